"""Figures of who is who, on people invented here: ``python -m bench.matching`` with some of its parts.

``speed``: pairs within 10,000, 50,000 and 200,000 rows. ``register``: 34,500 rows against 200,000 persons of the
register. ``curve``: precision and recall as the bound moves, drawn to docs/images/matching.svg. ``weights``: how often
each reason is seen in pairs of one person and of two, beside the weights in use.
"""

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from bench.figures import most_memory, tell_pace

ROWS = (10_000, 50_000, 200_000)
FILE_ROWS, REGISTER = 34_500, 200_000


def rows_of(size: int, seed: int) -> list[Any]:
    """About ``size`` rows of lists."""
    from bench.invented_people import everyone, lists_of

    rng = Random(seed)
    return list(lists_of(everyone(rng, round(size / 1.172)), rng))


def within(size: int) -> None:
    """Pairs within the rows of one set of lists."""
    from takwin.people.matching.pairs import propose

    rows, before = rows_of(size, size), most_memory()
    began, spent = time.perf_counter(), time.process_time()
    pairs = sum(1 for _ in propose(rows))
    print(
        f"{len(rows):>7} rows: {pairs:>6} pairs, {time.perf_counter() - began:6.1f} s on the clock, "
        f"{time.process_time() - spent:6.1f} s of processor; peak {most_memory():.0f} MB, "
        f"of which {before:.0f} the rows themselves",
        flush=True,
    )


def register() -> None:
    """Rows of a file against a register as large as the country's, both kinds of pairs."""
    from bench.invented_people import everyone, shown
    from takwin.people.matching.pairs import propose_known
    from takwin.people.matching.persons import Known, known_row

    rng = Random(7)
    people = everyone(rng, REGISTER)
    listed = rng.sample(people, FILE_ROWS)
    rows = [shown(rng, who, "AFM"[n % 3], n) for n, who in enumerate(listed)]

    made, waited = [0.0], [0.0]

    def persons() -> Iterator[Known]:
        """One by one, as the register brings them; inventing them is no part of the figure."""
        for who in people:
            began, spent = time.perf_counter(), time.process_time()
            row = shown(rng, who, "M-register", who.number)
            made[0] += time.process_time() - spent
            waited[0] += time.perf_counter() - began
            yield known_row(row)

    before = most_memory()
    began, spent = time.perf_counter(), time.process_time()
    pairs = list(propose_known([known_row(row) for row in rows], persons()))
    said = [pair for pair in pairs if pair.same]
    right = sum(pair.a.truth == pair.b.truth for pair in said)
    found = len({pair.a.row for pair in said if pair.a.truth == pair.b.truth and pair.b.file == "M-register"})
    clock = time.perf_counter() - began - waited[0]
    spent = time.process_time() - spent - made[0]
    print(
        f"{FILE_ROWS} rows against {REGISTER} persons: {len(pairs)} pairs, {len(said)} said the same of which {right} "
        f"are, {100 * found / FILE_ROWS:.1f} % of the rows found; besides inventing them {clock:.1f} s on the clock, "
        f"{spent:.1f} s of processor; peak {most_memory():.0f} MB, of which {before:.0f} the invented people",
        flush=True,
    )


def judged(size: int, seed: int) -> tuple[list[Any], dict[frozenset[int], tuple[Any, Any]]]:
    """The pairs proposed on a set of rows, and the true ones by the identity of their rows."""
    from takwin.people.matching.pairs import propose

    rows = rows_of(size, seed)
    by_person: dict[int, list[Any]] = {}
    for row in rows:
        by_person.setdefault(row.truth, []).append(row)
    true = {
        frozenset((id(a), id(b))): (a, b)
        for several in by_person.values()
        for place, a in enumerate(several)
        for b in several[place + 1 :]
    }
    return list(propose(rows)), true


def curve() -> None:
    """Precision and recall as the bound moves, for pairs without a document on both sides and for all."""
    from bench.curves import draw

    series: dict[str, list[tuple[float, float, float]]] = {}
    pairs, true = judged(30_000, 41)
    for name, kept in (("without documents", lambda a, b: not (a.cin and b.cin)), ("all pairs", lambda _a, _b: True)):
        wanted = sum(kept(*both) for both in true.values())
        ranked = sorted((pair for pair in pairs if kept(pair.a, pair.b)), key=lambda pair: -pair.score)
        hits, points = 0, []
        for place, pair in enumerate(ranked, 1):
            hits += frozenset((id(pair.a), id(pair.b))) in true
            if place == len(ranked) or ranked[place].score < pair.score:
                points.append((hits / wanted, hits / place, pair.score))
        series[name] = points
        at = [point for point in points if point[2] >= 0.8][-1]
        print(f"{name}: at the bound in use recall {100 * at[0]:.1f} %, precision {100 * at[1]:.1f} %")
    draw(series)


def weights() -> None:
    """How often each reason is seen in true pairs and in others, over proposed pairs."""
    from takwin.people.matching.weights import WEIGHTS

    pairs, true = judged(30_000, 43)
    seen: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    size: Counter[bool] = Counter()
    for pair in pairs:
        same = frozenset((id(pair.a), id(pair.b))) in true
        size[same] += 1
        seen[same].update(reason.code for reason in pair.reasons)
    print(f"{'reason':<26} m in use   among one person   among two ({size[True]} and {size[False]} pairs)")
    for code in sorted(set(seen[True]) | set(seen[False])):
        m = f"{WEIGHTS[code].m:8.3f}" if code in WEIGHTS else "       –"
        print(
            f"{code:<26} {m}   {seen[True][code] / size[True]:16.3f}   {seen[False][code] / max(size[False], 1):9.3f}"
        )


PARTS: dict[str, list[tuple[Callable[..., None], tuple[Any, ...]]]] = {
    "speed": [(within, (size,)) for size in ROWS],
    "register": [(register, ())],
    "curve": [(curve, ())],
    "weights": [(weights, ())],
}


def apart(act: Callable[..., None], args: tuple[Any, ...]) -> None:
    act(*args)


def main(wanted: list[str]) -> None:
    """Each measure in a process of its own, so that its peak of memory is its own."""
    context = multiprocessing.get_context("spawn")
    tell_pace()
    for name in wanted:
        for act, args in PARTS[name]:
            process = context.Process(target=apart, args=(act, args))
            process.start()
            process.join()
            if process.exitcode:
                raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
