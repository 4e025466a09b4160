"""The annual financial annex: what it says is what the state of transfers and the ledger say, and then it stays."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment, Step
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.documents.models import Paper
from takwin.documents.papers.parts import money
from takwin.rights.enums import Role
from takwin.treasury import actions
from takwin.treasury.enums import ExpenseKind, Ledger
from takwin.treasury.spending import actions as spending
from takwin.treasury.years.actions import issue_annex, keep_as_credit
from takwin.treasury.years.ledger import books
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.rights import officer_of
from tests.factories.treasury import make_line
from tests.factories.years import make_year, on

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.fixture(autouse=True)
def the_year_of_the_account() -> Iterator[None]:
    with on(dt.date(2026, 11, 22)):
        yield


COLUMNS = ("due", "asked", "ordered", "declared", "received", "remaining", "credit")


def summed(told: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(told[column] for column in COLUMNS)


def amounts(*given: int) -> tuple[str, ...]:
    return tuple(money(Decimal(one)) for one in given)


def test_the_annex_says_by_province_and_commune_what_is_due_asked_ordered_received_and_left(
    instalment: Instalment, region: Body, province: Place, accountant: User, director: User, due: Any
) -> None:
    year = make_year(region, accountant)
    other = due(make_body(place=make_commune(make_province(province.region))), "3000.00")
    actions.request_funds(instalment, by=accountant)
    ordered_on = clock.today().replace(month=5, day=5)
    actions.declare_order(instalment, number="1", ordered_on=ordered_on, amount=Decimal(7000), by=director)
    line = make_line(region, "7500.00")
    actions.receive(line, {instalment: Decimal(4000)}, by=accountant)
    keep_as_credit(line, instalment.payer, by=accountant)
    officer, supplier = officer_of(province.region, Role.REGION_OFFICER), make_body(BodyKind.COMPANY, province)
    meals = [spending.Ordered("وجبة غداء", Decimal(40), Decimal(120))]
    spent = spending.order(region, kind=ExpenseKind.MEALS, title="غداء", lines=meals, body=supplier, by=officer)
    spending.certify(spent, delivered={1: Decimal(40)}, done_on=clock.today(), by=officer)
    told = issue_annex(year, by=accountant).facts["annex"]
    rows = {row["name"]: summed(row) for group in told["groups"] for row in group["rows"]}
    assert rows == {
        instalment.payer.name_ar: amounts(10000, 10000, 0, 7000, 4000, 6000, 3500),
        other.payer.name_ar: amounts(3000, 0, 0, 0, 0, 3000, 0),
    }
    assert len(told["groups"]) == 2, "a group for each province"
    assert summed(told["total"]) == amounts(13000, 10000, 0, 7000, 4000, 9000, 3500)
    assert [(row["certified"], row["paid"]) for row in told["expenses"]] == [amounts(4800, 0)]
    cash = books(region, 2026).accounts[Ledger.CASH]
    assert (told["cash"]["opening"], told["cash"]["closing"]) == (money(cash.opening), money(cash.closing))
    assert cash.closing == Decimal(8500)


def test_what_is_promised_and_neither_voted_nor_signed_is_told_under_what_is_due(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    year = make_year(region, accountant)
    assert issue_annex(year, by=accountant).facts["annex"]["promised"] == money(Decimal(0))
    Step.objects.filter(party=instalment.commitment.party).delete()
    told = issue_annex(year, by=accountant).facts["annex"]
    assert (told["total"]["due"], told["promised"]) == amounts(0, 10000)


def test_a_body_that_owes_nothing_for_the_year_and_is_ahead_is_not_lost(
    instalment: Instalment, region: Body, accountant: User, due: Any
) -> None:
    year = make_year(region, accountant)
    ahead = due(make_body(place=make_commune()), "100.00", year=2027, due_on=clock.today().replace(year=2027))
    keep_as_credit(make_line(region, "800.00"), ahead.payer, by=accountant)
    told = issue_annex(year, by=accountant).facts["annex"]
    assert told["groups"][-1]["rows"][0]["name"] == ahead.payer.name_ar
    assert summed(told["total"])[-1] == money(Decimal(800))


def test_an_annex_issued_stays_as_it_was_and_the_next_has_its_own_number(
    as_user: AsUser, instalment: Instalment, region: Body, accountant: User
) -> None:
    year = make_year(region, accountant)
    client = as_user(accountant)
    address = client.post(reverse("treasury:issue_annex", args=[year.pk]))["Location"]
    before = client.get(address).content
    assert before.startswith(b"%PDF")
    actions.receive(make_line(region), {instalment: Decimal(10000)}, by=accountant)
    assert client.get(address).content == before
    second = issue_annex(year, by=accountant)
    assert Paper.objects.filter(kind="financial_annex").count() == 2
    assert second.facts["annex"]["total"]["remaining"] == money(Decimal(0))
    page = client.get(year.get_absolute_url()).content.decode()
    assert address in page
    assert reverse("treasury:annex", args=[second.pk]) in page
    stranger = as_user(officer_of(make_province().region, Role.FINANCE_OFFICER))
    assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("treasury:issue_annex", args=[year.pk])).status_code == 404
    assert as_user(officer_of(region.place)).post(reverse("treasury:issue_annex", args=[year.pk])).status_code == 403
