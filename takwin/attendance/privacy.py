"""What presence keeps of persons."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.attendance.models import Claim, Expected, Mark, Presence, SheetBox, SheetLine
from takwin.attendance.sync.models import Case, Received
from takwin.attendance.sync.settling import forget_stranger
from takwin.core.personal import Keep
from takwin.people.models import Person
from takwin.people.privacy.figures import figure, years_before
from takwin.people.privacy.retention import retention_rule
from takwin.people.privacy.rules import holds_persons
from takwin.people.privacy.sections import section


def persons_expected(cut: dt.date) -> QuerySet[Person, int]:
    """Those expected in a room since that day, or later: they are still known by name there."""
    return Person.everyone.filter(expected__register__half_days__day__gt=cut).values_list("pk", flat=True)


def strangers_due(day: dt.date) -> QuerySet[Case]:
    """Doubts that still say name, card or telephone of somebody whom nobody has known for a year."""
    cut = years_before(day, figure("retention_account_years", on=day))
    return Case.objects.filter(opened_at__date__lte=cut).exclude(who={})


def let_strangers_go(keys: Sequence[int]) -> None:
    """The doubt stays, without whom it was about."""
    forget_stranger(Case.objects.filter(pk__in=keys, received__isnull=False).values_list("received", flat=True))
    Case.objects.filter(pk__in=keys).update(who={})


def bring_privacy() -> None:
    holds_persons(persons_expected)
    retention_rule(
        "strangers", _("People who came uninvited and were never known"), _("came a year ago"), due=strangers_due,
        let_go=let_strangers_go, order=33,
    )  # fmt: skip
    section(
        Expected,
        _("Expected in sessions and meetings"),
        purpose="know who was present, and what is owed to whom",
        keep=Keep.PERMANENT,
        facts=(
            (_("Register"), "register.reference"),
            (_("Title"), "register.title"),
            (_("For the body"), "body.name"),
            (_("Capacity"), "capacity"),
        ),
        related=("register", "body"),
        covers=(Claim,),
        order=40,
    )
    section(
        Mark,
        _("Presence, as it was marked"),
        purpose="know who was present, and what is owed to whom",
        keep=Keep.PERMANENT,
        facts=(
            (_("Register"), "register.reference"),
            (_("Day"), "day"),
            (_("Half-day"), "get_part_display"),
            (_("Presence"), "get_status_display"),
            (_("Reason"), "reason"),
        ),
        related=("register",),
        covers=(Presence, Received, Case, SheetLine, SheetBox),
        order=41,
    )
