"""What others did that concerns an account: its owner reads it on his desk until he says that he has.

An officer can hand over a link, or give a colleague a role over the same commune: he cannot do it unseen.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from takwin.accounts.models import User
from takwin.journal.models import Entry, target_of
from takwin.journal.queries import Event, told, with_sealed
from takwin.rights.models import Appointment
from takwin.rights.queries import appointments_of

SHOWN = 8
GIVEN = ("appointment.given", "appointment.delegated")


@dataclass(frozen=True)
class Notice:
    """Who did what and when; ``about`` names the role and its holder when it is a colleague's."""

    event: Event
    about: str


def notices(user: User) -> list[Notice]:
    """The latest first, in at most two queries: on the account itself, and roles given over the same territory."""
    since: dt.datetime = user.notices_read_at or user.date_joined
    mine = appointments_of(user)
    beside = Q(body__in=[a.body_id for a in mine if a.body_id]) | Q(place__in=[a.place_id for a in mine if a.place_id])
    others = Appointment.objects.filter(beside, starts_on__gte=since.date()).exclude(user=user)
    given = {target_of(a): a for a in others.select_related("user", "place", "body").order_by("-pk")[:SHOWN]}
    concerned = (
        Q(target=target_of(user)) & (~Q(by=user) | Q(by=None) | Q(verb="account.link_used"))
        | Q(target__in=given, verb__in=GIVEN) & ~Q(by=user)
    )  # fmt: skip
    entries = with_sealed(Entry.objects.filter(concerned, at__gt=since))[:SHOWN]
    return [Notice(told(entry), _about(given.get(entry.target))) for entry in entries]


def _about(appointment: Appointment | None) -> str:
    return f"{appointment.user} · {appointment}" if appointment else ""


def desk_notices(user: User) -> dict[str, Any] | None:
    found = notices(user)
    return {"notices": found} if found else None
