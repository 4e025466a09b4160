"""Whoever cannot come names a colleague where the session allows it; a council answers for its own people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.directory.enums import BodyKind
from takwin.letters.access import COOKIE
from takwin.letters.actions import open_personal_link
from takwin.people.models import Person
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.enums import EnrolmentState, Reply
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import colleagues_for, seats_of
from tests.constraints import breaks
from tests.factories.directory import make_body, make_commune
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_member, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def session() -> TrainingSession:
    """One seat, taken; another council waits for it."""
    session = make_session(seats=1)
    make_body(BodyKind.STATE, session.place)
    make_enrolment(session)
    make_enrolment(session)
    actions.send_convocations(actions.confirm_session(teach(session), by=None), by=None)
    return session


@pytest.fixture
def line(session: TrainingSession) -> Enrolment:
    return session.enrolments.select_related("body", "person", "session").get(state=EnrolmentState.ENROLLED)


@pytest.fixture
def colleague(line: Enrolment) -> Person:
    return make_member(body=line.body)[0]


def test_the_last_seat_passes_to_the_colleague_and_not_to_whoever_waits(line: Enrolment, colleague: Person) -> None:
    fresh = actions.replace(line, colleague, by=None)
    line.refresh_from_db()
    assert (line.state, line.reply, line.replaced_by) == (EnrolmentState.WITHDRAWN, Reply.REPLACED, fresh)
    assert fresh.state == EnrolmentState.ENROLLED
    assert seats_of(line.session).enrolled == 1


def test_a_session_may_let_nobody_name_a_colleague(line: Enrolment, colleague: Person) -> None:
    actions.correct_session(line.session, replacement=False, by=None)
    with pytest.raises(ValidationError, match="lets nobody name a colleague"):
        actions.replace(line, colleague, by=None)
    line.session.refresh_from_db()
    assert colleagues_for(line) == []


def test_a_colleague_of_another_council_or_taken_elsewhere_is_refused_and_the_seat_is_kept(
    line: Enrolment, colleague: Person
) -> None:
    with pytest.raises(ValidationError, match="is not in office in"):
        actions.replace(line, make_member(make_commune(line.session.place))[0], by=None)
    other = make_session(owner=line.session.owner, place=line.session.place, first_day=line.session.starts_on)
    actions.nominate(other, colleague, body=line.body, by=None)
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        actions.replace(line, colleague, by=None)
    line.refresh_from_db()
    assert line.state == EnrolmentState.ENROLLED


def test_a_person_replaced_is_withdrawn(line: Enrolment) -> None:
    other = make_enrolment(make_session(first_day=next_tuesday(9)))
    with breaks(Enrolment, "enrolment_replaced_is_withdrawn"):
        Enrolment.objects.filter(pk=line.pk).update(replaced_by=other)


def test_from_his_own_page_a_person_names_a_colleague_who_is_convened_at_once(
    line: Enrolment, colleague: Person, django_capture_on_commit_callbacks: Any
) -> None:
    link, _code = open_personal_link(line.person, by=None)
    browser = Client()
    response = browser.get("/")
    response.set_signed_cookie(COOKIE, str(link.pk), salt=link.token)
    browser.cookies[COOKIE] = response.cookies[COOKIE].value
    address = reverse("training:reply", args=[link.token, line.pk])
    assert colleague.name in browser.get(address).content.decode()
    assert browser.post(address, {"answer": "replaced"}).status_code == 422
    assert browser.post(address, {"answer": "replaced", "colleague": "999"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        said = {"answer": "replaced", "colleague": str(colleague.pk)}
        assert browser.post(address, said).status_code == 302
    fresh = Enrolment.objects.get(person=colleague)
    assert fresh.convocations.count() == 1
    assert browser.get(address).status_code == 404


def test_a_council_answers_for_its_own_people_and_for_no_others(as_user: Browser, line: Enrolment) -> None:
    address = reverse("training:answer", args=[line.pk])
    commune = as_user(user_as(Role.COMMUNE, body=line.body))
    assert address in commune.get(line.session.get_absolute_url()).content.decode()
    assert commune.get(address).status_code == 200
    assert commune.post(address, {"answer": "excused"}).status_code == 422
    assert commune.post(address, {"answer": "excused", "note": "council sits"}).status_code == 302
    line.refresh_from_db()
    assert (line.reply, line.reply_note) == (Reply.EXCUSED, "council sits")
    neighbour = as_user(user_as(Role.COMMUNE, body=make_body(BodyKind.COMMUNE, make_commune(line.session.place))))
    assert neighbour.get(address).status_code == 404
