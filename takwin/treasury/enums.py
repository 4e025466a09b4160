"""Where an instalment stands, from promise to money in hand."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class LineSource(models.TextChoices):
    """Where a credit is read: an opening balance, in the workbook kept until Takwin."""

    STATEMENT = "statement", _("account statement")
    SLIP = "slip", _("treasury slip")
    OPENING = "opening", _("received before Takwin")


class AccountKind(models.TextChoices):
    """How the region's budget holds the money of others: it decides what may remain of it at the year's end."""

    FUND = "fund", _("fund for contributions (fonds de concours)")
    SPECIAL = "special", _("special account")
    BUDGET = "budget", _("line of the budget")
    DEPOSIT = "deposit", _("deposit outside the budget")


class YearState(models.TextChoices):
    OPEN = "open", pgettext_lazy("financial year", "open")
    CLOSED = "closed", pgettext_lazy("financial year", "closed, to be certified")
    CERTIFIED = "certified", pgettext_lazy("financial year", "certified")


class CertifiedBy(models.TextChoices):
    TREASURER = "treasurer", _("the treasurer")
    REGION = "region", _("the region")


class ExpenseKind(models.TextChoices):
    """What is paid for. A mission has papers of its own; all else is ordered, delivered, certified and paid alike."""

    MEALS = "meals", pgettext_lazy("expense", "meals")
    ROOM = "room", pgettext_lazy("expense", "room")
    KITS = "kits", pgettext_lazy("expense", "kits and documents")
    TRANSPORT = "transport", pgettext_lazy("expense", "transport")
    OPERATOR = "operator", pgettext_lazy("expense", "training given by an operator")
    FEES = "fees", pgettext_lazy("expense", "fees of a trainer")
    TRAVEL = "travel", pgettext_lazy("expense", "mission")
    OTHER = "other", pgettext_lazy("expense", "other")


class Transport(models.TextChoices):
    """By what means somebody goes on a mission, as its order says it."""

    SERVICE = "service", pgettext_lazy("mission", "a car of the service")
    OWN = "own", pgettext_lazy("mission", "one’s own car")
    PUBLIC = "public", pgettext_lazy("mission", "public transport")
    TRAIN = "train", pgettext_lazy("mission", "the train")
    PLANE = "plane", pgettext_lazy("mission", "the plane")


class ExpenseState(models.TextChoices):
    ORDERED = "ordered", pgettext_lazy("expense", "ordered")
    DONE = "done", pgettext_lazy("expense", "service certified")
    INVOICED = "invoiced", pgettext_lazy("expense", "to be paid")
    PAID = "paid", pgettext_lazy("expense", "paid")
    CANCELLED = "cancelled", pgettext_lazy("expense", "given up")


class Ledger(models.TextChoices):
    """The accounts of the ledger. A debit is above zero, a credit below: all of them always sum to zero."""

    CASH = "cash", pgettext_lazy("ledger", "money on the account")
    DUE = "due", pgettext_lazy("ledger", "contributions still to be received")
    HELD = "held", pgettext_lazy("ledger", "received, not laid to a contribution")
    CONTRIBUTIONS = "contributions", pgettext_lazy("ledger", "contributions promised")
    SPENT = "spent", pgettext_lazy("ledger", "services done")
    PAYABLE = "payable", pgettext_lazy("ledger", "services done, still to be paid")
    WITHHELD = "withheld", pgettext_lazy("ledger", "tax withheld, to be handed over")
    OPENING = "opening", pgettext_lazy("ledger", "opening balances")


class BankLineState(models.TextChoices):
    """What became of a line of the bank's statement. A credit and the debit that undoes it are undone together."""

    WAITING = "waiting", pgettext_lazy("statement lines", "to match")
    RECEIVED = "received", pgettext_lazy("statement lines", "matched")
    ASIDE = "aside", pgettext_lazy("statement lines", "put aside")
    UNDONE = "undone", pgettext_lazy("statement lines", "undone by the bank")


class BankVerdict(models.TextChoices):
    """How sure the proposal made for a line is."""

    MATCHED = "matched", pgettext_lazy("statement lines", "sure")
    PROPOSED = "proposed", pgettext_lazy("statement lines", "to be judged")
    UNMATCHED = "unmatched", pgettext_lazy("statement lines", "unknown")


class Age(models.TextChoices):
    """How long money has been late: the bands by which one reminds. Derived from the day it was due, stored nowhere."""

    MONTH = "0-30", _("under 30 days")
    QUARTER = "30-90", _("30 to 90 days")
    HALF_YEAR = "90-180", _("90 to 180 days")
    YEAR = "180-365", _("180 days to a year")
    OLDER = "365", _("over a year")

    @property
    def least(self) -> int:
        """The first day of lateness of the band: what is due today is not late."""
        return max(1, int(self.value.partition("-")[0]))

    @property
    def below(self) -> int | None:
        """The first day of the next band; none for the last."""
        return int(self.value.partition("-")[2] or 0) or None

    def holds(self, days_late: int) -> bool:
        return days_late >= self.least and (self.below is None or days_late < self.below)

    def due_between(self, on: dt.date) -> Q:
        """The same asked of the database, by the day an instalment was due."""
        since = Q(due_on__lte=on - dt.timedelta(days=self.least))
        return since if self.below is None else since & Q(due_on__gt=on - dt.timedelta(days=self.below))


class Stage(models.TextChoices):
    """Derived from requests, orders and receipts, stored nowhere. What is declared is not what is confirmed."""

    TO_REQUEST = "to_request", _("to be requested")
    REQUESTED = "requested", _("requested")
    DECLARED = "declared", _("order declared")
    ORDERED = "ordered", _("order confirmed")
    PARTLY = "partly", _("received in part")
    RECEIVED = "received", pgettext_lazy("transfers", "received")


LOOKS = looks(
    Stage,
    {
        Stage.REQUESTED: ("", "wait"),
        Stage.DECLARED: ("warn", "dot"),
        Stage.ORDERED: ("", "half"),
        Stage.PARTLY: ("", "half"),
        Stage.RECEIVED: ("go", "full"),
    },
)

BANK_LOOKS = looks(
    BankLineState,
    {
        BankLineState.WAITING: ("warn", "open"),
        BankLineState.RECEIVED: ("go", "full"),
        BankLineState.UNDONE: ("bad", "no"),
    },
)

EXPENSE_LOOKS = looks(
    ExpenseState,
    {
        ExpenseState.ORDERED: ("", "open"),
        ExpenseState.DONE: ("warn", "half"),
        ExpenseState.INVOICED: ("warn", "dot"),
        ExpenseState.PAID: ("go", "full"),
        ExpenseState.CANCELLED: ("bad", "no"),
    },
)

YEAR_LOOKS = looks(
    YearState,
    {
        YearState.OPEN: ("", "open"),
        YearState.CLOSED: ("warn", "half"),
        YearState.CERTIFIED: ("go", "done"),
    },
)

VERDICT_LOOKS = looks(
    BankVerdict,
    {
        BankVerdict.MATCHED: ("go", "done"),
        BankVerdict.PROPOSED: ("warn", "half"),
        BankVerdict.UNMATCHED: ("", "dot"),
    },
)
