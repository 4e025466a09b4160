"""Agreements between n parties, each with its own dated path; what each commits, year by year."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.agreements.enums import AgreementKind, PartyRole, StepKind
from takwin.directory.models import Body, Named, Place
from takwin.documents.models import Act, StoredFile
from takwin.people.models import Person
from takwin.programmes.models import Programme


class Agreement(Named):
    """A convention, usually of one province with its communes. Its state is derived from its parties' paths.

    ``name`` is its title. It is in force when every party has signed, from the last signature on.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["owner__place", "place", "parties__body__place"],
        "body": ["owner", "parties__body"],
    }

    owner = models.ForeignKey(Body, models.PROTECT, related_name="agreements", verbose_name=_("prepared by"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=AgreementKind, default=AgreementKind.SPECIFIC)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("territory"))
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="agreements", verbose_name=_("programmes paid")
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    text = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed text")
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["-first_year", "reference"]
        constraints = [
            models.CheckConstraint(
                name="agreement_years_in_order",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("An agreement ends after it begins."),
            ),
            models.CheckConstraint(
                name="agreement_cancelled_with_motive",
                condition=Q(cancelled_on=None) | ~Q(motive=""),
                violation_error_message=_("Say why the agreement is cancelled."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.pk])

    def also_known_as(self) -> list[str]:
        return [self.reference, self.place.name_ar, self.place.name_fr]


class Party(models.Model):
    """A body bound by an agreement, in a role."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["body__place", "agreement__owner__place", "agreement__place"],
        "body": ["body", "agreement__owner"],
    }

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="parties", verbose_name=_("body"))
    role = models.CharField(_("role in the agreement"), max_length=10, choices=PartyRole, default=PartyRole.FUNDER)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="party_once",
                fields=["agreement", "body"],
                violation_error_message=_("This body is already a party."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class Step(models.Model):
    """A dated fact on a party's path. What a commune declares counts apart until the region has confirmed it.

    A signature is by a named person in a capacity; a vote and a visa have their act. One step of a kind stands;
    a wrong one is withdrawn (``withdrawn_at``) and another recorded, so that the story stays.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["party__body__place", "party__agreement__owner__place", "party__agreement__place"],
        "body": ["party__body", "party__agreement__owner"],
    }

    party = models.ForeignKey(Party, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=StepKind)
    done_on = models.DateField(_("date"))
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("act"))
    signatory = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    capacity = models.CharField(_("in the capacity of"), max_length=120, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["done_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="step_once",
                fields=["party", "kind"],
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This step is already recorded for this party."),
            ),
            models.CheckConstraint(
                name="step_signature_by_someone",
                condition=~Q(kind="signature") | (Q(signatory__isnull=False) & ~Q(capacity="")),
                violation_error_message=_("A signature is given by a named person, in a capacity."),
            ),
            models.CheckConstraint(
                name="step_has_its_act",
                condition=Q(kind__in=["vote", "visa"], act__isnull=False)
                | Q(kind__in=["sitting", "signature"], act=None),
                violation_error_message=_("A vote and a visa have their act, and only they."),
            ),
            models.CheckConstraint(
                name="step_withdrawn_with_motive",
                condition=Q(withdrawn_at=None) | ~Q(motive=""),
                violation_error_message=_("Say why this step is withdrawn."),
            ),
            models.CheckConstraint(
                name="step_confirmed_by_someone",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                violation_error_message=_("A confirmation has its date and its author."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.party}"


class Commitment(models.Model):
    """What a party promises for a year; its instalments sum to it."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["party__body__place", "party__agreement__owner__place", "party__agreement__place"],
        "body": ["party__body", "party__agreement__owner"],
    }

    party = models.ForeignKey(Party, models.PROTECT, related_name="commitments")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="commitment_once_a_year",
                fields=["party", "year"],
                violation_error_message=_("This party is already committed for that year."),
            ),
            models.CheckConstraint(
                name="commitment_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A commitment is an amount above zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.year}"


class Instalment(models.Model):
    """A part of a commitment with its due date: what treasury requests and receives.

    ``payer`` and ``year`` repeat the commitment's, so that the state of transfers of the nation is one query.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["payer__place", "beneficiary__place"],
        "body": ["payer", "beneficiary"],
    }

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="instalments")
    payer = models.ForeignKey(Body, models.PROTECT, related_name="instalments", verbose_name=_("payer"))
    beneficiary = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("paid to"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("instalment"), default=1)
    due_on = models.DateField(_("due on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year", "number", "pk"]
        indexes = [models.Index(fields=["beneficiary", "year"], name="instalment_year")]
        constraints = [
            models.UniqueConstraint(
                name="instalment_number_once",
                fields=["commitment", "number"],
                violation_error_message=_("This instalment already exists."),
            ),
            models.CheckConstraint(
                name="instalment_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("An instalment is an amount above zero."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its page is brought by the treasury, which follows its money."""
        return reverse("treasury:instalment", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.payer} {self.year}/{self.number}"
