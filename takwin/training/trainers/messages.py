"""What short messages and calendars say to a trainer of his half-days, in both languages, beside his letters."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from icalendar import Event

from takwin.core import clock, formats
from takwin.core.amounts import Language
from takwin.documents.papers.parts import PARTS
from takwin.letters.codes import HIDDEN, address_on, token_in
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
from takwin.training.trainers.queries import Correspondence, Given, Written, rooms_in

WORDS: dict[Language, dict[str, str]] = {
    "ar": {
        "asked": "دعوة رقم {number} لتأطير «{topic}»: {dates}، {venue}. {answer}",
        "answer": "أجيبوا قبل {before}: {link} رمزكم: {code}",
        "answer_office": "المرجو إبلاغ جوابكم إلى الجهة المنظمة قبل {before}.",
        "own_page": "{link} رمزكم: {code}",
        "on_letter": "المكتوب على الرسالة",
        "charged": "رسالة تكليف رقم {number}: تأطير «{topic}»، {dates}، {venue}. {link}",
        "change": "تغيير يخص الرسالة رقم {number} (تأطير «{topic}»). {changes}. {link}",
        "cancel": "لم يعد مطلوبا منكم تأطير «{topic}» ({dates}). {because}الرسالة رقم {number} لاغية. {kept}",
        "because": "السبب: {reason}. ",
        "kept": "ويبقى تأطيركم قائما: {dates}.",
    },
    "fr": {
        "asked": "Invitation n° {number} à animer « {topic} » : {dates}, {venue}. {answer}",
        "answer": "Répondez avant le {before} : {link} votre code : {code}",
        "answer_office": "Répondez à l’organisateur avant le {before}.",
        "own_page": "{link} votre code : {code}",
        "on_letter": "celui de la lettre",
        "charged": "Lettre de mission n° {number} : animation de « {topic} », {dates}, {venue}. {link}",
        "change": "Changement, lettre n° {number} (animation de « {topic} »). {changes}. {link}",
        "cancel": "Vous n’avez plus à animer « {topic} » ({dates}). {because}"
        "La lettre n° {number} est sans objet. {kept}",
        "because": "Motif : {reason}. ",
        "kept": "Vous animez toujours : {dates}.",
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


def is_known(one: Written) -> bool:
    """Whether its addressee knows what a letter says: it was delivered, told by a message, or answered."""
    was_answered = isinstance(one, TrainerInvitation) and one.replied_at
    was_sent = any(not sending.error for sending in one.letter.sendings.all())
    return bool(was_answered or one.letter.delivered_at or was_sent)


def _is_over(one: Written) -> bool:
    """Whether a letter asks or charges no more: declined, taken back or void."""
    if isinstance(one, TrainerMission):
        return one.ended_at is not None
    return one.state in (InvitationState.DECLINED, InvitationState.WITHDRAWN)


def purpose_of(one: Written, session: TrainingSession, given: Sequence[Given]) -> Purpose | None:
    """Why one writes to a trainer about a letter; not at all where he answered, or was told nothing."""
    state = one.state if isinstance(one, TrainerInvitation) else ""
    if state == InvitationState.DECLINED:
        return None
    if _is_over(one) or not given or session.state == SessionState.CANCELLED:
        return Purpose.CANCEL if is_known(one) or not state else None
    if one.changes:
        return Purpose.CHANGE
    return None if state == InvitationState.ACCEPTED else Purpose.CONVENE


def messages_to(told: Correspondence, links: Sequence[PersonalLink]) -> list[Message]:
    """What a trainer is to be told now, of each letter apart; ``links`` are those that open his page, the first first.

    That a letter is void is not told where a later one that he knows or is told of is about the same half-days or new
    ones.
    """
    found: list[Message] = []
    later: list[Written] = []
    for one, given in reversed(told.speaking()):
        purpose = purpose_of(one, told.session, given)
        if purpose and not (purpose == Purpose.CANCEL and any(_replaces(other, one) for other in later)):
            found.append(_message(one, told, given, purpose, links))
        if purpose or is_known(one):
            later.append(one)
    return found[::-1]


def _replaces(other: Written, one: Written) -> bool:
    return (_is_over(one) and other.round > one.round) or _half_days(one) <= _half_days(other)


def _half_days(one: Written) -> set[str]:
    return set(one.told.get("events", {}))


def _message(
    one: Written, told: Correspondence, given: Sequence[Given], purpose: Purpose, links: Sequence[PersonalLink]
) -> Message:
    now = said_to(told.session, given)
    said = one.told or now
    rooms = [room for room in rooms_in(given) if room.point]
    lines = [_line(one, told, purpose, said, language, _address(one, told, links)) for language in LANGUAGES]
    return Message(
        one.letter, one.trainer.person, purpose, one.changes, subject_of(said),
        "\n".join([*lines, *ways_in(rooms, purpose)]),
        lambda: (calendar_for(told, purpose), "PUBLISH"),
        is_current=purpose == Purpose.CANCEL or not differs(said, now),
    )  # fmt: skip


def _address(one: Written, told: Correspondence, links: Sequence[PersonalLink]) -> str:
    """The address on his letter, which its code alone opens; a mission letter without one repeats that of the last
    invitation he accepted, or else the last that was given him. "" when it opens no more."""
    opened = {link.token for link in links}
    several: list[Written] = [one] if isinstance(one, TrainerInvitation) else [one, *told.accepted[::-1]]
    for address in (address_on(written.letter) for written in several):
        if token_in(address) in opened:
            return address
    return link_of(links[-1]) if links and isinstance(one, TrainerMission) else ""


def _line(
    one: Written, told: Correspondence, purpose: Purpose, said: dict[str, Any], language: Language, address: str
) -> str:
    words, reason = WORDS[language], _reason(one, told)
    link = _how_to_open(one, language, address) if purpose == Purpose.CONVENE else address
    key = ("asked" if isinstance(one, TrainerInvitation) else "charged") if purpose == Purpose.CONVENE else purpose
    keeps = purpose == Purpose.CANCEL and told.own and told.expected
    kept = _said(told.session, told.own, language)["dates"] if keeps else ""
    return _put_off(one, told, purpose, language) + words[key].format(
        number=one.letter.paper.reference, **said[language], link=link,
        answer=_how_to_answer(one, language, address) if isinstance(one, TrainerInvitation) else "",
        changes=changes_of(one, language) if purpose == Purpose.CHANGE else "",
        because=words["because"].format(reason=reason) if reason else "",
        kept=words["kept"].format(dates=kept) if kept else "",
    ).strip()  # fmt: skip


def _how_to_answer(one: TrainerInvitation, language: Language, address: str) -> str:
    """By his page and its code; by the office, when the page of that letter opens no more."""
    return WORDS[language]["answer" if address else "answer_office"].format(
        before=formats.day(one.answer_before, language=language), link=address, code=_code_of(one, language)
    )


def _how_to_open(one: Written, language: Language, address: str) -> str:
    """The address of his page, with the code where it is that of the mission letter itself."""
    if isinstance(one, TrainerMission) and address and address == address_on(one.letter):
        return WORDS[language]["own_page"].format(link=address, code=_code_of(one, language))
    return address


def _code_of(one: Written, language: Language) -> str:
    """The code, until the letter is delivered; then that it stands on the letter."""
    code: str = one.letter.paper.facts["reply"]["code"]
    return WORDS[language]["on_letter"] if code == HIDDEN else code


def _reason(one: Written, told: Correspondence) -> str:
    """Why he is no more expected: what the session says of its days, or what was written as he was taken back: an
    invitation he had accepted takes with it all that was his."""
    if told.session.state == SessionState.CANCELLED or one.round < told.session.round:
        return told.session.reason
    if isinstance(one, TrainerInvitation) and one.state == InvitationState.WITHDRAWN:
        return one.reason
    rows = [other for other in told.written if isinstance(other, TrainerInvitation) and other.replied_at]
    return next((other.reason for other in reversed(rows) if other.state == InvitationState.WITHDRAWN), "")


def _put_off(one: Written, told: Correspondence, purpose: Purpose, language: Language) -> str:
    """That the days are new ones, which they were before and why; "" when no letter told others."""
    former = [other for other in told.written if other.round < one.round and other.told]
    if purpose != Purpose.CONVENE or not former:
        return ""
    days = former[-1].told[language]["dates"]
    return OF_THE_CONVENED[language]["postponed"].format(days=days, reason=told.session.reason)


def calendar_for(told: Correspondence, purpose: Purpose) -> bytes:
    """An event for each of his half-days, under a ``UID`` that stays; those told once and no more his are struck out.

    Whichever letter the message is about, so that what he teaches stays when he is asked for more. Published rather
    than requested: a request may hold one event only (RFC 5546).
    """
    session, trainer = told.session, told.written[-1].trainer_id
    ever: dict[str, list[str]] = {}
    for one in told.written:
        ever |= one.told.get("gone", {}) | one.told.get("events", {})
    mine: dict[str, list[str]] = said_to(session, told.expected)["events"]
    rooms = {str(one.half.pk): one.room for one in told.expected}
    sure = {str(one.half.pk) for one in told.own}
    steps = [100 + 2 * one.changes + _is_over(one) for one in told.written]
    sequence = sum(steps) + (purpose == Purpose.CANCEL)
    site = settings.PUBLIC_URL.partition("://")[2]
    events = []
    for key, (begins, ends, title) in sorted((ever | mine).items(), key=lambda item: item[1]):
        event, room = Event(), rooms.get(key)
        event.add("uid", f"trainer-{session.pk}-{trainer}-{key}@{site}")
        event.add("sequence", sequence)
        event.add("dtstamp", clock.now())
        event.add("dtstart", dt.datetime.fromisoformat(begins))
        event.add("dtend", dt.datetime.fromisoformat(ends))
        event.add("summary", title)
        event.add("location", venue_of(session, "ar", [room] if room else []))
        if room and room.point:
            event.add("description", way_to(room))
            event.add("geo", (float(room.point.latitude), float(room.point.longitude)))
        event.add("status", ("CONFIRMED" if key in sure else "TENTATIVE") if key in mine else "CANCELLED")
        events.append(event)
    return calendar_of("PUBLISH", *events)
