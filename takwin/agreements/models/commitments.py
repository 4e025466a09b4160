"""What parties promise, in money and in kind; how it falls due, and what was delivered of it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.agreements.enums import CommitmentKind
from takwin.agreements.models.agreements import Party
from takwin.directory.models import Body
from takwin.documents.models import Act, StoredFile
from takwin.programmes.models import Programme


class Commitment(models.Model):
    """What a party promises: money for a year, in instalments that sum to it; or land, a building, people, seats.

    ``amount`` is what the text says it is worth; in kind it may be unknown until a record accepts a value
    (``accepted_value``). ``beneficiary`` is who receives it: the body that carries the agreement when it is empty.
    ``added_on`` is the day a commitment was recorded under a text already signed; empty, it is in the text. Only what
    is in kind is replaced by an amendment: more money is another commitment, less money is an instalment written off.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["party__body__place", "party__agreement__owner__place", "party__agreement__place"],
        "body": ["party__body", "party__agreement__owner"],
    }

    party = models.ForeignKey(Party, models.PROTECT, related_name="commitments")
    kind = models.CharField(_("kind"), max_length=10, choices=CommitmentKind, default=CommitmentKind.MONEY)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    beneficiary = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given to")
    )
    what_ar = models.CharField(_("what, in Arabic"), max_length=200, blank=True)
    what_fr = models.CharField(_("what, in French"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    due_on = models.DateField(_("to be delivered by"), null=True, blank=True)
    added_on = models.DateField(_("recorded after the signature on"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    accepted_value = models.DecimalField(_("accepted value"), max_digits=14, decimal_places=2, null=True, blank=True)
    acceptance = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("record that accepts the value")
    )
    written_off_on = models.DateField(_("written off on"), null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="commitment_once_a_year",
                fields=["party", "year"],
                condition=Q(kind="money"),
                violation_error_message=_("This party is already committed for that year."),
            ),
            models.CheckConstraint(
                name="commitment_positive",
                condition=Q(amount__isnull=False, amount__gt=0) | (Q(amount=None) & ~Q(kind="money")),
                violation_error_message=_("A commitment is an amount above zero."),
            ),
            models.CheckConstraint(
                name="commitment_in_kind_is_told",
                condition=Q(kind="money") | ~Q(what_ar="", what_fr=""),
                violation_error_message=_("Say what is promised."),
            ),
            models.CheckConstraint(
                name="commitment_quantity_positive",
                condition=Q(quantity=None) | Q(quantity__gt=0),
                violation_error_message=_("A quantity is above zero."),
            ),
            models.CheckConstraint(
                name="commitment_value_accepted_by_a_record",
                condition=Q(accepted_value=None, acceptance=None)
                | (Q(accepted_value__isnull=False, accepted_value__gt=0, acceptance__isnull=False) & ~Q(kind="money")),
                violation_error_message=_("The value of what is given in kind is accepted by a record."),
            ),
            models.CheckConstraint(
                name="commitment_of_money_is_not_replaced",
                condition=Q(replaces=None) | ~Q(kind="money"),
                violation_error_message=_("Money is not replaced: add what is more, write off what is less."),
            ),
            models.CheckConstraint(
                name="commitment_written_off_with_motive",
                condition=Q(written_off_on=None) | (~Q(motive="") & ~Q(kind="money")),
                violation_error_message=_("Say why this promise is written off."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.year}"

    @property
    def what(self) -> str:
        """What is given, in the reader's language when it is written in it."""
        first, second = (self.what_ar, self.what_fr) if get_language() == "ar" else (self.what_fr, self.what_ar)
        return first or second


class Instalment(models.Model):
    """A part of a commitment with its due date: what treasury requests and receives.

    ``payer`` and ``year`` repeat the commitment's, so that the state of transfers of the nation is one query.
    ``written_off`` is what was given up of it, once, with its motive: only the rest is still owed.
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
    written_off = models.DecimalField(_("written off"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    written_off_on = models.DateField(_("written off on"), null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

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
            models.CheckConstraint(
                name="instalment_written_off_with_motive",
                condition=Q(written_off=0, written_off_on=None)
                | (Q(written_off__gt=0, written_off__lte=F("amount"), written_off_on__isnull=False) & ~Q(motive="")),
                violation_error_message=_(
                    "What is written off has its date and its motive, and is part of what is due."
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its page is brought by the treasury, which follows its money."""
        return reverse("treasury:instalment", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.payer} {self.year}/{self.number}"

    @property
    def owed(self) -> Decimal:
        """What it amounts to once what was written off is taken away."""
        return self.amount - self.written_off


class Delivery(models.Model):
    """What was delivered of a promise in kind, with its proof: the record that says so, or its scan."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["commitment__party__body__place", "commitment__party__agreement__owner__place"],
        "body": ["commitment__party__body", "commitment__party__agreement__owner"],
    }

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="deliveries")
    delivered_on = models.DateField(_("delivered on"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    reference = models.CharField(_("number of the record of delivery"), max_length=40, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof of delivery")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["delivered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="delivery_is_proved",
                condition=~Q(reference="") | Q(proof__isnull=False),
                violation_error_message=_("A delivery has its proof: the number of its record, or its scan."),
            ),
            models.CheckConstraint(
                name="delivery_quantity_positive",
                condition=Q(quantity=None) | Q(quantity__gt=0),
                violation_error_message=_("A quantity is above zero."),
            ),
            models.CheckConstraint(
                name="delivery_withdrawn_with_motive",
                condition=Q(withdrawn_at=None) | ~Q(motive=""),
                violation_error_message=_("Say why this delivery is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} {self.delivered_on}"
