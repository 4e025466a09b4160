"""Requests for funds, payment orders declared, account lines and receipts: from promise to money in hand."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Instalment
from takwin.core.personal import Keep, held
from takwin.directory.models import Body
from takwin.documents.models import Paper, StoredFile
from takwin.treasury.enums import LineSource


class FundsRequest(models.Model):
    """A numbered letter asking a payer for an instalment. One stands for each instalment; a later one is a reminder."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["instalment__payer__place", "instalment__beneficiary__place"],
        "body": ["instalment__payer", "instalment__beneficiary"],
    }

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="requests")
    rank = models.PositiveSmallIntegerField(_("reminder"), default=0)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    requested_on = models.DateField(_("requested on"))
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["requested_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="funds_request_rank_once",
                fields=["instalment", "rank"],
                violation_error_message=_("These funds have already been requested."),
            ),
            models.CheckConstraint(
                name="funds_request_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A request is for an amount above zero."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.paper or self.pk)


class PaymentOrder(models.Model):
    """A payment order (mandat) the payer says it issued; it is not money until a receipt says so.

    Declared by the commune, confirmed by the region; the two are apart in every figure.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["instalment__payer__place", "instalment__beneficiary__place"],
        "body": ["instalment__payer", "instalment__beneficiary"],
    }

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="orders")
    number = models.CharField(_("number of the order"), max_length=30)
    ordered_on = models.DateField(_("date of the order"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["ordered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="payment_order_once",
                fields=["instalment", "number"],
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This payment order is already declared."),
            ),
            models.CheckConstraint(
                name="payment_order_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A payment order is for an amount above zero."),
            ),
            models.CheckConstraint(
                name="payment_order_withdrawn_with_motive",
                condition=Q(withdrawn_at=None) | ~Q(motive=""),
                violation_error_message=_("Say why this order is withdrawn."),
            ),
            models.CheckConstraint(
                name="payment_order_confirmed_by_someone",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                violation_error_message=_("A confirmation has its date and its author."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AccountLine(models.Model):
    """A credit on the beneficiary's account: a line of a statement or a treasury slip. The only source of receipts.

    ``credit_of`` is the payer to whom what is left of it belongs, paid above its due and kept for what it will owe.
    ``undone_on`` is the day the books take back what the bank undid, or what was recorded by mistake, which a
    ``motive`` tells: never one of a closed year.
    """

    PERSONAL = {"label": held("recognise the payer", keep=Keep.ACCOUNTING)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="account_lines", verbose_name=_("account of"))
    source = models.CharField(_("source"), max_length=10, choices=LineSource)
    reference = models.CharField(_("reference of the line or slip"), max_length=60)
    booked_on = models.DateField(_("booked on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    label = models.CharField(_("label"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    credit_of = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="credits", verbose_name=_("credit of")
    )
    undone_on = models.DateField(_("undone by the bank on"), null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["-booked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="account_line_once",
                fields=["owner", "source", "reference"],
                condition=Q(undone_on=None),
                violation_error_message=_("This line or slip is already recorded: nothing is received twice."),
            ),
            models.CheckConstraint(
                name="account_line_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A credit is an amount above zero."),
            ),
            models.CheckConstraint(
                name="account_line_motive_once_taken_back",
                condition=Q(motive="") | Q(undone_on__isnull=False),
                violation_error_message=_("A motive is that of a line taken back."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("treasury:line", args=[self.pk])

    def __str__(self) -> str:
        return self.reference


class Receipt(models.Model):
    """Part of an account line received for an instalment. A wrong one is cancelled by a counter-entry:
    a receipt of the opposite amount that names it, and is marked so that the same line may be received anew."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["instalment__payer__place", "instalment__beneficiary__place"],
        "body": ["instalment__payer", "instalment__beneficiary"],
    }

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="receipts")
    line = models.ForeignKey(AccountLine, models.PROTECT, related_name="receipts")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    received_on = models.DateField(_("received on"))
    cancels = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="cancelled_by")
    motive = models.CharField(_("motive"), max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="receipt_sign_says_what_it_is",
                condition=Q(cancels=None, amount__gt=0) | Q(cancels__isnull=False, amount__lt=0),
                violation_error_message=_("A receipt is above zero; only what cancels one is below."),
            ),
            models.CheckConstraint(
                name="receipt_cancelled_with_motive",
                condition=Q(cancels=None) | ~Q(motive=""),
                violation_error_message=_("Cancelling a receipt needs a motive."),
            ),
            models.UniqueConstraint(
                name="receipt_once_per_line",
                fields=["instalment", "line"],
                condition=Q(cancels=None, cancelled_at=None),
                violation_error_message=_("This line is already received for this instalment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} → {self.instalment}"


class Statement(models.Model):
    """The official state of the transfers to a body, as it stood on a day. Its figures are frozen in its paper.

    ``file`` keeps the PDF of one so long that making it again at each reading would take seconds.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="statements", verbose_name=_("transfers to"))
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    closed_on = models.DateField(_("closed on"))
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_years_in_order",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("The years of a statement are in order."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.paper or self.pk)
