"""The days that people and banks write: in figures, in words, as the number Excel keeps, without their year."""

import datetime as dt
import re
from collections.abc import Iterable

from takwin.core.identifiers import DIGITS
from takwin.core.months import month_named
from takwin.core.text import folded, tidy
from takwin.documents.sheets import EXCEL_ZERO, Value

DAY = re.compile(r"(?<![\d/])(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
ISO_DAY = re.compile(r"\b(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)")
GLUED_DAY = re.compile(r"^(20\d\d)(\d\d)(\d\d)$")
WORDED_DAY = re.compile(r"\b(\d{1,2})(?:er)?[ \-/.]+([^\W\d]{3,})[ \-/.]+(\d{4}|\d{2})\b")
GLUED_MOROCCAN = re.compile(r"^(\d{1,2})(\d\d)(20\d\d)(?:\.0)?$")
SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
YEARLESS = re.compile(r"^(\d{1,2})[ /.\-](\d{1,2})$")
EXCEL_DAYS = range(36526, 73051)  # 2000 to 2099


def day_of(value: Value) -> dt.date | None:
    """The day a cell tells, Morocco's order (day, month, year) when it is written in figures."""
    return _day(value, month_first=False)


class Days:
    """The days of one column: read together, since ``03/04`` is told from ``04/03`` by the days past the twelfth."""

    def __init__(self, values: Iterable[Value], between: tuple[dt.date, dt.date] | None = None) -> None:
        pairs = [
            (int(found[1]), int(found[2]))
            for value in values
            if isinstance(value, str) and (found := DAY.search(value.translate(DIGITS)))
        ]
        self.month_first = any(second > 12 for _first, second in pairs) and all(first <= 12 for first, _second in pairs)
        self.between = between

    def read(self, value: Value, near: dt.date | None = None) -> dt.date | None:
        """The day of a cell; one without its year takes that of the day ``near`` it, or of the statement's own."""
        if isinstance(value, bool) or value is None:
            return None
        if found := _day(value, month_first=self.month_first):
            return found
        text = tidy(str(value)).translate(DIGITS)
        if (serial := SERIAL.match(text)) and int(serial[1]) in EXCEL_DAYS:
            return EXCEL_ZERO + dt.timedelta(days=int(serial[1]))
        if glued := GLUED_MOROCCAN.match(text):
            return _date(glued[3], glued[2], glued[1])
        if short := YEARLESS.match(text):
            return self._with_year(short[1], short[2], near)
        return None

    def _with_year(self, day: str, month: str, near: dt.date | None) -> dt.date | None:
        if near:
            found = [date for year in (-1, 0, 1) if (date := _date(str(near.year + year), month, day))]
            return min(found, key=lambda date: abs(date - near), default=None)
        if self.between:
            years = {date.year for date in self.between}
            found = [date for year in sorted(years) if (date := _date(str(year), month, day))]
            return next((date for date in found if self.between[0] <= date <= self.between[1]), None)
        return None


def days_in(texts: Iterable[str]) -> tuple[dt.date, dt.date] | None:
    """The first and the last of the days that titles tell: those of a statement's period."""
    found = [
        date
        for text in texts
        for day, month, year in DAY.findall(text.translate(DIGITS))
        if (date := _date(year, month, day))
    ]
    return (min(found), max(found)) if found else None


def _day(value: Value, *, month_first: bool) -> dt.date | None:
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
        return _date(found[3], found[1], found[2]) if month_first else _date(found[3], found[2], found[1])
    if found := WORDED_DAY.search(text):
        month = month_named(found[2])
        return _date(found[3], str(month), found[1]) if month else None
    return None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
