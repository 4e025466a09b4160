"""The list of agreements."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.agreements.enums import LOOKS, AgreementKind, AgreementState
from takwin.agreements.models import Agreement
from takwin.agreements.queries import in_state, lasts_until, state_of, until_year_of
from takwin.core import clock, formats
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look

FIRST_YEAR = 2021  # the first agreements of the mandate that began in September 2021


def look_of(agreement: Any) -> Look:
    """The state of a row of ``with_progress``; while it is being signed, how many have."""
    look = LOOKS[state_of(agreement, clock.today())]
    if look is not LOOKS[AgreementState.DRAFT]:
        return look
    told = gettext("being signed (%(signed)s of %(parties)s)")
    return look._replace(label=told % {"signed": agreement.signed_count, "parties": agreement.party_count})


def years_of(agreement: Agreement) -> str:
    """Its years, never joined by a dash: readers of a right-to-left line disagree on which end comes first."""
    return formats.years(agreement.first_year, until_year_of(agreement))


def _provinces(request: HttpRequest) -> QuerySet[Place]:
    seen = allowed(Agreement.objects, request.user, Permission.AGREEMENT_VIEW)
    return Place.objects.filter(level=Level.PROVINCE, pk__in=seen.values("place")).order_by("sort_ar")


def _years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in range(clock.today().year + 2, FIRST_YEAR - 1, -1)]


class AgreementFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Where, which year it binds, of what kind."""

    place = django_filters.ModelChoiceFilter(label=_("Province"), queryset=_provinces)
    year = django_filters.ChoiceFilter(label=_("Year"), choices=_years, method="binding")
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=AgreementKind.choices)

    class Meta:
        model = Agreement
        fields: list[str] = []

    def binding(self, queryset: QuerySet[Agreement], _name: str, year: str) -> QuerySet[Agreement]:
        return queryset.filter(lasts_until(int(year)), first_year__lte=year)


def listing() -> Listing:
    today = clock.today()
    return Listing(
        title=_("Agreements"),
        columns=[
            Column("name", _("Agreement"), sort="sort_{lang}", phone="top"),
            Column("reference", _("Reference"), kind="reference", sort="reference"),
            Column("place", _("Province"), sort="place__sort_{lang}"),
            Column("years", _("Years"), value=years_of, sort="first_year"),
            Column("signed", _("Signatures"), value="signed_count", kind="number", phone="hide"),
            Column("state", _("State"), value=look_of, kind="state", phone="end"),
        ],
        default_sort="-years",
        filterset=AgreementFilter,
        tabs=[
            Tab("in_force", pgettext_lazy("agreements", "In force"), in_state(AgreementState.IN_FORCE, today)),
            Tab("draft", pgettext_lazy("agreements", "Being signed"), in_state(AgreementState.DRAFT, today)),
            Tab("ended", pgettext_lazy("agreements", "Ended"), in_state(AgreementState.ENDED, today)),
            Tab("cancelled", pgettext_lazy("agreements", "Cancelled"), in_state(AgreementState.CANCELLED, today)),
        ],
        search_hint=_("Title, reference or province"),
        export_name="agreements",
        empty=Empty(
            _("No agreement here yet"),
            _("An agreement of a province with its communes appears here as soon as it is drafted."),
        ),
    )
