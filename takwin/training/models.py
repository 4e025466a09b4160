"""Training sessions, their programme by half-day, seats, enrolments and convocations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Agreement
from takwin.attendance.models import Register, RegisterHalfDay
from takwin.catalogue.models import Topic, Trainer
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Place, Room
from takwin.letters.models import Letter, Told
from takwin.people.labels import capacity
from takwin.people.models import Office, Person
from takwin.programmes.models import Action
from takwin.rights.enums import Permission
from takwin.surveys.models import Round
from takwin.training.absences.models import AbsenceLetter
from takwin.training.cohorts.models import Candidate, Cohort, CoTeaching, Observation, ObservedCriterion
from takwin.training.enums import EnrolmentState, Reply, SessionState
from takwin.training.evaluation.enums import Moment
from takwin.training.improvements.models import Improvement
from takwin.training.materials.models import Material
from takwin.training.trainers.models import PaidHalfDay, TrainerInvitation, TrainerMission

__all__ = [
    "AbsenceLetter", "BodySeats", "Candidate", "CoTeaching", "Cohort", "Convocation", "Enrolment", "Improvement",
    "Material", "Observation", "ObservedCriterion", "PaidHalfDay", "SessionRound", "Slot", "TrainerInvitation",
    "TrainerMission", "TrainingSession",
]  # fmt: skip


class TrainingSession(models.Model):
    """One group following one topic, usually two consecutive days (four half-days), in one province.

    Its half-days, who is expected and who came live in ``register``. Its state changes only through actions.
    ``motive`` answers the warnings gone past (weekend, holiday, legal session month); ``programme_motive`` why people
    are convened while half-days lack a room or a subject. ``round`` counts how many
    times the days moved: a convocation of an earlier round no longer convenes.
    """

    MOVES = {
        "confirm": ({SessionState.TENTATIVE, SessionState.POSTPONED}, SessionState.CONFIRMED),
        "hold": ({SessionState.CONFIRMED}, SessionState.HELD),
        "close": ({SessionState.HELD}, SessionState.CLOSED),
        "postpone": ({SessionState.TENTATIVE, SessionState.CONFIRMED}, SessionState.POSTPONED),
        "cancel": ({SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED}, SessionState.CANCELLED),
    }
    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["owner__place", "place", "seats_by_body__body__place", "enrolments__body__place"],
        "body": ["owner", "host", "seats_by_body__body", "enrolments__body"],
        "person": ["slots__trainer__person", "enrolments__person"],
    }

    ACTS = {
        permission: {"place": ["owner__place"], "body": ["owner"]}
        for permission in (
            Permission.SESSION_EDIT,
            Permission.SESSION_CONFIRM,
            Permission.CERTIFICATE_ISSUE,
            Permission.SURVEY_EDIT,
        )
    }

    owner = models.ForeignKey(Body, models.PROTECT, related_name="sessions", verbose_name=_("organised by"))
    reference = models.CharField(
        _("reference"),
        max_length=20,
        unique=True,
        error_messages={
            "unique": _("Another session bears this reference: change the code of the body in references.")
        },
    )
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("action")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("agreement")
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sessions", verbose_name=_("topic"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="sessions", verbose_name=_("province"))
    host = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hosted by"))
    register = models.OneToOneField(Register, models.PROTECT, related_name="session")
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.TENTATIVE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), help_text=_("included"))
    minimum = models.PositiveSmallIntegerField(_("minimum of participants"), default=15)
    seats = models.PositiveSmallIntegerField(_("seats"), default=40)
    certificate_half_days = models.PositiveSmallIntegerField(_("half-days required for the certificate"), default=3)
    replacement = models.BooleanField(
        _("whoever cannot come may name a colleague"),
        default=True,
        help_text=_("Of the same council, free on these days. The colleague takes the seat and is convened."),
    )
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=2, null=True, blank=True)
    motive = models.CharField(_("motive for going past warnings"), max_length=1000, blank=True)  # one after the other
    programme_motive = models.CharField(
        _("motive for convening without a whole programme"), max_length=300, blank=True, editable=False
    )
    reason = models.CharField(_("reason for postponing or cancelling"), max_length=300, blank=True)
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, blank=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["state", "starts_on"], name="session_state_day")]
        constraints = [
            models.CheckConstraint(
                name="session_seats_at_least_minimum",
                condition=Q(seats__gt=0, minimum__lte=models.F("seats")),
                violation_error_message=_("A session has at least as many seats as its minimum, and at least one."),
            ),
            models.CheckConstraint(
                name="session_days_in_order",
                condition=Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A session ends after it begins."),
            ),
            models.CheckConstraint(
                name="session_confirmed_at_matches_state",
                condition=Q(state__in=["confirmed", "held", "closed"], confirmed_at__isnull=False)
                | Q(state="tentative", confirmed_at=None)
                | Q(state__in=["postponed", "cancelled"]),
                violation_error_message=_("A confirmed session has the date of its confirmation."),
            ),
            models.CheckConstraint(
                name="session_stopped_with_reason",
                condition=~Q(state__in=["postponed", "cancelled"]) | ~Q(reason=""),
                violation_error_message=_("Postponing or cancelling needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.topic.name

    def get_absolute_url(self) -> str:
        return reverse("training:session", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether people may still be enrolled: until it is closed, postponed sessions included."""
        return self.state not in (SessionState.CLOSED, SessionState.CANCELLED)


