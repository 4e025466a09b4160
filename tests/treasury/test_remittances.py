"""The tax withheld from fees: owed by month from the payment on, until it is handed over, once."""

import datetime as dt
from calendar import monthrange
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.directory.actions import correct_body
from takwin.directory.actions.parameters import set_parameter
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.journal.models import Entry
from takwin.people.actions import set_document
from takwin.people.enums import DocumentKind
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from takwin.treasury.enums import ExpenseKind, Ledger
from takwin.treasury.models import Expense, Remittance
from takwin.treasury.remittances.actions import remit, take_back
from takwin.treasury.remittances.papers import statement_facts
from takwin.treasury.remittances.queries import withheld_by_month
from takwin.treasury.spending import actions
from takwin.treasury.spending.actions import Ordered
from takwin.treasury.years.ledger import books
from tests.constraints import breaks
from tests.documents.reading import plain, text_of
from tests.factories.directory import make_body
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MONTH = TODAY.replace(day=1)
BEFORE = (MONTH - dt.timedelta(days=1)).replace(day=1)


@pytest.fixture
def officer(province: Any) -> User:
    return officer_of(province.region, Role.REGION_OFFICER)


def fees(
    region: Body,
    officer: User,
    accountant: User,
    *,
    paid_on: dt.date = TODAY,
    hours: int = 12,
    percent: str = "30",
) -> Expense:
    """Twelve hours at 350 dirhams, 30 % of them withheld, certified and paid."""
    taught = [Ordered("ساعة تكوين", Decimal(hours), Decimal("350.00"))]
    told: dict[str, Any] = {"person": make_person(), "withheld_percent": Decimal(percent), "by": officer}
    row = actions.order(region, kind=ExpenseKind.FEES, title="أتعاب", lines=taught, **told)
    Expense.objects.filter(pk=row.pk).update(ordered_on=paid_on)
    done = actions.certify(row, delivered={}, done_on=paid_on, by=officer)
    actions.pay(done, number=f"OP-{row.pk}", paid_on=paid_on, amount=done.net, by=accountant)
    return Expense.objects.get(pk=row.pk)


def closing(region: Body) -> tuple[Decimal, Decimal, Decimal]:
    kept = books(region, TODAY.year)
    return kept.accounts[Ledger.WITHHELD].closing, kept.accounts[Ledger.CASH].closing, kept.difference


def test_the_tax_of_a_month_is_owed_until_it_is_handed_over(region: Body, officer: User, accountant: User) -> None:
    unpaid = actions.order(
        region, kind=ExpenseKind.FEES, title="أتعاب", lines=[Ordered("ساعة", Decimal(1), Decimal(350))],
        person=make_person(), withheld_percent=Decimal(30), by=officer,
    )  # fmt: skip
    rows = [fees(region, officer, accountant), fees(region, officer, accountant, hours=2)]
    assert closing(region) == (-1470, -3430, 0)
    [owed] = withheld_by_month(Expense.objects.all())
    assert (owed.month, owed.amount, unpaid in owed.expenses) == (MONTH, Decimal(1470), False)
    assert owed.due_on.month == (MONTH.month % 12) + 1
    told: dict[str, Any] = {"number": "٢٠٢٦/77", "paid_on": TODAY, "by": accountant}
    made = remit(region, MONTH, amount=Decimal(1470), **told)
    assert (made.number, made.expenses.count()) == ("2026/77", 2)
    assert closing(region) == (0, -4900, 0)
    assert withheld_by_month(Expense.objects.all()) == []
    with pytest.raises(ValidationError, match="Nothing withheld"):
        remit(region, MONTH, amount=Decimal(1470), **told | {"number": "78"})
    [payment] = rows[0].payments.all()
    with pytest.raises(ValidationError, match="take back that remittance first"):
        actions.cancel_payment(payment, motive="رفض", by=accountant)
    take_back(made, motive="رقم خاطئ", by=accountant)
    assert closing(region) == (-1470, -3430, 0)
    assert remit(region, MONTH, amount=Decimal(1470), **told).pk != made.pk
    for motive, said in (("رقم", "already taken back"), ("", "already taken back")):
        with pytest.raises(ValidationError, match=said):
            take_back(made, motive=motive, by=accountant)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"amount": Decimal(1200)}, "What was withheld comes to"),
        ({"paid_on": TODAY + dt.timedelta(days=1)}, "in the future"),
        ({"paid_on": TODAY - dt.timedelta(days=400)}, "is not handed over before"),
    ],
)
def test_a_wrong_remittance_is_refused_with_its_reason(
    region: Body, officer: User, accountant: User, facts: dict[str, Any], said: str
) -> None:
    fees(region, officer, accountant)
    with pytest.raises(ValidationError, match=said):
        remit(region, MONTH, **{"number": "1", "paid_on": TODAY, "amount": Decimal(1260), "by": accountant} | facts)
    assert not Remittance.objects.exists()
    with pytest.raises(ValidationError, match="has not handed over"):
        correct_body(region, ends_on=TODAY + dt.timedelta(days=9), by=accountant)


