"""The questionnaire on paper: as many copies as people asked, numbered, nobody's name on them."""

from takwin.core import clock, formats
from takwin.documents.issuers import letterhead_of
from takwin.documents.papers.engine import qr, render
from takwin.documents.papers.parts import paper
from takwin.surveys.models import Round
from takwin.surveys.paper.layout import PAPER, lines_of, printed

HEAD, FAMILY = "TKW1/", "TKW-EVL-"


def code_of(asked: Round, number: int) -> str:
    """What names a copy in its square; of whoever ticks it, nothing."""
    return f"{HEAD}{FAMILY}{asked.pk}/{number}"


def number_in(asked: Round, code: str) -> int | None:
    """The number of the copy a code names, when it is one of this round."""
    whole, _bar, number = code.rpartition("/")
    if whole != f"{HEAD}{FAMILY}{asked.pk}" or not number.isdecimal() or len(number) > 5:
        return None
    return int(number) if 1 <= int(number) <= asked.people else None


def copies(asked: Round) -> bytes:
    """The PDF of all copies, one sheet each."""
    return render(PAPER, facts_of(asked, range(1, asked.people + 1)))


def facts_of(asked: Round, numbers: range) -> dict[str, object]:
    name = asked.version.questionnaire
    return {
        "paper": paper(f"{FAMILY}{asked.pk}", name.name_ar, author=asked.owner.name_ar, made_at=clock.now()),
        "issuer": letterhead_of(asked.owner),
        "questionnaire": name.name_ar,
        "title": asked.title_ar,
        "when": formats.day(asked.opens_on, language="ar"),
        "questions": [printed(line) for line in lines_of(asked.version)],
        "copies": [{"number": n, "qr": qr(code_of(asked, n), f"رمز النسخة {n}")} for n in numbers],
    }
