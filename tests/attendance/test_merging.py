"""What presence says of two persons found to be one."""

import datetime as dt

import pytest

from takwin.attendance.models import Mark, Presence
from takwin.people.merging.actions import merge_persons
from tests.factories.attendance import make_expected, make_half_day
from tests.factories.merging import make_pair

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(("of_kept", "of_gone"), [("absent", "present"), ("present", "absent")])
def test_what_a_register_says_of_both_otherwise_stays_as_it_was_said_and_is_a_case(of_kept: str, of_gone: str) -> None:
    kept, gone = make_pair()
    half = make_half_day()
    for person, status in ((kept, of_kept), (gone, of_gone)):
        body = make_expected(half.register, person).body
        slot = {"register": half.register, "person": person, "day": half.day, "part": half.part}
        Mark.objects.create(**slot, status=status, at=AT)
        Presence.objects.create(**slot, body=body, status=status, marked_at=AT)
    merge = merge_persons(kept, gone, by=None)
    assert merge.cases.get(model="attendance.Presence").rule == "already_marked"
    assert dict(Presence.objects.values_list("person", "status")) == {kept.pk: of_kept, gone.pk: of_gone}
