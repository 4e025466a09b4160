"""The tests to run while one works: those of the apps that were touched, and those of the repository itself.

Touched is what is not committed yet; when all is, the last commit. Printed as paths for pytest. The whole runs in
``make test``: a change may well break an app that is above, and the inner loop must stay under a minute.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ("tests/test_repository.py", "tests/test_docs.py", "tests/test_network.py")


def git(*words: str) -> list[str]:
    """The lines git answers; none when it refuses (a clone without a past)."""
    said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return said.stdout.splitlines() if said.returncode == 0 else []


def touched() -> list[str]:
    """Paths changed and not committed, new ones included; else those of the last commit."""
    here = git("diff", "--name-only", "HEAD") + git("ls-files", "--others", "--exclude-standard")
    return here or git("diff", "--name-only", "HEAD~1", "HEAD")


def folders_for(paths: Iterable[str], folders: Iterable[str]) -> list[str]:
    """The folders of tests of the apps that ``paths`` belong to, among ``folders``, then the repository's own.

    ``takwin/people/models.py`` and ``tests/people/test_models.py`` both ask for ``tests/people``; a file of tests that
    no app owns is asked for by itself.
    """
    apps = {parts[1] for path in paths if (parts := path.split("/"))[0] in ("takwin", "tests") and len(parts) > 2}
    return [f"tests/{name}" for name in sorted(apps & set(folders) - {"browser"})] + list(ALWAYS)


if __name__ == "__main__":
    print(
        *folders_for(touched(), [folder.name for folder in (ROOT / "tests").iterdir() if any(folder.glob("test_*.py"))])
    )
