"""The screens of surveys: who writes, who asks, who answers and how, who reads."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.core import clock
from takwin.letters.access import COOKIE
from takwin.letters.actions import open_personal_link
from takwin.people.models import Person
from takwin.rights.enums import Role
from takwin.surveys.models import Answer, Questionnaire, Round
from tests.factories.directory import make_region
from tests.factories.rights import officer_of, user_as
from tests.factories.surveys import all_answer, make_questionnaire, make_round, make_version, over, said
from tests.factories.training import figures

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"surveys:{name}", args=args)


def sent(asked: Round, **facts: Any) -> dict[str, str]:
    return {f"q{key}": value for key, value in said(asked, **facts).items()}


def own_browser(person: Person) -> tuple[Client, str]:
    """The browser of a person whose letter's code was given."""
    link, code = open_personal_link(person, by=None)
    browser = Client(headers={"accept-language": "en"})
    answer = browser.post(reverse("personal:code", args=[link.token]), {"code": code})
    assert COOKIE in answer.cookies
    return browser, link.token


def test_a_questionnaire_is_made_changed_and_published(as_user: Browser) -> None:
    owner = make_questionnaire().owner
    officer = officer_of(owner.place)
    browser = as_user(officer)
    facts = {"owner": owner.pk, "purpose": "evaluation", "name_ar": "تقييم", "name_fr": "Évaluation"}
    made = browser.post(url("add"), facts)
    found = Questionnaire.objects.get(name_fr="Évaluation")
    assert made["Location"] == url("write", found.pk)
    page = browser.get(url("write", found.pk)).content.decode()
    assert "Comment avez-vous trouvé la session" in page
    rows = {
        "form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0,
        "form-0-kind": "faces", "form-0-text_ar": "كيف؟", "form-0-text_fr": "Comment ?", "form-0-rank": 2,
        "form-1-kind": "choice", "form-1-text_ar": "أي؟", "form-1-text_fr": "Lequel ?", "form-1-rank": 1,
        "form-1-options": "* أ | a\nب | b",
    }  # fmt: skip
    assert browser.post(url("write", found.pk), rows)["Location"] == url("questionnaire", found.pk)
    draft = found.versions.get()
    assert [question.text_fr for question in draft.questions.all()] == ["Lequel ?", "Comment ?"]
    assert [option.is_right for option in draft.questions.first().options.all()] == [True, False]
    browser.post(url("publish", draft.pk))
    draft.refresh_from_db()
    assert draft.published_by == officer
    again = browser.post(url("publish", draft.pk), follow=True).content.decode()
    assert "already published" in again


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"form-0-text_fr": ""}, "Write the question in both languages."),
        ({"form-0-text_ar": "كيف 😀؟"}, "“😀” cannot be printed on an official paper."),
        ({"form-0-kind": "choice", "form-0-options": f"نعم | oui\nلا | {'n' * 201}"}, "it has 201"),
        ({"form-0-kind": "choice", "form-0-options": "نعم | oui\nلا | non 🙏"}, "“🙏” cannot be printed"),
        ({"form-0-kind": "choice", "form-0-options": "أ | a"}, "Propose at least two answers."),
        ({"form-0-kind": "choice", "form-0-options": "أ\nب"}, "in both languages, with a bar between"),
        ({"form-0-kind": "choice", "form-0-options": "* أ | a\n* ب | b"}, "Only one answer is the right one."),
        ({"form-0-text_ar": "", "form-0-text_fr": ""}, "at least one question"),
    ],
)
def test_a_wrong_question_is_said_at_its_place_and_changes_nothing(
    as_user: Browser, wrong: dict[str, str], sentence: str
) -> None:
    made = make_questionnaire()
    before = list(made.versions.get().questions.values_list("text_fr", flat=True))
    rows = {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-kind": "faces",
        "form-0-text_ar": "كيف؟", "form-0-text_fr": "Comment ?",
    } | wrong  # fmt: skip
    answer = as_user(officer_of(made.owner.place)).post(url("write", made.pk), rows)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert list(made.versions.get().questions.values_list("text_fr", flat=True)) == before


def test_a_neighbour_sees_nothing_of_it(as_user: Browser) -> None:
    asked, [person] = make_round()
    draft = make_questionnaire(asked.owner).versions.get()
    browser = as_user(officer_of(make_region()))
    reads = [("questionnaire", draft.questionnaire_id), ("write", draft.questionnaire_id), ("round", asked.pk)]
    assert {browser.get(url(*address)).status_code for address in [*reads, ("tablet", asked.pk)]} == {404}
    writes = [("publish", draft.pk), ("close", asked.pk), ("tablet", asked.pk)]
    assert {browser.post(url(*address)).status_code for address in writes} == {404}
    assert browser.post(f"{url('tablet', asked.pk)}?person={person.pk}", sent(asked)).status_code == 404


