"""A promise of money on which something was received."""

import pytest
from django.core.exceptions import ValidationError

from takwin.agreements.actions import remove_commitment
from takwin.agreements.models import Commitment
from tests.factories.agreements import make_instalment
from tests.factories.rights import officer_of
from tests.factories.treasury import make_receipt

pytestmark = pytest.mark.django_db


def test_a_promise_on_which_money_came_is_not_removed_and_nothing_of_it_is_lost():
    instalment = make_instalment()
    receipt = make_receipt(instalment)
    officer = officer_of(instalment.beneficiary.place)
    with pytest.raises(ValidationError, match="written off"):
        remove_commitment(instalment.commitment, by=officer)
    receipt.delete()
    remove_commitment(instalment.commitment, by=officer)
    assert not Commitment.objects.exists()
