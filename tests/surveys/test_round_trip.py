"""Questionnaires and opinions asked go out as forms, and come back with a word on their rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.documents.models import Observation
from takwin.rights.enums import Role
from takwin.surveys.models import Questionnaire, Round
from tests.factories.rights import officer_of, user_as
from tests.factories.surveys import make_questionnaire, make_round, make_version
from tests.round_trips import fill_in, is_offered, open_in, read_back, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Round:
    return make_round()[0]


@pytest.fixture
def browser(asked: Round, as_user: Callable[..., Client]) -> Client:
    return as_user(officer_of(asked.owner.place))


@pytest.mark.parametrize("name", ["questionnaires", "opinions"])
def test_what_is_asked_is_not_changed_by_a_form_which_takes_an_observation(
    browser: Client, asked: Round, name: str
) -> None:
    row = asked if name == "opinions" else asked.version.questionnaire
    assert open_in(take(browser, name), name) == {"observation"}
    assert "1 change recorded" in fill_in(browser, name, observation="Ask it in Amazigh too")
    assert Observation.objects.get().key == row.pk
    assert "Ask it in Amazigh too" in browser.get(row.get_absolute_url()).text


def test_questionnaires_are_exported_as_they_are_listed(browser: Client) -> None:
    assert browser.get(reverse("surveys:questionnaires"), {"export": "xlsx"})["Content-Disposition"].startswith(
        "attachment"
    )


@pytest.mark.parametrize("name", ["questionnaires", "opinions"])
def test_those_of_another_region_are_refused(
    browser: Client, asked: Round, as_user: Callable[..., Client], name: str
) -> None:
    book = take(browser, name)
    elsewhere, _persons = make_round()
    other = as_user(officer_of(elsewhere.owner.place))
    assert "not yours to change" in read_back(other, name, book, observation="Ask it in Amazigh too")


@pytest.mark.parametrize("name", ["questionnaires", "opinions"])
def test_an_auditor_reads_the_list_and_is_offered_no_form(
    asked: Round, as_user: Callable[..., Client], name: str
) -> None:
    assert not is_offered(as_user(user_as(Role.AUDITOR, asked.owner.place)), name)


def test_the_form_of_opinions_asks_as_many_queries_for_one_as_for_ten(browser: Client, asked: Round) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            take(browser, "opinions")
        return len(queries)

    few = count()
    for n in range(10):
        make_round(version=make_version(make_questionnaire(Questionnaire.objects.first().owner, name_ar=f"ا {n}")))  # type: ignore[union-attr]
    assert count() == few
