"""Read the journal: the story of a thing, and whether the account has been altered."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.journal.digests import GENESIS, chained, digest_of
from takwin.journal.models import Entry, Seal, SealedEntry, target_of
from takwin.journal.standing_in import FACT
from takwin.journal.verbs import DETAILS, said
from takwin.ui.states import Tile, Tone

STORY_LENGTH = 30


@dataclass(frozen=True)
class Event:
    """A line of story: who (empty for the system), what in words, when, and what its facts add."""

    at: dt.datetime
    by: str
    text: str | Promise
    tone: Tone
    tile: Tile
    verb: str
    facts: dict[str, Any]
    is_sealed: bool
    detail: str = ""


def with_sealed(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with their actor, the names of the one in whose place he acted, and whether a seal holds them."""
    lender = User.objects.filter(pk=Cast(OuterRef("lender"), models.BigIntegerField()))
    return (
        entries.select_related("by")
        .annotate(lender=KT(f"facts__{FACT}"), is_sealed=Exists(SealedEntry.objects.filter(entry_id=OuterRef("pk"))))
        .annotate(lender_ar=Subquery(lender.values("name_ar")), lender_fr=Subquery(lender.values("name_fr")))
    )


def who(entry: Entry) -> str:
    """Who acted and, when a role was lent to him, in whose place; empty for the system."""
    names = [entry.lender_ar, entry.lender_fr]  # type: ignore[attr-defined]
    lender = next(filter(None, names if get_language() == "ar" else reversed(names)), "")
    if not lender:
        return str(entry.by or "")
    return str(_("%(name)s, in place of %(lender)s")) % {"name": entry.by, "lender": lender}


def told(entry: Entry) -> Event:
    """An entry of ``with_sealed`` in words."""
    words = said(entry.verb)
    sealed: bool = entry.is_sealed  # type: ignore[attr-defined]
    return Event(entry.at, who(entry), words.sentence, words.tone, words.tile, entry.verb, entry.facts, sealed)


def story_of(thing: models.Model, *, limit: int = STORY_LENGTH) -> list[Event]:
    """What happened to a thing, the latest first."""
    events = [told(entry) for entry in with_sealed(Entry.objects.filter(target=target_of(thing)))[:limit]]
    details: dict[int, str] = {}
    for subject, tell in DETAILS.items():
        numbers = [number for number, event in enumerate(events) if event.verb.startswith(f"{subject}.")]
        if numbers:
            details |= zip(numbers, tell([events[number].facts for number in numbers]), strict=True)
    return [replace(event, detail=details.get(number, "")) for number, event in enumerate(events)]


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-pk").first()


def unsealed() -> QuerySet[Entry]:
    """The entries that no seal holds yet."""
    return Entry.objects.filter(~Exists(SealedEntry.objects.filter(entry_id=OuterRef("pk"))))


class Fault(StrEnum):
    """What may have been done to the journal behind its back."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    BROKEN = "broken"


FAULT_WORDS: dict[Fault, str | Promise] = {
    Fault.CHANGED: _("entry %(number)s has been changed since it was sealed"),
    Fault.REMOVED: _("entry %(number)s was sealed and has been removed"),
    Fault.INSERTED: _("entry %(number)s is dated long before a seal that did not hold it: inserted afterwards"),
    Fault.BROKEN: _("seal %(number)s does not follow from the one before it and its own entries"),
}


@dataclass(frozen=True)
class Finding:
    """One thing wrong, and the number of the entry or seal it is about."""

    fault: Fault
    number: int

    def __str__(self) -> str:
        return str(FAULT_WORDS[self.fault]) % {"number": self.number}


# An entry is dated when it is written and sealed once its transaction is committed: a long act may lie between.
LONGEST_ACT = dt.timedelta(hours=1)


def findings() -> Iterator[Finding]:
    """Recompute every digest and every seal; say each entry or seal that is not what it was.

    An entry dated long before the sitting that ended before it was sealed was not there then: it was inserted,
    whether a later seal has taken it in or not.
    """
    previous, sitting, floor = GENESIS, None, None
    for seal in Seal.objects.order_by("pk").iterator():
        places = list(SealedEntry.objects.filter(seal=seal).order_by("entry_id"))
        if seal.at != sitting:
            sitting, floor = seal.at, (sitting - LONGEST_ACT if sitting else None)
        yield from _altered(places, floor)
        if len(places) != seal.count or chained(previous, seal.at, [place.digest for place in places]) != seal.digest:
            yield Finding(Fault.BROKEN, seal.pk)
        previous = seal.digest
    if sitting:
        for number in unsealed().filter(at__lt=sitting - LONGEST_ACT).order_by("pk").values_list("pk", flat=True):
            yield Finding(Fault.INSERTED, number)


def _altered(places: list[SealedEntry], floor: dt.datetime | None) -> Iterator[Finding]:
    entries = Entry.objects.in_bulk([place.entry_id for place in places])
    for place in places:
        entry = entries.get(place.entry_id)
        if entry is None:
            yield Finding(Fault.REMOVED, place.entry_id)
        elif digest_of(entry) != place.digest:
            yield Finding(Fault.CHANGED, place.entry_id)
        elif floor and entry.at < floor:
            yield Finding(Fault.INSERTED, place.entry_id)


@dataclass(frozen=True)
class Unsealed:
    """What no seal holds yet, and since when."""

    count: int
    since: dt.datetime | None


def not_yet_sealed() -> Unsealed:
    row = unsealed().aggregate(count=models.Count("pk"), since=models.Min("at"))
    return Unsealed(row["count"], row["since"])
