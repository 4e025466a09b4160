"""The lists of questionnaires and of the rounds in which they are asked."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.surveys.models import Round
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look
from takwin.ui.things import Act


def look_of_questionnaire(row: Any) -> Look:
    if row.has_draft:
        return Look(_("draft to publish"), "warn", "draft")
    return Look(_("published"), "go", "full") if row.published else Look(_("draft"), "", "draft")


def look_of_round(row: Round) -> Look:
    if row.is_over:
        return Look(_("over"), "go", "done")
    return Look(_("open"), "warn", "half") if row.is_open() else Look(_("to come"), "", "open")


def questionnaires_listing(act: Act | None) -> Listing:
    return Listing(
        title=_("Questionnaires"),
        columns=[
            Column("name", _("Questionnaire"), sort="sort_{lang}", phone="top", note="owner.name"),
            Column("purpose", _("Aim"), value="get_purpose_display", sort="purpose"),
            Column("published", _("Versions"), kind="number", sort="published"),
            Column("state", _("State"), value=look_of_questionnaire, kind="state", phone="end"),
        ],
        empty=Empty(_("No questionnaire yet"), _("Make one: it starts from the usual questions of its purpose."), act),
        default_sort="name",
        search_hint=_("Name of the questionnaire"),
        export_name="questionnaires",
    )


def _answered(row: Any) -> str:
    return _("%(answered)s of %(people)s") % {"answered": row.answered, "people": row.people}


def rounds_listing() -> Listing:
    today = clock.today()
    return Listing(
        title=_("Opinions asked"),
        columns=[
            Column("title", _("About"), value=str, phone="top", note="version.questionnaire.name"),
            Column("place", _("Province"), value="place.name", sort="place__sort_{lang}"),
            Column("closes_on", _("Until"), kind="day", sort="closes_on"),
            Column("answered", _("Answers"), value=_answered, kind="phrase", sort="answered"),
            Column("state", _("State"), value=look_of_round, kind="state", phone="end"),
        ],
        empty=Empty(_("Nothing was asked yet"), _("Ask for opinions from the page of a session that was held.")),
        default_sort="-closes_on",
        search="",
        tabs=[
            Tab("open", _("Open"), Q(opens_on__lte=today, closes_on__gte=today)),
            Tab("over", _("Over"), Q(closes_on__lt=today)),
        ],
        export_name="opinions",
    )
