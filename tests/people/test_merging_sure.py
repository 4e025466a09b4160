"""The queue for who has hundreds of pairs: sure ones in one act, what says two persons, pairs of former days."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from takwin.accounts.models import User
from takwin.directory.models import Place
from takwin.journal.models import Entry
from takwin.people.merging import queries
from takwin.people.merging.actions import decide, merge_persons, merge_sure, propose_candidates, undo_merge
from takwin.people.merging.contrary import contradictions
from takwin.people.merging.enums import Verdict
from takwin.people.merging.forms import shown_as
from takwin.people.merging.models import Candidate, Merge
from takwin.people.models import IdentityDocument, Person
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.merging import Pair, make_candidate, make_pair
from tests.factories.people import make_person
from tests.factories.rights import officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
AsUser = Callable[..., Client]
SURE = "/people/who-is-who/sure/"


@pytest.fixture
def province() -> Place:
    return make_province(make_region())


@pytest.fixture
def officer(province: Place) -> User:
    return officer_of(province.region)


def pair_in(province: Place, score: float = 0.999, reasons: tuple[str, ...] = ("same_name", "same_phone")) -> Candidate:
    said = [{"code": code} for code in reasons]
    return make_candidate(*make_pair(make_body(place=make_commune(province))), score=score, reasons=said)


def test_only_pairs_of_which_nothing_is_in_doubt_are_sure(province: Place, officer: User) -> None:
    sure = pair_in(province, 0.995)
    pair_in(province, 0.9949)
    pair_in(province, reasons=("same_name", "other_phone"))
    two_cards = pair_in(province)
    for person, number in ((two_cards.a, "ZT148220"), (two_cards.b, "ZT990011")):
        IdentityDocument.objects.create(person=person, number=number)
    decide(pair_in(province), Verdict.LATER, by=officer)
    assert queries.sure(officer) == [sure]
    assert queries.sure(officer_of(make_region())) == []


def test_the_pairs_ticked_are_merged_in_one_act_and_each_is_undone_alone(
    as_user: AsUser, province: Place, officer: User
) -> None:
    first, second, third = (pair_in(province) for _pair in range(3))
    browser = as_user(officer)
    assert "Confirm 3 sure pairs" in browser.get("/people/who-is-who/").content.decode()
    assert browser.get(SURE).content.decode().count(" checked") == 3
    answer = browser.post(SURE, {"pair": [shown_as(first), shown_as(third)]}, follow=True)
    assert "2 pairs are one person each now." in answer.content.decode()
    assert set(Merge.objects.values_list("gone", flat=True)) == {first.b_id, third.b_id}
    assert Entry.objects.filter(verb="person.merged").count() == 2
    undo_merge(Merge.objects.get(gone=first.b), by=officer)
    assert set(queries.sure(officer)) == {first, second}


def test_a_refusal_names_its_pair_and_nothing_is_merged(as_user: AsUser, province: Place, officer: User) -> None:
    first, second = pair_in(province), pair_in(province)
    for person in (second.a, second.b):
        person.user = officer_of(province)
        person.save()
    answer = as_user(officer).post(SURE, {"pair": [shown_as(first), shown_as(second)]})
    assert answer.status_code == 422
    assert not Merge.objects.exists()
    said = f"{second.a.name} · {second.b.name}: Both have an open account in Takwin."
    assert said in answer.content.decode()
    stale = as_user(officer).post(SURE, {"pair": [f"{first.pk}-{first.a_id}-{second.b_id}"]})  # not the two shown
    assert "has been decided meanwhile" in stale.content.decode()
    assert "Tick at least one pair." in as_user(officer).post(SURE, {}).content.decode()


def test_three_rows_of_one_person_become_one_by_two_of_their_pairs(province: Place, officer: User) -> None:
    first = pair_in(province)
    third = make_pair(make_body(place=make_commune(province)))[0]
    second, closing = make_candidate(first.b, third, score=0.999), make_candidate(first.a, third, score=0.999)
    assert len(merge_sure([first, second, closing], by=officer)) == 2
    assert {person.standing() for person in Person.everyone.filter(pk__in=[first.b_id, third.pk])} == {first.a}
    with pytest.raises(ValidationError, match="decided meanwhile"):
        merge_sure([first, closing], by=officer)


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_list_of_sure_pairs_asks_as_much_of_one_as_of_three(
    as_user: AsUser, province: Place, officer: User, django_assert_num_queries: DjangoAssertNumQueries, pairs: int
) -> None:
    for _pair in range(pairs):
        pair_in(province)
    with django_assert_num_queries(26):
        as_user(officer).get(SURE)


@pytest.mark.parametrize(
    ("births", "apart"),
    [
        ((dt.date(1970, 1, 5), dt.date(1971, 1, 6)), False),
        ((dt.date(1970, 1, 5), dt.date(1971, 1, 7)), True),
        ((1970, 1971), False),
        ((1970, 1972), True),
        ((1970, None), False),
    ],
)
def test_births_more_than_a_year_apart_say_two_persons(births: tuple[dt.date | int | None, ...], apart: bool) -> None:
    a, b = make_pair()
    for person, birth in zip((a, b), births, strict=True):
        day = birth if isinstance(birth, dt.date) else None
        person.birth_date, person.birth_year = day, day.year if day else birth  # type: ignore[assignment]
        person.save()
    assert bool(contradictions(a, b)) is apart


def test_what_says_two_persons_is_named_and_confirmed_before_they_are_one(
    as_user: AsUser, province: Place, officer: User
) -> None:
    pair, browser = pair_in(province), as_user(officer)
    IdentityDocument.objects.create(person=pair.a, number="ZT148220")
    IdentityDocument.objects.create(person=pair.b, number="AA000000")  # a filler is no card
    assert "knowingly" not in browser.get(pair.get_absolute_url()).content.decode()
    IdentityDocument.objects.filter(person=pair.b).update(number="ZT990011")
    said = {"verdict": "same", "kept": "a"}
    refused = browser.post(pair.get_absolute_url(), said)
    assert refused.status_code == 422
    assert "They hold two different national cards (••••220 and ••••011)." in refused.content.decode()
    assert not Merge.objects.exists()
    assert browser.post(pair.get_absolute_url(), {**said, "knowingly": "on"}).status_code == 302
    assert Merge.objects.get().gone == pair.b


def test_the_old_address_of_a_merged_pair_says_who_it_is_now_and_leads_back(
    as_user: AsUser, province: Place, officer: User
) -> None:
    pair, browser = pair_in(province), as_user(officer)
    merge = decide(pair, Verdict.SAME, by=officer)
    assert merge
    page = browser.get(pair.get_absolute_url())
    told = page.content.decode()
    assert page.status_code == 200
    assert "These two rows are one person now" in told
    assert merge.kept.get_absolute_url() in told
    assert browser.post(pair.get_absolute_url(), {"verdict": "same"}).status_code == 422
    assert as_user(officer_of(make_region())).get(pair.get_absolute_url()).status_code == 404
    undo = f"{merge.get_absolute_url()}undo/"
    assert undo in told
    assert browser.post(undo).url == pair.get_absolute_url()
    assert "Which row is kept?" in browser.get(pair.get_absolute_url()).content.decode()


def test_a_pair_one_side_of_which_was_merged_elsewhere_says_so(as_user: AsUser, province: Place, officer: User) -> None:
    pair = pair_in(province)
    third = make_pair(make_body(place=make_commune(province)))[0]
    make_candidate(pair.a, third)
    merge_persons(third, pair.b, by=officer)
    told = as_user(officer).get(pair.get_absolute_url()).content.decode()
    assert "One of the two is known as another now" in told
    assert third.get_absolute_url() in told
    assert as_user(officer).get("/people/who-is-who/999999/").status_code == 404


def test_a_pair_of_someone_who_left_the_register_while_it_was_looked_for_is_not_proposed() -> None:
    a, b = make_pair()
    gone = make_person().pk
    Person.everyone.filter(pk=gone).delete()
    assert propose_candidates([Pair(a, gone), Pair(gone, b), Pair(a, b)]) == 1
    assert list(Candidate.objects.values_list("a", "b")) == [(a.pk, b.pk)]
