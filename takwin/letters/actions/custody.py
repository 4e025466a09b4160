"""The way of letters through the local authority, and the messages sent beside them: what is noted, once."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.refused import refused
from takwin.journal.actions import record
from takwin.letters.gateways import GatewayError
from takwin.letters.models import Channel, Hand, Handing, Letter, Purpose, Sending

LOST_AFTER = dt.timedelta(minutes=5)  # an answer is awaited ten seconds; past this, whoever sent is gone


@transaction.atomic
def pass_on(letters: Sequence[int], hand: Hand, *, on: dt.date, about: models.Model, by: User) -> int:
    """Note from a route list that came back that letters (primary keys) reached the next hands, on its day.

    What is already noted stays as it is, so that a list may be ticked in several sittings. Reaching the person is the
    delivery. One entry of the journal, on the thing the letters are ``about``. Returns how many were noted.
    """
    rows = list(Letter.objects.select_for_update(of=("self",)).filter(pk__in=letters).order_by("pk"))
    _check_day(rows, on)
    noted = set(Handing.objects.filter(letter__in=rows, hand=hand).values_list("letter", flat=True))
    fresh = [letter for letter in rows if letter.pk not in noted]
    now = clock.now()
    with refused(Handing):
        Handing.objects.bulk_create(
            [Handing(letter=letter, hand=hand, on=on, recorded_at=now, recorded_by=by) for letter in fresh]
        )
    if hand == Hand.PERSON:
        Letter.objects.filter(pk__in=[letter.pk for letter in fresh], delivered_at=None).update(delivered_at=now)
    if fresh:
        record("letters.passed_on", about, by=by, hand=hand, on=on, letters=len(fresh))
    return len(fresh)


def _check_day(letters: Sequence[Letter], on: dt.date) -> None:
    if not letters:
        raise ValidationError(_("Tick at least one letter."))
    if on > clock.today():
        raise ValidationError({"on": _("This day has not come yet.")})
    if on < min(letter.sent_at for letter in letters).astimezone(clock.CASABLANCA).date():
        raise ValidationError({"on": _("This day is before the letters left.")})


def deliver(
    letter: Letter,
    channel: Channel,
    purpose: Purpose,
    act: Callable[[], object],
    *,
    sequence: int = 0,
    by: User | None,
) -> Sending | None:
    """Send by ``act`` what was not yet sent by this channel, and note it, or how it failed; none when it was.

    The sending is noted and committed first, under the lock of the letter, so that two works send it once; nothing is
    locked while a mail server thinks. One that broke off before its answer is taken up again after ``LOST_AFTER``.
    """
    sending = _claim(letter, channel, purpose, sequence, by=by)
    return sending and _answered(sending, _failure(act), by=by)


@transaction.atomic
def _claim(letter: Letter, channel: Channel, purpose: Purpose, sequence: int, *, by: User | None) -> Sending | None:
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    same = letter.sendings.filter(channel=channel, purpose=purpose, sequence=sequence, error="").first()
    now = clock.now()
    if same and (same.answered_at or same.sent_at > now - LOST_AFTER):
        return None
    if same:
        same.sent_at, same.sent_by = now, by
        same.save(update_fields=["sent_at", "sent_by"])
        return same
    with refused(Sending):
        return Sending.objects.create(
            letter=letter, channel=channel, purpose=purpose, sequence=sequence, sent_at=now, sent_by=by
        )


@transaction.atomic
def _answered(sending: Sending, failure: str, *, by: User | None) -> Sending:
    sending.answered_at, sending.error = clock.now(), failure[:200]
    sending.save(update_fields=["answered_at", "error"])
    record(
        "letter.told", sending.letter, by=by, channel=sending.channel, purpose=sending.purpose,
        sequence=sending.sequence, failed=bool(failure),
    )  # fmt: skip
    return sending


def _failure(act: Callable[[], object]) -> str:
    try:
        act()
    except (GatewayError, OSError) as error:
        return str(error) or type(error).__name__
    return ""
