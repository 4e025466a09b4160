"""What short messages and calendars say of a session, in both languages: whole when one is convened, then only what
has changed."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import quote

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from takwin.core import clock, formats
from takwin.core.amounts import Language
from takwin.directory.models import Room
from takwin.letters.codes import HIDDEN, address_on
from takwin.letters.models import Channel, Letter, Purpose, Told
from takwin.people.models import Person
from takwin.territory.ways import way_to
from takwin.training.enums import SessionState
from takwin.training.models import Convocation, TrainingSession
from takwin.training.papers import answer_before, either, venue_of

WAY = "الطريق / Itinéraire :"
LANGUAGES: tuple[Language, Language] = ("ar", "fr")
WORDS: dict[Language, dict[str, str]] = {
    "ar": {
        "on_letter": "المكتوب على الاستدعاء",
        "dates": "التاريخ", "hours": "التوقيت", "venue": "المكان", "topic": "الموضوع",
        "now": "{label}: {now} (بدل: {before})",
        "convene": "استدعاء رقم {number}: «{topic}»، {dates}، {hours}، {venue}. "
        "أجيبوا {before}: {link} رمزكم: {code}",
        "before": "قبل {day}", "at_once": "فور التوصل",
        "change": "تغيير يخص الاستدعاء رقم {number} («{topic}»). {changes}. {link}",
        "postponed": "أجلت الدورة (كانت مقررة: {days}). السبب: {reason}. ",
        "cancel": "ألغيت الدورة «{topic}» ({dates}). السبب: {reason}. الاستدعاء رقم {number} لاغ.",
    },
    "fr": {
        "on_letter": "celui de la lettre", "dates": "Dates", "hours": "Horaires", "venue": "Lieu", "topic": "Thème",
        "now": "{label} : {now} (au lieu de : {before})",
        "convene": "Convocation n° {number} : « {topic} », {dates}, {hours}, {venue}. "
        "Répondez {before} : {link} votre code : {code}",
        "before": "avant le {day}", "at_once": "dès réception",
        "change": "Changement, convocation n° {number} (« {topic} »). {changes}. {link}",
        "postponed": "Session reportée (elle était prévue : {days}). Motif : {reason}. ",
        "cancel": "La session « {topic} » ({dates}) est annulée. Motif : {reason}. "
        "La convocation n° {number} est sans objet.",
    },
}  # fmt: skip


class Said(TypedDict):
    """What a message says of a session in one language: what a change is told by."""

    topic: str
    dates: str
    hours: str
    venue: str


@dataclass(frozen=True)
class Message:
    """What somebody is to be told now beside his letter, the same by each channel.

    ``draw`` makes its calendar, with the method, when an e-mail leaves. ``is_current`` is false while a change is not
    yet counted in it.
    """

    letter: Letter
    person: Person
    purpose: Purpose
    sequence: int
    subject: str
    text: str
    draw: Callable[[], tuple[bytes, str]]
    is_current: bool = True

    def address(self, channel: str) -> str:
        return address_of(self.person, channel)

    def is_told(self, channel: str) -> bool:
        """Whether it went by this channel; its letter brings its sendings."""
        told = [
            (sending.purpose, sending.sequence)
            for sending in self.letter.sendings.all()
            if sending.channel == channel and sending.answered_at and not sending.error
        ]
        return (self.purpose, self.sequence) in told

    def is_refused(self, channel: str) -> bool:
        """Whether it was tried by this channel and did not go; what was said before a change is another message."""
        tried = [
            (sending.purpose, sending.sequence) for sending in self.letter.sendings.all() if sending.channel == channel
        ]
        return (self.purpose, self.sequence) in tried and not self.is_told(channel)


def address_of(person: Person, channel: str) -> str:
    return person.email if channel == Channel.EMAIL else person.phone


def said_of(session: TrainingSession) -> dict[str, Said]:
    """What is said of a session as it stands, in both languages: kept with each convocation, to know what changed."""
    halves = list(session.register.half_days.order_by("day", "part"))
    told: dict[str, Said] = {}
    for language in LANGUAGES:
        hours = dict.fromkeys(formats.hours(half.starts_at, half.ends_at, language=language) for half in halves)
        told[language] = {
            "topic": either(language, session.topic),
            "dates": formats.days({half.day for half in halves}, language=language),
            "hours": " / ".join(hours),
            "venue": venue_of(session, language),
        }
    return told


def message_for(convocation: Convocation, now: dict[str, Said], rooms: Sequence[Room] = ()) -> Message:
    """What a convened person is to be told now; the letter came through ``all_to_hand_over``."""
    purpose, said = purpose_of(convocation), told_by(convocation, now)

    def draw() -> tuple[bytes, str]:
        return calendar_for(convocation, purpose, now, rooms), "CANCEL" if purpose == Purpose.CANCEL else "REQUEST"

    return Message(
        convocation.letter, convocation.enrolment.person, purpose, convocation.changes, subject_of(said),
        text_for(convocation, purpose, now, rooms), draw, is_current=said == now,
    )  # fmt: skip


def subject_of(said: dict[str, Said]) -> str:
    """The line above an e-mail."""
    return f"{said['ar']['topic']} – {said['fr']['topic']}"


def purpose_of(convocation: Convocation) -> Purpose:
    """Why one writes to this person now."""
    if convocation.enrolment.session.state == SessionState.CANCELLED:
        return Purpose.CANCEL
    return Purpose.CHANGE if convocation.changes else Purpose.CONVENE


def text_for(convocation: Convocation, purpose: Purpose, now: dict[str, Said], rooms: Sequence[Room] = ()) -> str:
    """The message to one person, Arabic then French, then the way to the ``rooms`` that are on the map. The code is in
    it when the letter came through ``all_to_hand_over``, and is that of the letter itself once it is delivered."""
    paper, session = convocation.letter.paper, convocation.enrolment.session
    code = paper.facts["reply"]["code"]
    lines, day = [], answer_before(session)
    for language in LANGUAGES:
        said, words = told_by(convocation, now)[language], WORDS[language]
        lines.append(
            _put_off(convocation, purpose, language) + words[purpose].format(
                number=paper.reference, link=address_on(convocation.letter), **said,
                code=words["on_letter"] if code == HIDDEN else code,
                before=words["before"].format(day=formats.day(day, language=language)) if day else words["at_once"],
                changes=changes_of(convocation, language) if purpose == Purpose.CHANGE else "", reason=session.reason,
            )
        )  # fmt: skip
    return "\n".join([*lines, *ways_in(rooms, purpose)])


def ways_in(rooms: Sequence[Room], purpose: Purpose) -> list[str]:
    """The line that leads to the rooms on the map, once for both languages; none when nobody has to come."""
    return [f"{WAY} {' '.join(way_to(room) for room in rooms)}"] if rooms and purpose != Purpose.CANCEL else []


def _put_off(convocation: Convocation, purpose: Purpose, language: Language) -> str:
    """That the days are new ones, which they were before and why; "" when nobody had been told of others."""
    before = days_before(convocation, language)
    if purpose != Purpose.CONVENE or not before:
        return ""
    return WORDS[language]["postponed"].format(days=before, reason=convocation.enrolment.session.reason)


def days_before(convocation: Convocation, language: Language) -> str:
    """The days of the convocation that this one replaces; its enrolment brings both."""
    former = [one for one in convocation.enrolment.convocations.all() if one.rank < convocation.rank and one.told]
    return str(max(former, key=lambda one: one.rank).told[language]["dates"]) if former else ""


def told_by(convocation: Convocation, now: dict[str, Said]) -> dict[str, Said]:
    """What a convocation says of its session; one that left before this was kept says what holds ``now``."""
    told: dict[str, Said] = convocation.told or now
    return told


def changes_of(told_of: Told, language: Language) -> str:
    """What differs from what had been said, each with its former value."""
    now, before, words = told_of.told[language], told_of.before.get(language, {}), WORDS[language]
    told = [
        words["now"].format(label=words[name], now=now[name], before=before[name])
        for name in ("dates", "hours", "venue", "topic")
        if before and now[name] != before[name]
    ]
    return ("؛ " if language == "ar" else " ; ").join(told)


def whatsapp_link(phone: str, text: str) -> str:
    """The address that opens a conversation with this text ready, on a phone or a computer."""
    return f"https://wa.me/{phone.lstrip('+')}?text={quote(text)}"


def calendar_for(convocation: Convocation, purpose: Purpose, now: dict[str, Said], rooms: Sequence[Room] = ()) -> bytes:
    """The session as one event of the person's calendar: the same ``UID`` at each sending and a greater ``SEQUENCE``,
    so that a change or a cancellation alters the event that is there; the first of ``rooms`` is where it leads."""
    session, said = convocation.enrolment.session, told_by(convocation, now)
    halves = list(session.register.half_days.order_by("day", "part"))
    cancelled = purpose == Purpose.CANCEL
    event = Event()
    event.add("uid", f"convocation-{convocation.enrolment_id}@{settings.PUBLIC_URL.partition('://')[2]}")
    event.add("sequence", 100 * convocation.rank + 2 * convocation.changes + cancelled)
    event.add("dtstamp", clock.now())
    event.add("dtstart", instant(halves[0].day, halves[0].starts_at))
    event.add("dtend", instant(halves[-1].day, halves[-1].ends_at))
    event.add("summary", f"{said['ar']['topic']} / {said['fr']['topic']}")
    event.add("location", said["ar"]["venue"])
    each = [f"{half.day:%d/%m/%Y} {formats.time(half.starts_at)}–{formats.time(half.ends_at)}" for half in halves]
    event.add("description", "\n".join([*each, *(way_to(room) for room in rooms)]))
    if rooms and (point := rooms[0].point):
        event.add("geo", (float(point.latitude), float(point.longitude)))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["cn"] = vText(session.owner.name_fr)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{convocation.enrolment.person.email}")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee)
    return calendar_of("CANCEL" if cancelled else "REQUEST", event)


def calendar_of(method: str, *events: Event) -> bytes:
    """The file that brings events to somebody's calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Takwin//Convocations//AR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def instant(day: dt.date, hour: dt.time) -> dt.datetime:
    """An hour on the wall of Morocco, told in universal time: no calendar has to know the clock of Ramadan."""
    return dt.datetime.combine(day, hour, clock.CASABLANCA).astimezone(dt.UTC)
