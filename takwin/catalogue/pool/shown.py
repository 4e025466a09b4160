"""Panels of the page of a trainer."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from takwin.accounts.models import User
from takwin.attendance.models import Register
from takwin.catalogue.enums import ACCREDITATION_LOOKS, AccreditationState, Says
from takwin.catalogue.models import Accreditation, Trainer
from takwin.catalogue.pool import queries
from takwin.core import clock
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting, most_pressing
from takwin.rights.queries import allowed, may
from takwin.ui.states import Look

VIEW, EDIT = Permission.SESSION_VIEW, Permission.SESSION_EDIT
SAYS_LOOKS = {Says.CAN: Look(Says.CAN.label, "go", "full"), Says.CANNOT: Look(Says.CANNOT.label, "warn", "no")}
SHOWN = 12
FEW = 5
WARNED = dt.timedelta(days=90)


def topics(trainer: Trainer, user: User) -> dict[str, Any]:
    """What he teaches, how far he goes in it."""
    return {
        "trainer": trainer,
        "masteries": list(queries.masteries_of(trainer)),
        "may_edit": may(user, EDIT, trainer.owner),
    }


def accreditations(trainer: Trainer, user: User) -> dict[str, Any]:
    """The acts that accredit him, those in force first."""
    today = clock.today()
    rows = [(row, _look(row, today)) for row in queries.accreditations_of(trainer)]
    rows.sort(key=lambda row: row[0].state != AccreditationState.IN_FORCE)
    return {"trainer": trainer, "accreditations": rows, "may_edit": may(user, EDIT, trainer.owner)}


def _look(row: Accreditation, today: dt.date) -> Look:
    """What stands by its state; one whose days are past says so until somebody renews it or lets it end."""
    if row.state == AccreditationState.IN_FORCE and row.ends_on and row.ends_on < today:
        return Look(pgettext("accreditation", "its days are past"), "warn", "wait")
    if row.state == AccreditationState.IN_FORCE and row.starts_on > today:
        return Look(pgettext("accreditation", "to come"), "", "open")
    return ACCREDITATION_LOOKS[AccreditationState(row.state)]


def ending(user: User) -> Iterator[Waiting]:
    """Accreditations that end within three months, or have, which nobody has renewed nor let end."""
    last = clock.today() + WARNED
    rows = allowed(Accreditation.objects, user, EDIT).filter(
        state=AccreditationState.IN_FORCE, ends_on__lte=last, trainer__is_open=True
    )
    for row in rows.select_related("trainer__person", "topic").order_by(*most_pressing("ends_on"), "pk")[:FEW]:
        title = _("The accreditation of %(trainer)s comes to its end") % {"trainer": row.trainer}
        url = reverse("catalogue:renew_accreditation", args=[row.pk])
        yield Waiting(
            title, str(row.topic or _("every topic he holds")), cast(dt.date, row.ends_on), url, _("Renew it")
        )


def days(trainer: Trainer, user: User) -> dict[str, Any]:
    """What he says of days to come, and what has taken him, where the reader may know it."""
    taken = list(queries.taken_ahead(trainer)[:SHOWN])
    seen = set(
        allowed(Register.objects.filter(pk__in={claim.register_id for claim in taken}), user, VIEW).values_list(
            "pk", flat=True
        )
    )
    return {
        "trainer": trainer,
        "said": [(row, SAYS_LOOKS[Says(row.says)]) for row in queries.said_ahead(trainer)],
        "taken": [(claim, claim.register if claim.register_id in seen else None) for claim in taken],
        "may_edit": may(user, EDIT, trainer.owner),
    }


def papers(trainer: Trainer, user: User) -> dict[str, Any] | None:
    """What he handed over, for those who keep his pool."""
    if not may(user, EDIT, trainer.owner):
        return None
    return {"trainer": trainer, "papers": list(trainer.papers.select_related("file"))}


def own_days(person: Person) -> dict[str, Any] | None:
    """On the person's own page: what he said of days to come, in each pool he is in."""
    rows = Trainer.objects.filter(person=person, is_open=True).select_related("owner")
    pools = [(pool, [(row, SAYS_LOOKS[Says(row.says)]) for row in queries.said_ahead(pool)]) for pool in rows]
    return {"pools": pools} if pools else None
