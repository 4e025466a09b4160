"""The panels of an account, and the story that every page of a thing tells."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.journal.queries import last_seal, story_of
from takwin.rights.enums import Permission
from takwin.rights.models import Appointment
from takwin.rights.queries import appointments_seen, holds, may_end
from takwin.ui.states import Look

LINKS_SHOWN = 5


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.USERS_VIEW)


def look_of(appointment: Appointment) -> Look:
    """Held, delegated for a time, to come or ended."""
    today = clock.today()
    if appointment.holds_on(today):
        return Look(_("delegated"), "", "half") if appointment.delegated_from_id else Look(_("held"), "go", "full")
    return Look(_("to come"), "", "open") if appointment.starts_on > today else Look(_("ended"), "", "no")


def roles(thing: User, user: User) -> dict[str, Any]:
    """The roles of the account that the reader sees, and those he may end."""
    seen = appointments_seen(user).filter(user=thing).select_related("place", "body", "user", "delegated_from__user")
    today = clock.today()
    return {
        "roles": [
            {
                "appointment": a,
                "look": look_of(a),
                "may_end": (a.ends_on is None or a.ends_on > today) and may_end(user, a),
            }
            for a in seen
        ]
    }


def links(thing: User, user: User) -> dict[str, Any] | None:
    found = list(thing.links.select_related("made_by")[:LINKS_SHOWN])
    return {"links": found} if found else None


def story(thing: models.Model, user: User) -> dict[str, Any]:
    """Who did what to the thing and when; up to which moment it is sealed."""
    seal = last_seal()
    return {"events": story_of(thing), "sealed_until": formats.moment(seal.at) if seal else ""}
