"""The facts of a session's papers: the convocation in the language of its addressee; the others in Arabic."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from takwin.attendance.tokens import token_for
from takwin.core import clock, formats
from takwin.core.amounts import Language, Noun, counted
from takwin.core.text import attached
from takwin.directory.models import Body, Room
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.keys import Signer
from takwin.documents.papers import facts, notices, routes
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
from takwin.people.enums import ELECTED, Sex, Title
from takwin.people.labels import capacity, courtesy, on_paper
from takwin.people.models import Person
from takwin.people.queries import president_of
from takwin.territory.ways import way_to
from takwin.training.enums import SessionState
from takwin.training.models import Convocation, Enrolment, TrainingSession
from takwin.training.routes import Stage

DECREES: dict[Language, str] = {
    "ar": "المرسوم رقم 2.16.297 الصادر في 23 من رمضان 1437 (29 يونيو 2016)",
    "fr": "Décret n° 2-16-297 du 23 ramadan 1437 (29 juin 2016)",
}
CNDP: dict[Language, str] = {
    "ar": "معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08",
    "fr": "Données personnelles traitées conformément à la loi n° 09-08",
}
COMMA: dict[Language, str] = {"ar": "، ", "fr": ", "}
SUBJECTS: dict[Language, tuple[str, str]] = {
    "ar": ("استدعاء لحضور دورة تكوينية", "تأجيل دورة تكوينية واستدعاء لحضورها في موعدها الجديد"),
    "fr": (
        "Convocation à une session de formation",
        "Report d'une session de formation et convocation à ses nouvelles dates",
    ),
}
CONVOCATION = Noun("استدعاء", "استدعاءان", "استدعاءات", "استدعاء")
ANSWER_BEFORE = dt.timedelta(days=3)


@dataclass(frozen=True)
class Sender:
    """What every letter of a session has in common: who writes, from where, and who signs."""

    owner: Body
    capacity: str
    town: str
    letterhead: Letterhead
    signatures: Sequence[Signatory]


def sender_of(session: TrainingSession, language: Language = "ar") -> Sender:
    """The president of the body that organises."""
    owner = session.owner
    president = president_of(owner, clock.today())
    said = capacity(Title.PRESIDENT, president.person.sex if president else "", language, body=owner)
    return Sender(owner, said, town_of(owner, language), letterhead_of(owner), [signatory(said)])


def session_facts(session: TrainingSession, language: Language = "ar") -> dict[str, Any]:
    """The box that says what, when, where and with whom."""
    return facts.session(
        either(language, session.topic),
        programme=programme_of(session, language),
        held=[
            facts.Held(row.day, row.half_day.part, row.starts_at, row.ends_at)
            for row in session.register.half_days.order_by("day", "part")
        ],
        venue=venue_of(session, language),
        ways=[way_to(room) for room in located_rooms(session)],
        trainers=trainers_of(session, language),
        put_off=put_off(session, language),
        language=language,
    )


def put_off(session: TrainingSession, language: Language) -> dict[str, str] | None:
    """The days of which people had been told before the session was postponed, and why; nothing when none had been."""
    if not session.round:
        return None
    former = Convocation.objects.filter(enrolment__session=session, rank__lt=session.round).exclude(told={})
    last = former.order_by("-rank", "pk").first()
    return {"days": last.told[language]["dates"], "reason": session.reason} if last else None


def either(language: Language, thing: Any) -> str:
    """The name of a thing in a language; in the other one where it has none."""
    names = [thing.name_ar, thing.name_fr]
    return str(next(filter(None, names if language == "ar" else reversed(names)), ""))


def programme_of(session: TrainingSession, language: Language = "ar") -> str:
    if session.action:
        return either(language, session.action.programme)
    return {
        "ar": "برنامج التكوين المستمر لأعضاء المجالس الترابية",
        "fr": "Formation continue des membres des conseils des collectivités territoriales",
    }[language]


def venue_of(session: TrainingSession, language: Language = "ar", rooms: Sequence[Room] | None = None) -> str:
    """The rooms of the session, or those given, and who lends them; the host or the place while no room is set."""
    comma, told = COMMA[language], rooms_of(session) if rooms is None else rooms
    said = [f"{either(language, r)}{comma}{r.address or either(language, r.lender)}" for r in told]
    return " / ".join(said) or either(language, session.host or session.place)


def rooms_of(session: TrainingSession) -> list[Room]:
    """Each room of the session once, in the order of its programme."""
    rooms = {slot.room.pk: slot.room for slot in session.slots.select_related("room__lender") if slot.room}
    return list(rooms.values())


def located_rooms(session: TrainingSession) -> list[Room]:
    """The rooms to which a link can lead."""
    return [room for room in rooms_of(session) if room.point]


def trainers_of(session: TrainingSession, language: Language = "ar") -> list[str]:
    """Each trainer once, with where he comes from."""
    slots = session.slots.select_related("trainer__person", "trainer__body")
    trainers = {slot.trainer.pk: slot.trainer for slot in slots if slot.trainer}
    return [f"{named(t.person, language)}{COMMA[language]}{either(language, t.body)}" for t in trainers.values()]


def named(person: Person, language: Language = "ar") -> str:
    """السيدة نعيمة بوعزاوي, Madame Naïma Bouazzaoui: as a letter calls a person."""
    return f"{courtesy(person.sex, language)} {either(language, person)}"


def language_of(person: Person) -> Language:
    """The language one writes to a person in: that of his account; French where he has no name in Arabic."""
    if person.user:
        return "fr" if person.user.language == "fr" else "ar"
    return "ar" if person.name_ar else "fr"


def gender_of(person: Person) -> Gender:
    return "f" if person.sex == Sex.FEMALE else "m" if person.sex == Sex.MALE else ""


def answer_before(session: TrainingSession) -> dt.date | None:
    """A few days before the session, never before tomorrow; none when no such day is left before the first of it."""
    day = max(session.starts_on - ANSWER_BEFORE, clock.today() + dt.timedelta(days=1))
    return day if day < session.starts_on else None


def convocation_facts(
    line: Enrolment, sender: Sender, *, number: str, box: dict[str, Any], link: PersonalLink, hand: Signer
) -> dict[str, Any]:
    """The letter that convenes one person, with the link by which to answer; its code is added as it is printed."""
    person, language = line.person, language_of(line.person)
    comma, body = COMMA[language], either(language, line.body)
    subject = SUBJECTS[language][bool(line.session.round)]
    office, is_elected = line.capacity, line.office is not None and line.office.title in ELECTED
    if language == "fr" and line.office:
        detail = on_paper(line.office.detail, "fr")
        office = capacity(line.office.title, person.sex, "fr", detail, kind=line.body.kind)
    return facts.convocation(
        paper_of(f"CNV-{number}", subject, sender, language),
        sender.letterhead,
        reference_of(number, sender, language=language),
        letter(
            sender.capacity,
            comma.join([named(person, language), office, body]),
            subject,
            basis=[DECREES[language]] if is_elected else [],
        ),
        session=box,
        name=either(language, person),
        gender=gender_of(person),
        capacity=f"{office}{comma}{body}",
        is_elected=is_elected,
        reply_before=answer_before(line.session),
        reply_code=HIDDEN,
        reply_url=f"{link_of(link)}#{token_for(line.session.register, person, hand=hand)}",
        signatures=sender.signatures,
    )


def link_of(link: PersonalLink) -> str:
    """The address of a person's own page. On paper a signed token follows its ``#``: the phone at the door judges it
    without a network, and the server that opens the page is never sent it."""
    return f"{settings.PUBLIC_URL}{link.get_absolute_url()}"


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
        paper_of(f"LTR-{number}", subject, sender),
        sender.letterhead,
        reference_of(number, sender, "لائحة اسمية و" + counted(len(lines), CONVOCATION, "ar")),
        letter(
            sender.capacity, _authority(authority), subject, basis=[DECREES["ar"]], salutation=_salutation(authority)
        ),
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


def route_list(session: TrainingSession, stages: Sequence[Stage]) -> bytes:
    """The list that follows the convocations of one authority from hand to hand, as the route stands now."""
    sender, authority = sender_of(session), stages[0].authority
    letters = [line.convocation.listed_in for stage in stages for line in stage.lines]
    number = " ".join(sorted({letter.paper.reference for letter in letters if letter}))
    told = [
        routes.RouteStage(
            stage.caid,
            stage.council.name_ar,
            [
                facts.Nominee(
                    line.convocation.enrolment.person.name_ar or line.convocation.enrolment.person.name_fr,
                    line.convocation.enrolment.capacity,
                    stage.council.name_ar,
                    line.convocation.letter.paper.reference,
                )
                for line in stage.lines
            ],
        )
        for stage in stages
    ]
    return render(
        "route-list",
        routes.route_list(
            paper_of(f"RTE-{number}", "ورقة تبليغ الاستدعاءات", sender),
            sender.letterhead,
            reference_of(number, sender),
            session=session_facts(session),
            authority=authority.name_ar,
            stages=told,
            before=answer_before(session),
        ),
    )


def cancellation_facts(
    session: TrainingSession, sender: Sender, *, number: str, recipient: str, salutation: str
) -> dict[str, Any]:
    """The notice that the session will not be held, or not with whoever is expected elsewhere on its new days."""
    put_off = session.state != SessionState.CANCELLED
    subject = "تأجيل دورة تكوينية" if put_off else "إلغاء دورة تكوينية"
    days = formats.days({row.day for row in session.register.half_days.all()}, language="ar")
    place = attached("ب", session.place.name_ar)
    begins = f"فعلاقة بالموضوع المشار إليه أعلاه، يؤسفني أن أخبركم أن الدورة التكوينية «{session.topic.name_ar}»"
    if put_off:
        told = (
            f"{begins} {place} قد أجلت إلى {days} للسبب الآتي: {session.reason}. "
            "وبما أنكم مرتبطون بالتزام آخر في هذا الموعد، فقد تعذر الاحتفاظ بمقعدكم."
        )
    else:
        told = f"{begins}، التي كان من المقرر تنظيمها {days} {place}، قد ألغيت للسبب الآتي: {session.reason}."
    return notices.notice(
        paper_of(f"LTR-{number}", subject, sender),
        sender.letterhead,
        reference_of(number, sender),
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


def paper_of(code: str, title: str, sender: Sender, language: Language = "ar") -> Paper:
    author = either(language, sender.owner)
    return paper(code, title, author=author, made_at=clock.now(), cndp=CNDP[language], language=language)


def reference_of(number: str, sender: Sender, attachments: str = "", language: Language = "ar") -> Reference:
    return reference(number, sender.town, clock.today(), attachments, language=language)
