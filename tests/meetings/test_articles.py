"""A promise carries out an article of an agreement that stood on the day of the meeting; its page and paper say it."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from takwin.agreements.models import Agreement, Clause, Step
from takwin.core import clock
from takwin.meetings.forms import PromiseForm
from takwin.meetings.models import Meeting
from takwin.meetings.papers import minutes_facts
from takwin.meetings.queries.obligations import articles_near
from takwin.meetings.reading import article_in
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_clause, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.meetings import QUOTE, make_held, make_obligation, validated
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_held()


def in_force(meeting: Meeting, **facts: Any) -> Agreement:
    """An agreement of the organiser for the territory of the meeting, which all have signed before it."""
    place = facts.pop("place", meeting.place)
    agreement = make_agreement(owner=facts.pop("owner", meeting.series.owner), place=place, **facts)
    now, by = clock.now(), make_user()
    Step.objects.create(
        party=make_party(agreement, make_body(place=make_commune(meeting.place))), kind="signature",
        done_on=meeting.day - dt.timedelta(days=30), signatory_name="فلان", capacity="رئيس",
        declared_at=now, declared_by=by, confirmed_at=now, confirmed_by=by,
    )  # fmt: skip
    return agreement


def test_articles_that_stood_that_day_where_one_met_are_offered_and_no_others(meeting: Meeting) -> None:
    article = make_clause(in_force(meeting), key="4", text_ar="تحول الجماعات مساهماتها قبل متم مارس")
    make_clause(make_agreement(owner=meeting.series.owner, place=meeting.place), key="4")  # nobody signed it
    make_clause(in_force(meeting, place=make_province()), key="4")
    make_clause(in_force(meeting, owner=make_body()), key="4")
    assert list(articles_near(meeting)) == [article]
    label = str(PromiseForm(meeting=meeting)["clause"])
    assert "تحول الجماعات مساهماتها" in label
    assert article.agreement.reference in label


def test_nothing_is_asked_where_no_article_stands(meeting: Meeting) -> None:
    assert "clause" not in PromiseForm(meeting=meeting).fields


def test_the_article_that_the_sentence_names_is_chosen_already(meeting: Meeting) -> None:
    agreement = in_force(meeting)
    make_clause(agreement, key="3")
    fourth = make_clause(agreement, key="4")
    said = "تلتزم الجماعات، تطبيقا للمادة ٤ من الاتفاقية، بتحويل مساهماتها."
    assert PromiseForm(meeting=meeting, quote=said).initial["clause"] == fourth.pk
    assert "clause" not in PromiseForm(meeting=meeting, quote=QUOTE).initial


@pytest.mark.parametrize(("sentence", "key"), [
    ("عملا بمقتضيات المادة 12 من الاتفاقية", "12"), ("en application de l’article 4", "4"),
    ("المادتان 3 و4", ""), ("المادة 3 ثم المادة 5", ""), ("بدون مادة", ""),
])  # fmt: skip
def test_the_number_of_an_article_is_read_when_one_is_named(sentence: str, key: str) -> None:
    assert article_in(sentence) == key


def test_a_promise_is_marked_under_its_article_told_on_its_page_and_in_the_minutes(
    as_user: Any, meeting: Meeting
) -> None:
    article = make_clause(in_force(meeting), key="4", text_ar="تحول الجماعات مساهماتها")
    officer = officer_of(meeting.series.owner.place)
    browser, commune = as_user(officer), make_body(place=make_commune(meeting.place))
    form = {"quote": QUOTE, "text": "تحويل المساهمة", "debtors": [commune.pk], "creditor": meeting.series.owner_id}
    url = reverse("meetings:mark", args=[meeting.pk])
    other = make_clause(in_force(meeting, owner=make_body()), key="9")
    assert browser.post(url, form | {"clause": other.pk}).status_code == 422
    assert browser.post(url, form | {"clause": article.pk}).status_code == 302
    made = meeting.obligations.get()
    assert made.clause == article
    [told] = minutes_facts(meeting, meeting.minutes, number="1")["promises"]
    assert told["what"] == f"تحويل المساهمة، تنفيذا للمادة 4 من {article.agreement.reference}"
    page = browser.get(made.get_absolute_url()).content.decode()
    assert article.text_ar in page
    assert article.agreement.get_absolute_url() in page
    validated(meeting)
    stranger = as_user(user_as(Role.COMMUNE, body=commune))
    page = stranger.get(made.get_absolute_url()).content.decode()
    assert article.agreement.reference in page, "it is no party: it reads which article, not what it says"
    assert article.text_ar not in page
    assert article.agreement.get_absolute_url() not in page


def test_a_promise_outlives_the_article_of_a_text_that_was_opened_again(meeting: Meeting) -> None:
    made = make_obligation(meeting, clause=make_clause(in_force(meeting)))
    Clause.objects.all().delete()
    made.refresh_from_db()
    assert (made.clause, made.text) == (None, "تحويل المساهمة")
