"""Files as grids of cells, and the amounts that people and banks write in them."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from takwin.core.identifiers import DIGITS
from takwin.core.text import tidy
from takwin.documents.sheets import Value, delimiter_of, guards, read_apart

CENT = Decimal("0.01")
MOST = 10**15  # dirhams above which a number is none that an account holds
AMOUNT = re.compile(r"^[+\-]?\d[\d.,']*$")
SIGNS = str.maketrans({"٫": ",", "،": ",", "٬": " ", "−": "-", "–": "-", "’": "'"})
LOST_SPACE = re.compile(r"(?<=\d)[?\ufffd](?=\d{3}(?!\d))")  # a narrow space saved in an encoding that lacks it
CURRENCY = re.compile(r"(?<![^\W\d_])(?:dhs?|mad|درهم|د\.م\.?)\.?(?=$|[\d()+\-]|cr|db|[cd]$|دائن|مدين)", re.IGNORECASE)
SIDE = re.compile(r"^(.*\d)(cr|c|دائن)$|^(.*\d)(?:db|dt|d|مدين)$", re.IGNORECASE)  # ``12,00 DB``: it left the account


@dataclass(frozen=True)
class Grid:
    """A sheet, or a csv file: rows from 1 as their author counts them, every one of the same width."""

    title: str
    rows: tuple[tuple[Value, ...], ...]


def grids_of(data: bytes, name: str) -> list[Grid]:
    """The sheets of a file, in order. ``ValidationError`` says what is wrong with a file that is none."""
    kind = guards.kind_of(data, name)
    if kind == "csv":
        return [_even("", _csv_rows(guards.text_of(data)))]
    guards.check(data, LenientWatch)
    return [_even(title, rows) for title, rows, _merged in read_apart(data).sheets]


class LenientWatch(guards.CellWatch):
    """A total without its saved result is read as blank: totals of a statement or of a table of shares are not used."""

    def unresolved(self) -> None:
        return


def _even(title: str, rows: list[list[Value]]) -> Grid:
    width = max((len(row) for row in rows), default=0)
    guards.check_extent(len(rows), width)
    return Grid(tidy(title), tuple(tuple(row + [None] * (width - len(row))) for row in rows))


def _csv_rows(text: str) -> list[list[Value]]:
    """Rows at their physical lines: a cell that holds line breaks leaves the lines after its first one empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    rows: list[list[Value]] = []
    try:
        for row in reader:
            rows.append([cell if cell.strip() else None for cell in row])
            rows.extend([] for _ in range(reader.line_num - len(rows)))
    except csv.Error as error:
        raise ValidationError(guards.unreadable()) from error
    return rows


def words_of(value: Value) -> str:
    """What a cell says, on one line."""
    return "" if value is None else tidy(str(value))


def digits_shown(value: Value) -> str:
    """A number or a RIB as it was typed, without the ``.0`` of a float."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return words_of(value).translate(DIGITS)


def amount_of(value: Value) -> Decimal | None:
    """The amount a cell tells: ``1 234,50``, ``1.234,50``, ``(12,00)``, ``12,00-``, ``12,00 DB``, ``MAD 1,234.5``.

    One separator before three last digits parts thousands; before one or two, centimes.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Decimal(str(value)).quantize(CENT) if abs(value) < MOST else None
    if not isinstance(value, str):
        return None
    text = LOST_SPACE.sub("", re.sub(r"[\s*']", "", value.translate(DIGITS).translate(SIGNS)))
    text = CURRENCY.sub("", text)
    minus = False
    if sided := SIDE.match(text):
        text, minus = sided[1] or sided[3], not sided[1]
    minus ^= text.startswith(("-", "(")) or text.endswith("-")
    text = text.strip("()-+")
    if not AMOUNT.match(text):
        return None
    head, sign, tail = _parted(text)
    try:
        amount = Decimal(re.sub(r"[.,]", "", head) + ("." + tail if sign else "")).quantize(CENT)
    except InvalidOperation:
        return None
    return -amount if minus else amount


def _parted(text: str) -> tuple[str, str, str]:
    at = max(text.rfind(","), text.rfind("."))
    if at < 0:
        return text, "", ""
    head, sign, tail = text[:at], text[at], text[at + 1 :]
    if len(tail) == 3 and (sign in head or not re.search(r"[.,]", head)):
        return text, "", ""
    return head, sign, tail or "0"
