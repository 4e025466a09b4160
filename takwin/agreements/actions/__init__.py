"""Prepare agreements and amendments, follow each party's path, promise, deliver, give up."""

from takwin.agreements.actions.clauses import keep_clause, remove_clause, rewrite_clause, write_clause
from takwin.agreements.actions.commitments import (
    accept_value,
    commit,
    commit_shares,
    deliver,
    promise,
    remove_commitment,
    withdraw_delivery,
    write_off,
    write_off_promise,
)
from takwin.agreements.actions.drafting import (
    add_party,
    cancel_agreement,
    correct_draft,
    draft_agreement,
    draft_amendment,
    give_role,
    let_leave,
    refer_no_more,
    refer_to,
    remove_party,
)
from takwin.agreements.actions.from_shares import draft_from_shares
from takwin.agreements.actions.ground import standing
from takwin.agreements.actions.paths import (
    confirm_declared,
    confirm_step,
    declare_vote,
    note_silence,
    record_reception,
    record_step,
    withdraw_step,
)
from takwin.agreements.actions.texts import attach_text, freeze, hold_text_equal

__all__ = [
    "accept_value",
    "add_party",
    "attach_text",
    "cancel_agreement",
    "commit",
    "commit_shares",
    "confirm_declared",
    "confirm_step",
    "correct_draft",
    "declare_vote",
    "deliver",
    "draft_agreement",
    "draft_amendment",
    "draft_from_shares",
    "freeze",
    "give_role",
    "hold_text_equal",
    "keep_clause",
    "let_leave",
    "note_silence",
    "promise",
    "record_reception",
    "record_step",
    "refer_no_more",
    "refer_to",
    "remove_clause",
    "remove_commitment",
    "remove_party",
    "rewrite_clause",
    "standing",
    "withdraw_delivery",
    "withdraw_step",
    "write_clause",
    "write_off",
    "write_off_promise",
]
