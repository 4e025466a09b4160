"""What the screens of the treasury say: the state of transfers, the page of an instalment, the steps open to me."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from takwin.accounts.models import User
from takwin.agreements.enums import COMMITMENT_LOOKS, CommitmentState
from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.core.keys import key_of
from takwin.core.money import ZERO, dirhams
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.rights.access import UserRequest
from takwin.rights.enums import Permission
from takwin.rights.queries import holds, may
from takwin.territory.maps import Map, region_map
from takwin.treasury import words
from takwin.treasury.ages.shown import list_url
from takwin.treasury.enums import LOOKS, Stage
from takwin.treasury.letters import letter_of_day, recent_letter, why_not_asked
from takwin.treasury.models import BankLine, FundsRequest
from takwin.treasury.queries import (
    PayerLine,
    ProvinceLines,
    Transfers,
    grand_total,
    late_lines,
    received_of,
    said_ordered_of,
    stage_of,
    state_of_transfers,
    statement_owners,
    years_of,
)
from takwin.treasury.states import is_given_up, state_of_due
from takwin.ui.states import Look
from takwin.ui.things import Act, Call, Crumb, Step

LATE_SHOWN = 25


class YearTab(NamedTuple):
    label: str
    url: str
    here: bool


class Bar(NamedTuple):
    """Shares of the longest bar of its table: received, on the way, and what remains."""

    received: Decimal
    on_the_way: Decimal
    rest: Decimal


class Row(NamedTuple):
    """A line of a table of transfers: a province, or a payer."""

    name: str
    url: str
    sums: Transfers
    bar: Bar
    days_late: int
    note: str = ""


class LateRow(NamedTuple):
    line: PayerLine
    province: str
    url: str
    days: int
    look: Look


def crumbs(*more: str) -> list[Crumb]:
    """The way here: the state of transfers, then (label, address) when there is one more step."""
    own = [Crumb(_("Transfers"), reverse("treasury:transfers"))]
    return own + ([Crumb(*more)] if more else [])


def year_asked(request: UserRequest, years: Sequence[int]) -> int | None:
    """The year of the address (``all`` is none); without one the present year, or the last that has something due."""
    asked = request.GET.get("year", "") or request.POST.get("year", "")
    if asked == "all":
        return None
    if (year := key_of(asked)) in years:
        return year
    today = clock.today().year
    return today if today in years else next((year for year in years if year < today), years[0] if years else None)


def transfers(request: UserRequest, seen: QuerySet[Instalment], place: Place | None = None) -> dict[str, Any]:
    """The page of the state of transfers, of all that is seen or of one place."""
    today, years = clock.today(), years_of(seen)
    year = year_asked(request, years)
    provinces = state_of_transfers(seen, today, [year] if year else None) if years else []
    total, late = grand_total(provinces), late_lines(provinces)
    asked = {"year": str(year or "all")}
    narrow = {**asked, "place": str(place.pk)} if place else asked
    payers = [line for province in provinces for line in province.payers]
    by_payer = place is not None or len(provinces) <= 1
    province_of = {line.payer.pk: province.name for province in provinces for line in province.payers}
    asks = holds(request.user, Permission.TREASURY_REQUEST)
    return {
        "title": _("Transfers: %(place)s") % {"place": place.name} if place else _("State of transfers"),
        "crumbs": crumbs(place.name) if place else [],
        "tabs": _tabs(years, year),
        "year": asked["year"],
        "total": total,
        "promised": words.promised(total.promised),
        "declared": words.declared(total.declared),
        "payers": len(payers),
        "late": [_late_row(line, province_of[line.payer.pk], asked, today) for line in late[:LATE_SHOWN]],
        "late_count": len(late),
        "late_days": days_late(total, today),
        "late_url": list_url(province=place.province_id if place else None),
        "by_payer": by_payer,
        "rows": _payer_rows(payers, asked, today) if by_payer else _province_rows(provinces, asked, today),
        "map": None if by_payer else _map(provinces, asked),
        "excel_url": f"{reverse('treasury:excel')}?{urlencode(narrow)}",
        "issue_owners": [] if place else list(statement_owners(request.user)),
        "brings": asks and place is None,
        "batch_url": f"{reverse('treasury:batch')}?{urlencode(narrow)}" if asks and years else "",
        "pay_hint": "" if asks else _("Nothing is due here yet."),
    }


def _tabs(years: Sequence[int], here: int | None) -> list[YearTab]:
    every = YearTab(_("All years"), "?year=all", here is None and bool(years))
    return [*(YearTab(str(year), f"?year={year}", year == here) for year in years), every] if years else []


def days_late(sums: Transfers, today: dt.date) -> int:
    return (today - sums.late_since).days if sums.late_since else 0


def _bar(sums: Transfers, longest: Decimal) -> Bar:
    whole = longest or Decimal(1)
    rest = max(sums.remaining - sums.on_the_way, ZERO)
    return Bar(min(sums.settled, sums.due) / whole, sums.on_the_way / whole, rest / whole)


def _province_rows(provinces: list[ProvinceLines], asked: dict[str, str], today: dt.date) -> list[Row]:
    """The provinces, those with most left to receive first, as one reads what to do."""
    longest = max((province.total.due for province in provinces), default=ZERO)
    ordered = sorted(provinces, key=lambda province: (-province.total.remaining, province.name))
    return [
        Row(
            name=province.name,
            url=place_url(province.province_id or province.region_id or 0, asked),
            sums=province.total,
            bar=_bar(province.total, longest),
            days_late=days_late(province.total, today),
            note=_late_words(province.late_payers),
        )
        for province in ordered
    ]


def _late_words(count: int) -> str:
    return ngettext("%(count)s late", "%(count)s late", count) % {"count": count} if count else ""


def _payer_rows(payers: list[PayerLine], asked: dict[str, str], today: dt.date) -> list[Row]:
    longest = max((line.total.due for line in payers), default=ZERO)
    return [
        Row(
            line.payer.name,
            payer_url(line.payer.pk, asked),
            line.total,
            _bar(line.total, longest),
            days_late(line.total, today),
        )
        for line in payers
    ]


def payer_url(pk: int, asked: dict[str, str]) -> str:
    return f"{reverse('treasury:payer', args=[pk])}?{urlencode(asked)}"


def place_url(pk: int, asked: dict[str, str]) -> str:
    return f"{reverse('treasury:place', args=[pk])}?{urlencode(asked)}"


def _late_row(line: PayerLine, province: str, asked: dict[str, str], today: dt.date) -> LateRow:
    return LateRow(line, province, payer_url(line.payer.pk, asked), days_late(line.total, today), _where(line))


def _where(line: PayerLine) -> Look:
    """The furthest a late payer has come."""
    sums = line.total
    if sums.received:
        return Look(_("received in part"), "", "half")
    if sums.ordered:
        return Look(_("order confirmed"), "go", "half")
    if sums.declared:
        return Look(_("order declared"), "warn", "dot")
    return Look(_("no answer"), "", "open") if line.asked_on else Look(_("not asked yet"), "", "draft")


def _map(provinces: list[ProvinceLines], asked: dict[str, str]) -> Map | None:
    """The map of the region by province, or of the Kingdom by region when there are several."""
    regions = {province.region_id: province.region_iso for province in provinces if province.region_id}
    sums: dict[int, Transfers] = {}
    for province in provinces:
        key = province.region_id if len(regions) > 1 else province.province_id
        if key:
            sums.setdefault(key, Transfers()).add(province.total)
    level, iso = (Level.KINGDOM, "") if len(regions) > 1 else (Level.REGION, next(iter(regions.values()), ""))
    return region_map(
        Place(level=level, iso=iso),
        {pk: float(total.share) for pk, total in sums.items()},
        label=_("Share received"),
        url=lambda place: place_url(place.pk, asked),
    )


# ── One contribution in a table ─────────────────────────────────────────────


@dataclass(frozen=True)
class Contribution:
    """An instalment in a table, with where it stands and how late it is; what was written off, or promised in an
    agreement cancelled since, is not missing. What its payer has not voted is ``promised``, and not due even once it
    came."""

    instalment: Any
    look: Look
    due: Decimal
    promised: Decimal
    missing: Decimal
    days_late: int

    @classmethod
    def of(cls, row: Any, today: dt.date) -> "Contribution":
        left = ZERO if is_given_up(row, today) else max(row.owed - dirhams(row.received), ZERO)
        is_promised = not row.has_base and not is_given_up(row, today)
        missing, promised = (ZERO, row.owed) if is_promised else (left, ZERO)
        late = (today - row.due_on).days if missing and row.due_on < today else 0
        return cls(row, look_of(row, today), row.owed - promised, promised, missing, late)


NOTHING_CAME = (Stage.TO_REQUEST, Stage.REQUESTED)


def look_of(row: Any, today: dt.date) -> Look:
    """Where a row of ``with_money`` stands: how far its money has come; when none has, whether it is due or overdue."""
    state, stage = state_of_due(row, today), stage_of(row)
    overdue = state == CommitmentState.OVERDUE and stage in NOTHING_CAME
    promised = state == CommitmentState.PROMISED and not row.has_base
    if overdue or promised or state in (CommitmentState.WRITTEN_OFF, CommitmentState.GIVEN_UP, CommitmentState.DUE):
        return COMMITMENT_LOOKS[state]
    return LOOKS[stage]


# ── One instalment ──────────────────────────────────────────────────────────


def nothing_to_order(instalment: Instalment) -> dict[str, Any]:
    """What stands where the form of an order would, once all is ordered or received."""
    return {
        "title": _("Payment order: %(payer)s") % {"payer": instalment.payer},
        "crumbs": crumbs(str(instalment.payer), reverse("treasury:payer", args=[instalment.payer_id])),
        "instalment": instalment,
        "received": received_of(instalment),
        "ordered": said_ordered_of(instalment),
    }


def path(instalment: Any) -> list[Step]:
    """Requested, ordered, received: what is only declared is where it is, not done."""
    asked, ordered = instalment.requested_on, instalment.said_ordered > 0
    sure, received = instalment.ordered_confirmed > 0, instalment.received
    whole = received >= instalment.owed
    order_note = (_("confirmed") if sure else _("declared, not confirmed")) if ordered else ""
    money = _("%(share)s of what is due") % {"share": formats.percent(received / instalment.owed)} if received else ""
    steps = [
        (_("Committed"), _("due on %(day)s") % {"day": formats.day(instalment.due_on)}, True),
        (_("Requested"), formats.day(asked) if asked else "", bool(asked) or bool(ordered) or bool(received)),
        (_("Ordered"), order_note, sure or bool(received)),
        (pgettext("transfers", "Received"), money, whole),
    ]
    first_open = next((n for n, (_label, _note, done) in enumerate(steps) if not done), len(steps))
    return [
        Step(label, note, "done" if done else "here" if n == first_open else "")
        for n, (label, note, done) in enumerate(steps)
    ]


def calls(instalment: Any) -> list[Call]:
    missing = instalment.owed - dirhams(instalment.received)
    if instalment.commitment.party.agreement.cancelled_on:
        told = _("Nothing more is requested or ordered. Money that still comes in is received.")
        return [Call(_("The agreement is cancelled."), told, "warn")]
    if missing > 0 and not instalment.has_base:
        told = _("It falls due once its payer has voted or signed the agreement, and this is confirmed.")
        return [Call(_("Promised, not due yet."), told, "warn")]
    days = (clock.today() - instalment.due_on).days
    if missing <= 0 or days <= 0:
        return []
    told = ngettext("Late since %(days)s day", "Late since %(days)s days", days) % {"days": days}
    return [Call(told, _("%(amount)s remain to be received.") % {"amount": formats.dirhams(missing)}, "bad")]


def acts(instalment: Any, user: User) -> list[Act]:
    """The steps open to this reader: confirming what was declared first, then asking, declaring, receiving."""
    pk, found = [instalment.pk], []
    missing = instalment.owed - dirhams(instalment.received)
    declared = instalment.orders.filter(withdrawn_at=None, confirmed_at=None).first()
    keeps = may(user, Permission.TREASURY_REQUEST, instalment.beneficiary)
    receive = Act(_("Receive from an account line"), f"{reverse('treasury:lines')}?tab=open", "money")
    if instalment.commitment.party.agreement.cancelled_on:
        return [receive] if missing > 0 and keeps else []
    if declared and keeps:
        found.append(Act(_("Confirm the order"), reverse("treasury:confirm", args=[declared.pk]), "check", post=True))
    own_word = may(user, Permission.AGREEMENT_DECLARE, instalment.payer)
    orders = instalment.owed - dirhams(instalment.said_ordered) > 0 and missing > 0
    if orders and own_word:
        found.append(Act(_("Declare the payment order"), reverse("treasury:order", args=pk), "edit"))
    if missing > 0 and keeps:
        found += [_asking(instalment), receive]
    if orders and keeps and not own_word:
        found.append(Act(_("Record a payment order"), reverse("treasury:order", args=pk), "edit"))
    return found


def _asking(instalment: Any) -> Act:
    """The letter of today when there is one, otherwise a new one: soon after another, on a page that says so."""
    today = clock.today()
    written = letter_of_day(instalment, today)
    if written and written.paper_id:
        return Act(_("Print the letter of today"), reverse("treasury:paper", args=[written.pk]), "print")
    label = _("Send a reminder") if instalment.requested_on else _("Request the funds")
    refused, at_once = why_not_asked(instalment), recent_letter(instalment, today) is None
    return Act(label, reverse("treasury:request", args=[instalment.pk]), "send", post=at_once, refused=refused)


def again(instalment: Instalment, last: FundsRequest) -> dict[str, Any]:
    """The page that stands between a recent letter and another."""
    told = _("The last letter to this payer for this contribution went on %(day)s, and its delay to pay is not over.")
    return {
        "title": _("Send a reminder: %(payer)s") % {"payer": instalment.payer},
        "submit": _("Send a reminder all the same"),
        "back": instalment.get_absolute_url(),
        "lead": told % {"day": formats.day(last.requested_on)},
    }


def told_of_letter(written: FundsRequest | None, last: FundsRequest | None) -> str:
    """What is said once an instalment was asked for: ``last`` is the letter there was before."""
    if written is None:
        return _("The credit of the payer covers it: nothing is left to ask for.")
    if written == last:
        return _("It was asked for today already: print that letter below.")
    return _("The letter is written: print it below.")


def acts_on_line(line: Any, user: User) -> list[Act]:
    if line.left <= 0 or not may(user, Permission.TREASURY_REQUEST, line.owner):
        return []
    receive = Act(_("Receive this line"), reverse("treasury:receive", args=[line.pk]), "money")
    ahead = Act(_("Keep the rest as a credit"), reverse("treasury:keep_credit", args=[line.pk]), "clock")
    back = Act(_("Take back this line…"), reverse("treasury:take_back_line", args=[line.pk]), "no", danger=True)
    by_hand = not line.taken and not BankLine.objects.filter(account_line=line).exists()
    return [receive, ahead, back] if by_hand else [receive, ahead]
