"""Which movements of a file are lines already stored, whatever another export of the bank made of their words."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core import formats
from takwin.core.identifiers import western
from takwin.core.text import folded
from takwin.treasury.enums import BankLineState
from takwin.treasury.models import BankLine
from takwin.treasury.statements.entries import Entry
from takwin.treasury.statements.lost import has_lost, signs_alike

LABEL, REFERENCE = 500, 60


@dataclass
class Known:
    """The lines already stored, by the name their movement has in the file. Those in ``doubt`` were laid to one of
    several lines of the same day and amount that are not alike: they are stored, but which is which is not known."""

    lines: dict[str, BankLine]
    doubt: set[str] = field(default_factory=set)


class Likeness(NamedTuple):
    """How far a movement and a line of one day and amount are one: by balance, by reference, by so many signs."""

    balance: bool
    reference: bool
    signs: int


def fingerprints(entries: Iterable[Entry]) -> list[str]:
    """What makes each line itself, in any layout: day, amount, words, and its rank among those that say the same."""
    seen: Counter[str] = Counter()
    found = []
    for entry in entries:
        words = "".join(folded(western(entry.label)).split())
        said = f"{entry.booked_on}|{entry.amount}|{words}"
        seen[said] += 1
        found.append(hashlib.sha256(f"{said}|{seen[said]}".encode()).hexdigest())
    return found


def known_of(named: Mapping[str, Entry], stored: Mapping[str, BankLine]) -> Known:
    """Lay the movements of a file to the lines stored of its days: by their names, then the likest pairs first."""
    known = Known({name: line for name, line in stored.items() if name in named})
    twins: dict[tuple[dt.date, Decimal, str], set[object]] = defaultdict(set)
    for line in stored.values():
        twins[line.booked_on, line.amount, line.label].add(_kind(line))
    for name, line in known.lines.items():
        if named[name].balance is None and len(twins[line.booked_on, line.amount, line.label]) > 1:
            known.doubt.add(name)
    left: dict[tuple[dt.date, Decimal], list[BankLine]] = defaultdict(list)
    for name, line in stored.items():
        if name not in known.lines:
            left[line.booked_on, line.amount].append(line)
    asked: dict[tuple[dt.date, Decimal], dict[str, Entry]] = defaultdict(dict)
    for name, entry in named.items():
        if name not in known.lines:
            asked[entry.booked_on, entry.amount][name] = entry
    for same, lines in left.items():
        _lay(asked[same], lines, known)
    return known


def _kind(line: BankLine) -> object:
    """What tells a line from another of its day and amount: those of one kind may take each other's words."""
    return line.label, line.reference, line.balance, line.state


def _lay(entries: Mapping[str, Entry], lines: Sequence[BankLine], known: Known) -> None:
    """Lay movements to lines of their day and amount, the likest pairs first, and then whoever has the least choice;
    of those that are like each other to the same point, in their order."""
    levels: dict[Likeness, dict[str, list[BankLine]]] = defaultdict(lambda: defaultdict(list))
    for name, entry in entries.items():
        same = [(line, like) for line in lines if (like := _likeness(entry, line))]
        for line, like in same:
            if like.signs or len(same) == 1:
                levels[like][name].append(line)
    taken: set[int] = set()
    for level in sorted(levels, reverse=True):
        choices = {
            name: [line for line in found if line.pk not in taken]
            for name, found in levels[level].items()
            if name not in known.lines
        }
        settled: set[int] = set()
        for name, choice in sorted(choices.items(), key=lambda one: len(one[1])):
            if free := next((line for line in choice if line.pk not in taken), None):
                known.lines[name] = free
                taken.add(free.pk)
                if len({_kind(line) for line in choice if line.pk not in settled}) == 1:
                    settled.add(free.pk)
                else:
                    known.doubt.add(name)


def _likeness(entry: Entry, line: BankLine) -> Likeness | None:
    """How far two movements of the same day and amount are one, whatever their words: their balance says it first."""
    by_balance = entry.balance is not None and line.balance is not None
    if by_balance and entry.balance != line.balance:
        return None
    by_reference = bool(entry.reference) and entry.reference == line.reference
    signs = signs_alike(entry.label, line.label)
    differ = bool(entry.reference and line.reference) and not has_lost(entry.reference + line.reference)
    if not by_balance and not by_reference and (differ or not signs):
        return None
    return Likeness(by_balance, by_reference, signs)


def complete(known: Known, named: Mapping[str, Entry]) -> tuple[int, int]:
    """Give the lines that wait the label and the reference that a file before had lost in part; how many were
    completed, and how many could not be for the doubt on which is which."""
    found, doubtful = [], 0
    for name, line in known.lines.items():
        entry = named[name]
        label, reference = _says(entry.label, line.label), _says(entry.reference, line.reference)
        if line.state != BankLineState.WAITING or not (label or reference):
            continue
        if name in known.doubt:
            doubtful += 1
            continue
        if label:
            line.label, line.fingerprint = entry.label[:LABEL], name
        if reference:
            line.reference = entry.reference[:REFERENCE]
        found.append(line)
    BankLine.objects.bulk_update(found, ["label", "reference", "fingerprint"], 200)
    return len(found), doubtful


def _says(said: str, had: str) -> bool:
    """Whether what is said tells what was lost of what was had."""
    return has_lost(had) and bool(said) and not has_lost(said)


def refuse_changed(
    named: Mapping[str, Entry], known: Mapping[str, BankLine], stored: Iterable[BankLine], first: dt.date, last: dt.date
) -> None:
    """Between its first and last days, which may be cut, a statement must hold every line stored before it."""
    here = {line.pk for line in known.values()}
    for line in stored:
        if line.pk not in here and first < line.booked_on < last:
            raise ValidationError(
                _("The line of %(day)s of %(amount)s, already imported, is not in this statement: it was changed."),
                params={"day": formats.day(line.booked_on), "amount": formats.dirhams(line.amount)},
            )
    for fingerprint, line in known.items():
        if None not in (named[fingerprint].balance, line.balance) and named[fingerprint].balance != line.balance:
            raise ValidationError(
                _("After the line of %(day)s of %(amount)s the balance is no longer the one already imported."),
                params={"day": formats.day(line.booked_on), "amount": formats.dirhams(line.amount)},
            )
