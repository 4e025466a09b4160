"""The list of cohorts."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.training.cohorts.enums import COHORT_LOOKS, CohortState
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.things import Act


def cohorts_listing(act: Act | None) -> Listing:
    return Listing(
        title=_("Training of trainers"),
        columns=[
            Column("name", _("Cohort"), phone="top", note="owner.name", sort="sort_{lang}"),
            Column("starts_on", _("First day"), kind="day", sort="starts_on"),
            Column("proposed", pgettext_lazy("candidates", "Proposed"), kind="number", sort="proposed", phone="hide"),
            Column("following", pgettext_lazy("candidates", "Follow the path"), kind="number", sort="following"),
            Column("accredited", pgettext_lazy("candidates", "Accredited"), kind="number", sort="accredited"),
            Column("places", _("Seats"), kind="number", sort="places", phone="hide"),
            Column("state", _("State"), kind="state", value=look_of, sort="state", phone="end"),
        ],
        empty=Empty(
            _("No cohort yet"),
            _("Open one: those who will be trainers, the modules they follow, the half-days they teach."),
            act,
        ),
        default_sort="-starts_on",
        search_hint=_("Name of the cohort…"),
        tabs=[
            Tab("open", pgettext_lazy("cohorts", "Under way"), Q(state=CohortState.OPEN)),
            Tab("closed", pgettext_lazy("cohorts", "Ended"), Q(state=CohortState.CLOSED)),
        ],
        export_name="cohorts",
    )


def look_of(cohort: Any) -> Any:
    return COHORT_LOOKS[CohortState(cohort.state)]
