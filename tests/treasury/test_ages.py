"""What is late by age: one fact for the desk, the list and the reminders; who is written to is not asked twice."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.actions import record_step
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Instalment, Party
from takwin.core import clock, formats
from takwin.directory.models import Body, Place
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from takwin.treasury import actions, desk
from takwin.treasury.ages.queries import by_age
from takwin.treasury.ages.shown import list_url, overdue, remind_url
from takwin.treasury.enums import Age
from takwin.treasury.models import FundsRequest
from takwin.treasury.queries import grand_total, state_of_transfers
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.rights import officer_of
from tests.factories.treasury import letters_went, make_line, make_receipt

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
FIRST_DAYS = {
    Age.MONTH: (1, 29),
    Age.QUARTER: (30, 89),
    Age.HALF_YEAR: (90, 179),
    Age.YEAR: (180, 364),
    Age.OLDER: (365, 900),
}


def page(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def late_by(due: Any, days: int, amount: str = "1000.00") -> Instalment:
    made: Instalment = due(make_body(place=make_commune()), amount, due_on=clock.today() - dt.timedelta(days=days))
    return made


def payers_shown(shown: BeautifulSoup) -> set[str]:
    return {one.get_text(strip=True) for one in shown.select("#rows tbody th a")}


def ticked(shown: BeautifulSoup) -> set[int]:
    return {int(box["value"]) for box in shown.select("input[name=instalments]")}


def test_each_day_of_lateness_is_in_one_band_and_in_the_same_one_everywhere(due: Any) -> None:
    """The first and last day of each band, what is due today, and a day ahead."""
    made = {days: late_by(due, days) for ends in FIRST_DAYS.values() for days in ends} | {
        0: late_by(due, 0),
        -1: late_by(due, -1),
    }
    for age, ends in FIRST_DAYS.items():
        kept = set(Instalment.objects.filter(age.due_between(clock.today())).values_list("pk", flat=True))
        assert kept == {made[days].pk for days in ends}
        assert {days for days in made if age.holds(days)} == set(ends)
    assert [(band.age, band.count) for band in by_age(Instalment.objects.all(), clock.today())] == [
        (age, 2) for age in Age
    ]


def test_the_bands_together_are_all_that_is_late_and_each_leads_to_its_list(
    as_user: AsUser, accountant: User, due: Any
) -> None:
    rows = [late_by(due, days) for days in (5, 40, 40, 100, 200, 400)]
    part, whole = rows[1], rows[3]
    make_receipt(part, make_line(part.beneficiary, "400.00"), amount=Decimal("400.00"))
    make_receipt(whole)
    bands = overdue(accountant)
    assert bands is not None
    late = grand_total(state_of_transfers(Instalment.objects.all(), clock.today())).late
    assert bands["total"] == late == Decimal("4600.00")
    client = as_user(accountant)
    for band in bands["bands"]:
        shown = page(client, band.list_url)
        assert len(payers_shown(shown)) == band.sums.count
        assert ticked(page(client, band.remind_url)) == {
            one.pk for one in rows if one != whole and band.sums.age.holds((clock.today() - one.due_on).days)
        }
    told = page(client, list_url(Age.QUARTER)).get_text(" ")
    assert "400.00" in told, "what came"
    assert "600.00" in told, "what remains"
    assert not page(client, list_url(Age.HALF_YEAR)).select("#rows tbody th a")


def test_who_was_written_to_lately_is_left_out_and_it_is_said(as_user: AsUser, accountant: User, due: Any) -> None:
    """Thirty days are given to pay: asked on the twenty-ninth day before, one still has time; on the thirtieth, not."""
    rows = [late_by(due, 100) for _ in range(3)]
    for one, ago in ((rows[0], 29), (rows[1], 30)):
        asked = actions.request_funds(one, by=accountant)
        FundsRequest.objects.filter(pk=asked.pk).update(requested_on=clock.today() - dt.timedelta(days=ago))
    shown = page(as_user(accountant), remind_url(Age.HALF_YEAR))
    assert ticked(shown) == {rows[1].pk, rows[2].pk}
    assert "1 contribution is left out." in shown.get_text()
    by_hand = f"{reverse('treasury:batch')}?year=all&payer={rows[0].payer_id}"
    assert ticked(page(as_user(accountant), by_hand)) == {rows[0].pk}, "whoever ticks one has chosen it"


def test_a_payer_chosen_by_hand_is_not_reminded_twice_in_a_day(
    as_user: AsUser, accountant: User, instalment: Instalment
) -> None:
    by_hand = f"{reverse('treasury:batch')}?year=all&payer={instalment.payer_id}"
    client = as_user(accountant)
    assert ticked(page(client, by_hand)) == {instalment.pk}
    actions.request_funds(instalment, by=accountant)
    shown = page(client, by_hand)
    assert ticked(shown) == set()
    assert "1 contribution is left out." in shown.get_text()


def test_a_second_tap_on_one_day_leads_to_the_letter_of_the_first(
    as_user: AsUser, accountant: User, instalment: Instalment
) -> None:
    client, url = as_user(accountant), reverse("treasury:request", args=[instalment.pk])
    client.post(url)
    letter = FundsRequest.objects.get()
    acts = page(client, instalment.get_absolute_url()).select("main .acts")[0]
    assert [one["href"] for one in acts.select("a") if "Print the letter of today" in one.text] == [
        reverse("treasury:paper", args=[letter.pk])
    ]
    assert not acts.select(f'form[action="{url}"]')
    assert "asked for today already" in client.post(url, follow=True).content.decode()
    assert FundsRequest.objects.get() == letter


def test_a_reminder_soon_after_a_letter_says_first_when_that_one_went(
    as_user: AsUser, accountant: User, instalment: Instalment
) -> None:
    """Thirty days are given to pay; a letter written meanwhile by another is told before anything is sent."""
    client, url = as_user(accountant), reverse("treasury:request", args=[instalment.pk])
    client.post(url)
    letters_went(29, instalment)
    assert page(client, instalment.get_absolute_url()).select(f'a[href="{url}"]')
    for asked in (client.get(url), client.post(url), client.post(url, {"after": 0})):
        shown = BeautifulSoup(asked.content, "html.parser")
        assert formats.day(clock.today() - dt.timedelta(days=29)) in shown.get_text()
        assert FundsRequest.objects.count() == 1
    (field,) = shown.select('input[name="after"]')
    assert client.post(url, {"after": field["value"]}).status_code == 302
    assert sorted(FundsRequest.objects.values_list("rank", flat=True)) == [0, 1]
    letters_went(30, instalment)
    assert page(client, instalment.get_absolute_url()).select(f'form[action="{url}"]')
    assert client.get(url).status_code == 302, "nothing is asked by reading a page"
    client.post(url)
    assert FundsRequest.objects.count() == 3


def test_a_band_is_reminded_in_one_act_and_only_it(as_user: AsUser, accountant: User, due: Any) -> None:
    old, young = late_by(due, 100), late_by(due, 5)
    url, client = remind_url(Age.HALF_YEAR), as_user(accountant)
    assert client.post(url, {"instalments": [young.pk]}).status_code == 422
    answer = client.post(url, {"instalments": [old.pk]})
    assert answer.status_code == 302
    assert "/jobs/" in answer["Location"]


def test_nothing_late_shows_no_bands(accountant: User, due: Any) -> None:
    late_by(due, -10)
    assert overdue(accountant) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_contributions_costs_the_same_whatever_its_rows(
    as_user: AsUser, accountant: User, due: Any, django_assert_max_num_queries: Any, rows: int
) -> None:
    for days in range(rows):
        late_by(due, 10 + days)
    client = as_user(accountant)
    with django_assert_max_num_queries(10):
        shown = page(client, reverse("treasury:contributions"))
    assert len(payers_shown(shown)) == rows


def seated_in(region: Place, *names: tuple[str, str]) -> Place:
    """A province of that name, with a commune of each name that owes since long."""
    (ar, fr), *communes = names
    province = make_province(region, name_ar=ar, name_fr=fr)
    for name_ar, name_fr in communes:
        make_body(place=make_commune(province, name_ar=name_ar, name_fr=name_fr), name_ar=name_ar, name_fr=name_fr)
    return province


@pytest.fixture
def two_provinces(province: Place, due: Any) -> tuple[Place, Place]:
    """Azrou, of the province of Ifrane; Tafrant, whose name holds the letters of إفران, of that of Taounate."""
    ifrane = seated_in(province.region, ("إفران", "Ifrane"), ("أزرو", "Azrou"))
    taounate = seated_in(province.region, ("تاونات", "Taounate"), ("تافرانت", "Tafrant"))
    for one in (ifrane, taounate):
        due(Body.objects.get(place__province=one), due_on=clock.today() - dt.timedelta(days=40))
    return ifrane, taounate


def test_contributions_are_found_by_the_province_of_the_payer_and_narrowed_to_it(
    as_user: AsUser, accountant: User, two_provinces: tuple[Place, Place]
) -> None:
    client, url = as_user(accountant), reverse("treasury:contributions")
    for words in ("إفران", "Ifrane", "أزرو", "zrou"):
        assert payers_shown(page(client, f"{url}?q={words}")) == {"Azrou"}, words
    assert payers_shown(page(client, f"{url}?q=تافرانت")) == {"Tafrant"}
    offered = page(client, url).select("select[name=province] option")
    assert {one["value"] for one in offered if one["value"]} == {str(one.pk) for one in two_provinces}
    assert payers_shown(page(client, f"{url}?tab=late&province={two_provinces[1].pk}")) == {"Tafrant"}


def test_the_late_of_a_province_are_its_own_and_a_neighbour_s_is_not_offered(
    as_user: AsUser, accountant: User, two_provinces: tuple[Place, Place]
) -> None:
    client, ifrane = as_user(accountant), two_provinces[0]
    for name, shown in ((["place", ifrane.pk], {"Azrou"}), (["transfers"], {"Azrou", "Tafrant"})):
        address = reverse(f"treasury:{name[0]}", args=name[1:]) + "?year=all"
        [link] = [one for one in page(client, address).select("#late a") if "Each late contribution" in one.text]
        told = page(client, link["href"])
        assert payers_shown(told) == shown
        [remind] = [one["href"] for one in told.select(".acts a") if "Write the reminders" in one.text]
        assert {one.payer.name for one in Instalment.objects.filter(pk__in=ticked(page(client, remind)))} == shown
    elsewhere = officer_of(two_provinces[1], Role.PROVINCE_OFFICER)
    told = page(as_user(elsewhere), reverse("treasury:contributions") + f"?province={ifrane.pk}")
    assert str(ifrane.pk) not in {one["value"] for one in told.select("select[name=province] option")}
    assert "Azrou" not in payers_shown(told)


def test_a_wrong_age_is_no_age(as_user: AsUser, accountant: User, due: Any) -> None:
    late_by(due, 10)
    client = as_user(accountant)
    assert page(client, f"{reverse('treasury:contributions')}?age=30-31&year=x").select("#rows")
    assert len(ticked(page(client, f"{reverse('treasury:batch')}?year=all&kind=late&age=%00"))) == 1


def test_the_desk_says_what_it_asks_and_asks_an_order_of_who_keeps_the_account_only(
    accountant: User, director: User, instalment: Instalment, region: Body
) -> None:
    officer = officer_of(region.place)
    actions.declare_order(
        instalment, number="M-7", ordered_on=dt.date(2026, 5, 5), amount=Decimal("10000.00"), by=director
    )
    party: Party = instalment.commitment.party
    party.steps.all().delete()
    record_step(party, StepKind.SITTING, done_on=dt.date(2026, 2, 5), by=director)
    assert [str(item.verb) for item in desk.to_confirm(accountant)] == ["Confirm the order"]
    verbs = {user: {str(item.verb) for item in waiting_for(user)} for user in (accountant, officer)}
    assert "Confirm the order" in verbs[accountant]
    assert "Confirm the order" not in verbs[officer]
    assert "Confirm the session of the council" in verbs[officer]
    record_step(party, StepKind.VOTE, done_on=dt.date(2026, 2, 5), number="7", by=director)
    assert "Confirm what is declared" in {str(item.verb) for item in waiting_for(officer)}
    assert not {"Confirm", "Match", "Receive", "Remind", "Settle"} & (verbs[accountant] | verbs[officer])
