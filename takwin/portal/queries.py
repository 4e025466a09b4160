"""What the desk and the general search bring together."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.text import search_terms
from takwin.directory.enums import Level
from takwin.journal.models import Entry
from takwin.journal.queries import with_sealed
from takwin.rights.enums import Permission
from takwin.rights.models import Appointment
from takwin.rights.panels import SEARCH, Found, Text, Waiting, waiting_for
from takwin.rights.queries import granting, holds, inside

LEAST_LETTERS = 2


@dataclass(frozen=True)
class Due:
    """Something that waits, with its day as the reader counts."""

    item: Waiting
    is_late: bool
    is_today: bool
    is_tomorrow: bool
    days: int


@dataclass(frozen=True)
class Batch:
    title: Text
    items: list[Due]


def waiting_by_urgency(user: User) -> list[Batch]:
    """What waits for ``user``: what is late, today and tomorrow, this week, later."""
    today = clock.today()
    end_of_week = today + dt.timedelta(days=6 - today.weekday())
    titles: list[str | Promise] = [pgettext_lazy("desk", "Late"), _("Today and tomorrow"), _("This week"), _("Later")]
    batches: list[list[Due]] = [[], [], [], []]
    for item in waiting_for(user):
        days = (item.due - today).days
        place = 0 if days < 0 else 1 if days <= 1 else 2 if item.due <= end_of_week else 3
        batches[place].append(Due(item, days < 0, days == 0, days == 1, abs(days)))
    return [Batch(title, items) for title, items in zip(titles, batches, strict=True) if items]


@dataclass(frozen=True)
class Answers:
    label: Text
    found: list[Found]


def search(words: str, user: User) -> list[Answers]:
    """What answers to ``words``, by kind of thing, each source asked once; nothing below two letters."""
    terms = search_terms(words)
    if sum(map(len, terms)) < LEAST_LETTERS:
        return []
    sources = [source for source in SEARCH if holds(user, source.permission)]
    answers = [Answers(source.label, list(source.query(terms, user))) for source in sources]
    return [answer for answer in answers if answer.found]


def journal_seen(user: User) -> QuerySet[Entry]:
    """What a reader of the journal sees: all over the kingdom, else the acts of those with a role there."""
    reach = granting(user, Permission.JOURNAL_VIEW)
    if any(a.place is not None and a.place.level == Level.KINGDOM for a in reach):
        return with_sealed(Entry.objects.all())
    there = Appointment.objects.filter(inside(Appointment, reach)).values("user")
    return with_sealed(Entry.objects.filter(by__in=there))


def greeting_of(hour: int) -> Any:
    """Morning until noon, evening from six."""
    return (
        _("Good morning, %(name)s") if hour < 12 else _("Hello, %(name)s") if hour < 18 else _("Good evening, %(name)s")
    )
