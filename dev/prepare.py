"""Make ready what the product stands on: its environment, its fonts, its compiled translations.

Runs under any Python 3.11 to 3.13 and asks nothing of it but its standard library. What was made before is
recognised by the digest of what it was made from, so a second run does nothing and costs nothing.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "prepared.json"
LOCKS = {kind: ROOT / "requirements" / f"{kind}.txt" for kind in ("base", "dev")}
CONSOLE = "#!{python}\nfrom takwin.cli import main\n\nmain()\n"


def digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


def made() -> dict[str, str]:
    return json.loads(STAMP.read_text()) if STAMP.exists() else {}


def remember(**facts: str) -> None:
    STAMP.write_text(json.dumps({**made(), **facts}))


def environment(kind: str) -> None:
    """Install exactly what the lock names. Tools installed once stay: ``make run`` does not remove them."""
    if not PYTHON.exists():
        say("Making the environment .venv …")
        venv.create(VENV, with_pip=True, symlinks=True)
    if made().get("environment") == "dev":
        kind = "dev"
    if made().get(kind) != digest(LOCKS[kind]):
        say(f"Installing what requirements/{kind}.txt names …")
        install(LOCKS[kind])
        remember(environment=kind, **{kind: digest(LOCKS[kind])})


def install(lock: Path) -> None:
    """Install by uv, which takes seconds; by pip, which takes a minute, where uv cannot be had."""
    python = ["--python", str(PYTHON)]
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", uv_alone()], cwd=ROOT, check=False).returncode == 0:
        uv = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes", *python, str(lock)]
        if subprocess.run(uv, cwd=ROOT, check=False).returncode == 0:
            return
    say("uv did not do it: installing with pip, which takes longer …")
    run(*pip, "--require-hashes", "-r", lock)


def uv_alone() -> str:
    """Write the lines of the lock that name uv and its digests to a file of their own."""
    found = re.search(r"^uv==.*?(?=^\S)", LOCKS["dev"].read_text() + "\n.", re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit("requirements/dev.txt does not name uv")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
        file.write(found.group())
    return file.name


def console() -> None:
    """Put the command ``takwin`` in the environment; the code is imported from this checkout."""
    packages = next((VENV / "lib").glob("python3.*/site-packages"))
    for path, text in {
        VENV / "bin" / "takwin": CONSOLE.format(python=PYTHON),
        packages / "takwin.pth": f"{ROOT}\n",
    }.items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            path.chmod(0o755)


def assets() -> None:
    source = digest(ROOT / "package-lock.json", ROOT / "dev" / "assets.py")
    there = (ROOT / "takwin/ui/static/ui/vendor/fonts").is_dir() and any(
        (ROOT / "takwin/documents/fonts").glob("*.ttf")
    )
    if made().get("assets") != source or not there:
        say("Bringing the fonts …")
        run(PYTHON, "dev/assets.py")
        remember(assets=source)


def messages() -> None:
    """Compile a catalogue when it is newer than what was compiled from it."""
    stale = [
        po
        for po in ROOT.glob("takwin/*/locale/*/LC_MESSAGES/*.po")
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
    ]
    if stale:
        say("Compiling the translations …")
        run(PYTHON, "dev/messages.py", "compile", *stale)


def main(kind: str) -> None:
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    try:
        environment(kind)
        console()
        assets()
        messages()
    except subprocess.CalledProcessError as error:
        raise SystemExit(
            f"This step failed: {' '.join(map(str, error.cmd))}\nMend what it says above, then run it again."
        ) from error


if __name__ == "__main__":
    main(sys.argv[1])
