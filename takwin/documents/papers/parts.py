"""What every paper is made of, from plain values: its identity, letterhead, reference, letter, signatures, dates."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

from takwin.core import formats
from takwin.core.amounts import HALF_DAY, Language, counted
from takwin.core.halfdays import HalfDay, Part

State = Literal["final", "draft", "cancelled"]
Gender = Literal["f", "m", ""]  # "" where the sex is not known: the paper then writes the form that serves both

PARTS: dict[Language, dict[Part, str]] = {
    "ar": {Part.MORNING: "صباحا", Part.AFTERNOON: "بعد الزوال"},
    "fr": {Part.MORNING: "matin", Part.AFTERNOON: "après-midi"},
}


class Paper(TypedDict):
    code: str
    title: str
    lang: Language
    state: State
    author: str
    cndp: str
    made_at: str


class Lines(TypedDict):
    ar: list[str]
    fr: list[str]


class Emblem(TypedDict):
    svg: str
    alt: str


class Letterhead(TypedDict):
    kind: Literal["state", "region"]
    lines: Lines
    emblem: Emblem | None


class Reference(TypedDict):
    number: str
    place: str
    date: str
    attachments: str | None


class Letter(TypedDict):
    sender: str
    recipient: str
    subject: str
    basis: list[str]
    salutation: str
    through: str | None
    copies: list[str]


class Signatory(TypedDict):
    capacity: str
    name: str | None
    rank: NotRequired[str]


def paper(
    code: str,
    title: str,
    *,
    author: str,
    made_at: dt.datetime,
    language: Language = "ar",
    state: State = "final",
    cndp: str = "",
) -> Paper:
    """The identity of a paper: its own number, printed in the footer, and its state, printed across it unless final.

    `made_at` is written in the PDF: the instant of issue, kept with the paper, so that printing it again gives the
    same bytes.
    `cndp` is the line that law 09-08 asks for where persons are named.
    """
    return {
        "code": code,
        "title": title,
        "lang": language,
        "state": state,
        "author": author,
        "cndp": cndp,
        "made_at": made_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    }


def letterhead(
    kind: Literal["state", "region"],
    lines_ar: Sequence[str],
    lines_fr: Sequence[str] = (),
    *,
    emblem: Emblem | None = None,
) -> Letterhead:
    """The hierarchy of the issuer, kingdom first.

    A State administration prints one column in the language of the paper; a collectivity (`region`) prints both,
    Arabic at the right.
    """
    return {"kind": kind, "lines": {"ar": list(lines_ar), "fr": list(lines_fr)}, "emblem": emblem}


def reference(number: str, place: str, day: dt.date, attachments: str = "", *, language: Language = "ar") -> Reference:
    """The number, place and day of a letter, and what is joined to it («لا شيء» is printed when nothing is)."""
    return {
        "number": number,
        "place": place,
        "date": formats.day(day, weekday=True, language=language),
        "attachments": attachments or None,
    }


def letter(
    sender: str,
    recipient: str,
    subject: str,
    *,
    basis: Sequence[str] = (),
    salutation: str = "",
    through: str = "",
    copies: Sequence[str] = (),
) -> Letter:
    """From whom, to whom (and through whom), about what, on which texts.

    `salutation` is «السيد العامل», "Monsieur le Gouverneur".
    """
    return {
        "sender": sender,
        "recipient": recipient,
        "subject": subject,
        "basis": list(basis),
        "salutation": salutation,
        "through": through or None,
        "copies": list(copies),
    }


def signatory(capacity: str, *, rank: str = "", name: str = "") -> Signatory:
    """Who signs: «عن عامل إقليم إفران وبأمر منه», rank «الكاتب العام»; room is left for stamp and pen."""
    signed: Signatory = {"capacity": capacity, "name": name or None}
    return signed | {"rank": rank} if rank else signed


def money(amount: Decimal) -> str:
    """An amount as a paper receives it: exact to the centime; the paper writes it in its own language."""
    exact = amount.quantize(Decimal("0.01"))
    if exact != amount:
        raise ValueError(f"A paper prints whole centimes, not {amount}.")
    return f"{exact:f}"


def rate(part: Decimal, whole: Decimal) -> str:
    """«71%», to the nearest, and 100 % only for all of it; a dash where nothing was due."""
    return formats.percent(part / whole, language="ar") if whole else "–"


def dates(half_days: Sequence[HalfDay], *, language: Language = "ar", weekday: bool = True) -> str:
    """«الثلاثاء 8 والأربعاء 9 دجنبر 2026»."""
    return formats.days([half.day for half in half_days], weekday=weekday, language=language)


def presence(attended: int, held: int, *, language: Language) -> str:
    """«ثلاثة أنصاف أيام من أصل أربعة», « trois demi-journées sur quatre »."""
    whole = counted(held, HALF_DAY, language)
    if attended == held:
        return f"{whole}، أي كامل مدة الدورة" if language == "ar" else f"{whole}, soit toute la durée de la session"
    if language == "ar":
        of = "اثنين" if held == 2 else whole.split(" ", 1)[0] if 3 <= held <= 10 else str(held)
        return f"{counted(attended, HALF_DAY, language)} من أصل {of}"
    return f"{counted(attended, HALF_DAY, language)} sur {whole.rsplit(' ', 1)[0]}"


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U, so that a code read aloud is read back


def row_code(sheet: str, row: int) -> str:
    """Five signs that name a row of a sheet, for people and for disputes: no two rows of a sheet share them.

    Scattered, so that neighbours do not look alike: a step of an odd constant modulo 2²⁵ meets every number once.
    """
    start = int.from_bytes(sheet.encode(), "big") % 2**25
    number = (start * 0x9E3779B + row * 0x13C6EF3) % 2**25
    return "".join(ALPHABET[number >> shift & 31] for shift in (20, 15, 10, 5, 0))
