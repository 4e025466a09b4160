"""A list reaches nobody beyond the territory of who sends it, and one shared word makes no two people one."""

import pytest

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.rights.enums import Permission, Role
from takwin.rights.queries import allowed
from tests.factories.directory import make_body
from tests.factories.people import make_office, make_person
from tests.factories.rights import user_as
from tests.people.batches import received, stops
from tests.people.lists import line, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(azrou: Body) -> User:
    return user_as(Role.COMMUNE, body=azrou)


def test_a_card_of_another_region_stops_the_row_and_gives_no_right_over_its_holder(clerk: User) -> None:
    holder = make_office(make_person(name_ar="حسن العبدلاوي", phone="", cin="ZT148220", sex="m"), make_body()).person
    batch = received(listed(line()), clerk)
    assert [why for _cell, why in stops(batch)] == ["exists_elsewhere"]
    assert batch.counts["verdicts"] == {"new": 1}
    assert not allowed(Person.objects, clerk, Permission.PERSON_VIEW).filter(pk=holder.pk).exists()
    holder.refresh_from_db()
    assert holder.phone == ""


def test_a_card_of_ones_own_territory_is_recognised(clerk: User, azrou: Body) -> None:
    make_office(make_person(name_ar="حسن العبدلاوي", name_fr="", phone="", cin="ZT148220", sex="m"), azrou)
    assert stops(received(listed(line()), clerk)) == []


def test_a_card_beside_one_word_of_its_holders_name_stops_the_row(officer: User, azrou: Body) -> None:
    make_office(make_person(name_ar="محمد بناني", name_fr="", phone="", cin="AB123456", sex="m"), azrou)
    rows = listed(line(ar="محمد العلوي", fr=None, cin="AB123456", phone=None, born=None))
    assert [why for _cell, why in stops(received(rows, officer))] == ["card_of_another_name"]


def test_one_part_of_a_name_may_differ_when_the_phone_bears_the_card_out(officer: User, azrou: Body) -> None:
    make_office(make_person(name_ar="محمد بناني", name_fr="", phone="+212661234567", cin="AB123456", sex="m"), azrou)
    rows = listed(line(ar="محمد العلوي", fr=None, cin="AB123456", born=None))
    assert stops(received(rows, officer)) == []
