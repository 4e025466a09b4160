"""Reads of agreements: their state and what binds whom are derived from dated facts."""

from takwin.agreements.queries.paths import (
    PartyPath,
    StepOfPath,
    declared_steps,
    next_sessions,
    paths,
    silence_is_a_visa_on,
    unsigned_parties,
)
from takwin.agreements.queries.powers import Powers, at_step, parties_whose_word, powers, steps_to_confirm
from takwin.agreements.queries.states import (
    FULL_PATH,
    binds_year,
    carriers_in,
    in_state,
    lasts_until,
    path_of,
    provinces_to_agree_with,
    state_of,
    until_year_of,
    usual_parties,
    with_progress,
    with_until_year,
)

__all__ = [
    "FULL_PATH",
    "PartyPath",
    "Powers",
    "StepOfPath",
    "at_step",
    "binds_year",
    "carriers_in",
    "declared_steps",
    "in_state",
    "lasts_until",
    "next_sessions",
    "parties_whose_word",
    "path_of",
    "paths",
    "powers",
    "provinces_to_agree_with",
    "silence_is_a_visa_on",
    "state_of",
    "steps_to_confirm",
    "unsigned_parties",
    "until_year_of",
    "usual_parties",
    "with_progress",
    "with_until_year",
]
