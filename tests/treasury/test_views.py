import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.directory.models import Body, Place
from takwin.rights.enums import Role
from takwin.rights.panels import figures_for, waiting_for
from takwin.treasury import actions, desk
from takwin.treasury.forms import ReceiveForm
from takwin.treasury.matching import proposals
from takwin.treasury.models import AccountLine, FundsRequest, PaymentOrder, Receipt, Statement
from takwin.treasury.queries import Transfers, received_of
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.rights import officer_of, user_as
from tests.factories.treasury import make_line, make_receipt
from tests.factories.years import on

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


def page(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def neighbour(due: Any) -> Instalment:
    """What a commune of another province of the region owes."""
    found: Instalment = due(make_body(place=make_commune(make_province())))
    return found


@pytest.fixture
def stranger() -> User:
    """The finance officer of another region."""
    return officer_of(make_province().region, Role.FINANCE_OFFICER)


@pytest.mark.parametrize("rows", [1, 25])
def test_the_state_of_transfers_costs_the_same_whatever_its_rows(
    as_user: AsUser, accountant: User, due: Any, province: Place, django_assert_max_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        due(make_body(place=make_commune(make_province(province.region))))
    client = as_user(accountant)
    with django_assert_max_num_queries(12):
        text = page(client, reverse("treasury:transfers") + "?year=2026").get_text()
    assert "10,000" in text or "10 000" in text or "250,000" in text


def test_each_sees_what_is_his(as_user: AsUser, director: User, instalment: Instalment, neighbour: Instalment) -> None:
    text = page(as_user(director), reverse("treasury:transfers") + "?year=all").get_text()
    assert instalment.payer.name in text
    assert neighbour.payer.name not in text


@pytest.mark.parametrize("name", ["instalment", "order"])
def test_a_neighbours_contribution_is_not_found(
    as_user: AsUser, director: User, neighbour: Instalment, name: str
) -> None:
    page(as_user(director), reverse(f"treasury:{name}", args=[neighbour.pk]), 404)
    page(as_user(director), reverse("treasury:payer", args=[neighbour.payer_id]), 404)


def test_a_stranger_asks_for_nothing_and_receives_nothing(
    as_user: AsUser, stranger: User, instalment: Instalment, region: Body
) -> None:
    line = make_line(region)
    receipt = make_receipt(instalment, line)
    client = as_user(stranger)
    assert client.post(reverse("treasury:request", args=[instalment.pk])).status_code == 404
    for name, pk in [("line", line.pk), ("proof", line.pk), ("receive", line.pk), ("cancel", receipt.pk)]:
        page(client, reverse(f"treasury:{name}", args=[pk]), 404)
    assert client.post(reverse("treasury:issue"), {"owner": region.pk}).status_code == 404


def test_the_sheet_has_the_figures_of_the_screen(as_user: AsUser, accountant: User, instalment: Instalment) -> None:
    make_receipt(instalment, amount=Decimal("4000.00"))
    response = as_user(accountant, language="ar").get(reverse("treasury:excel") + "?year=2026")
    path = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(BytesIO(path)).active
    assert sheet.sheet_view.rightToLeft
    assert [sheet.cell(5, n).value for n in (3, 8, 9)] == [10000, 4000, 6000]
    assert [sheet.cell(n, 1).value for n in (1, 2)] == ["وضعية التحويلات", "سنة 2026"]
    assert sheet.cell(3, 1).value == formats.day(clock.today(), language="ar")
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref.startswith("A4:")


def test_funds_are_requested_and_the_letter_read_by_its_payer(
    as_user: AsUser, accountant: User, director: User, instalment: Instalment
) -> None:
    as_user(accountant).post(reverse("treasury:request", args=[instalment.pk]))
    asked = FundsRequest.objects.get()
    response = as_user(director).get(reverse("treasury:paper", args=[asked.pk]))
    assert response.content.startswith(b"%PDF")
    waiting = [item for item in waiting_for(director) if "Declare the payment order" in str(item.verb)]
    assert waiting[0].url == reverse("treasury:order", args=[instalment.pk])


def test_the_state_says_what_was_called_of_all_of_a_province_and_of_each_body(
    as_user: AsUser, accountant: User, instalment: Instalment
) -> None:
    client, payer = as_user(accountant), instalment.payer
    whole = reverse("treasury:transfers") + "?year=all"
    within = reverse("treasury:place", args=[payer.place.province_id]) + "?year=all"
    client.post(reverse("treasury:request", args=[instalment.pk]))
    called = f"Called: {formats.money(instalment.amount)}"
    for address in (whole, within):
        assert called in " ".join(page(client, address).select_one(".stats").get_text().split())
    row = next(row for row in page(client, within).select(".bars tbody tr") if payer.name in row.text)
    assert called in row.select_one("[data-label=Due]").text
    assert row.select_one(".state.bad").text == f"{formats.number((clock.today() - instalment.due_on).days)} days"


def test_a_commune_declares_and_who_keeps_the_account_confirms(
    as_user: AsUser, accountant: User, director: User, instalment: Instalment
) -> None:
    sent = {"number": "M-7", "ordered_on": "2026-05-05", "amount": "10.000,00"}
    client = as_user(director)
    client.post(reverse("treasury:order", args=[instalment.pk]), sent)
    order = PaymentOrder.objects.get()
    assert "declared, not confirmed" in page(client, instalment.get_absolute_url()).get_text()
    assert client.post(reverse("treasury:confirm", args=[order.pk])).status_code == 403
    officer = as_user(officer_of(instalment.beneficiary.place, Role.REGION_OFFICER))
    assert "Confirm" not in page(officer, instalment.get_absolute_url()).find("main").get_text()
    assert officer.post(reverse("treasury:confirm", args=[order.pk])).status_code == 403
    as_user(accountant).post(reverse("treasury:confirm", args=[order.pk]))
    order.refresh_from_db()
    assert order.confirmed_by == accountant
    page(client, reverse("treasury:withdraw", args=[order.pk]), 404)


@pytest.mark.parametrize("settled", ["received", "ordered"])
def test_an_order_is_not_offered_where_nothing_is_left_to_order(
    as_user: AsUser, director: User, accountant: User, instalment: Instalment, region: Body, settled: str
) -> None:
    if settled == "received":
        actions.receive(make_line(region, "10000.00"), {instalment: Decimal("10000.00")}, by=accountant)
    else:
        told = {"number": "M-1", "ordered_on": dt.date(2026, 5, 5), "amount": Decimal("10000.00")}
        actions.declare_order(instalment, **told, by=director)
    before = PaymentOrder.objects.count()
    client, url = as_user(director), reverse("treasury:order", args=[instalment.pk])
    shown = page(client, url)
    assert shown.h2 is not None
    assert shown.h2.text == "Nothing is left to be ordered"
    assert not shown.select("main form")
    stale = client.post(url, {"number": "M-7", "ordered_on": "2026-05-05", "amount": "100"})
    assert stale.status_code == 422
    assert PaymentOrder.objects.count() == before
    assert not page(client, instalment.get_absolute_url()).select(f'a[href="{url}"]')
    assert url not in [item.url for item in waiting_for(director)]


def test_a_negative_order_is_told_at_its_field(as_user: AsUser, director: User, instalment: Instalment) -> None:
    sent = {"number": "M-7", "ordered_on": "2026-05-05", "amount": "-5"}
    response = as_user(director).post(reverse("treasury:order", args=[instalment.pk]), sent)
    assert response.status_code == 422
    assert "at least" in BeautifulSoup(response.content, "html.parser").select_one(".field.wrong").get_text()


def test_several_are_requested_in_one_go(as_user: AsUser, accountant: User, instalment: Instalment, due: Any) -> None:
    other = due(make_body(place=make_commune()))
    url = reverse("treasury:batch") + "?year=2026"
    ticked = [box["value"] for box in page(as_user(accountant), url).select("input[name=instalments]")]
    assert sorted(ticked) == sorted([str(instalment.pk), str(other.pk)])
    response = as_user(accountant).post(url, {"instalments": ticked})
    assert response.status_code == 302
    assert "/jobs/" in response["Location"]


def test_a_batch_holds_only_what_one_may_request(as_user: AsUser, stranger: User, instalment: Instalment) -> None:
    url = reverse("treasury:batch") + "?year=2026"
    assert not page(as_user(stranger), url).select("input[name=instalments]")
    assert as_user(stranger).post(url, {"instalments": [instalment.pk]}).status_code == 422
    assert not FundsRequest.objects.exists()


def test_a_line_is_recorded_with_its_scan(as_user: AsUser, accountant: User, instalment: Instalment) -> None:
    sent = {
        "owner": instalment.beneficiary_id, "source": "slip", "reference": "OV-1", "booked_on": "2026-07-09",
        "amount": "10 000,00", "label": "VIR",
    }  # fmt: skip
    client, url = as_user(accountant), reverse("treasury:new_line")
    refused = client.post(url, sent | {"proof": SimpleUploadedFile("a.exe", b"MZ", "application/pdf")})
    assert refused.status_code == 422
    client.post(url, sent | {"proof": SimpleUploadedFile("a.pdf", b"%PDF-1.7", "application/pdf")})
    line = AccountLine.objects.get()
    assert line.amount == Decimal("10000.00")
    proof = client.get(reverse("treasury:proof", args=[line.pk]))
    assert b"".join(proof.streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]
    again = client.post(url, sent)
    assert again.status_code == 422
    assert "already recorded" in again.content.decode()


def test_a_line_proposes_first_whom_it_names(instalment: Instalment, due: Any, region: Body) -> None:
    named = due(make_body(place=make_commune(), name_fr="Commune Zzyzx", name_ar="جماعة ززز"), "700.00")
    line = make_line(region, "700.00", label="VIREMENT ZZYZX")
    assert [one.instalment for one in proposals(line)] == [named, instalment]
    assert [one.instalment for one in proposals(line, "ززز")] == [named]


def test_a_line_names_its_payer_without_the_article_and_may_pay_a_part_that_was_ordered(
    instalment: Instalment, due: Any, region: Body, accountant: User
) -> None:
    named = due(make_body(place=make_commune(), name_fr="Commune d’Azrou", name_ar="جماعة أزرو"), "700.00")
    actions.declare_order(named, number="12", ordered_on=dt.date(2026, 1, 5), amount=Decimal("300.00"), by=accountant)
    line = make_line(region, "300.00", label="VIR COMMUNE AZROU")
    found = proposals(line)
    assert [one.instalment for one in found] == [named, instalment]
    assert found[0].why.startswith("named on the line · a payment order of this amount")
    form = ReceiveForm(proposals=found, left=line.amount)
    assert [field.initial for field in form.fields.values()] == [Decimal("300.00"), None]


def test_what_a_line_quotes_weighs_more_than_a_name_and_a_name_more_than_an_amount(
    due: Any, province: Any, region: Body, accountant: User
) -> None:
    def payer(name: str, **facts: Any) -> Body:
        return make_body(place=make_commune(province), name_fr=f"Commune {name}", **facts)

    late = due(payer("Zza"), "700.00")
    same_amount = due(payer("Zzb"), "900.00", due_on=dt.date(2099, 1, 1))
    named = due(payer("Zzyzx"), "500.00", due_on=dt.date(2099, 1, 1))
    named_and_same = due(payer("Zzyzx Nord"), "900.00", due_on=dt.date(2099, 1, 1))
    by_account = due(payer("Zzd", rib="230780000000000098765432"), "800.00", due_on=dt.date(2099, 1, 1))
    by_order = due(payer("Zze"), "600.00", due_on=dt.date(2099, 1, 1))
    actions.declare_order(
        by_order, number="M-77", ordered_on=dt.date(2026, 1, 5), amount=Decimal("600.00"), by=accountant
    )
    label = "VIREMENT ZZYZX NORD 230 780 0000000000987654 32 REF. M-77"
    found = proposals(make_line(region, "900.00", label=label))
    assert [one.instalment for one in found] == [by_order, by_account, named_and_same, named, same_amount, late]
    assert found[0].why == "its reference is quoted"
    assert found[2].why == "named on the line · same amount"
    assert [one.is_sure for one in found] == [False, False, True, False, False, False]


def test_a_number_that_is_part_of_another_word_is_no_reference(due: Any, commune: Body, region: Body) -> None:
    instalment = due(commune)
    order = {"number": "7", "ordered_on": dt.date(2026, 1, 5), "amount": 1, "declared_at": clock.now()}
    PaymentOrder.objects.create(instalment=instalment, **order)
    [found] = proposals(make_line(region, "900.00", label="VIR 177/2026"))
    assert not found.same_reference


def test_the_page_of_a_line_says_why_a_payer_comes_first(
    as_user: AsUser, accountant: User, due: Any, province: Any, region: Body
) -> None:
    due(make_body(place=make_commune(province), name_fr="Commune Zzyzx"), "700.00")
    line = make_line(region, "700.00", label="VIREMENT ZZYZX")
    page = as_user(accountant).get(reverse("treasury:receive", args=[line.pk])).content.decode()
    assert "named on the line · same amount · late" in page
    assert 'value="700' in page


@pytest.mark.parametrize(
    ("late", "tone"),
    [("0.00", ""), ("9.99", ""), ("10.00", "warn"), ("24.99", "warn"), ("25.00", "bad"), ("100.00", "bad")],
)
def test_the_figure_of_the_desk_alarms_by_how_much_is_late(late: str, tone: str) -> None:
    assert desk.tone_of(Transfers(due=Decimal("100.00"), late=Decimal(late))) == tone
    assert desk.tone_of(Transfers()) == ""


def test_a_receipt_beyond_what_is_due_says_so_and_keeps_nothing(
    as_user: AsUser, accountant: User, instalment: Instalment, region: Body
) -> None:
    line = make_line(region, "50000.00")
    url = reverse("treasury:receive", args=[line.pk])
    response = as_user(accountant).post(url, {f"amount_{instalment.pk}": "10.000,01"})
    assert response.status_code == 422
    assert "more cannot be received" in response.content.decode()
    assert not Receipt.objects.exists()


def test_money_is_received_then_cancelled_with_a_motive(
    as_user: AsUser, accountant: User, instalment: Instalment, region: Body
) -> None:
    line, client = make_line(region), as_user(accountant)
    url = reverse("treasury:receive", args=[line.pk])
    assert page(client, url).select_one(f"#id_amount_{instalment.pk}")
    client.post(url, {f"amount_{instalment.pk}": "10.000,00"})
    assert received_of(instalment) == 10000
    receipt = Receipt.objects.get()
    assert client.post(reverse("treasury:cancel", args=[receipt.pk]), {"motive": ""}).status_code == 422
    client.post(reverse("treasury:cancel", args=[receipt.pk]), {"motive": "wrong payer"})
    assert received_of(instalment) == 0
    assert "counter-entry" in page(client, line.get_absolute_url()).get_text()


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_of_lines_costs_the_same_whatever_its_rows(
    as_user: AsUser, accountant: User, region: Body, django_assert_max_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        make_line(region)
    client = as_user(accountant)
    with django_assert_max_num_queries(7):
        assert len(page(client, reverse("treasury:lines")).select("#rows tbody tr")) == rows


def test_the_official_state_is_issued_and_read(as_user: AsUser, accountant: User, instalment: Instalment) -> None:
    client = as_user(accountant)
    sent = {"owner": instalment.beneficiary_id, "year": "2026"}
    response = client.post(reverse("treasury:issue"), sent, follow=True)
    assert response.content.startswith(b"%PDF")
    assert page(client, reverse("treasury:statements")).select(
        f"a[href='/treasury/statements/{Statement.objects.get().pk}/']"
    )


def test_the_desk_says_what_waits(
    accountant: User, director: User, instalment: Instalment, region: Body, province: Place
) -> None:
    make_line(region)
    verbs = {str(item.verb) for item in waiting_for(accountant)}
    assert {"Request the funds", "Write the reminders", "Receive this line"} <= verbs
    actions.declare_order(instalment, number="1", ordered_on=dt.date(2026, 5, 5), amount=Decimal("10.00"), by=director)
    officer = user_as(Role.REGION_OFFICER, province.region)
    assert "Confirm the order" in {str(item.verb) for item in waiting_for(accountant)}
    assert not list(waiting_for(officer)), "who keeps the account confirms it"
    with on(dt.date(2026, 11, 22)):
        assert figures_for(officer)[0].tone == "bad"


@pytest.mark.parametrize("digits", [19, 30, 5000])
def test_a_number_that_no_row_can_bear_is_the_number_of_none(
    as_user: AsUser, accountant: User, region: Body, digits: int
) -> None:
    client, key = as_user(accountant), "9" * digits
    assert client.post(reverse("treasury:confirm_lines"), {"lines": f"{key}-x"}).status_code == 302
    receive = reverse("treasury:receive", args=[make_line(region).pk])
    assert client.post(receive, f"amount_{key}=1", "application/x-www-form-urlencoded").status_code == 422
    assert client.post(reverse("treasury:issue"), {"owner": key}).status_code == 404
    assert client.get(reverse("treasury:excel"), {"place": key}).status_code == 404


def test_late_payers_are_one_line_of_the_last_to_be_late_that_tells_the_first(
    accountant: User, commune: Body, due: Any
) -> None:
    for year in (2022, 2026):
        due(commune, year=year, due_on=dt.date(year, 6, 30))
    [line] = desk.to_remind(accountant)
    assert line.due == dt.date(2026, 6, 30)
    assert line.detail == "1 body is late, all years together · the longest late since 30 June 2022"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_are_said_in_each_language(
    as_user: AsUser, accountant: User, instalment: Instalment, region: Body, language: str
) -> None:
    client, line = as_user(accountant, language=language), make_line(region)
    for url in (reverse("treasury:transfers"), instalment.get_absolute_url(), line.get_absolute_url(),
                reverse("treasury:payer", args=[instalment.payer_id]), reverse("treasury:receive", args=[line.pk]),
                instalment.commitment.party.agreement.get_absolute_url()):  # fmt: skip
        assert page(client, url).select_one("h1")
