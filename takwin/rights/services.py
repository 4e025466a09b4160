"""Who acts when a command names no account: the machine itself, under a name of its own."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import transaction

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Place
from takwin.journal.actions import record
from takwin.rights.enums import Role
from takwin.rights.models import Appointment

COMMAND_LINE = "command line"  # with a space, so that no account opened on a screen is taken for it
NAMES = {"name_ar": "سطر أوامر تكوين", "name_fr": "Ligne de commande de Takwin"}


@transaction.atomic
def command_line(place: Place) -> User:
    """The account in whose name whoever commands the machine acts over ``place``; nobody logs in with it.

    Nobody stands above who commands the machine: the account and its role are written, journaled, without a giver.
    The role, a regional officer's, holds for today only, so that an account forgotten afterwards gives nothing.
    """
    user, is_new = User.objects.get_or_create(
        username=COMMAND_LINE, defaults={**NAMES, "password": make_password(None)}
    )
    if is_new:
        record("account.opened", user, by=None)
    today = clock.today()
    given, is_given = Appointment.objects.get_or_create(
        user=user, role=Role.REGION_OFFICER, place=place, starts_on=today, ends_on=today + dt.timedelta(days=1)
    )
    if is_given:
        record("appointment.given", given, by=None, role=given.role, place=place.pk, ends_on=given.ends_on)
    return user
