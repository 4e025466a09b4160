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
PAUSE = 2  # seconds before a worker that fell is started again


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
    web, worker = start_web(f"{host}:{port}", workers=workers, threads=threads), start_worker()
    announced, restart_at = False, 0.0
    try:
        while not asked and web.poll() is None:
            if not announced and answers(host, port):
                ready()
                announced = True
            if worker.poll() is not None:
                restart_at = restart_at or time.monotonic() + PAUSE
                if time.monotonic() >= restart_at:
                    worker, restart_at = start_worker(), 0.0
            time.sleep(0.1)
        return 0 if asked else 1
    finally:
        stop([web, worker])


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
