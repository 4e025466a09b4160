"""Bind and revoke telephones; take in what they hand over; settle what waits for a person."""

import datetime as dt
import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from takwin.accounts.models import User
from takwin.attendance.actions import seal, too_early
from takwin.attendance.enums import COUNTED, Source
from takwin.attendance.ledger import Folded, Slot, refold
from takwin.attendance.models import Mark, Presence, RegisterHalfDay
from takwin.attendance.sync.enums import OUTCOMES, SILENT, Kind, Outcome, Why
from takwin.attendance.sync.judging import World, judge, world_of
from takwin.attendance.sync.models import Case, Device, Received
from takwin.attendance.sync.reading import NEVER, Handed, read
from takwin.core import clock
from takwin.core.bulk import ROWS, insert
from takwin.core.refused import refused
from takwin.journal.actions import record
from takwin.rights.enums import Permission
from takwin.rights.queries import may

MOST = 5000  # marks in one batch
SOURCES = {
    Kind.SCAN: Source.SCAN,
    Kind.TAP: Source.TAP,
    Kind.UNDO: Source.TAP,
    Kind.CORRECTION: Source.CORRECTION,
    Kind.SHEET: Source.SHEET,
}


@dataclass(slots=True)
class Row:
    """What is kept of a mark (``Received``), as far as the answer to the device asks."""

    pk: int
    nonce: str
    digest: str
    outcome: str
    why: str
    register_id: int | None
    person_id: int | None
    day: dt.date | None
    part: str


class Answer(NamedTuple):
    """What a device is told of one mark; ``is_new`` is false for one it had already handed over."""

    row: Row
    is_new: bool
    folded: Folded | None
    is_sealed: bool = False


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def bind(*, name: str, public_key: dict[str, Any] | None = None, by: User) -> tuple[Device, str]:
    """Bind a telephone to its holder; its bearer token is given once and kept nowhere.

    ``public_key`` is a JWK on the curve P-256; the key that goes with it is on the telephone, under its holder's PIN.
    """
    if public_key is not None:
        try:
            public_key = {part: str(ECKey.import_key(public_key).as_dict(private=False)[part]) for part in KEY_PARTS}
            if public_key["crv"] != "P-256":
                raise ValueError(public_key["crv"])
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ValidationError(_("The key of this phone cannot be read.")) from error
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        code=secrets.token_hex(8), user=by, name=name.replace("\0", "").strip()[:80] or _("phone"),
        token_digest=digest_of(token), public_key=public_key, bound_at=clock.now(),
    )  # fmt: skip
    record("device.bound", device, by=by)
    return device, token


KEY_PARTS = ("kty", "crv", "x", "y")


@transaction.atomic
def revoke(device: Device, *, by: User) -> Device:
    """Trust a telephone no more: what it hands over from now on waits for a person."""
    device = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at, device.revoked_by = clock.now(), by
        device.save(update_fields=["revoked_at", "revoked_by"])
        record("device.revoked", device, by=by)
    return device


def receive(device: Device, said: Sequence[Any], *, sent_at: dt.datetime) -> list[Answer]:
    """Take in a batch, all or nothing; sent again, whole or in part, it changes nothing.

    The device's clock is corrected by what it was worth when it sent. A mark that cannot be taken is kept, and a case
    opened for a person. Batches of one device take turns; the rest is locked in the order ``world_of`` says.
    """
    if len(said) > MOST:
        raise ValidationError(_("Send at most %(most)s marks at a time.") % {"most": MOST})
    now = clock.now()
    with refused(Received, Presence, Case):
        device = Device.objects.select_for_update(of=("self",)).select_related("user").get(pk=device.pk)
        Device.objects.filter(pk=device.pk).update(seen_at=now)
        handed = [read(mark, now - sent_at) for mark in said]
        known = _known(handed)
        fresh = _fresh(handed, known)
        world = _judged(fresh, device)
        rows = _keep(fresh, device, now, world)
        insert(Mark, MARKED, _marks(fresh, rows, device))
        folded = refold(
            {slot for mark in fresh if mark.is_fine and (slot := _slot(mark))},
            bodies=world.body_of,
            counting={register.pk: register.counts for register in world.registers.values()},
        )
        _closed(fresh, world, device)
        opened = _agree(fresh, rows, folded, device, now)
        Case.objects.bulk_create(opened, ROWS, ignore_conflicts=True)
        new = {(row.nonce, row.digest): row for row in rows}
        return _answers(handed, known | new, new, folded)


def _known(handed: Iterable[Handed]) -> dict[tuple[str, str], Row]:
    rows = Received.objects.filter(nonce__in={mark.nonce for mark in handed}).order_by("-first", "pk")
    told = (Row(*values) for values in rows.values_list(*Row.__slots__))
    return {(row.nonce, row.digest): row for row in told}


