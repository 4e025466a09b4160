"""Personal data (law 09-08): each column of each model says what it is for and how long it is kept.

A model declares ``PERSONAL = {"phone": held("reach the person", keep=MANDATE, masked=True)}``; columns it does
not name hold nothing about a person, which a test of the repository asks to be said for each model:
``PERSONAL = {}`` is a statement, its absence a fault. Keys, states, dates of rows and notes of who wrote them
are covered by the journal's own purpose.
"""

from dataclasses import dataclass
from enum import StrEnum


class Keep(StrEnum):
    """How long a column is kept, counted from the event named."""

    ACCOUNT = "until one year after the account is closed"
    MANDATE = "until five years after the end of the person's last office"
    ACCOUNTING = "ten years after the closing of the year (accounting evidence)"
    PERMANENT = "kept for good (archives law 69-99: proof of a right or of a public act)"
    SHORT = "ninety days"


@dataclass(frozen=True)
class Held:
    """Why a column about a person is held, until when, and whether screens mask it by default."""

    purpose: str
    keep: Keep
    masked: bool = False


def held(purpose: str, *, keep: Keep, masked: bool = False) -> Held:
    return Held(purpose, keep, masked)
