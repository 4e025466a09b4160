"""The agreement that pays for a session binds its year, or going on needs a motive, in planning, moving, correcting."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.agreements.enums import StepKind
from takwin.agreements.models import Step
from takwin.core import clock
from takwin.training import actions
from takwin.training.actions.motives import NeedsMotive
from takwin.training.models import TrainingSession
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_amendment, make_party
from tests.factories.directory import make_province
from tests.factories.rights import officer_of
from tests.factories.training import make_session
from tests.factories.years import on

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
A_TUESDAY = dt.date(2026, 12, 8)


@pytest.fixture(autouse=True)
def before_the_days() -> Any:
    with on(dt.date(2026, 11, 20)):
        yield


@pytest.fixture
def session() -> TrainingSession:
    return make_session(first_day=A_TUESDAY, motive="")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2027, 2029, "binds from 2027 to 2029: the session is in 2026"),
        (2027, None, "binds from 2027 on: the session is in 2026"),
        (2023, 2025, "binds from 2023 to 2025: the session is in 2026"),
        (2023, 2026, ""),
        (2026, 2026, ""),
        (2020, None, ""),
    ],
)
def test_an_agreement_that_does_not_bind_the_year_of_a_session_needs_a_motive(
    first: int, last: int | None, said: str
) -> None:
    agreement = make_agreement(first_year=first, last_year=last)
    if not said:
        assert make_session(first_day=A_TUESDAY, agreement=agreement, motive="").agreement == agreement
        return
    with pytest.raises(NeedsMotive, match=said) as warned:
        make_session(first_day=A_TUESDAY, agreement=agreement, motive="")
    assert list(warned.value.at) == ["agreement"]
    assert make_session(first_day=A_TUESDAY, agreement=agreement, motive="report voté").motive == "report voté"


def test_a_session_over_the_turn_of_a_year_is_bound_on_both_sides() -> None:
    agreement = make_agreement(first_year=2023, last_year=2026)
    with pytest.raises(NeedsMotive) as warned:
        make_session(first_day=dt.date(2026, 12, 31), agreement=agreement, motive="")
    assert "the session is in 2026 – 2027" in warned.value.at["agreement"][0]


def test_an_amendment_that_all_have_signed_prolongs_what_an_agreement_pays() -> None:
    agreement = make_agreement(first_year=2023, last_year=2025)
    amendment = make_amendment(agreement, last_year=2026)
    party = make_party(amendment)
    with pytest.raises(NeedsMotive, match="from 2023 to 2025"):
        make_session(first_day=A_TUESDAY, agreement=agreement, motive="")
    now = clock.now()
    Step.objects.create(
        party=party, kind=StepKind.SIGNATURE, done_on=dt.date(2025, 11, 3), signatory_name="x", capacity="y",
        declared_at=now, confirmed_at=now, confirmed_by=make_user(),
    )  # fmt: skip
    assert make_session(first_day=A_TUESDAY, agreement=agreement, motive="").agreement == agreement


def test_the_form_says_it_at_the_agreement_and_goes_on_with_a_motive(as_user: AsUser, session: TrainingSession) -> None:
    agreement = make_agreement(session.owner, session.place, first_year=2027, last_year=2029)
    browser = as_user(officer_of(session.owner.place))
    sent = {
        "owner": session.owner_id, "topic": session.topic_id, "place": session.place_id, "seats": 30, "minimum": 10,
        "first_day": A_TUESDAY.isoformat(), "agreement": agreement.pk,
    }  # fmt: skip
    answer = browser.post(reverse("training:plan"), sent)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    for where in ("#id_agreement_warned", ".call.warn"):
        assert "binds from 2027 to 2029: the session is in 2026" in page.select_one(where).get_text()  # type: ignore[union-attr]
    assert page.select_one(f"#id_agreement option[value='{agreement.pk}'][selected]")
    assert browser.post(reverse("training:plan"), sent | {"motive": "report"}).status_code == 302
    assert TrainingSession.objects.get(agreement=agreement).motive == "report"


def test_moving_a_session_to_a_year_that_its_agreement_does_not_bind_needs_a_motive() -> None:
    agreement = make_agreement(first_year=2023, last_year=2026)
    session = make_session(first_day=A_TUESDAY, agreement=agreement, motive="")
    moved = {"first_day": dt.date(2027, 1, 12), "reason": "intempéries"}
    with pytest.raises(NeedsMotive, match="the session is in 2027"):
        actions.postpone_session(session, **moved, by=None)
    assert actions.postpone_session(session, **moved, motive="avenant en cours", by=None).motive == "avenant en cours"


def test_the_agreement_is_corrected_on_the_page_of_the_session_and_the_same_one_is_not_asked_again(
    as_user: AsUser, session: TrainingSession
) -> None:
    later = make_agreement(session.owner, session.place, first_year=2027, last_year=2029)
    browser, url = as_user(officer_of(session.owner.place)), reverse("training:correct", args=[session.pk])
    sent = {"seats": 20, "minimum": 1, "certificate_half_days": 1, "agreement": later.pk}
    answer = browser.post(url, sent)
    assert answer.status_code == 422
    assert "binds from 2027 to 2029" in answer.content.decode()
    session.refresh_from_db()
    assert session.agreement is None
    assert browser.post(url, sent | {"motive": "report"}).status_code == 302
    session.refresh_from_db()
    assert (session.agreement, session.motive, session.seats) == (later, "report", 20)
    assert browser.post(url, sent | {"seats": 25}).status_code == 302
    session.refresh_from_db()
    assert (session.agreement, session.motive, session.seats) == (later, "report", 25)


def test_correcting_keeps_an_agreement_cancelled_since_and_takes_none_of_a_neighbour(
    as_user: AsUser, session: TrainingSession
) -> None:
    kept = make_agreement(session.owner, session.place, cancelled_on=dt.date(2026, 11, 1), motive="x")
    TrainingSession.objects.update(agreement=kept)
    elsewhere = make_agreement(session.owner, make_province(session.owner.place))
    browser, url = as_user(officer_of(session.owner.place)), reverse("training:correct", args=[session.pk])
    sent = {"seats": 20, "minimum": 1, "certificate_half_days": 1}
    refused = browser.post(url, sent | {"agreement": elsewhere.pk})
    assert "does not cover" in refused.context["form"].errors["agreement"][0]
    assert browser.post(url, sent | {"agreement": kept.pk}).status_code == 302
    session.refresh_from_db()
    assert (session.agreement, session.seats) == (kept, 20)


def test_the_form_of_corrections_asks_the_same_queries_for_one_agreement_and_for_three(
    as_user: AsUser, session: TrainingSession
) -> None:
    browser, url = as_user(officer_of(session.owner.place)), reverse("training:correct", args=[session.pk])
    counts = []
    for more in (1, 2):
        for _n in range(more):
            make_agreement(session.owner, session.place)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
