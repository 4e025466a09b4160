"""The demo's convocations are on their way: each hand has fewer letters than the one before."""

import datetime as dt
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any, cast

import pytest

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.letters.models import Hand, Handing, Letter
from takwin.portal.demo.custody import follow_convocations
from takwin.portal.demo.world import World
from takwin.training import actions
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.training import make_enrolment, make_session, teach


@pytest.mark.django_db
def test_fewer_letters_have_reached_each_next_hand() -> None:
    sent_on = clock.today() - dt.timedelta(days=10)

    def on(day: dt.date, hour: int = 10, minute: int = 0) -> AbstractContextManager[Any]:
        return clock.at(dt.datetime.combine(day, dt.time(hour, minute), clock.CASABLANCA))

    session = make_session()
    make_body(BodyKind.STATE, session.place)
    for _n in range(5):
        make_enrolment(session)
    with on(sent_on):
        actions.send_convocations(actions.confirm_session(teach(session), by=None), by=None)
    world = SimpleNamespace(as_of=clock.today(), on=on, team=SimpleNamespace(region=make_user()))
    follow_convocations(cast(World, world), session, sent_on=sent_on)
    assert [Handing.objects.filter(hand=hand).count() for hand in Hand] == [5, 3, 2, 1]
    assert Letter.objects.filter(delivered_at__isnull=False).count() == 1
