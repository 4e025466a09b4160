"""Money out: ordered, delivered, certified, invoiced, paid; nothing twice, nothing beyond what was done."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance.models import Presence
from takwin.core import clock, formats
from takwin.core.amounts import in_words
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import PaperKind
from takwin.documents.serving import pdf_of
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from takwin.treasury.enums import ExpenseKind, ExpenseState, Ledger, Transport
from takwin.treasury.models import Expense, ExpenseLine, Mission, Payment
from takwin.treasury.spending import actions
from takwin.treasury.spending.actions import Ordered
from takwin.treasury.spending.queries import cost_of, paid_of
from takwin.treasury.years.ledger import books
from tests.constraints import breaks
from tests.factories.attendance import make_register
from tests.factories.directory import make_body, make_province
from tests.factories.people import make_person
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
MEALS = [Ordered("وجبة غداء", Decimal(40), Decimal("120.00"))]


@pytest.fixture
def officer(province: Any) -> User:
    """Who orders and certifies; the accountant pays."""
    return officer_of(province.region, Role.REGION_OFFICER)


@pytest.fixture
def supplier(province: Any) -> Body:
    return make_body(BodyKind.COMPANY, province)


@pytest.fixture
def meals(region: Body, supplier: Body, officer: User) -> Expense:
    """Forty meals at 120 dirhams, ordered today."""
    return actions.order(region, kind=ExpenseKind.MEALS, title="غداء", lines=MEALS, body=supplier, by=officer)


def certified(expense: Expense, by: User, count: int = 40) -> Expense:
    return actions.certify(expense, delivered={1: Decimal(count)}, done_on=clock.today(), by=by)


def invoiced(expense: Expense, by: User, **facts: Any) -> Expense:
    told = {"number": "F-7", "invoiced_on": clock.today(), "amount": expense.gross} | facts
    return actions.record_invoice(expense, **told, by=by)


def paid(expense: Expense, by: User, amount: str = "4800.00", number: str = "OP-1") -> Payment:
    return actions.pay(expense, number=number, paid_on=clock.today(), amount=Decimal(amount), by=by)


def test_from_the_order_to_the_payment_with_its_papers(
    meals: Expense, region: Body, officer: User, accountant: User
) -> None:
    done = certified(meals, officer, 38)
    assert (done.gross, done.state) == (Decimal("4560.00"), ExpenseState.DONE)
    invoiced(done, accountant, words=in_words(Decimal(4560), "ar"))
    paid(done, accountant, "4560.00")
    done.refresh_from_db()
    assert done.state == ExpenseState.PAID
    kinds = [paper.kind for paper in (done.order_paper, done.done_paper) if paper and pdf_of(paper)]
    assert kinds == [PaperKind.ORDER_SLIP, PaperKind.SERVICE_DONE]
    closing = {account: balance.closing for account, balance in books(region, clock.today().year).accounts.items()}
    assert (closing[Ledger.SPENT], closing[Ledger.PAYABLE], closing[Ledger.CASH]) == (4560, 0, -4560)
    assert sum(closing.values()) == 0


def test_fees_of_a_person_are_paid_on_the_certificate_less_the_tax(
    region: Body, officer: User, accountant: User
) -> None:
    hours = [Ordered("ساعة تكوين", Decimal(12), Decimal("350.00"))]
    fees = actions.order(
        region, kind=ExpenseKind.FEES, title="أتعاب", lines=hours, person=make_person(),
        withheld_percent=Decimal(30), by=officer,
    )  # fmt: skip
    done = actions.certify(fees, delivered={}, done_on=clock.today(), by=officer)
    assert (done.gross, done.withheld, done.net) == (4200, 1260, 2940)
    with pytest.raises(ValidationError, match="no invoice is awaited"):
        invoiced(done, accountant)
    paid(done, accountant, "2940.00")
    kept = books(region, clock.today().year)
    assert (kept.accounts[Ledger.WITHHELD].closing, kept.difference) == (-1260, 0)


def test_a_mission_has_its_order_and_its_statement(region: Body, officer: User) -> None:
    days = [Ordered("يوم مهمة", Decimal(2), Decimal("200.00"))]
    told = {"kind": ExpenseKind.TRAVEL, "title": "تتبع دورة", "lines": days, "person": make_person(), "by": officer}
    today = clock.today()
    there = actions.Journey("إفران", today - dt.timedelta(days=1), today, Transport.TRAIN)
    trip = actions.order(region, **told, journey=there)
    done = actions.certify(trip, delivered={}, done_on=today, by=officer)
    papers = [paper for paper in (done.order_paper, done.done_paper) if paper]
    assert [paper.kind for paper in papers] == [PaperKind.MISSION_ORDER, PaperKind.TRAVEL_STATEMENT]
    first, last = (formats.day(day, language="ar") for day in (there.leaves_on, there.returns_on))
    for paper in papers:
        assert f"بإفران، من {first} إلى {last}، عبر القطار" in paper.facts["slip"]["opening"]
    later = actions.order(region, **told, journey=there._replace(returns_on=today + dt.timedelta(days=2)))
    with pytest.raises(ValidationError, match="not done before"):
        actions.certify(later, delivered={}, done_on=today, by=officer)


def test_a_mission_and_nothing_else_says_where_and_when(region: Body, officer: User) -> None:
    today = clock.today()
    told = {"title": "تتبع دورة", "lines": [Ordered("يوم", Decimal(1), Decimal("200.00"))], "person": make_person()}
    there = actions.Journey("إفران", today, today, Transport.OWN)
    for kind, journey in ((ExpenseKind.TRAVEL, None), (ExpenseKind.FEES, there)):
        with pytest.raises(ValidationError, match="A mission says where"):
            actions.order(region, kind=kind, journey=journey, **told, by=officer)
    trip = actions.order(region, kind=ExpenseKind.TRAVEL, journey=there, **told, by=officer)
    with breaks(Mission, "mission_returns_after_it_leaves"):
        Mission.objects.update(returns_on=today - dt.timedelta(days=1))
    assert Mission.objects.get().expense == trip


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"amount": Decimal("4801.00")}, "what was delivered is worth"),
        ({"words": "ثلاثة آلاف درهم"}, "The words do not say"),
        ({"words": "quatre mille"}, "The words do not say"),
    ],
)
def test_an_invoice_that_does_not_agree_is_refused(
    meals: Expense, officer: User, accountant: User, facts: Any, said: str
) -> None:
    done = certified(meals, officer)
    with pytest.raises(ValidationError, match=said):
        invoiced(done, accountant, **facts)
    meals.refresh_from_db()
    assert (meals.state, meals.invoice_number) == (ExpenseState.DONE, "")


def test_one_invoice_is_recorded_once(
    meals: Expense, region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    invoiced(certified(meals, officer), accountant)
    again = actions.order(region, kind=ExpenseKind.MEALS, title="x", lines=MEALS, body=supplier, by=officer)
    with pytest.raises(ValidationError, match="nothing is paid twice"):
        invoiced(certified(again, officer), accountant)


def test_nothing_is_paid_before_its_proofs_nor_beyond_them(meals: Expense, officer: User, accountant: User) -> None:
    with pytest.raises(ValidationError, match="not there yet"):
        paid(meals, accountant)
    done = certified(meals, officer)
    with pytest.raises(ValidationError, match="not there yet"):
        paid(done, accountant)
    invoiced(done, accountant)
    with pytest.raises(ValidationError, match="does not pay for it"):
        paid(done, officer)
    paid(done, accountant, "4000.00")
    with pytest.raises(ValidationError, match=r"800.* remain to be paid"):
        paid(done, accountant, "801.00", "OP-2")
    with pytest.raises(ValidationError, match="nothing is paid twice"):
        paid(done, accountant, "800.00", "OP-1")


def test_a_rejected_payment_is_undone_and_made_again(meals: Expense, officer: User, accountant: User) -> None:
    done = invoiced(certified(meals, officer), accountant)
    payment = paid(done, accountant)
    actions.cancel_payment(payment, motive="rejected by the treasurer", by=accountant)
    with pytest.raises(ValidationError, match="already cancelled"):
        actions.cancel_payment(payment, motive="again", by=accountant)
    done.refresh_from_db()
    assert (done.state, paid_of(done)) == (ExpenseState.INVOICED, 0)
    assert paid(done, accountant).amount == 4800


def test_more_than_was_ordered_is_not_certified(meals: Expense, officer: User) -> None:
    with pytest.raises(ValidationError, match="No more is certified"):
        certified(meals, officer, 41)
    with pytest.raises(ValidationError, match="Nothing was delivered"):
        certified(meals, officer, 0)
    assert ExpenseLine.objects.get().delivered is None


def test_an_order_of_nobody_or_of_nothing_is_refused(region: Body, supplier: Body, officer: User) -> None:
    told: dict[str, Any] = {"kind": ExpenseKind.ROOM, "title": "x", "by": officer}
    with pytest.raises(ValidationError, match="who is paid"):
        actions.order(region, lines=MEALS, **told)
    with pytest.raises(ValidationError, match="at least one line"):
        actions.order(region, lines=[], body=supplier, **told)
    with pytest.raises(ValidationError, match="not from a body"):
        actions.order(region, lines=MEALS, body=supplier, withheld_percent=Decimal(10), **told)


def test_an_order_is_given_up_with_a_motive(meals: Expense, officer: User) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        actions.give_up(meals, motive="", by=officer)
    assert actions.give_up(meals, motive="session cancelled", by=officer).state == ExpenseState.CANCELLED
    with pytest.raises(ValidationError, match="can no longer be done"):
        certified(meals, officer)


@pytest.mark.django_db(transaction=True)
def test_eight_officers_pay_once(meals: Expense, officer: User, accountant: User) -> None:
    done = invoiced(certified(meals, officer), accountant)
    said = at_once(*[lambda n=n: paid(done, accountant, number=f"OP-{n}") and None for n in range(8)])
    assert len(refusals(said)) == 7
    assert (Payment.objects.count(), paid_of(done)) == (1, 4800)


def test_a_participants_day_has_its_cost(region: Body, supplier: Body, officer: User) -> None:
    register = make_register(owner=region)
    expense = actions.order(
        region, kind=ExpenseKind.MEALS, title="x", lines=MEALS, body=supplier, register=register, by=officer
    )  # fmt: skip
    waiting = cost_of(register)
    assert waiting is not None
    assert (waiting.a_day, waiting.ordered) == (None, 4800)
    certified(expense, officer)
    for part in ("m", "a"):
        for _n in range(3):
            Presence.objects.create(
                register=register, person=make_person(), body=region, day=dt.date(2026, 11, 2), part=part,
                status="present", marked_at=clock.now(),
            )  # fmt: skip
    cost = cost_of(register)
    assert cost is not None
    assert (cost.days, cost.a_day) == (3, 1600)


def test_the_screens_lead_from_the_order_to_the_payment(
    as_user: Any, region: Body, supplier: Body, officer: User, accountant: User
) -> None:
    orders, pays = as_user(officer), as_user(accountant)
    line = {"what_1": "قاعة", "quantity_1": "1", "price_1": "3000"}
    told = {"owner": region.pk, "kind": "room", "title": "قاعة", "body": supplier.pk, **line}
    orders.post(reverse("treasury:new_expense"), told)
    found = Expense.objects.get()
    orders.post(reverse("treasury:certify_expense", args=[found.pk]), {"done_on": clock.today(), "delivered_1": "1"})
    told = {"number": "F-1", "invoiced_on": clock.today(), "amount": "3000"}
    pays.post(reverse("treasury:invoice_expense", args=[found.pk]), told)
    url = reverse("treasury:pay_expense", args=[found.pk])
    assert url in [item.url for item in waiting_for(accountant)]
    pays.post(url, {"number": "OP-9", "paid_on": clock.today(), "amount": "3000"})
    page = pays.get(found.get_absolute_url()).content.decode()
    assert "OP-9" in page
    assert pays.get(reverse("treasury:expense_done", args=[found.pk]))["Content-Type"] == "application/pdf"
    assert supplier.name in pays.get(reverse("treasury:expenses")).content.decode()


@pytest.mark.parametrize("name", ["expense", "certify_expense", "give_up_expense", "expense_order"])
def test_a_neighbours_expense_is_not_found(as_user: Any, meals: Expense, name: str) -> None:
    stranger = as_user(officer_of(make_province().region, Role.REGION_OFFICER))
    assert stranger.get(reverse(f"treasury:{name}", args=[meals.pk])).status_code == 404


@pytest.mark.parametrize("name", ["invoice_expense", "pay_expense"])
def test_only_who_pays_enters_where_one_pays(as_user: Any, meals: Expense, officer: User, name: str) -> None:
    assert as_user(officer).get(reverse(f"treasury:{name}", args=[meals.pk])).status_code == 403


# ── What the database itself refuses ────────────────────────────────────────


def make(region: Body, body: Body | None, **facts: Any) -> Expense:
    told = {"reference": "9/2026", "kind": "meals", "title": "x", "gross": Decimal(10), "ordered_on": clock.today()}
    return Expense.objects.create(owner=region, body=body, **told | facts)


def test_a_reference_is_taken_once(meals: Expense, region: Body, supplier: Body) -> None:
    with breaks(Expense, "expense_reference_once"):
        make(region, supplier, reference=meals.reference)


def test_an_invoice_of_a_body_is_there_once(region: Body, supplier: Body) -> None:
    make(region, supplier, invoice_number="F-1")
    with breaks(Expense, "expense_invoice_once"):
        make(region, supplier, reference="10/2026", invoice_number="F-1")


def test_an_expense_is_paid_to_one(region: Body) -> None:
    with breaks(Expense, "expense_paid_to_one"):
        make(region, None)


def test_an_expense_is_worth_something(region: Body, supplier: Body) -> None:
    with breaks(Expense, "expense_worth_something"):
        make(region, supplier, withheld=Decimal(10))


def test_what_is_done_is_certified_by_someone(region: Body, supplier: Body) -> None:
    with breaks(Expense, "expense_done_when_certified"):
        make(region, supplier, state="done")


def test_a_body_is_paid_on_its_invoice(region: Body, supplier: Body, officer: User) -> None:
    with breaks(Expense, "expense_of_a_body_paid_on_invoice"):
        make(region, supplier, state="invoiced", done_on=clock.today(), certified_by=officer)


def test_an_order_given_up_has_its_motive(region: Body, supplier: Body) -> None:
    with breaks(Expense, "expense_cancelled_with_motive"):
        make(region, supplier, state="cancelled")


def test_a_line_has_its_number_once(meals: Expense) -> None:
    with breaks(ExpenseLine, "expense_line_number_once"):
        ExpenseLine.objects.create(expense=meals, number=1, what="x", quantity=1, unit_price=1)


def test_a_line_is_above_zero(meals: Expense) -> None:
    with breaks(ExpenseLine, "expense_line_above_zero"):
        ExpenseLine.objects.create(expense=meals, number=2, what="x", quantity=0, unit_price=1)


def test_a_line_is_not_delivered_beyond_its_order(meals: Expense) -> None:
    with breaks(ExpenseLine, "expense_line_delivered_as_ordered"):
        meals.lines.update(delivered=41)


def payment(expense: Expense, by: User, **facts: Any) -> Payment:
    told = {"number": "OP-1", "paid_on": clock.today(), "amount": Decimal(1), "recorded_at": clock.now()}
    return Payment.objects.create(owner=expense.owner, expense=expense, recorded_by=by, **told | facts)


def test_a_payment_order_is_there_once(meals: Expense, officer: User) -> None:
    first = payment(meals, officer)
    with breaks(Payment, "payment_once"):
        payment(meals, officer)
    with breaks(Payment, "payment_cancelled_with_motive"):
        payment(meals, officer, amount=Decimal(-1), cancels=first)


def test_a_payment_is_above_zero(meals: Expense, officer: User) -> None:
    with breaks(Payment, "payment_sign_says_what_it_is"):
        payment(meals, officer, amount=Decimal(-1))
