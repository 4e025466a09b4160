"""What the screens of an expense tell: who pays first, which session, what is ordered, done, owed and paid."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.halfdays import Part
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.enums import Title
from takwin.rights.enums import Role
from takwin.treasury.enums import ExpenseKind
from takwin.treasury.models import Expense
from takwin.treasury.spending import actions, shown
from takwin.treasury.spending.actions import Ordered
from takwin.treasury.spending.queries import paying_first
from tests.factories.attendance import make_register
from tests.factories.catalogue import make_trainer
from tests.factories.directory import make_body
from tests.factories.people import make_office
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
NEW = reverse("treasury:new_expense")


@pytest.fixture
def officer(province: Any) -> User:
    return officer_of(province.region, Role.REGION_OFFICER)


def ordered(region: Body, officer: User, withheld_percent: int = 0, **payee: Any) -> Expense:
    lines = [Ordered("وجبة", Decimal(40), Decimal("120.00"))]
    told = {"kind": ExpenseKind.MEALS, "title": "غداء", "lines": lines, "withheld_percent": Decimal(withheld_percent)}
    return actions.order(region, **told, **payee, by=officer)


def told(expense: Expense, by: User) -> tuple[Decimal, bool, Decimal, Decimal, Decimal]:
    facts = shown.facts(Expense.objects.get(pk=expense.pk), by)
    return facts["ordered"], facts["done"], facts["owed"], facts["paid"], facts["left"]


def test_what_is_ordered_is_not_owed_before_it_is_done_and_each_of_the_four_is_told_apart(
    as_user: Any, region: Body, province: Any, officer: User, accountant: User
) -> None:
    """The whole order was said to be owed and left to pay before anything was done."""
    expense = ordered(region, officer, body=make_body(BodyKind.COMPANY, province))
    assert told(expense, officer) == (4800, False, 0, 0, 0)
    page = as_user(officer).get(expense.get_absolute_url()).content.decode()
    assert "only what was done is owed" in page
    assert "Left to pay" not in page
    actions.certify(expense, delivered={1: Decimal(38)}, done_on=clock.today(), by=officer)
    assert told(expense, officer) == (4800, True, 4560, 0, 4560)
    amount = Decimal("4560.00")
    actions.record_invoice(expense, number="F-7", invoiced_on=clock.today(), amount=amount, by=accountant)
    actions.pay(expense, number="OP-1", paid_on=clock.today(), amount=Decimal("4000.00"), by=accountant)
    assert told(expense, officer) == (4800, True, 4560, 4000, 560)
    assert "Left to pay" in as_user(officer).get(expense.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("language", "said"), [("ar", "تسجيل الطلبية"), ("fr", "Enregistrer la commande")])
def test_an_order_to_a_supplier_is_not_called_a_payment_order(
    as_user: Any, region: Body, officer: User, language: str, said: str
) -> None:
    with translation.override(language):
        page = as_user(officer).get(NEW, headers={"Accept-Language": language}).content.decode()
    assert said in page


def test_one_orders_for_his_region_before_a_foundation_seated_in_it(as_user: Any, region: Body, officer: User) -> None:
    make_body(BodyKind.FOUNDATION, region.place, name_ar="ا", name_fr="A")
    form = as_user(officer).get(NEW).context["form"]
    assert form["owner"].value() == region.pk
    assert form.fields["owner"].queryset.count() == 2


def test_the_sessions_are_told_apart_by_reference_and_day_the_nearest_first(
    as_user: Any, region: Body, officer: User
) -> None:
    today, found = clock.today(), {}
    for away in (-40, 3, -2, 20):
        register = make_register(owner=region, place=region.place)
        register.half_days.all().delete()
        day = today + dt.timedelta(days=away)
        register.half_days.create(day=day, part=Part.MORNING, starts_at=dt.time(9), ends_at=dt.time(12))
        found[away] = register
    dayless = make_register(owner=region, place=region.place)
    dayless.half_days.all().delete()
    field = as_user(officer).get(NEW).context["form"].fields["register"]
    assert list(field.queryset) == [found[-2], found[3], found[20], found[-40], dayless]
    label = field.label_from_instance(field.queryset[0])
    assert found[-2].reference in label
    assert formats.day(today - dt.timedelta(days=2)) in label
    assert dayless.reference in field.label_from_instance(dayless_row := field.queryset.get(pk=dayless.pk))
    assert dayless_row.first_day is None


def test_of_two_regions_and_of_none_the_first_by_name_is_proposed(region: Body) -> None:
    assert paying_first(Body.objects.none()) is None
    foundation = make_body(BodyKind.FOUNDATION, region.place)
    assert paying_first(Body.objects.filter(pk=foundation.pk)) == foundation


def test_an_employee_of_the_region_is_sent_on_a_mission_as_a_trainer_is(
    as_user: Any, region: Body, officer: User
) -> None:
    """Trainers alone could be chosen: no employee could be given a mission order."""
    employee = make_office(body=region, title=Title.STAFF, starts_on=dt.date(2020, 1, 1)).person
    gone = make_office(body=region, title=Title.MEMBER, starts_on=dt.date(2015, 1, 1), ends_on=dt.date(2021, 1, 1))
    elsewhere = make_office(body=make_body(BodyKind.REGION), title=Title.STAFF, starts_on=dt.date(2020, 1, 1))
    trainer = make_trainer(owner=region).person
    offered = set(as_user(officer).get(NEW).context["form"].fields["person"].queryset)
    assert offered == {employee, trainer}
    assert not offered & {gone.person, elsewhere.person}
    line = {"what_1": "تعويض يومي", "quantity_1": "2", "price_1": "300"}
    sent = {"owner": region.pk, "kind": ExpenseKind.TRAVEL, "title": "مهمة بإفران", "person": employee.pk, **line}
    refused = as_user(officer).post(NEW, sent)
    assert set(refused.context["form"].errors) == {"destination", "leaves_on", "returns_on", "transport"}
    there = {"destination": "إفران", "leaves_on": "2026-12-01", "returns_on": "2026-12-02", "transport": "service"}
    early = as_user(officer).post(NEW, sent | there | {"returns_on": "2026-11-30"})
    assert list(early.context["form"].errors) == ["returns_on"]
    as_user(officer).post(NEW, sent | there)
    assert Expense.objects.get().person == employee
    page = as_user(officer, language="ar").get(Expense.objects.get().get_absolute_url()).content.decode()
    assert "سيارة المصلحة" in page


def test_more_than_was_ordered_is_refused_in_the_figures_of_the_order(
    as_user: Any, region: Body, province: Any, officer: User
) -> None:
    expense = ordered(region, officer, body=make_body(BodyKind.COMPANY, province))
    url = reverse("treasury:certify_expense", args=[expense.pk])
    assert 'value="40"' in as_user(officer).get(url).content.decode()
    page = as_user(officer).post(url, {"done_on": clock.today(), "delivered_1": "50"}).content.decode()
    assert "40.00" not in page
