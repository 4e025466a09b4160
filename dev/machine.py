"""Programs of the machine that the tests need: installed when that is possible, asked for clearly when not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"chromium": "chromium", "initdb": "postgresql", "xgettext": "gettext", "runuser": "util-linux"}


def find(program: str) -> str | None:
    """Where the program is; Debian keeps PostgreSQL's own outside PATH, one folder per version."""
    servers = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
    return shutil.which(program) or (str(servers[-1]) if servers else None)


def need(program: str) -> str:
    """Where the program is, after installing its package when this is a Debian machine and we may."""
    if found := find(program):
        return found
    package = PACKAGES[program]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {package} …", file=sys.stderr, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        if subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
            subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False)
    if found := find(program):
        return found
    raise SystemExit(f"The tests need {program}, which is not on this machine: sudo apt-get install {package}")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        need(name)
