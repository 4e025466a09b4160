"""What a commitment amounts to is what its instalments sum to, whoever writes at once; a debtor does not vanish."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import ProtectedError, Sum

from takwin.agreements import actions
from takwin.agreements.models import Commitment, Instalment, Party
from takwin.directory.models import Body
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
WRITERS = 8
DUES = [(dt.date(2026, 6, 30), Decimal("100.10")), (dt.date(2026, 12, 31), Decimal("200.05"))]


def sums_hold() -> bool:
    told = Commitment.objects.annotate(total=Sum("instalments__amount")).values_list("amount", "total")
    return all(amount == total for amount, total in told)


@pytest.mark.django_db(transaction=True)
def test_eight_who_write_at_once_leave_commitments_that_their_instalments_sum_to() -> None:
    agreement = make_agreement()
    by = officer_of(agreement.place.region)
    one, other = make_party(agreement), make_party(agreement)

    def committing(party: Party) -> Callable[[], Any]:
        return lambda: actions.commit(party, year=2026, instalments=DUES, by=by)

    said = at_once(*[committing(one), committing(other)] * (WRITERS // 2))
    assert len(refusals(said)) == WRITERS - 2
    assert Commitment.objects.count() == 2
    assert sums_hold()


@pytest.mark.django_db(transaction=True)
def test_eight_who_remove_and_write_off_at_once_leave_no_half_of_a_commitment() -> None:
    instalment = make_instalment()
    by = officer_of(instalment.commitment.party.agreement.place.region)
    commitment = instalment.commitment

    def write_off() -> Any:
        return actions.write_off(instalment, amount=Decimal(10), motive="given up", by=by).written_off

    def remove() -> Any:
        return actions.remove_commitment(commitment, by=by)

    at_once(*[remove, write_off] * (WRITERS // 2))
    assert Commitment.objects.count() == Instalment.objects.count()
    assert sums_hold()


def test_a_body_with_open_debts_is_not_deleted() -> None:
    instalment = make_instalment()
    with pytest.raises(ProtectedError):
        instalment.payer.delete()
    assert Body.objects.filter(pk=instalment.payer_id).exists()
    assert Instalment.objects.filter(pk=instalment.pk).exists()
