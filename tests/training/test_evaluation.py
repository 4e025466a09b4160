"""Opinions on a session: asked of those who attended, once a moment."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.people.models import Person
from takwin.rights.enums import Role
from takwin.surveys.enums import Purpose
from takwin.surveys.models import Round, Version
from takwin.training.evaluation.actions import ask
from takwin.training.evaluation.enums import Moment
from takwin.training.evaluation.queries import unreached
from takwin.training.evaluation.shown import of_topic
from takwin.training.models import Convocation, SessionRound, TrainingSession
from tests.constraints import breaks
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_region
from tests.factories.letters import make_letter
from tests.factories.rights import make_user, officer_of
from tests.factories.surveys import all_answer, make_questionnaire, make_round, make_version, over
from tests.factories.training import make_enrolment
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> TrainingSession:
    """Closed: one came to all of it, another to one half-day, a third to nothing."""
    return make_closed_session(4, 1, 0)


def version_for(session: TrainingSession, purpose: str = Purpose.EVALUATION) -> Version:
    return make_version(make_questionnaire(session.owner, purpose))


def test_those_who_came_are_asked_and_no_others(session: TrainingSession) -> None:
    asked = ask(session, Moment.LEAVING, version_for(session), by=None)
    came = [line.person_id for line in session.enrolments.order_by("pk")][:2]
    assert sorted(asked.round.voices.values_list("person", flat=True)) == sorted(came)
    assert set(asked.round.keepers.all()) == set(session.register.keepers.all())


def test_a_moment_is_asked_once(session: TrainingSession) -> None:
    version = version_for(session)
    first = ask(session, Moment.LEAVING, version, by=None)
    with pytest.raises(ValidationError, match="already asked at that moment"):
        ask(session, Moment.LEAVING, version, by=None)
    assert Round.objects.get() == first.round
    other, _persons = make_round(version=version)
    with breaks(SessionRound, "session_round_once_a_moment"):
        SessionRound.objects.create(session=session, round=other, moment=Moment.LEAVING)


@pytest.mark.django_db(transaction=True)
def test_two_officers_ask_once() -> None:
    session = make_closed_session(4)
    version = version_for(session)
    said = at_once(*[lambda: ask(session, Moment.LEAVING, version, by=None)] * 2)
    assert refusals(said) == ["Opinions were already asked at that moment."]
    assert Round.objects.count() == 1


def test_a_questionnaire_for_another_purpose_is_refused(session: TrainingSession) -> None:
    with pytest.raises(ValidationError, match="choose one made for: evaluation on leaving"):
        ask(session, Moment.LEAVING, version_for(session, Purpose.TEST), by=None)


def test_the_follow_up_opens_three_months_after_the_session(session: TrainingSession) -> None:
    asked = ask(session, Moment.LATER, version_for(session, Purpose.FOLLOW_UP), by=None)
    assert asked.round.opens_on >= session.ends_on + dt.timedelta(days=91)
    assert asked.round.closes_on >= asked.round.opens_on + dt.timedelta(days=14)


def test_before_the_session_those_enrolled_are_asked_and_after_it_not_before_its_end() -> None:
    line = make_enrolment()
    version = version_for(line.session, Purpose.TEST)
    asked = ask(line.session, Moment.BEFORE, version, by=None)
    assert [voice.person for voice in asked.round.voices.all()] == [line.person]
    assert asked.round.closes_on == line.session.starts_on
    with pytest.raises(ValidationError, match="not over yet"):
        ask(line.session, Moment.AFTER, version, by=None)


def test_after_the_session_nobody_is_asked_before_it(session: TrainingSession) -> None:
    with pytest.raises(ValidationError, match="nobody can be asked before it any more"):
        ask(session, Moment.BEFORE, version_for(session, Purpose.TEST), by=None)


@pytest.mark.parametrize("moment", [Moment.LEAVING, Moment.LATER])
def test_a_tablet_goes_round_on_the_last_day_and_never_months_later(session: TrainingSession, moment: str) -> None:
    purpose = {Moment.LEAVING: Purpose.EVALUATION, Moment.LATER: Purpose.FOLLOW_UP}[Moment(moment)]
    asked = ask(session, moment, version_for(session, purpose), by=None)
    assert asked.round.tablet_on == (session.ends_on if moment == Moment.LEAVING else None)


def test_whoever_was_convened_or_has_an_account_has_a_page_that_asks_him(session: TrainingSession) -> None:
    convened, with_account, _absent = session.enrolments.order_by("pk")
    assert unreached(session, Moment.LEAVING) == 2
    Convocation.objects.create(enrolment=convened, letter=make_letter(person=convened.person))
    Person.objects.filter(pk=with_account.person_id).update(user=make_user())
    assert unreached(session, Moment.LEAVING) == 0


def test_where_nothing_can_be_asked_nothing_is_to_be_sent(as_user: Callable[..., Client]) -> None:
    session = make_enrolment().session
    page = as_user(officer_of(session.owner.place)).get(reverse("training:ask", args=[session.pk])).content.decode()
    assert "Ask them" not in page


def test_nobody_came_nobody_is_asked() -> None:
    session = make_closed_session(0)
    with pytest.raises(ValidationError, match="Nobody was present"):
        ask(session, Moment.LEAVING, version_for(session), by=None)
    assert not Round.objects.exists()


def test_the_organiser_asks_from_the_page_of_the_session_and_a_neighbour_does_not(
    as_user: Callable[..., Client], session: TrainingSession
) -> None:
    version = version_for(session)
    address = reverse("training:ask", args=[session.pk])
    facts, test = {"asked": f"{Moment.LEAVING}-{version.pk}"}, version_for(session, Purpose.TEST)
    assert as_user(officer_of(make_region())).post(address, facts).status_code == 404
    browser = as_user(officer_of(session.owner.place))
    assert address in browser.get(session.get_absolute_url()).content.decode()
    page = browser.get(address)
    offered = {one.moment: [row.pk for row in one.versions] for one in page.context["moments"] if not one.refusal}
    assert offered == {"after": [test.pk], "leaving": [version.pk], "later": [], "council": []}
    assert "No published questionnaire is made for it." in page.content.decode()
    assert browser.post(address, {"asked": f"{Moment.LEAVING}-{test.pk}"}).status_code == 422
    answer = browser.post(address, facts, follow=True)
    opened = session.rounds.get()
    assert answer.redirect_chain == [(opened.round.get_absolute_url(), 302)]
    assert "2 have neither letter nor account" in answer.content.decode()
    again = browser.post(address, facts)
    assert (again.status_code, session.rounds.count()) == (422, 1)


def test_the_trainer_and_the_topic_show_what_was_said_once_it_may_be_read(as_user: Callable[..., Client]) -> None:
    session = make_closed_session(4, 4, 4, 4, 4)
    asked = ask(session, Moment.LEAVING, version_for(session), by=None).round
    all_answer(asked, [voice.person for voice in asked.voices.all()], face=4)
    browser = as_user(officer_of(session.owner.place))
    assert "Opinions of participants" not in browser.get(session.topic.get_absolute_url()).content.decode()
    over(asked)
    assert "Opinions of participants" in browser.get(session.topic.get_absolute_url()).content.decode()


def test_satisfaction_is_read_by_those_who_may_read_opinions_only(as_user: Callable[..., Client]) -> None:
    """A finance officer sees the topic and its sessions; what was said of them is not his."""
    session = make_closed_session(4, 4, 4, 4, 4)
    asked = ask(session, Moment.LEAVING, version_for(session), by=None).round
    all_answer(asked, [voice.person for voice in asked.voices.all()], face=4)
    over(asked)
    browser = as_user(officer_of(session.owner.place, Role.FINANCE_OFFICER))
    page = browser.get(session.topic.get_absolute_url())
    assert page.status_code == 200
    assert "Opinions of participants" not in page.content.decode()


def test_satisfaction_counts_no_round_of_another_institution() -> None:
    session = make_closed_session(4, 4, 4, 4, 4)
    asked = ask(session, Moment.LEAVING, version_for(session), by=None).round
    all_answer(asked, [voice.person for voice in asked.voices.all()], face=4)
    over(asked)
    assert of_topic(session.topic, officer_of(session.owner.place)) is not None
    assert of_topic(session.topic, officer_of(make_region())) is None
