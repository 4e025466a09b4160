"""What presence keeps of persons."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.attendance.models import Claim, Expected, Mark, Presence, SheetBox, SheetLine
from takwin.attendance.sync.models import Case, Received
from takwin.core.personal import Keep
from takwin.people.models import Person
from takwin.people.privacy.rules import holds_persons
from takwin.people.privacy.sections import section


def persons_expected(cut: dt.date) -> QuerySet[Person, int]:
    """Those expected in a room since that day, or later: they are still known by name there."""
    return Person.everyone.filter(expected__register__half_days__day__gt=cut).values_list("pk", flat=True)


def bring_privacy() -> None:
    holds_persons(persons_expected)
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
