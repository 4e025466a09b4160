"""A query compiled once answers as the ORM would each time, to each thread on its own connection."""

from typing import Any

import pytest

from takwin.attendance.models import Expected, Presence
from takwin.core.compiled import Compiled, given
from takwin.core.halfdays import Part
from tests.factories.attendance import FIRST_DAY, make_expected, make_register
from tests.races import at_once


def lines() -> Any:
    return Expected.objects.select_related("person", "body").filter(**given(Expected, "register")).order_by("pk")


def moments() -> Any:
    columns = given(Presence, "register", "day")
    return (
        Presence.objects.filter(**columns, part=Part.MORNING).order_by("pk").values_list("person", "day", "marked_at")
    )


@pytest.mark.django_db
def test_each_asking_has_its_own_values_and_each_row_its_relations(django_assert_num_queries: Any) -> None:
    first, second = make_register(), make_register()
    told = {register.pk: [make_expected(register), make_expected(register)] for register in (first, second)}
    asked = Compiled(lines)
    for register in (first, second, first):
        with django_assert_num_queries(1):
            found = asked.ask(register=register.pk)
            persons = [(line.person.name_ar, line.body.name_ar) for line in found]
        assert found == told[register.pk]
        assert persons == [(line.person.name_ar, line.body.name_ar) for line in told[register.pk]]


@pytest.mark.django_db
def test_days_and_instants_come_as_the_orm_gives_them() -> None:
    register = make_register()
    line = make_expected(register)
    mark = {"register": register, "person": line.person, "body": line.body, "day": FIRST_DAY, "status": "present"}
    at = "2026-03-10T09:00:00.123456+00:00"
    Presence.objects.create(**mark, part=Part.MORNING, marked_at=at)
    Presence.objects.create(**mark, part=Part.AFTERNOON, marked_at=at)
    rows = Presence.objects.filter(part=Part.MORNING).values_list("person", "day", "marked_at")
    assert Compiled(moments).ask(register=register.pk, day=FIRST_DAY) == list(rows)


@pytest.mark.django_db
def test_a_value_that_is_not_told_is_an_error() -> None:
    with pytest.raises(KeyError):
        Compiled(moments).ask(register=1)


@pytest.mark.django_db(transaction=True)
def test_several_threads_ask_at_once() -> None:
    registers = [make_register() for _ in range(4)]
    told = [[make_expected(register) for _ in range(3)] for register in registers]
    asked = Compiled(lines)

    def often(n: int) -> bool:
        return all(asked.ask(register=registers[n].pk) == told[n] for _ in range(20))

    assert at_once(*[lambda n=n: often(n) for n in range(4)]) == [True] * 4
