"""The list of what trainers closed and nobody has read yet."""

from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.attendance.models import Register, RegisterHalfDay
from takwin.attendance.validation.queries import WAITS, Seen
from takwin.directory.models import Place
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look


def _places() -> list[tuple[int, str]]:
    script = "ar" if get_language() == "ar" else "fr"
    waiting = RegisterHalfDay.objects.filter(WAITS).order_by().values("register__place")
    return list(Place.objects.filter(pk__in=waiting).order_by(f"sort_{script}").values_list("pk", f"name_{script}"))


class ToValidateFilter(django_filters.FilterSet):  # type: ignore[misc]
    place = django_filters.MultipleChoiceFilter(label=_("Place"), choices=_places)

    class Meta:
        model = Register
        fields: list[str] = []


def look_of(row: Any) -> Look:
    """Ready, or held by open doubts: of a register on the list, or of a half-day."""
    if not row.doubts:
        return Look(pgettext("presence", "ready"), "go", "open")
    said = ngettext("%(count)s doubt holds it", "%(count)s doubts hold it", row.doubts)
    return Look(said % {"count": row.doubts}, "warn", "half")


def look_of_half(one: Seen) -> Look:
    """How far a half-day is: open, closed by the trainer, held by a doubt, validated."""
    if one.half.validated_at:
        return Look(pgettext("presence", "validated"), "go", "done")
    if one.half.sealed_at is None:
        return Look(pgettext("presence", "not sealed yet"), "", "draft")
    return look_of(one)


def _people(register: Any) -> str:
    count = register.people
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


TO_VALIDATE = Listing(
    title=_("Half-days to validate"),
    columns=[
        Column("register", _("Session or meeting"), value=str, phone="top", note="reference"),
        Column("place", _("Place"), value="place.name", sort="place__sort_{lang}"),
        Column("last_day", _("Last day closed"), kind="day", sort="last_day"),
        Column("halves", _("Half-days"), kind="number", sort="halves", note=_people),
        Column("expected", _("Expected"), kind="number", value=lambda row: row.people * row.halves, phone="hide"),
        Column("present", pgettext_lazy("presence", "Present"), kind="number"),
        Column("late", pgettext_lazy("presence", "Late"), kind="number"),
        Column("excused", _("Excused"), kind="number"),
        Column("absent", _("Absent"), kind="number", sort="absent"),
        Column("state", _("State"), value=look_of, kind="state", phone="end"),
    ],
    empty=Empty(_("Nothing to validate"), _("What trainers close appears here, until you have read it.")),
    default_sort="-last_day",
    filterset=ToValidateFilter,
    search="place__search_text",
    search_hint=_("Name of the place"),
    export_name="half-days",
    tabs=[
        Tab("ready", pgettext_lazy("presence", "Ready"), Q(doubts=0)),
        Tab("doubted", _("Held by a doubt"), Q(doubts__gt=0)),
    ],
    row_url=lambda register: reverse("attendance:validate_register", args=[register.pk]),
)
