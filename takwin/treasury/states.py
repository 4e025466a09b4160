"""Where the money of a promise stands on a day, in the words used for every promise."""

import datetime as dt
from typing import Any

from takwin.agreements.enums import CommitmentState
from takwin.core.money import ZERO

SOON = dt.timedelta(days=30)


def state_of_due(instalment: Any, on: dt.date) -> CommitmentState:
    """The state of a row of ``with_money``: what came first, then what is late, then what is on its way.

    What was asked for, or ordered, and has passed its day is overdue: that is what one must act upon.
    """
    if instalment.written_off and instalment.owed <= ZERO:
        return CommitmentState.WRITTEN_OFF
    if instalment.received >= instalment.owed:
        return CommitmentState.RECEIVED
    if instalment.due_on < on:
        return CommitmentState.OVERDUE
    if instalment.received > ZERO:
        return CommitmentState.PARTLY
    if instalment.ordered > ZERO:
        return CommitmentState.ORDERED
    if instalment.requested_on:
        return CommitmentState.CALLED
    return CommitmentState.DUE if instalment.due_on <= on + SOON else CommitmentState.PROMISED
