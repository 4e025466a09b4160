"""Draw the states of things from the ``MOVES`` of their models: ``python dev/states.py`` writes ``docs/states.md``.

With ``--print`` it only says what it would write: a test compares, so that the diagrams never lie.
"""

import os
import sys
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "states.md"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
HEAD = """# States

What each thing may become, and by which move. Drawn from the `MOVES` of the models by `python dev/states.py`.
"""


def drawn(model: Any) -> str:
    """One diagram; the state in which the thing begins has an arrow from nowhere."""
    first = model._meta.get_field("state").get_default()
    moves = [
        f"  {source} --> {target}: {name}"
        for name, (sources, target) in model.MOVES.items()
        for source in sorted(sources)
    ]
    ends = {target for _sources, target in model.MOVES.values()} - {
        s for from_, _t in model.MOVES.values() for s in from_
    }
    lines = ["stateDiagram-v2", f"  [*] --> {first}", *moves, *(f"  {end} --> [*]" for end in sorted(ends))]
    title = str(model._meta.verbose_name).capitalize()
    return f"## {title}\n`{model.__module__}.{model.__name__}`\n\n```mermaid\n" + "\n".join(lines) + "\n```\n"


def page() -> str:
    """The whole page, in English, as the code names things."""
    with translation.override("en"):
        models = [model for model in apps.get_models() if hasattr(model, "MOVES")]
        return "\n".join([HEAD, *(drawn(model) for model in models)])


if __name__ == "__main__":
    django.setup()
    if "--print" in sys.argv:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page())
