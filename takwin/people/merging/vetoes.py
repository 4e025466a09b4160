"""What people themselves refuse of a merge, and what of it calls for no decision."""

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate
from takwin.people.models import Office, Person


def all_of(person: Person) -> set[int]:
    """The person's own row, and those of everyone merged into it."""
    found, last = {person.pk}, {person.pk}
    while last:
        last = set(Person.everyone.filter(merged_into__in=last).values_list("pk", flat=True)) - found
        found |= last
    return found


def held_alike(kept: Person, gone: Person) -> Q:
    """The offices of ``gone`` that ``kept`` holds too, since the same day: nothing is left to decide of them."""
    facts = {name: OuterRef(name) for name in ("body", "title", "detail", "starts_on")}
    return Q(Exists(Office.objects.filter(person=kept, ends_on=None, **facts)), ends_on=None, appointment=None)


def decided_apart(kept: Person, gone: Person) -> Promise | None:
    """Someone has looked and said they are two: that is undone first, by name, and not passed over."""
    one, other = all_of(kept), all_of(gone)
    pairs = Candidate.objects.filter(verdict=Verdict.DIFFERENT)
    if pairs.filter(Q(a__in=one, b__in=other) | Q(a__in=other, b__in=one)).exists():
        return _("It was decided that these are two persons. Undo that decision first.")
    return None


def two_open_accounts(kept: Person, gone: Person) -> Promise | None:
    """Two accounts that both open: one person has one, so somebody closes the other knowingly."""
    if kept.user and gone.user and kept.user.is_active and gone.user.is_active:
        return _("Both have an open account in Takwin. Close the one that is no longer used first.")
    return None


def open_account_hidden(kept: Person, gone: Person) -> Promise | None:
    """Of two accounts the one of ``gone`` stays with him, out of sight: it may not be the one that opens."""
    if kept.user and gone.user and gone.user.is_active and not kept.user.is_active:
        return _("The open account is that of the other row: keep that one of the two.")
    return None
