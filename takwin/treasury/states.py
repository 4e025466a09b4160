"""Where the money of a promise stands on a day, in the words used for every promise."""

import datetime as dt
from typing import Any

from takwin.agreements.enums import CommitmentState
from takwin.core.money import ZERO

SOON = dt.timedelta(days=30)


def is_given_up(instalment: Any, on: dt.date) -> bool:
    """Whether what a row of ``with_money`` still lacks is no longer due, its agreement being cancelled on that day."""
    return bool(instalment.given_up_on and instalment.given_up_on <= on)


def state_of_due(instalment: Any, on: dt.date) -> CommitmentState:
    """The state of a row of ``with_money``: what came first, then what is late, then what is on its way.

    What was asked for, or ordered, and has passed its day is overdue: that is what one must act upon. Under a cancelled
    agreement nothing is awaited any more; what its payer has neither voted nor signed is a promise, whatever its day.
    """
    if instalment.written_off and instalment.owed <= ZERO:
        return CommitmentState.WRITTEN_OFF
    if instalment.received >= instalment.owed:
        return CommitmentState.RECEIVED
    if is_given_up(instalment, on):
        return CommitmentState.GIVEN_UP
    if instalment.has_base and instalment.due_on < on:
        return CommitmentState.OVERDUE
    if instalment.received > ZERO:
        return CommitmentState.PARTLY
    if instalment.said_ordered > ZERO:
        return CommitmentState.ORDERED
    if instalment.requested_on:
        return CommitmentState.CALLED
    is_due = instalment.has_base and instalment.due_on <= on + SOON
    return CommitmentState.DUE if is_due else CommitmentState.PROMISED
