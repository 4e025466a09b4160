"""What the treasury tells of a province on its one page: called, ordered, received, late."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure
from takwin.rights.queries import allowed
from takwin.treasury.queries import grand_total, in_place, state_of_transfers
from takwin.treasury.words import declared, promised


def money(place: Place, user: User) -> list[Figure]:
    """The transfers of all years of those who have their seat in the province, in dirhams, as their page sums them."""
    rows = in_place(allowed(Instalment.objects, user, Permission.TREASURY_VIEW), place)
    provinces = state_of_transfers(rows, clock.today())
    total = grand_total(provinces)
    if not total.due and not total.promised:
        return []
    url = f"{reverse('treasury:place', args=[place.pk])}?year=all"
    late = sum(province.late_payers for province in provinces)
    bodies = ngettext("%(count)s body", "%(count)s bodies", late) % {"count": formats.number(late)}

    def figure(label: str, amount: Decimal, note: str = "", tone: str = "", part: str = "") -> Figure:
        return Figure(label, formats.money(amount), note, tone, url + part)

    return [
        figure(_("Due"), total.due, promised(total.promised)),
        figure(pgettext("transfers", "Called"), total.requested),
        figure(pgettext("transfers", "Ordered"), total.ordered, declared(total.declared)),
        figure(pgettext("transfers", "Received"), total.received, formats.percent(total.share)),
        figure(pgettext("transfers", "Late"), total.late, bodies if late else "", "bad" if late else "", "#late"),
    ]
