"""Who receives a list, and where it comes from."""

import datetime as dt

from django.db.models import Count

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Body
from takwin.directory.queries import foremost
from takwin.people.models import Mandate
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, granting


def owner_for(user: User) -> Body | None:
    """The body in whose name a user imports: the one he is appointed over, else the collectivity of his territory."""
    for appointment in granting(user, Permission.PERSON_EDIT):
        if appointment.body:
            return appointment.body
        if found := foremost(Body.objects.filter(place=appointment.place).order_by("pk")):
            return found
    return None


def only_sender(user: User) -> int | None:
    """The body that can only have sent the lists of a user: the one he is appointed over. Who receives the lists of
    several says which of them sent this one; nobody is proposed, for it would be taken without being read."""
    owned = {appointment.body_id for appointment in granting(user, Permission.PERSON_EDIT)}
    return owned.pop() if len(owned) == 1 else None


def usual_start(user: User) -> dt.date:
    """The day most mandates of the user's territory began; the first day of the year when none is recorded."""
    today = clock.today()
    running = allowed(Mandate.objects.filter(starts_on__lte=today, ends_on__gt=today), user, Permission.PERSON_EDIT)
    days = running.order_by().values("starts_on").annotate(times=Count("pk")).order_by("-times", "-starts_on")
    most = days.values_list("starts_on", flat=True).first()
    return most or dt.date(today.year, 1, 1)
