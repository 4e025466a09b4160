"""A figure: measured three times, printed with its least, its median and its most, beside its bar."""

import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

RUNS = 3
clock = time.perf_counter  # ``--processor`` asks for the processor's own time, on a machine that others use


def p95(times: Sequence[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]


def timed(act: Callable[[], object]) -> float:
    """Milliseconds on the clock of the run."""
    began = clock()
    act()
    return (clock() - began) * 1000


def most_memory() -> float:
    """The most that this process has held, in megabytes. ``getrusage`` would count what its parent held before it."""
    (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(kilobytes) / 1024


def tell_pace() -> None:
    """How fast this machine is by itself, without which no figure can be held beside another's."""
    best = min(_additions() for _ in range(RUNS))
    print(f"  pace of this machine: ten million additions in {best:.2f} s of processor", flush=True)


def _additions() -> float:
    began, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - began


def tell(what: str, values: Sequence[float], unit: str, *, at_most: float = 0, at_least: float = 0) -> bool:
    """One line: the median is what is held against the bar. ``unit`` is written after each."""
    least, median, most = min(values), statistics.median(values), max(values)
    met = (not at_most or median <= at_most) and (not at_least or median >= at_least)
    bar = f"≤ {at_most:g}" if at_most else f"≥ {at_least:g}" if at_least else "–"
    sign = "✓" if met else "✗"
    print(f"{sign} {what:<64} {least:9.1f} {median:9.1f} {most:9.1f} {unit:<5} ({bar})", flush=True)
    return met
