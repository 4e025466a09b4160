"""A cohort of future trainers, its candidates, the half-days they teach beside a trainer, what he observed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.models import Topic, Trainer
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Named
from takwin.documents.models import Act
from takwin.people.models import Person
from takwin.training.cohorts.enums import CandidateState, CohortState, Criterion, Level


class Cohort(Named):
    """Some twenty people whom an institution makes trainers: their modules, then half-days taught under observation.

    ``modules`` are topics of the catalogue, held by ordinary sessions. ``taught_half_days`` are those each must have
    given in a topic, favourably observed, to be accredited in it for ``years``.
    """

    MOVES = {"close": ({CohortState.OPEN}, CohortState.CLOSED)}
    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="cohorts", verbose_name=_("institution"))
    places = models.PositiveSmallIntegerField(_("places"), default=20)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    modules = models.ManyToManyField(Topic, related_name="cohorts", verbose_name=_("modules"))
    taught_half_days = models.PositiveSmallIntegerField(_("half-days to teach under observation"), default=2)
    years = models.PositiveSmallIntegerField(_("accredited for how many years"), default=3)
    state = models.CharField(_("state"), max_length=8, choices=CohortState, default=CohortState.OPEN)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="cohort_days_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A cohort ends after it begins."),
            ),
            models.CheckConstraint(
                name="cohort_has_places",
                condition=Q(places__gte=1, places__lte=60),
                violation_error_message=_("A cohort has between one and sixty places."),
            ),
            models.CheckConstraint(
                name="cohort_asks_for_something",
                condition=Q(taught_half_days__gte=1, taught_half_days__lte=20, years__gte=1, years__lte=10),
                violation_error_message=_(
                    "One to twenty half-days are taught; one is accredited for one to ten years."
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("training:cohort", args=[self.pk])


class Candidate(models.Model):
    """A person of a cohort, the body he comes from, the ``topics`` he is to teach.

    What he has done is never typed: sealed presence and observations say it. ``act`` is that which accredits him,
    until he goes on towards other topics; ``reason`` says why he was not kept, or left.
    """

    MOVES = {
        "choose": ({CandidateState.PROPOSED}, CandidateState.CHOSEN),
        "turn_down": ({CandidateState.PROPOSED}, CandidateState.REFUSED),
        "leave": ({CandidateState.CHOSEN}, CandidateState.WITHDRAWN),
        "accredit": ({CandidateState.CHOSEN}, CandidateState.ACCREDITED),
        "go_on": ({CandidateState.ACCREDITED}, CandidateState.CHOSEN),
    }
    PERSONAL = {"reason": held("explain a withdrawal", keep=Keep.MANDATE)}
    SCOPES = {"place": ["cohort__owner__place"], "body": ["cohort__owner"]}

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("comes from"))
    topics = models.ManyToManyField(Topic, related_name="+", verbose_name=_("topics he is to teach"))
    state = models.CharField(_("state"), max_length=10, choices=CandidateState, default=CandidateState.PROPOSED)
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by the act"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["person__sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="candidate_once_per_cohort",
                fields=["cohort", "person"],
                condition=~Q(state__in=["refused", "withdrawn"]),
                violation_error_message=_("This person is already in this cohort."),
            ),
            models.UniqueConstraint(
                name="candidate_follows_one_path",
                fields=["person"],
                condition=Q(state="chosen"),
                violation_error_message=_("This person already follows the path of a cohort."),
            ),
            models.CheckConstraint(
                name="candidate_left_with_reason",
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(reason=""),
                violation_error_message=_("Say why, in a few words."),
            ),
            models.CheckConstraint(
                name="candidate_accredited_by_an_act",
                condition=Q(state="accredited", act__isnull=False) | (~Q(state="accredited") & Q(act=None)),
                violation_error_message=_("A candidate is accredited by an act."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class CoTeaching(models.Model):
    """A workshop that a candidate gives beside its trainer: he is taken for that half-day, as the trainer is."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["slot__session__owner__place"],
        "body": ["slot__session__owner"],
        "person": ["slot__trainer__person"],
    }

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="co_teachings")
    slot = models.ForeignKey("training.Slot", models.CASCADE, related_name="co_teachings")

    class Meta:
        ordering = ["slot__half_day__day", "slot__half_day__part", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="co_teaching_once",
                fields=["candidate", "slot"],
                violation_error_message=_("This candidate already teaches in this workshop."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.slot}"


class Observation(models.Model):
    """What the accredited trainer of a session saw of a candidate who taught beside him, criterion by criterion."""

    PERSONAL = {"advice": held("explain an observation", keep=Keep.MANDATE)}
    SCOPES = {
        "place": ["session__owner__place"],
        "body": ["session__owner"],
        "person": ["trainer__person"],
    }

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="observations")
    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="observations")
    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="observations", verbose_name=_("observed by"))
    advice = models.CharField(_("advice to the candidate"), max_length=300, blank=True)
    observed_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="observation_once_a_session",
                fields=["candidate", "session"],
                violation_error_message=_("This candidate is already observed in this session."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.session}"


class ObservedCriterion(models.Model):
    """How far one criterion is acquired, in one observation."""

    PERSONAL: dict[str, object] = {}

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="criteria")
    criterion = models.CharField(max_length=14, choices=Criterion)
    level = models.PositiveSmallIntegerField(choices=Level)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="observed_criterion_once",
                fields=["observation", "criterion"],
                violation_error_message=_("This criterion is already noted in this observation."),
            ),
            models.CheckConstraint(
                name="observed_criterion_level",
                condition=Q(level__in=[1, 2, 3]),
                violation_error_message=_("A criterion is not yet acquired, acquired or mastered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"
