"""The journal holds ids, states and amounts: what people write in their own words stays with the thing it is about."""

import ast
from collections.abc import Iterator
from pathlib import Path

import takwin

OWN_WORDS = {
    "reason", "withdrawal_reason", "motive", "note", "reply_note", "comment", "remark", "label", "text", "error",
    "name_ar", "name_fr", "phone", "email", "cin", "search_text",
}  # fmt: skip
HERE = Path(takwin.__file__).parent


def writings() -> Iterator[tuple[str, ast.Call]]:
    """Each call that writes the journal, with where it stands."""
    for path in sorted(HERE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("record", "record_many"):
                yield f"{path.relative_to(HERE)}:{node.lineno}", node


def words_in(fact: ast.keyword) -> set[str]:
    """The names a fact is called by or made of."""
    inside = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(fact.value)}
    return {fact.arg or "", *inside} & OWN_WORDS


def test_no_act_tells_the_journal_what_someone_wrote_in_his_own_words() -> None:
    told = [f"{where}: {sorted(words)}" for where, call in writings() for f in call.keywords if (words := words_in(f))]
    assert not told, "\n".join(told)


def test_the_guard_sees_the_calls_it_is_about() -> None:
    assert len(list(writings())) > 80
    call = ast.parse("record('x', y, by=by, said=line.reason[:200])", mode="eval").body
    assert isinstance(call, ast.Call)
    assert words_in(call.keywords[1]) == {"reason"}
