"""The facts of the letters to a trainer, in his language: the invitation to teach, the mission letter."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.core import formats
from takwin.core.amounts import Language
from takwin.core.text import attached
from takwin.documents.papers import notices
from takwin.documents.papers import trainers as letters
from takwin.documents.papers.parts import letter
from takwin.letters.codes import HIDDEN
from takwin.letters.models import PersonalLink
from takwin.people.enums import Sex
from takwin.people.labels import courtesy
from takwin.territory.ways import way_to
from takwin.training.models import TrainingSession
from takwin.training.papers import (
    COMMA,
    either,
    language_of,
    link_of,
    named,
    paper_of,
    programme_of,
    reference_of,
    sender_of,
)
from takwin.training.queries import half_days_of
from takwin.training.trainers.queries import Given, rooms_in

INVITES: dict[Language, str] = {
    "ar": "دعوة للمشاركة في تأطير دورة تكوينية",
    "fr": "Invitation à animer une session de formation",
}
CHARGES: dict[Language, str] = {
    "ar": "رسالة تكليف بمهمة تأطير دورة تكوينية",
    "fr": "Lettre de mission : animation d’une session de formation",
}
BEFORE: dict[Language, str] = {"ar": "يوم {}", "fr": "le {}"}
ASKS: dict[Language, tuple[str, str]] = {
    "ar": (
        (
            "فعلاقة بالموضوع المشار إليه أعلاه، وفي إطار تنفيذ {programme}، يشرفني أن أدعوكم إلى المشاركة في تأطير "
            "الدورة التكوينية «{topic}»، المزمع تنظيمها {in_place}، خلال أنصاف الأيام المبينة أسفله:"
        ),
        "والمرجو منكم موافاتي بجوابكم، بالقبول أو الاعتذار، قبل {before}. وتفضلوا بقبول فائق التقدير والاحترام.",
    ),
    "fr": (
        (
            "Dans le cadre de l’exécution du programme « {programme} », j’ai l’honneur de vous inviter à animer la "
            "session de formation « {topic} », prévue à {place}, durant les demi-journées ci-après :"
        ),
        (
            "Je vous prie de bien vouloir me faire part de votre acceptation ou de votre empêchement avant {before}. "
            "Veuillez agréer, {madam}, l’expression de ma considération distinguée."
        ),
    ),
}
IS_CHARGED: dict[Language, tuple[str, str]] = {
    "ar": (
        (
            "في إطار تنفيذ {programme}، يكلف {name}، {body}، بتأطير الدورة التكوينية «{topic}»، المنظمة {in_place}، "
            "وفق البرنامج التالي:"
        ),
        (
            "وتؤدى التعويضات عن أنصاف الأيام المنجزة فعليا كما تثبتها لوائح الحضور المختومة، حسب شبكة التعويضات "
            "المعمول بها لدى {owner}. وقد سلمت هذه الرسالة للمعني بالأمر للإدلاء بها عند الاقتضاء."
        ),
    ),
    "fr": (
        (
            "Dans le cadre de l’exécution du programme « {programme} », {name}, {body}, est {charged} d’animer la "
            "session de formation « {topic} », organisée à {place}, selon le programme suivant :"
        ),
        (
            "Les indemnités sont versées pour les demi-journées effectivement assurées, telles que l’établissent les "
            "listes de présence scellées, selon la grille de l’organisateur ({owner}). La présente lettre est "
            "remise à la personne intéressée pour servir et valoir ce que de droit."
        ),
    ),
}
CHARGED: dict[str, str] = {"": "chargé(e)", Sex.FEMALE: "chargée", Sex.MALE: "chargé"}


def invitation_facts(
    session: TrainingSession,
    trainer: Trainer,
    given: Sequence[Given],
    *,
    number: str,
    answer_before: dt.date,
    link: PersonalLink,
) -> dict[str, Any]:
    """He is asked for these half-days; by the link and the code on the letter he accepts or declines."""
    language = language_of(trainer.person)
    before = BEFORE[language].format(formats.day(answer_before, weekday=True, language=language))
    facts = _letter(session, trainer, given, INVITES, ASKS, number, before=before)
    return facts | notices.reply(before, HIDDEN, link_of(link), language)


def mission_facts(
    session: TrainingSession, trainer: Trainer, given: Sequence[Given], *, number: str, link: PersonalLink | None
) -> dict[str, Any]:
    """He is charged with these half-days, and is paid for those he gives by the grid of the institution.

    Whoever was named without being invited has no other letter to open his page with: this one has the ``link``.
    """
    facts = _letter(session, trainer, given, CHARGES, IS_CHARGED, number)
    own = notices.own_page(HIDDEN, link_of(link), language_of(trainer.person)) if link else {}
    return facts | own


def _letter(
    session: TrainingSession,
    trainer: Trainer,
    given: Sequence[Given],
    subjects: dict[Language, str],
    words: dict[Language, tuple[str, str]],
    number: str,
    **said: str,
) -> dict[str, Any]:
    person, language = trainer.person, language_of(trainer.person)
    sender, subject = sender_of(session, language), subjects[language]
    said |= {
        "programme": programme_of(session, language),
        "topic": either(language, session.topic),
        "place": either(language, session.place),
        "in_place": attached("ب", either("ar", session.place)),
        "name": named(person, language),
        "body": either(language, trainer.body),
        "owner": either(language, sender.owner),
        "madam": courtesy(person.sex, language),
        "charged": CHARGED[person.sex],
    }
    opening, closing = (sentence.format(**said) for sentence in words[language])
    to = COMMA[language].join([said["name"], said["body"]])
    return letters.trainer_letter(
        paper_of(f"FRM-{number}", subject, sender, language),
        sender.letterhead,
        reference_of(number, sender, language=language),
        letter(sender.capacity, to, f"{subject} ({session.reference})", salutation=said["madam"]),
        opening=opening,
        half_days=[_taught(session, one, language) for one in given],
        ways=[(either(language, room), way_to(room)) for room in rooms_in(given) if room.point],
        closing=closing,
        signatures=sender.signatures,
    )


def _taught(session: TrainingSession, given: Given, language: Language) -> letters.TaughtHalfDay:
    """A half-day with its hours, what is taught and where."""
    half = given.half
    return letters.TaughtHalfDay(
        half.half_day, half.starts_at, half.ends_at, given.title or either(language, session.topic),
        either(language, given.room or session.place),
    )  # fmt: skip


def title_of_fees(session: TrainingSession) -> str:
    """What the payment statement is for."""
    days = formats.days([half.day for half in half_days_of(session)], language="ar")
    return f"تأطير الدورة التكوينية «{either('ar', session.topic)}»، {days}"[:200]


def line_of(half: RegisterHalfDay) -> str:
    """A line of the payment statement: the half-day and its hours."""
    return letters.said_in_one_line(half.half_day, half.starts_at, half.ends_at)
