"""What is known of someone, from a row of a file or from the register, made ready for comparing."""

import datetime as dt
import re
from collections.abc import Iterable
from sys import intern
from typing import Any, NamedTuple, Protocol

from takwin.core.text import is_arabic
from takwin.people.matching.units import Unit, units_of

CARD = re.compile(r"[A-Z]{1,2}\d{4,8}")
BETWEEN = re.compile(r"[\s.\-/]")
MOBILE = re.compile(r"\+\d{8,15}")


class Row(Protocol):
    """A person as a file shows him: ``people.rosters.PersonRow`` has this shape. Absent facts are None or empty."""

    @property
    def name_ar(self) -> str | None: ...
    @property
    def name_fr(self) -> str | None: ...
    @property
    def sex(self) -> str | None: ...
    @property
    def cin(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def birth(self) -> str | None: ...
    @property
    def place_code(self) -> str | None: ...
    @property
    def office_code(self) -> str | None: ...


class Held(NamedTuple):
    """An office in a place, either of which may be unknown."""

    place: str
    office: str


class Known:
    """One side of a comparison; ``source`` is the row or the person it came from, given back untouched."""

    __slots__ = ("arabic", "birth", "card", "held", "latin", "parts", "phones", "sex", "sheet", "source", "year")

    def __init__(
        self,
        source: Any,
        *,
        name_ar: str,
        name_fr: str,
        sex: str = "",
        card: str = "",
        phones: Iterable[str] = (),
        birth: str = "",
        held: Iterable[tuple[str, str]] = (),
        sheet: str = "",
    ) -> None:
        self.source = source
        self.arabic: tuple[Unit, ...] = units_of(name_ar)
        self.latin: tuple[Unit, ...] = units_of(name_fr)
        self.parts = max(len(self.arabic), len(self.latin))
        self.sex = sex if sex in ("f", "m") else ""
        self.card = verified(card)
        self.phones = _called(phones)
        self.year = intern(birth[:4]) if birth[:4].isdigit() else ""
        # The first of January stands for an unknown day in Moroccan civil status.
        self.birth = birth if len(birth) == 10 and not birth.endswith("-01-01") else ""
        self.held = tuple(Held(*one) for one in held)
        self.sheet = intern(sheet)

    @property
    def names(self) -> tuple[tuple[Unit, ...], ...]:
        return tuple(name for name in (self.arabic, self.latin) if name)

    def facts(self) -> tuple[Any, ...]:
        """All that is compared, in an order of its own: what makes an answer free of the order of the rows."""
        names = tuple(one.text for name in self.names for one in name)
        return (names, self.card, self.phones, self.birth, self.year, self.sex, self.held, self.sheet)


def _called(phones: Iterable[str]) -> tuple[str, ...]:
    right = [phone for phone in phones if phone and MOBILE.fullmatch(phone)]
    return tuple(right) if len(right) < 2 else tuple(sorted(set(right)))


def verified(card: str | None) -> str:
    """A card number that can be one; a blank, a malformed or a filler one (``AA000000``) is no document at all."""
    if not card:
        return ""
    number = card if CARD.fullmatch(card) else BETWEEN.sub("", card).upper()
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not CARD.fullmatch(number) or len(set(digits)) == 1 or digits in ("123456", "12345678", "1234567", "12345"):
        return ""
    return number


def known_name(typed: str) -> Known:
    """Someone of whom only a name is told, in either script."""
    return Known(None, name_ar=typed, name_fr="") if is_arabic(typed) else Known(None, name_ar="", name_fr=typed)


def known_row(row: Row) -> Known:
    """A row of a file made ready; what the reader flagged as doubtful has been left out by it."""
    birth = row.birth
    written = birth.isoformat() if isinstance(birth, dt.date) else str(birth or "")
    return Known(
        row,
        name_ar=row.name_ar or "",
        name_fr=row.name_fr or "",
        sex=(row.sex or "").lower(),
        card=row.cin or "",
        phones=getattr(row, "phones", None) or (row.phone or "",),
        birth=written,
        held=[(row.place_code or "", row.office_code or "")],
        sheet=f"{getattr(row, 'file', '')}\n{getattr(row, 'sheet', '')}",
    )
