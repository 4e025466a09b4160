"""What the law of training days tells of a province on its one page: days owed to the members of its councils."""

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.halfdays import in_days
from takwin.directory.models import Place
from takwin.programmes.queries.entitlement import is_due, law, members_with_days
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure, counted
from takwin.rights.queries import allowed


def days(place: Place, user: User) -> list[Figure]:
    """Members who have all their days, who lack some, who are late, and the days that remain to be given them."""
    today = clock.today()
    try:
        asked = law(today)
    except ValidationError as missing:  # no value says yet how many days are owed: the figure to set is named
        return [Figure(_("Days owed"), "–", " ".join(missing.messages), "warn")]
    done = Q(received__gte=asked.owed)
    rows = allowed(members_with_days(today), user, Permission.PERSON_VIEW).filter(body__place__province=place)
    told = rows.aggregate(
        members=Count("pk"),
        complete=Count("pk", filter=done),
        lacking=Count("pk", filter=~done),
        late=Count("pk", filter=is_due(today, asked.years) & ~done),
        owed=Sum(asked.owed - F("received"), filter=~done),
    )
    if not told["members"]:
        return []
    of_all = _("of %(all)s members") % {"all": formats.number(told["members"])}
    return [
        Figure(_("Days owed"), formats.number(in_days(told["owed"] or 0)), url=_list("open", place)),
        counted(pgettext("members", "Complete"), told["complete"], _list("done", place), note=of_all),
        counted(pgettext("members", "Incomplete"), told["lacking"], _list("open", place)),
        counted(pgettext("members", "Late"), told["late"], _list("late", place), tone="warn"),
    ]


def _list(tab: str, place: Place) -> str:
    return f"{reverse('programmes:days')}?{urlencode({'tab': tab, 'province': str(place.pk)})}"
