"""What the screens of statements show."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import formats
from takwin.core.text import joined
from takwin.treasury.enums import BANK_LOOKS, VERDICT_LOOKS, BankLineState, BankVerdict
from takwin.treasury.models import BankLine, BankStatement, Receipt
from takwin.treasury.statements import lost
from takwin.treasury.statements.actions import Confirmed
from takwin.treasury.statements.entries import Reason
from takwin.treasury.statements.reasons import in_words
from takwin.ui.states import Look
from takwin.ui.things import Act, Crumb

ROWS = 25
STANDING = Q(cancels=None, cancelled_at=None)  # of receipts
WAITING, MATCHED = BankLineState.WAITING, BankVerdict.MATCHED


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    url: str
    here: bool


@dataclass(frozen=True)
class Row:
    """A line of a page: what is proposed for it, why, and whether it may be ticked."""

    line: BankLine
    look: Look
    parts: list[tuple[Instalment, Decimal]]
    why: str
    is_sure: bool


def tabs_of(lines: QuerySet[BankLine]) -> list[tuple[str, str, Q]]:
    """The groups of lines, those to work on first."""
    return [
        ("matched", pgettext("statement lines", "Sure"), Q(state=WAITING, verdict=MATCHED)),
        ("proposed", pgettext("statement lines", "To be judged"), Q(state=WAITING, verdict=BankVerdict.PROPOSED)),
        ("unmatched", pgettext("statement lines", "Unknown"), Q(state=WAITING, verdict=BankVerdict.UNMATCHED)),
        ("received", pgettext("statement lines", "Matched"), Q(state=BankLineState.RECEIVED)),
        ("aside", pgettext("statement lines", "Put aside"), Q(state=BankLineState.ASIDE)),
        ("undone", pgettext("statement lines", "Undone by the bank"), Q(state=BankLineState.UNDONE)),
    ]


def page(request: HttpRequest, lines: QuerySet[BankLine]) -> dict[str, Any]:
    """The page of lines under one tab: counts in one query, rows and their instalments in two."""
    groups = tabs_of(lines)
    counts = lines.order_by().aggregate(**{name: Count("pk", filter=where) for name, _label, where in groups})
    first = next((name for name, _label, _where in groups if counts[name]), "matched")
    asked = request.GET.get("show", first)
    here = asked if asked in counts else first
    where = next(where for name, _label, where in groups if name == here)
    found = Paginator(lines.filter(where).order_by("booked_on", "pk"), ROWS).get_page(request.GET.get("page"))
    rows = rows_of(list(found.object_list))
    base = reverse("treasury:bank")
    return {
        "title": _("Statement lines to match"),
        "crumbs": [Crumb(_("Account lines"), reverse("treasury:lines")), Crumb(_("Statements"))],
        "tabs": [
            Tab(label, counts[name], f"{base}?{urlencode({'show': name})}", name == here) for name, label, _w in groups
        ],
        "rows": rows,
        "page": found,
        "show": here,
        "can_confirm": any(row.is_sure for row in rows),
    }


def rows_of(lines: list[BankLine]) -> list[Row]:
    """Lines with the instalments they are proposed to pay, or paid once they are matched, in a query each."""
    keys = {pk for line in lines if line.state == WAITING for pk, _amount in line.proposal}
    instalments = Instalment.objects.select_related("payer").in_bulk(keys)
    paid = _received(lines)
    return [
        Row(
            line,
            VERDICT_LOOKS[BankVerdict(line.verdict)]
            if line.state == WAITING
            else BANK_LOOKS[BankLineState(line.state)],
            paid[line.account_line_id]
            if line.state != WAITING
            else [(instalments[pk], Decimal(amount)) for pk, amount in line.proposal if pk in instalments],
            " ".join(reasons_of(line)) if line.state != BankLineState.RECEIVED else "",
            line.state == WAITING and line.verdict == MATCHED,
        )
        for line in lines
    ]


def _received(lines: list[BankLine]) -> dict[int | None, list[tuple[Instalment, Decimal]]]:
    """What stands received of the lines of the account that these lines became."""
    kept = Receipt.objects.filter(STANDING, line__in={line.account_line_id for line in lines if line.account_line_id})
    found: dict[int | None, list[tuple[Instalment, Decimal]]] = defaultdict(list)
    for receipt in kept.select_related("instalment__payer").order_by("pk"):
        found[receipt.line_id].append((receipt.instalment, receipt.amount))
    return found


def reasons_of(line: BankLine) -> list[str]:
    return [in_words(Reason(code, _facts(facts))) for code, facts in line.reasons]


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    """As they were before they were stored: an amount is a number again."""
    return facts | ({"amount": Decimal(facts["amount"])} if "amount" in facts else {})


def crumbs(*last: str) -> list[Crumb]:
    return [Crumb(_("Statement lines to match"), reverse("treasury:bank")), *(Crumb(label) for label in last)]


def acts(line: BankLine) -> list[Act]:
    """What may be done with a line, the likeliest first."""
    if line.state == BankLineState.ASIDE:
        return [Act(_("Take up again"), reverse("treasury:take_up", args=[line.pk]), "back", post=True)]
    if line.account_line:
        opened = Act(_("Open the account line"), reverse("treasury:line", args=[line.account_line_id]), "money")
        back = Act(
            _("Take back this line…"), reverse("treasury:take_back_bank_line", args=[line.pk]), "no", danger=True
        )
        pays = line.state != BankLineState.RECEIVED or line.account_line.receipts.filter(STANDING).exists()
        return [opened] if pays else [opened, back]
    if line.state != WAITING:
        return []
    found = []
    if line.proposal or line.proposed_pair_id:
        label = _("Undo both lines") if line.proposed_pair_id else _("Confirm what is proposed")
        url = f"{reverse('treasury:confirm_line', args=[line.pk])}?seen={line.mark}"
        found.append(Act(label, url, "check", post=True))
    if line.amount > 0 and not line.proposed_pair_id:
        found.append(Act(_("Receive by hand"), reverse("treasury:receive_bank_line", args=[line.pk]), "money"))
        ahead = reverse("treasury:keep_bank_credit", args=[line.pk])
        found.append(Act(_("Keep it as this payer's credit"), ahead, "clock", quiet=True))
    found.append(Act(_("Put aside"), reverse("treasury:put_aside", args=[line.pk]), "x", quiet=True))
    return found


def proposal_panel(line: BankLine, user: User) -> dict[str, Any] | None:
    """What is proposed for a line and why; once it is matched, what was received of it stands there instead."""
    if line.state == BankLineState.RECEIVED:
        return None
    row = rows_of([line])[0]
    return {"row": row, "reasons": reasons_of(line)}


class Told(NamedTuple):
    """A sentence, and the level of the message that bears it."""

    level: int
    text: str


def confirmed(found: Confirmed, settled: int) -> Iterator[Told]:
    """What confirming a page did: what is matched, what another had settled before, and each line that stays, by its
    day, its amount and its words."""
    if found.done:
        told = ngettext("%(n)s line is matched.", "%(n)s lines are matched.", found.done)
        yield Told(messages.SUCCESS, told % {"n": found.done})
    if settled:
        told = ngettext(
            "%(n)s line had been settled meanwhile: nothing was changed.",
            "%(n)s lines had been settled meanwhile: nothing was changed.",
            settled,
        )
        yield Told(messages.INFO, told % {"n": settled})
    for line, why in found.refused:
        named = joined([formats.day(line.booked_on), formats.dirhams(line.amount), line.label])
        yield Told(messages.ERROR, _("Not matched: %(line)s. %(why)s") % {"line": named, "why": why})


def brought(statement: BankStatement) -> str:
    """What an import did, in a sentence."""
    new = statement.lines.count()
    known = statement.read - new
    told = ngettext("%(n)s new line.", "%(n)s new lines.", new) % {"n": new}
    more = ngettext("%(n)s was already stored.", "%(n)s were already stored.", known) % {"n": known} if known else ""
    if statement.completed:
        done = ngettext(
            "%(n)s line that had lost digits or words is completed.",
            "%(n)s lines that had lost digits or words are completed.",
            statement.completed,
        )
        more = joined([more, done % {"n": statement.completed}], " ")
    return joined([told, more], " ")


def with_counts(statements: QuerySet[BankStatement]) -> Any:
    """Annotate how many lines a statement brought (``new``), and how many of them still wait."""
    waiting = Count("lines", filter=Q(lines__state=WAITING))
    return statements.select_related("owner", "file", "imported_by").annotate(new=Count("lines"), waiting=waiting)


class Imported(NamedTuple):
    """A statement in the list: what became of its lines, and where it is taken back while none is settled."""

    statement: BankStatement
    told: str
    back_url: str


def imported(row: Any) -> Imported:
    """A row of ``with_counts``."""
    new = ngettext("%(n)s new line.", "%(n)s new lines.", row.new) % {"n": row.new}
    waiting = ngettext("%(n)s waits.", "%(n)s wait.", row.waiting) % {"n": row.waiting}
    who = joined([formats.moment(row.imported_at), row.imported_by and row.imported_by.name])
    is_open = row.waiting == row.new
    return Imported(
        row,
        joined([f"{new} {waiting}", who]),
        reverse("treasury:take_back_import", args=[row.pk]) if is_open else "",
    )


def lost_in(statement: BankStatement) -> list[str]:
    """What is to be said of an import that brought labels which had lost their digits, or could not give them back."""
    lines = sum(map(lost.has_lost, statement.lines.values_list("label", flat=True)))
    doubtful = statement.doubtful
    return ([lost.told(lines)] if lines else []) + ([lost.doubt_told(doubtful)] if doubtful else [])
