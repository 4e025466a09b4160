"""The facts of a session's papers, always in Arabic: convocation, letter to the governor, notice of cancellation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from takwin.core import clock, formats
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import facts, notices
from takwin.documents.papers.engine import render
from takwin.documents.papers.parts import (
    Gender,
    Letterhead,
    Paper,
    Reference,
    Signatory,
    letter,
    paper,
    reference,
    signatory,
)
from takwin.letters.codes import HIDDEN, all_to_hand_over
from takwin.letters.models import PersonalLink
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity, courtesy
from takwin.people.models import Person
from takwin.people.queries import president_of
from takwin.training.enums import SessionState
from takwin.training.models import Convocation, Enrolment, TrainingSession

DECREE = "المرسوم رقم 2.16.297 الصادر في 23 من رمضان 1437 (29 يونيو 2016)"
CNDP = "معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08"
ANSWER_BEFORE = dt.timedelta(days=3)


@dataclass(frozen=True)
class Sender:
    """What every letter of a session has in common: who writes, from where, and who signs."""

    owner: Body
    capacity: str
    town: str
    letterhead: Letterhead
    signatures: Sequence[Signatory]


def sender_of(session: TrainingSession) -> Sender:
    """The president of the body that organises."""
    owner = session.owner
    president = president_of(owner, clock.today())
    said = capacity(Title.PRESIDENT, president.person.sex if president else "", "ar", body=owner)
    return Sender(owner, said, town_of(owner), letterhead_of(owner), [signatory(said)])


def session_facts(session: TrainingSession) -> dict[str, Any]:
    """The box that says what, when, where and with whom."""
    return facts.session(
        session.topic.name_ar,
        programme=programme_of(session),
        held=[
            facts.Held(row.day, row.half_day.part, row.starts_at, row.ends_at)
            for row in session.register.half_days.order_by("day", "part")
        ],
        venue=venue_of(session),
        trainers=trainers_of(session),
    )


def programme_of(session: TrainingSession) -> str:
    return session.action.programme.name_ar if session.action else "برنامج التكوين المستمر لأعضاء المجالس الترابية"


def venue_of(session: TrainingSession) -> str:
    """The rooms of the session and who lends them; the host or the place while no room is set."""
    rooms = {slot.room.pk: slot.room for slot in session.slots.select_related("room__lender") if slot.room}
    said = [f"{room.name_ar}، {room.address or room.lender.name_ar}" for room in rooms.values()]
    return " / ".join(said) or (session.host.name_ar if session.host else session.place.name_ar)


def trainers_of(session: TrainingSession) -> list[str]:
    """Each trainer once, with where he comes from."""
    slots = session.slots.select_related("trainer__person", "trainer__body")
    trainers = {slot.trainer.pk: slot.trainer for slot in slots if slot.trainer}
    return [f"{named(t.person)}، {t.body.name_ar}" for t in trainers.values()]


def named(person: Person) -> str:
    """السيدة نعيمة بوعزاوي: as a letter calls a person in Arabic."""
    return f"{courtesy(person.sex, 'ar')} {person.name_ar or person.name_fr}"


def gender_of(person: Person) -> Gender:
    return "f" if person.sex == Sex.FEMALE else "m" if person.sex == Sex.MALE else ""


def answer_before(session: TrainingSession) -> dt.date:
    """A few days before the session, and never before tomorrow."""
    return max(session.starts_on - ANSWER_BEFORE, clock.today() + dt.timedelta(days=1))


def convocation_facts(
    line: Enrolment, sender: Sender, *, number: str, box: dict[str, Any], link: PersonalLink
) -> dict[str, Any]:
    """The letter that convenes one person, with the link by which to answer; its code is added as it is printed."""
    person = line.person
    subject = "استدعاء لحضور دورة تكوينية"
    if line.session.round:
        subject = "تأجيل دورة تكوينية واستدعاء لحضورها في موعدها الجديد"
    return facts.convocation(
        _paper(f"CNV-{number}", subject, sender),
        sender.letterhead,
        _reference(number, sender),
        letter(sender.capacity, f"{named(person)}، {line.capacity}، {line.body.name_ar}", subject, basis=[DECREE]),
        session=box,
        name=person.name_ar or person.name_fr,
        gender=gender_of(person),
        capacity=f"{line.capacity}، {line.body.name_ar}",
        reply_before=answer_before(line.session),
        reply_code=HIDDEN,
        reply_url=settings.PUBLIC_URL + reverse("personal:page", args=[link.token]),
        signatures=sender.signatures,
    )


def print_convocations(convocations: Sequence[Convocation]) -> bytes:
    """The letters of several convened people as one PDF, each with the code of its addressee until it is delivered."""
    papers = all_to_hand_over([convocation.letter for convocation in convocations])
    return render("convocation", facts.convocations([paper.facts for paper in papers]))


def governor_facts(
    session: TrainingSession,
    sender: Sender,
    authority: Body,
    lines: Sequence[tuple[Enrolment, str]],
    *,
    number: str,
    box: dict[str, Any],
) -> dict[str, Any]:
    """The letter by which the authority has the convocations delivered; ``lines`` are people with their convocation."""
    subject = "تبليغ استدعاءات لحضور دورة تكوينية لفائدة المنتخبين"
    return facts.governor_letter(
        _paper(f"LTR-{number}", subject, sender),
        sender.letterhead,
        _reference(number, sender, f"لائحة اسمية و{len(lines)} استدعاء"),
        letter(sender.capacity, _authority(authority), subject, basis=[DECREE], salutation=_salutation(authority)),
        session=box,
        organiser=sender.owner.name_ar,
        partners="مصالحكم",
        people=[
            facts.Nominee(line.person.name_ar or line.person.name_fr, line.capacity, line.body.name_ar, convocation)
            for line, convocation in lines
        ],
        reply_before=answer_before(session),
        signatures=sender.signatures,
    )


def cancellation_facts(
    session: TrainingSession, sender: Sender, *, number: str, recipient: str, salutation: str
) -> dict[str, Any]:
    """The notice that the session will not be held, or not with whoever is expected elsewhere on its new days."""
    put_off = session.state != SessionState.CANCELLED
    subject = "تأجيل دورة تكوينية" if put_off else "إلغاء دورة تكوينية"
    days = formats.days({row.day for row in session.register.half_days.all()}, language="ar")
    begins = f"فعلاقة بالموضوع المشار إليه أعلاه، يؤسفني أن أخبركم أن الدورة التكوينية «{session.topic.name_ar}»"
    if put_off:
        told = (
            f"{begins} بـ{session.place.name_ar} قد أجلت إلى {days} للسبب الآتي: {session.reason}. "
            "وبما أنكم مرتبطون بالتزام آخر في هذا الموعد، فقد تعذر الاحتفاظ بمقعدكم."
        )
    else:
        told = (
            f"{begins}، التي كان من المقرر تنظيمها {days} بـ{session.place.name_ar}، "
            f"قد ألغيت للسبب الآتي: {session.reason}."
        )
    return notices.notice(
        _paper(f"LTR-{number}", subject, sender),
        sender.letterhead,
        _reference(number, sender),
        letter(sender.capacity, recipient, subject, salutation=salutation),
        paragraphs=[
            told,
            "وعليه، يعتبر الاستدعاء الموجه إليكم في هذا الشأن لاغيا، وسيتم إخباركم بكل دورة تكوينية مقبلة في حينه.",
        ],
        signatures=sender.signatures,
    )


def authority_addressee(authority: Body) -> tuple[str, str]:
    """Who the authority's letter goes to, and how it calls him."""
    return _authority(authority), _salutation(authority)


def _authority(authority: Body) -> str:
    return f"السيد {capacity(_authority_title(authority), 'm', 'ar', body=authority)}"


def _salutation(authority: Body) -> str:
    return "السيد الوالي" if _authority_title(authority) == Title.WALI else "السيد العامل"


def _authority_title(authority: Body) -> Title:
    return Title.WALI if authority.name_ar.startswith("ولاية") else Title.GOVERNOR


def _paper(code: str, title: str, sender: Sender) -> Paper:
    return paper(code, title, author=sender.owner.name_ar, made_at=clock.now(), cndp=CNDP)


def _reference(number: str, sender: Sender, attachments: str = "") -> Reference:
    return reference(number, sender.town, clock.today(), attachments)
