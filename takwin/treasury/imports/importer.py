"""Workbooks of agreements, as the engine of imports takes them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.documents.imports import Importer
from takwin.people.imports.roster import hold
from takwin.people.rosters.person import MESSAGES
from takwin.treasury.imports import judging, rows, saving
from takwin.treasury.imports.subject import AGREEMENTS

FEW = 40  # parties recorded while the officer waits: each is a dozen acts
SENTENCES: dict[str, str | Promise] = {
    **{why: said for why, said in MESSAGES.items() if why.startswith("place_") or why == "formula"},
    "place_needed": _("Write the party: the commune, the province or the region."),
    "province_unknown": _("No province bears this name."),
    "no_council": _("No council of this place is in the register."),
    "outside_region": _("This council is outside the region whose account receives the money."),
    "not_yours": _("Agreements and what was received of them are brought in by who keeps the account."),
    "reference_needed": _("Write the number of the agreement."),
    "reference_elsewhere": _("An agreement of another region bears this number: write after it what tells them apart."),
    "nothing_promised": _("No party promises a share under this number: correct it, or leave the row out."),
    "agreement_cancelled": _("The agreement of this number is cancelled."),
    "party_of_signed": _("The agreement of this number is signed: a party joins it by an amendment."),
    "party_twice": _("Row %(row)s already names this party in the same agreement."),
    "share_needed": _("No share of any year is written: write one, or leave the row out."),
    "amount_unreadable": _("This is not an amount in dirhams."),
    "amount_negative": _("An amount is not below zero."),
    "pays_itself": _("The region does not pay itself a share."),
    "shares_differ": _("The shares of this row do not sum to this total."),
    "total_differs": _("The rows above do not sum to the total of row %(row)s."),
    "receipts_differ": _("What was received for each year does not sum to this."),
    "received_above": _("More was received than the share."),
    "received_otherwise": _("Another amount is recorded as received of this party before Takwin."),
    "promised_otherwise": _("Another share is recorded for that year."),
    "year_not_bound": _("The agreement of this number does not bind that year."),
    "year_closed": _("The account of that year is closed: nothing is dated in it any more."),
    "year_kept": _("The account of that year is kept in Takwin since its first day: give a day before it."),
    "day_unreadable": _("This is not a day. Expected: day/month/year, as in 08/09/2021."),
    "day_to_come": _("This day has not come yet."),
    "day_needed": _("Write the day: the number alone is not enough."),
    "number_needed": _("Write the number of the deliberation."),
    "visa_unnumbered": _("The visa has no number: it is recorded as without number."),
    "visa_without_vote": _("A visa without a deliberation: write its number and its day."),
    "visa_before_vote": _("The visa is before the deliberation that it visas."),
    "signature_without_vote": _("Signed without a deliberation: write its number and its day."),
    "signature_without_visa": _("Signed without a visa: write its day."),
    "signature_before_vote": _("Signed before the deliberation."),
    "signature_before_visa": _("Signed before the visa."),
    "only_signs": _("This body only signs: it has no such step."),
    "step_otherwise": _("Another day is recorded for this step."),
    "signatory_taken": _("Nobody is named: who presided on that day is taken as signatory."),
    "signatory_needed": _("Nobody is named, and no president is known on that day: write who signed."),
    "not_in_office": _("Nobody of this name held an office in this council on that day."),
}  # fmt: skip
CALLED: dict[str, str | Promise] = {
    "agreements.Agreement": _("agreements"),
    "agreements.Party": _("parties"),
    "agreements.Clause": _("clauses"),
    "agreements.Step": _("steps of parties"),
    "agreements.Commitment": _("promises"),
    "agreements.Instalment": _("instalments"),
    "agreements.Delivery": _("deliveries"),
    "treasury.FundsRequest": _("requests for funds"),
    "treasury.PaymentOrder": _("payment orders"),
    "treasury.Receipt": _("receipts"),
    "treasury.BankLine": _("lines of a statement"),
}  # fmt: skip


def say(why: str, row: int) -> str:
    said = str(SENTENCES[why])
    return said % {"row": row} if row else said


def called(label: str) -> str | Promise:
    return CALLED.get(label, label)


TAKEOVER = Importer(
    kind="treasury.agreements",
    subject=AGREEMENTS,
    fields=rows.FIELDS,
    understand=rows.understand,
    put=rows.put,
    judge=judging.judge,
    save=saving.save,
    foresee=saving.foresee,
    say=say,
    show=rows.show,
    called=called,
    ties=("list",),
    hold=hold,
    corrections=frozenset({
        "agreement.step_withdrawn", "agreement.step_confirmed", "agreement.cancelled", "agreement.text_attached",
        "agreement.role_given", "agreement.text_compared", "agreement.reception_recorded",
    }),
    keeps=saving.keeps,
    blankable=rows.BLANKABLE,
    of_list=("total_differs",),
    holds=rows.holds,
    few=FEW,
)  # fmt: skip
