"""What those who left a session thought of it: asked after each session of the last year, answered by most."""

import datetime as dt
from random import Random

from takwin.portal.demo.world import BATCH, World
from takwin.surveys.actions import add_questionnaire, publish_version
from takwin.surveys.enums import Kind, Purpose
from takwin.surveys.models import Answer, Question, Round, Sheet, Version
from takwin.training.enums import SessionState
from takwin.training.evaluation.actions import ask
from takwin.training.evaluation.enums import Moment
from takwin.training.models import TrainingSession

YEAR = dt.timedelta(days=365)
HALF_A_YEAR, A_SEASON, A_WEEK = dt.timedelta(days=190), dt.timedelta(days=100), dt.timedelta(days=7)
PARTICIPANTS = "تقييم الدورة من طرف المستفيدين", "Évaluation de la session par les participants"
COUNCILS = "ما تغير في عمل المجالس بعد الدورة", "Ce qui a changé dans les conseils après la session"
SHARE = 0.7  # of those asked who answer
FACES = (2, 3, 4, 4, 4, 5, 5)
WORDS = ("مزيد من التمارين التطبيقية", "توزيع الوثائق قبل الدورة", "تمديد المدة إلى ثلاثة أيام", "قاعة أوسع")


def ask_opinions(world: World) -> None:
    """Write the questionnaire of leaving, ask it after each session closed in the year before, and let most answer."""
    with world.on(world.as_of - YEAR):
        version = _questionnaire(world, Purpose.EVALUATION, *PARTICIPANTS)
    closed = TrainingSession.objects.filter(state=SessionState.CLOSED, ends_on__gt=world.as_of - YEAR)
    questions = list(version.questions.all())
    for session in closed.order_by("ends_on", "pk"):
        with world.on(session.ends_on, 17):
            asked = ask(session, Moment.LEAVING, version, by=world.team.region).round
        _answer(world, asked, questions)


def hear_councils(world: World) -> None:
    """Months later, what councils see changed: of one session most have said it, of another they are being asked."""
    with world.on(world.as_of - YEAR):
        version = _questionnaire(world, Purpose.COUNCIL, *COUNCILS)
    closed = TrainingSession.objects.filter(state=SessionState.CLOSED).order_by("-ends_on", "pk")
    heard = closed.filter(ends_on__lt=world.as_of - HALF_A_YEAR, ends_on__gt=world.as_of - YEAR).first()
    waiting = closed.filter(ends_on__range=(world.as_of - HALF_A_YEAR, world.as_of - A_SEASON)).first()
    for session in filter(None, (heard, waiting)):
        with world.on(session.ends_on + A_WEEK, 10):
            asked = ask(session, Moment.COUNCIL, version, by=world.team.region).round
        if session == heard:
            _answer(world, asked, list(version.questions.prefetch_related("options")))


def _questionnaire(world: World, purpose: str, name_ar: str, name_fr: str) -> Version:
    made = add_questionnaire(
        owner=world.council, purpose=purpose, name_ar=name_ar, name_fr=name_fr, by=world.team.region
    )
    return publish_version(made.versions.get(), by=world.team.region)


def _answer(world: World, asked: Round, questions: list[Question]) -> None:
    """The sheets of those who answered, in bulk: their lines are ticked, nothing says whose is whose."""
    asked_of = asked.councils if asked.is_of_councils else asked.voices
    voices = [voice for voice in asked_of.all() if world.rng.random() < SHARE]
    sheets = [Sheet(round=asked) for _voice in voices]
    Sheet.objects.bulk_create(sheets, BATCH)
    rows = [row for sheet in sheets for question in questions if (row := _said(world.rng, sheet, question))]
    Answer.objects.bulk_create(rows, BATCH)
    asked_of.filter(pk__in=[voice.pk for voice in voices]).update(has_answered=True)


def _said(rng: Random, sheet: Sheet, question: Question) -> Answer | None:
    if question.kind == Kind.FACES:
        return Answer(sheet=sheet, question=question, value=rng.choice(FACES))
    if question.kind == Kind.YES_NO:
        return Answer(sheet=sheet, question=question, value=int(rng.random() < 0.85))
    if question.kind == Kind.CHOICE:
        return Answer(sheet=sheet, question=question, option=rng.choice(list(question.options.all())))
    return Answer(sheet=sheet, question=question, text=rng.choice(WORDS)) if rng.random() < 0.2 else None
