"""The queue of pairs as one reader sees it, and the merges and cases of his territory."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from takwin.accounts.models import User
from takwin.core import clock
from takwin.people.merging.contrary import contradictions
from takwin.people.merging.enums import OPEN, Verdict
from takwin.people.merging.models import Candidate, Merge, MergeCase
from takwin.people.merging.reasons import reasons_of
from takwin.people.models import IdentityDocument, Office, Person
from takwin.people.queries import in_office
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

SURE = 0.995  # the likeness from which a pair is confirmed in a list, if nothing speaks against it


def candidates(user: User) -> QuerySet[Candidate]:
    """The pairs of which the reader sees *both* persons: deciding shows each of them, and moves the rows of one.

    A pair across two provinces is therefore the region's to decide. Those merged away are in no pair any more.
    """
    seen = allowed(Person.objects, user, Permission.PERSON_MERGE)
    # Asked pair by pair: of two lists SQLite would try each person of the one with each of the other.
    both = [Exists(seen.filter(pk=OuterRef(side))) for side in ("a", "b")]
    return Candidate.objects.filter(*both).select_related("a", "b")


def may_separate(merge: Merge, user: User) -> bool:
    """Whether ``user`` may undo a merge: he has the right over both persons as they were, as he would to merge them.

    The offices of each are told apart by the rows that the merge moved.
    """
    moved = merge.moved.filter(model="people.Office").values("row")
    offices = allowed(Office.objects, user, Permission.PERSON_MERGE)
    of_gone = Q(person=merge.gone) | Q(pk__in=moved)
    return (
        offices.filter(of_gone).exists() and offices.filter(person=merge.kept.standing()).exclude(pk__in=moved).exists()
    )


def _both(one: str, other: str) -> Concat:
    """The words by which two persons are found, as one text."""
    return Concat(f"{one}__search_text", Value(" "), f"{other}__search_text", output_field=TextField())


def listed(pairs: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Pairs for a list: searched by the names of both."""
    return pairs.annotate(words=_both("a", "b"))


def to_look_at(user: User) -> QuerySet[Candidate]:
    """The pairs nobody has looked at, the most alike first."""
    return candidates(user).filter(verdict=Verdict.PENDING).order_by("-score", "pk")


def sure(user: User) -> list[Candidate]:
    """The pairs to look at of which next to nothing is in doubt: hardly any likeness is missing, and nothing speaks
    against it, neither when they were proposed nor now."""
    held = Office.objects.filter(in_office(clock.today())).select_related("body").order_by("pk")
    near = [
        Prefetch(f"{side}__{name}", rows)
        for side in ("a", "b")
        for name, rows in (("offices", held), ("identity_documents", IdentityDocument.objects.all()))
    ]
    pairs = to_look_at(user).filter(score__gte=SURE).prefetch_related(*near)
    return [
        pair
        for pair in pairs
        if not any(reason.is_against for reason in reasons_of(pair.reasons)) and not contradictions(pair.a, pair.b)
    ]


def merged_since(user: User, pk: int) -> Merge | None:
    """The merge by which one of the two of a pair stands in the register no more, if the reader sees it."""
    pair = Candidate.objects.filter(pk=pk).first()
    gone = {"gone__in": [pair.a_id, pair.b_id]} if pair else {"pk": None}
    return merges(user).filter(undone_at=None, **gone).order_by("-pk").first()


def after(user: User, pair: Candidate) -> Candidate | None:
    """The next pair to look at after this one, or the first of those left."""
    waiting = to_look_at(user).exclude(pk=pair.pk)
    return waiting.filter(Q(score__lt=pair.score) | Q(score=pair.score, pk__gt=pair.pk)).first() or waiting.first()


def before(user: User, pair: Candidate) -> Candidate | None:
    """The pair that stands before this one in the queue."""
    waiting = to_look_at(user).filter(Q(score__gt=pair.score) | Q(score=pair.score, pk__lt=pair.pk))
    return waiting.order_by("score", "-pk").first()


class Progress(NamedTuple):
    """How many of the reader's pairs are decided, of how many."""

    decided: int
    total: int

    @property
    def share(self) -> float:
        return self.decided / self.total if self.total else 1.0

    @property
    def waiting(self) -> int:
        return self.total - self.decided


def progress(user: User) -> Progress:
    merged = merges(user).filter(undone_at=None, candidate__isnull=False).count()
    pairs = candidates(user)
    waiting = pairs.filter(verdict__in=OPEN).count()
    decided = pairs.filter(verdict=Verdict.DIFFERENT).count() + merged
    return Progress(decided, decided + waiting)


def merges(user: User) -> QuerySet[Merge]:
    return allowed(Merge.objects, user, Permission.PERSON_MERGE).select_related("kept", "gone", "by")


def listed_merges(user: User) -> QuerySet[Merge]:
    """Merges for a list: searched by the names of both."""
    return merges(user).annotate(words=_both("kept", "gone"))


def cases(user: User) -> QuerySet[MergeCase]:
    """What standing merges could not move; a merge undone leaves no case."""
    seen = allowed(MergeCase.objects.filter(merge__undone_at=None), user, Permission.PERSON_MERGE)
    seen = seen.select_related("merge__kept", "merge__gone", "closed_by")
    return seen.annotate(words=_both("merge__kept", "merge__gone"))


def merged_into(person: Person) -> QuerySet[Merge]:
    """The merges by which others were recognised as this person."""
    return Merge.objects.filter(kept=person, undone_at=None).select_related("gone")