def _fresh(handed: Iterable[Handed], known: dict[tuple[str, str], Row]) -> list[Handed]:
    """Those never received; one that comes under a number already used is kept, and not taken."""
    used, seen, fresh = {nonce for nonce, _digest in known}, set(known), []
    for mark in handed:
        if (mark.nonce, mark.digest) in seen:
            continue
        if mark.nonce in used:
            mark.why = Why.NONCE_REUSE
        seen.add((mark.nonce, mark.digest))
        used.add(mark.nonce)
        fresh.append(mark)
    return fresh


def _judged(fresh: list[Handed], device: Device) -> World:
    if device.revoked_at:
        for mark in fresh:
            mark.why = mark.why or Why.REVOKED
    world = world_of(fresh, device.user)
    for mark in fresh:
        if not mark.why:
            judge(mark, world)
    return world


KEPT = (
    "nonce", "digest", "outcome", "why", "register", "person", "day", "part", "device", "first", "kind", "said", "at",
    "received_at",
)  # fmt: skip


def _keep(fresh: Iterable[Handed], device: Device, now: dt.datetime, world: World) -> list[Row]:
    persons = set(world.now_is.values())
    rows, values = [], []
    for mark in fresh:
        register = mark.register if mark.register in world.registers else None
        person = mark.person if mark.person in persons else None
        day, part = mark.half_day or (None, "")
        row = Row(0, mark.nonce, mark.digest, _outcome(mark.why), mark.why, register, person, day, part)
        at = None if mark.at == NEVER else mark.at
        is_first = mark.why != Why.NONCE_REUSE
        rows.append(row)
        values.append((
            row.nonce, row.digest, row.outcome, row.why, register, person, day, part, device.pk, is_first, mark.kind,
            mark.said, at, now,
        ))  # fmt: skip
    for row, key in zip(rows, insert(Received, KEPT, values), strict=True):
        row.pk = key
    return rows


def _outcome(why: str) -> Outcome:
    return OUTCOMES.get(Why(why), Outcome.REJECTED) if why else Outcome.ACCEPTED


MARKED = ("register", "person", "day", "part", "status", "reason", "at", "by", "source", "takes_back", "received")


def _marks(fresh: Iterable[Handed], rows: Iterable[Row], device: Device) -> list[tuple[Any, ...]]:
    """The values of ``MARKED`` for each mark that is taken."""
    return [
        (
            mark.register, mark.person, mark.half_day.day, mark.half_day.part, mark.status, mark.reason, mark.at,
            device.user_id, SOURCES[Kind(mark.kind)], mark.kind == Kind.UNDO, row.pk,
        )
        for mark, row in zip(fresh, rows, strict=True)
        if mark.is_fine and mark.half_day and mark.kind != Kind.CLOSE
    ]  # fmt: skip


def _slot(mark: Handed) -> Slot | None:
    if not mark.register or not mark.person or mark.half_day is None:
        return None
    return Slot(mark.register, mark.person, mark.half_day.day, mark.half_day.part)


def _closed(fresh: Iterable[Handed], world: World, device: Device) -> None:
    """Seal what the device closed, once its own marks are in."""
    for mark in fresh:
        if mark.kind == Kind.CLOSE and not mark.why:
            mark.why = _close(mark, world, device)


def _close(mark: Handed, world: World, device: Device) -> str:
    half = world.halves.get((mark.register, mark.half_day)) if mark.half_day else None
    if half is None:
        return Why.OUT_OF_WINDOW
    if not may(device.user, Permission.PRESENCE_SEAL, half):
        return Why.NOT_YOURS
    if not is_signed(mark, device):
        return Why.BAD_SIGNATURE
    if half.sealed_at:
        return Why.ALREADY_CLOSED
    if half.pk in world.not_kept:
        return Why.NOT_KEPT
    if half.day > clock.today() or too_early(half):
        return Why.NOT_BEGUN
    half.sealed_at = seal(half, by=device.user).sealed_at
    return ""


def is_signed(mark: Handed, device: Device) -> bool:
    """Whether the closing bears the signature of the device's key, which only its holder's PIN opens.

    A device bound without a key has nothing to sign with: its token alone speaks for it.
    """
    if device.public_key is None:
        return True
    try:
        signed = jws.deserialize_compact(str(mark.said.get("signature")), ECKey.import_key(device.public_key))
        told = json.loads(signed.payload)
        return {name: told[name] for name in SIGNED} == {name: mark.said[name] for name in SIGNED}
    except (JoseError, ValueError, KeyError, TypeError):
        return False


