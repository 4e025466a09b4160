"""Plans, programmes and days as forms: what is theirs is decided by acts, so that a word on them is what comes back."""

from functools import cache

from takwin.core import clock
from takwin.core.text import joined
from takwin.documents.forms.lists import ListForm
from takwin.people.models import Office
from takwin.programmes.models import ElsewhereDay, Plan, Programme
from takwin.programmes.queries.entitlement import law
from takwin.programmes.tables import STAYS, days_to_send, plans_listing, programmes_listing
from takwin.rights.enums import Permission
from takwin.ui.lists import Listing

EDIT, RECORD = Permission.PROGRAMME_EDIT, Permission.ENTITLEMENT_RECORD


def _days() -> Listing:
    today = clock.today()
    return days_to_send(cache(lambda: law(today)), today)


FORMS = (
    ListForm(
        "programmes", Programme, EDIT, lambda: programmes_listing(None), "programmes:programmes",
        related=("owner",), named=lambda programme: joined([programme.name, programme.owner.name]),
    ),
    ListForm(
        "plans", Plan, EDIT, lambda: plans_listing(None), "programmes:plans",
        related=("owner",), named=lambda plan: joined([plan.name, plan.owner.name]),
    ),
    ListForm(
        "days-owed", Office, RECORD, _days, "programmes:days",
        related=("person", "body"), named=lambda office: joined([office.person.name, office.body.name]),
    ),
    ListForm(
        "days-elsewhere", ElsewhereDay, RECORD, lambda: STAYS, "programmes:elsewhere",
        related=("person",), named=lambda row: joined([row.person.name, f"{row.day:%d/%m/%Y}"]),
    ),
)  # fmt: skip
