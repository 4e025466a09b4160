"""The table of an account statement, found among titles, balances and totals, whatever bank or treasury made it.

A column is known by its heading, in French, Arabic or English; what stands in cells no heading claims belongs to the
label, since banks put the payer, its RIB or the number of an order in columns of their own. A row with a day and
an amount is a movement; one with words only goes on from the movement above it.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core.text import folded, search_terms
from takwin.documents.sheets import Value
from takwin.treasury.statements.cells import Grid, amount_of, day_of, digits_shown, words_of
from takwin.treasury.statements.entries import Entry


def _names(written: str) -> tuple[str, ...]:
    return tuple(written.split(", "))


HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("value_day", _names("date valeur, date de valeur, dt valeur, valeur, value date, تاريخ القيمة, تاريخ الاستحقاق")),
    ("balance", _names("solde, solde apres, balance, الرصيد, رصيد")),
    (
        "debit",
        _names(
            "debit, debits, sortie, sorties, retrait, retraits, depenses, مدين, المدين, سحب, السحب, مدفوعات, مصاريف"
        ),
    ),
    (
        "credit",
        _names(
            "credit, credits, entree, entrees, versement, versements, recettes, دائن, الدائن, ايداع, الايداع,"
            " مداخيل, مقبوضات"
        ),
    ),
    (
        "sense",
        _names(
            "sens, sens operation, d c, c d, dc, cd, signe, type, nature, sense, الاتجاه, الاتجاه د م, النوع,"
            " نوع العملية, طبيعة العملية"
        ),
    ),
    ("amount", _names("montant, amount, somme, المبلغ, مبلغ, مبلغ العملية")),
    (
        "label",
        _names(
            "libelle, designation, description, intitule, detail, details, motif, nature operation, nature de"
            " l operation, objet, operation, operations, البيان, بيان, الوصف, موضوع, الموضوع, تفاصيل, بيان "
            "العملية, العملية"
        ),
    ),
    (
        "day",
        _names(
            "date, date operation, date d operation, date comptable, jour, dt operation, dt op, التاريخ, "
            "تاريخ, تاريخ العملية, اليوم"
        ),
    ),
    (
        "reference",
        _names("ref, reference, n operation, n piece, piece, numero, n, code, المرجع, مرجع, رقم العملية, الرقم, رقم"),
    ),
)
CREDIT = {"c", "cr", "credit", "+", "دائن", "داين", "د", "ايداع", "crediteur", "ecr"}
DEBIT = {"d", "db", "dt", "debit", "-", "مدين", "م", "سحب", "debiteur"}
OPENING = _names(
    "solde a nouveau, solde initial, ancien solde, solde precedent, solde de depart, report a "
    "nouveau, solde debut, solde anterieur, solde au debut, report, رصيد سابق, الرصيد السابق, الرصيد "
    "الافتتاحي, رصيد افتتاحي, الرصيد القديم, رصيد منقول, رصيد البدايه"
)
CLOSING = _names(
    "nouveau solde, solde final, solde de cloture, solde fin, solde au, solde en fin, solde a "
    "reporter, solde, الرصيد النهائي, رصيد نهائي, الرصيد الجديد, الرصيد الختامي, رصيد ختامي, رصيد "
    "النهايه, رصيد"
)
TOTALS = _names("total, totaux, sous total, a reporter, total des mouvements, المجموع, مجموع, الاجمالي")


@dataclass(frozen=True)
class StatementRead:
    """A statement as understood. ``opening`` and ``closing`` are the balances it states, and ``account`` the RIB above
    its table, when it does and the key of the RIB is right."""

    entries: tuple[Entry, ...]
    opening: Decimal | None = None
    closing: Decimal | None = None
    newest_first: bool = False
    account: str = ""


def _key(text: str) -> str:
    return " ".join(search_terms(text))


NAMED = tuple(
    (field, tuple(sorted({_key(name) for name in names}, key=len, reverse=True))) for field, names in HEADINGS
)


def field_of(heading: str) -> str | None:
    """Which column a heading announces: the whole heading first, then how it begins (``Montant en DH``)."""
    said = _key(heading)
    if not said or len(said) > 60:
        return None
    for field, names in NAMED:
        if said in names:
            return field
    for field, names in NAMED:
        if any(said.startswith(name + " ") for name in names if len(name) > 3):
            return field
    return None


def read_statement(grids: Sequence[Grid]) -> StatementRead:
    """The movements of the first sheet that holds a table of them, in the order of the file."""
    for grid in grids:
        if found := _table(grid):
            at, columns = found
            return _read(grid, at, columns)
    raise ValidationError(
        _("No table of movements was found. Expected: a row of headings with a date, a label and an amount.")
    )


def _table(grid: Grid) -> tuple[int, dict[str, list[int]]] | None:
    """The heading row with most columns known, alone or together with the row under it."""
    best: tuple[int, int, dict[str, list[int]]] | None = None
    for n, row in enumerate(grid.rows[:80]):
        under = grid.rows[n + 1] if n + 1 < len(grid.rows) else ()
        for depth, texts in ((1, _texts(row)), (2, _merged(row, under))):
            columns = _columns(texts)
            if _is_enough(columns) and (best is None or len(columns) > best[0]):
                best = len(columns), n + depth, columns
    return (best[1], best[2]) if best else None


def _texts(row: Sequence[Value]) -> list[str]:
    return [words_of(cell) if isinstance(cell, str) else "" for cell in row]


def _merged(row: Sequence[Value], under: Sequence[Value]) -> list[str]:
    """Headings on two rows: the lower one is the finer, unless it holds figures."""
    if any(amount_of(cell) is not None or day_of(cell) for cell in under):
        return []
    return [low or high for high, low in zip(_texts(row), _texts(under), strict=False)]


def _columns(texts: Sequence[str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for n, text in enumerate(texts):
        if field := field_of(text):
            columns.setdefault(field, []).append(n)
    if "day" not in columns and "value_day" in columns:
        columns["day"] = columns.pop("value_day")
    return columns


def _is_enough(columns: dict[str, list[int]]) -> bool:
    money = "amount" in columns or ("credit" in columns and "debit" in columns)
    return "day" in columns and "label" in columns and money


def _read(grid: Grid, start: int, columns: dict[str, list[int]]) -> StatementRead:
    entries: list[Entry] = []
    opening = closing = None
    claimed = {n for field, places in columns.items() if field not in ("label", "reference") for n in places}
    for line, row in enumerate(grid.rows[start:], start + 1):
        day = next((day for n in columns["day"] if (day := day_of(row[n]))), None)
        amount = _signed(row, columns)
        label = _label(row, claimed, columns)
        kind = _kind_of_row(label)
        if day and amount and kind not in ("opening", "total") and not (kind == "closing" and not _moves(row, columns)):
            entries.append(Entry(line, day, amount, label, _reference(row, columns), _balance(row, columns)))
        elif kind in ("opening", "closing"):
            stated = _balance(row, columns)
            stated = amount if stated is None else stated
            if kind == "opening" and opening is None:
                opening = stated
            elif kind == "closing" and stated is not None:
                closing = stated
        elif label and not day and amount is None and not kind and entries and entries[-1].line == line - 1:
            entries[-1] = _continued(entries[-1], label)
    return StatementRead(tuple(entries), opening, closing, _is_newest_first(entries), _account(grid, start))


def _account(grid: Grid, start: int) -> str:
    """The RIB written above the table, when its key is right: it tells whose statement it is."""
    for row in grid.rows[:start]:
        for cell in row:
            digits = "".join(sign for sign in digits_shown(cell) if sign.isdigit())
            if len(digits) == 24 and not int(digits) % 97:
                return digits
    return ""


def _continued(entry: Entry, more: str) -> Entry:
    return Entry(entry.line, entry.booked_on, entry.amount, f"{entry.label} {more}", entry.reference, entry.balance)


def _moves(row: Sequence[Value], columns: dict[str, list[int]]) -> bool:
    return any(amount_of(row[n]) for field in ("debit", "credit", "amount") for n in columns.get(field, []))


def _kind_of_row(label: str) -> str:
    said = _key(label)
    for kind, names in (("opening", OPENING), ("total", TOTALS), ("closing", CLOSING)):
        if any(said == (name := _key(words)) or said.startswith(name + " ") for words in names):
            return kind
    return ""


def _signed(row: Sequence[Value], columns: dict[str, list[int]]) -> Decimal | None:
    """What the account gains by a row: a credit above zero, a debit below."""
    if "credit" in columns and "debit" in columns:
        credit = next((a for n in columns["credit"] if (a := amount_of(row[n]))), None)
        debit = next((a for n in columns["debit"] if (a := amount_of(row[n]))), None)
        if credit is None and debit is None:
            return None
        return (credit or Decimal(0)) - abs(debit or Decimal(0))
    amount = next((a for n in columns["amount"] if (a := amount_of(row[n])) is not None), None)
    said = {folded(words_of(row[n])).strip(" .") for n in columns.get("sense", [])}
    if amount is None:
        return None
    return -abs(amount) if said & DEBIT else abs(amount) if said & CREDIT else amount


def _label(row: Sequence[Value], claimed: set[int], columns: dict[str, list[int]]) -> str:
    """The columns headed as labels, then whatever else the row says in words or in long numbers."""
    first = [words_of(row[n]) for n in columns["label"]]
    rest = list(_unclaimed(row, claimed | set(columns["label"]), set(columns.get("reference", []))))
    return " ".join(part for part in [*first, *rest] if part)


def _unclaimed(row: Sequence[Value], claimed: set[int], references: set[int]) -> Iterator[str]:
    for n, cell in enumerate(row):
        said = digits_shown(cell)
        is_short_number = len(said) < 20 and not any(sign.isalpha() for sign in said)
        if n not in claimed and not is_short_number and not day_of(cell) and (n not in references or " " in said):
            yield said


def _reference(row: Sequence[Value], columns: dict[str, list[int]]) -> str:
    return next((said for n in columns.get("reference", []) if (said := digits_shown(row[n]))), "")


def _balance(row: Sequence[Value], columns: dict[str, list[int]]) -> Decimal | None:
    return next((a for n in columns.get("balance", []) if (a := amount_of(row[n])) is not None), None)


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
