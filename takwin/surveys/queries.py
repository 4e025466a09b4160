"""What was answered, question by question: counts, means and their intervals, never fewer than five sheets.

Results are read once a round is over: while it runs, two looks would tell what was answered between them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.people.enums import Title
from takwin.people.merging.vetoes import all_of
from takwin.people.models import Office, Person
from takwin.people.queries import in_office
from takwin.rights.enums import GRANTS, Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.queries import allowed
from takwin.surveys.enums import FACES, SATISFIED, Kind
from takwin.surveys.models import Answer, CouncilVoice, Question, Questionnaire, Round, Version, Voice
from takwin.surveys.paper.enums import PENDING

SPEAKERS = [role for role in Role if Permission.SURVEY_ANSWER in GRANTS[role]]
FEWEST = 5  # sheets below which nothing is shown
Z = 1.959964  # 97.5 % of a normal law


class Interval(NamedTuple):
    """A figure of a sample, and the bounds between which the true one lies nineteen times out of twenty."""

    figure: float
    low: float
    high: float


def share(part: int, whole: int) -> Interval:
    """The share of those who said something, with Wilson's interval: honest for a dozen answers as for a thousand."""
    p, n = part / whole, whole
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return Interval(p, min(p, max(0.0, middle - half)), max(p, min(1.0, middle + half)))


def student(freedom: int) -> float:
    """97.5 % of Student's law, by the expansion of Cornish and Fisher: within two hundredths from four degrees on."""
    return (
        Z
        + (Z**3 + Z) / (4 * freedom)
        + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)
        + (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * freedom**3)
    )


def mean(counts: Counter[int], least: int, most: int) -> Interval:
    """The mean of answers on a scale with its interval, kept within the scale; at least two answers."""
    n = counts.total()
    middle = sum(value * count for value, count in counts.items()) / n
    spread = sqrt(sum(count * (value - middle) ** 2 for value, count in counts.items()) / (n - 1))
    half = student(n - 1) * spread / sqrt(n)
    return Interval(middle, max(float(least), middle - half), min(float(most), middle + half))


@dataclass(frozen=True)
class Told:
    """What was answered to one question. ``bars`` are (label, count, share of those who answered)."""

    question: Question
    answered: int
    bars: list[tuple[str, int, float]]
    mean: Interval | None
    share: Interval | None
    texts: list[str]