class Slot(models.Model):
    """What happens in one half-day of a session: a title, a room, a trainer. Two workshops are two slots."""

    PERSONAL: dict[str, object] = {}

    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="slots")
    half_day = models.ForeignKey(RegisterHalfDay, models.CASCADE, related_name="slots")
    title = models.CharField(_("what is taught"), max_length=200, blank=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room"))
    trainer = models.ForeignKey(
        Trainer, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("trainer")
    )

    class Meta:
        ordering = ["half_day__day", "half_day__part", "pk"]

    def __str__(self) -> str:
        return self.title or str(self.half_day)


class BodySeats(models.Model):
    """How many seats of a session are kept for one body (a commune, a provincial council)."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place", "session__place", "session__owner__place"], "body": ["body", "session__owner"]}

    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="seats_by_body")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ["body__sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="body_seats_once",
                fields=["session", "body"],
                violation_error_message=_("This body already has its seats."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.seats}"


class Enrolment(models.Model):
    """A person in a session, for a body and in a capacity; or next on the waiting list, in order of nomination.

    ``walk_in``: he was in the room without having been invited, and added there; ``motive`` says why, when no seat was
    left.
    """

    MOVES = {
        "admit": ({EnrolmentState.WAITING}, EnrolmentState.ENROLLED),
        "withdraw": ({EnrolmentState.ENROLLED, EnrolmentState.WAITING}, EnrolmentState.WITHDRAWN),
    }
    PERSONAL = {
        "reply_note": held("excuse an absence", keep=Keep.MANDATE),
        "withdrawal_reason": held("explain a withdrawal", keep=Keep.MANDATE),
        "motive": held("explain a seat given beyond the last", keep=Keep.MANDATE),
        "search_text": held("find the person", keep=Keep.MANDATE),
    }
    SCOPES = {
        "place": ["body__place", "session__place", "session__owner__place"],
        "body": ["body", "session__owner"],
        "person": ["person", "session__slots__trainer__person"],
    }

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("for the body"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in the capacity of")
    )
    capacity = models.CharField(_("capacity"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    reply = models.CharField(_("reply"), max_length=10, choices=Reply, default=Reply.NONE)
    reply_note = models.CharField(_("reason given"), max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    walk_in = models.BooleanField(_("came uninvited"), default=False)
    motive = models.CharField(_("motive for going past the last seat"), max_length=300, blank=True)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=200, blank=True)
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    nominated_at = models.DateTimeField()
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ["nominated_at", "pk"]
        indexes = [models.Index(fields=["-nominated_at", "-id"], name="enrolment_nominated")]
        constraints = [
            models.UniqueConstraint(
                name="enrolment_once",
                fields=["session", "person"],
                condition=~Q(state="withdrawn"),
                violation_error_message=_("This person is already nominated for this session."),
            ),
            models.CheckConstraint(
                name="enrolment_replaced_is_withdrawn",
                condition=Q(replaced_by=None) | Q(state="withdrawn", reply="replaced"),
                violation_error_message=_("Whoever a colleague replaces is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.session}"

    @property
    def capacity_said(self) -> str:
        """The capacity in the reader's language, as said of this person; as it was written when no office tells it."""
        if self.office is None:
            return self.capacity
        office, language = self.office, get_language() or "ar"
        return capacity(office.title, self.person.sex, language, office.detail, kind=self.body.kind)


class Convocation(Told):
    """The numbered letter that convenes one enrolled person. A later one replaces it when the session moves.

    ``rank`` is the round of the session it convenes to. ``listed_in`` is the letter to the governor that names the
    person in its list; empty until that letter is made.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["enrolment__body__place", "enrolment__session__owner__place", "enrolment__session__place"],
        "body": ["enrolment__body", "enrolment__session__owner"],
        "person": ["enrolment__person"],
    }

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="convocations")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="convocation")
    rank = models.PositiveSmallIntegerField(default=0)
    listed_in = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="lists")

    class Meta:
        ordering = ["enrolment", "rank"]
        constraints = [
            models.UniqueConstraint(
                name="convocation_rank_once",
                fields=["enrolment", "rank"],
                violation_error_message=_("This person has already been convened."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.letter)


class SessionRound(models.Model):
    """The opinions asked on a session at one moment: before, at its end, on leaving, months later."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["session__owner__place", "session__place"], "body": ["session__owner"]}

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="rounds")
    round = models.OneToOneField(Round, models.PROTECT, related_name="session_round")
    moment = models.CharField(_("moment"), max_length=8, choices=Moment)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(
                name="session_round_once_a_moment",
                fields=["session", "moment"],
                violation_error_message=_("Opinions were already asked at that moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.get_moment_display()}"
