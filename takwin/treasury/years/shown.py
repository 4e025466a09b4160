"""What the pages of a year show: its accounts, its payers, what is held, the steps open to the reader."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.journal.models import target_of
from takwin.rights.enums import Permission
from takwin.rights.queries import may
from takwin.treasury.enums import CertifiedBy, Ledger, YearState
from takwin.treasury.models import Certification, FinancialYear
from takwin.treasury.years.ledger import Balance, Books, books
from takwin.treasury.years.queries import held_lines, lines_to_match
from takwin.ui.things import Act, Call, Step

KEEP, CONFIRM = Permission.TREASURY_REQUEST, Permission.ACCOUNT_CERTIFY


@dataclass(frozen=True)
class AccountLineShown:
    """An account of the ledger, in words and figures; its side is said, not signed.

    An account is shown on the side where it closes: an opening on the other side is below zero.
    """

    name: str
    balance: Balance
    usual: bool

    @property
    def owed(self) -> bool:
        """Whether it closes as a credit: by its sign, or as it usually does when nothing is left of it."""
        return self.balance.closing < 0 if self.balance.closing else self.usual

    @property
    def opening(self) -> Decimal:
        return -self.balance.opening if self.owed else self.balance.opening

    @property
    def closing(self) -> Decimal:
        return abs(self.balance.closing)


CREDITS = (Ledger.HELD, Ledger.CONTRIBUTIONS, Ledger.PAYABLE, Ledger.WITHHELD, Ledger.OPENING)


def accounts(thing: FinancialYear, user: User) -> dict[str, Any]:
    """The ledger of the year, its accounts and whether they balance."""
    kept = books(thing.owner, thing.year)
    rows = [AccountLineShown(str(one.label), kept.accounts[one], one in CREDITS) for one in Ledger]
    return {"accounts": rows, "difference": kept.difference, "cash": kept.accounts[Ledger.CASH].closing}


@dataclass(frozen=True)
class PayerShown:
    payer: Body
    balance: Balance
    url: str


def payers(thing: FinancialYear, user: User) -> dict[str, Any]:
    """What each body owed on the first day, what fell due, came, and remains."""
    kept: Books = books(thing.owner, thing.year)
    told = {pk: row for pk, row in kept.due.items() if (row.opening, row.debit, row.credit) != (ZERO, ZERO, ZERO)}
    bodies = Body.objects.filter(pk__in=told).order_by("place__code", "pk")
    rows = [PayerShown(body, told[body.pk], reverse("treasury:payer", args=[body.pk])) for body in bodies]
    total = Balance()
    for row in rows:
        total.opening += row.balance.opening
        total.debit += row.balance.debit
        total.credit += row.balance.credit
    return {"payers": rows, "total": total}


def held(thing: FinancialYear, user: User) -> dict[str, Any] | None:
    """Money on the account that no contribution has taken yet, on the pages of years that are still open."""
    if thing.state != YearState.OPEN:
        return None
    rows = [row for row in held_lines(thing.owner) if row.line.booked_on.year <= thing.year]
    uses = any(row.line.credit_of_id for row in rows) and may(user, KEEP, thing.owner)
    return {"held": rows, "use_url": reverse("treasury:use_credits", args=[thing.pk]) if uses else ""}


def frozen(thing: FinancialYear, user: User) -> dict[str, Any] | None:
    """What the signed state of a closed year says beside its accounts and payers, as it was frozen: nothing of it is
    read anew."""
    if thing.paper is None:
        return None
    state = thing.paper.facts["state"]
    return {
        "year": thing, "state": state, "closing": Decimal(state["closing"]), "total": Decimal(state["held_total"]),
        "held": [row | {"left": Decimal(row["left"])} for row in state["held"]],
        "signatures": thing.paper.facts["signatures"],
    }  # fmt: skip


def facts(thing: FinancialYear, user: User) -> dict[str, Any]:
    return {"year": thing}


def certifications(thing: FinancialYear, user: User) -> dict[str, Any] | None:
    """The state that was frozen, and who signed it."""
    if thing.paper is None:
        return None
    signed = {one.certified_by: one for one in thing.certifications.select_related("proof")}
    sides: list[tuple[str, Certification | None]] = [(str(side.label), signed.get(side)) for side in CertifiedBy]
    return {"year": thing, "sides": sides}


def annexes(thing: FinancialYear, user: User) -> dict[str, Any] | None:
    """The annexes issued, the latest first, and the act that issues one more."""
    issued = Paper.objects.filter(kind=PaperKind.FINANCIAL_ANNEX, subject=target_of(thing)).order_by("-pk")
    url = reverse("treasury:issue_annex", args=[thing.pk]) if may(user, KEEP, thing.owner) else ""
    return {"annexes": list(issued), "issue_url": url} if issued or url else None


def path(year: FinancialYear) -> list[Step]:
    signed = set(year.certifications.values_list("certified_by", flat=True))
    closed = year.state != YearState.OPEN
    closed_on = formats.day(year.closed_at.astimezone(clock.CASABLANCA).date()) if year.closed_at else ""
    steps = [
        (pgettext("financial year", "Open"), "", True),
        (pgettext("financial year", "Closed"), closed_on, closed),
        (_("Signed by the treasurer"), "", CertifiedBy.TREASURER in signed),
        (_("Signed by the region"), "", CertifiedBy.REGION in signed),
    ]
    first_open = next((n for n, (_label, _note, done) in enumerate(steps) if not done), len(steps))
    return [
        Step(label, note, "done" if done else "here" if n == first_open else "")
        for n, (label, note, done) in enumerate(steps)
    ]


def calls(year: FinancialYear) -> list[Call]:
    waiting = lines_to_match(year.owner, year.year).count()
    if year.state != YearState.OPEN or not waiting:
        return []
    told = ngettext("%(n)s line of the bank waits to be matched", "%(n)s lines of the bank wait to be matched", waiting)
    match = Act(_("Match the lines"), reverse("treasury:bank"), "get")
    return [Call(told % {"n": waiting}, _("The year is closed once they are matched or put aside."), "warn", match)]


def acts(year: FinancialYear, user: User) -> list[Act]:
    """Close what is over; record the signatures; open again what nobody signed."""
    pk, keeps = [year.pk], may(user, KEEP, year.owner)
    if year.state == YearState.OPEN and keeps:
        if year.year >= clock.today().year:
            return [Act(_("Close this year"), refused=_("It is closed once it is over."))]
        return [Act(_("Close this year"), reverse("treasury:close_year", args=pk), "check")]
    signs = year.state == YearState.CLOSED and (keeps or may(user, CONFIRM, year.owner))
    found = [Act(_("Record a signature"), reverse("treasury:certify_year", args=pk), "check")] if signs else []
    if year.state == YearState.CLOSED and keeps and not year.certifications.exists():
        found.append(Act(_("Open it again"), reverse("treasury:reopen_year", args=pk), "edit", quiet=True))
    return found
