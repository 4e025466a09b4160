"""Who is who in the register: read in chunks, looked for each night, and the proposed name that someone confirms."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.core import clock
from takwin.core.models import Job
from takwin.journal.models import Entry
from takwin.people import actions
from takwin.people.matching import nightly, registry
from takwin.people.matching.registry import candidates_for, known_near, known_persons
from takwin.people.merging.models import Candidate
from takwin.people.models import Person
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_office, make_person
from tests.factories.rights import make_user, officer_of

pytestmark = pytest.mark.django_db

TWIN = {"sex": "f", "birth_date": dt.date(1980, 5, 17), "birth_year": 1980}


def make_twins() -> tuple[Person, Person]:
    one = make_person(name_ar="سناء الودغيري", name_fr="", **TWIN)
    return one, make_person(name_ar="", name_fr="Sanae OUDGHIRI", **TWIN)


def test_two_spellings_of_one_person_of_the_register_are_a_pair() -> None:
    one, other = make_twins()
    pair = next(candidates_for(Person.objects.filter(pk=other.pk)))
    assert {pair.a, pair.b} == {one.pk, other.pk}
    assert pair.same


def test_a_proposed_spelling_proves_nothing() -> None:
    one = make_person(name_ar="سناء الودغيري", name_fr="Sanae Oudghiri", proposed_script="fr", **TWIN)
    (known,) = known_persons(Person.objects.filter(pk=one.pk))
    assert known.arabic
    assert not known.latin


def test_the_register_is_read_in_chunks_of_three_queries(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(registry, "CHUNK", 2)
    for _ in range(4):
        make_office(make_person(cin=""))
    with django_assert_num_queries(2 * 3 + 1):
        assert len(list(known_persons(Person.objects.all()))) == 4


def test_no_more_than_a_chunk_is_read_ahead(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr(registry, "CHUNK", 2)
    for _ in range(6):
        make_person()
    with django_assert_num_queries(3):
        next(known_persons(Person.objects.all()))


def test_one_person_or_three_are_read_in_as_many_queries(django_assert_num_queries: Any) -> None:
    make_office(make_person())
    with django_assert_num_queries(4):
        list(known_persons(Person.objects.all()))
    for _ in range(2):
        make_office(make_person())
    with django_assert_num_queries(4):
        list(known_persons(Person.objects.all()))


def make_register() -> tuple[Person, set[int]]:
    """Someone, and the persons who share with him a card, a phone, a birth, a province or two parts of the name."""
    someone = make_person(name_ar="سناء الودغيري", name_fr="", cin="ZT148220", phone="+212661234567", **TWIN)
    place = make_office(someone).body.place
    assert place
    apart = {"birth_date": None, "birth_year": None, "phone": "", "sex": ""}
    elsewhere = make_person(name_ar="", name_fr="Sanae OUDGHIRI", **apart)
    make_office(elsewhere)
    born = make_person(name_ar="سناء الفيلالي", name_fr="", **TWIN | {"phone": ""})
    called = make_person(name_ar="يوسف الفيلالي", name_fr="", **apart | {"phone": "+212661234567"})
    beside = make_person(name_ar="سناء", name_fr="", **apart)
    make_office(beside, make_body(place=make_commune(place.province)))
    return someone, {elsewhere.pk, born.pk, called.pk, beside.pk}


def test_those_near_someone_share_a_card_a_phone_a_birth_a_province_or_two_parts_of_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "MOST_NEAR", 1)
    someone, near = make_register()
    make_office(make_person(name_ar="موحى أولحاج", name_fr="", birth_date=None, birth_year=None, phone=""))
    found = known_near(list(known_persons(Person.objects.filter(pk=someone.pk))))
    assert {one.source for one in found} == near


def test_whether_the_near_or_all_are_read_the_pairs_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MOST_NEAR", 1)
    make_register()
    make_twins()
    for person in Person.objects.all():
        some = Person.objects.filter(pk=person.pk)
        near = list(candidates_for(some))
        with monkeypatch.context() as patched:
            patched.setattr(registry, "MANY", 0)
            assert near == list(candidates_for(some))


def test_where_most_are_near_all_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MOST_NEAR", 0)
    someone, near = make_register()
    far = make_person(name_ar="موحى أولحاج", name_fr="", birth_date=None, birth_year=None, phone="")
    found = known_near(list(known_persons(Person.objects.filter(pk=someone.pk))))
    assert {one.source for one in found} == {*near, far.pk}


def test_what_is_read_for_someone_added_does_not_grow_with_the_register(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(registry, "CHUNK", 2)
    monkeypatch.setattr(registry, "MOST_NEAR", 1)
    _one, other = make_twins()
    make_office(other)
    for strangers in (2, 6):
        for _ in range(strangers):
            make_office(make_person(name_ar="موحى أولحاج", name_fr="", cin="", birth_date=None, birth_year=None))
        with django_assert_num_queries(4 + 4 + 4):
            assert len(list(candidates_for(Person.objects.filter(pk=other.pk)))) == 1


def added_yesterday(*persons: Person, verb: str = "person.added") -> None:
    at = clock.now() - dt.timedelta(hours=5)
    Entry.objects.bulk_create([Entry(at=at, verb=verb, target=f"people.Person:{person.pk}") for person in persons])


def test_a_night_fills_the_queue_with_the_twins_of_who_was_added_and_says_how_many() -> None:
    _one, other = make_twins()
    make_person()
    added_yesterday(other)
    assert nightly.seek_twins() == 1
    assert Candidate.objects.count() == 1
    entry = Entry.objects.get(verb=nightly.SOUGHT)
    assert (entry.by, entry.facts) == (None, {"persons": 1, "pairs": 1})


def test_a_second_night_looks_only_at_what_changed_since() -> None:
    _one, other = make_twins()
    added_yesterday(other)
    nightly.seek_twins()
    assert nightly.seek_twins() == 0
    assert Entry.objects.filter(verb=nightly.SOUGHT).count() == 1
    added_yesterday(other, verb="person.corrected")
    nightly.seek_twins()
    assert Entry.objects.filter(verb=nightly.SOUGHT).count() == 2
    assert Candidate.objects.count() == 1


def test_a_night_is_bounded_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "MOST", 1)
    _one, other = make_twins()
    added_yesterday(make_person(), other)
    assert [nightly.seek_twins(), nightly.seek_twins(), nightly.seek_twins()] == [0, 1, 0]


def test_what_was_written_in_the_last_hour_waits_for_the_next_night() -> None:
    _one, other = make_twins()
    Entry.objects.create(at=clock.now(), verb="person.added", target=f"people.Person:{other.pk}")
    assert nightly.seek_twins() == 0


def test_the_worker_is_asked_once_a_day() -> None:
    nightly.ask_nightly()
    nightly.ask_nightly()
    assert Job.objects.get().action == nightly.ACTION


def make_half_named(**facts: Any) -> Person:
    return make_person(name_ar="سناء الودغيري", name_fr="Sanae Oudghiri", proposed_script="fr", **facts)


def test_a_proposed_name_once_confirmed_is_a_name_and_is_journaled_once() -> None:
    person, by = make_half_named(), make_user()
    actions.confirm_name(person, by=by)
    actions.confirm_name(person, by=by)
    person.refresh_from_db()
    assert person.proposed_script == ""
    assert Entry.objects.get(verb="person.name_confirmed").facts == {"script": "fr"}


def test_an_officer_confirms_a_name_and_a_neighbour_cannot(client: Client) -> None:
    person = make_half_named()
    place = make_office(person).body.place
    assert place
    url = reverse("people:confirm_name", args=[person.pk])
    client.force_login(officer_of(make_province(), Role.PROVINCE_OFFICER))
    assert client.post(url).status_code == 404
    client.force_login(officer_of(place.province, Role.PROVINCE_OFFICER))
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    person.refresh_from_db()
    assert person.proposed_script == ""
