"""A council sent the list of participants says who comes, who cannot and why, and whom it withdraws."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from takwin.accounts.models import User
from takwin.directory.enums import BodyKind
from takwin.documents.forms.recording import record_form
from takwin.documents.models import ReturnedForm
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.training.actions import confirm_session, reply, send_convocations
from takwin.training.enums import EnrolmentState, Reply
from takwin.training.models import Enrolment, TrainingSession
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_body
from tests.factories.rights import officer_of, user_as
from tests.factories.training import make_enrolment, make_session, next_tuesday, teach
from tests.races import at_once, refusals
from tests.round_trips import cells_of, fill_in, held_in_order, open_in, read_back, record, take, undo

pytestmark = pytest.mark.django_db
NAME = "participants"


@pytest.fixture
def session() -> TrainingSession:
    """One seat, taken by somebody convened; another council waits for it."""
    session = make_session(seats=1)
    make_body(BodyKind.STATE, session.place)
    make_enrolment(session)
    make_enrolment(session)
    return confirm_session(teach(session), by=None)


@pytest.fixture
def line(session: TrainingSession) -> Enrolment:
    send_convocations(session, by=None)
    return session.enrolments.select_related("body", "person", "session").get(state=EnrolmentState.ENROLLED)


@pytest.fixture
def by(line: Enrolment) -> User:
    return user_as(Role.COMMUNE, body=line.body)


@pytest.fixture
def council(by: User, as_user: Callable[..., Client]) -> Client:
    return as_user(by)


def test_a_council_finds_its_own_people_only_and_answers_for_them(council: Client, line: Enrolment) -> None:
    book = take(council, NAME)
    assert book.worksheets[0].max_row == 2
    assert open_in(book, NAME) == {"state", "reply", "reply_note", "observation"}
    assert not cells_of(book, NAME)["reply"].value
    read_back(council, NAME, book, reply="Cannot come", reply_note="On leave")
    assert "2 changes recorded" in record(council)
    line.refresh_from_db()
    assert (line.reply, line.reply_note, line.state) == (Reply.EXCUSED, "On leave", EnrolmentState.ENROLLED)
    entry = Entry.objects.get(verb="session.replied")
    assert entry.facts == {"enrolment": line.pk, "reply": "excused"}


def test_an_answer_changes_and_is_given_back_as_it_was(council: Client, line: Enrolment) -> None:
    reply(line, Reply.COMING, by=None)
    fill_in(council, NAME, reply="Cannot come", reply_note="On leave")
    assert "2 changes taken back" in undo(council)
    line.refresh_from_db()
    assert (line.reply, line.reply_note) == (Reply.COMING, "")


def test_a_first_answer_is_not_taken_back(council: Client, line: Enrolment) -> None:
    fill_in(council, NAME, reply="Is coming")
    assert "stays until another is given" in undo(council)
    line.refresh_from_db()
    assert line.reply == Reply.COMING


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"reply": "Cannot come"}, "Write why you cannot come"),
        ({"reply_note": "On leave"}, "Answer that you are coming"),
        ({"reply": "Is coming", "reply_note": "On leave"}, "A reason is written of whoever cannot come"),
        ({"state": "on the waiting list"}, "A form only withdraws"),
        ({"reply": "perhaps"}, "is not in the list of this column"),
        ({"state": None}, "This field is required"),
    ],
)
def test_what_cannot_be_answered_is_refused_at_its_row_and_nothing_is_kept(
    council: Client, line: Enrolment, written: dict[str, str], told: str
) -> None:
    assert told in fill_in(council, NAME, **written) + read_back(council, NAME, take(council, NAME), **written)
    line.refresh_from_db()
    assert (line.reply, line.reply_note, line.state) == (Reply.NONE, "", EnrolmentState.ENROLLED)


def test_whoever_a_council_withdraws_leaves_the_seat_to_who_waits_and_is_not_nominated_anew(
    council: Client, line: Enrolment
) -> None:
    assert "1 change recorded" in fill_in(council, NAME, state="withdrawn")
    line.refresh_from_db()
    assert line.state == EnrolmentState.WITHDRAWN
    assert line.session.enrolments.filter(state=EnrolmentState.ENROLLED).exclude(pk=line.pk).count() == 1
    assert Entry.objects.filter(verb="session.withdrawn").count() == 1
    assert "nominated anew by his council" in undo(council)
    assert open_in(take(council, NAME), NAME) == {"observation"}


def test_nobody_answers_before_he_is_convened_or_after_the_first_day(
    session: TrainingSession, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer_of(session.owner.place))
    assert open_in(take(browser, NAME), NAME) == {"state", "observation"}
    closed = make_closed_session(4)
    browser = as_user(officer_of(closed.owner.place))
    assert open_in(take(browser, NAME), NAME) == {"observation"}


def test_the_excuse_of_a_session_that_began_is_sent_to_nobody(council: Client, line: Enrolment) -> None:
    reply(line, Reply.EXCUSED, note="Operated on", by=None)
    assert cells_of(take(council, NAME), NAME)["reply_note"].value == "Operated on"
    TrainingSession.objects.update(starts_on=next_tuesday(-5), ends_on=next_tuesday(-5))
    assert not cells_of(take(council, NAME), NAME)["reply_note"].value


def test_a_form_holds_the_session_before_its_participants_as_whoever_answers_does(
    council: Client, line: Enrolment
) -> None:
    read_back(council, NAME, take(council, NAME), reply="Is coming")
    assert held_in_order(council)[:2] == ["training_trainingsession", "training_enrolment"]


@pytest.mark.django_db(transaction=True)
def test_a_form_that_withdraws_and_an_answer_given_at_once_leave_one_state(
    council: Client, line: Enrolment, by: User
) -> None:
    read_back(council, NAME, take(council, NAME), state="withdrawn")
    form = ReturnedForm.objects.get()
    refused = refusals(at_once(partial(record_form, form, by=by), partial(reply, line, Reply.COMING, by=by)))
    line.refresh_from_db()
    assert line.state == EnrolmentState.WITHDRAWN
    assert (line.reply == Reply.NONE) == bool(refused)


def test_somebody_of_another_council_is_refused(council: Client, line: Enrolment) -> None:
    book = take(council, NAME)
    Enrolment.objects.filter(pk=line.pk).update(body=make_body(BodyKind.COMMUNE))
    assert "not yours to change" in read_back(council, NAME, book, reply="Is coming")


def test_a_form_is_read_in_as_many_queries_for_one_participant_as_for_ten(
    session: TrainingSession, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer_of(session.owner.place))

    def asked() -> int:
        book = take(browser, NAME)
        with CaptureQueriesContext(connection) as queries:
            read_back(browser, NAME, book, observation=f"Word {book.worksheets[0].max_row}")
        return len(queries)

    few = asked()
    for _n in range(10):
        make_enrolment(session)
    assert asked() == few
