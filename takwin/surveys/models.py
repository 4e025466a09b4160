"""Questionnaires by version, who may answer, and answers that no key joins to a person."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Named, Place
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.surveys.enums import Kind, Purpose
from takwin.surveys.paper.models import PaperCopy
from takwin.surveys.sounds.models import Recording

__all__ = [
    "Answer", "CouncilVoice", "Option", "PaperCopy", "Question", "Questionnaire", "Recording", "Round", "Sheet",
    "Version", "Voice",
]  # fmt: skip


def _said(arabic: str, french: str) -> str:
    """The text in the reader's language, in the other when it was written in one only."""
    first, second = (arabic, french) if get_language() == "ar" else (french, arabic)
    return first or second


def drawn() -> int:
    """A key drawn at random. On SQLite it is the place of the row too, so that no order of arrival is left there."""
    return secrets.randbelow(2**63 - 1) + 1


class Questionnaire(Named):
    """A set of questions that an institution asks again and again. Its questions live in its versions."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="questionnaires", verbose_name=_("institution"))
    purpose = models.CharField(_("aim"), max_length=12, choices=Purpose)

    class Meta:
        ordering = ["sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="questionnaire_named_once",
                fields=["owner", "name_ar"],
                violation_error_message=_("This institution already has a questionnaire of that name."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("surveys:questionnaire", args=[self.pk])


class Version(models.Model):
    """The questions of a questionnaire as they stood from a day on. Once published it never changes: what was
    answered to it stays readable; a change is a draft, at most one at a time, that becomes the next version."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["questionnaire__owner__place"], "body": ["questionnaire__owner"]}

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="survey_version_numbered_once",
                fields=["questionnaire", "number"],
                violation_error_message=_("Someone else has just written this version: reload the page."),
            ),
            models.UniqueConstraint(
                name="survey_version_one_draft",
                fields=["questionnaire"],
                condition=Q(published_at=None),
                violation_error_message=_("A draft of this questionnaire is already being written."),
            ),
            models.CheckConstraint(
                name="survey_version_published_by_someone",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                violation_error_message=_("A publication has its date and its author."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.number}"


class Question(models.Model):
    """One question of a version, in its order. ``required`` questions are all answered or none is taken."""

    PERSONAL: dict[str, object] = {}

    version = models.ForeignKey(Version, models.CASCADE, related_name="questions")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(_("answered by"), max_length=8, choices=Kind)
    text_ar = models.CharField(_("question in Arabic"), max_length=300)
    text_fr = models.CharField(_("question in French"), max_length=300)
    required = models.BooleanField(_("must be answered"), default=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                name="question_rank_once",
                fields=["version", "rank"],
                violation_error_message=_("Two questions have the same place."),
            ),
        ]

    def __str__(self) -> str:
        return _said(self.text_ar, self.text_fr)


class Option(models.Model):
    """One of the answers proposed to a question; the right one, in a test."""

    PERSONAL: dict[str, object] = {}

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    rank = models.PositiveSmallIntegerField()
    text_ar = models.CharField(max_length=200)
    text_fr = models.CharField(max_length=200)
    is_right = models.BooleanField(default=False)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                name="option_rank_once",
                fields=["question", "rank"],
                violation_error_message=_("Two answers have the same place."),
            ),
            models.UniqueConstraint(
                name="option_one_right",
                fields=["question"],
                condition=Q(is_right=True),
                violation_error_message=_("Only one answer is the right one."),
            ),
        ]

    def __str__(self) -> str:
        return _said(self.text_ar, self.text_fr)


class Round(models.Model):
    """A version asked of certain people between two days, ends included. Of what it is about it knows the title.

    ``keepers`` led what is judged: they may hand a tablet round on the one day ``tablet_on``, and read the results with
    everyone else once it is over. ``people`` is how many were asked: their voices go ninety days after the end.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["place", "owner__place"], "body": ["owner"], "person": ["keepers"]}

    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    title_ar = models.CharField(_("title in Arabic"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("to"), help_text=_("included"))
    tablet_on = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0)
    tablet_answers = models.PositiveIntegerField(default=0)
    paper_answers = models.PositiveIntegerField(default=0)
    keepers = models.ManyToManyField(Person, blank=True, related_name="kept_rounds")

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="round_days_in_order",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("A questionnaire closes on or after the day it opens."),
            ),
        ]

    def __str__(self) -> str:
        return _said(self.title_ar, self.title_fr)

    def get_absolute_url(self) -> str:
        return reverse("surveys:round", args=[self.pk])

    def is_open(self, on: dt.date | None = None) -> bool:
        return self.opens_on <= (on or clock.today()) <= self.closes_on

    @property
    def is_of_councils(self) -> bool:
        """Whether councils are asked, each answering at its desk: no tablet goes round, and no paper."""
        return self.version.questionnaire.purpose == Purpose.COUNCIL

    @property
    def takes_tablet(self) -> bool:
        """Whether a tablet may go round today: on another day nobody sees who holds it."""
        return self.is_open() and self.tablet_on == clock.today()

    @property
    def is_over(self) -> bool:
        return self.closes_on < clock.today()


class Voice(models.Model):
    """A person who may answer a round, and whether he has: nothing says when, nor what."""

    PERSONAL = {"has_answered": held("take one answer a person", keep=Keep.SHORT)}
    SCOPES = {"place": ["round__place", "round__owner__place"], "body": ["round__owner"], "person": ["round__keepers"]}

    round = models.ForeignKey(Round, models.CASCADE, related_name="voices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="voices")
    has_answered = models.BooleanField(default=False)

    class Meta:
        ordering = ["round", "person"]
        constraints = [
            models.UniqueConstraint(
                name="voice_once",
                fields=["round", "person"],
                violation_error_message=_("This person may already answer."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class CouncilVoice(models.Model):
    """A council that may answer a round for itself, and whether it has: nothing says when, nor what."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place", "round__owner__place"], "body": ["body", "round__owner"]}
    ACTS = {Permission.SURVEY_ANSWER: {"place": ["body__place"], "body": ["body"]}}

    round = models.ForeignKey(Round, models.CASCADE, related_name="councils")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("council"))
    has_answered = models.BooleanField(default=False)

    class Meta:
        ordering = ["round", "body"]
        constraints = [
            models.UniqueConstraint(
                name="council_voice_once",
                fields=["round", "body"],
                violation_error_message=_("This council may already answer."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class Sheet(models.Model):
    """What one person, or one council, answered, in a bag: a key drawn at random, no time, nothing leads to whom."""

    PERSONAL: dict[str, object] = {}

    id = models.BigAutoField(primary_key=True, default=drawn, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="sheets")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Answer(models.Model):
    """One question answered on a sheet: a face from 1 to 5, yes (1) or no (0), one of the options, or words."""

    PERSONAL: dict[str, object] = {}

    id = models.BigAutoField(primary_key=True, default=drawn, editable=False)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.PositiveSmallIntegerField(null=True)
    option = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="answer_once",
                fields=["sheet", "question"],
                violation_error_message=_("A question is answered once on a sheet."),
            ),
            models.CheckConstraint(
                name="answer_says_one_thing",
                condition=Q(value__isnull=False, value__range=(0, 5), option=None, text="")
                | Q(value=None, option__isnull=False, text="")
                | (Q(value=None, option=None) & ~Q(text="")),
                violation_error_message=_("An answer is a face, a yes or no, a choice, or words."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.value if self.value is not None else self.option or self.text)