@dataclass(frozen=True)
class Results:
    """A round that is over; ``told`` is empty when too few answered. ``on_tablet`` of them answered on the tablet,
    ``on_paper`` ticked a printed copy."""

    asked: int
    answered: int
    on_tablet: int
    on_paper: int
    told: list[Told]

    @property
    def too_few(self) -> bool:
        return self.answered < FEWEST


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The answers proposed to a question, as they are sent and as they are said; none for words."""
    if question.kind == Kind.FACES:
        return [(str(value), str(label)) for value, label in FACES.items()]
    if question.kind == Kind.YES_NO:
        return [("1", _("yes")), ("0", _("no"))]
    return [(str(option.pk), str(option)) for option in question.options.all()]


def results_of(asked: Round) -> Results:
    """Nothing is told of fewer than five sheets, nor before the round is over and all its paper copies are recorded."""
    answered = asked.sheets.count()
    if not asked.is_over or answered < FEWEST or awaited(asked):
        return Results(asked.people, answered, asked.tablet_answers, asked.paper_answers, [])
    questions = asked.version.questions.prefetch_related("options")
    answers: dict[int, list[Answer]] = {}
    for row in Answer.objects.filter(sheet__round=asked).order_by("pk"):
        answers.setdefault(row.question_id, []).append(row)
    told = [_told(question, answers.get(question.pk, [])) for question in questions]
    return Results(asked.people, answered, asked.tablet_answers, asked.paper_answers, told)


def awaited(asked: Round) -> int:
    """How many paper copies came back and are not in the bag yet."""
    return asked.copies.filter(state__in=PENDING).count()


def _told(question: Question, answers: Sequence[Answer]) -> Told:
    n = len(answers)
    if n < FEWEST:
        return Told(question, n, [], None, None, [])
    if question.kind == Kind.TEXT:
        return Told(question, n, [], None, None, [row.text for row in answers])
    said = Counter(str(row.option_id if row.value is None else row.value) for row in answers)
    bars = [(label, said[value], said[value] / n) for value, label in choices_of(question)]
    if question.kind == Kind.FACES:
        faces = Counter({int(value): count for value, count in said.items()})
        return Told(question, n, bars, mean(faces, 1, 5), share(sum(faces[face] for face in SATISFIED), n), [])
    right = "1" if question.kind == Kind.YES_NO else next((str(o.pk) for o in question.options.all() if o.is_right), "")
    return Told(question, n, bars, None, share(said[right], n) if right else None, [])


def satisfaction(rounds: Iterable[Round]) -> tuple[int, Interval] | None:
    """How many answered, and the share of their faces that are good or very good, over rounds that may be read.

    A question with fewer than five faces in a round is left out: added to the others, it could be told from their
    difference.
    """
    over = Round.objects.filter(pk__in=[asked.pk for asked in rounds], closes_on__lt=clock.today())
    over = over.exclude(copies__state__in=PENDING)
    faces = Answer.objects.filter(sheet__round__in=over, question__kind=Kind.FACES)
    asked_of = faces.order_by().values("sheet__round", "question").annotate(n=Count("pk")).filter(n__gte=FEWEST)
    readable = asked_of.filter(sheet__round=OuterRef("sheet__round"), question=OuterRef("question"))
    faces = faces.filter(Exists(readable))
    counts = faces.aggregate(
        all=Count("pk"), good=Count("pk", filter=Q(value__in=SATISFIED)), sheets=Count("sheet", distinct=True)
    )
    return (counts["sheets"], share(counts["good"], counts["all"])) if counts["all"] else None


def questionnaires_for(user: User) -> QuerySet[Questionnaire]:
    """The questionnaires this user may see, with the number of the published version and whether a draft is open."""
    drafts = Version.objects.filter(questionnaire=OuterRef("pk"), published_at=None)
    mine = allowed(Questionnaire.objects, user, Permission.SURVEY_VIEW).select_related("owner")
    published = Count("versions", filter=Q(versions__published_at__isnull=False))
    return mine.annotate(published=published, has_draft=Exists(drafts))


def rounds_for(user: User) -> QuerySet[Round]:
    """The rounds this user may see, with how many may answer and how many have."""
    mine = allowed(Round.objects, user, Permission.SURVEY_VIEW).select_related("place", "version__questionnaire")
    return mine.annotate(answered=Count("sheets"))


def has_spoken(asked: Round, person: Person) -> bool:
    """Whether a person has answered, under his own row or under one that was merged into it since."""
    return asked.voices.filter(person__in=all_of(person), has_answered=True).exists()


def unheard() -> QuerySet[Voice]:
    """The voices that have not spoken; the tick of a row merged into the person is his."""
    twin = Voice.objects.filter(round=OuterRef("round"), person__merged_into=OuterRef("person"), has_answered=True)
    return Voice.objects.filter(~Exists(twin), has_answered=False, person__merged_into=None)


def open_to(person: Person, on: dt.date) -> QuerySet[Voice]:
    """What a person may answer on a day."""
    rows = unheard().filter(person=person, round__opens_on__lte=on, round__closes_on__gte=on)
    return rows.select_related("round").order_by("round__closes_on", "pk")


def councils_to_hear(user: User) -> QuerySet[CouncilVoice]:
    """The councils for which this user may answer today, and has not."""
    today = clock.today()
    mine = allowed(CouncilVoice.objects, user, Permission.SURVEY_ANSWER).filter(has_answered=False)
    rows = mine.filter(round__opens_on__lte=today, round__closes_on__gte=today)
    return rows.select_related("round", "body").order_by("round__closes_on", "pk")


def councils_presided(person: Person) -> QuerySet[CouncilVoice]:
    """The councils over which a person presides today, that may be asked something: his personal link lets him answer
    for them, whichever letter brought it and were there an account too. He speaks for them either way, and once."""
    held = Office.objects.filter(in_office(clock.today()), person=person, title=Title.PRESIDENT)
    return CouncilVoice.objects.filter(body__in=held.values("body")).select_related("round", "body")


def councils_open_to(person: Person, on: dt.date) -> QuerySet[CouncilVoice]:
    """Those of them that have not answered and may on a day."""
    rows = councils_presided(person).filter(has_answered=False, round__opens_on__lte=on, round__closes_on__gte=on)
    return rows.order_by("round__closes_on", "pk")


def spoken_of(person: Person, on: dt.date) -> QuerySet[Voice]:
    """What he has answered of what is still open: that he has, and nothing of when or what."""
    rows = Voice.objects.filter(person=person, has_answered=True, round__opens_on__lte=on, round__closes_on__gte=on)
    return rows.select_related("round").order_by("round__closes_on", "pk")


def councils_spoken_of(person: Person, on: dt.date) -> QuerySet[CouncilVoice]:
    """The same of the councils over which he presides, were it another who answered."""
    rows = councils_presided(person).filter(has_answered=True, round__opens_on__lte=on, round__closes_on__gte=on)
    return rows.order_by("round__closes_on", "pk")


def without_account(rounds: Iterable[Round]) -> list[CouncilVoice]:
    """The councils of these rounds that have not answered, and for which nobody who has an account may."""
    rows = CouncilVoice.objects.filter(round__in=list(rounds), has_answered=False)
    voices = list(rows.select_related("body__place", "round").order_by("pk"))
    today = clock.today()
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), role__in=SPEAKERS, user__is_active=True, starts_on__lte=today
    )
    bodies, places = {voice.body_id for voice in voices}, {voice.body.place_id for voice in voices}
    reached = list(held.filter(Q(body__in=bodies) | Q(place__in=places)).values_list("body", "place"))
    heard_bodies, heard_places = (
        {body for body, _place in reached if body},
        {place for _body, place in reached if place},
    )
    return [v for v in voices if v.body_id not in heard_bodies and v.body.place_id not in heard_places]


def latest_published(questionnaires: QuerySet[Questionnaire]) -> QuerySet[Version]:
    """The version of each questionnaire that is asked today."""
    later = Version.objects.filter(
        questionnaire=OuterRef("questionnaire"), published_at__isnull=False, number__gt=OuterRef("number")
    )
    rows = Version.objects.filter(~Exists(later), questionnaire__in=questionnaires, published_at__isnull=False)
    return rows.select_related("questionnaire").order_by("questionnaire__sort_ar")
