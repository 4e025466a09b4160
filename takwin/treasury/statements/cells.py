"""Files as grids of cells, and the days and amounts that people and banks write in them."""

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from takwin.core.identifiers import DIGITS
from takwin.core.text import folded, tidy
from takwin.documents.sheets import Value, delimiter_of, guards, read_apart

CENT = Decimal("0.01")
MOST = 10**15  # dirhams above which a number is none that an account holds
DAY = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b")
ISO_DAY = re.compile(r"\b(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})\b")
GLUED_DAY = re.compile(r"^(20\d\d)(\d\d)(\d\d)$")
WORDED_DAY = re.compile(r"\b(\d{1,2})(?:er)?[ \-/.]+([^\W\d]{3,})[ \-/.]+(\d{4}|\d{2})\b")
MONTHS = (
    ("janv", "jan", "يناير"),
    ("fevr", "fev", "feb", "فبراير"), ("mars", "mar", "مارس"), ("avri", "avr", "apr", "ابريل"),
    ("mai", "may", "ماي"), ("juin", "jun", "يونيو"), ("juil", "jul", "يوليوز", "يوليو"), ("aout", "aou", "aug", "غشت"),
    ("sept", "sep", "شتنبر"), ("octo", "oct", "اكتوبر"), ("nove", "nov", "نونبر"), ("dece", "dec", "دجنبر"),
)  # fmt: skip
AMOUNT = re.compile(r"^[+\-]?\d[\d.,']*$")
LOST_SPACE = re.compile(r"(?<=\d)[?\ufffd](?=\d{3}(?!\d))")  # a narrow space saved in an encoding that lacks it
MONEY_WORDS = re.compile(r"(dhs?|mad|درهم|د\.م\.?)\.?$", re.IGNORECASE)


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


def day_of(value: Value) -> dt.date | None:
    """The day a cell tells, Morocco's order (day, month, year) when it is written in figures."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return None
    text = folded(value.translate(DIGITS)).strip()
    if found := ISO_DAY.search(text) or GLUED_DAY.match(text):
        return _date(found[1], found[2], found[3])
    if found := DAY.search(text):
        return _date(found[3], found[2], found[1])
    if found := WORDED_DAY.search(text):
        month = next((n for n, names in enumerate(MONTHS, 1) if found[2].startswith(names)), None)
        return _date(found[3], str(month), found[1]) if month else None
    return None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def amount_of(value: Value) -> Decimal | None:
    """The amount a cell tells: ``1 234,50``, ``1.234,50``, ``1,234.50``, ``(12,00)``, ``12,00-``, ``1234.5 DH``.

    One separator before three last digits parts thousands; before one or two, centimes.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Decimal(str(value)).quantize(CENT) if abs(value) < MOST else None
    if not isinstance(value, str):
        return None
    text = MONEY_WORDS.sub("", value.translate(DIGITS).replace("٫", ",").replace("٬", " ").strip()).strip()
    text = re.sub(r"[\s\u00a0\u202f\u2009']", "", text).replace("−", "-").replace("–", "-")
    text = LOST_SPACE.sub("", text)
    minus = text.startswith(("-", "(")) or text.endswith("-")
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
