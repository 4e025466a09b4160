"""The code on the trainer's screen: six digits that the server makes from its own clock and secret, anew each turn.

Nothing is stored: the code of a half-day at a turn is a keyed digest of both. Whoever types reads a little late, so
that the code before the present one is still good; one that was good a moment ago is told from one that never was.
"""

import datetime as dt
from enum import Enum, auto

from django.utils.crypto import constant_time_compare, salted_hmac

LASTS = 30  # seconds
DIGITS = 6
STILL_GOOD = 2  # turns: the present one and the one before
REMEMBERED = 40  # turns: twenty minutes, in which a code is said to be old


class Weighed(Enum):
    GOOD = auto()
    OLD = auto()
    NONE = auto()


def code_of(half_day: int, turn: int) -> str:
    digest = salted_hmac("takwin.attendance.checkin", f"{half_day}:{turn}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def turn_at(now: dt.datetime) -> int:
    return int(now.timestamp()) // LASTS


def seconds_left(now: dt.datetime) -> int:
    """How long the present code stays on the screen."""
    return LASTS - int(now.timestamp()) % LASTS


def weigh(half_day: int, written: str, now: dt.datetime) -> Weighed:
    """Whether what was typed is on the screen of this half-day, was, or never was. Spaces do not matter."""
    typed, turn = "".join(written.split()), turn_at(now)
    for behind in range(REMEMBERED):
        if constant_time_compare(typed, code_of(half_day, turn - behind)):
            return Weighed.GOOD if behind < STILL_GOOD else Weighed.OLD
    return Weighed.NONE
