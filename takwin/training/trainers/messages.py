"""What short messages and calendars say to a trainer of his half-days, in both languages, beside his letters."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from icalendar import Event

from takwin.core import clock, formats
from takwin.core.amounts import Language
from takwin.documents.papers.parts import PARTS
from takwin.letters.codes import HIDDEN
from takwin.letters.models import PersonalLink, Purpose
from takwin.territory.ways import way_to
from takwin.training.enums import SessionState
from takwin.training.messages import (
    LANGUAGES,
    Message,
    Said,
    calendar_of,
    changes_of,
    instant,
    subject_of,
    ways_in,
)
from takwin.training.messages import WORDS as OF_THE_CONVENED
from takwin.training.models import TrainerInvitation, TrainerMission, TrainingSession
from takwin.training.papers import COMMA, either, link_of, venue_of
from takwin.training.trainers.enums import InvitationState
from takwin.training.trainers.queries import Given, rooms_in

Written = TrainerInvitation | TrainerMission
WORDS: dict[Language, dict[str, str]] = {
    "ar": {
        "asked": "دعوة رقم {number} لتأطير «{topic}»: {dates}، {venue}. "
        "أجيبوا قبل {before}: {link} رمزكم: {code}",
        "charged": "رسالة تكليف رقم {number}: تأطير «{topic}»، {dates}، {venue}. {link}",
        "change": "تغيير يخص الرسالة رقم {number} (تأطير «{topic}»). {changes}. {link}",
        "cancel": "لم يعد مطلوبا منكم تأطير «{topic}» ({dates}). {because}الرسالة رقم {number} لاغية.",
        "because": "السبب: {reason}. ",
    },
    "fr": {
        "asked": "Invitation n° {number} à animer « {topic} » : {dates}, {venue}. "
        "Répondez avant le {before} : {link} votre code : {code}",
        "charged": "Lettre de mission n° {number} : animation de « {topic} », {dates}, {venue}. {link}",
        "change": "Changement, lettre n° {number} (animation de « {topic} »). {changes}. {link}",
        "cancel": "Vous n’avez plus à animer « {topic} » ({dates}). {because}La lettre n° {number} est sans objet.",
        "because": "Motif : {reason}. ",
    },
}  # fmt: skip


def said_to(session: TrainingSession, given: Sequence[Given]) -> dict[str, Any]:
    """What a trainer is told of his half-days in both languages, and each of them as an ``event`` by its key."""
    told: dict[str, Any] = {language: _said(session, given, language) for language in LANGUAGES}
    return told | {"events": {str(one.half.pk): _event(session, one) for one in given}}


def _said(session: TrainingSession, given: Sequence[Given], language: Language) -> Said:
    halves = [
        f"{formats.days([one.half.day], year=False, language=language)} {PARTS[language][one.half.half_day.part]} "
        f"({formats.hours(one.half.starts_at, one.half.ends_at, language=language)})"
        for one in given
    ]
    return {
        "topic": either(language, session.topic),
        "dates": COMMA[language].join(halves),
        "hours": "",
        "venue": venue_of(session, language, rooms_in(given)),
    }


def _event(session: TrainingSession, one: Given) -> list[str]:
    begins, ends = (instant(one.half.day, hour).isoformat() for hour in (one.half.starts_at, one.half.ends_at))
    return [begins, ends, one.title or either("ar", session.topic)]


def differs(told: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether the words would be others; one who was told of half-days and has none now is told that apart."""
    return any(told.get(language) != now[language] for language in LANGUAGES)


def purpose_of(one: Written, session: TrainingSession, given: Sequence[Given]) -> Purpose | None:
    """Why one writes to a trainer about his last letter; not at all where he answered, or was told nothing."""
    state = one.state if isinstance(one, TrainerInvitation) else ""
    if state == InvitationState.DECLINED:
        return None
    is_void = state == InvitationState.WITHDRAWN or (isinstance(one, TrainerMission) and one.ended_at)
    if is_void or not given or session.state == SessionState.CANCELLED:
        was_told = one.letter.delivered_at or any(not sending.error for sending in one.letter.sendings.all())
        return Purpose.CANCEL if was_told or not state else None
    if one.changes:
        return Purpose.CHANGE
    return None if state == InvitationState.ACCEPTED else Purpose.CONVENE


