import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.agreements.models import Commitment, Instalment
from takwin.directory.models import Body
from takwin.programmes.actions import reopen_programme
from takwin.programmes.models import Programme
from takwin.treasury.actions import request_funds
from tests.factories.programmes import make_act, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(region: Body, instalment: Instalment) -> Programme:
    """An adopted programme of which the commune's instalment is a share."""
    adopted: dict[str, Any] = {"state": "adopted", "adopted_at": dt.datetime(2026, 1, 12, tzinfo=dt.UTC)}
    programme = make_programme(region, shares_cost=False, act=make_act(region), **adopted)
    Commitment.objects.filter(pk=instalment.commitment_id).update(programme=programme)
    return programme


def test_a_programme_is_reopened_while_no_funds_were_requested(programme: Programme, accountant: User) -> None:
    assert reopen_programme(programme, reason="خطأ في الميزانية", by=accountant).state == "draft"


def test_a_programme_whose_shares_were_requested_is_not_reopened(
    programme: Programme, instalment: Instalment, accountant: User
) -> None:
    request_funds(instalment, by=accountant)
    with pytest.raises(ValidationError, match="Funds have been requested"):
        reopen_programme(programme, reason="خطأ في الميزانية", by=accountant)
    programme.refresh_from_db()
    assert programme.state == "adopted"
