"""Once a night, look for the twins of everyone whom the journal says was added or corrected since the last time.

An import looks for the twins of its own persons as it is recorded; this is for those written one by one.
"""

import datetime as dt

from django.db import transaction

from takwin.core import clock
from takwin.core.later import later
from takwin.core.models import Job
from takwin.journal.actions import record
from takwin.journal.models import Entry
from takwin.people.matching.registry import candidates_for
from takwin.people.merging.actions import propose_candidates
from takwin.people.models import Person

ACTION = "takwin.people.matching.nightly.seek_twins"
SOUGHT = "pairs.sought"
OF_PERSON = (
    "person.added", "person.corrected", "person.document_set", "person.name_confirmed", "person.stands_again",
)  # fmt: skip
MOST = 2_000  # entries looked at in one night: what is left waits for the next
STILL_WRITING = dt.timedelta(hours=1)  # an entry may be committed after another of a higher number


def ask_nightly() -> None:
    """The chore: ask the worker once a day, in the first minutes after midnight, since it may take a while."""
    midnight = clock.now().astimezone(clock.CASABLANCA).replace(hour=0, minute=0, second=0, microsecond=0)
    if not Job.objects.filter(action=ACTION, created_at__gte=midnight).exists():
        later(seek_twins, by=None)


def _since() -> int:
    """The number of the last entry that was looked at; the journal itself remembers it."""
    last = Entry.objects.filter(verb=SOUGHT).values_list("target", flat=True).first()
    return int(last.rpartition(":")[2]) if last else 0


def _changed(entries: list[Entry]) -> set[int]:
    of_offices = {int(entry.facts["person"]) for entry in entries if entry.verb == "office.given"}
    return of_offices | {int(entry.target.rpartition(":")[2]) for entry in entries if entry.verb in OF_PERSON}


@transaction.atomic
def seek_twins(*, by: None = None) -> int:
    """Put in the queue the pairs that persons changed since the last night bring; gives how many are new.

    Nobody has asked for it, so the journal names no one; its entry bears the counts and hangs on the last entry read.
    """
    entries = list(
        Entry.objects.filter(pk__gt=_since(), verb__in=(*OF_PERSON, "office.given"))
        .filter(at__lte=clock.now() - STILL_WRITING)
        .order_by("pk")[:MOST]
    )
    if not entries:
        return 0
    persons = _changed(entries)
    new = propose_candidates(candidates_for(Person.objects.filter(pk__in=persons)))
    record(SOUGHT, entries[-1], by=by, persons=len(persons), pairs=new)
    return new
