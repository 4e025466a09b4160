"""Going through a statement in order of time: what each line pays, what undoes it, what is left of what is due.

A finding is *matched* only when its payer is beyond doubt (a name spelt as ours that no other place bears, a RIB, an
order announced), the amount is to the centime one that it owes, and nothing speaks against it. All else that can be
laid to someone is *proposed*, for a person to judge.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from takwin.treasury.statements.entries import Allocation, Entry, Finding, Payer, Reason
from takwin.treasury.statements.labels import CHARGES, Label, read_label
from takwin.treasury.statements.lost import has_lost
from takwin.treasury.statements.recognising import (
    EXACT,
    LIKE,
    Book,
    Candidate,
    candidates_of,
    is_elsewhere,
    learn_ribs,
    spelt_in,
)

ZERO = Decimal(0)
CLOSE = 0.06  # two names nearer than this to a label are both meant, until the amount decides
SMALL_EXCESS = Decimal("0.5")
MAY_STILL_BE_UNDONE = dt.timedelta(days=7)


def fold(entries: Sequence[Entry], book: Book) -> list[Finding]:
    """A finding for each entry, given in order of time; those of the payers' ``open`` amounts are used up."""
    labels = [read_label(entry.label, book.places) for entry in entries]
    findings = [Finding(entry) for entry in entries]
    _pair_reversals(findings, labels, book)
    learn_ribs(findings, labels, book)
    last_day = max((entry.booked_on for entry in entries), default=dt.date.min)
    for finding, label in zip(findings, labels, strict=True):
        if finding.entry.payer:
            book.paid.setdefault(finding.entry.payer, []).append((finding.entry.line, finding.entry.amount))
        elif finding.pair is None and not finding.reasons:
            _judge(finding, label, book, last_day)
            _doubt_lost(finding)
            if not finding.payer and not finding.allocations:
                book.unexplained.add(finding.entry.amount)
    return findings


def _doubt_lost(finding: Finding) -> None:
    """Nothing is sure of a label that lacks its year, its order or its account."""
    if has_lost(finding.entry.label):
        finding.verdict = "proposed" if finding.verdict == "matched" else finding.verdict
        finding.reasons.append(Reason("lost"))


