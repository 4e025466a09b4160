"""A visa given to a deliberation that its commune had only declared: told before, and the path stays coherent."""

import datetime as dt
from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Party
from takwin.agreements.shown import step_url
from takwin.directory.actions.parameters import seed_parameters
from takwin.rights.enums import Role
from tests.factories.agreements import make_agreement, make_clause, make_party
from tests.factories.directory import make_body, make_commune
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 4)
SAID = "recording its visa confirms that it was received"


@pytest.fixture
def party() -> Party:
    seed_parameters(by=None)
    agreement = make_agreement()
    make_clause(agreement)
    return make_party(agreement, make_body(place=make_commune(agreement.place)))


@pytest.fixture
def governor(party: Party) -> User:
    return officer_of(party.agreement.place, Role.PROVINCE_OFFICER)


def declared(party: Party) -> None:
    director = user_as(Role.COMMUNE, body=party.body)
    actions.declare_vote(party, sat_on=DAY, voted_on=DAY, number="26", by=director)


def test_the_visa_of_a_declared_deliberation_says_so_before_and_confirms_it(
    as_user: Any, party: Party, governor: User
) -> None:
    declared(party)
    client, url = as_user(governor), step_url(party, StepKind.VISA)
    assert SAID in client.get(url).content.decode()
    client.post(url, {"done_on": "2026-05-20", "number": "114"})
    confirmed = dict(party.steps.values_list("kind", "confirmed_by"))
    assert confirmed == dict.fromkeys(["sitting", "vote", "visa"], governor.pk)


def test_the_silence_of_the_authority_confirms_it_too(as_user: Any, party: Party, governor: User) -> None:
    declared(party)
    url = f"/agreements/parties/{party.pk}/silence/"
    assert SAID in as_user(governor).get(url).content.decode()
    actions.note_silence(party, received_on=DAY, by=governor)
    assert not party.steps.filter(confirmed_at=None).exists()


def test_nothing_is_said_of_a_deliberation_that_is_confirmed_nor_confirmed_twice(
    as_user: Any, party: Party, governor: User
) -> None:
    officer = officer_of(party.agreement.owner.place)
    actions.declare_vote(party, sat_on=DAY, voted_on=DAY, number="26", by=officer)
    assert SAID not in as_user(governor).get(step_url(party, StepKind.VISA)).content.decode()
    actions.record_step(party, StepKind.VISA, done_on=dt.date(2026, 5, 20), number="114", by=governor)
    assert party.steps.get(kind=StepKind.VOTE).confirmed_by == officer
