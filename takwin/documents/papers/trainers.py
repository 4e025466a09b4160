"""The facts of the letters to a trainer: the invitation to teach and the mission letter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from takwin.core import formats
from takwin.core.halfdays import HalfDay
from takwin.documents.papers.parts import PARTS, Letter, Letterhead, Paper, Reference, Signatory


@dataclass(frozen=True)
class TaughtHalfDay:
    """A half-day of the trainer, with its hours, what he teaches and where."""

    half_day: HalfDay
    starts_at: dt.time
    ends_at: dt.time
    taught: str
    room: str


def trainer_letter(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    letter: Letter,
    *,
    opening: str,
    half_days: Sequence[TaughtHalfDay],
    closing: str,
    ways: Sequence[tuple[str, str]] = (),
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`trainer-letter`: a few words, the half-days, the ``ways`` to their rooms (name and address), a few words, in the
    language of the paper; with ``reply`` besides it asks for an answer, or opens the page of its addressee."""
    language = paper["lang"]
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "letter": letter,
        "opening": opening,
        "half_days": [
            {
                "day": formats.day(row.half_day.day, weekday=True, language=language),
                "part": PARTS[language][row.half_day.part],
                "hours": formats.hours(row.starts_at, row.ends_at, language=language),
                "taught": row.taught,
                "room": row.room,
            }
            for row in half_days
        ],
        "ways": [{"room": room, "address": address} for room, address in ways],
        "closing": closing,
        "reply": None,
        "signatures": list(signatures),
    }


def said_in_one_line(half: HalfDay, starts_at: dt.time, ends_at: dt.time) -> str:
    """«ساعات التأطير ليوم الثلاثاء 8 دجنبر 2026 صباحا (من 09:00 إلى 12:00)»."""
    day = formats.day(half.day, weekday=True, language="ar")
    hours = formats.hours(starts_at, ends_at, language="ar")
    return f"ساعات التأطير ليوم {day} {PARTS['ar'][half.part]} ({hours})"
