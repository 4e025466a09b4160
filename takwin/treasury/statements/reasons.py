"""The reasons of a finding, in words."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from takwin.core import formats
from takwin.treasury.statements.entries import Reason

SENTENCES = {
    "name": _("The label spells the name of the payer."),
    "name_near": _("The label spells nearly the name of the payer."),
    "rib": _("The account (RIB) is that of the payer."),
    "order": _("The payment order is one the payer announced, for this amount."),
    "whole": _("The amount is all of %(year)s."),
    "rest": _("The amount is the rest of %(year)s."),
    "part": _("The amount is a part of %(year)s."),
    "several_years": _("The amount is the sum of %(years)s."),
    "several_payers": _("The label names several payers, and the amount is the sum of what they still owe."),
    "other_year": _("The label says %(said)s, but the amount is that of %(year)s."),
    "excess": _("%(amount)s are more than what is due: they remain a credit of the payer."),
    "twice": _("The same amount was already paid (line %(line)s): this may be a second payment."),
    "already_received": _("%(year)s, which has this amount, is already received."),
    "nothing_due": _("Nothing is due any more for the year it says."),
    "no_base": _(
        "What its payer promised for %(years)s it has neither voted nor signed, as far as is confirmed: nothing is "
        "proposed on it."
    ),
    "later_year": _("What it owes for %(years)s is of a later year, which the label does not name: none is proposed."),
    "too_much": _("The amount is far more than what this payer still owes."),
    "several_names": _("The label may name several payers, and the amount does not tell which."),
    "homonym": _("Another commune of the Kingdom bears this name."),
    "other_region": _("The label places its payer in another region or province."),
    "other_province": _("The label mentions another province than that of the payer."),
    "unknown_province": _("The label mentions a province that could not be recognised."),
    "other_rib": _("The account (RIB) is not the one the payer gave."),
    "unknown_payer": _("No payer could be recognised in the label."),
    "unknown_rib": _("No payer is known with this account (RIB)."),
    "unknown_order": _("No payment order is known with this number and this amount."),
    "not_a_contribution": _("The label speaks of something else than a contribution."),
    "charge": _("Charges of the bank."),
    "debit": _("Money that left the account: it is no receipt."),
    "reversed": _("The bank undid this line (line %(line)s)."),
    "reversal": _("This line undoes another (line %(line)s)."),
    "reversal_alone": _("This line undoes another that is not in this statement."),
    "says_reversal": _("The label speaks of a cancellation."),
    "lost": _(
        "Digits or words of this label were lost when the file was saved (question marks stand for them): the year, "
        "the order or the account it said is not known."
    ),
    "before_statement": _("It is paid for a year before this statement: what was received then is not known here."),
    "end_of_statement": _("It is among the last lines: the next statement may still undo it."),
    "incomplete": _("A line of this statement is missing or could not be read: it may undo this one."),
    "same_amount_left": _("The same amount left the account later: this line may be the one that the bank undid."),
    "same_amount_unexplained": _(
        "An earlier line of the same amount is not explained: one of them may be a second payment."
    ),
}


def in_words(reason: Reason) -> str:
    """A reason as a sentence, in the language of whoever reads it."""
    return str(SENTENCES[reason.code]) % {name: _shown(value) for name, value in reason.facts.items()}


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return formats.dirhams(value)
    return " + ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
