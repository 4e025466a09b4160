"""The sentences of the product and their translations: ``extract``, ``compile`` or ``check``.

Extraction needs GNU gettext, which developers have; compiling needs only Babel, so that an office needs nothing.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from machine import need

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "fr")


def apps(root: Path) -> list[Path]:
    """The apps that have sentences, those whose catalogues exist."""
    return sorted(path.parent for path in (root / "takwin").glob("*/locale"))


def catalogues(root: Path) -> list[Path]:
    return sorted(root.glob("takwin/*/locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def extract(root: Path) -> None:
    """Bring each app's catalogues up to date with its code and templates."""
    need("xgettext")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(ROOT))
    django.setup()
    for app in apps(root):
        os.chdir(app)
        call_command("makemessages", locale=list(LANGUAGES), no_location=True, no_wrap=True, verbosity=0)
    os.chdir(ROOT)


def compile_all(paths: list[Path]) -> None:
    for path in paths:
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path), use_fuzzy=False)


def faults(root: Path) -> Iterator[str]:
    """What keeps a translation from being complete: extracted from a copy, so that nothing is touched."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(root / "takwin", copy / "takwin", ignore=shutil.ignore_patterns("static", "fonts", "*.mo"))
        for app in (path.parent for path in copy.glob("takwin/*/__init__.py")):
            (app / "locale").mkdir(exist_ok=True)
        extract(copy)
        for fresh in catalogues(copy):
            kept = root / fresh.relative_to(copy)
            written = {said(message): message for message in read(kept) if message.id} if kept.exists() else {}
            for message in read(fresh):
                if message.id:
                    yield from fault(kept.relative_to(root), message.id, written.get(said(message)))
    yield from collisions(root)
    for path in catalogues(root):
        verdict = subprocess.run(
            ["msgfmt", "--check-format", "-o", os.devnull, path], capture_output=True, text=True, check=False
        )
        if verdict.returncode != 0:
            yield verdict.stderr.strip()


def said(message: Message) -> tuple[object, object]:
    """What names a sentence: two contexts make two sentences of the same words."""
    return message.context, message.id


def collisions(root: Path) -> Iterator[str]:
    """One sentence translated two ways: the app that comes first in the settings would speak for both."""
    spoken: dict[tuple[object, ...], dict[object, list[str]]] = {}
    for path in catalogues(root):
        app, language = path.parts[-5], path.parts[-3]
        for message in read(path):
            if message.id and message.string:
                ways = spoken.setdefault((language, *said(message)), {})
                ways.setdefault(message.string, []).append(app)
    for (spoken_in, _context, sentence), ways in spoken.items():
        if len(ways) > 1:
            shown = " / ".join(f"{string!r} ({', '.join(apps)})" for string, apps in ways.items())
            yield f"{spoken_in}: two translations of {sentence!r}: {shown}"


def fault(path: Path, sentence: object, message: object) -> Iterator[str]:
    texts = getattr(message, "string", "")
    if message is None or not all(texts if isinstance(texts, tuple) else (texts,)):
        yield f"{path}: not translated: {sentence!r}"
    elif getattr(message, "fuzzy", False):
        yield f"{path}: to be read again (fuzzy): {sentence!r}"


def main(what: str, paths: list[Path]) -> int:
    if what == "extract":
        extract(ROOT)
    elif what == "compile":
        compile_all(paths or catalogues(ROOT))
    else:
        found = list(faults(ROOT))
        print(*found, sep="\n", end="\n" if found else "")
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], [Path(path) for path in sys.argv[2:]]))
