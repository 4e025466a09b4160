"""Topics and trainers: kept by an institution, read by its territory."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.catalogue import actions
from takwin.catalogue.enums import TrainerKind
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.shown import found_topics, found_trainers
from takwin.core.refused import refused
from takwin.core.text import search_terms
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.rights.enums import Role
from tests.factories.catalogue import make_topic, make_trainer
from tests.factories.directory import make_body, make_region
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def owner() -> Body:
    return make_body(BodyKind.REGION)


@pytest.fixture
def officer(owner: Body) -> User:
    return officer_of(owner.place)


def test_a_topic_has_a_code_of_its_own_in_a_catalogue(owner: Body) -> None:
    facts = {"code": "FIN-1", "name_ar": "المالية", "name_fr": "Finances", "by": None}
    actions.add_topic(owner=owner, **facts)
    with pytest.raises(ValidationError, match="already has a topic of that code"):
        actions.add_topic(owner=owner, **facts)
    assert actions.add_topic(owner=make_body(BodyKind.REGION), **facts).code == "FIN-1"


def test_the_database_refuses_a_second_topic_of_a_code(owner: Body) -> None:
    make_topic(owner, code="A")
    with pytest.raises(ValidationError, match="already has a topic of that code"), refused(Topic):
        make_topic(owner, code="A")


def test_a_person_enters_a_pool_once(owner: Body) -> None:
    trainer = make_trainer(owner)
    with pytest.raises(ValidationError, match="already in the pool"):
        actions.add_trainer(owner=owner, person=trainer.person, kind=TrainerKind.EXPERT, body=owner, by=None)
    with pytest.raises(ValidationError, match="already in the pool"), refused(Trainer):
        make_trainer(owner, trainer.person)


@pytest.mark.parametrize("act", [actions.correct_topic, actions.correct_trainer])
def test_only_named_facts_are_corrected(act: Callable[..., object]) -> None:
    thing = make_topic() if act is actions.correct_topic else make_trainer()
    with pytest.raises(TypeError, match="owner"):
        act(thing, owner=make_body(), by=None)


@pytest.mark.parametrize("name", ["topics", "trainers"])
def test_lists_show_one_s_own_territory_at_a_constant_cost(
    as_user: Browser, owner: Body, officer: User, name: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser, make = as_user(officer), make_topic if name == "topics" else make_trainer
    make()
    for n in (1, 2):
        make(owner)
        with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
            page = browser.get(reverse(f"catalogue:{name}"))
        assert page.context["page"].paginator.count == n
    assert browser.get(reverse(f"catalogue:{name}"), {"export": "xlsx"}).status_code == 200


def test_a_topic_is_added_and_corrected_from_its_forms(as_user: Browser, owner: Body, officer: User) -> None:
    browser, add = as_user(officer), reverse("catalogue:topic_add")
    sent = {"owner": owner.pk, "code": "FIN-1", "name_ar": "المالية", "name_fr": "Finances", "is_open": "on"}
    topic_page = browser.post(add, sent)["Location"]
    assert browser.post(add, sent).status_code == 422
    assert browser.get(topic_page).status_code == 200
    topic = Topic.objects.get()
    browser.post(reverse("catalogue:topic_edit", args=[topic.pk]), sent | {"name_fr": "Finances locales"})
    assert Topic.objects.get().name_fr == "Finances locales"
    assert browser.get(add).status_code == 200


def test_a_trainer_is_a_person_already_known(as_user: Browser, owner: Body, officer: User) -> None:
    browser, person, topic = as_user(officer), make_person(), make_topic(owner)
    make_office(person, make_body(BodyKind.UNIVERSITY, owner.place))
    choices = browser.get(reverse("catalogue:pick_person"), {"name": "person", "person_words": person.name_fr})
    assert f'value="{person.pk}"' in choices.content.decode()
    bodies = browser.get(reverse("catalogue:pick_body"), {"name": "body", "body_words": owner.name_fr})
    assert f'value="{owner.pk}"' in bodies.content.decode()
    sent = {"owner": owner.pk, "person": person.pk, "kind": "expert", "body": owner.pk}
    assert browser.post(reverse("catalogue:trainer_add"), sent).status_code == 422  # he teaches in no language
    topics = browser.post(reverse("catalogue:trainer_add"), sent | {"in_french": "on"})["Location"]
    browser.post(topics, {f"t{topic.pk}": "trainers", f"y{topic.pk}": "2012"})
    trainer = Trainer.objects.get()
    edit = reverse("catalogue:trainer_edit", args=[trainer.pk])
    browser.post(edit, {"kind": "state", "body": owner.pk, "in_arabic": "on", "is_open": "on"})
    trainer.refresh_from_db()
    assert (trainer.kind, trainer.in_arabic, trainer.in_french) == ("state", True, False)
    assert list(trainer.masteries.values_list("topic", "competence", "since")) == [(topic.pk, "trainers", 2012)]
    page = browser.get(trainer.get_absolute_url()).content.decode()
    assert topic.name_fr in page
    assert trainer.person.name_fr in browser.get(topic.get_absolute_url()).content.decode()


def test_a_neighbour_finds_neither_page(as_user: Browser, owner: Body) -> None:
    browser = as_user(officer_of(make_region()))
    topic, trainer = make_topic(owner), make_trainer(owner)
    for name, thing in [("topic", topic), ("topic_edit", topic), ("trainer", trainer), ("trainer_edit", trainer)]:
        assert browser.get(reverse(f"catalogue:{name}", args=[thing.pk])).status_code == 404, name


def test_an_auditor_adds_nothing(as_user: Browser, owner: Body) -> None:
    browser = as_user(user_as(Role.AUDITOR, owner.place))
    assert browser.get(reverse("catalogue:topics")).status_code == 200
    assert browser.get(reverse("catalogue:topic_add")).status_code == 403


def test_the_general_search_finds_topics_by_code_and_trainers_by_name(owner: Body, officer: User) -> None:
    topic, trainer = make_topic(owner, code="FIN1"), make_trainer(owner)
    assert [answer.url for answer in found_topics(["fin1"], officer)] == [topic.get_absolute_url()]
    terms = search_terms(trainer.person.name_fr)
    assert [answer.url for answer in found_trainers(terms, officer)] == [trainer.get_absolute_url()]
