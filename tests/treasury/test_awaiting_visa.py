"""A deliberation is a base to ask on before its visa: the list of letters and the letter say that it awaits it."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment, Step
from takwin.core import clock
from takwin.treasury import actions
from takwin.treasury.papers import AWAITS_VISA
from takwin.treasury.payers.queries import awaiting_visa
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
SAID = "its deliberation awaits its visa"


def visaed(instalment: Instalment, **facts: Any) -> Step:
    told = {"kind": "visa", "done_on": dt.date(2023, 2, 20), "received_on": dt.date(2023, 1, 30)}
    told |= {"declared_at": clock.now(), "confirmed_at": clock.now(), "confirmed_by": make_user()} | facts
    return Step.objects.create(party=instalment.commitment.party, **told)


def listed(as_user: Any, accountant: User) -> str:
    page: str = as_user(accountant).get(reverse("treasury:batch"), {"year": "all"}).content.decode()
    return page


def test_a_vote_without_its_visa_is_said_to_await_it_in_the_list_and_in_the_letter(
    as_user: Any, instalment: Instalment, accountant: User
) -> None:
    """A letter cited the vote alone, as if it bound the council already."""
    assert SAID in listed(as_user, accountant)
    letter = actions.request_funds(instalment, by=accountant)
    assert letter.paper
    assert AWAITS_VISA in str(letter.paper.facts["words"])


def test_once_visaed_or_silent_nothing_is_awaited(as_user: Any, instalment: Instalment, accountant: User) -> None:
    visaed(instalment)
    assert SAID not in listed(as_user, accountant)
    letter = actions.request_funds(instalment, by=accountant)
    assert letter.paper
    assert AWAITS_VISA not in str(letter.paper.facts["words"])


def test_a_visa_withdrawn_or_only_declared_is_none_and_who_signed_awaits_none(instalment: Instalment) -> None:
    party = instalment.commitment.party
    step = visaed(instalment, confirmed_at=None, confirmed_by=None)
    assert awaiting_visa([party.pk]) == {party.pk}
    step.delete()
    visaed(instalment, withdrawn_at=clock.now(), motive="خطأ")
    assert awaiting_visa([party.pk]) == {party.pk}
    visaed(instalment, kind="signature", received_on=None, signatory_name="فلان", capacity="رئيس")
    assert awaiting_visa([party.pk]) == set()
