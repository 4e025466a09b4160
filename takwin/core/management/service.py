"""The web server and the worker, under one process that starts and stops them together."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

PATIENCE = 30  # seconds given to each to finish what it is doing
PAUSE = 2  # seconds between two looks at the worker: one that fell is started again


def start(*command: str) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: a Ctrl-C reaches the parent only, which stops it in order.

    The kernel ends the child when the parent is killed, so that no orphan keeps the port.
    """
    leash = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    return subprocess.Popen([*leash, sys.executable, "-m", *command], start_new_session=True)


def start_web(address: str, *, workers: int, threads: int) -> subprocess.Popen[bytes]:
    return start(
        "gunicorn",
        "config.wsgi:application",
        "--bind",
        address,
        "--preload",
        "--no-control-socket",
        "--worker-class",
        "gthread",
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--graceful-timeout",
        "20",
        "--log-level",
        "warning",
    )


def start_worker() -> subprocess.Popen[bytes]:
    return start("takwin", "worker", "--verbosity", "0")


def serve(host: str, port: int, *, workers: int, threads: int, ready: Callable[[], None]) -> int:
    """Serve until told to stop; return 0 when told, 1 when the web server fell."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    web = start_web(f"{host}:{port}", workers=workers, threads=threads)
    children = {"web": web}
    start_worker_at: float | None = None  # the worker waits for the first page, which somebody waits for
    try:
        while not asked and web.poll() is None:
            if start_worker_at is None and answers(host, port):
                ready()
                start_worker_at = time.monotonic()
            if start_worker_at is not None and time.monotonic() >= start_worker_at:
                if "worker" not in children or children["worker"].poll() is not None:
                    children["worker"] = start_worker()
                start_worker_at = time.monotonic() + PAUSE
            time.sleep(0.1)
        return 0 if asked else 1
    finally:
        stop(list(children.values()))


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Let each finish what it is doing, then make sure that nothing of it is left."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    limit = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.0, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
