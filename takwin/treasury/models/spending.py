"""Money out, with its proofs: ordered, delivered, certified, invoiced, paid."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.attendance.models import Register
from takwin.core.money import dirhams
from takwin.core.personal import Keep, held
from takwin.directory.models import Body
from takwin.documents.models import Paper, StoredFile
from takwin.people.models import Person
from takwin.treasury.enums import ExpenseKind, ExpenseState, Transport


def told_apart(field: str) -> models.Func:
    """A number as two of them are told apart: in capitals, one sign whatever separates its parts (F-7, f 7)."""
    number: models.Func = Upper(field)
    for sign in " .-_":
        number = Replace(number, Value(sign), Value("/"))
    return number


class Expense(models.Model):
    """A payment out with its proofs: what was ordered of a supplier, or is owed to a person, for a session or not.

    ``gross`` is what the lines are worth: as ordered, then as delivered. ``withheld`` is the tax kept at the source
    from what a person earns, owed to the tax administration until its ``remittance``; ``net`` is what is paid. A body
    sends an invoice; a person is paid on the certificate alone.
    """

    MOVES = {
        "certify": ({ExpenseState.ORDERED}, ExpenseState.DONE),
        "invoice": ({ExpenseState.DONE}, ExpenseState.INVOICED),
        "pay": ({ExpenseState.DONE, ExpenseState.INVOICED}, ExpenseState.PAID),
        "take_back": ({ExpenseState.PAID}, ExpenseState.INVOICED),
        "withdraw_invoice": ({ExpenseState.INVOICED}, ExpenseState.DONE),
        "uncertify": ({ExpenseState.DONE, ExpenseState.INVOICED}, ExpenseState.ORDERED),
        "cancel": ({ExpenseState.ORDERED}, ExpenseState.CANCELLED),
    }
    PERSONAL = {"motive": held("say why an order was given up or put right", keep=Keep.ACCOUNTING)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="expenses", verbose_name=_("paid by"))
    reference = models.CharField(_("reference"), max_length=30)
    kind = models.CharField(_("kind"), max_length=10, choices=ExpenseKind)
    title = models.CharField(_("what for"), max_length=200)
    register = models.ForeignKey(
        Register, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("for the session")
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="earned", verbose_name=_("paid to the body")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="earned", verbose_name=_("paid to the person")
    )
    state = models.CharField(_("state"), max_length=10, choices=ExpenseState, default=ExpenseState.ORDERED)
    withheld_percent = models.DecimalField(
        _("tax withheld, in %"), max_digits=5, decimal_places=2, default=Decimal("0.00")
    )
    gross = models.DecimalField(_("gross"), max_digits=14, decimal_places=2)
    withheld = models.DecimalField(_("tax withheld"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    ordered_on = models.DateField(_("ordered on"))
    order_paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(_("delivered on"), null=True, blank=True)
    certified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    invoice_number = models.CharField(_("number of the invoice"), max_length=40, blank=True)
    invoiced_on = models.DateField(_("date of the invoice"), null=True, blank=True)
    invoice = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scan of the invoice")
    )
    remittance = models.ForeignKey(
        "treasury.Remittance", models.PROTECT, null=True, blank=True, related_name="expenses", editable=False
    )
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["-ordered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="expense_reference_once",
                fields=["owner", "reference"],
                violation_error_message=_("This reference is already taken."),
            ),
            models.UniqueConstraint(
                "owner",
                "body",
                told_apart("invoice_number"),
                name="expense_invoice_once",
                condition=~Q(invoice_number=""),
                violation_error_message=_("This invoice of this body is already recorded: nothing is paid twice."),
            ),
            models.CheckConstraint(
                name="expense_paid_to_one",
                condition=Q(body__isnull=False, person=None) | Q(body=None, person__isnull=False),
                violation_error_message=_("Say who is paid: a body or a person."),
            ),
            models.CheckConstraint(
                name="expense_worth_something",
                condition=Q(gross__gt=0, withheld__gte=0, withheld__lt=F("gross")),
                violation_error_message=_("What is paid is above zero, and more than the tax withheld from it."),
            ),
            models.CheckConstraint(
                name="expense_done_when_certified",
                condition=Q(state__in=["ordered", "cancelled"], done_on=None, certified_by=None, done_paper=None)
                | Q(state__in=["done", "invoiced", "paid"], done_on__isnull=False, certified_by__isnull=False),
                violation_error_message=_("The service done is certified by someone, on a day."),
            ),
            models.CheckConstraint(
                name="expense_of_a_body_paid_on_invoice",
                condition=~Q(state__in=["invoiced", "paid"])
                | Q(body=None)
                | (~Q(invoice_number="") & Q(invoiced_on__isnull=False)),
                violation_error_message=_("A body is paid on its invoice."),
            ),
            models.CheckConstraint(
                name="expense_days_in_order",
                condition=(Q(done_on=None) | Q(done_on__gte=F("ordered_on")))
                & (Q(invoiced_on=None) | Q(invoiced_on__gte=F("ordered_on"))),
                violation_error_message=_("Nothing is delivered or invoiced before the day it was ordered."),
            ),
            models.CheckConstraint(
                name="expense_tax_handed_over_once_paid",
                condition=Q(remittance=None) | Q(state="paid", withheld__gt=0),
                violation_error_message=_("Tax is handed over of what is paid, when some was withheld."),
            ),
            models.CheckConstraint(
                name="expense_cancelled_with_motive",
                condition=~Q(state="cancelled", motive=""),
                violation_error_message=_("Say why this order is given up."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("treasury:expense", args=[self.pk])

    def __str__(self) -> str:
        return self.reference

    @property
    def net(self) -> Decimal:
        return dirhams(self.gross - self.withheld)

    @property
    def payee(self) -> Body | Person:
        """Who is paid: the database refuses an expense of both, or of nobody."""
        return self.body or self.person  # type: ignore[return-value]


class Mission(models.Model):
    """Where somebody is sent, from which day to which, and by what means: what its order says beside the price."""

    PERSONAL = {"destination": held("order a mission and pay its allowances", keep=Keep.ACCOUNTING)}
    SCOPES = {"place": ["expense__owner__place"], "body": ["expense__owner"]}

    expense = models.OneToOneField(Expense, models.CASCADE, related_name="mission")
    destination = models.CharField(_("destination"), max_length=120)
    leaves_on = models.DateField(_("leaves on"))
    returns_on = models.DateField(_("returns on"))
    transport = models.CharField(_("means of transport"), max_length=10, choices=Transport)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mission_returns_after_it_leaves",
                condition=Q(returns_on__gte=F("leaves_on")),
                violation_error_message=_("One returns from a mission on the day one left, or later."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.destination} · {self.leaves_on:%d/%m/%Y}"


class ExpenseLine(models.Model):
    """A thing ordered, a day of a mission, hours taught: how many, at what price, and how many were delivered."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["expense__owner__place"], "body": ["expense__owner"]}

    expense = models.ForeignKey(Expense, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField(_("number"))
    what = models.CharField(_("what"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)
    delivered = models.DecimalField(_("delivered"), max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="expense_line_number_once",
                fields=["expense", "number"],
                violation_error_message=_("This line already exists."),
            ),
            models.CheckConstraint(
                name="expense_line_above_zero",
                condition=Q(quantity__gt=0, unit_price__gt=0),
                violation_error_message=_("A quantity and a price are above zero."),
            ),
            models.CheckConstraint(
                name="expense_line_delivered_as_ordered",
                condition=Q(delivered=None) | Q(delivered__gte=0, delivered__lte=F("quantity")),
                violation_error_message=_("No more is certified than was ordered."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def amount(self) -> Decimal:
        """What it is worth: as delivered, once it is."""
        quantity = self.quantity if self.delivered is None else self.delivered
        return dirhams(quantity * self.unit_price)


class Payment(models.Model):
    """A payment order (mandat) by which an expense is paid. A wrong one has its counter-entry, which names it."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="payments", verbose_name=_("paid by"))
    expense = models.ForeignKey(Expense, models.PROTECT, related_name="payments")
    number = models.CharField(_("number of the order"), max_length=30)
    paid_on = models.DateField(_("paid on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    cancels = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="cancelled_by")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "owner",
                told_apart("number"),
                name="payment_once",
                condition=Q(cancels=None, cancelled_at=None),
                violation_error_message=_("This payment order is already recorded: nothing is paid twice."),
            ),
            models.CheckConstraint(
                name="payment_sign_says_what_it_is",
                condition=Q(cancels=None, amount__gt=0) | Q(cancels__isnull=False, amount__lt=0),
                violation_error_message=_("A payment is above zero; only what cancels one is below."),
            ),
            models.CheckConstraint(
                name="payment_cancelled_with_motive",
                condition=Q(cancels=None) | ~Q(motive=""),
                violation_error_message=_("Say why this payment is cancelled."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
