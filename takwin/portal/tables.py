"""The journal as a list."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.core.search import answering
from takwin.core.text import search_terms
from takwin.journal.models import Entry
from takwin.journal.queries import told, who
from takwin.journal.verbs import VERBS
from takwin.portal.things import leads_to, thing_of
from takwin.ui.forms import DayInput
from takwin.ui.lists import Column, Empty, Listing
from takwin.ui.states import Look


def sentence_of(entry: Entry) -> str:
    return str(told(entry).text)


def doer_of(entry: Entry) -> str:
    return who(entry) or str(_("the system"))


def seal_of(entry: Entry) -> Look:
    return Look(_("sealed"), "", "full") if told(entry).is_sealed else Look(_("not sealed yet"), "warn", "wait")


def verb_choices() -> list[tuple[str, str]]:
    return sorted(((name, str(words.sentence)) for name, words in VERBS.items()), key=lambda choice: choice[1])


class JournalFilters(django_filters.FilterSet):  # type: ignore[misc]
    by = django_filters.CharFilter(label=_("Who"), method="of_whom")
    verb = django_filters.ChoiceFilter(label=_("What"), choices=verb_choices)
    day = django_filters.DateFilter(label=_("Day"), field_name="at", lookup_expr="date", widget=DayInput)

    class Meta:
        model = Entry
        fields = ["by", "verb", "day"]
        form = forms.Form

    def of_whom(self, entries: QuerySet[Entry], _name: str, words: str) -> QuerySet[Entry]:
        """However the name is spelt; words that say nothing narrow nothing."""
        return answering(entries, search_terms(words), "by__search_text")


def listing() -> Listing:
    return Listing(
        title=_("Journal"),
        columns=[
            Column("text", _("What"), value=sentence_of, phone="top"),
            Column("about", _("About"), value=thing_of),
            Column("by", _("Who"), value=doer_of),
            Column("at", _("When"), kind="moment", sort="at"),
            Column("seal", _("Seal"), value=seal_of, kind="state", phone="end"),
        ],
        empty=Empty(_("Nothing in the journal"), _("What people do in Takwin is written here as it happens.")),
        default_sort="-at",
        filterset=JournalFilters,
        search="",
        export_name="journal",
        row_url=leads_to,
    )
