"""The lists of who is who: pairs, merges, and the cases they left."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.people.merging import words
from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Merge, MergeCase
from takwin.people.merging.reasons import main_reasons
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look


def _other_script(person: Any) -> str:
    return str(person.name_fr if person.name == person.name_ar else person.name_ar)


PAIRS = Listing(
    title=_("Who is who"),
    columns=[
        Column(
            "a",
            _("First person"),
            value="a.name",
            sort="a__sort_{lang}",
            phone="top",
            note=lambda p: _other_script(p.a),
        ),
        Column("b", _("Second person"), value="b.name", sort="b__sort_{lang}", note=lambda p: _other_script(p.b)),
        Column("score", _("Likeness"), kind="percent", sort="score"),
        Column("reasons", _("Why"), value=lambda pair: main_reasons(pair.reasons)),
        Column("verdict", _("Decision"), kind="state", value="look", phone="end"),
    ],
    default_sort="-score",
    search="words",
    search_hint=_("Name in Arabic or in French"),
    tabs=[
        Tab("pending", _("To examine"), Q(verdict=Verdict.PENDING)),
        Tab("later", _("Put off"), Q(verdict=Verdict.LATER)),
        Tab("different", _("Two persons"), Q(verdict=Verdict.DIFFERENT)),
    ],
    export_name="who-is-who",
    empty=Empty(
        _("No pair to look at"), _("When a list is read, those who may already be in the register are proposed here.")
    ),
)


def _merge_look(merge: Merge) -> Look:
    return Look(_("undone"), "", "no") if merge.undone_at else Look(_("one person"), "go", "done")


MERGES = Listing(
    title=_("Merges"),
    columns=[
        Column("kept", _("Person kept"), value="kept.name", sort="kept__sort_{lang}", phone="top"),
        Column("gone", _("Row merged away"), value="gone.name", note=lambda merge: _other_script(merge.gone)),
        Column("at", _("When"), kind="moment", sort="at"),
        Column("by", _("By"), value=lambda merge: str(merge.by or ""), phone="hide"),
        Column("state", _("State"), kind="state", value=_merge_look, phone="end"),
    ],
    default_sort="-at",
    search="words",
    search_hint=_("Name in Arabic or in French"),
    tabs=[
        Tab("standing", _("Standing"), Q(undone_at=None)),
        Tab("undone", _("Undone"), Q(undone_at__isnull=False)),
    ],
    export_name="merges",
    empty=Empty(_("No merge yet"), _("A merge appears here once two rows have been recognised as one person.")),
)


def _case_look(case: MergeCase) -> Look:
    return (
        Look(pgettext_lazy("case", "closed"), "go", "done")
        if case.closed_at
        else Look(pgettext_lazy("case", "open"), "warn", "half")
    )


CASES = Listing(
    title=_("Cases of merges"),
    columns=[
        Column("person", _("Person"), value="merge.kept.name", sort="merge__kept__sort_{lang}", phone="top"),
        Column("what", _("What stayed"), value=lambda case: words.name_of(case.model)),
        Column("why", _("Why"), value=words.why),
        Column("state", _("State"), kind="state", value=_case_look, phone="end"),
    ],
    default_sort="person",
    search="words",
    search_hint=_("Name in Arabic or in French"),
    tabs=[
        Tab("open", pgettext_lazy("cases", "Open"), Q(closed_at=None)),
        Tab("closed", pgettext_lazy("cases", "Closed"), Q(closed_at__isnull=False)),
    ],
    export_name="merge-cases",
    empty=Empty(_("No case"), _("Everything that the merges had to move has moved.")),
)
