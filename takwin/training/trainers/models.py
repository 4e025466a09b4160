"""Invitations to teach, mission letters, and the half-days that a payment statement pays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.core.personal import Keep, held
from takwin.letters.models import Letter, Told
from takwin.training.trainers.enums import InvitationState
from takwin.treasury.models import Expense

OF_A_SESSION: dict[str, list[str]] = {
    "place": ["session__owner__place"],
    "body": ["session__owner"],
    "person": ["trainer__person"],
}


class TrainerInvitation(Told):
    """A trainer of the pool is asked, by a numbered letter, to give half-days of a session that have no trainer.

    ``round`` is that of the session when he was asked: when its days move, what was not answered is void. ``reason`` is
    his when he declines, the office's when it takes the invitation back.
    """

    MOVES = {
        "accept": ({InvitationState.WAITING}, InvitationState.ACCEPTED),
        "decline": ({InvitationState.WAITING}, InvitationState.DECLINED),
        "take_back": ({InvitationState.WAITING, InvitationState.ACCEPTED}, InvitationState.WITHDRAWN),
    }
    PERSONAL = {"reason": held("know why a trainer cannot come", keep=Keep.MANDATE)}
    SCOPES = OF_A_SESSION

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="trainer_invitations")
    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="invitations", verbose_name=_("trainer"))
    half_days = models.ManyToManyField(RegisterHalfDay, related_name="+", verbose_name=_("half-days"))
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="trainer_invitation")
    round = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.WAITING)
    answer_before = models.DateField(_("answer awaited before"))
    replied_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # of the session too, when it moves

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="trainer_invitation_waits_once",
                fields=["session", "trainer"],
                condition=Q(state="waiting"),
                violation_error_message=_("This trainer is already invited and has not answered yet."),
            ),
            models.CheckConstraint(
                name="trainer_invitation_refused_with_reason",
                condition=~Q(state__in=["declined", "withdrawn"]) | ~Q(reason=""),
                violation_error_message=_("Say why, in a few words."),
            ),
            models.CheckConstraint(
                name="trainer_invitation_answered_on_a_day",
                condition=Q(state="waiting", replied_at=None)
                | Q(state__in=["accepted", "declined"], replied_at__isnull=False)
                | Q(state="withdrawn"),
                violation_error_message=_("An answer has its date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer} · {self.session}"


class TrainerMission(Told):
    """The numbered letter that charges a trainer with his half-days of a session; another follows when they move."""

    PERSONAL: dict[str, object] = {}
    SCOPES = OF_A_SESSION

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="missions")
    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="missions")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="trainer_mission")
    round = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="trainer_mission_once_a_round",
                fields=["session", "trainer", "round"],
                condition=Q(ended_at=None),
                violation_error_message=_("This trainer already has his mission letter."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.letter)


class PaidHalfDay(models.Model):
    """A half-day a trainer gave, in the payment statement that pays it: none is paid twice."""

    PERSONAL: dict[str, object] = {}

    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="paid_half_days")
    half_day = models.ForeignKey(RegisterHalfDay, models.PROTECT, related_name="+")
    expense = models.ForeignKey(Expense, models.PROTECT, related_name="half_days_paid")

    class Meta:
        ordering = ["half_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="half_day_paid_once",
                fields=["trainer", "half_day"],
                violation_error_message=_("A half-day of this trainer is already in a payment statement."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer} · {self.half_day}"
