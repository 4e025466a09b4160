"""Topics and trainers go out as a form, and come back through the acts of the catalogue."""

from collections.abc import Callable

import pytest
from django.test import Client

from takwin.catalogue.actions import correct_trainer
from takwin.catalogue.models import Topic, Trainer
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.models import Observation
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from tests.factories.catalogue import make_topic, make_trainer
from tests.factories.directory import make_body, make_province
from tests.factories.rights import officer_of, user_as
from tests.round_trips import cells_of, fill_in, is_offered, open_in, queries_to_take, read_back, record, take, undo

pytestmark = pytest.mark.django_db
OF_TRAINER = {"kind", "province", "in_arabic", "in_french", "in_amazigh", "state", "observation"}


@pytest.fixture
def owner() -> Body:
    return make_body(BodyKind.REGION)


@pytest.fixture
def browser(owner: Body, as_user: Callable[..., Client]) -> Client:
    return as_user(officer_of(owner.place))


@pytest.fixture
def topic(owner: Body) -> Topic:
    return make_topic(owner, code="FIN-1", name_fr="Finances", name_ar="المالية", audience="Élus")


@pytest.fixture
def trainer(owner: Body) -> Trainer:
    return make_trainer(owner, in_arabic=True)


def test_titles_audience_and_use_of_a_topic_are_open_its_code_is_not(browser: Client, topic: Topic) -> None:
    assert open_in(take(browser, "topics"), "topics") == {"name_ar", "name_fr", "audience", "state", "observation"}


def test_what_a_form_says_of_a_topic_is_corrected_by_the_act_of_the_catalogue(browser: Client, topic: Topic) -> None:
    written = {"name_fr": "Finances locales", "audience": None, "state": "withdrawn"}
    assert "3 changes recorded" in fill_in(browser, "topics", **written)
    topic.refresh_from_db()
    assert (topic.name_fr, topic.audience, topic.is_open) == ("Finances locales", "", False)
    assert Entry.objects.get(verb="topic.corrected").facts["fields"] == ["audience", "is_open", "name_fr"]
    assert "3 changes taken back" in undo(browser)
    topic.refresh_from_db()
    assert (topic.name_fr, topic.audience, topic.is_open) == ("Finances", "Élus", True)


def test_a_topic_without_a_title_is_refused_at_its_row_and_nothing_is_recorded(browser: Client, topic: Topic) -> None:
    told = read_back(browser, "topics", take(browser, "topics"), name_ar=None, audience="Fonctionnaires")
    assert "This field is required" in told
    record(browser)
    topic.refresh_from_db()
    assert topic.audience == "Élus"


@pytest.mark.parametrize(("name", "field"), [("topics", "state"), ("trainers", "in_arabic"), ("trainers", "kind")])
def test_an_emptied_cell_of_a_list_is_no_answer(
    browser: Client, topic: Topic, trainer: Trainer, name: str, field: str
) -> None:
    assert "This field is required" in read_back(browser, name, take(browser, name), **{field: None})


def test_languages_kind_and_state_of_a_trainer_are_corrected_and_taken_back(browser: Client, trainer: Trainer) -> None:
    book = take(browser, "trainers")
    assert open_in(book, "trainers") == OF_TRAINER
    written = {"kind": "expert", "in_arabic": "no", "in_amazigh": "yes", "state": "not available"}
    read_back(browser, "trainers", book, **written)
    assert "4 changes recorded" in record(browser)
    trainer.refresh_from_db()
    assert (trainer.kind, trainer.in_arabic, trainer.in_amazigh, trainer.is_open) == ("expert", False, True, False)
    assert Entry.objects.filter(verb="trainer.corrected").count() == 1
    assert "4 changes taken back" in undo(browser)
    trainer.refresh_from_db()
    assert (trainer.kind, trainer.in_arabic, trainer.in_amazigh, trainer.is_open) == ("university", True, False, True)


def test_where_a_trainer_lives_is_chosen_among_the_provinces_in_either_language(
    browser: Client, trainer: Trainer
) -> None:
    sefrou, taza = (make_province(name_ar=ar, name_fr=fr) for ar, fr in [("صفرو", "Sefrou"), ("تازة", "Taza")])
    correct_trainer(trainer, province=taza, by=None)
    book = take(browser, "trainers")
    assert cells_of(book, "trainers")["province"].value == "تازة"
    assert "Nothing changed" in read_back(browser, "trainers", book, province="Taza")
    assert "is not in the list of this column" in read_back(browser, "trainers", book, province="Paris")
    read_back(browser, "trainers", book, province="Sefrou")
    assert "1 change recorded" in record(browser)
    trainer.refresh_from_db()
    assert trainer.province == sefrou
    undo(browser)
    trainer.refresh_from_db()
    assert trainer.province == taza
    fill_in(browser, "trainers", province=None)
    trainer.refresh_from_db()
    assert trainer.province is None


def test_a_trainer_of_no_language_is_refused_at_his_row_and_no_other_is_recorded(
    browser: Client, owner: Body, trainer: Trainer
) -> None:
    other = make_trainer(owner)
    book = take(browser, "trainers")
    rows = {cells_of(book, "trainers", row)["name"].value: row for row in (2, 3)}
    cells_of(book, "trainers", rows[trainer.person.name_ar])["in_arabic"].value = "no"
    read_back(browser, "trainers", book, rows[other.person.name_ar], state="not available")
    assert f"Row {rows[trainer.person.name_ar]}: Say in which language he teaches" in record(browser)
    other.refresh_from_db()
    assert other.is_open


def test_a_row_of_another_pool_is_not_in_the_form_and_is_refused(browser: Client, trainer: Trainer) -> None:
    book = take(browser, "trainers")
    Trainer.objects.filter(pk=trainer.pk).update(owner=make_body(BodyKind.REGION))
    assert "not yours to change" in read_back(browser, "trainers", book, state="not available")


@pytest.mark.parametrize("name", ["topics", "trainers"])
def test_whoever_only_reads_the_catalogue_is_offered_no_form(
    owner: Body, topic: Topic, as_user: Callable[..., Client], name: str
) -> None:
    assert not is_offered(as_user(user_as(Role.AUDITOR, owner.place)), name)


@pytest.mark.parametrize("name", ["topics", "trainers"])
def test_what_was_observed_is_shown_on_the_page_of_the_row(
    browser: Client, topic: Topic, trainer: Trainer, name: str
) -> None:
    fill_in(browser, name, observation="Retired in June")
    row = topic if name == "topics" else trainer
    assert Observation.objects.get().key == row.pk
    assert "Retired in June" in browser.get(row.get_absolute_url()).text


def test_the_form_of_trainers_asks_as_many_queries_for_one_as_for_ten(
    browser: Client, owner: Body, trainer: Trainer
) -> None:
    few = queries_to_take(browser, "trainers")
    for _n in range(10):
        make_trainer(owner)
    assert queries_to_take(browser, "trainers") == few
