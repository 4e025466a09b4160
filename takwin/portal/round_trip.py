"""The journal as a form: an auditor sends lines of it to an office, which explains them."""

from django.utils.timezone import localtime

from takwin.core.text import joined
from takwin.documents.forms.lists import ListForm
from takwin.journal.models import Entry
from takwin.portal import tables
from takwin.portal.queries import journal_seen
from takwin.rights.enums import Permission


def named(entry: Entry) -> str:
    """What was done, by whom and when: a line has no name of its own."""
    return joined([tables.sentence_of(entry), tables.doer_of(entry), f"{localtime(entry.at):%d/%m/%Y %H:%M}"])


FORMS = (
    ListForm(
        "journal", Entry, Permission.JOURNAL_VIEW, tables.listing, "portal:journal", mine=journal_seen, named=named
    ),
)
