"""Which letters are proposed to be written or printed at once: of a year, a place, a programme, so late."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.core.keys import key_of
from takwin.core.text import joined
from takwin.directory.models import Place
from takwin.programmes.models import Programme
from takwin.rights.access import UserRequest
from takwin.treasury.batches.queries import Scope
from takwin.treasury.enums import Age
from takwin.treasury.letters import still_has_time, with_last_letter
from takwin.treasury.models import RequestBatch
from takwin.treasury.payers.queries import awaiting_visa
from takwin.treasury.queries import based, in_place, open_ones, standing_ones, years_of
from takwin.treasury.shown import Contribution, YearTab, place_url, year_asked

FIRST, LATE, WRITTEN = "first", "late", "written"


@dataclass(frozen=True)
class Batch:
    """What is proposed to be requested, or printed, at once; ``left_out`` are those reminded too recently."""

    rows: QuerySet[Instalment]
    contributions: list[Contribution]
    title: str
    back: str
    kind: str
    kinds: list[YearTab]
    scope: Scope
    ages: list[YearTab]
    left_out: int
    unvisaed: set[int]  # of these contributions, those whose deliberation awaits its visa

    @property
    def writes(self) -> bool:
        """Whether letters are written, or those written printed again."""
        return self.kind != WRITTEN


def batch(request: UserRequest, mine: QuerySet[Instalment]) -> Batch:
    """First requests, reminders of what is late, or letters to print again, of a year, a place and a programme."""
    year, today, asked_kind = year_asked(request, years_of(mine)), clock.today(), request.GET.get("kind", "")
    kind = asked_kind if asked_kind in (LATE, WRITTEN) else FIRST
    rows = mine.filter(year=year) if year else mine
    place = Place.objects.filter(pk=key_of(request.GET.get("place", "")) or 0).first()
    programme = Programme.objects.filter(pk=key_of(request.GET.get("programme", "")) or 0).first()
    if place:
        rows = in_place(rows, place)
    if programme:
        rows = rows.filter(of_programme(programme))
    if payers := [key_of(pk) or 0 for pk in request.GET.getlist("payer")]:
        rows, kind = rows.filter(payer__in=payers), LATE
    ages = [Age(value) for value in request.GET.getlist("age") if value in Age.values] if kind == LATE else []
    rows = open_ones(standing_ones(rows.filter(_of_kind(kind, today), _of_ages(ages, today)).distinct()))
    left_out = 0
    if kind == LATE:  # whoever ticks a payer has chosen it, but nobody is reminded twice in a day
        lately = Q(last_asked_on=today) if payers else still_has_time(rows, today)
        recent = with_last_letter(mine).filter(lately).values("pk")
        left_out = rows.filter(pk__in=recent).count()
        rows = rows.exclude(pk__in=recent)
    rows = rows.select_related("payer__place__province", "commitment__party__agreement")
    rows = rows.order_by("payer__place__code", "payer", "year", "number")
    found = list(rows)
    awaiting = awaiting_visa(row.commitment.party_id for row in found)
    asked = {"year": str(year or "all")} | ({"place": str(place.pk)} if place else {})
    back = place_url(place.pk, asked) if place else f"{reverse('treasury:transfers')}?{urlencode(asked)}"
    narrow = asked | ({"programme": str(programme.pk)} if programme else {})
    return Batch(
        rows, [Contribution.of(row, today) for row in found], _title(place, programme), back, kind,
        _kinds(narrow, kind), Scope(place, year, programme), _ages(narrow, ages) if kind == LATE else [], left_out,
        {row.pk for row in found if row.commitment.party_id in awaiting},
    )  # fmt: skip


def of_programme(programme: Programme) -> Q:
    """What pays for a programme: the commitment says so, or its agreement when the commitment does not say."""
    agreement = Q(commitment__programme=None, commitment__party__agreement__programmes=programme)
    return Q(commitment__programme=programme) | (agreement & Q(year=programme.year))


def _of_kind(kind: str, today: dt.date) -> Q:
    if kind == WRITTEN:
        return Q(requests__paper__isnull=False)
    return based() & (Q(due_on__lt=today) if kind == LATE else Q(requests=None))


def _of_ages(ages: list[Age], today: dt.date) -> Q:
    wanted = Q()
    for age in ages:
        wanted |= age.due_between(today)
    return wanted


def _ages(narrow: dict[str, str], here: list[Age]) -> list[YearTab]:
    late = {**narrow, "kind": LATE}
    every = YearTab(_("Any age"), f"?{urlencode(late)}", not here)
    return [every, *(YearTab(str(age.label), f"?{urlencode({**late, 'age': age})}", age in here) for age in Age)]


def _kinds(narrow: dict[str, str], here: str) -> list[YearTab]:
    kinds = [(_("Never requested"), FIRST), (_("Late: remind"), LATE), (_("Written: print again"), WRITTEN)]
    return [YearTab(label, f"?{urlencode({**narrow, 'kind': kind})}", kind == here) for label, kind in kinds]


def _title(place: Place | None, programme: Programme | None) -> str:
    told = joined([str(one) for one in (programme, place) if one])
    return _("Request the funds: %(place)s") % {"place": told} if told else _("Request the funds")


# ── What was asked for ──────────────────────────────────────────────────────


@dataclass(frozen=True)
class Printed:
    """A batch in the list: what it holds, its PDF when it is made."""

    batch: RequestBatch
    title: str
    told: str
    url: str


def printed(found: Any) -> Printed:
    """A row of ``batches_of``."""
    scope = joined([str(one) for one in (found.programme, found.place, found.year) if one])
    letters = ngettext("%(count)s letter", "%(count)s letters", found.letters) % {"count": found.letters}
    told = joined([letters, formats.moment(found.asked_at), str(found.asked_by)])
    url = reverse("treasury:batch_file", args=[found.pk]) if found.file_id else ""
    return Printed(found, scope or str(found.owner), told, url)
