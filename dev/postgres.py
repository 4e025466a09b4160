"""Run a command against a private PostgreSQL: ``python dev/postgres.py pytest …``.

The cluster is made in a temporary folder, listens on this machine only, on a free port, and is removed at the
end. Its address is given in ``DATABASE_URL``. Without a command it serves until Ctrl-C. PostgreSQL refuses to run
as root: as root the cluster belongs to the system user postgres.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine import need

# Nothing of a test survives it, so nothing need reach the disk.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """A running server, and its URL."""
    initdb = need("initdb")
    programs = Path(initdb).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="takwin-postgres-"))
    owner = []
    if os.geteuid() == 0:
        owner = [need("runuser"), "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    port, data = free_port(), folder / "data"
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    control = [*owner, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s", "-l", str(folder / "log")]
    try:
        run([*owner, initdb, "-D", str(data), "-U", "takwin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        run([*control, "-o", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {options}", "start"])
        run([*owner, str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "takwin", "takwin"])
        yield f"postgres://takwin@127.0.0.1:{port}/takwin"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd="/", check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str]) -> None:
    done = subprocess.run(command, cwd="/", check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"PostgreSQL could not be started: {done.stdout}{done.stderr}")


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as url:
        if command:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        print(f"DATABASE_URL={url}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
