"""What every act asks of an agreement before it changes it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.agreements.enums import AgreementKind, AgreementState, StepKind
from takwin.agreements.models import Agreement, Step
from takwin.agreements.queries import state_of
from takwin.core import clock


def standing(agreement_id: int) -> Agreement:
    """The agreement, its row locked until the transaction ends, if it is not cancelled.

    Every act that adds to an agreement, here and in the treasury, begins here: so none slips in while another
    cancels it. It is locked before a party, a step or an instalment.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("owner").get(pk=agreement_id)
    if agreement.cancelled_on:
        raise ValidationError(_("This agreement is cancelled: nothing is added to it any more."))
    return agreement


def refuse_ended(agreement: Agreement) -> None:
    if state_of(agreement, clock.today()) == AgreementState.ENDED:
        raise ValidationError(_("The years of this agreement are over: draft another one."))


def is_signed(agreement: Agreement) -> bool:
    """Whether a party has signed: from then on the text is what it is."""
    signatures = Step.objects.filter(party__agreement=agreement, kind=StepKind.SIGNATURE, withdrawn_at=None)
    return signatures.exists()


def editable(agreement_id: int) -> Agreement:
    """The agreement, locked, if its text may still be written: not cancelled, and signed by nobody."""
    agreement = standing(agreement_id)
    if is_signed(agreement):
        raise ValidationError(_("A party has signed this text: it changes by an amendment only."))
    return agreement


def refuse_built_upon(agreement: Agreement) -> None:
    """Refuse to take from under an amendment the version that it changes: the latest goes first."""
    amendments = Agreement.objects.filter(kind=AgreementKind.AMENDMENT, cancelled_on=None)
    if agreement.kind == AgreementKind.AMENDMENT:
        upon = amendments.filter(base=agreement.base_id, rank__gt=agreement.rank)
    else:
        upon = amendments.filter(base=agreement)
    if later := upon.order_by("rank").first():
        raise ValidationError(
            _("The amendment %(reference)s stands on this version: cancel it first."),
            params={"reference": later.reference},
        )
