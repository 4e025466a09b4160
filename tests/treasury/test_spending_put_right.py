"""Money out put right: what was recorded wrongly is taken back, and what the forms and dates refuse."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.actions import correct_body
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.rights.enums import Role
from takwin.treasury.enums import ExpenseKind, ExpenseState, Ledger
from takwin.treasury.models import Expense, Payment
from takwin.treasury.spending import actions
from takwin.treasury.spending.actions import Ordered
from takwin.treasury.years import shown as years_shown
from takwin.treasury.years.ledger import books
from tests.constraints import breaks
from tests.factories.directory import make_body
from tests.factories.people import make_person
from tests.factories.rights import officer_of
from tests.factories.years import close, make_year, on

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def officer(province: Any) -> User:
    """Who orders and certifies; the accountant pays."""
    return officer_of(province.region, Role.REGION_OFFICER)


@pytest.fixture
def supplier(province: Any) -> Body:
    return make_body(BodyKind.COMPANY, province)


def ordered(region: Body, by: User, **facts: Any) -> Expense:
    told = {"kind": ExpenseKind.MEALS, "title": "غداء", "lines": [Ordered("وجبة", Decimal(40), Decimal("120.00"))]}
    return actions.order(region, **told | facts, by=by)


def certified(region: Body, by: User, **facts: Any) -> Expense:
    return actions.certify(ordered(region, by, **facts), delivered={1: Decimal(30)}, done_on=clock.today(), by=by)


def invoiced(expense: Expense, by: User, number: str = "F-7", **facts: Any) -> Expense:
    told = {"invoiced_on": clock.today(), "amount": expense.gross} | facts
    return actions.record_invoice(expense, number=number, **told, by=by)


def test_a_wrong_certificate_is_taken_back_and_its_paper_is_void(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    done = certified(region, officer, body=supplier)
    paper = done.done_paper
    with pytest.raises(ValidationError, match="Say why"):
        actions.uncertify(done, motive="", by=officer)
    back = actions.uncertify(done, motive="forty came", by=officer)
    assert paper is not None
    paper.refresh_from_db()
    assert (back.state, back.gross, back.done_paper, back.motive) == (ExpenseState.ORDERED, 4800, None, "forty came")
    assert paper.cancelled_at is not None
    assert books(region, clock.today().year).accounts[Ledger.PAYABLE].closing == 0
    again = actions.certify(back, delivered={}, done_on=clock.today(), by=officer)
    assert (again.gross, again.lines.get().delivered) == (4800, 40)


def test_what_never_came_is_given_up_once_its_certificate_is_taken_back(
    region: Body, supplier: Body, officer: User
) -> None:
    back = actions.uncertify(certified(region, officer, body=supplier), motive="nothing came", by=officer)
    assert actions.give_up(back, motive="nothing came", by=officer).state == ExpenseState.CANCELLED


def test_a_wrong_invoice_is_withdrawn_before_the_certificate(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    done = invoiced(certified(region, officer, body=supplier), accountant)
    with pytest.raises(ValidationError, match="Withdraw the invoice first"):
        actions.uncertify(done, motive="x", by=officer)
    back = actions.withdraw_invoice(done, motive="number of another", by=accountant)
    assert (back.state, back.invoice_number, back.invoiced_on) == (ExpenseState.DONE, "", None)
    assert invoiced(back, accountant, "F-8").invoice_number == "F-8"


def test_nothing_is_taken_back_once_something_is_paid(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    done = invoiced(certified(region, officer, body=supplier), accountant)
    payment = actions.pay(done, number="OP-1", paid_on=clock.today(), amount=Decimal(100), by=accountant)
    with pytest.raises(ValidationError, match="cancel the payment first"):
        actions.withdraw_invoice(done, motive="x", by=accountant)
    actions.cancel_payment(payment, motive="rejected", by=accountant)
    assert actions.withdraw_invoice(done, motive="x", by=accountant).state == ExpenseState.DONE


def test_a_persons_certificate_is_taken_back_after_a_cancelled_payment(
    region: Body, officer: User, accountant: User
) -> None:
    done = certified(region, officer, person=make_person(), kind=ExpenseKind.FEES)
    payment = actions.pay(done, number="OP-1", paid_on=clock.today(), amount=done.net, by=accountant)
    actions.cancel_payment(payment, motive="rejected", by=accountant)
    with pytest.raises(ValidationError, match="No invoice is recorded"):
        actions.withdraw_invoice(done, motive="x", by=accountant)
    assert actions.uncertify(done, motive="x", by=officer).state == ExpenseState.ORDERED


def test_a_service_of_a_closed_year_stays_certified(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    year = make_year(region, accountant)
    with on(MARCH):
        done = certified(region, officer, body=supplier)
    close(year, accountant)
    with on(dt.date(2027, 2, 1)), pytest.raises(ValidationError, match="The year 2026 of this account is closed"):
        actions.uncertify(done, motive="x", by=officer)


def test_the_page_leads_to_what_takes_back(
    as_user: Any, region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    done = invoiced(certified(region, officer, body=supplier), accountant)
    url, motive = reverse("treasury:withdraw_invoice", args=[done.pk]), {"motive": "number of another"}
    assert url in as_user(accountant).get(done.get_absolute_url()).content.decode()
    as_user(accountant).post(url, motive)
    url = reverse("treasury:uncertify_expense", args=[done.pk])
    assert url in as_user(officer).get(done.get_absolute_url()).content.decode()
    as_user(officer).post(url, motive)
    done.refresh_from_db()
    assert done.state == ExpenseState.ORDERED


# ── Dates and numbers ───────────────────────────────────────────────────────


def test_nothing_is_invoiced_before_it_was_ordered_nor_paid_before_it_was_done(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    done = certified(region, officer, body=supplier)
    eve = clock.today() - dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="not invoiced before"):
        invoiced(done, accountant, invoiced_on=eve)
    done = invoiced(done, accountant)
    with pytest.raises(ValidationError, match="not paid before"):
        actions.pay(done, number="OP-1", paid_on=eve, amount=done.net, by=accountant)
    assert actions.pay(done, number="OP-1", paid_on=clock.today(), amount=done.net, by=accountant).pk


@pytest.mark.parametrize("again", ["F-7", "F-7 ", "f-7", "F 7", "F/7", "F-٧"])
def test_one_invoice_however_written_is_recorded_once(
    region: Body, supplier: Body, officer: User, accountant: User, again: str
) -> None:
    invoiced(certified(region, officer, body=supplier), accountant)
    with pytest.raises(ValidationError, match="nothing is paid twice"):
        invoiced(certified(region, officer, body=supplier), accountant, again)


def test_numbers_of_other_parts_are_other_invoices(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    for number in ("1/17", "11/7"):
        assert invoiced(certified(region, officer, body=supplier), accountant, number).invoice_number == number


def test_one_payment_order_however_written_is_recorded_once(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    done = invoiced(certified(region, officer, body=supplier), accountant)
    told = {"paid_on": clock.today(), "amount": Decimal(10), "by": accountant}
    actions.pay(done, number="OP-1", **told)
    with pytest.raises(ValidationError, match="nothing is paid twice"):
        actions.pay(done, number="op 1", **told)
    assert Payment.objects.count() == 1


def test_the_database_keeps_the_days_in_order(region: Body, supplier: Body, officer: User) -> None:
    done = certified(region, officer, body=supplier)
    for day in ("done_on", "invoiced_on"):
        with breaks(Expense, "expense_days_in_order"):
            Expense.objects.filter(pk=done.pk).update(**{day: done.ordered_on - dt.timedelta(days=1)})


def test_a_line_worth_nothing_is_refused(region: Body, supplier: Body, officer: User) -> None:
    lines = [Ordered("x", Decimal("0.01"), Decimal("0.01")), Ordered("y", Decimal(1), Decimal(1))]
    with pytest.raises(ValidationError, match="at least a centime"):
        ordered(region, officer, body=supplier, lines=lines)


def test_words_that_no_paper_can_print_are_not_ordered(region: Body, supplier: Body, officer: User) -> None:
    for told in ({"title": "غداء 😀"}, {"lines": [Ordered("漢", Decimal(1), Decimal(1))]}):
        with pytest.raises(ValidationError, match="cannot be printed on an official paper"):
            ordered(region, officer, body=supplier, **told)
    assert not Expense.objects.exists()


@pytest.mark.parametrize("over", [{"body": "abc"}, {"quantity_1": "1e30"}, {"quantity_1": "999999999"}])
def test_what_no_form_could_send_is_refused_with_a_sentence(
    as_user: Any, region: Body, supplier: Body, officer: User, over: dict[str, str]
) -> None:
    line = {"what_1": "x", "quantity_1": "2", "price_1": "3"}
    told = {"owner": region.pk, "kind": "meals", "title": "t", "body": supplier.pk} | line | over
    answer = as_user(officer).post(reverse("treasury:new_expense"), told)
    assert (answer.status_code, next(iter(answer.context["form"].errors))) == (422, next(iter(over)))


# ── Of whom one orders ──────────────────────────────────────────────────────


def test_nothing_is_ordered_of_a_body_that_ended_nor_of_who_pays(region: Body, supplier: Body, officer: User) -> None:
    with pytest.raises(ValidationError, match="orders nothing of itself"):
        ordered(region, officer, body=region)
    correct_body(supplier, ends_on=clock.today(), by=officer)
    with pytest.raises(ValidationError, match="has ended"):
        ordered(region, officer, body=supplier)


def test_neither_end_of_an_order_under_way_is_ended(region: Body, supplier: Body, officer: User) -> None:
    expense = ordered(region, officer, body=supplier)
    for body in (region, supplier):
        with pytest.raises(ValidationError, match="orders under way"):
            correct_body(body, ends_on=clock.today(), by=officer)
    actions.give_up(expense, motive="x", by=officer)
    assert correct_body(supplier, ends_on=clock.today(), by=officer).ends_on


def test_who_has_not_paid_its_supplier_is_not_ended(region: Body, supplier: Body, officer: User) -> None:
    certified(region, officer, body=supplier)
    with pytest.raises(ValidationError, match="has not paid what was delivered to it"):
        correct_body(region, ends_on=clock.today(), by=officer)


def test_an_account_overdrawn_is_shown_on_the_other_side(
    region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    with on(MARCH):
        year = make_year(region, accountant, balance="0.00")
        done = invoiced(certified(region, officer, body=supplier), accountant)
        actions.pay(done, number="OP", paid_on=MARCH, amount=done.gross, by=accountant)
    cash = years_shown.accounts(year, accountant)["accounts"][0]
    assert (cash.closing, cash.owed) == (3600, True)
