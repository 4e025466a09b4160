"""Questionnaires, rounds and answers for tests."""

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.surveys.actions import add_questionnaire, answer, open_round, publish_version, write_version
from takwin.surveys.enums import Kind, Purpose
from takwin.surveys.models import Questionnaire, Round, Version
from takwin.surveys.starting import Asked
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.people import make_person

QUESTIONS = (
    Asked(Kind.FACES, "كيف وجدت الدورة؟", "Comment était la session ?"),
    Asked(Kind.YES_NO, "هل توصي بها؟", "La recommandez-vous ?"),
    Asked(Kind.CHOICE, "ما الأهم؟", "Le plus important ?", False, (("الشرح", "l’exposé"), ("النقاش", "le débat")), 1),
    Asked(Kind.TEXT, "ملاحظات", "Remarques", False),
)
_numbers = count(1)


def make_questionnaire(owner: Body | None = None, purpose: str = Purpose.EVALUATION, **facts: Any) -> Questionnaire:
    facts = {"name_ar": f"استمارة {next(_numbers)}", "name_fr": "Questionnaire"} | facts
    return add_questionnaire(owner=owner or make_body(BodyKind.REGION), purpose=purpose, by=None, **facts)


def make_version(questionnaire: Questionnaire | None = None, asked: Sequence[Asked] = QUESTIONS) -> Version:
    """A published version that asks one question of each kind."""
    draft = write_version(questionnaire or make_questionnaire(), asked, by=None)
    return publish_version(draft, by=make_user())


def make_round(people: int = 1, version: Version | None = None, **facts: Any) -> tuple[Round, list[Person]]:
    """A round open today, asked of so many persons."""
    version = version or make_version()
    persons = [make_person() for _n in range(people)]
    today = clock.today()
    facts = {
        "opens_on": today,
        "closes_on": today + dt.timedelta(days=7),
        "tablet_on": today,
        "title_ar": "دورة",
        "title_fr": "Session",
    } | facts
    place = version.questionnaire.owner.place
    return open_round(version, persons, place=place, by=None, **facts), persons


def said(asked: Round, face: int = 5, yes: int = 1, option: int = 0, text: str = "") -> dict[int, str]:
    """What the form sends for the four questions of ``QUESTIONS``."""
    faces, yes_no, choice, words = asked.version.questions.prefetch_related("options")
    return {
        faces.pk: str(face), yes_no.pk: str(yes), choice.pk: str(choice.options.all()[option].pk), words.pk: text,
    }  # fmt: skip


def all_answer(asked: Round, persons: Sequence[Person], **facts: Any) -> None:
    for person in persons:
        answer(asked, person, said(asked, **facts), by=None)


def over(asked: Round) -> Round:
    """The same round, closed yesterday."""
    yesterday = clock.today() - dt.timedelta(days=1)
    Round.objects.filter(pk=asked.pk).update(opens_on=yesterday, closes_on=yesterday)
    asked.refresh_from_db()
    return asked
