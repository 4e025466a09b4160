"""Tell trainers by message what their letters say, then only what changed, by the same channels as the convened."""

from collections import defaultdict

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
from takwin.training.models import TrainerInvitation, TrainerMission, TrainingSession
from takwin.training.trainers.messages import Written, differs, message_to, purpose_of, said_to
from takwin.training.trainers.queries import given_in

RELATED = ("letter__paper", "trainer__person__user")


def written_to(session: TrainingSession) -> list[list[Written]]:
    """The letters of this session to each trainer, the first first; the trainers by their last letter."""
    rows: dict[int, list[Written]] = defaultdict(list)
    for model in (TrainerInvitation, TrainerMission):
        found = model.objects.filter(session=session).select_related(*RELATED).prefetch_related("letter__sendings")
        for one in found:
            rows[one.trainer_id].append(one)
    several = [sorted(letters, key=lambda one: one.letter_id) for letters in rows.values()]
    return sorted(several, key=lambda letters: letters[-1].letter_id)


def messages_of(session: TrainingSession) -> list[Message]:
    """What each trainer is to be told now; whoever has nothing to learn is left out."""
    several = written_to(session)
    all_to_hand_over([letters[-1].letter for letters in several])
    people = [letters[-1].trainer.person_id for letters in several]
    links = {
        link.person_id: link for link in PersonalLink.objects.filter(still_open(), person__in=people).order_by("pk")
    }
    told = (
        message_to(session, letters, given_in(letters[-1], session), links.get(letters[-1].trainer.person_id))
        for letters in several
    )
    return [message for message in told if message]


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
    for letters in written_to(session):
        last = letters[-1]
        given = given_in(last, session)
        if purpose_of(last, session, given) in (None, Purpose.CANCEL):
            continue
        now = said_to(session, given)
        if not last.told:
            last.told = now
        elif differs(last.told, now):
            gone = last.told.get("gone", {}) | last.told["events"]
            now["gone"] = {key: told for key, told in gone.items() if key not in now["events"]}
            last.before, last.told, last.changes = last.told, now, last.changes + 1
            changed += 1
        last.save(update_fields=["told", "before", "changes"])
    if changed:
        record("session.change_noted", session, by=by, people=changed)
    return session


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
    letters = [one.letter_id for letters in written_to(session) for one in letters]
    used = Sending.objects.filter(letter__in=letters, error="", channel__in=BY_ITSELF)
    return sorted(set(used.values_list("channel", flat=True)))
