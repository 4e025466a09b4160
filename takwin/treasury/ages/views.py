"""The list of contributions."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.core.keys import key_of
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, holds
from takwin.treasury.ages.queries import with_remaining
from takwin.treasury.ages.shown import remind_url
from takwin.treasury.ages.tables import contributions_listing
from takwin.treasury.enums import Age
from takwin.treasury.shown import crumbs
from takwin.ui.lists import list_page
from takwin.ui.things import Act

SEE = Permission.TREASURY_VIEW


@requires(SEE)
def contributions(request: UserRequest) -> HttpResponseBase:
    """Each contribution one sees, with what came of it and what remains; those late are reminded from here."""
    seen = allowed(Instalment.objects, request.user, SEE)
    rows = with_remaining(seen).select_related("payer__place__province", "commitment__party__agreement")
    ages = [Age(value) for value in request.GET.getlist("age") if value in Age.values]
    province = key_of(request.GET.get("province", ""))
    act = Act(_("Write the reminders"), remind_url(*ages, province=province), "send")
    late = request.GET.get("tab") == "late" and holds(request.user, Permission.TREASURY_REQUEST)
    return list_page(request, rows, contributions_listing(clock.today()), crumbs=crumbs(), act=act if late else None)