def test_the_auditor_reads_and_answers_for_nobody(as_user: Browser) -> None:
    asked, [person] = make_round()
    browser = as_user(user_as(Role.AUDITOR, place=asked.place))
    assert browser.get(url("round", asked.pk)).status_code == 200
    assert browser.post(f"{url('tablet', asked.pk)}?person={person.pk}", sent(asked)).status_code == 403
    assert not asked.sheets.exists()


def test_words_too_long_are_told_at_their_question_with_how_many_fit_and_stay_typed(as_user: Browser) -> None:
    asked, [person] = make_round()
    browser, address = as_user(officer_of(asked.owner.place)), f"{url('tablet', asked.pk)}?person={person.pk}"
    page = browser.post(address, sent(asked, text="line\r\n" * 200 + "x"))
    assert page.status_code == 422
    assert "at most 1000 characters (it has 1001)" in page.content.decode()
    assert "line\n" * 200 + "x</textarea>" in page.content.decode()
    assert not asked.sheets.exists()
    assert browser.post(address, sent(asked, text="line\r\n" * 199 + "lines")).status_code == 302
    assert len(Answer.objects.exclude(text="").get().text) == 1000


def test_a_tablet_goes_round_until_everyone_has_answered(as_user: Browser) -> None:
    asked, persons = make_round(2)
    browser = as_user(officer_of(asked.owner.place))
    for person in persons:
        assert person.name_fr in browser.get(url("tablet", asked.pk)).content.decode()
        answered = browser.post(f"{url('tablet', asked.pk)}?person={person.pk}", sent(asked))
        assert answered["Location"] == url("tablet", asked.pk)
    assert "Everyone has answered" in browser.get(url("tablet", asked.pk)).content.decode()
    assert asked.sheets.count() == 2
    told = browser.get(url("round", asked.pk)).content.decode()
    assert "Of these, on the tablet handed round" in told
    for strange in ("x", "9" * 30, ""):
        assert browser.get(url("tablet", asked.pk), {"person": strange}).status_code == 200
    over(asked)
    assert browser.get(url("tablet", asked.pk)).status_code == 404


def test_a_tablet_goes_round_on_the_day_of_the_session_only(as_user: Browser) -> None:
    """Its keeper is the one who is judged: on another day nobody sees who holds it."""
    asked, [person] = make_round(tablet_on=clock.today() - dt.timedelta(days=1))
    browser = as_user(officer_of(asked.owner.place))
    assert url("tablet", asked.pk) not in browser.get(url("round", asked.pk)).content.decode()
    assert browser.get(url("tablet", asked.pk)).status_code == 404
    assert browser.post(f"{url('tablet', asked.pk)}?person={person.pk}", sent(asked)).status_code == 404
    assert not asked.sheets.exists()


def test_what_is_tapped_on_a_tablet_is_never_kept_in_the_browser(as_user: Browser) -> None:
    """The next one holds the same tablet."""
    asked, [person] = make_round()
    page = as_user(officer_of(asked.owner.place)).get(url("tablet", asked.pk), {"person": person.pk}).content.decode()
    assert "Put my answers in the bag" in page
    assert "data-keep" not in page


def test_a_person_answers_on_his_own_page_once() -> None:
    figures()
    asked, [person] = make_round()
    browser, token = own_browser(person)
    page = browser.get(reverse("personal:page", args=[token])).content.decode()
    assert url("own", token, asked.pk) in page
    empty = browser.post(url("own", token, asked.pk))
    assert empty.status_code == 422
    assert empty.content.decode().count("Answer this question.") == 2
    assert browser.post(url("own", token, asked.pk), sent(asked))["Location"] == reverse("personal:page", args=[token])
    assert "Your opinion is asked" not in browser.get(reverse("personal:page", args=[token])).content.decode()
    twice = browser.post(url("own", token, asked.pk), sent(asked))
    assert (twice.status_code, asked.sheets.count()) == (422, 1)
    assert "already answered" in twice.content.decode()


def test_nobody_answers_on_the_page_of_another() -> None:
    asked, _persons = make_round()
    _other, [stranger] = make_round()
    browser, token = own_browser(stranger)
    assert browser.get(url("own", token, asked.pk)).status_code == 404


def test_the_page_of_a_round_tells_what_was_said_once_it_is_over(as_user: Browser) -> None:
    asked, persons = make_round(5)
    all_answer(asked, persons, text="très utile")
    browser = as_user(officer_of(asked.owner.place))
    running = browser.get(url("round", asked.pk)).content.decode()
    assert "très utile" not in running
    assert "What was answered is read after" in running
    browser.post(url("close", asked.pk))
    assert "très utile" in browser.get(url("round", asked.pk)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_whatever_their_rows(as_user: Browser, django_assert_num_queries: Any, rows: int) -> None:
    version = make_version()
    for _n in range(rows):
        make_round(version=version)
        make_questionnaire(version.questionnaire.owner)
    browser = as_user(officer_of(version.questionnaire.owner.place))
    browser.get(url("rounds"))
    for name, queries in (("rounds", 7), ("questionnaires", 6)):
        with django_assert_num_queries(queries):
            browser.get(url(name))
