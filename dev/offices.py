"""Write the codes of offices with the words lists use for them: ``python dev/offices.py`` writes ``docs/offices.md``.

With ``--print`` it only says what it would write: a test compares, so that the table never lies.
"""

import os
import re
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import django
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "offices.md"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
HEAD = """# Codes of offices

What `office_code` says in `takwin people read`, what it becomes in the register, and how offices write it. An office is
told by the ideas of its words, in any order, cut short or with a slip of the pen (`people/rosters/offices.py`), so
these are examples, each read back by a test, and not all that is understood. Written from `OFFICES` by
`python dev/offices.py`.

| code | in the register | in Arabic | in French |
|---|---|---|---|
"""


def page() -> str:
    """The whole page; what stands in the register is told in English, as the code names it."""
    offices = import_module("takwin.people.rosters.offices").OFFICES
    with translation.override("en"):
        rows = [
            (f"`{code}`", ", ".join(filter(None, (str(kind.title.label), kind.detail))), *_by_script(kind.variants))
            for code, kind in offices.items()
        ]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _by_script(variants: Iterable[str]) -> tuple[str, str]:
    """Those in Arabic letters, then the others."""
    arabic = [one for one in variants if re.search("[\u0600-\u06ff]", one)]
    return " · ".join(arabic), " · ".join(one for one in variants if one not in arabic)


if __name__ == "__main__":
    django.setup()
    if "--print" in sys.argv:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page())
