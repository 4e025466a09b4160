"""Plans, yearly programmes and actions; who pays what share; days received elsewhere."""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.models import Topic
from takwin.core import clock
from takwin.core.halfdays import Part
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Named
from takwin.documents.models import Act, StoredFile
from takwin.people.models import Person
from takwin.programmes.enums import (
    ActionKind,
    ClaimState,
    ClosingRule,
    PlanKind,
    ProgrammeKind,
    ProgrammeState,
    Split,
    TopUpKind,
)

HALF_CENTIME = Decimal("0.005")


class Plan(Named):
    """A plan over several years (the region's master plan, a foundation's plan). Years are inclusive.

    Those who bear a share of one of its programmes see it.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["owner__place", "programmes__shares__body__place"],
        "body": ["owner", "programmes__shares__body"],
    }

    owner = models.ForeignKey(Body, models.PROTECT, related_name="plans", verbose_name=_("plan of"))
    kind = models.CharField(_("kind"), max_length=12, choices=PlanKind, default=PlanKind.MASTER)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))

    class Meta:
        ordering = ["-first_year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("A plan ends after it begins."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programmes:plan", args=[self.pk])

    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


class PlanVersion(models.Model):
    """A version of a plan: its text, and the act that approved it once it has."""

    PERSONAL: dict[str, object] = {}

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by"))
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text")
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="plan_version_once",
                fields=["plan", "number"],
                violation_error_message=_("This version already exists."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"


class Axis(Named):
    """An axis of a plan, under which actions stand."""

    PERSONAL: dict[str, object] = {}

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="axes")
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="axis_number_once",
                fields=["plan", "number"],
                violation_error_message=_("The plan already has an axis of that number."),
            ),
        ]


class Programme(Named):
    """What is done in one year: slice of a plan, or an emergency programme that stands without one.

    ``shares_cost`` is false where nobody else pays (a foundation). The budget is the sum of its actions.
    An adopted programme opened again is the next ``version``, a draft until its own act.
    """

    MOVES = {
        "adopt": ({ProgrammeState.DRAFT}, ProgrammeState.ADOPTED),
        "reopen": ({ProgrammeState.ADOPTED}, ProgrammeState.DRAFT),
        "close": ({ProgrammeState.ADOPTED}, ProgrammeState.CLOSED),
    }
    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place", "shares__body__place"], "body": ["owner", "shares__body"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="programmes", verbose_name=_("programme of"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("plan")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ProgrammeKind, default=ProgrammeKind.ANNUAL)
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("adopted by"))
    shares_cost = models.BooleanField(_("cost is shared"), default=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="programme_once_a_year",
                fields=["owner", "kind", "year"],
                violation_error_message=_("This body already has such a programme for that year."),
            ),
            models.CheckConstraint(
                name="programme_dates_match_state",
                condition=Q(state="draft", adopted_at=None, closed_at=None)
                | Q(state="adopted", adopted_at__isnull=False, closed_at=None)
                | Q(state="closed", adopted_at__isnull=False, closed_at__isnull=False),
                violation_error_message=_("An adopted programme has its date, a closed one too."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.pk])


class Action(Named):
    """One line of a programme: a training to hold so many times, a study, a meeting, with its budget."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["programme__owner__place"], "body": ["programme__owner"]}

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="actions")
    axis = models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("axis")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=ActionKind, default=ActionKind.TRAINING)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    planned_sessions = models.PositiveSmallIntegerField(_("sessions planned"), default=0)
    planned_seats = models.PositiveIntegerField(_("seats planned"), default=0)
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, default=Decimal("0.00"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="action_number_once",
                fields=["programme", "number"],
                violation_error_message=_("The programme already has an action of that number."),
            ),
            models.CheckConstraint(
                name="action_budget_not_negative",
                condition=Q(budget__gte=0),
                violation_error_message=_("A budget is not negative."),
            ),
        ]


