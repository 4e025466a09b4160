"""The rows of a workbook beside the register: which agreement, which party, what is new of it, what cannot be."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q

from takwin.accounts.models import User
from takwin.agreements.enums import CommitmentKind, StepKind
from takwin.agreements.models import Agreement, Commitment, Party, Step
from takwin.agreements.queries import binds_year, path_of, with_until_year
from takwin.core import clock
from takwin.core.money import ZERO
from takwin.core.text import sort_key
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import ALL, Entry, Problem
from takwin.people.enums import Title
from takwin.people.imports.roster import councils
from takwin.people.matching.persons import Known, known_name
from takwin.people.matching.score import names_of
from takwin.people.models import Office
from takwin.rights.enums import Permission
from takwin.rights.queries import may
from takwin.treasury.enums import LineSource
from takwin.treasury.imports.subject import DAYS, RECEIPTS, SHARES, received_of, share_of
from takwin.treasury.models import AccountLine, FinancialYear, Receipt
from takwin.treasury.years.queries import is_closed

NEW, ADDED, SAME = "new", "added", "same"
BY_ROWS = "by_rows"  # the decision, for the whole list, that its totals are wrong and its rows are right
STEPS = ((StepKind.VOTE, "voted_on"), (StepKind.VISA, "visaed_on"), (StepKind.SIGNATURE, "signed_on"))


@dataclass
class Row:
    """What an entry comes to: the party, what is still to be written of it."""

    entry: Entry
    body: Body
    reference: str
    shares: dict[int, Decimal]
    received: dict[int, Decimal]
    days: dict[StepKind, dt.date]
    signatory: Office | None = None
    party: Party | None = None
    commits: dict[int, Decimal] = field(default_factory=dict)
    steps: list[StepKind] = field(default_factory=list)
    opens: dict[int, Decimal] = field(default_factory=dict)

    @property
    def line_reference(self) -> str:
        """The name of its opening balance among the lines of the account."""
        return f"{self.reference} · {self.body.place.code}"[:60]


class Judgement:
    """One comparison of a whole workbook with the register, in a dozen queries whatever its length."""

    def __init__(self, entries: Sequence[Entry], batch: ImportBatch, user: User) -> None:
        self.entries, self.batch, self.user, self.owner = entries, batch, user, batch.owner
        self.taken = [entry for entry in entries if not entry.is_out]
        self.until = dt.date.fromisoformat(batch.options["until"])
        self.bodies = councils({entry.values["place"] for entry in self.taken if entry.values["place"]})
        self.rows: list[Row] = []
        self.agreements: dict[str, Agreement] = {}

    def run(self) -> None:
        for entry in self.entries:
            entry.judged = []
            entry.verdict = entry.verdict if entry.is_out else ""
            entry.values["makes"] = {}
        if not all(may(self.user, p, self.owner) for p in (Permission.TREASURY_REQUEST, Permission.AGREEMENT_CONFIRM)):
            for entry in self.taken:
                entry.judge("place", "not_yours", stops=True)
            return
        for entry in self.taken:
            if row := self._row(entry):
                self.rows.append(row)
        self._totals()
        self._twice()
        self._signatories()
        self._known()
        self._bare()
        self._closed()
        self._verdicts()

    def _row(self, entry: Entry) -> Row | None:
        """A row as far as it can be read: what stops is said, and a row without party or number goes no further."""
        body = self._body(entry)
        if not entry.values["reference"]:
            entry.judge("reference", "reference_needed", stops=True)
        shares = self._amounts(entry, SHARES)
        days = {kind: day for kind, name in STEPS if (day := _day(entry, name))}
        if body is None or not entry.values["reference"]:
            return None
        if not shares and body != self.owner and not _unread(entry, SHARES):
            entry.judge("place", "share_needed", stops=True)
        row = Row(entry, body, entry.values["reference"], shares, {}, days)
        self._judge_money(row)
        self._judge_path(row)
        return row

    def _body(self, entry: Entry) -> Body | None:
        code = entry.values["place"]
        if not code:
            if not any(problem.field == "place" and problem.stops for problem in entry.problems):
                entry.judge("place", "place_needed", stops=True)
            return None
        body = self.bodies.get(code)
        if body is None:
            entry.judge("place", "no_council", stops=True)
        elif self.owner.kind == BodyKind.REGION and code.partition(".")[0] != self.owner.place.code:
            entry.judge("place", "outside_region", stops=True)
        else:
            return body
        return None

    def _amounts(self, entry: Entry, names: Mapping[str, int]) -> dict[int, Decimal]:
        """The amounts above zero by year; one below zero is said at its cell."""
        found: dict[int, Decimal] = {}
        for name, year in names.items():
            amount = Decimal(entry.values[name] or 0)
            if amount < 0:
                entry.judge(name, "amount_negative", stops=True)
            elif amount:
                found[year] = amount
        return found

    def _judge_money(self, row: Row) -> None:
        entry = row.entry
        if row.body == self.owner and row.shares:
            entry.judge(share_of(min(row.shares)), "pays_itself", stops=True)
        total = entry.values["total"]
        if total is not None and not _unread(entry, SHARES) and Decimal(total) != sum(row.shares.values()):
            self._differs(entry, Problem(entry.cells.get("total", entry.cell), "total", "shares_differ", stops=True))
        by_year = self._amounts(entry, RECEIPTS)
        whole = Decimal(entry.values["received"] or 0)
        if whole < 0:
            entry.judge("received", "amount_negative", stops=True)
        elif whole and by_year and whole != sum(by_year.values()):
            entry.judge("received", "receipts_differ", stops=True)
        for year, amount in by_year.items():
            if amount > row.shares.get(year, ZERO):
                entry.judge(received_of(year), "received_above", stops=True)
        if whole > sum(row.shares.values()):
            entry.judge("received", "received_above", stops=True)
        row.received = by_year or dict(_oldest_first(row.shares, whole))

    def _judge_path(self, row: Row) -> None:
        """The steps follow each other, none is to come, and a deliberation has its number."""
        entry = row.entry
        for name in DAYS:
            if (day := _day(entry, name)) and day > clock.today():
                entry.judge(name, "day_to_come", stops=True)
        for kind, number, name in ((StepKind.VOTE, "vote", "voted_on"), (StepKind.VISA, "visa", "visaed_on")):
            if entry.values[number] and kind not in row.days and not _unread(entry, [name]):
                entry.judge(name, "day_needed", stops=True)
        if StepKind.VOTE in row.days and not entry.values["vote"]:
            entry.judge("vote", "number_needed", stops=True)
        if StepKind.VISA in row.days and not entry.values["visa"]:
            entry.judge("visa", "visa_unnumbered")
        self._judge_order(row)

    def _judge_order(self, row: Row) -> None:
        path = path_of(row.body)
        for at, (kind, name) in enumerate(STEPS):
            if kind in row.days and kind not in path:
                row.entry.judge(name, "only_signs", stops=True)
            for earlier, _name in STEPS[:at] if kind in row.days and kind in path else ():
                if earlier in path and earlier not in row.days:
                    row.entry.judge(name, f"{kind.value}_without_{earlier.value}", stops=True)
                elif earlier in path and row.days[earlier] > row.days[kind]:
                    row.entry.judge(name, f"{kind.value}_before_{earlier.value}", stops=True)

    def _totals(self) -> None:
        """A line of totals is the sum of the rows since the one before it, or of all rows above it."""
        for sheet in {entry.sheet for entry in self.entries}:
            listed = [entry for entry in self.entries if entry.sheet == sheet]
            for last in listed:
                for row, cell, name, amount, before in last.values["totals"]:
                    above = [entry for entry in listed if entry.row < row]
                    if any(_unread(entry, [name]) for entry in above):
                        continue
                    sums = {_sum(above, name), _sum([entry for entry in above if entry.row > before], name)}
                    if Decimal(amount) not in sums:
                        self._differs(last, Problem(cell, name, "total_differs", stops=True, row=row))

    def _differs(self, entry: Entry, problem: Problem) -> None:
        """Totals that differ stop, until it is decided for the whole list that its rows are right."""
        is_decided = BY_ROWS in self.batch.fixes.get(ALL, {})
        entry.judged.append(problem._replace(stops=not is_decided))

    def _twice(self) -> None:
        first: dict[tuple[str, int], Row] = {}
        for row in self.rows:
            earlier = first.setdefault((row.reference, row.body.pk), row)
            if earlier is not row:
                row.entry.judge("place", "party_twice", stops=True, row=earlier.entry.row)

    def _signatories(self) -> None:
        """Who signed held an office there on that day; unsaid, it is who presided."""
        held: dict[int, list[Office]] = defaultdict(list)
        signing = [row for row in self.rows if StepKind.SIGNATURE in row.days]
        offices = Office.objects.filter(body__in={row.body.pk for row in signing}, person__merged_into=None)
        for office in offices.select_related("person").order_by("-starts_on", "pk"):
            held[office.body_id].append(office)
        for row in signing:
            day = row.days[StepKind.SIGNATURE]
            then = [o for o in held[row.body.pk] if o.starts_on <= day and (o.ends_on is None or day < o.ends_on)]
            said = row.entry.values["signatory"]
            fit = [o for o in then if (_is_named(o, said) if said else o.title == Title.PRESIDENT)]
            if len({office.person_id for office in fit}) == 1:
                row.signatory = fit[0]
                if not said:
                    row.entry.judge("signatory", "signatory_taken")
            else:
                row.entry.judge("signatory", "not_in_office" if said else "signatory_needed", stops=True)

    def _known(self) -> None:
        """What the register has of each row already: an agreement of that number, a party, shares, steps, money."""
        numbers = {row.reference for row in self.rows}
        own = with_until_year(Agreement.objects.filter(owner=self.owner, reference__in=numbers))
        self.agreements = {one.reference: one for one in own}
        taken = Agreement.objects.exclude(owner=self.owner).filter(reference__in=numbers)
        elsewhere = set(taken.values_list("reference", flat=True))
        parties = Party.objects.filter(agreement__in=self.agreements.values()).select_related("agreement", "body")
        known = {(party.agreement.reference, party.body_id): party for party in parties}
        money = Commitment.objects.filter(kind=CommitmentKind.MONEY, party__in=known.values())
        promised = {(pk, year): amount for pk, year, amount in money.values_list("party", "year", "amount")}
        steps = Step.objects.filter(party__in=known.values(), withdrawn_at=None)
        taken_on = {(pk, kind): day for pk, kind, day in steps.values_list("party", "kind", "done_on")}
        lines = AccountLine.objects.filter(owner=self.owner, source=LineSource.OPENING)
        opened = dict(lines.values_list("reference", "amount"))
        slips = Receipt.objects.filter(instalment__commitment__party__in=known.values())
        paid = set(
            slips.exclude(line__source=LineSource.OPENING).values_list("instalment__commitment__party", flat=True)
        )
        signed = {party.agreement_id for party in parties if (party.pk, StepKind.SIGNATURE) in taken_on}
        for row in self.rows:
            agreement, row.party = self.agreements.get(row.reference), known.get((row.reference, row.body.pk))
            if row.reference in elsewhere:
                row.entry.judge("reference", "reference_elsewhere", stops=True)
            if agreement and agreement.cancelled_on:
                row.entry.judge("reference", "agreement_cancelled", stops=True)
            elif agreement and row.party is None and agreement.pk in signed:
                row.entry.judge("place", "party_of_signed", stops=True)
            self._missing(row, promised, taken_on, opened)
            if row.opens and row.party and row.party.pk in paid:
                row.entry.judge("received", "received_otherwise", stops=True)
            for year in row.commits:
                if agreement and not binds_year(agreement, year):
                    row.entry.judge(share_of(year), "year_not_bound", stops=True)

    def _bare(self) -> None:
        """The region alone under a number, mistyped as a rule: it would sign a text that binds nobody to anything. The
        acts of the screens ask a tick for that; here the number is corrected, or the row left out."""
        others = {row.reference for row in self.rows if row.body != self.owner}
        written = Agreement.objects.filter(pk__in=[one.pk for one in self.agreements.values()])
        written = written.filter(Q(clauses__isnull=False) | Q(parties__commitments__isnull=False))
        bound = others.union(written.values_list("reference", flat=True))
        for row in self.rows:
            if row.reference not in bound:
                row.entry.judge("reference", "nothing_promised", stops=True)

    def _missing(
        self, row: Row, promised: Mapping[Any, Any], taken_on: Mapping[Any, Any], opened: Mapping[str, Any]
    ) -> None:
        entry, pk = row.entry, row.party.pk if row.party else 0
        for year, amount in row.shares.items():
            present = promised.get((pk, year))
            if present is None:
                row.commits[year] = amount
            elif present != amount:
                entry.judge(share_of(year), "promised_otherwise", stops=True)
        for kind, name in STEPS:
            present = taken_on.get((pk, kind))
            if kind in row.days and present is None:
                row.steps.append(kind)
            elif kind in row.days and present != row.days[kind]:
                entry.judge(name, "step_otherwise", stops=True)
        whole = sum(row.received.values(), ZERO)
        if whole and (present := opened.get(row.line_reference)) is None:
            row.opens = row.received
        elif whole and present != whole:
            entry.judge("received", "received_otherwise", stops=True)

    def _closed(self) -> None:
        """What is dated in a year of the account that is closed stays out of it."""
        years = {year for row in self.rows for year in row.commits}
        days = {self.until} | {dt.date(year, 12, 31) for year in years}
        closed = {day for day in days if is_closed(self.owner.pk, day)}
        kept = FinancialYear.objects.filter(owner=self.owner, year__lte=self.until.year).exists()
        for row in self.rows:
            if row.opens and (self.until in closed or kept):
                row.entry.judge("received", "year_closed" if self.until in closed else "year_kept", stops=True)
            for year in row.commits:
                if dt.date(year, 12, 31) in closed:
                    row.entry.judge(share_of(year), "year_closed", stops=True)

    def _verdicts(self) -> None:
        drafted: set[str] = set()
        for row in self.rows:
            is_new = row.reference not in self.agreements and row.reference not in drafted
            drafted.add(row.reference)
            told = {
                "agreements": int(is_new), "parties": int(row.party is None), "commitments": len(row.commits),
                "promised": _centimes(row.commits), "steps": len(row.steps), "opened": int(bool(row.opens)),
                "received": _centimes(row.opens),
            }  # fmt: skip
            row.entry.values["makes"] = told
            row.entry.verdict = NEW if row.party is None else ADDED if any(told.values()) else SAME


def judge(entries: Sequence[Entry], batch: ImportBatch, user: User) -> Judgement:
    judgement = Judgement(entries, batch, user)
    judgement.run()
    return judgement


def _day(entry: Entry, name: str) -> dt.date | None:
    return dt.date.fromisoformat(entry.values[name]) if entry.values[name] else None


def _unread(entry: Entry, names: Sequence[str] | Mapping[str, int]) -> bool:
    return any(problem.field in names for problem in entry.problems)


def _sum(entries: Sequence[Entry], name: str) -> Decimal:
    return sum((Decimal(entry.values[name] or 0) for entry in entries), ZERO)


def _centimes(amounts: Mapping[int, Decimal]) -> int:
    return int(sum(amounts.values(), ZERO) * 100)


def _oldest_first(shares: Mapping[int, Decimal], whole: Decimal) -> Iterator[tuple[int, Decimal]]:
    """What was received lays to the oldest share first."""
    for year in sorted(shares):
        if part := min(shares[year], whole):
            yield year, part
            whole -= part


def _is_named(office: Office, said: str) -> bool:
    person = office.person
    if sort_key(said) in {person.sort_ar, person.sort_fr} - {""}:
        return True
    return names_of(known_name(said), Known(None, name_ar=person.name_ar, name_fr=person.name_fr)).agrees
