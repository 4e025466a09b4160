"""What says that two rows are two persons, whatever their names: it is named before they are made one."""

from django.utils.translation import gettext as _

from takwin.core.identifiers import masked_cin
from takwin.people.enums import DocumentKind
from takwin.people.matching.persons import verified
from takwin.people.models import Person

YEAR = 366  # days


def contradictions(a: Person, b: Person) -> list[str]:
    """The hard facts that differ, in words: two valid cards, births more than a year apart."""
    cards = [_card(person) for person in (a, b)]
    found = []
    if all(cards) and cards[0] != cards[1]:
        told = {"one": masked_cin(cards[0]), "other": masked_cin(cards[1])}
        found.append(_("They hold two different national cards (%(one)s and %(other)s).") % told)
    if _born_apart(a, b):
        told = {"one": str(a.birth_year), "other": str(b.birth_year)}
        found.append(_("They were born more than a year apart (%(one)s and %(other)s).") % told)
    return found


def _card(person: Person) -> str:
    numbers = (document.number for document in person.identity_documents.all() if document.kind == DocumentKind.CIN)
    return verified(next(numbers, ""))


def _born_apart(a: Person, b: Person) -> bool:
    if a.birth_date and b.birth_date:
        return abs((a.birth_date - b.birth_date).days) > YEAR
    return bool(a.birth_year and b.birth_year) and abs((a.birth_year or 0) - (b.birth_year or 0)) > 1