SIGNED = ("nonce", "register", "day", "part")


def _agree(
    fresh: Iterable[Handed], rows: Iterable[Row], folded: dict[Slot, Folded], device: Device, now: dt.datetime
) -> list[Case]:
    """Say what only the ledger could tell, keep it with each mark, and give the cases to open."""
    changed, cases = defaultdict(list), []
    ledger = _already({slot for mark in fresh if mark.why == Why.SEALED if (slot := _slot(mark))})
    changed_since = _changed_since(fresh)
    for mark, row in zip(fresh, rows, strict=True):
        slot = _slot(mark)
        other = None
        if slot and mark.why == Why.SEALED and ledger.get(slot, "") == mark.status:
            mark.why = ""
        elif slot and mark.is_fine and mark.kind != Kind.UNDO:
            found = folded[slot]
            if found.elsewhere:
                mark.why, other = Why.TWO_PLACES, found.elsewhere
            elif not mark.why and found.status != mark.status and mark.at >= changed_since.get(slot, NEVER):
                mark.why = Why.OTHER_WORD
        if row.why != mark.why:
            row.why, row.outcome = mark.why, _outcome(mark.why)
            changed[row.why].append(row.pk)
        if mark.why and mark.why not in SILENT:
            cases.append(case_of(mark, row, device, now, other))
    for why, keys in changed.items():
        for start in range(0, len(keys), ROWS):
            Received.objects.filter(pk__in=keys[start : start + ROWS]).update(why=why, outcome=_outcome(why))
    return cases


def _changed_since(fresh: Iterable[Handed]) -> dict[Slot, dt.datetime]:
    """When the device itself last changed its word on each slot: of those before it nobody need decide."""
    changed: dict[Slot, dt.datetime] = {}
    for mark in fresh:
        if mark.is_fine and mark.kind in (Kind.UNDO, Kind.CORRECTION) and (slot := _slot(mark)):
            changed[slot] = max(mark.at, changed.get(slot, mark.at))
    return changed


def case_of(mark: Handed, row: Row, device: Device, now: dt.datetime, other: int | None) -> Case:
    return Case(
        why=mark.why, received_id=row.pk, device=device, register_id=row.register_id, other_id=other,
        person_id=row.person_id, day=row.day, part=row.part, status=mark.status, who=mark.who, opened_at=now,
    )  # fmt: skip


def _already(slots: set[Slot]) -> dict[Slot, str]:
    """What the ledger says of sealed half-days."""
    if not slots:
        return {}
    rows = Presence.objects.order_by().filter(
        register__in={slot.register for slot in slots}, person__in={slot.person for slot in slots}
    )
    return {
        Slot(register, person, day, part): status
        for register, person, day, part, status in rows.values_list("register", "person", "day", "part", "status")
    }


def _answers(
    handed: Iterable[Handed],
    known: dict[tuple[str, str], Row],
    new: dict[tuple[str, str], Row],
    folded: dict[Slot, Folded],
) -> list[Answer]:
    """What is said of each mark, with the ledger as it stands; one sent twice in a batch is new once."""
    rows = [known[mark.nonce, mark.digest] for mark in handed]
    slots = {
        Slot(row.register_id, row.person_id, row.day, row.part)
        for row in rows
        if row.register_id and row.person_id and row.day
    }
    standing = {slot: folded[slot] for slot in slots if slot in folded} | _standing(slots - set(folded))
    sealed = _sealed({row.register_id for row in rows if row.register_id})
    told, answers = set(), []
    for row in rows:
        key = (row.nonce, row.digest)
        slot = Slot(row.register_id or 0, row.person_id or 0, row.day, row.part) if row.day else None
        is_sealed = (row.register_id, row.day, row.part) in sealed
        answers.append(Answer(row, key in new and key not in told, standing.get(slot) if slot else None, is_sealed))
        told.add(key)
    return answers


def _standing(slots: set[Slot]) -> dict[Slot, Folded]:
    if not slots:
        return {}
    rows = Presence.objects.order_by().filter(
        register__in={slot.register for slot in slots}, person__in={slot.person for slot in slots}
    )
    found = {
        Slot(register, person, day, part): Folded(status, counted=counts and status in COUNTED)
        for register, person, day, part, status, counts in rows.values_list(
            "register", "person", "day", "part", "status", "counts"
        )
    }
    return {slot: found.get(slot, Folded("", counted=False)) for slot in slots}


def _sealed(registers: set[int]) -> set[tuple[int | None, dt.date | None, str]]:
    rows = RegisterHalfDay.objects.order_by().filter(register__in=registers, sealed_at__isnull=False)
    return set(rows.values_list("register", "day", "part"))
