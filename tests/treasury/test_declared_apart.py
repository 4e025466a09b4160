"""What a payer declares that it ordered and what is confirmed are two figures: on screen, in the sheet, on paper."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import formats
from takwin.directory.models import Body, Place
from takwin.treasury import actions, issuing
from takwin.treasury.province import money
from tests.factories.treasury import make_line

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
CONFIRMED, DECLARED = Decimal("3000.00"), Decimal("2000.00")


@pytest.fixture
def ordered(instalment: Instalment, accountant: User, director: User) -> Instalment:
    """Ten thousand dirhams, of which three thousand are ordered and confirmed, two thousand declared."""
    for number, amount, by in (("1", CONFIRMED, accountant), ("2", DECLARED, director)):
        actions.declare_order(instalment, number=number, ordered_on=dt.date(2026, 5, 5), amount=amount, by=by)
    return instalment


def cells(client: Client, url: str, selector: str) -> list[str]:
    """The texts of what is shown as ordered, the figures in one spelling."""
    found = BeautifulSoup(client.get(url).content, "html.parser").select(selector)
    return [" ".join(cell.get_text(" ").split()) for cell in found]


@pytest.mark.parametrize("screen", ["place", "payer"])
def test_each_screen_shows_beside_the_confirmed_the_declared_that_it_does_not_hold(
    screen: str, as_user: AsUser, accountant: User, ordered: Instalment, province: Place
) -> None:
    pk = province.pk if screen == "place" else ordered.payer_id
    found = cells(as_user(accountant), reverse(f"treasury:{screen}", args=[pk]), "td[data-label=Ordered]")
    told = " ".join(f"{formats.money(CONFIRMED)} + {formats.money(DECLARED)} declared".split())
    assert found == [told] * (2 if screen == "place" else 1), "each row, and the total of a state"


def test_the_page_of_a_contribution_and_that_of_a_province_tell_them_apart(
    as_user: AsUser, accountant: User, ordered: Instalment, province: Place
) -> None:
    facts = cells(as_user(accountant), ordered.get_absolute_url(), "dl.facts dd")
    assert [fact for fact in facts if fact.endswith(("confirmed", "by the word of the payer"))] == [
        "3,000 MAD confirmed", "2,000 MAD by the word of the payer",
    ]  # fmt: skip
    figure = next(one for one in money(province, accountant) if one.label == "Ordered")
    assert (figure.value, figure.note) == (
        formats.money(CONFIRMED), f"and {formats.money(DECLARED)} declared, not confirmed"
    )  # fmt: skip


def test_the_sheet_has_a_column_for_each(as_user: AsUser, accountant: User, ordered: Instalment) -> None:
    response = as_user(accountant, language="fr").get(reverse("treasury:excel") + "?year=2026")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    heads = [sheet.cell(4, n).value for n in (6, 7)]
    assert heads == ["Mandaté, confirmé", "Mandaté, déclaré non confirmé"]
    assert [[sheet.cell(row, n).value for n in (6, 7)] for row in (5, 6)] == [[3000, 2000]] * 2, "a payer, the total"


def test_the_official_state_has_a_column_for_each(region: Body, ordered: Instalment, accountant: User) -> None:
    actions.receive(make_line(region), {ordered: Decimal(1000)}, by=accountant)
    told = issuing.issue_statement(region, years=[2026], by=accountant).paper.facts["state"]
    (row,) = told["groups"][0]["rows"]
    for sums in (row, told["groups"][0]["total"], told["total"]):
        assert (sums["ordered"], sums["declared"], sums["received"]) == ("3000.00", "2000.00", "1000.00")


def test_an_order_withdrawn_leaves_both_figures(ordered: Instalment, region: Body, accountant: User) -> None:
    for order in ordered.orders.all():
        actions.withdraw_order(order, motive="rejeté", by=accountant)
    told = issuing.issue_statement(region, years=[2026], by=accountant).paper.facts["state"]["total"]
    assert (told["ordered"], told["declared"]) == ("0.00", "0.00")
