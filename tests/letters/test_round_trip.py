"""The register of letters goes out as a form, and comes back saying which were handed over."""

from collections.abc import Callable

import pytest
from django.test import Client

from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.models import Observation
from takwin.journal.models import Entry
from takwin.letters.actions import mark_delivered
from takwin.letters.models import Letter
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.letters import make_letter, make_paper
from tests.factories.rights import officer_of, user_as
from tests.round_trips import fill_in, is_offered, open_in, queries_to_take, read_back, record, take, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]


@pytest.fixture
def owner() -> Body:
    return make_body(BodyKind.REGION)


@pytest.fixture
def browser(owner: Body, as_user: Callable[..., Client]) -> Client:
    return as_user(officer_of(owner.place))


@pytest.fixture
def letter(owner: Body) -> Letter:
    return make_letter(make_paper(owner=owner), body=make_body(BodyKind.PROVINCE))


def test_a_letter_said_to_be_delivered_is_so_marked_and_not_taken_back(browser: Client, letter: Letter) -> None:
    assert "1 change recorded" in fill_in(browser, "letters", state="delivered")
    letter.refresh_from_db()
    assert letter.delivered_at
    assert Entry.objects.filter(verb="letter.delivered").count() == 1
    assert "stays so" in undo(browser)
    letter.refresh_from_db()
    assert letter.delivered_at


def test_only_what_is_on_its_way_may_be_said_to_be_delivered(browser: Client, letter: Letter) -> None:
    assert open_in(take(browser, "letters"), "letters") == {"state", "observation"}
    mark_delivered(letter, by=make_user())
    assert open_in(take(browser, "letters"), "letters") == {"observation"}


def test_an_emptied_cell_is_no_answer(browser: Client, letter: Letter) -> None:
    assert "This field is required" in read_back(browser, "letters", take(browser, "letters"), state=None)


def test_a_letter_delivered_meanwhile_changes_nothing(browser: Client, letter: Letter) -> None:
    book = take(browser, "letters")
    mark_delivered(letter, by=make_user())
    assert "Nothing changed" in read_back(browser, "letters", book, state="delivered")


def test_a_letter_of_elsewhere_is_refused(browser: Client, owner: Body, letter: Letter) -> None:
    book = take(browser, "letters")
    letter.paper.owner = make_body(BodyKind.REGION)
    letter.paper.save()
    assert "not yours to change" in read_back(browser, "letters", book, state="delivered")


def test_whoever_only_reads_letters_is_offered_no_form(
    owner: Body, letter: Letter, as_user: Callable[..., Client]
) -> None:
    assert not is_offered(as_user(user_as(Role.AUDITOR, owner.place)), "letters")


def test_what_the_authority_wrote_is_kept_under_the_number_and_shown_on_the_letter(
    browser: Client, letter: Letter
) -> None:
    read_back(browser, "letters", take(browser, "letters"), observation="Moved to Fes")
    record(browser)
    assert Observation.objects.get().named.startswith(letter.paper.reference)
    assert "Moved to Fes" in browser.get(letter.get_absolute_url()).text


def test_the_form_of_letters_asks_as_many_queries_for_one_as_for_ten(
    browser: Client, owner: Body, letter: Letter
) -> None:
    few = queries_to_take(browser, "letters")
    for _n in range(10):
        make_letter(make_paper(owner=owner))
    assert queries_to_take(browser, "letters") == few
