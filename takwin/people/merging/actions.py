"""Propose pairs, decide them, merge two persons into one, and undo it."""

from collections.abc import Collection, Iterable
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.refused import checked, refused
from takwin.core.text import tidy
from takwin.journal.actions import plain, record
from takwin.people.merging import rows
from takwin.people.merging.contrary import contradictions
from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate, Merge, MergeCase
from takwin.people.merging.queries import may_separate
from takwin.people.merging.rules import UNDO_VETOES, ask, refusal_of
from takwin.people.models import Person

BATCH = 1000


class Proposed(Protocol):
    """A pair as ``people.matching`` finds it; ``a`` and ``b`` are persons of the register, or their keys."""

    @property
    def a(self) -> Any: ...

    @property
    def b(self) -> Any: ...

    @property
    def score(self) -> float: ...

    @property
    def reasons(self) -> Iterable[Any]: ...


@transaction.atomic
def propose_candidates(pairs: Iterable[Proposed], *, by: User | None = None) -> int:
    """Put pairs in the queue, each once; gives how many are new.

    A pair that is there already keeps its decision. One decided different is never proposed again, not even when one
    of the two has been merged since: each person is looked at as who he is in the register today.
    """
    today = _standing()
    apart = {
        _ordered(today.get(a, a), today.get(b, b))
        for a, b in Candidate.objects.filter(verdict=Verdict.DIFFERENT).values_list("a", "b")
    }
    now, found = clock.now(), {}
    for pair in pairs:
        one, other = (getattr(side, "pk", side) for side in (pair.a, pair.b))
        key = _ordered(today.get(one, one), today.get(other, other))
        if key[0] != key[1] and key not in apart:
            found[key] = (min(max(float(pair.score), 0.0), 1.0), plain([_as_fact(reason) for reason in pair.reasons]))
    there = _there({pk for key in found for pk in key})
    before = Candidate.objects.count()
    Candidate.objects.bulk_create(
        [
            Candidate(a_id=a, b_id=b, score=score, reasons=reasons, proposed_at=now)
            for (a, b), (score, reasons) in found.items()
            if {a, b} <= there
        ],
        BATCH,
        ignore_conflicts=True,
    )
    new = Candidate.objects.count() - before
    if new and by:
        record("pairs.proposed", by, by=by, pairs=new)
    return new


def _there(keys: set[int]) -> set[int]:
    """Those of the persons who are in the register still: pairs take long to find, and a list is undone meanwhile."""
    some = sorted(keys)
    chunks = (some[at : at + BATCH] for at in range(0, len(some), BATCH))
    return {pk for chunk in chunks for pk in Person.everyone.filter(pk__in=chunk).values_list("pk", flat=True)}


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _as_fact(reason: Any) -> Any:
    """A reason as it is kept: a code with its facts."""
    if isinstance(reason, str):
        return {"code": reason}
    return reason._asdict() if hasattr(reason, "_asdict") else vars(reason) if hasattr(reason, "__dict__") else reason


def _standing() -> dict[int, int]:
    """Each person merged away, and who he is today."""
    rows = Person.everyone.filter(merged_into__isnull=False).values_list("pk", "merged_into")
    into: dict[int, int] = {pk: kept for pk, kept in rows if kept}

    def last(pk: int) -> int:
        while pk in into:
            pk = into[pk]
        return pk

    return {pk: last(pk) for pk in into}


@transaction.atomic
def decide(
    candidate: Candidate,
    verdict: Verdict,
    *,
    kept: Person | None = None,
    chosen: Collection[str] = (),
    knowingly: bool = False,
    by: User | None,
) -> Merge | None:
    """Say of a pair that it is one person, two persons, or a question for later.

    One person: the other of the two is merged into ``kept`` (the older row unless told), who takes from him the facts
    named in ``chosen`` and all that was not known. What says that they are two is refused unless it is done
    ``knowingly``. A pair decided stays decided until that is undone.
    """
    if verdict == Verdict.SAME:
        if not knowingly:
            ask_knowingly(candidate.a, candidate.b)
        kept = kept or candidate.a
        gone = candidate.b if kept.pk == candidate.a_id else candidate.a
        return merge_persons(kept, gone, chosen=chosen, by=by)
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if not candidate.is_open:
        raise ValidationError(_("This pair has been decided meanwhile."))
    _settle(candidate, verdict, by)
    record("pair.decided", candidate, by=by, verdict=verdict)
    return None


@transaction.atomic
def merge_sure(pairs: Iterable[Candidate], *, by: User | None) -> list[Merge]:
    """Recognise in one act that each of these pairs is one person: all of them, or none.

    Each is a merge of its own, into the older row, journaled and undone as any other. Two of the pairs may share a
    person; what was decided meanwhile is refused by name.
    """
    merges, pairs = [], list(pairs)
    keys = {key for pair in pairs for key in (pair.a_id, pair.b_id)}
    named = Person.everyone.select_related("merged_into").filter(pk__in=keys)
    _locked(*named, *(person.standing() for person in named))  # all at once, as every merge: by key
    for pair in pairs:
        kept, gone = sorted((person.standing() for person in _today(pair)), key=lambda person: person.pk)
        if kept == gone:
            continue
        try:
            ask_knowingly(kept, gone)
            merges.append(merge_persons(kept, gone, by=by))
        except ValidationError as error:
            told = {"one": pair.a.name, "other": pair.b.name, "why": " ".join(error.messages)}
            raise ValidationError(_("%(one)s · %(other)s: %(why)s") % told) from error
    if not merges:
        raise ValidationError(_("These pairs have been decided meanwhile."))
    return merges


