"""What councils see changed: asked of each once, answered at its desk, read together and never of fewer than five."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.core import clock
from takwin.directory.models import Body
from takwin.rights.enums import Role
from takwin.surveys.actions import answer_for
from takwin.surveys.enums import Purpose
from takwin.surveys.models import CouncilVoice, Round
from takwin.surveys.queries import results_of
from takwin.training.evaluation.actions import ask
from takwin.training.evaluation.enums import Moment
from takwin.training.models import TrainingSession
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.rights import officer_of, user_as
from tests.factories.surveys import make_questionnaire, make_round, make_version, over, said
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def ask_councils(session: TrainingSession) -> Round:
    """Asked three months ago: it is open today."""
    version = make_version(make_questionnaire(session.owner, Purpose.COUNCIL))
    asked = ask(session, Moment.COUNCIL, version, by=None).round
    today = clock.today()
    Round.objects.filter(pk=asked.pk).update(opens_on=today, closes_on=today + dt.timedelta(days=90))
    asked.refresh_from_db()
    return asked


def form(asked: Round) -> dict[str, str]:
    return {f"q{pk}": given for pk, given in said(asked, face=2).items()}


def test_each_council_of_those_who_came_is_asked_once_and_answers_at_its_desk(as_user: Browser) -> None:
    session = make_closed_session(4, 1, 0)
    asked = ask_councils(session)
    came = [line.body for line in session.enrolments.order_by("pk")]
    assert sorted(voice.body_id for voice in asked.councils.all()) == sorted({body.pk for body in came[:2]})
    assert (asked.people, asked.voices.count(), asked.tablet_on) == (2, 0, None)
    browser = as_user(user_as(Role.COMMUNE, body=came[0]))
    page = reverse("surveys:council", args=[asked.councils.get(body=came[0]).pk])
    assert page in browser.get(reverse("portal:desk")).content.decode()
    assert came[0].name in browser.get(page).content.decode()
    assert browser.post(page, form(asked))["Location"] == reverse("portal:desk")
    again = browser.post(page, form(asked))
    assert again.status_code == 422
    assert "already answered" in again.content.decode()
    assert page not in browser.get(reverse("portal:desk")).content.decode()
    assert asked.sheets.count() == 1
    other = reverse("surveys:council", args=[asked.councils.get(body=came[1]).pk])
    assert browser.post(other, form(asked)).status_code == 404


def test_nobody_answers_in_place_of_a_council(as_user: Browser) -> None:
    session = make_closed_session(4)
    voice = ask_councils(session).councils.get()
    page = reverse("surveys:council", args=[voice.pk])
    for user in (officer_of(session.owner.place), user_as(Role.PROVINCE_OFFICER, session.place)):
        assert as_user(user).get(page).status_code == 403
    assert as_user(user_as(Role.COMMUNE, body=make_body())).get(page).status_code == 404


def test_too_few_councils_say_nothing_and_no_paper_or_tablet_goes_round(as_user: Browser) -> None:
    session = make_closed_session(4)
    asked = ask_councils(session)
    later = ask(
        session, Moment.LATER, make_version(make_questionnaire(session.owner, Purpose.FOLLOW_UP)), by=None
    ).round
    browser = as_user(officer_of(session.owner.place))
    assert browser.get(reverse("surveys:copies", args=[asked.pk])).status_code == 404
    assert reverse("surveys:copies", args=[asked.pk]) not in browser.get(asked.get_absolute_url()).content.decode()
    answer_for(asked, asked.councils.get().body, said(asked), by=make_user())
    told = browser.get(over(later).get_absolute_url()).content.decode()
    assert over(asked).get_absolute_url() in told, "what councils say stands beside what persons say"
    assert results_of(asked).told == []


def test_five_councils_are_read_together_under_no_name(as_user: Browser) -> None:
    bodies = [make_body(place=make_commune()) for _n in range(5)]
    version = make_version(make_questionnaire(purpose=Purpose.COUNCIL))
    asked, _persons = make_round(0, version, tablet_on=None, councils=bodies)
    for body in bodies:
        answer_for(asked, body, said(asked, face=4, text="مواكبة التنفيذ"), by=make_user())
    browser = as_user(officer_of(version.questionnaire.owner.place))
    told = browser.get(over(asked).get_absolute_url()).content.decode()
    assert results_of(asked).told[0].mean
    assert "مواكبة التنفيذ" in told
    assert not [body for body in bodies if body.name_ar in told or body.name_fr in told]


def test_whoever_was_not_asked_and_whoever_comes_late_are_told_so() -> None:
    asked = ask_councils(make_closed_session(4))
    with pytest.raises(ValidationError, match="for the councils of those who were there"):
        answer_for(asked, make_body(place=make_region()), said(asked), by=make_user())
    body = asked.councils.get().body
    with pytest.raises(ValidationError, match="takes no answers today"):
        answer_for(over(asked), body, said(asked), by=make_user())
    with breaks(CouncilVoice, "council_voice_once"):
        CouncilVoice.objects.create(round=asked, body=body)


@pytest.mark.django_db(transaction=True)
def test_president_and_director_at_once_answer_once() -> None:
    asked = ask_councils(make_closed_session(4))
    body: Body = asked.councils.get().body
    given, user = said(asked), make_user()
    told = at_once(*[lambda: answer_for(asked, body, given, by=user)] * 2)
    assert refusals(told) == ["Your council has already answered: thank you."]
    assert asked.sheets.count() == 1