class CostShare(models.Model):
    """How the cost of a programme is divided: fixed by forecast heads at adoption, recounted at the year's closing.

    Decree 2-16-297, article 8: the region bears at least 25 %; provinces and communes share the rest by members
    who benefit; anyone may pay more. ``rounds_to_dirham`` splits in whole dirhams. Another ``split`` is what the
    parties agreed: that of the ``scenario`` that was kept among those compared.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["programme__owner__place"], "body": ["programme__owner"]}

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="cost_share")
    total = models.DecimalField(_("cost to share"), max_digits=14, decimal_places=2)
    region_percent = models.DecimalField(_("region's part, in %"), max_digits=5, decimal_places=2)
    rounds_to_dirham = models.BooleanField(_("round to the dirham"), default=False)
    split = models.CharField(_("shared by"), max_length=10, choices=Split, default=Split.HEADS)
    scenario = models.ForeignKey(
        "programmes.Scenario", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scenario kept")
    )
    fixed_at = models.DateTimeField(_("fixed at"), null=True, blank=True)
    recounted_at = models.DateTimeField(_("recounted at"), null=True, blank=True)
    actual_total = models.DecimalField(_("actual cost"), max_digits=14, decimal_places=2, null=True, blank=True)
    closing_rule = models.CharField(_("how the year was closed"), max_length=10, choices=ClosingRule, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cost_share_actual_not_negative",
                condition=Q(actual_total=None) | Q(actual_total__gte=0),
                violation_error_message=_("A cost is not negative."),
            ),
            models.CheckConstraint(
                name="cost_share_total_not_negative",
                condition=Q(total__gte=0),
                violation_error_message=_("A cost is not negative."),
            ),
            models.CheckConstraint(
                name="cost_share_percent_between_0_and_100",
                condition=Q(region_percent__gte=0, region_percent__lte=100),
                violation_error_message=_("A part is a percentage between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme)


class Share(models.Model):
    """What one body bears of a programme. ``amount`` is its share plus its top-up.

    ``weight`` is what the split counts of it when that is not the members expected (inhabitants, one each, centimes).

    ``carried`` is what the closing of the year before left: a credit (negative) or a supplement. ``difference``,
    known at this year's closing, is what the recount leaves to the year after; ``top_up_kept`` is then what of the
    top-up the actual cost called for, all of it unless the year cost less than what was promised.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place", "programme__owner__place"], "body": ["body", "programme__owner"]}

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="shares")
    body = models.ForeignKey(Body, models.PROTECT, related_name="shares", verbose_name=_("body"))
    heads_forecast = models.PositiveIntegerField(_("members expected to benefit"), default=0)
    weight = models.PositiveBigIntegerField(_("counted for"), null=True, blank=True)
    heads_actual = models.PositiveIntegerField(_("members who benefited"), null=True, blank=True)
    base = models.DecimalField(_("share"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    top_up = models.DecimalField(_("top-up"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    top_up_kind = models.CharField(_("top-up is"), max_length=10, choices=TopUpKind, default=TopUpKind.LOWERS)
    purpose = models.CharField(_("earmarked for"), max_length=120, blank=True)
    amount = models.DecimalField(_("to pay"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    carried = models.DecimalField(_("carried over"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    top_up_kept = models.DecimalField(_("top-up kept"), max_digits=14, decimal_places=2, null=True, blank=True)
    difference = models.DecimalField(_("difference"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["body__place__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="share_once",
                fields=["programme", "body"],
                violation_error_message=_("This body already has a share of the programme."),
            ),
            models.CheckConstraint(
                name="share_not_negative",
                condition=Q(base__gte=0, top_up__gte=0, amount__gte=0),
                violation_error_message=_("A share is not negative."),
            ),
            models.CheckConstraint(
                name="share_keeps_no_more_than_its_top_up",
                condition=Q(top_up_kept=None) | Q(top_up_kept__gte=0, top_up_kept__lte=F("top_up")),
                violation_error_message=_("What is kept of a top-up is no more than the top-up."),
            ),
            models.CheckConstraint(
                name="share_amount_is_base_and_top_up",
                # within half a centime: SQLite adds decimals as binary fractions
                condition=Q(amount__gt=F("base") + F("top_up") - HALF_CENTIME)
                & Q(amount__lt=F("base") + F("top_up") + HALF_CENTIME),
                violation_error_message=_("What is paid is the share and the top-up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.body}"

    @property
    def due(self) -> Decimal:
        """What the body is asked for: a credit lowers it to nothing, never below."""
        return max(self.amount + self.carried, Decimal("0.00"))

    @property
    def recounted(self) -> Decimal:
        """The share as the closing of the year counted it, its top-up apart."""
        kept = self.top_up if self.top_up_kept is None else self.top_up_kept
        return self.amount + (self.difference or Decimal("0.00")) - kept

    @property
    def top_up_returned(self) -> Decimal:
        """The part of the top-up that the actual cost did not call for."""
        return Decimal("0.00") if self.top_up_kept is None else self.top_up - self.top_up_kept

    @property
    def credit_left(self) -> Decimal:
        """The part of a carried credit that this year could not absorb (negative, or zero)."""
        return min(self.amount + self.carried, Decimal("0.00"))


class ElsewhereDay(models.Model):
    """A half-day of training received elsewhere (another region, a ministry), with its proof.

    It counts once a second person has accepted it. The half-days recorded at once, under one proof, are one
    ``stay``: they are accepted or refused together.
    """

    MOVES = {
        "accept": ({ClaimState.PROPOSED}, ClaimState.ACCEPTED),
        "refuse": ({ClaimState.PROPOSED}, ClaimState.REFUSED),
    }
    PERSONAL = {"provider": held("prove the days received", keep=Keep.PERMANENT)}
    SCOPES = {"place": ["body__place"], "body": ["body"], "person": ["person"]}

    stay = models.UUIDField(default=uuid4, editable=False, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="elsewhere_days", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("as member of"))
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=1, choices=Part)
    provider = models.CharField(_("given by"), max_length=200)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof")
    )
    state = models.CharField(_("state"), max_length=10, choices=ClaimState, default=ClaimState.PROPOSED)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["-day", "part", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="elsewhere_day_once",
                fields=["person", "day", "part"],
                condition=Q(state__in=["proposed", "accepted"]),
                violation_error_message=_("This half-day is already recorded for this person."),
            ),
            models.CheckConstraint(
                name="elsewhere_day_decided_by_another",
                condition=Q(decided_by=None) | Q(recorded_by=None) | ~Q(decided_by=F("recorded_by")),
                violation_error_message=_("A second person accepts or refuses, not the one who recorded."),
            ),
            models.CheckConstraint(
                name="elsewhere_day_decided_at_matches_state",
                condition=Q(state="proposed", decided_at=None)
                | Q(state__in=["accepted", "refused"], decided_at__isnull=False),
                violation_error_message=_("A decision has its date."),
            ),
            models.CheckConstraint(
                name="elsewhere_day_refusal_has_motive",
                condition=~Q(state="refused", motive=""),
                violation_error_message=_("Say why these days are refused."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programmes:stay", args=[self.stay])

    def __str__(self) -> str:
        return f"{self.person} {self.day}"
