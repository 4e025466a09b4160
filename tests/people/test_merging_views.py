"""The queue on screen: who sees which pair, one decision after the other, the way back, merges and cases."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from takwin.accounts.models import User
from takwin.directory.models import Place
from takwin.people.merging import panels, queries
from takwin.people.merging.actions import decide, merge_persons
from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate, Merge
from takwin.people.merging.reasons import KNOWN, reasons_of
from takwin.people.models import Office, Person
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.merging import make_candidate, make_pair
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
AsUser = Callable[..., Client]


@pytest.fixture
def province() -> Place:
    return make_province(make_region())


@pytest.fixture
def officer(province: Place) -> User:
    return officer_of(province.region)


def pair_in(province: Place, **facts: Any) -> Candidate:
    return make_candidate(*make_pair(make_body(place=make_commune(province))), **facts)


def said(kept: str = "a", verdict: str = "same", **facts: str) -> dict[str, str]:
    return {"verdict": verdict, "kept": kept, **facts}


def test_a_pair_is_decided_and_the_next_one_comes_by_itself(as_user: AsUser, province: Place, officer: User) -> None:
    first, second = pair_in(province, score=0.9), pair_in(province, score=0.8)
    browser = as_user(officer)
    assert browser.get("/people/who-is-who/next/").url == first.get_absolute_url()
    answer = browser.post(first.get_absolute_url(), said(name_fr="b", phone="a"))
    assert answer.url == f"{second.get_absolute_url()}?done={first.pk}"
    assert Merge.objects.get().gone == first.b
    page = browser.get(answer.url).content.decode()
    assert "Recorded: one person." in page
    assert "1 of 2 pairs decided" in page
    last = browser.post(second.get_absolute_url(), said(verdict="different"))
    assert last.url == f"/people/who-is-who/?done={second.pk}"
    assert "Recorded: two persons." in browser.get(last.url).content.decode()


def test_the_last_decision_is_taken_back_in_one_click(as_user: AsUser, province: Place, officer: User) -> None:
    pair, browser = pair_in(province), as_user(officer)
    browser.post(pair.get_absolute_url(), said("b"))
    assert not Person.objects.filter(pk=pair.a_id).exists()
    answer = browser.post(f"/people/who-is-who/{pair.pk}/reopen/")
    assert answer.url == pair.get_absolute_url()
    assert Person.objects.filter(pk__in=[pair.a_id, pair.b_id]).count() == 2
    assert queries.progress(officer) == (0, 1)


def test_a_fact_is_taken_from_the_row_chosen(as_user: AsUser, province: Place, officer: User) -> None:
    pair = pair_in(province)
    Person.objects.filter(pk=pair.b_id).update(name_ar="محمد العلاوي", sex="f")
    as_user(officer).post(pair.get_absolute_url(), said("a", name_ar="b", sex="a"))
    kept = Person.objects.get(pk=pair.a_id)
    assert (kept.name_ar, kept.sex) == ("محمد العلاوي", "m")


def test_a_pair_decided_meanwhile_says_so_and_changes_nothing(as_user: AsUser, province: Place, officer: User) -> None:
    pair = pair_in(province)
    decide(pair, Verdict.DIFFERENT, by=None)
    answer = as_user(officer).post(pair.get_absolute_url(), said())
    assert answer.status_code == 422
    assert "Undo that decision first" in answer.content.decode()
    assert as_user(officer).post(pair.get_absolute_url(), {"verdict": "x"}).status_code == 422


def test_a_pair_across_two_provinces_is_the_region_s_to_decide(as_user: AsUser, province: Place) -> None:
    other = make_province(province.region)
    a = make_office(body=make_body(place=make_commune(province))).person
    b = make_office(body=make_body(place=make_commune(other))).person
    pair = make_candidate(a, b)
    assert as_user(officer_of(province.region)).get(pair.get_absolute_url()).status_code == 200
    assert as_user(officer_of(province, Role.PROVINCE_OFFICER)).get(pair.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.COMMUNE, Role.AUDITOR])
def test_who_may_not_merge_does_not_enter(as_user: AsUser, province: Place, role: Role) -> None:
    assert as_user(officer_of(province, role)).get("/people/who-is-who/").status_code == 403


@pytest.mark.parametrize("address", ["", "reopen/"])
def test_a_neighbour_s_pair_is_not_there(as_user: AsUser, province: Place, address: str) -> None:
    pair, stranger = pair_in(province), officer_of(make_region())
    url = f"/people/who-is-who/{pair.pk}/{address}"
    assert as_user(stranger).post(url, said()).status_code == 404
    merge = decide(pair, Verdict.SAME, by=None)
    assert merge is not None
    for here in (url, merge.get_absolute_url() + "undo/"):
        assert as_user(stranger).post(here, said()).status_code == 404
    assert as_user(stranger).get(merge.get_absolute_url()).status_code == 404
    assert "Recorded" not in as_user(stranger).get(f"/people/who-is-who/?done={pair.pk}").content.decode()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "٣"])
def test_a_strange_number_of_the_last_decision_is_ignored(as_user: AsUser, officer: User, number: str) -> None:
    assert as_user(officer).get(f"/people/who-is-who/?done={number}").status_code == 200


def test_a_person_merged_away_leads_to_the_one_kept(as_user: AsUser, province: Place, officer: User) -> None:
    pair = pair_in(province)
    merge_persons(pair.a, pair.b, by=None)
    browser = as_user(officer)
    answer = browser.get(pair.b.get_absolute_url(), follow=True)
    assert answer.redirect_chain == [(pair.a.get_absolute_url(), 302)]
    page = answer.content.decode()
    assert "recognised as the same person" in page
    assert "Also registered as" in page
    assert "1 result" in browser.get("/people/").content.decode()
    assert as_user(officer_of(make_region())).get(pair.b.get_absolute_url()).status_code == 404


def test_a_merge_is_shown_and_undone(as_user: AsUser, province: Place, officer: User) -> None:
    pair = pair_in(province)
    merge = merge_persons(pair.a, pair.b, by=officer)
    browser = as_user(officer)
    page = browser.get(merge.get_absolute_url()).content.decode()
    assert "What moved" in page
    assert "everything has moved" in page
    assert "Mohamed El Alaoui" in browser.get("/people/who-is-who/merges/").content.decode()
    assert browser.post(merge.get_absolute_url() + "undo/").url == pair.get_absolute_url()
    refused = browser.post(merge.get_absolute_url() + "undo/", follow=True)
    assert "already been undone" in refused.content.decode()


def test_a_case_is_read_and_closed_with_words(as_user: AsUser, province: Place, officer: User) -> None:
    pair = pair_in(province)
    Office.objects.filter(person=pair.b).update(detail="", starts_on=dt.date(2021, 9, 10))
    case = merge_persons(pair.a, pair.b, by=None).cases.get()
    browser = as_user(officer)
    assert "This person already holds this office." in browser.get("/people/who-is-who/cases/").content.decode()
    assert "member" in browser.get(case.get_absolute_url()).content.decode()
    assert browser.post(case.get_absolute_url(), {"decision": " "}).status_code == 422
    assert browser.post(case.get_absolute_url(), {"decision": "Written twice."}).url == "/people/who-is-who/cases/"
    assert "Written twice." in browser.get(case.get_absolute_url()).content.decode()
    assert as_user(officer_of(make_region())).get(case.get_absolute_url()).status_code == 404


def test_the_desk_says_how_many_pairs_and_cases_wait(province: Place, officer: User) -> None:
    pair = pair_in(province)
    pair_in(province)
    Office.objects.filter(person=pair.b).update(detail="", starts_on=dt.date(2021, 9, 10))
    decide(pair, Verdict.SAME, kept=pair.a, by=None)
    titles = [str(item.title) for item in waiting_for(officer)]
    assert {"1 pair of persons to look at", "1 case left by a merge"} <= set(titles)
    assert panels.merged(make_person(), officer) is None


@pytest.mark.parametrize("page", ["", "merges/", "cases/"])
def test_the_lists_cost_the_same_for_one_row_or_three(
    as_user: AsUser, province: Place, officer: User, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = as_user(officer)
    costs = []
    for rows in (1, 2):
        for _n in range(rows):
            merged = pair_in(province)
            Office.objects.filter(person=merged.b).update(detail="", starts_on=dt.date(2021, 9, 10))
            merge_persons(merged.a, merged.b, by=officer)
            pair_in(province)
        with django_assert_max_num_queries(60) as counted:
            browser.get(f"/people/who-is-who/{page}")
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_a_pair_costs_the_same_whatever_waits_behind_it(
    as_user: AsUser, province: Place, officer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser, costs = as_user(officer), []
    pair = pair_in(province, score=0.95)
    for _round in range(2):
        pair_in(province)
        with django_assert_max_num_queries(90) as counted:
            browser.get(pair.get_absolute_url())
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_reasons_are_told_the_weightiest_first_and_those_against_last() -> None:
    told = reasons_of([{"code": "other_sex"}, {"code": "same_commune"}, {"code": "same_phone"}])
    assert told == [KNOWN["same_phone"], KNOWN["same_commune"], KNOWN["other_sex"]]
    assert [told[0].marks, told[2].is_against] == [[True, True, True], True]


def test_a_pair_is_shown_side_by_side_with_its_reasons_in_words(
    as_user: AsUser, province: Place, officer: User, language: str
) -> None:
    pair = pair_in(province, reasons=[{"code": "same_name"}, {"code": "other_sex"}])
    page = BeautifulSoup(as_user(officer, language=language).get(pair.get_absolute_url()).content, "html.parser")
    reasons = [item.get_text(" ", strip=True) for item in page.select(".whys li")]
    for code, reason in zip(("same_name", "other_sex"), reasons, strict=True):
        assert str(KNOWN[code].sentence) in reason
    lines = [page.select(f"[aria-labelledby=line-{fact}] bdi") for fact in ("name_ar", "name_fr")]
    names = [[value.text for value in line] for line in lines]
    assert names == [["محمد العلوي"], ["Mohamed El Alaoui"]]


def test_a_reason_weighs_what_it_weighed_in_the_very_pair() -> None:
    told = reasons_of([{"code": "same_name", "bits": "10.5"}, {"code": "same_commune", "bits": "-2"}, "unheard_of"])
    assert [(reason.weight, str(reason.sentence)) for reason in told] == [
        (3, "They bear the same name."),
        (1, "unheard_of"),
        (-1, "They are of the same commune."),
    ]
