"""``make run`` from a clone, packages to download included, and again; then ``make check``. Apart from the others,
since it needs the network once: ``python -m bench.fresh``."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.figures import tell, tell_pace
from bench.ground import ROOT, free_port

PATIENCE = 900
OURS = {"TAKWIN_DATA", "DATABASE_URL", "PUBLIC_URL", "VIRTUAL_ENV"}


def first_page(folder: Path, port: int) -> float:
    """Seconds from ``make run`` to the first page; the server is then stopped as a person does."""
    outside = {
        name: value for name, value in os.environ.items() if name not in ("TAKWIN_DATA", "DATABASE_URL", "VIRTUAL_ENV")
    }
    with (folder.parent / "run.log").open("w") as log:
        began = time.perf_counter()
        server = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=folder, env=outside, stdout=log, stderr=log, start_new_session=True
        )
        try:
            while not _answers(port):
                if server.poll() is not None or time.perf_counter() - began > PATIENCE:
                    raise SystemExit(f"make run did not come up:\n{Path(log.name).read_text()}")
                time.sleep(0.1)
            return time.perf_counter() - began
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGINT)
                server.wait(60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> None:
    tell_pace()
    room = Path(tempfile.mkdtemp(prefix="takwin-fresh-"))
    folder, port = room / "takwin", free_port()
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        tell("make run from a clone, packages downloaded, demo made", [first_page(folder, port)], "s", at_most=180)
        tell("make run again", [first_page(folder, port) for _ in range(3)], "s", at_most=5)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    began = time.perf_counter()
    done = subprocess.run(["make", "check"], cwd=ROOT, check=False, capture_output=True)
    said = "make check" if done.returncode == 0 else "make check, which did not pass"
    tell(said, [time.perf_counter() - began], "s", at_most=60)


if __name__ == "__main__":
    main()
