"""What paper says against what the ledger says: written rules, in one place (ADR 36).

Pure: ink, doubt, what holds in the ledger and what a person decided come in; what to do comes out.
"""

from dataclasses import dataclass
from enum import StrEnum

from takwin.attendance.enums import COUNTED, Said, Status
from takwin.documents.scans.ink import Ink

MEANS = {Said.PRESENT: Status.PRESENT.value, Said.ABSENT: Status.ABSENT.value}


class Turn(StrEnum):
    """What is to be done of a box."""

    NOTHING = "nothing"  # paper and ledger agree, or paper says nothing
    ASK = "ask"  # a person must look
    WRITE = "write"  # the ledger is silent, paper speaks
    CASE = "case"  # the half-day is sealed and paper says otherwise: a correction, with a reason


@dataclass(frozen=True)
class Verdict:
    """The turn, and the status to write when there is one."""

    turn: Turn
    status: str = ""


def verdict(ink: Ink, *, doubtful: bool, now: str, said: str, sealed: bool) -> Verdict:
    """What paper brings to the ledger for one box.

    An empty box never speaks by itself: a presence taken by phone is not cancelled for want of a signature.
    """
    if said == Said.NOTHING:
        return Verdict(Turn.NOTHING)
    wanted = means(ink, said)
    if _agrees(wanted, now) and (said or not doubtful or now):
        return Verdict(Turn.NOTHING)
    if not said and (doubtful or (now and not sealed)):
        return Verdict(Turn.ASK, wanted)
    return Verdict(Turn.CASE if sealed else Turn.WRITE, wanted)


def means(ink: Ink, said: str) -> str:
    """The status that a box gives: what a person said of it, else what its ink says; "" when neither does."""
    if said:
        return MEANS.get(Said(said), "")
    return {Ink.HAND: Status.PRESENT.value, Ink.STRUCK: Status.ABSENT.value, Ink.NONE: ""}[ink]


def _agrees(wanted: str, now: str) -> bool:
    """Late is present on paper, and excused is absent: a sheet knows no finer word."""
    if not wanted:
        return True
    return (now in COUNTED) if wanted == Status.PRESENT else now in (Status.ABSENT, Status.EXCUSED)
