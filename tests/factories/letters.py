"""Letters and personal links for tests."""

from typing import Any

from takwin.documents.actions import issue_paper
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.letters.actions import open_personal_link, send_letter
from takwin.letters.models import Letter, PersonalLink
from takwin.people.models import Person
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.people import make_person


def make_paper(**facts: Any) -> Paper:
    """A numbered paper; what it would print is of no matter to its letter."""
    person = make_person()
    facts = {"owner": make_body(), "subject": person, "reference": f"TST-{person.pk}", "by": make_user()} | facts
    return issue_paper(kind=PaperKind.CONVOCATION, template="convocation", facts={}, **facts)


def make_letter(paper: Paper | None = None, **facts: Any) -> Letter:
    """A letter to a person unless a body is given."""
    if "body" not in facts:
        facts.setdefault("person", make_person())
    return send_letter(paper or make_paper(), by=make_user(), **facts)


def make_link(person: Person | None = None) -> tuple[PersonalLink, str]:
    """A personal link with its code."""
    return open_personal_link(person or make_person(), by=make_user())