def message_to(
    session: TrainingSession, written: Sequence[Written], given: Sequence[Given], link: PersonalLink | None
) -> Message | None:
    """What a trainer is to be told now, of his last letter; ``written`` are all of this session, the first first."""
    last, now = written[-1], said_to(session, given)
    purpose = purpose_of(last, session, given)
    if purpose is None:
        return None
    told = last.told or now
    rooms = [room for room in rooms_in(given) if room.point]
    lines = [_line(last, written, purpose, told, language, session, link) for language in LANGUAGES]
    return Message(
        last.letter, last.trainer.person, purpose, last.changes, subject_of(told),
        "\n".join([*lines, *ways_in(rooms, purpose)]),
        lambda: (calendar_for(session, written, purpose, now, given), "PUBLISH"),
        is_current=purpose == Purpose.CANCEL or not differs(told, now),
    )  # fmt: skip


def _line(
    last: Written,
    written: Sequence[Written],
    purpose: Purpose,
    told: dict[str, Any],
    language: Language,
    session: TrainingSession,
    link: PersonalLink | None,
) -> str:
    words, facts = WORDS[language], last.letter.paper.facts
    is_asked = isinstance(last, TrainerInvitation)
    code = facts["reply"]["code"] if is_asked else ""
    reason = _reason(written, session)
    key = ("asked" if is_asked else "charged") if purpose == Purpose.CONVENE else purpose
    return _put_off(last, written, purpose, language, session) + words[key].format(
        number=last.letter.paper.reference, **told[language],
        link=link_of(link) if link else "",
        code=OF_THE_CONVENED[language]["on_letter"] if code == HIDDEN else code,
        before=formats.day(last.answer_before, language=language) if isinstance(last, TrainerInvitation) else "",
        changes=changes_of(last, language) if purpose == Purpose.CHANGE else "",
        because=words["because"].format(reason=reason) if reason else "",
    ).strip()  # fmt: skip


def _reason(written: Sequence[Written], session: TrainingSession) -> str:
    """Why he is no more expected: what the session says of its days, or what was written as he was taken back."""
    if session.state == SessionState.CANCELLED or written[-1].round < session.round:
        return session.reason
    return next((one.reason for one in reversed(written) if isinstance(one, TrainerInvitation)), "")


def _put_off(
    last: Written, written: Sequence[Written], purpose: Purpose, language: Language, session: TrainingSession
) -> str:
    """That the days are new ones, which they were before and why; "" when no letter told others."""
    former = [one for one in written if one.round < last.round and one.told]
    if purpose != Purpose.CONVENE or not former:
        return ""
    days = former[-1].told[language]["dates"]
    return OF_THE_CONVENED[language]["postponed"].format(days=days, reason=session.reason)


def calendar_for(
    session: TrainingSession,
    written: Sequence[Written],
    purpose: Purpose,
    now: dict[str, Any],
    given: Sequence[Given],
) -> bytes:
    """An event for each of his half-days, under a ``UID`` that stays; those told once and no more his are struck out.

    Published rather than requested: a request may hold one event only (RFC 5546).
    """
    last = written[-1]
    ever: dict[str, list[str]] = {}
    for one in written:
        ever |= one.told.get("gone", {}) | one.told.get("events", {})
    mine: dict[str, list[str]] = {} if purpose == Purpose.CANCEL else now["events"]
    rooms = {str(one.half.pk): one.room for one in given}
    sequence = 100 * len(written) + 2 * last.changes + (purpose == Purpose.CANCEL)
    site = settings.PUBLIC_URL.partition("://")[2]
    is_sure = isinstance(last, TrainerMission) or last.state == InvitationState.ACCEPTED
    events = []
    for key, (begins, ends, title) in sorted((ever | mine).items(), key=lambda item: item[1]):
        event, room = Event(), rooms.get(key)
        event.add("uid", f"trainer-{session.pk}-{last.trainer_id}-{key}@{site}")
        event.add("sequence", sequence)
        event.add("dtstamp", clock.now())
        event.add("dtstart", dt.datetime.fromisoformat(begins))
        event.add("dtend", dt.datetime.fromisoformat(ends))
        event.add("summary", title)
        event.add("location", venue_of(session, "ar", [room] if room else []))
        if room and room.point:
            event.add("description", way_to(room))
            event.add("geo", (float(room.point.latitude), float(room.point.longitude)))
        event.add("status", ("CONFIRMED" if is_sure else "TENTATIVE") if key in mine else "CANCELLED")
        events.append(event)
    return calendar_of("PUBLISH", *events)
