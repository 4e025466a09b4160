"""Tell trainers by message what their letters say, then only what changed, by the same channels as the convened."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.journal.actions import record
from takwin.letters.actions import deliver
from takwin.letters.codes import all_to_hand_over
from takwin.letters.models import Channel, PersonalLink, Purpose, Sending
from takwin.letters.queries import still_open
from takwin.training.actions.locks import locked
from takwin.training.actions.telling import BY_ITSELF, send_all
from takwin.training.messages import Message
from takwin.training.models import TrainingSession
from takwin.training.trainers.messages import differs, is_known, messages_to, purpose_of, said_to
from takwin.training.trainers.queries import Correspondence, Written, correspondence

RELATED = ("letter__paper", "trainer__person__user")


def written_to(session: TrainingSession) -> list[Correspondence]:
    """The letters of this session to each trainer; the trainers by their last letter."""
    rows: dict[int, list[Written]] = defaultdict(list)
    invitations = session.trainer_invitations.prefetch_related("half_days")
    for found in (invitations, session.missions.all()):
        for one in found.select_related(*RELATED).prefetch_related("letter__sendings"):
            rows[one.trainer_id].append(one)
    several = [sorted(letters, key=lambda one: one.letter_id) for letters in rows.values()]
    return [correspondence(session, letters) for letters in sorted(several, key=lambda found: found[-1].letter_id)]


def messages_of(session: TrainingSession) -> list[Message]:
    """What each trainer is to be told now, a letter at a time; whoever has nothing to learn is left out."""
    several = written_to(session)
    all_to_hand_over([one.letter for told in several for one in told.written])
    links: dict[int, list[PersonalLink]] = defaultdict(list)
    people = [told.written[-1].trainer.person_id for told in several]
    for link in PersonalLink.objects.filter(still_open(), person__in=people).order_by("pk"):
        links[link.person_id].append(link)
    return [message for told in several for message in messages_to(told, links[told.written[-1].trainer.person_id])]


def tell_trainers_by(session: TrainingSession, channel: str, *, by: User | None) -> int:
    """Send to each trainer whom this channel reaches what was not yet sent to him by it; how many left."""
    if channel not in BY_ITSELF:
        raise ValidationError(_("Messages are sent by phone or by e-mail."))
    session = note_trainers_changes(session, by=by)
    return send_all([one for one in messages_of(session) if one.address(channel)], Channel(channel), by=by)


@transaction.atomic
def note_trainers_changes(session: TrainingSession, *, by: User | None) -> TrainingSession:
    """Count a change for each trainer whose half-days, hours or room are no more those his letter told."""
    session = locked(session)
    changed = 0
    for told in written_to(session):
        for one, given in told.speaking():
            if purpose_of(one, session, given) not in (None, Purpose.CANCEL):
                changed += _note(one, said_to(session, given))
    if changed:
        record("session.change_noted", session, by=by, people=changed)
    return session


def _note(one: Written, now: dict[str, Any]) -> bool:
    """Keep what a letter now says; whether that is a change to whom it was told otherwise."""
    changes = bool(one.told) and is_known(one) and differs(one.told, now)
    if changes:
        gone = one.told.get("gone", {}) | one.told["events"]
        now["gone"] = {key: told for key, told in gone.items() if key not in now["events"]}
        one.before, one.changes = one.told, one.changes + 1
    if changes or not one.told or not is_known(one):
        one.told = now
        one.save(update_fields=["told", "before", "changes"])
    return changes


def note_pasted_to_trainer(session: TrainingSession, letter: int, *, by: User) -> Sending | None:
    """Note that somebody sent a trainer the message about this letter by WhatsApp; none when nothing is to be told."""
    for one in messages_of(session):
        if one.letter.pk == letter:
            return deliver(one.letter, Channel.WHATSAPP, one.purpose, lambda: None, sequence=one.sequence, by=by)
    return None


def tell_trainers_by_the_same_channels(session: TrainingSession, *, by: User | None) -> None:
    """Tell the new days, or that there are none, by the channels by which trainers were told of the former ones."""
    for channel in channels_used(session):
        tell_trainers_by(session, channel, by=by)


def channels_used(session: TrainingSession) -> list[str]:
    letters = [one.letter_id for told in written_to(session) for one in told.written]
    used = Sending.objects.filter(letter__in=letters, error="", channel__in=BY_ITSELF)
    return sorted(set(used.values_list("channel", flat=True)))
