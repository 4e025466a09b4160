"""Statements of the account as the bank sent them, and their lines."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.directory.models import Body
from takwin.documents.models import StoredFile
from takwin.treasury.enums import BankLineState, BankVerdict
from takwin.treasury.models.transfers import AccountLine


class BankStatement(models.Model):
    """A statement of the account as the bank or treasury sent it, kept whole; its lines are stored once.

    Statements may overlap: each brings the lines that none before it had. It may complete lines stored before that had
    lost digits or words; ``doubtful`` are those it cannot, since it does not say which is which.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="bank_statements", verbose_name=_("account of"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    read = models.PositiveIntegerField(_("lines read"))
    completed = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="bank_statement_once",
                fields=["owner", "file"],
                violation_error_message=_("This statement was already imported: nothing was changed."),
            ),
            models.CheckConstraint(
                name="bank_statement_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The days of a statement are in order."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d/%m/%Y} - {self.last_day:%d/%m/%Y}"


class BankLine(models.Model):
    """A movement of a statement, and what it is proposed to pay; a person says what it pays.

    ``fingerprint`` is its day, amount and words, and its rank among the lines of that day that say the same. A credit
    that was confirmed has its line of the account; a debit that undoes a credit names it.
    ``proposal`` holds ``[instalment, amount]`` pairs and ``reasons`` codes with their facts (see ``statements``).
    """

    PERSONAL = {"label": held("recognise the payer", keep=Keep.ACCOUNTING)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}
    MOVES = {
        "receive": ({BankLineState.WAITING}, BankLineState.RECEIVED),
        "undo": ({BankLineState.WAITING, BankLineState.RECEIVED}, BankLineState.UNDONE),
        "put_aside": ({BankLineState.WAITING}, BankLineState.ASIDE),
        "take_up": ({BankLineState.ASIDE}, BankLineState.WAITING),
        "take_back": ({BankLineState.RECEIVED}, BankLineState.WAITING),
    }

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    line = models.PositiveIntegerField(_("line of the file"))
    booked_on = models.DateField(_("booked on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    label = models.CharField(_("label"), max_length=500)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    balance = models.DecimalField(_("balance"), max_digits=14, decimal_places=2, null=True)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=BankLineState, default=BankLineState.WAITING)
    verdict = models.CharField(_("proposal"), max_length=10, choices=BankVerdict, default=BankVerdict.UNMATCHED)
    proposal = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    payer = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", verbose_name=_("payer"))
    proposed_pair = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    account_line = models.OneToOneField(AccountLine, models.PROTECT, null=True, related_name="bank_line")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["booked_on", "pk"]
        indexes = [models.Index(fields=["owner", "state"], name="bank_line_waiting")]
        constraints = [
            models.UniqueConstraint(
                name="bank_line_once",
                fields=["owner", "fingerprint"],
                violation_error_message=_("This line of the statement is already stored."),
            ),
            models.UniqueConstraint(
                name="bank_line_place_once",
                fields=["statement", "line"],
                violation_error_message=_("This line of the statement is already stored."),
            ),
            models.CheckConstraint(
                name="bank_line_moves_money",
                condition=~Q(amount=0),
                violation_error_message=_("A line of a statement moves money."),
            ),
            models.CheckConstraint(
                name="bank_line_received_as_credit",
                condition=Q(account_line=None) | Q(amount__gt=0),
                violation_error_message=_("Only a credit is received."),
            ),
            models.CheckConstraint(
                name="bank_line_undoes_as_debit",
                condition=Q(undoes=None) | Q(amount__lt=0, state="undone"),
                violation_error_message=_("Only a debit undoes another line."),
            ),
            models.CheckConstraint(
                name="bank_line_state_says_what_it_has",
                condition=Q(state="waiting", account_line=None, motive="")
                | Q(state="received", account_line__isnull=False, motive="")
                | Q(state="aside", account_line=None) & ~Q(motive="")
                | Q(state="undone", motive=""),
                violation_error_message=_("A line is matched with its account line, or put aside with a motive."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("treasury:bank_line", args=[self.pk])

    @property
    def mark(self) -> str:
        """What is proposed for the line, in a few signs: the page that shows it sends them back, so that nobody
        confirms a proposal made since that he has not read."""
        said = json.dumps([self.proposal, self.proposed_pair_id])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{self.booked_on:%d/%m/%Y} · {self.line}"