def as_proposals(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of a file that lacks a line, none certain: what was lost may undo what is there."""
    for finding in findings:
        if finding.verdict == "matched":
            finding.verdict = "proposed"
            finding.reasons.append(Reason("incomplete"))
    return list(findings)


# ── Lines that undo one another ─────────────────────────────────────────────


def _pair_reversals(findings: Sequence[Finding], labels: Sequence[Label], book: Book) -> None:
    """Lay each debit to the credit before it that it undoes: the same amount and the same words, the latest first."""
    for n, (finding, label) in enumerate(zip(findings, labels, strict=True)):
        if finding.entry.amount > 0:
            continue
        undone = _undone(findings[:n], labels[:n], finding, label)
        if undone is not None:
            undone.pair, finding.pair = finding.entry.line, undone.entry.line
            undone.reasons.append(Reason("reversed", {"line": finding.entry.line}))
            finding.reasons.append(Reason("reversal", {"line": undone.entry.line}))
            continue
        if not label.said & CHARGES:
            book.left[-finding.entry.amount] = finding.entry.booked_on
        said = "reversal_alone" if label.is_reversal else "charge" if label.said & CHARGES else "debit"
        finding.reasons.append(Reason(said))


def _undone(before: Sequence[Finding], labels: Sequence[Label], finding: Finding, label: Label) -> Finding | None:
    best: tuple[float, int] | None = None
    same = [e for e in before if e.pair is None and e.entry.amount == -finding.entry.amount]
    if len(same) > 1 and any(has_lost(one.entry.label) for one in (*same, finding)):
        return None
    for n, earlier in enumerate(before):
        if earlier.pair is None and earlier.entry.amount == -finding.entry.amount:
            likely = _same_words(labels[n], label)
            if likely >= (0.34 if label.is_reversal else 0.6) and (best is None or (likely, n) > best):
                best = likely, n
    if best is None and label.is_reversal:
        return same[0] if len(same) == 1 else None
    return before[best[1]] if best else None


def _same_words(one: Label, other: Label) -> float:
    return len(one.words & other.words) / len(one.words) if one.words else 0.0


# ── What is paid ────────────────────────────────────────────────────────────


def _judge(finding: Finding, label: Label, book: Book, last_day: dt.date) -> None:
    year = finding.entry.booked_on.year
    candidates = [replace(one, payer=one.payer.as_of(year, label.years)) for one in candidates_of(label, book)]
    by_rib = bool(candidates) and candidates[0].by == "rib"
    if not by_rib and is_elsewhere(label, book):
        finding.reasons.append(Reason("other_region"))
        return
    if not candidates:
        if not _by_order(finding, label, book):
            finding.reasons.append(_nobody(label))
        return
    if (
        label.is_strange
        and not by_rib
        and not (candidates[0].likeness == EXACT and _fits(candidates[0].payer, finding.entry.amount))
    ):
        finding.reasons.append(Reason("not_a_contribution"))
        return
    if label.is_vague and not label.provinces and not any(_fits(one.payer, finding.entry.amount) for one in candidates):
        finding.reasons.append(Reason("unknown_province"))
        return
    is_one = by_rib or any(_fits(one.payer, finding.entry.amount) for one in candidates)
    if not is_one and _lay_to_several(finding, label, book):
        return
    _lay(finding, label, candidates, book)
    if finding.verdict == "matched" and _has_doubt(finding, label, book, last_day):
        finding.verdict = "proposed"


def _nobody(label: Label) -> Reason:
    if label.is_strange:
        return Reason("not_a_contribution")
    return Reason("unknown_rib" if label.ribs else "unknown_order" if label.order else "unknown_payer")


def _fits(payer: Payer, amount: Decimal) -> bool:
    return amount in payer.due.values() or amount in payer.open.values() or _sum_of(payer, amount) is not None


def _sum_of(payer: Payer, amount: Decimal) -> tuple[int, ...] | None:
    """Years whose open amounts, together, are this one; two before three, neighbours before others."""
    years = [year for year in sorted(payer.open) if payer.open[year] > 0]
    for size in (2, 3):
        groups = sorted(itertools.combinations(years, size), key=lambda group: group[-1] - group[0])
        for group in groups:
            if sum(payer.open[year] for year in group) == amount:
                return group
    return None


def _lay(finding: Finding, label: Label, candidates: Sequence[Candidate], book: Book) -> None:
    """Lay the line to one of the candidates: when names are near each other, the one that owes that very amount."""
    amount = finding.entry.amount
    top = candidates[0].likeness
    rivals = [one for one in candidates if one.likeness >= top - CLOSE]
    fitting = [one for one in candidates if _fits(one.payer, amount)]
    open_ones = [one for one in fitting if _open_fit(one.payer, amount)]
    if len(rivals) > 1 or top < LIKE:
        chosen = open_ones or fitting
        chosen = [one for one in chosen if one.likeness >= chosen[0].likeness - CLOSE]
        if len(chosen) != 1:
            finding.reasons.append(Reason("several_names" if len(rivals) > 1 else "unknown_payer"))
            return
        _pay(finding, label, chosen[0], book, sure=False)
        return
    first = candidates[0]
    if (
        first.likeness < EXACT
        and not _fits(first.payer, amount)
        and len(open_ones) == 1
        and open_ones[0].likeness >= LIKE
    ):
        first = open_ones[0]
    sure = first.likeness == EXACT and first.is_alone and first.is_whole
    _pay(finding, label, first, book, sure=sure)


def _lay_to_several(finding: Finding, label: Label, book: Book) -> bool:
    """Lay the line to several payers that it names, when what they still owe makes its amount to the centime.

    It is for a person to judge. Two before three; nothing when other payers of the label would make it too.
    """
    named = [payer.as_of(finding.entry.booked_on.year, label.years) for payer in spelt_in(label, book)]
    for size in (2, 3):
        groups = ((group, _making(finding.entry.amount, group, label)) for group in itertools.combinations(named, size))
        found = [(group, laid) for group, laid in groups if laid]
        if len(found) == 1:
            finding.allocations, finding.verdict = found[0][1], "proposed"
            finding.reasons.append(Reason("several_payers"))
            for one in finding.allocations:
                book.payers[one.payer].open[one.year] -= one.amount
                book.paid.setdefault(one.payer, []).append((finding.entry.line, one.amount))
            return True
    return False


def _making(amount: Decimal, group: Sequence[Payer], label: Label) -> tuple[Allocation, ...]:
    """What these payers still owe that makes an amount: of each one year, those of the label first, or all."""
    choices = []
    for payer in group:
        years = sorted((y for y, left in payer.open.items() if left), key=lambda year: (year not in label.years, year))
        each = [Allocation(payer.code, year, payer.open[year]) for year in years]
        choices.append([*((one,) for one in each), *([tuple(each)] if len(each) > 1 else [])])
    made = (tuple(itertools.chain(*chosen)) for chosen in itertools.product(*choices))
    return next((laid for laid in made if sum(one.amount for one in laid) == amount), ())


def _open_fit(payer: Payer, amount: Decimal) -> bool:
    return amount in payer.open.values() or _sum_of(payer, amount) is not None


def _pay(finding: Finding, label: Label, found: Candidate, book: Book, *, sure: bool) -> None:
    payer, amount = found.payer, finding.entry.amount
    finding.payer = payer.code
    finding.reasons.append(
        Reason({"rib": "rib", "order": "order"}.get(found.by, "name" if found.likeness == EXACT else "name_near"))
    )
    if not found.is_alone:
        finding.reasons.append(Reason("homonym"))
    years = tuple(year for year in label.years if year in payer.due)
    parts, exact = _parts(finding, payer, amount, years, book)
    if not exact:
        finding.reasons += [reason for reason in _not_due(payer, amount) if reason not in finding.reasons]
    if not parts:
        return
    finding.allocations = tuple(Allocation(payer.code, year, part) for year, part in parts)
    finding.verdict = "matched" if sure and exact else "proposed"
    for year, part in parts:
        book.payers[payer.code].open[year] -= part
    finding.excess = amount - sum(part for _year, part in parts)
    if finding.excess:
        finding.reasons.append(Reason("excess", {"amount": finding.excess}))
    book.paid.setdefault(payer.code, []).append((finding.entry.line, amount))


def _not_due(payer: Payer, amount: Decimal | None = None) -> list[Reason]:
    """What is proposed to no line: what is only promised, or of a later year; of that amount, or all of it."""
    told = {"no_base": payer.promised, "later_year": payer.later}
    years = {
        code: sorted(y for y, left in held.items() if left and amount in (None, left)) for code, held in told.items()
    }
    return [Reason(code, {"years": tuple(found)}) for code, found in years.items() if found]


def _parts(
    finding: Finding, payer: Payer, amount: Decimal, years: tuple[int, ...], book: Book
) -> tuple[list[tuple[int, Decimal]], bool]:
    """Which years an amount pays, and whether it does so to the centime."""
    say = finding.reasons.append
    left = {year: payer.open.get(year, ZERO) for year in sorted(payer.due)}
    if len(years) > 1 and sum(left[year] for year in years) == amount and all(left[year] for year in years):
        say(Reason("several_years", {"years": years}))
        return [(year, left[year]) for year in years], True
    whole = [year for year, rest in left.items() if rest == amount]
    if whole:
        year = next((year for year in whole if year in years), whole[0])
        say(Reason("rest" if left[year] < payer.due[year] else "whole", {"year": year}))
        if years and year not in years:
            say(Reason("other_year", {"said": years[0], "year": year}))
        return [(year, amount)], True
    if earlier := next((line for line, paid in book.paid.get(payer.code, []) if paid == amount), None):
        say(Reason("twice", {"line": earlier}))
        return [], False
    if amount in payer.due.values() and not any(left[y] for y in left if payer.due[y] == amount):
        say(Reason("already_received", {"year": next(y for y in left if payer.due[y] == amount)}))
        return [], False
    if (group := _sum_of(payer, amount)) is not None:
        say(Reason("several_years", {"years": group}))
        return [(year, left[year]) for year in group], not years or set(years) <= set(group)
    return _partial(finding, payer, amount, years, left), False


def _partial(
    finding: Finding, payer: Payer, amount: Decimal, years: tuple[int, ...], left: dict[int, Decimal]
) -> list[tuple[int, Decimal]]:
    """An amount that is no instalment: part of the year it says, or a little more than one that is due."""
    say = finding.reasons.append
    asked = [year for year in years if left[year]] or ([] if years else _likely_year(payer, amount, left))
    parts: list[tuple[int, Decimal]] = []
    rest = amount
    for year in asked:
        part = min(rest, left[year])
        if part:
            parts.append((year, part))
            rest -= part
    if not parts:
        finding.reasons += _not_due(payer) or [Reason("nothing_due", {"years": years})]
        return []
    if rest > SMALL_EXCESS * sum(part for _year, part in parts):
        say(Reason("too_much"))
        return []
    if not rest:
        say(Reason("part", {"year": parts[-1][0]}))
    return parts


def _likely_year(payer: Payer, amount: Decimal, left: dict[int, Decimal]) -> list[int]:
    """The year a label does not say: one it overpays by little, else the oldest that is begun, else the oldest open."""
    over = [year for year, rest in left.items() if rest and ZERO < amount - rest <= rest / 20]
    begun = [year for year, rest in left.items() if amount <= rest < payer.due[year]]
    open_ones = [year for year, rest in left.items() if amount <= rest]
    return (over or begun or open_ones)[:1]


def _by_order(finding: Finding, label: Label, book: Book) -> bool:
    """A label that bears the number of an order and nothing else: the order's payer, when its amount is this one.

    The year written after the number is that of the budget or that in which the order was issued: offices differ.
    """
    if label.order is None:
        return False
    number, year = label.order
    same = [o for o in book.orders if o.number.lstrip("0") == number.lstrip("0") and o.amount == finding.entry.amount]
    told = [order for order in same if year in (order.year, order.issued_year)]
    if len({order.payer for order in told or same}) != 1:
        return False
    order = (told or same)[0]
    said = Label(label.text, years=(order.year,) if order.year else ())
    payer = book.payers[order.payer].as_of(finding.entry.booked_on.year, said.years)
    _pay(finding, said, Candidate(payer, EXACT, "order"), book, sure=bool(told))
    return True


def _has_doubt(finding: Finding, label: Label, book: Book, last_day: dt.date) -> bool:
    """What forbids certainty, each said as a reason."""
    payer = book.payers[finding.payer]
    doubts: list[Reason] = []
    if label.is_vague:
        doubts.append(Reason("unknown_province"))
    if label.is_reversal:
        doubts.append(Reason("says_reversal"))
    if label.ribs and not any(payer.code in book.ribs.get(rib, []) for rib in label.ribs):
        doubts.append(Reason("other_rib"))
    if label.provinces and payer.province not in label.provinces:
        doubts.append(Reason("other_province"))
    if finding.entry.amount in book.unexplained:
        doubts.append(Reason("same_amount_unexplained"))
    if finding.entry.booked_on <= book.left.get(finding.entry.amount, dt.date.min):
        doubts.append(Reason("same_amount_left"))
    if any(allocation.year < book.known_since for allocation in finding.allocations):
        doubts.append(Reason("before_statement"))
    if finding.entry.booked_on > last_day - MAY_STILL_BE_UNDONE:
        doubts.append(Reason("end_of_statement"))
    finding.reasons += doubts
    return bool(doubts)
