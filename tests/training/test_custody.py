"""Convocations are followed from hand to hand: a list to print, ticked back, dated and journaled."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.letters.actions import pass_on
from takwin.letters.models import Hand, Handing, Letter
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.models import Convocation, TrainingSession
from takwin.training.routes import route_of
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_region
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_session, teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def session() -> TrainingSession:
    """Two people of two communes, convened through their governor."""
    session = make_session()
    make_body(BodyKind.STATE, session.place)
    for _n in range(2):
        make_enrolment(session)
    actions.send_convocations(actions.confirm_session(teach(session), by=None), by=None)
    return session


def letters_of(session: TrainingSession) -> list[int]:
    return list(Convocation.objects.filter(enrolment__session=session).order_by("pk").values_list("letter", flat=True))


def url(name: str, *args: Any) -> str:
    return reverse(f"training:{name}", args=args)


def test_a_list_ticked_back_is_noted_once_and_journaled_in_one_entry(session: TrainingSession) -> None:
    officer, letters = make_user(), letters_of(session)
    assert pass_on(letters[:1], Hand.CAID, on=clock.today(), about=session, by=officer) == 1
    assert pass_on(letters, Hand.CAID, on=clock.today(), about=session, by=officer) == 1
    assert pass_on(letters, Hand.CAID, on=clock.today(), about=session, by=officer) == 0
    assert Handing.objects.count() == 2
    facts = [entry.facts["letters"] for entry in Entry.objects.filter(verb="letters.passed_on").order_by("pk")]
    assert facts == [1, 1]


def test_reaching_the_person_is_the_delivery_and_the_code_is_printed_no_more(session: TrainingSession) -> None:
    letters = letters_of(session)
    pass_on(letters[:1], Hand.PERSON, on=clock.today(), about=session, by=make_user())
    assert [letter.delivered_at is not None for letter in Letter.objects.filter(pk__in=letters).order_by("pk")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(("days", "why"), [(1, "has not come yet"), (-1, "before the letters left")])
def test_a_day_that_cannot_be_is_refused(session: TrainingSession, days: int, why: str) -> None:
    on = clock.today() + dt.timedelta(days=days)
    with pytest.raises(ValidationError, match=why):
        pass_on(letters_of(session), Hand.CAID, on=on, about=session, by=make_user())
    assert not Handing.objects.exists()


def test_nothing_ticked_is_said(session: TrainingSession) -> None:
    with pytest.raises(ValidationError, match="Tick at least one"):
        pass_on([], Hand.CAID, on=clock.today(), about=session, by=make_user())


def test_the_page_notes_what_is_ticked_and_prints_the_list(as_user: Browser, session: TrainingSession) -> None:
    officer = as_user(user_as(Role.REGION_OFFICER, session.owner.place))
    (authority,) = {
        stage.authority.pk for stage in route_of(session, user_as(Role.REGION_OFFICER, session.owner.place))
    }
    page = officer.get(url("route", session.pk)).content.decode()
    assert page.count('name="letter"') == 2
    assert officer.get(url("route_list", session.pk, authority)).content.startswith(b"%PDF")
    assert officer.get(url("route_list", session.pk, authority + 999)).status_code == 404
    said = {"letter": letters_of(session)[:1], "hand": "commune", "on": clock.today().isoformat()}
    assert officer.post(url("route", session.pk), said).status_code == 302
    assert Handing.objects.get().hand == Hand.COMMUNE
    assert officer.post(url("route", session.pk), {"hand": "commune", "on": "yesterday"}).status_code == 422


def test_a_council_follows_its_own_and_ticks_no_one_elses(as_user: Browser, session: TrainingSession) -> None:
    own, other = Convocation.objects.select_related("enrolment__body", "letter").order_by("pk")
    commune = as_user(user_as(Role.COMMUNE, body=own.enrolment.body))
    assert commune.get(url("route", session.pk)).content.decode().count('name="letter"') == 1
    said = {"letter": [own.letter_id, other.letter_id], "hand": "person", "on": clock.today().isoformat()}
    commune.post(url("route", session.pk), said)
    assert [handing.letter_id for handing in Handing.objects.all()] == [own.letter_id]
    stranger = as_user(user_as(Role.REGION_OFFICER, make_region()))
    assert stranger.get(url("route", session.pk)).status_code == 404


def test_following_costs_the_same_for_one_letter_and_more(
    session: TrainingSession, django_assert_num_queries: Callable[..., Any]
) -> None:
    officer = user_as(Role.REGION_OFFICER, session.owner.place)
    route_of(session, officer)
    pass_on(letters_of(session), Hand.CAID, on=clock.today(), about=session, by=officer)
    with django_assert_num_queries(2):
        assert sum(len(stage.lines) for stage in route_of(session, officer)) == 2