def test_the_page_tells_the_months_and_records_what_is_handed_over(
    as_user: Any, region: Body, officer: User, accountant: User, django_assert_max_num_queries: Any
) -> None:
    fees(region, officer, accountant, paid_on=BEFORE)
    client, page = as_user(accountant), reverse("treasury:withheld")
    url = reverse("treasury:remit", args=[region.pk, BEFORE.year, BEFORE.month])
    assert url in client.get(page).content.decode()
    assert any(one.url == url for one in waiting_for(accountant)), "the desk reminds of a month that is over"
    with django_assert_max_num_queries(20):
        client.get(page)
    for _more in range(2):
        fees(region, officer, accountant, paid_on=BEFORE)
    with django_assert_max_num_queries(20):
        client.get(page)
    assert f'"{url}"' not in as_user(officer).get(page).content.decode(), "who orders does not pay"
    assert as_user(officer).get(url).status_code == 403
    sent = {"number": "77/2026", "paid_on": TODAY, "amount": "3780,00"}
    assert client.post(url, sent | {"amount": "3780,01"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    made = Remittance.objects.get()
    assert "77/2026" in client.get(page).content.decode()
    back = reverse("treasury:take_back_remittance", args=[made.pk])
    assert client.post(back, {"motive": ""}).status_code == 422
    client.post(back, {"motive": "خطأ في الرقم"})
    assert client.get(back).status_code == 404
    assert client.get(reverse("treasury:remit", args=[region.pk, 2026, 13])).status_code == 404


def test_the_delay_is_the_parameter_of_the_month_and_its_body_s_own_before_the_common_one(
    region: Body, officer: User, accountant: User, django_assert_num_queries: Any
) -> None:
    fees(region, officer, accountant, paid_on=BEFORE)

    def due_on() -> dt.date:
        with django_assert_num_queries(2):
            [owed] = withheld_by_month(Expense.objects.all())
        return owed.due_on

    assert due_on() == TODAY.replace(day=monthrange(TODAY.year, TODAY.month)[1])
    told: dict[str, Any] = {"key": "tax_remittance_months", "source": "x", "by": officer}
    set_parameter(**told, value="0", starts_on=BEFORE, owner=region)
    assert due_on() == MONTH - dt.timedelta(days=1)
    set_parameter(**told, value="2", starts_on=MONTH, owner=region)
    assert due_on() == MONTH - dt.timedelta(days=1), "what was paid before keeps the delay of its month"


def test_the_statement_of_a_month_tells_each_payee_on_screen_in_excel_and_on_paper(
    as_user: Any, region: Body, officer: User, accountant: User, django_assert_num_queries: Any
) -> None:
    first = fees(region, officer, accountant)
    fees(region, officer, accountant, paid_on=BEFORE)
    client, where = as_user(officer), [region.pk, MONTH.year, MONTH.month]
    page, paper = (reverse(f"treasury:withheld_{name}", args=where) for name in ("statement", "paper"))
    assert page in client.get(reverse("treasury:withheld")).content.decode()
    with CaptureQueriesContext(connection) as one:
        told = client.get(page).content.decode()
    assert first.payee.name in told
    assert paper in told
    remit(region, MONTH, number="77/2026", paid_on=TODAY, amount=Decimal(1260), by=accountant)
    for _more in range(2):
        fees(region, officer, accountant)
    with django_assert_num_queries(len(one)):
        assert "77/2026" in client.get(page).content.decode()
    rows = list(load_workbook(BytesIO(b"".join(client.get(page, {"export": "xlsx"}).streaming_content))).active.values)
    assert [row[4:7] for row in rows[1:]] == [(4200, 30, 1260)] * 3
    facts = statement_facts(region, MONTH)
    assert (facts["tax"]["gross"], facts["tax"]["withheld"]) == ("12600.00", "3780.00")
    assert facts["paper"]["state"] == "draft", "more may still be paid in a month that lasts"
    assert "77/2026" in facts["tax"]["remittances"][0]
    assert formats.dirhams(1260, language="ar") in facts["tax"]["remittances"][0], "not all of the month"
    assert statement_facts(region, BEFORE)["paper"]["state"] == "final"
    printed = client.get(paper)
    assert printed["Content-Type"] == "application/pdf"
    assert plain(first.payee.name_ar) in text_of(printed.content)
    assert client.get(reverse("treasury:withheld_paper", args=[region.pk, 2026, 13])).status_code == 404
    elsewhere = as_user(officer_of(make_body(BodyKind.REGION).place))
    assert [elsewhere.get(url).status_code for url in (page, paper)] == [404, 404]


def identities(client: Any, page: str) -> list[Any]:
    book = load_workbook(BytesIO(b"".join(client.get(page, {"export": "xlsx"}).streaming_content)))
    return [row[1] for row in list(book.active.values)[1:]]


def test_the_statement_names_payer_and_payees_by_their_numbers_to_who_hands_the_tax_over(
    as_user: Any, region: Body, officer: User, accountant: User
) -> None:
    known, stranger, unknown = (fees(region, officer, accountant) for _n in range(3))
    set_document(known.person, kind=DocumentKind.CIN, number="ZT148220", by=officer)
    set_document(stranger.person, kind=DocumentKind.PASSPORT, number="AB1234567", by=officer)
    make_office(unknown.person, region)
    correct_body(region, ice="001561191000066", by=officer)
    where = [region.pk, MONTH.year, MONTH.month]
    page, paper = (reverse(f"treasury:withheld_{name}", args=where) for name in ("statement", "paper"))

    pays, reads = as_user(accountant), as_user(officer)
    told = BeautifulSoup(pays.get(page).content, "html.parser")
    assert "••••220" in told.text
    assert "ZT148220" not in told.text, "on a screen nobody needs it whole"
    assert "Not known of who pays: IF." in told.text
    assert "Whoever administers this body" in told.text
    assert "1 payee has no identity document." in told.text
    assert told.select_one(f'.call a[href="{unknown.person.get_absolute_url()}"]'), "where it is written"
    assert "ICE 001561191000066" in told.text

    assert sorted(identities(reads, page)) == ["not known", "passport ••••567", "••••220"]
    assert not Entry.objects.filter(verb="tax.numbers_given").exists()
    assert sorted(identities(pays, page)) == ["ZT148220", "not known", "passport AB1234567"]
    masked = text_of(reads.get(paper).content)
    assert "220" in masked
    assert "148220" not in masked
    printed = text_of(pays.get(paper).content)
    assert "148220" in printed
    assert "001561191000066" in printed
    given = list(Entry.objects.filter(verb="tax.numbers_given").values_list("facts", flat=True))
    assert given == [{"month": MONTH.isoformat(), "count": 3}] * 2
    region.refresh_from_db()
    facts = statement_facts(region, MONTH, clear=True)["tax"]
    assert [one["number"] for one in facts["payer"]] == ["", "001561191000066"]
    assert plain("غير معروف") in printed
    assert "رقم البطاقة: غير معروف" in {line["identity"] for line in facts["lines"]}


def test_who_administers_the_payer_is_led_to_its_form_and_fills_it(
    as_user: Any, region: Body, officer: User, accountant: User
) -> None:
    fees(region, officer, accountant)
    client = as_user(officer)
    page = reverse("treasury:withheld_statement", args=[region.pk, MONTH.year, MONTH.month])
    edit = reverse("territory:body_edit", args=[region.pk])
    assert edit in client.get(page).content.decode()
    form = BeautifulSoup(client.get(edit).content, "html.parser")
    sent = {one["name"]: one.get("value", "") for one in form.select("form.form input[name]")}
    sent |= {one["name"]: one.text for one in form.select("form.form textarea[name]")}
    assert client.post(edit, sent | {"tax_number": "4038561789"}).status_code == 422
    assert client.post(edit, sent | {"tax_number": "4038 5617", "ice": "001 561 191 0000 66"}).status_code == 302
    region.refresh_from_db()
    assert (region.tax_number, region.ice) == ("40385617", "001561191000066")
    assert "40385617" in client.get(region.get_absolute_url()).content.decode()
    told = client.get(page).content.decode()
    assert "IF 40385617" in told
    assert "Not known of who pays" not in told


def test_a_rate_that_is_no_whole_number_is_the_same_on_screen_in_excel_and_on_paper(
    as_user: Any, region: Body, officer: User, accountant: User
) -> None:
    fees(region, officer, accountant, percent="12.5")
    page = reverse("treasury:withheld_statement", args=[region.pk, MONTH.year, MONTH.month])
    client = as_user(officer)
    assert ">12.5</td>" in client.get(page).content.decode()
    book = load_workbook(BytesIO(b"".join(client.get(page, {"export": "xlsx"}).streaming_content)))
    assert list(book.active.values)[1][5] == 12.5
    assert statement_facts(region, MONTH)["tax"]["lines"][0]["percent"] == "12,5%"


@pytest.mark.django_db(transaction=True)
def test_two_officers_hand_the_tax_of_a_month_over_once(region: Body, officer: User, accountant: User) -> None:
    fees(region, officer, accountant)

    def hand_over(number: int) -> Remittance:
        return remit(region, MONTH, number=f"R{number}", paid_on=TODAY, amount=Decimal(1260), by=accountant)

    assert len(refusals(at_once(*[lambda n=n: hand_over(n) and None for n in range(4)]))) == 3
    assert Remittance.objects.count() == 1


# ── The constraints ─────────────────────────────────────────────────────────


def remittance(region: Body, by: User, **facts: Any) -> Remittance:
    told = {"number": "1", "month": MONTH, "paid_on": TODAY, "amount": Decimal(1), "recorded_at": clock.now()}
    return Remittance.objects.create(owner=region, recorded_by=by, **told | facts)


def test_a_remittance_is_there_once(region: Body, accountant: User) -> None:
    remittance(region, accountant, number="R-7")
    with breaks(Remittance, "remittance_once"):
        remittance(region, accountant, number="r 7")
    assert remittance(make_body(BodyKind.FOUNDATION), accountant, number="R-7").pk


def test_a_remittance_is_above_zero(region: Body, accountant: User) -> None:
    with breaks(Remittance, "remittance_positive"):
        remittance(region, accountant, amount=Decimal(0))


@pytest.mark.parametrize("facts", [{"month": MONTH.replace(day=2)}, {"paid_on": MONTH - dt.timedelta(days=1)}])
def test_a_remittance_is_of_a_month_that_has_begun(region: Body, accountant: User, facts: dict[str, Any]) -> None:
    with breaks(Remittance, "remittance_of_a_month"):
        remittance(region, accountant, **facts)


@pytest.mark.parametrize(
    "facts", [{"cancelled_on": TODAY}, {"cancelled_on": TODAY - dt.timedelta(days=1), "motive": "خطأ"}]
)
def test_a_remittance_is_taken_back_with_its_motive(region: Body, accountant: User, facts: dict[str, Any]) -> None:
    with breaks(Remittance, "remittance_taken_back_with_motive"):
        remittance(region, accountant, **facts)


def test_tax_is_handed_over_of_what_is_paid_and_was_taxed(region: Body, officer: User, accountant: User) -> None:
    paid, made = fees(region, officer, accountant), remittance(region, accountant)
    for facts in ({"state": "done"}, {"withheld": Decimal(0)}):
        with breaks(Expense, "expense_tax_handed_over_once_paid"):
            Expense.objects.filter(pk=paid.pk).update(remittance=made, **facts)
    assert Expense.objects.filter(pk=paid.pk).update(remittance=made) == 1
