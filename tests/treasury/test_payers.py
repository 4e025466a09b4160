"""The page of a payer, which is the desk of a commune: what it owes and since which vote, how to pay it, what came."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from takwin.accounts.models import User
from takwin.agreements.actions import cancel_agreement, record_step
from takwin.agreements.enums import CommitmentState, StepKind
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.directory.models import Body, Place
from takwin.meetings.chain import of_instalment
from takwin.rights.enums import Role
from takwin.rights.panels import figures_for
from takwin.treasury import actions
from takwin.treasury.enums import BankVerdict
from takwin.treasury.models import BankLine, FundsRequest
from takwin.treasury.payers.queries import keepers_of, label_of
from takwin.treasury.queries import with_money
from takwin.treasury.shown import Contribution
from takwin.treasury.statements.actions import import_statement
from takwin.treasury.states import state_of_due
from tests.factories.directory import make_body, make_commune, make_kingdom, make_province
from tests.factories.rights import make_appointment, officer_of, user_as
from tests.factories.treasury import make_line, make_receipt, make_statement
from tests.factories.years import on

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


def page(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def payer_url(instalment: Instalment) -> str:
    return reverse("treasury:payer", args=[instalment.payer_id])


def test_a_commune_reads_since_which_vote_it_owes_who_asked_and_what_is_left(
    as_user: AsUser, director: User, accountant: User, instalment: Instalment
) -> None:
    party = instalment.commitment.party
    party.steps.all().delete()
    record_step(party, StepKind.SITTING, done_on=dt.date(2026, 2, 5), by=accountant)
    record_step(party, StepKind.VOTE, done_on=dt.date(2026, 2, 5), number="27/2026", by=accountant)
    with on(clock.today() - dt.timedelta(days=40)):
        actions.request_funds(instalment, by=accountant)
    actions.request_funds(instalment, by=accountant)
    make_receipt(instalment, make_line(instalment.beneficiary, "4000.00"), amount=Decimal("4000.00"))
    client = as_user(director)
    address = client.get(reverse("treasury:own"))["Location"]
    assert address == payer_url(instalment)
    shown = page(client, address)
    row = shown.select_one("#owed tbody tr").get_text(" ", strip=True)
    for told in ("27/2026", instalment.commitment.party.agreement.reference, "Reminder 1", "4,000.00", "6,000.00"):
        assert told in row
    letters = [one["href"] for one in shown.select("#owed tbody a") if "/requests/" in one["href"]]
    assert letters == [reverse("treasury:paper", args=[one.pk]) for one in FundsRequest.objects.order_by("rank")]
    assert reverse("treasury:order", args=[instalment.pk]) in {one["href"] for one in shown.select("#owed a.btn")}


def test_a_commune_reads_how_to_pay_in_the_boxes_of_an_order_and_whom_to_call(
    as_user: AsUser, director: User, accountant: User, instalment: Instalment
) -> None:
    Body.objects.filter(pk=instalment.beneficiary_id).update(call_number="+212535000012")
    shown = page(as_user(director), payer_url(instalment))
    boxes = [one.get_text() for one in shown.select("table.rib td")]
    assert [len(box) for box in boxes] == [3, 3, 16, 2]
    assert "".join(boxes) == instalment.beneficiary.rib
    assert instalment.beneficiary.name in shown.select_one("table.rib caption").get_text()
    assert label_of(instalment) in shown.get_text()
    assert shown.select_one('a[href="tel:+212535000012"]')
    assert accountant.name in shown.get_text()
    assert accountant.phone not in shown.get_text() or not accountant.phone
    actions.receive(make_line(instalment.beneficiary), {instalment: Decimal("10000.00")}, by=accountant)
    assert not page(as_user(director), payer_url(instalment)).select("table.rib"), "nothing is left to pay"


def test_what_two_instalments_of_a_year_are_told_by_is_written_once(
    as_user: AsUser, director: User, instalment: Instalment
) -> None:
    Instalment.objects.create(
        commitment=instalment.commitment, payer=instalment.payer, beneficiary=instalment.beneficiary, number=2,
        year=instalment.year, amount=Decimal("500.00"), due_on=dt.date(2026, 10, 31),
    )  # fmt: skip
    shown = page(as_user(director), payer_url(instalment))
    assert len(shown.select("#owed tbody tr")) == 2
    assert shown.get_text().count(label_of(instalment)) == 1


def test_an_account_not_known_yet_is_said_and_no_boxes_stand_empty(
    as_user: AsUser, director: User, instalment: Instalment
) -> None:
    Body.objects.filter(pk=instalment.beneficiary_id).update(rib="")
    shown = page(as_user(director), payer_url(instalment))
    assert not shown.select("table.rib")
    assert "is not known yet" in shown.get_text()


def test_what_one_is_told_to_write_is_what_the_statement_knows_a_payer_by(
    province: Place, region: Body, due: Any, accountant: User
) -> None:
    """Two communes of one name in one region, an accent and an elision: each is known, and for its own year."""
    named = [("Taounate", "تاونات"), ("Séfrou", "صفرو")]
    provinces = [make_province(province.region, name_fr=name_fr, name_ar=name_ar) for name_fr, name_ar in named]
    twins = [make_commune(place, name_ar="أولاد", name_fr="Oulad Ali") for place in provinces]
    owed = [due(make_body(place=twin, name_fr="Commune d’Oulad Ali"), "1234.50") for twin in twins]
    owed.append(due(owed[0].payer, "999.25", year=2025, due_on=dt.date(2025, 6, 30)))
    rows = [("05/03/2026", label_of(one), str(one.amount)) for one in owed]
    data, name = make_statement(region, [*rows, ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00")])
    import_statement(data, name, owner=region, by=accountant)
    found = {line.label: line for line in BankLine.objects.filter(amount__gt=0)}
    for one in owed:
        line = found[label_of(one)]
        assert (line.verdict, line.proposal) == (BankVerdict.MATCHED, [[one.pk, str(one.amount)]]), line.reasons


def test_the_receipts_are_a_list_and_a_workbook(as_user: AsUser, director: User, instalment: Instalment) -> None:
    line = make_line(instalment.beneficiary, "4000.00", reference="TGR-7")
    make_receipt(instalment, line, amount=Decimal("4000.00"))
    url = reverse("treasury:payer_receipts", args=[instalment.payer_id])
    client = as_user(director, language="ar")
    assert "TGR-7" in page(client, url).get_text()
    response = client.get(url + "?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet.sheet_view.rightToLeft
    assert [sheet.cell(2, n).value for n in (2, 3, 6)] == [4000, 2026, "TGR-7"]


def test_a_commune_sees_only_its_own(as_user: AsUser, director: User, instalment: Instalment, due: Any) -> None:
    neighbour = due(make_body(place=make_commune(make_province())))
    client = as_user(director)
    for name in ("payer", "payer_receipts", "payment_statement"):
        page(client, reverse(f"treasury:{name}", args=[neighbour.payer_id]), 404)
    assert neighbour.payer.name not in page(client, payer_url(instalment)).get_text()


def test_who_speaks_for_several_bodies_or_none_is_led_to_the_state_of_transfers(
    as_user: AsUser, director: User, instalment: Instalment, due: Any
) -> None:
    idle = user_as(Role.COMMUNE, body=make_body(place=make_commune()))
    assert "year=all" in as_user(idle).get(reverse("treasury:own"))["Location"]
    assert not [one for one in figures_for(idle) if one.label == "What we owe"]
    make_appointment(director, Role.COMMUNE, body=due(make_body(place=make_commune())).payer)
    assert "year=all" in as_user(director).get(reverse("treasury:own"))["Location"]


def test_the_desk_of_a_commune_leads_to_what_it_owes_in_one_tap(director: User, instalment: Instalment) -> None:
    figure = next(one for one in figures_for(director) if one.url == reverse("treasury:own"))
    assert figure.value.startswith("10,000")
    assert (figure.tone, "late" in str(figure.note)) == ("bad", True)


def test_who_keeps_an_account_is_whoever_holds_it_that_day(region: Body, accountant: User) -> None:
    make_appointment(gone := user_as(Role.AUDITOR, region.place), Role.FINANCE_OFFICER, region.place,
                     ends_on=dt.date(2024, 1, 1))  # fmt: skip
    national = user_as(Role.FINANCE_OFFICER, make_kingdom())
    officer_of(make_province().region, Role.FINANCE_OFFICER)
    assert {one.pk for one in keepers_of(region)} == {accountant.pk, national.pk}
    assert gone.pk in {one.pk for one in keepers_of(region, dt.date(2023, 12, 31))}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_whatever_its_rows(
    as_user: AsUser, director: User, instalment: Instalment, due: Any, django_assert_max_num_queries: Any, rows: int
) -> None:
    for year in range(2024, 2024 + rows - 1):
        make_receipt(due(instalment.payer, year=year, due_on=dt.date(year, 6, 30)))
    client = as_user(director)
    with django_assert_max_num_queries(21):
        page(client, payer_url(instalment))


def test_under_a_cancelled_agreement_nothing_is_overdue_and_no_link_is_awaited(
    as_user: AsUser, director: User, accountant: User, instalment: Instalment
) -> None:
    make_receipt(instalment, make_line(instalment.beneficiary, "4000.00"), amount=Decimal("4000.00"))
    officer = officer_of(instalment.beneficiary.place)
    cancel_agreement(instalment.commitment.party.agreement, motive="given up", by=officer)
    row: Any = with_money(Instalment.objects.filter(pk=instalment.pk)).get()
    assert state_of_due(row, clock.today()) == CommitmentState.GIVEN_UP
    told = Contribution.of(row, clock.today())
    assert (told.missing, told.days_late, str(told.look.label)) == (Decimal(0), 0, "no longer due")
    links = [link for chain in of_instalment(instalment, accountant)["chains"] for link in chain.links]
    assert not [link for link in links if str(link.text) == "not yet"]
    assert not page(as_user(director), payer_url(instalment)).select("table.rib")
