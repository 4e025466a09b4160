"""The movements of an account statement, found among titles, balances and totals, whatever bank or treasury made it.

What stands in cells no heading claims belongs to the label, since banks put the payer, its RIB or the number of an
order in columns of their own. A row with a day and an amount is a movement, also where the day is written once for all
the movements under it; one with words only goes on from the movement above it.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core import formats
from takwin.documents.sheets import Value
from takwin.treasury.statements.cells import Grid, amount_of, digits_shown, words_of
from takwin.treasury.statements.days import Days, day_of, days_in
from takwin.treasury.statements.entries import Entry
from takwin.treasury.statements.headings import Columns, announced, key, names, of_parties, sense_of, table_of

HEADED = 20  # rows among which a table has its headings
MONEY = ("debit", "credit", "amount")
OPENING = names(
    "solde a nouveau, solde initial, ancien solde, solde precedent, solde de depart, solde depart, report a nouveau, "
    "solde debut, solde anterieur, solde au debut, report, report page precedente, رصيد سابق, الرصيد السابق, الرصيد "
    "الافتتاحي, رصيد افتتاحي, الرصيد القديم, رصيد منقول, منقول, رصيد البدايه, رصيد بدايه"
)
CLOSING = names(
    "nouveau solde, solde final, solde de cloture, solde fin, solde en fin, solde a reporter, الرصيد النهائي, رصيد "
    "نهائي, الرصيد الجديد, الرصيد الختامي, رصيد ختامي, رصيد النهايه, رصيد نهايه"
)
EITHER = names("solde, رصيد")  # above the movements the opening balance, under them the closing one
TOTALS = names("total, totaux, sous total, cumul, cumuls, a reporter, المجموع, مجموع, الاجمالي, اجمالي")
BESIDE = frozenset(
    key(
        "mouvement mouvements mois general generaux debit credit debits credits debiteur crediteur du de des au aux la "
        "le l en fin page periode jour annee exercice operations compte date precedente suivante janvier fevrier mars "
        "avril mai juin juillet aout septembre octobre novembre decembre الحركات الشهر العام الصفحة العمليات السنة "
        "شهر في الى حساب المدة المنقول دائن مدين"
    ).split()
)
FOOT = names(
    "page, sauf erreur, edite, edition, imprime, fin de releve, suite, طبع, صفحه, حرر, نهايه الكشف, تاريخ الطبع"
)
BLANK_SIGNS = re.compile(r"[\s.\-–—_=]*")
IBAN = re.compile(r"\bMA\d\d", re.IGNORECASE)
RIB = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){23}(?!\d)")


@dataclass(frozen=True)
class StatementRead:
    """A statement as understood. ``opening`` and ``closing`` are the balances it states, and ``account`` the RIB above
    its table, when it does and the key of the RIB is right; ``misread`` is one whose key is wrong, when no other is.

    ``unread`` are the lines whose day or amount is written and cannot be read; ``others`` the tables of movements that
    stand beside this one, by their sheet or their account. Neither is passed over in silence.
    """

    entries: tuple[Entry, ...]
    opening: Decimal | None = None
    closing: Decimal | None = None
    newest_first: bool = False
    account: str = ""
    misread: str = ""
    unread: tuple[int, ...] = ()
    others: tuple[str, ...] = ()


def read_statement(grids: Sequence[Grid]) -> StatementRead:
    """The movements of the first sheet that holds some, in the order of the file."""
    read = [(grid.title, _Table(grid, *found).read()) for grid in grids if (found := table_of(grid.rows))]
    if not read:
        _refuse_other_tables(grids)
        raise ValidationError(
            _("No table of movements was found. Expected: a row of headings with a date, a label and an amount.")
        )
    with_movements = [(title, table) for title, table in read if table.entries]
    (_title, first), *others = with_movements or read[:1]
    return replace(first, others=(*first.others, *(title for title, _table in others)))


def _refuse_other_tables(grids: Sequence[Grid]) -> None:
    """Say what a workbook of agreements is, when it is sent as a statement."""
    rows = (row for grid in grids for row in grid.rows[:HEADED])
    headings = max((of_parties([row]) for row in rows if not any(map(day_of, row))), key=len, default=[])
    if len(headings) > 1:
        raise ValidationError(
            _(
                "This file is no statement of an account: its headings (%(headings)s) are those of agreements or of "
                "payment orders. A statement has a debit and a credit, or an amount with the balance after it."
            ),
            params={"headings": formats.listed(headings[:4])},
        )


class _Table:
    """A table of movements under its headings, read row by row."""

    def __init__(self, grid: Grid, start: int, columns: Columns) -> None:
        self.rows, self.start = grid.rows, start
        above = [cell for row in grid.rows[:start] for cell in row]
        self.period = days_in(cell for cell in above if isinstance(cell, str))
        self.account = next(filter(None, map(_rib, above)), "")
        self.misread = "" if self.account else next(filter(None, map(_misread, above)), "")
        self.entries: list[Entry] = []
        self.unread: list[int] = []
        self.others: list[str] = []
        self.stated: list[tuple[str, int, Decimal]] = []  # kind of balance, movements before it, amount
        self.since_total = 0
        self._take(columns)

    def _take(self, columns: Columns) -> None:
        self.columns = columns
        self.claimed = {n for field, places in columns.items() if field not in ("label", "reference") for n in places}
        self.days = Days((row[n] for row in self.rows[self.start :] for n in columns["day"]), self.period)

    def read(self) -> StatementRead:
        for line, row in enumerate(self.rows[self.start :], self.start + 1):
            if not self._is_heading(row):
                self._row(line, row)
            elif other := self._account_above(line):
                self.others.append(other)
                break
            else:
                self._take((table_of(self.rows[line - 1 :]) or (0, self.columns))[1])
        newest_first = _is_newest_first(self.entries)
        opening, closing = self._balances(newest_first)
        return StatementRead(
            tuple(self.entries),
            opening,
            closing,
            newest_first,
            self.account,
            self.misread,
            tuple(self.unread),
            tuple(self.others),
        )

    def _row(self, line: int, row: Sequence[Value]) -> None:
        day, amount, label = self._day(row), self._signed(row), self._label(row)
        kind = _kind_of_row([label] if day else [label, *(words_of(cell) for cell in row)])
        if kind and not (amount and self._follows(row, amount)):
            self._state(kind, row, amount)
        elif amount and day:
            self.entries.append(self._entry(line, day, amount, label, row))
        elif amount and label and self._is_undated(row, amount):
            self.entries.append(self._entry(line, self.entries[-1].booked_on, amount, label, row))
        elif label and self._goes_on(line, row, label):
            last = self.entries[-1]
            self.entries[-1] = replace(last, label=f"{last.label} {label}")
        elif self._is_unread(row, day, amount):
            self.unread.append(line)

    def _entry(self, line: int, day: dt.date, amount: Decimal, label: str, row: Sequence[Value]) -> Entry:
        return Entry(line, day, amount, label, self._reference(row), self._balance(row))

    def _cells(self, row: Sequence[Value], *fields: str) -> list[Value]:
        return [row[n] for field in fields for n in self.columns.get(field, [])]

    def _day(self, row: Sequence[Value]) -> dt.date | None:
        near = next((day for cell in self._cells(row, "value_day") if (day := day_of(cell))), None)
        return next((day for cell in self._cells(row, "day") if (day := self.days.read(cell, near))), None)

    def _signed(self, row: Sequence[Value]) -> Decimal | None:
        """What the account gains by a row: a credit above zero, a debit below."""
        if "credit" in self.columns and "debit" in self.columns:
            credit, debit = (_first_amount(self._cells(row, side)) for side in ("credit", "debit"))
            return None if credit is None and debit is None else (credit or Decimal(0)) - abs(debit or Decimal(0))
        amount = next((a for cell in self._cells(row, "amount") if (a := amount_of(cell)) is not None), None)
        said = {sense_of(cell) for cell in self._cells(row, "sense")}
        if amount is None:
            return None
        return -abs(amount) if "debit" in said else abs(amount) if "credit" in said else amount

    def _balance(self, row: Sequence[Value]) -> Decimal | None:
        return next((a for cell in self._cells(row, "balance") if (a := amount_of(cell)) is not None), None)

    def _reference(self, row: Sequence[Value]) -> str:
        return next((said for cell in self._cells(row, "reference") if (said := digits_shown(cell))), "")

    def _label(self, row: Sequence[Value]) -> str:
        """The columns headed as labels, then whatever else the row says in words or in long numbers."""
        first = map(words_of, self._cells(row, "label"))
        return " ".join(part for part in [*first, *self._unclaimed(row)] if part)

    def _unclaimed(self, row: Sequence[Value]) -> Iterator[str]:
        references = self.columns.get("reference", [])
        for n, cell in enumerate(row):
            said = digits_shown(cell)
            is_short_number = len(said) < 20 and not any(sign.isalpha() for sign in said)
            if n in self.claimed or n in self.columns["label"] or is_short_number or day_of(cell):
                continue
            if n not in references or " " in said:
                yield said

    # ── What is no movement ─────────────────────────────────────────────────

    def _is_heading(self, row: Sequence[Value]) -> bool:
        """Whether the headings come again, as at the top of a page or over another account."""
        said = announced([row]).keys()
        return {"day", "label"} <= said and bool({"balance", *MONEY} & said)

    def _account_above(self, line: int) -> str:
        """The RIB told between the last movement and these headings, when it is of another account."""
        last = self.entries[-1].line + 1 if self.entries else self.start
        above = [cell for row in self.rows[last : line - 1] for cell in row]
        found = next(filter(None, map(_rib, above)), "")
        misread = "" if found else next(filter(None, map(_misread, above)), "")
        if not self.entries:
            self.account, self.misread = found or self.account, "" if found else misread or self.misread
        told = found or misread
        return told if self.entries and told not in (self.account, self.misread) else ""

    def _follows(self, row: Sequence[Value], amount: Decimal) -> bool:
        """Whether the balance of a row is the one above it and this amount, or that before the movement above it."""
        last, balance = self.entries[-1] if self.entries else None, self._balance(row)
        if last is None or last.balance is None:
            return False
        return balance in (last.balance + amount, last.balance - last.amount)

    def _is_undated(self, row: Sequence[Value], amount: Decimal) -> bool:
        """Whether an amount without a day is a movement of the day above, and no total that has its own name."""
        if not self.entries or any(words_of(cell) for cell in self._cells(row, "day")):
            return False
        if self._balance(row) is not None:
            return self._follows(row, amount)
        if all(_first_amount(self._cells(row, side)) for side in ("debit", "credit")):
            return False
        lately = [entry.amount for entry in self.entries[self.since_total :]]
        sums = {sum(some) for some in (lately, [a for a in lately if a > 0], [a for a in lately if a < 0])}
        return len(lately) < 2 or amount not in sums

    def _goes_on(self, line: int, row: Sequence[Value], label: str) -> bool:
        if not self.entries or self.entries[-1].line != line - 1 or _begins(key(label), FOOT):
            return False
        return not any(words_of(row[n]) for n in self.claimed)

    def _is_unread(self, row: Sequence[Value], day: dt.date | None, amount: Decimal | None) -> bool:
        written = [cell for cell in self._cells(row, *MONEY) if not BLANK_SIGNS.fullmatch(words_of(cell))]
        if day:
            return amount is None and bool(written)
        return bool(amount) and any(words_of(cell) for cell in self._cells(row, "day"))

    def _state(self, kind: str, row: Sequence[Value], amount: Decimal | None) -> None:
        self.since_total = len(self.entries)
        stated = self._balance(row)
        stated = amount if stated is None else stated
        if kind != "total" and stated is not None:
            self.stated.append((kind, len(self.entries), stated))

    def _balances(self, newest_first: bool) -> tuple[Decimal | None, Decimal | None]:
        """The opening and the closing balance; those carried from page to page are neither."""
        ends = [(kind, before == 0, stated) for kind, before, stated in self.stated if before in (0, len(self.entries))]
        opening = next((stated for kind, _above, stated in ends if kind == "opening"), None)
        closing = next((stated for kind, _above, stated in reversed(ends) if kind == "closing"), None)
        for kind, above, stated in ends:
            if kind == "either" and above != newest_first and opening is None:
                opening = stated
            elif kind == "either" and above == newest_first and closing is None:
                closing = stated
        return opening, closing


def _first_amount(cells: Iterable[Value]) -> Decimal | None:
    return next((amount for cell in cells if (amount := amount_of(cell))), None)


def _rib(cell: Value) -> str:
    """The RIB a cell holds, when its key is right: above a table, it tells whose statement it is."""
    digits = "".join(sign for sign in IBAN.sub("", digits_shown(cell)) if sign.isdigit())
    return digits if len(digits) == 24 and not int(digits) % 97 else ""


def _misread(cell: Value) -> str:
    """The RIB a cell holds, when its key is wrong: a digit of it was changed, so that nobody knows whose it is."""
    said = RIB.search(IBAN.sub("", digits_shown(cell)))
    digits = re.sub(r"\D", "", said[0]) if said else ""
    return digits if digits and int(digits) % 97 else ""


def _kind_of_row(texts: Iterable[str]) -> str:
    for said in filter(None, map(key, texts)):
        for kind, known in (("opening", OPENING), ("closing", CLOSING), ("total", TOTALS), ("either", EITHER)):
            if any(_is_said(said, name) for name in known):
                return kind
    return ""


def _is_said(said: str, name: str) -> bool:
    """A name of balances or totals; one of a single word is one only beside words of its kind, months or numbers."""
    if not _begins(said, [name]):
        return False
    return " " in name or all(word in BESIDE or word.isdigit() for word in said[len(name) :].split())


def _begins(said: str, known: Iterable[str]) -> bool:
    return any(said == name or said.startswith(name + " ") for name in known)


def _is_newest_first(entries: Sequence[Entry]) -> bool:
    days: list[dt.date] = [entry.booked_on for entry in entries]
    falls = sum(after < before for before, after in itertools.pairwise(days))
    rises = sum(after > before for before, after in itertools.pairwise(days))
    return falls > rises


def in_order(statement: StatementRead) -> list[Entry]:
    """The entries as they happened: by day, and within a day as the bank wrote them."""
    entries = statement.entries[::-1] if statement.newest_first else statement.entries
    return sorted(entries, key=lambda entry: entry.booked_on)


def broken_at(statement: StatementRead) -> int | None:
    """The line after which the balance no longer follows from the one before, 0 when only the closing differs."""
    entries = in_order(statement) if statement.newest_first else list(statement.entries)
    running = statement.opening
    for entry in entries:
        if running is not None:
            running += entry.amount
            if entry.balance is not None and entry.balance != running:
                return entry.line
        else:
            running = entry.balance
    if running is not None and statement.closing is not None and running != statement.closing:
        return 0
    return None
