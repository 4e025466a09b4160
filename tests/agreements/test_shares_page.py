"""The page that commits the shares of a programme: what it tells before, what it keeps, when it is offered."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Commitment, Party
from takwin.core import clock, formats
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.models import Body
from takwin.documents.models import Act
from takwin.programmes.models import Programme
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune
from tests.factories.programmes import make_act, make_programme
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.fixture
def agreement() -> Agreement:
    seed_parameters(by=None)
    return make_agreement()


@pytest.fixture
def commune(agreement: Agreement) -> Body:
    return make_body(place=make_commune(agreement.place))


@pytest.fixture
def party(agreement: Agreement, commune: Body) -> Party:
    return make_party(agreement, commune)


@pytest.fixture
def officer(agreement: Agreement) -> User:
    return officer_of(agreement.owner.place)


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def adopted(agreement: Agreement, year: int = 2026, **facts: Any) -> Programme:
    told = {"state": "adopted", "adopted_at": clock.now(), "act": make_act(agreement.owner)} | facts
    return make_programme(agreement.owner, year=year, shares_cost=True, **told)


def test_who_keeps_an_earlier_amount_and_by_how_much_it_differs_is_told_before_and_after_shares_are_committed(
    as_user: AsUser, officer: User, party: Party, commune: Body
) -> None:
    """A commune kept its 800 dirhams where its share was 900, without a word."""
    agreement, second, third = party.agreement, make_party(party.agreement), make_party(party.agreement)
    programme = adopted(agreement)
    for body in (commune, second.body, third.body):
        programme.shares.create(body=body, base=Decimal("900.00"), amount=Decimal("900.00"))
    make_instalment(party, "800.00")
    make_instalment(second, "900.00")
    client, url = as_user(officer), reverse("agreements:shares", args=[agreement.pk])
    [told] = client.get(url).context["sharings"]
    assert [(one.party, one.kept, one.difference) for one in told.otherwise] == [(party, 800, 100)]
    assert (told.same, told.total, [one.party for one in told.to_commit]) == (1, 900, [third])
    assert formats.money(Decimal(100)) in client.get(url).content.decode()
    done = client.post(url, {"programme": programme.pk, "due_on": "2026-06-30"}, follow=True).content.decode()
    assert f"Another amount than the share is kept by: {commune}." in done
    assert party.commitments.get().amount == 800


def test_a_share_promised_under_another_agreement_is_told_with_its_reference(
    as_user: AsUser, officer: User, party: Party, commune: Body
) -> None:
    programme = adopted(party.agreement)
    programme.shares.create(body=commune, base=Decimal("900.00"), amount=Decimal("900.00"))
    other = make_party(make_agreement(party.agreement.owner, party.agreement.place), commune)
    make_instalment(other, "850.00")
    Commitment.objects.update(programme=programme)
    answer = as_user(officer).get(reverse("agreements:shares", args=[party.agreement_id]))
    [one] = answer.context["sharings"][0].otherwise
    assert (one.elsewhere, one.kept, one.difference) == (other.agreement, 850, 50)
    assert other.agreement.reference in answer.content.decode()


def test_shares_are_offered_only_when_one_is_left_to_commit_and_the_page_says_what_is_missing(
    as_user: AsUser, officer: User, party: Party, commune: Body
) -> None:
    """The main button led to an empty list that was asked for."""
    agreement, client = party.agreement, as_user(officer)
    url = reverse("agreements:shares", args=[agreement.pk])
    assert url not in page(client, agreement.get_absolute_url())
    assert reverse("programmes:programmes") in page(client, url), "no programme at all in these years"
    programme = adopted(agreement, state="draft", adopted_at=None, act=None)
    programme.shares.create(body=commune, base=Decimal("900.00"), amount=Decimal("900.00"))
    assert url not in page(client, agreement.get_absolute_url())
    told = page(client, url)
    assert programme.get_absolute_url() in told
    assert '<select name="programme"' not in told
    Programme.objects.update(state="adopted", adopted_at=clock.now(), act=Act.objects.get())
    assert url in page(client, agreement.get_absolute_url())
    client.post(url, {"programme": programme.pk, "due_on": "2026-06-30"})
    assert url not in page(client, agreement.get_absolute_url()), "all is committed"


@pytest.mark.parametrize("parties", [1, 12])
def test_the_shares_page_costs_the_same_whatever_its_parties(
    as_user: AsUser, officer: User, agreement: Agreement, django_assert_max_num_queries: Any, parties: int
) -> None:
    programme = adopted(agreement)
    for _ in range(parties):
        body = make_party(agreement).body
        programme.shares.create(body=body, base=Decimal("900.00"), amount=Decimal("900.00"))
    client = as_user(officer)
    with django_assert_max_num_queries(24):
        page(client, reverse("agreements:shares", args=[agreement.pk]))


def test_a_page_says_how_many_commitments_are_no_part_of_the_signed_text(
    as_user: AsUser, officer: User, party: Party
) -> None:
    Agreement.objects.update(frozen_on=dt.date(2026, 5, 4), frozen={}, frozen_sha256="a" * 64)
    make_instalment(party)
    assert "recorded under it since" not in page(as_user(officer), party.agreement.get_absolute_url())
    Commitment.objects.update(added_on=dt.date(2026, 5, 5))
    assert "1 commitment was recorded under it since" in page(as_user(officer), party.agreement.get_absolute_url())
    told = page(as_user(officer), reverse("agreements:shares", args=[party.agreement_id]))
    assert "is no part of it" not in told, "nothing can be committed"
    adopted(party.agreement)
    assert "is no part of it" in page(as_user(officer), reverse("agreements:shares", args=[party.agreement_id]))
