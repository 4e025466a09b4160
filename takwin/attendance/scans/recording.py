"""Write what a page says into the ledger in a few statements, however many boxes it has."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.enums import Source
from takwin.attendance.ledger import Folded, Slot, refold
from takwin.attendance.models import Expected, Mark, RegisterHalfDay, SheetPhoto
from takwin.attendance.scans.merging import Turn
from takwin.attendance.scans.queries import Weighed
from takwin.attendance.standing import put_off
from takwin.attendance.sync.enums import Why
from takwin.attendance.sync.models import Case
from takwin.core import clock
from takwin.core.halfdays import HalfDay
from takwin.journal.actions import record_each
from takwin.people.models import Person


class Ground(NamedTuple):
    """What a page is recorded on: the half-days of its register, and for whom those on the roll come."""

    halves: dict[HalfDay, RegisterHalfDay]
    bodies: dict[int, int]
    put_off: frozenset[int]


class Recorded(NamedTuple):
    """How many boxes were written, and what is left to a person."""

    written: int
    cases: list[Case]


def locked_ground(photo: SheetPhoto) -> Ground:
    """Lock the half-days, the lines of the roll and the persons, in the order of ``sync.judging.world_of``.

    No seal and no tap comes between what is weighed and what is written.
    """
    rows = RegisterHalfDay.objects.select_for_update(of=("self",)).filter(register=photo.register_id)
    halves = {half.half_day: half for half in rows.order_by("pk")}
    persons = photo.boxes.filter(person__isnull=False).order_by().values("person")
    lines = Expected.objects.select_for_update(of=("self",)).filter(register=photo.register_id, person__in=persons)
    bodies = dict(lines.order_by("pk").values_list("person", "body"))
    list(Person.everyone.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk").values_list("pk"))
    none_kept = RegisterHalfDay.objects.filter(put_off(), register=photo.register_id).order_by()
    return Ground(halves, bodies, frozenset(none_kept.values_list("pk", flat=True)))


def write_boxes(photo: SheetPhoto, boxes: Sequence[Weighed], ground: Ground, *, by: User) -> Recorded:
    """A first word where nothing was said, a counter-entry where a person decided otherwise, a case for the rest."""
    taken = [box for box in boxes if box.verdict.turn is Turn.WRITE and _is_taken(box, ground)]
    left = [box for box in boxes if box.verdict.turn in (Turn.WRITE, Turn.CASE) and box not in taken]
    cases = [_case(box, _why(box, ground)) for box in left]
    if taken:
        cases += _write(photo, taken, ground, by=by)
    Case.objects.bulk_create(cases, ignore_conflicts=True)
    return Recorded(len(taken), cases)


def _is_taken(weighed: Weighed, ground: Ground) -> bool:
    """A first word is for those on the roll of a half-day that is kept, a counter-entry for anyone; never before."""
    half = ground.halves.get(weighed.half_day)
    if half is None or half.day > clock.today():
        return False
    return bool(weighed.now) or (weighed.person in ground.bodies and half.pk not in ground.put_off)


def _why(weighed: Weighed, ground: Ground) -> Why:
    if weighed.sealed:
        return Why.SEALED
    if weighed.box.day > clock.today():
        return Why.NOT_BEGUN
    return Why.NOT_KEPT if weighed.person in ground.bodies else Why.NOT_INVITED


def _case(weighed: Weighed, why: Why, other: int | None = None) -> Case:
    """What paper says and the ledger does not take by itself: a ready correction for whoever may write it."""
    slot, opened_at = _slot(weighed), clock.now()
    return Case(
        why=why, register_id=slot.register, person_id=slot.person, day=slot.day, part=slot.part, other_id=other,
        status=weighed.verdict.status, opened_at=opened_at,
    )  # fmt: skip


def _slot(weighed: Weighed) -> Slot:
    return Slot(weighed.box.photo.register_id, weighed.person, weighed.box.day, weighed.box.part)


def _write(photo: SheetPhoto, taken: list[Weighed], ground: Ground, *, by: User) -> list[Case]:
    """The marks, one fold of the ledger, the journal of the corrections; gives the cases of who was counted elsewhere.

    Where a correction spoke before and was taken back, a first word does not hold: it is said again as a correction.
    """
    corrections = [box for box in taken if box.now]
    firsts = [box for box in taken if not box.now]
    _mark(photo, corrections, Source.CORRECTION, by)
    _mark(photo, firsts, Source.SHEET, by)
    folded = _fold(photo, taken, ground)
    overruled = [box for box in firsts if _is_overruled(box, folded[_slot(box)])]
    if overruled:
        _mark(photo, overruled, Source.CORRECTION, by)
        folded |= _fold(photo, overruled, ground)
    corrected = corrections + overruled
    record_each(
        "presence.corrected",
        [
            (ground.halves[box.half_day], {"person": box.person, "before": box.now, "after": box.verdict.status})
            for box in corrected
        ],
        by=by,
    )
    places = [(box, folded[_slot(box)].elsewhere) for box in taken]
    return [_case(box, Why.TWO_PLACES, other) for box, other in places if other]


def _is_overruled(weighed: Weighed, folded: Folded) -> bool:
    return not folded.elsewhere and folded.status != weighed.verdict.status


def _fold(photo: SheetPhoto, boxes: Sequence[Weighed], ground: Ground) -> dict[Slot, Folded]:
    register = photo.register
    bodies = {(register.pk, person): body for person, body in ground.bodies.items()}
    return refold({_slot(box) for box in boxes}, bodies=bodies, counting={register.pk: register.counts})


def _mark(photo: SheetPhoto, boxes: Sequence[Weighed], source: Source, by: User) -> None:
    reason = _("Signed sheet, page %(page)s") % {"page": photo.page} if source == Source.CORRECTION else ""
    now = clock.now()
    Mark.objects.bulk_create(
        [
            Mark(
                register_id=slot.register, person_id=slot.person, day=slot.day, part=slot.part,
                status=box.verdict.status, source=source, takes_back=False, reason=reason, at=now, by=by,
            )
            for box in boxes
            for slot in [_slot(box)]
        ]
    )  # fmt: skip
