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
A_YEAR = 365  # days: what is later than that is folded on the desk


@dataclass(frozen=True)
class Due:
    """Something that waits, and in how many days, as the reader counts; none when it has no day, or is of today."""

    item: Waiting
    days: int = 0

    @property
    def is_late(self) -> bool:
        return self.days < 0

    @property
    def days_late(self) -> int:
        return -self.days


@dataclass(frozen=True)
class Batch:
    """A group of the desk; a folded one shows its title, and its items to who opens it."""

    title: Text
    items: list[Due]
    is_folded: bool = False


def waiting_by_urgency(user: User) -> list[Batch]:
    """What waits for ``user``, in the order in which he would take it up this morning.

    First today and tomorrow: people are in the room, an hour does not come back. Then what is late, the most recently
    late first: a letter four days late is still mended by one act, and whoever is concerned remembers. Then what others
    wait for and no day is set for: a word to confirm, a line to receive. Then the rest of the week and what comes
    later. What has waited for more than a year has ceased to be a matter of the day: it is folded under one line at the
    end, with its number, and stays a tap away.
    """
    today = clock.today()
    end_of_week = today + dt.timedelta(days=6 - today.weekday())
    titles: list[str | Promise] = [
        _("Today and tomorrow"), pgettext_lazy("desk", "Late"), _("Without a date"), _("This week"), _("Later"),
        _("Older than a year"),
    ]  # fmt: skip
    batches: list[list[Due]] = [[] for _title in titles]
    soon, late, undated, week, later, old = batches
    for item in waiting_for(user):
        if item.due is None:
            undated.append(Due(item))
            continue
        days = (item.due - today).days
        place = (old if days < -A_YEAR else late) if days < 0 else soon if days <= 1 else later
        (week if place is later and item.due <= end_of_week else place).append(Due(item, days))
    for past in (late, old):
        past.sort(key=lambda due: -due.days)
    groups = zip(titles, batches, strict=True)
    return [Batch(title, items, is_folded=items is old) for title, items in groups if items]


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
