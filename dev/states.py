"""Draw the states of things from the ``MOVES`` of their models: ``python dev/states.py`` writes ``docs/states.md``.

A test compares the page with what is drawn, so that the diagrams never lie.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "states.md"
HEAD = """# States

What each thing may become, and by which move. Drawn from the `MOVES` of the models by `python dev/states.py`.
"""


def drawn(model: Any) -> str:
    """One diagram; the state in which the thing begins has an arrow from nowhere."""
    first = model._meta.get_field("state").get_default()
    moves = [
        f"  {source} --> {target}: {name}" for name, (sources, target) in model.MOVES.items() for source in sorted(sources)
    ]
    ends = {target for _sources, target in model.MOVES.values()} - {s for from_, _t in model.MOVES.values() for s in from_}
    lines = ["stateDiagram-v2", f"  [*] --> {first}", *moves, *(f"  {end} --> [*]" for end in sorted(ends))]
    title = str(model._meta.verbose_name).capitalize()
    return f"## {title}\n`{model.__module__}.{model.__name__}`\n\n```mermaid\n" + "\n".join(lines) + "\n```\n"


def with_moves() -> Iterator[Any]:
    from django.apps import apps

    return (model for model in apps.get_models() if hasattr(model, "MOVES"))


def page() -> str:
    """The whole page, in English, as the code names things."""
    from django.utils import translation

    with translation.override("en"):
        return "\n".join([HEAD, *(drawn(model) for model in with_moves())])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()
    PAGE.write_text(page())
