"""What waits to be closed or signed, for those who keep an account and those who confirm for it."""

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, holds
from takwin.treasury.enums import CertifiedBy, YearState
from takwin.treasury.models import FinancialYear


def to_keepers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.TREASURY_REQUEST) or holds(request.user, Permission.ACCOUNT_CERTIFY)


def to_close(user: User) -> Iterable[Waiting]:
    """Years that are over and still open."""
    owners = allowed(Body.objects, user, Permission.TREASURY_REQUEST)
    over = FinancialYear.objects.filter(owner__in=owners, state=YearState.OPEN, year__lt=clock.today().year)
    for year in over.select_related("owner").order_by("-year")[:2]:
        title = _("Year %(year)s of the account") % {"year": year.year}
        url = year.get_absolute_url()
        yield Waiting(title, year.owner.name, dt.date(year.year, 12, 31), url, _("Close this year"))


def to_sign(user: User) -> Iterable[Waiting]:
    """Closed years whose state the region has not signed."""
    owners = allowed(Body.objects, user, Permission.ACCOUNT_CERTIFY)
    unsigned = FinancialYear.objects.filter(owner__in=owners, state=YearState.CLOSED)
    unsigned = unsigned.exclude(certifications__certified_by=CertifiedBy.REGION)
    for year in unsigned.select_related("owner").order_by("-year")[:2]:
        title = _("Financial state of %(year)s") % {"year": year.year}
        closed_on = year.closed_at.astimezone(clock.CASABLANCA).date() if year.closed_at else clock.today()
        url = reverse("treasury:certify_year", args=[year.pk])
        yield Waiting(title, year.owner.name, closed_on, url, _("Record the signature"))