def _today(pair: Candidate) -> Iterable[Person]:
    """The two of a pair as the register has them now: the act may have merged one of them already."""
    return Person.everyone.select_related("merged_into").filter(pk__in=(pair.a_id, pair.b_id))


def ask_knowingly(a: Person, b: Person) -> None:
    """Refuse, with what says that they are two persons."""
    if found := contradictions(a, b):
        raise ValidationError([*found, _("Tick that this was checked if they are one person all the same.")])


def _settle(candidate: Candidate, verdict: Verdict, by: User | None) -> None:
    pending = verdict == Verdict.PENDING
    candidate.verdict = verdict
    candidate.decided_at, candidate.decided_by = (None, None) if pending else (clock.now(), by)
    candidate.save(update_fields=["verdict", "decided_at", "decided_by"])


@transaction.atomic
def reopen(candidate: Candidate, *, by: User | None) -> None:
    """Take back the decision on a pair; if it had made one person of two, the merge is undone."""
    merge = candidate.merges.filter(undone_at=None).first()
    if merge:
        undo_merge(merge, by=by)
        return
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if candidate.verdict == Verdict.PENDING:
        raise ValidationError(_("Nothing was decided of this pair."))
    _settle(candidate, Verdict.PENDING, by)
    record("pair.reopened", candidate, by=by)


def _locked(*persons: Person) -> dict[int, Person]:
    """The rows of the persons, locked in the order of their keys, so that crossed merges take turns."""
    found = Person.everyone.select_for_update(of=("self",)).filter(pk__in={person.pk for person in persons})
    return {person.pk: person for person in found.order_by("pk")}


@transaction.atomic
def merge_persons(kept: Person, gone: Person, *, chosen: Collection[str] = (), by: User | None) -> Merge:
    """Recognise ``gone`` as ``kept``: whatever names him in any app now names ``kept``, row by row, each written down.

    A row that a uniqueness forbids to move stays and opens a case. ``kept`` takes what was not known of him, and the
    facts named in ``chosen`` (``rows.FACTS``). The journal of both stays as it is. Both rows are locked; apps may
    refuse (``rules.merge_veto``).
    """
    if kept.pk == gone.pk:
        raise ValidationError(_("A person cannot be merged into himself."))
    locked = _locked(kept, gone)
    kept, gone = locked[kept.pk], locked[gone.pk]
    if kept.merged_into_id or gone.merged_into_id:
        raise ValidationError(_("One of the two has been merged meanwhile. Reload the page."))
    ask(refusal_of(kept, gone))
    candidate = _pair(kept, gone)
    with refused(Merge):
        merge = Merge.objects.create(kept=kept, gone=gone, candidate=candidate, at=clock.now(), by=by)
    cases = rows.move(merge, kept, gone)
    rows.fill(merge, kept, gone, chosen)
    rows.carry_pairs(merge, kept, gone)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    if candidate:
        _settle(candidate, Verdict.SAME, by)
    moved = merge.moved.count()
    record("person.merged", kept, by=by, merge=merge.pk, gone=gone.pk, moved=moved, cases=cases)
    record("person.merged_away", gone, by=by, merge=merge.pk, kept=kept.pk)
    return merge


def _pair(kept: Person, gone: Person) -> Candidate | None:
    a, b = _ordered(kept.pk, gone.pk)
    return Candidate.objects.select_for_update(of=("self",)).filter(a=a, b=b).first()


@transaction.atomic
def undo_merge(merge: Merge, *, by: User | None) -> Merge:
    """Make two persons again of one: each row moved goes back, and each column gets back what it held.

    Whoever undoes it has the right over both, as he would need to merge them. What was deleted since cannot go back and
    is left; a column corrected since keeps the correction. Merges of one person are undone in reverse order. The pair
    is open again.
    """
    locked = _locked(merge.kept, merge.gone)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if by is not None and not may_separate(merge, by):
        raise ValidationError(_("One of these two persons is of another territory: the region undoes this merge."))
    kept, gone = locked[merge.kept_id], locked[merge.gone_id]
    if merge.undone_at:
        raise ValidationError(_("This merge has already been undone."))
    later = Merge.objects.filter(Q(kept=kept) | Q(gone=kept), undone_at=None, pk__gt=merge.pk)
    if later.exists():
        raise ValidationError(_("This person was merged again since: undo the later merge first."))
    for veto in UNDO_VETOES:
        ask(veto.query(merge))
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    left = rows.put_back(merge)
    merge.undone_at, merge.undone_by = clock.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    if merge.candidate_id:
        _settle(Candidate.objects.select_for_update(of=("self",)).get(pk=merge.candidate_id), Verdict.PENDING, by)
    record("person.merge_undone", kept, by=by, merge=merge.pk, gone=gone.pk, left=left)
    record("person.stands_again", gone, by=by, merge=merge.pk)
    return merge


@transaction.atomic
def close_case(case: MergeCase, *, decision: str, by: User | None) -> MergeCase:
    """Say what was decided of a row that a merge had to leave."""
    case = MergeCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.closed_at:
        raise ValidationError(_("This case is already closed."))
    if not tidy(decision):
        raise ValidationError({"decision": _("Say what was decided: a case is closed with words.")})
    case.decision, case.closed_at, case.closed_by = tidy(decision), clock.now(), by
    checked(case)
    record("merge_case.closed", case, by=by)
    return case
