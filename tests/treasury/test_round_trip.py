"""Lists of money go out as forms: an order or an invoice comes back whole, by the act of its page, and nothing else."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Instalment
from takwin.core import clock
from takwin.core.workbooks import XLSX
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.forms.recording import record_form
from takwin.documents.models import Observation, ReturnedForm
from takwin.journal.models import Entry
from takwin.people.actions import set_document
from takwin.people.enums import DocumentKind
from takwin.rights.enums import Role
from takwin.treasury.actions import declare_order
from takwin.treasury.enums import ExpenseKind, ExpenseState
from takwin.treasury.models import Expense, PaymentOrder
from takwin.treasury.spending import actions as spending
from takwin.treasury.spending.actions import Ordered
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_person
from tests.factories.rights import officer_of
from tests.factories.treasury import make_line, make_receipt
from tests.factories.years import make_year
from tests.races import at_once
from tests.round_trips import cells_of, fill_in, held_in_order, open_in, queries_to_take, read_back, record, take, undo

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
TODAY = clock.today()
CARD = "ZT148220"
ORDER = {"order_number": "M-12", "order_ordered_on": "05/05/2026", "order_amount": "10 000,00"}
INVOICE = {"invoice_number": "F-7", "invoiced_on": f"{TODAY:%d/%m/%Y}", "invoice_amount": "4800"}


@pytest.fixture
def keeper(accountant: User, as_user: AsUser) -> Client:
    return as_user(accountant)


@pytest.fixture
def neighbour(as_user: AsUser) -> Client:
    place = make_province().region
    make_body(BodyKind.REGION, place)
    return as_user(officer_of(place, Role.FINANCE_OFFICER))


@pytest.fixture
def officer(province: Any) -> User:
    return officer_of(province.region, Role.REGION_OFFICER)


@pytest.fixture
def meals(region: Body, province: Any, officer: User) -> Expense:
    """Forty meals at 120 dirhams, delivered and certified: the invoice of the company is awaited."""
    lines = [Ordered("وجبة غداء", Decimal(40), Decimal("120.00"))]
    company = make_body(BodyKind.COMPANY, province)
    made = spending.order(region, kind=ExpenseKind.MEALS, title="غداء", lines=lines, body=company, by=officer)
    return spending.certify(made, delivered={1: Decimal(40)}, done_on=TODAY, by=officer)


@pytest.fixture
def fees(region: Body, officer: User, accountant: User) -> Expense:
    """Twelve hours at 350 dirhams, 30 % of them withheld, paid today."""
    lines, person = [Ordered("ساعة تكوين", Decimal(12), Decimal("350.00"))], make_person()
    set_document(person=person, kind=DocumentKind.CIN, number=CARD, by=officer)
    told: dict[str, Any] = {"person": person, "withheld_percent": Decimal(30), "by": officer}
    made = spending.order(region, kind=ExpenseKind.FEES, title="أتعاب", lines=lines, **told)
    made = spending.certify(made, delivered={}, done_on=TODAY, by=officer)
    return spending.pay(made, number="OP-1", paid_on=TODAY, amount=made.net, by=accountant).expense


# ── The order of a contribution ─────────────────────────────────────────────


def test_the_order_that_a_commune_wrote_is_noted_as_on_the_page_of_its_contribution(
    keeper: Client, instalment: Instalment, accountant: User
) -> None:
    book = take(keeper, "contributions")
    assert open_in(book, "contributions") == {*ORDER, "observation"}
    read_back(keeper, "contributions", book, **ORDER)
    assert "3 changes recorded" in record(keeper)
    order = PaymentOrder.objects.get()
    assert (order.instalment, order.number, order.ordered_on) == (instalment, "M-12", dt.date(2026, 5, 5))
    assert (order.amount, order.confirmed_by) == (Decimal("10000.00"), accountant)
    assert Entry.objects.filter(verb="order.recorded").count() == 1
    assert open_in(take(keeper, "contributions"), "contributions") == {"observation"}
    assert "Nothing changed" in read_back(keeper, "contributions", book)


def test_an_order_that_a_form_noted_is_withdrawn_when_the_form_is_taken_back(
    keeper: Client, instalment: Instalment
) -> None:
    fill_in(keeper, "contributions", **ORDER)
    assert "3 changes taken back" in undo(keeper)
    order = PaymentOrder.objects.get()
    assert order.withdrawn_at
    assert "taken back" in order.motive
    assert open_in(take(keeper, "contributions"), "contributions") == {*ORDER, "observation"}


def test_an_order_in_arabic_figures_is_the_same_order(keeper: Client, instalment: Instalment) -> None:
    cells = {"order_number": "١٥٢/٢٠٢٦", "order_ordered_on": "٠٥/٠٥/٢٠٢٦", "order_amount": "٩٬٠٠٠٫٥٠"}
    book = take(keeper, "contributions")
    read_back(keeper, "contributions", book, **cells)
    assert "3 changes recorded" in record(keeper)
    order = PaymentOrder.objects.get()
    assert (order.number, order.ordered_on, order.amount) == ("152/2026", dt.date(2026, 5, 5), Decimal("9000.50"))
    assert "Nothing changed" in read_back(keeper, "contributions", book)
    ReturnedForm.objects.latest("pk").delete()
    assert "3 changes taken back" in undo(keeper)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"order_amount": "", "order_ordered_on": ""}, "Row 2: Of a payment order write the number, the date"),
        ({"order_amount": "10 000,01"}, "Row 2: The orders would exceed what is due"),
        ({"order_ordered_on": "01/01/2099"}, "Row 2: This date is in the future"),
    ],
)
def test_what_the_page_of_an_order_refuses_the_form_refuses_and_no_money_moves(
    keeper: Client, instalment: Instalment, cells: dict[str, str], told: str
) -> None:
    assert told in fill_in(keeper, "contributions", observation="Sent to the treasurer", **ORDER | cells)
    assert not PaymentOrder.objects.exists()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"order_amount": "ten thousand"}, "This is not an amount"),
        ({"order_amount": "-5"}, "Enter at least"),
        ({"order_ordered_on": "05/13/2026"}, "There is no month 13"),
        ({"order_number": "x" * 31}, "at most 30 characters"),
    ],
)
def test_a_cell_that_is_no_number_day_or_amount_stops_the_form(
    keeper: Client, instalment: Instalment, cells: dict[str, str], told: str
) -> None:
    assert told in read_back(keeper, "contributions", take(keeper, "contributions"), **ORDER | cells)


def test_an_order_declared_meanwhile_is_not_followed_by_another_of_the_form(
    keeper: Client, instalment: Instalment, director: User
) -> None:
    book = take(keeper, "contributions")
    declare_order(instalment, number="M-1", ordered_on=dt.date(2026, 5, 4), amount=Decimal(10), by=director)
    assert "M-1" in read_back(keeper, "contributions", book, **ORDER)
    url = reverse("documents:record_form", args=[ReturnedForm.objects.get().pk])
    told = keeper.post(url, {"take": [f"{instalment.pk}:{name}" for name in ORDER]})
    assert "Row 2: An order is declared for it already" in told.text
    assert PaymentOrder.objects.get().number == "M-1"


def test_what_is_received_in_full_or_given_up_awaits_no_order(
    keeper: Client, instalment: Instalment, due: Any, province: Any
) -> None:
    make_receipt(instalment)
    assert open_in(take(keeper, "contributions"), "contributions") == {"observation"}
    Agreement.objects.update(cancelled_on=TODAY, motive="x")
    assert open_in(take(keeper, "contributions"), "contributions") == {"observation"}


def test_the_payer_does_not_send_the_list_and_a_neighbour_does_not_read_it_back(
    keeper: Client, instalment: Instalment, director: User, neighbour: Client, as_user: AsUser
) -> None:
    assert "export=form" not in as_user(director).get(reverse("treasury:contributions")).text
    book = take(keeper, "contributions")
    assert "not yours to change" in read_back(neighbour, "contributions", book, **ORDER)


def test_the_form_of_contributions_asks_as_many_queries_for_one_row_as_for_ten(
    keeper: Client, instalment: Instalment, due: Any, province: Any
) -> None:
    few = queries_to_take(keeper, "contributions")
    for _ in range(9):
        due(make_body(place=make_commune(province)))
    assert queries_to_take(keeper, "contributions") == few


def test_a_form_holds_the_agreement_before_its_contributions_as_whoever_declares_an_order_does(
    keeper: Client, instalment: Instalment
) -> None:
    read_back(keeper, "contributions", take(keeper, "contributions"), **ORDER)
    assert held_in_order(keeper)[:2] == ["agreements_agreement", "agreements_instalment"]


@pytest.mark.django_db(transaction=True)
def test_a_form_and_the_page_that_note_an_order_at_once_note_one(
    keeper: Client, instalment: Instalment, due: Any, province: Any, accountant: User
) -> None:
    rows = [instalment, *(due(make_body(place=make_commune(province))) for _ in range(3))]
    book = take(keeper, "contributions")
    for row in range(2, len(rows) + 2):
        cells = cells_of(book, "contributions", row)
        for name, value in ORDER.items():
            cells[name].value = value
    read_back(keeper, "contributions", book)
    form = ReturnedForm.objects.get()
    page = {"number": "M-1", "ordered_on": dt.date(2026, 5, 4), "amount": Decimal(10), "by": accountant}
    by_page = [partial(declare_order, row, **page) for row in rows]
    at_once(partial(record_form, form, by=accountant), *by_page)
    noted = list(PaymentOrder.objects.values_list("number", flat=True))
    form.refresh_from_db()
    assert noted.count("M-12") == form.count / len(ORDER)
    assert len(set(PaymentOrder.objects.values_list("instalment", flat=True))) == len(noted) == len(rows)


# ── The invoice of an expense ───────────────────────────────────────────────


def test_the_invoice_of_what_was_delivered_is_recorded_and_withdrawn_with_its_form(
    keeper: Client, meals: Expense
) -> None:
    assert open_in(take(keeper, "expenses"), "expenses") == {*INVOICE, "observation"}
    assert "3 changes recorded" in fill_in(keeper, "expenses", **INVOICE)
    meals.refresh_from_db()
    assert (meals.state, meals.invoice_number, meals.invoiced_on) == (ExpenseState.INVOICED, "F-7", TODAY)
    assert Entry.objects.filter(verb="expense.invoiced").count() == 1
    assert open_in(take(keeper, "expenses"), "expenses") == {"observation"}
    assert "3 changes taken back" in undo(keeper)
    meals.refresh_from_db()
    assert (meals.state, meals.invoice_number) == (ExpenseState.DONE, "")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"invoice_amount": ""}, "Row 2: Of an invoice write the number, the date and the amount"),
        ({"invoice_amount": "4 800,01"}, "Row 2: The invoice says"),
        ({"invoiced_on": "01/01/2020"}, "Row 2: It was ordered on"),
    ],
)
def test_what_the_page_of_an_invoice_refuses_the_form_refuses(
    keeper: Client, meals: Expense, cells: dict[str, str], told: str
) -> None:
    assert told in fill_in(keeper, "expenses", **INVOICE | cells)
    meals.refresh_from_db()
    assert (meals.state, meals.invoice_number) == (ExpenseState.DONE, "")


def test_an_invoice_of_which_something_is_paid_since_is_not_withdrawn_with_its_form(
    keeper: Client, meals: Expense, accountant: User
) -> None:
    fill_in(keeper, "expenses", **INVOICE)
    spending.pay(meals, number="OP-9", paid_on=TODAY, amount=Decimal(100), by=accountant)
    assert "Something is paid of it: cancel the payment first." in undo(keeper)
    meals.refresh_from_db()
    assert meals.invoice_number == "F-7"


def test_whoever_orders_is_not_offered_the_form_of_expenses(officer: User, meals: Expense, as_user: AsUser) -> None:
    page = as_user(officer).get(reverse("treasury:expenses")).text
    assert meals.title in page
    assert "export=form" not in page


def test_a_neighbour_s_expense_is_refused(keeper: Client, meals: Expense, neighbour: Client) -> None:
    assert "not yours to change" in read_back(neighbour, "expenses", take(keeper, "expenses"), **INVOICE)


# ── What is only observed ───────────────────────────────────────────────────


@pytest.fixture
def lists(instalment: Instalment, region: Body, fees: Expense, accountant: User) -> dict[str, tuple[str, str]]:
    """The page of each list, and that of its row."""
    receipt = make_receipt(instalment, make_line(region))
    year = make_year(region, accountant, year=TODAY.year - 1)
    month = [region.pk, TODAY.year, TODAY.month]
    return {
        "account-lines": (reverse("treasury:lines"), receipt.line.get_absolute_url()),
        "receipts": (reverse("treasury:payer_receipts", args=[instalment.payer_id]), ""),
        "financial-years": (reverse("treasury:years"), year.get_absolute_url()),
        "tax-withheld": (reverse("treasury:withheld_statement", args=month), fees.get_absolute_url()),
    }


@pytest.mark.parametrize("name", ["account-lines", "receipts", "financial-years", "tax-withheld"])
def test_of_other_money_a_form_only_brings_back_what_was_observed(
    keeper: Client, neighbour: Client, lists: dict[str, tuple[str, str]], name: str
) -> None:
    address, page = lists[name]
    assert "export=form" in keeper.get(address).text
    answer = keeper.get(address, {"export": "form"})
    assert answer["Content-Type"] == XLSX
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert open_in(book, name) == {"observation"}
    assert book.worksheets[0].max_row == 2
    read_back(keeper, name, book, observation="To be looked at")
    assert "1 change recorded" in record(keeper)
    assert "To be looked at" in keeper.get(reverse("documents:observations")).text
    assert "To be looked at" in keeper.get(Observation.objects.get().get_absolute_url()).text
    assert not page or "To be looked at" in keeper.get(page).text
    assert "not yours to change" in read_back(neighbour, name, book, observation="Mine")


def test_the_form_of_the_tax_withheld_keeps_the_numbers_of_identity_masked(
    keeper: Client, lists: dict[str, tuple[str, str]]
) -> None:
    answer = keeper.get(lists["tax-withheld"][0], {"export": "form"})
    cells = cells_of(openpyxl.load_workbook(io.BytesIO(answer.content)), "tax-withheld")
    assert cells["identity"].value
    assert CARD not in cells["identity"].value
    assert not Entry.objects.filter(verb="tax.numbers_given").exists()
