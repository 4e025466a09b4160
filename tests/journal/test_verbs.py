"""Each verb that the product writes in its journal has a sentence, in each language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from takwin.journal.verbs import VERBS

TAKWIN = Path(__file__).resolve().parents[2] / "takwin"
WRITERS = {"record", "record_many", "_tell"}


def written_verbs() -> Iterator[tuple[str, str]]:
    for path in TAKWIN.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in WRITERS:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                        yield part.value, f"{path.relative_to(TAKWIN)}:{node.lineno}"


def test_every_verb_of_the_journal_has_its_sentence() -> None:
    silent = [f"{verb} ({place})" for verb, place in written_verbs() if verb not in VERBS]
    assert not silent, "name them with journal.verbs.verb in the app's ready():\n" + "\n".join(sorted(silent))
