"""Sessions, cohorts and actions of improvement come back through their acts; every list of training takes a word."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.models import Observation
from takwin.journal.models import Entry
from takwin.programmes.models import Programme
from takwin.rights.enums import Role
from takwin.training.cohorts.actions import close_cohort
from takwin.training.improvements.actions import write_improvement
from takwin.training.models import Improvement, TrainingSession
from tests.factories.accounts import make_user
from tests.factories.certificates import make_closed_session
from tests.factories.cohorts import make_cohort
from tests.factories.directory import make_body
from tests.factories.programmes import make_programme
from tests.factories.rights import officer_of, user_as
from tests.factories.training import make_enrolment, make_session
from tests.round_trips import cells_of, fill_in, is_offered, open_in, queries_to_take, read_back, record, take, undo

pytestmark = pytest.mark.django_db
OPEN = {"seats", "minimum", "certificate_half_days", "cost", "observation"}


@pytest.fixture
def owner() -> Body:
    return make_body(BodyKind.REGION)


@pytest.fixture
def officer(owner: Body) -> User:
    return officer_of(owner.place)


@pytest.fixture
def browser(officer: User, as_user: Callable[..., Client]) -> Client:
    return as_user(officer)


@pytest.fixture
def session(owner: Body) -> TrainingSession:
    return make_session(owner=owner, seats=40, minimum=15, cost=Decimal(12500))


def improve(session: TrainingSession, officer: User) -> Improvement:
    due_on = clock.today() + dt.timedelta(days=7)
    return write_improvement(session, what="Print the exercises", owner=officer, due_on=due_on, by=officer)


def test_seats_minimum_rule_and_cost_of_a_session_are_corrected_and_taken_back(
    browser: Client, session: TrainingSession
) -> None:
    assert open_in(take(browser, "sessions"), "sessions") == OPEN
    told = fill_in(browser, "sessions", seats="45", minimum="20", certificate_half_days="4", cost="13 000,50")
    assert "4 changes recorded" in told
    session.refresh_from_db()
    facts = (session.seats, session.minimum, session.certificate_half_days, session.cost)
    assert facts == (45, 20, 4, Decimal("13000.50"))
    assert Entry.objects.filter(verb="session.corrected").count() == 1
    undo(browser)
    session.refresh_from_db()
    assert (session.seats, session.minimum, session.cost) == (40, 15, Decimal("12500.00"))


def test_the_cost_that_the_form_writes_is_read_back_as_the_same(browser: Client, session: TrainingSession) -> None:
    book = take(browser, "sessions")
    assert "Nothing changed" in read_back(browser, "sessions", book, cost=cells_of(book, "sessions")["cost"].value)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("seats", "0", "greater than or equal to 1"),
        ("minimum", "50", "at least as many seats as its minimum"),
        ("certificate_half_days", "9", "only 4 half-days"),
        ("cost", "dear", "not an amount"),
    ],
)
def test_what_the_page_of_a_session_refuses_its_form_refuses_at_the_row(
    browser: Client, session: TrainingSession, field: str, value: str, told: str
) -> None:
    seen = read_back(browser, "sessions", take(browser, "sessions"), observation="Full", **{field: value})
    assert told in seen + record(browser)
    session.refresh_from_db()
    assert (session.seats, session.minimum, session.certificate_half_days) == (40, 15, 3)
    assert not Observation.objects.exists()


def test_seats_below_those_enrolled_are_refused_and_no_other_row_is_written(
    browser: Client, owner: Body, session: TrainingSession
) -> None:
    make_enrolment(session)
    make_enrolment(session)
    TrainingSession.objects.filter(pk=session.pk).update(minimum=1)
    other = make_session(owner=owner, seats=30)
    book = take(browser, "sessions")
    rows = {f"{cells_of(book, 'sessions', row)['topic'].value}".split(" · ")[-1]: row for row in (2, 3)}
    cells_of(book, "sessions", rows[session.reference])["seats"].value = "1"
    read_back(browser, "sessions", book, rows[other.reference], seats="35")
    assert f"Row {rows[session.reference]}: 2 people are already enrolled" in record(browser)
    other.refresh_from_db()
    assert other.seats == 30


def test_a_session_that_is_closed_is_locked(as_user: Callable[..., Client]) -> None:
    closed = make_closed_session(4)
    book = take(as_user(officer_of(closed.owner.place)), "sessions")
    assert open_in(book, "sessions") == {"observation"}


def test_a_session_of_another_region_is_refused(browser: Client, session: TrainingSession) -> None:
    book = take(browser, "sessions")
    TrainingSession.objects.filter(pk=session.pk).update(owner=make_body(BodyKind.REGION))
    assert "not yours to change" in read_back(browser, "sessions", book, seats="45")


def test_names_and_places_of_a_cohort_are_corrected_while_it_is_open(browser: Client, owner: Body) -> None:
    cohort = make_cohort(owner, modules=2)
    modules = set(cohort.modules.all())
    first, last = cohort.starts_on, cohort.ends_on + dt.timedelta(days=1)
    opened = {"name_ar", "name_fr", "starts_on", "ends_on", "places", "observation"}
    assert open_in(take(browser, "cohorts"), "cohorts") == opened
    told = fill_in(browser, "cohorts", name_fr="Groupe A", places="12", ends_on=f"{last:%d/%m/%Y}")
    assert "3 changes recorded" in told
    cohort.refresh_from_db()
    assert (cohort.name_fr, cohort.places, set(cohort.modules.all())) == ("Groupe A", 12, modules)
    assert (cohort.starts_on, cohort.ends_on) == (first, last)
    undo(browser)
    cohort.refresh_from_db()
    assert (cohort.places, cohort.ends_on) == (20, last - dt.timedelta(days=1))
    before = first - dt.timedelta(days=1)
    assert "Row 2: " in fill_in(browser, "cohorts", ends_on=f"{before:%d/%m/%Y}")
    close_cohort(cohort, by=None)
    assert open_in(take(browser, "cohorts"), "cohorts") == {"observation"}


def test_an_improvement_is_done_by_what_was_written_of_it_and_not_taken_back(as_user: Callable[..., Client]) -> None:
    held = make_closed_session(4)
    officer = officer_of(held.owner.place)
    browser, made = as_user(officer), improve(held, officer)
    assert open_in(take(browser, "improvements"), "improvements") == {"note", "observation"}
    assert "1 change recorded" in fill_in(browser, "improvements", note="Printed for all")
    made.refresh_from_db()
    assert (made.note, made.done_by) == ("Printed for all", officer)
    assert Entry.objects.filter(verb="improvement.done").count() == 1
    assert "stays so" in undo(browser)
    assert open_in(take(browser, "improvements"), "improvements") == {"observation"}
    assert Improvement.objects.get().done_at


@pytest.mark.parametrize(
    "name",
    [
        "participants", "presence-councils", "presence-provinces", "presence-sessions", "presence-programmes",
        "sessions", "cohorts", "improvements",
    ],
)  # fmt: skip
def test_every_list_of_training_comes_back_with_what_was_observed(as_user: Callable[..., Client], name: str) -> None:
    held = make_closed_session(4)
    programme = make_programme(held.owner)
    officer = officer_of(held.owner.place)
    give(held, programme)
    improve(held, officer)
    make_cohort(held.owner)
    browser = as_user(officer)
    assert "1 change recorded" in fill_in(browser, name, observation="Two came late")
    assert Observation.objects.get().text == "Two came late"
    assert "Two came late" in browser.get(reverse("documents:observations")).text
    assert browser.get(Observation.objects.get().get_absolute_url()).status_code == 200
    assert "1 change taken back" in undo(browser)
    assert not Observation.objects.exists()


def give(session: TrainingSession, programme: Programme) -> None:
    """Put a session in a programme, its half-days sealed."""
    action = programme.actions.create(number=1, name_ar="تكوين", name_fr="Formation")
    TrainingSession.objects.filter(pk=session.pk).update(action=action)
    session.register.half_days.update(sealed_at=clock.now(), sealed_by=make_user())


@pytest.mark.parametrize("name", ["sessions", "participants", "presence-councils", "cohorts", "improvements"])
def test_whoever_only_reads_is_offered_no_form(
    as_user: Callable[..., Client], session: TrainingSession, name: str
) -> None:
    assert not is_offered(as_user(user_as(Role.AUDITOR, session.owner.place)), name)


def test_the_form_of_participants_asks_as_many_queries_for_one_as_for_ten(
    browser: Client, session: TrainingSession
) -> None:
    make_enrolment(session)
    few = queries_to_take(browser, "participants")
    for _n in range(10):
        make_enrolment(session)
    assert queries_to_take(browser, "participants") == few
