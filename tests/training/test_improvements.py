"""From what was said of a session: what will be done better, by whom and when; late on the desk; done with a note."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core import clock
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.training.improvements import shown
from takwin.training.improvements.actions import finish_improvement, write_improvement
from takwin.training.models import Improvement, Slot, TrainingSession
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_trainer
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_region
from tests.factories.rights import user_as
from tests.factories.training import make_session
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
WHAT = "توزيع الوثائق قبل الدورة"


@pytest.fixture
def session() -> TrainingSession:
    return make_closed_session(4)


@pytest.fixture
def officer(session: TrainingSession) -> User:
    return user_as(Role.REGION_OFFICER, session.owner.place)


def written(session: TrainingSession, officer: User, days: int = 7) -> Improvement:
    due_on = clock.today() + dt.timedelta(days=days)
    return write_improvement(session, what=WHAT, owner=officer, due_on=due_on, by=officer)


def test_what_will_be_done_says_who_and_when_and_the_journal_keeps_no_words(
    session: TrainingSession, officer: User
) -> None:
    made = written(session, officer)
    finish_improvement(made, note="وزعت", by=officer)
    told = {entry.verb: entry.facts for entry in Entry.objects.filter(verb__startswith="improvement.")}
    assert told["improvement.written"] == {
        "session": session.pk, "owner": officer.pk, "due_on": made.due_on.isoformat(),
    }  # fmt: skip
    assert told["improvement.done"] == {"late": False}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [({"days": -1}, "already past"), ({"stranger": True}, "does not belong"), ({"tentative": True}, "not held yet")],
)
def test_what_cannot_be_promised_is_refused(
    session: TrainingSession, officer: User, facts: dict[str, Any], sentence: str
) -> None:
    found = make_session() if facts.get("tentative") else session
    owner = user_as(Role.REGION_OFFICER, make_region()) if facts.get("stranger") else officer
    due_on = clock.today() + dt.timedelta(days=facts.get("days", 1))
    with pytest.raises(ValidationError, match=sentence):
        write_improvement(found, what=WHAT, owner=owner, due_on=due_on, by=officer)
    assert not Improvement.objects.exists()


def test_late_shows_on_the_desk_of_its_owner_until_it_is_done_with_a_note(
    session: TrainingSession, officer: User
) -> None:
    made, colleague = written(session, officer), user_as(Role.REGION_OFFICER, session.owner.place)
    written(session, officer, days=60)
    Improvement.objects.filter(pk=made.pk).update(due_on=clock.today() - dt.timedelta(days=1))
    assert [one.url for one in shown.waiting(officer)] == [made.get_absolute_url()]
    assert list(shown.waiting(colleague)) == []
    with pytest.raises(ValidationError, match="how it was done"):
        finish_improvement(made, note="  ", by=officer)
    finish_improvement(made, note="وزعت", by=officer)
    assert list(shown.waiting(officer)) == []
    with pytest.raises(ValidationError, match="already said to be done"):
        finish_improvement(made, note="مرة أخرى", by=officer)


def test_an_officer_writes_from_the_session_and_reads_by_session_trainer_and_programme(
    session: TrainingSession, officer: User, as_user: Browser
) -> None:
    browser, trainer = as_user(officer), make_trainer(session.owner)
    Slot.objects.create(session=session, half_day=session.register.half_days.first(), trainer=trainer)
    improve = reverse("training:improve", args=[session.pk])
    assert improve in browser.get(session.get_absolute_url()).content.decode()
    said = {"what": WHAT, "owner": officer.pk, "due_on": (clock.today() + dt.timedelta(days=3)).isoformat()}
    assert browser.post(improve, said | {"what": ""}).status_code == 422
    assert browser.post(improve, said).status_code == 302
    made = Improvement.objects.get()
    for page in (session.get_absolute_url(), trainer.get_absolute_url(), made.get_absolute_url()):
        assert WHAT in browser.get(page).content.decode()
    listed = reverse("training:improvements")
    for query, found in ((f"session={session.pk}", True), (f"trainer={trainer.pk}", True), ("tab=done", False)):
        assert (WHAT in browser.get(f"{listed}?{query}").content.decode()) is found
    finish = reverse("training:finish_improvement", args=[made.pk])
    assert browser.post(finish, {"note": "وزعت"}).status_code == 302
    stranger = as_user(user_as(Role.REGION_OFFICER, make_region()))
    assert {stranger.get(page).status_code for page in (improve, finish, made.get_absolute_url())} == {404}
    assert as_user(user_as(Role.COMMUNE, session.place)).get(listed).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_three(
    session: TrainingSession, officer: User, as_user: Browser, django_assert_max_num_queries: Any
) -> None:
    browser, listed = as_user(officer), reverse("training:improvements")
    written(session, officer)
    browser.get(listed)
    with django_assert_max_num_queries(100) as one:
        browser.get(listed)
    for _n in range(2):
        written(session, officer)
    with django_assert_max_num_queries(len(one)):
        browser.get(listed)


def test_what_is_done_says_by_whom_and_how(session: TrainingSession, officer: User) -> None:
    made = written(session, officer)
    with breaks(Improvement, "improvement_done_by_someone_with_a_note"):
        Improvement.objects.filter(pk=made.pk).update(done_at=clock.now(), done_by=officer)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_say_it_once() -> None:
    session, officer = make_closed_session(4), make_user()
    made = Improvement.objects.create(
        session=session, what=WHAT, owner=officer, due_on=clock.today(), written_at=clock.now(), written_by=officer
    )
    said = at_once(*[lambda: finish_improvement(made, note="وزعت", by=officer)] * 2)
    assert len(refusals(said)) == 1
