"""Which contributions a line of the account may pay, the likeliest first, and why."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.core.identifiers import western
from takwin.core.money import dirhams
from takwin.core.search import answering
from takwin.core.text import joined, search_terms
from takwin.directory.models import Body
from takwin.treasury.models import AccountLine, FundsRequest, PaymentOrder
from takwin.treasury.queries import left_on, open_ones, with_money

PROPOSED = 25
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
NOT_DIGITS = re.compile(r"[^0-9]")
GENERIC = set(
    search_terms("جماعة مجلس إقليم عمالة جهة commune conseil province préfecture région de du des la le les d’ l’")
)


@dataclass(frozen=True)
class Proposal:
    """An instalment that a line may pay, and why it is proposed."""

    instalment: Any
    missing: Decimal
    same_reference: bool
    same_account: bool
    same_name: bool
    same_order: bool
    same_amount: bool
    is_late: bool
    is_promised: bool
    is_later: bool

    @property
    def likeliness(self) -> tuple[bool, ...]:
        """What weighs most first: a reference is written for one contribution, an account is one payer's, a name may
        be shared by two bodies, an order is told before its money comes, an amount is that of many; lateness settles
        between equals. What nobody expects yet comes last."""
        named = self.same_reference, self.same_account, self.same_name and self.same_amount
        return (not self.warning, *named, self.same_name, self.same_order, self.same_amount, self.is_late)

    @property
    def why(self) -> str:
        """What speaks for it, in words."""
        told = [
            (self.same_reference, _("its reference is quoted")),
            (self.same_account, _("its account (RIB)")),
            (self.same_name, _("named on the line")),
            (self.same_order, _("a payment order of this amount")),
            (self.same_amount, _("same amount")),
            (self.is_late, _("late")),
        ]
        return joined(words for holds, words in told if holds)

    @property
    def warning(self) -> str:
        """What speaks against it: it is received all the same by who knows better."""
        if self.is_promised:
            return _("Neither voted nor signed by its payer, as far as is confirmed: it is not due.")
        return _("Of a later year than the line, which does not name it.") if self.is_later else ""

    @property
    def is_sure(self) -> bool:
        """Whether its amount may be proposed at once: the line pays what is missing, or what was ordered, and says for
        whom."""
        known = (self.same_amount or self.same_order) and not self.warning
        return known and (self.same_reference or self.same_account or self.same_name)


def proposals(line: AccountLine, words: str = "") -> list[Proposal]:
    """The instalments an account line may pay, the likeliest payer first, then the oldest due; narrowed to a payer's
    name when ``words`` are given."""
    rows = open_ones(Instalment.objects.filter(beneficiary=line.owner))
    found = _judged(line, answering(rows, search_terms(words), "payer__search_text"))
    found.sort(key=lambda one: one.likeliness, reverse=True)
    return found[:PROPOSED]


def proposals_of(line: AccountLine, instalments: QuerySet[Instalment]) -> list[Proposal]:
    """The same of instalments already chosen, received since or not."""
    return _judged(line, with_money(instalments))


def _judged(line: AccountLine, rows: QuerySet[Instalment]) -> list[Proposal]:
    left, label = left_on(line) if line.pk else line.amount, set(search_terms(line.label))
    said, today = f"{line.reference} {line.label}", clock.today()
    referred, ordered = _referred(line, said), _ordered(line, left)
    digits, years = NOT_DIGITS.sub("", said), YEAR.findall(western(said))
    found = []
    for row in rows.select_related("payer").order_by("due_on", "pk"):
        missing = row.owed - dirhams(row.received)  # type: ignore[attr-defined]
        found.append(
            Proposal(
                row,
                missing,
                same_reference=row.pk in referred,
                same_account=bool(row.payer.rib) and row.payer.rib in digits,
                same_name=_named(row.payer, label),
                same_order=row.pk in ordered and left <= missing,
                same_amount=missing == left,
                is_late=missing > 0 and row.has_base and row.due_on < today,  # type: ignore[attr-defined]
                is_promised=not row.has_base,  # type: ignore[attr-defined]
                is_later=row.year > line.booked_on.year and str(row.year) not in years,
            )
        )
    return found


def _referred(line: AccountLine, said: str) -> set[int]:
    """The instalments whose request letter or payment order the line quotes by its number, word for word."""
    words = {word.strip(".,;:()") for word in said.split()}
    mine = Instalment.objects.filter(beneficiary=line.owner)
    asked = FundsRequest.objects.filter(instalment__in=mine, paper__reference__in=words)
    orders = PaymentOrder.objects.filter(instalment__in=mine, number__in=words, withdrawn_at=None)
    return {*asked.values_list("instalment", flat=True), *orders.values_list("instalment", flat=True)}


def _ordered(line: AccountLine, amount: Decimal) -> set[int]:
    """The instalments of which the payer ordered this very amount."""
    orders = PaymentOrder.objects.filter(instalment__beneficiary=line.owner, amount=amount, withdrawn_at=None)
    return set(orders.values_list("instalment", flat=True))


def _named(payer: Body, label: set[str]) -> bool:
    """Whether the label of a line says the payer's own name, in one script or the other."""
    own = [set(search_terms(name)) - GENERIC for name in (payer.name_ar, payer.name_fr)]
    return any(words and words <= label for words in own)
