"""Tell the convened by message, beside the letter that the authority delivers: what is new, once, by each channel."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.later import progress
from takwin.journal.actions import record
from takwin.letters.actions import deliver
from takwin.letters.codes import all_to_hand_over
from takwin.letters.gateways import GatewayError, gateway, is_set_up
from takwin.letters.models import Channel, Sending
from takwin.training.actions.locks import locked
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.messages import Message, address_of, message_for, purpose_of, said_of
from takwin.training.models import Convocation, TrainingSession
from takwin.training.papers import located_rooms

BY_ITSELF = (Channel.PHONE, Channel.EMAIL)  # WhatsApp is pasted by hand


def channels_offered() -> list[Channel]:
    """The channels that send by themselves here: short messages only where an operator takes them."""
    return [channel for channel in BY_ITSELF if channel != Channel.PHONE or is_set_up()]


def tell_by(session: TrainingSession, channel: str, *, by: User | None) -> int:
    """Send to each convened person who can be reached by this channel what was not yet sent to him by it.

    The convocation first; after a change only the difference; after a cancellation that it is given up. Reports its
    progress and returns how many left. What the gateway refuses is kept with its answer and may be asked again.
    """
    if channel not in BY_ITSELF:
        raise ValidationError(_("Messages are sent by phone or by e-mail."))
    session = note_changes(session, by=by)
    waiting, now = [one for one in to_tell(session) if address_of(one.enrolment.person, channel)], said_of(session)
    all_to_hand_over([one.letter for one in waiting])
    rooms = located_rooms(session)
    return send_all([message_for(one, now, rooms) for one in waiting], Channel(channel), by=by)


@transaction.atomic
def note_changes(session: TrainingSession, *, by: User | None) -> TrainingSession:
    """Count a change for each person who was told something else of the session than what now holds."""
    session = locked(session)
    if session.state == SessionState.CANCELLED:
        return session
    said = said_of(session)
    changed = [one for one in to_tell(session) if one.told != said]
    for one in changed:
        if not one.told:  # it left before what it says was kept
            one.told = said
            continue
        one.before, one.told, one.changes = one.told, said, one.changes + 1
    Convocation.objects.bulk_update(changed, ["before", "told", "changes"])
    if changed:
        record("session.change_noted", session, by=by, people=len(changed))
    return session


def to_tell(session: TrainingSession) -> list[Convocation]:
    """The convocations to the present days of those still enrolled."""
    rows = Convocation.objects.filter(
        enrolment__session=session, rank=session.round, enrolment__state=EnrolmentState.ENROLLED
    )
    related = ("letter__paper", "enrolment__person", "enrolment__session__register", "enrolment__session__owner")
    return list(rows.select_related(*related).prefetch_related("enrolment__convocations").order_by("pk"))


def send(message: Message, channel: Channel, *, by: User | None) -> bool:
    """Send a message by a channel, unless it went by it; whether it left."""
    act = (_email if channel == Channel.EMAIL else _short_message)(message)
    sending = deliver(message.letter, channel, message.purpose, act, sequence=message.sequence, by=by)
    return sending is not None and not sending.error


def send_all(messages: Sequence[Message], channel: Channel, *, by: User | None) -> int:
    """Send several by a channel, and report how far it is; how many left."""
    left = 0
    for done, message in enumerate(messages):
        progress(done, len(messages))
        left += send(message, channel, by=by)
    progress(len(messages), len(messages))
    return left


def _short_message(message: Message) -> Callable[[], None]:
    return lambda: gateway().send(message.person.phone, message.text)


def _email(message: Message) -> Callable[[], None]:
    """An e-mail with what to keep, to change or to strike out of one's calendar."""
    mail = EmailMessage(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.person.email])
    calendar, method = message.draw()
    mail.attach("session.ics", calendar, f"text/calendar; method={method}")

    def leave() -> None:
        if not mail.send():
            raise GatewayError(_("The mail server took no message."))

    return leave


@transaction.atomic
def note_pasted(convocation: Convocation, *, by: User) -> Sending | None:
    """Note that somebody sent a person his message by WhatsApp with his own hand; once for the same thing."""
    return deliver(
        convocation.letter, Channel.WHATSAPP, purpose_of(convocation), lambda: None, sequence=convocation.changes, by=by
    )


def tell_by_the_same_channels(session: TrainingSession, *, by: User | None) -> None:
    """Tell new days, or the end of the session, by the channels that convened to the former ones."""
    used = Sending.objects.filter(letter__convocation__enrolment__session=session, error="", channel__in=BY_ITSELF)
    for channel in sorted(set(used.values_list("channel", flat=True))):
        tell_by(session, channel, by=by)
