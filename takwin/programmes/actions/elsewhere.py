"""Record days of training received elsewhere, and decide whether they count."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.halfdays import HalfDay
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.documents.models import StoredFile
from takwin.journal.actions import record
from takwin.people.models import Person
from takwin.programmes.models import ElsewhereDay


@transaction.atomic
def record_elsewhere(
    person: Person,
    *,
    body: Body,
    half_days: Sequence[HalfDay],
    provider: str,
    topic: str = "",
    proof: StoredFile | None,
    by: User,
) -> list[ElsewhereDay]:
    """Record half-days received elsewhere, with their proof; they count once a second person has accepted them."""
    if proof is None:
        raise ValidationError({"proof": _("Attach the proof: certificate, attendance sheet or letter.")})
    rows = _told(person, body=body, half_days=half_days, provider=provider, topic=topic, proof=proof, by=by)
    record("elsewhere.recorded", person, by=by, half_days=len(rows), body=body.pk)
    return rows


@transaction.atomic
def record_proved_elsewhere(
    person: Person,
    *,
    body: Body,
    half_days: Sequence[HalfDay],
    provider: str,
    topic: str = "",
    proof: bytes,
    name: str,
    content_type: str,
    by: User,
) -> list[ElsewhereDay]:
    """Record half-days together with the scan that proves them: both are kept, or neither.

    The scan is written last, once nothing can refuse the days any more, so that a refusal leaves no file behind.
    """
    rows = _told(person, body=body, half_days=half_days, provider=provider, topic=topic, by=by)
    file = store_file(proof, name=name, content_type=content_type, owner=body, by=by)
    for row in rows:
        row.proof = file
    ElsewhereDay.objects.bulk_update(rows, ["proof"])
    record("elsewhere.recorded", person, by=by, half_days=len(rows), body=body.pk)
    return rows


def _told(person: Person, *, half_days: Sequence[HalfDay], by: User, **told: Any) -> list[ElsewhereDay]:
    """The half-days of one stay; a single one that cannot be refuses them all."""
    if any(half_day.day > clock.today() for half_day in half_days):
        raise ValidationError({"first_day": _("A day received elsewhere lies in the past.")})
    told |= {"stay": uuid4(), "person": person, "recorded_by": by, "recorded_at": clock.now()}
    with refused(ElsewhereDay):
        return [checked(ElsewhereDay(day=day, part=part, **told)) for day, part in half_days]


@transaction.atomic
def decide_elsewhere(row: ElsewhereDay, *, accept: bool, motive: str = "", by: User) -> list[ElsewhereDay]:
    """Accept or refuse the half-days of a stay together; never by the one who recorded them, nor by the member himself.

    A refusal has its motive.
    The rows are locked: of two who decide at once the second is told that it is done.
    """
    rows = list(ElsewhereDay.objects.select_for_update(of=("self",)).filter(stay=row.stay).order_by("day", "part"))
    if row.recorded_by_id == by.pk:
        raise ValidationError(_("A second person accepts or refuses, not the one who recorded."))
    if row.person.user_id == by.pk:
        raise ValidationError(_("These are your own days: another person accepts or refuses them."))
    if not accept and not motive:
        raise ValidationError({"motive": _("Say why these days are refused.")})
    for half_day in rows:
        move(half_day, "accept" if accept else "refuse")
        half_day.decided_by, half_day.decided_at, half_day.motive = by, clock.now(), motive
    ElsewhereDay.objects.bulk_update(rows, ["state", "decided_by", "decided_at", "motive"])
    verb = "elsewhere.accepted" if accept else "elsewhere.refused"
    record(verb, row.person, by=by, half_days=len(rows), first_day=rows[0].day)
    return rows
