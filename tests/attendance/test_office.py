"""The officer's pages: telephones, doubts on presence, validation; and the page of the trainer's telephone."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from joserfc.jwk import ECKey

from takwin.accounts.models import User
from takwin.attendance import actions
from takwin.attendance.models import Expected, Mark, Presence, RegisterHalfDay
from takwin.attendance.privacy import let_strangers_go, strangers_due
from takwin.attendance.queries import roll
from takwin.attendance.sync.actions import bind, receive, revoke
from takwin.attendance.sync.models import Case, Device, Received
from takwin.attendance.sync.queries import cases_of, marks_of_case, open_cases, told_of_stranger
from takwin.attendance.sync.settling import take
from takwin.core import clock
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from tests.factories.attendance import FIRST_DAY, make_expected, make_half_day
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.people import make_office, make_person
from tests.factories.rights import make_appointment, make_user, officer_of

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
AT = f"{FIRST_DAY}T09:10:00+01:00"


@pytest.fixture
def half_day() -> RegisterHalfDay:
    return make_half_day(place=make_region())


@pytest.fixture
def officer(half_day: RegisterHalfDay) -> User:
    return officer_of(half_day.register.place)


@pytest.fixture
def device(half_day: RegisterHalfDay) -> Device:
    user = make_user()
    make_appointment(user, Role.TRAINER)
    actions.keep(half_day.register, make_person(user=user))
    return bind(name="phone", by=user)[0]


@pytest.fixture
def line(half_day: RegisterHalfDay) -> Expected:
    return make_expected(half_day.register)


def hand(device: Device, half: RegisterHalfDay, **facts: Any) -> Case | None:
    mark = {"nonce": f"{Mark.objects.count()}-{Case.objects.count()}", "kind": "tap", "register": half.register_id,
            "status": "present", "taken_at": AT} | facts  # fmt: skip
    receive(device, [mark], sent_at=clock.now())
    return Case.objects.order_by("pk").last()


def settle(browser: Client, case: Case, **said: Any) -> Any:
    return browser.post(reverse("attendance:case", args=[case.pk]), {"note": "on the sheet"} | said)


def test_a_mark_after_the_seal_is_written_by_its_ready_correction(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay, line: Expected
) -> None:
    actions.seal(half_day, by=device.user)
    case = hand(device, half_day, person=line.person_id)
    browser = as_user(officer)
    page = browser.get(reverse("attendance:case", args=[case.pk]))
    assert f'value="{half_day.pk}" selected>Tuesday 10 March 2026 · morning<' in page.content.decode()
    assert "(optional)" not in page.content.decode(), "the person is known: nothing is left open but the decision"
    assert str(line.person) in page.content.decode()
    said = {"decision": "taken", "half_day": half_day.pk, "status": "present"}
    assert settle(browser, case, **said).status_code == 302
    assert Presence.objects.get().status == "present"
    assert list(Mark.objects.values_list("source", "reason")) == [("seal", ""), ("correction", "on the sheet")]
    assert "on the sheet" not in json.dumps(list(Entry.objects.values_list("facts", flat=True)))
    assert settle(browser, case, **said).status_code == 422


def test_a_closing_that_was_not_taken_is_of_nobody_and_can_only_be_left(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay
) -> None:
    revoke(device, by=officer)
    case = hand(device, half_day, kind="close", day=FIRST_DAY.isoformat(), part="am")
    browser = as_user(officer)
    page = browser.get(reverse("attendance:case", args=[case.pk])).content.decode()
    assert "closing" in page
    assert "Who it is" not in page
    assert "closing" in browser.get(reverse("attendance:cases")).content.decode()
    assert settle(browser, case, decision="taken").status_code == 422
    assert settle(browser, case, decision="left").status_code == 302


def test_a_doubt_left_as_it_is_changes_nothing_and_asks_why(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay, line: Expected
) -> None:
    actions.seal(half_day, by=device.user)
    case = hand(device, half_day, person=line.person_id)
    browser = as_user(officer)
    assert settle(browser, case, decision="left", note=" ").status_code == 422
    assert "cannot be printed" in settle(browser, case, decision="left", note="absent 😀").content.decode()
    assert settle(browser, case, decision="left").status_code == 302
    assert Presence.objects.get().status == "absent"
    case.refresh_from_db()
    assert (case.decision, case.settled_by, case.note) == ("left", officer, "on the sheet")
    assert "on the sheet" in browser.get(reverse("attendance:case", args=[case.pk])).content.decode()


def test_in_two_places_the_officer_says_where_the_person_was_not(
    as_user: Browser, officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    there = make_half_day(place=half_day.register.place)
    make_expected(there.register, line.person)
    actions.mark(half_day, line.person, "present", by=officer)
    actions.mark(there, line.person, "present", by=officer)
    case = Case.objects.get()
    assert settle(as_user(officer), case, decision="taken").status_code == 302
    assert dict(Presence.objects.values_list("register", "status")) == {
        half_day.register_id: "present",
        there.register_id: "absent",
    }
    assert Mark.objects.count() == 3


def test_a_stranger_is_named_once_for_all_his_half_days(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay
) -> None:
    who = {"name": "Youssef"}
    hand(device, half_day, walk_in=who)
    case = hand(device, half_day, walk_in=who, taken_at=AT.replace("T09", "T15"))
    person = make_office(person=make_person(cin="CD99881"), body=make_body(place=half_day.register.place)).person
    browser = as_user(officer)
    afternoon = half_day.register.half_days.get(part=case.part)
    said = {"decision": "taken", "half_day": afternoon.pk, "status": "present"}
    assert settle(browser, case, **said, card="XX1").status_code == 422
    assert settle(browser, case, **said).status_code == 422
    assert settle(browser, case, **said, card="cd 99881").status_code == 302
    assert not Case.objects.filter(settled_at=None).exists()
    assert Presence.objects.filter(person=person, status="present").count() == 2
    assert Case.objects.filter(who={}).count() == 2


def test_a_doubt_without_a_register_can_only_be_left(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay
) -> None:
    case = hand(device, half_day, register=10**9, person=1)
    browser = as_user(officer)
    assert settle(browser, case, decision="taken").status_code == 422
    assert settle(browser, case, decision="left").status_code == 302


def test_an_officer_neither_sees_nor_settles_the_doubts_of_another_region(
    as_user: Browser, officer: User, device: Device
) -> None:
    """The trainer keeps registers in both regions: his phone alone opens no ledger."""
    there = make_half_day(place=make_region())
    actions.keep(there.register, device.user.person)
    line = make_expected(there.register)
    actions.seal(there, by=device.user)
    case = hand(device, there, person=line.person_id)
    assert case.register == there.register
    browser = as_user(officer)
    assert not list(cases_of(officer))
    assert open_cases(officer) == 0
    assert browser.get(reverse("attendance:case", args=[case.pk])).status_code == 404
    said = {"decision": "taken", "half_day": there.pk, "status": "present"}
    assert settle(browser, case, **said).status_code == 404
    with pytest.raises(ValidationError, match="in charge of its register"):
        take(case, there, note="on the sheet", status="present", by=officer)
    assert Presence.objects.get().status == "absent"
    assert list(cases_of(officer_of(there.register.place))) == [case]


def test_a_case_shows_no_mark_of_a_register_its_reader_does_not_see(
    officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    there = make_half_day(place=make_region())
    make_expected(there.register, line.person)
    for half in (there, half_day):
        actions.mark(half, line.person, "present", by=officer)
    case = Case.objects.get()
    assert [mark.register for mark in marks_of_case(case, officer)] == [half_day.register]


def test_a_stranger_leaves_the_log_of_the_phone_once_his_case_is_settled(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay
) -> None:
    """The digest of what was handed over still makes its number good once."""
    mark = {"walk_in": {"name": "Ali", "cin": "AB123456", "phone": "0612345678", "body": ""}}
    case = hand(device, half_day, **mark)
    digest = case.received.digest
    assert settle(as_user(officer), case, decision="left").status_code == 302
    kept = Received.objects.get()
    assert "AB123456" not in json.dumps(kept.said)
    assert (kept.said["walk_in"], kept.digest) == ({}, digest)


def test_a_stranger_nobody_named_is_let_go_of_a_year_later(device: Device, half_day: RegisterHalfDay) -> None:
    case = hand(device, half_day, walk_in={"name": "Ali", "cin": "AB123456"})
    day = clock.today()
    assert not strangers_due(day + dt.timedelta(days=364)).exists()
    due = strangers_due(day + dt.timedelta(days=366))
    assert list(due) == [case]
    let_strangers_go(list(due.values_list("pk", flat=True)))
    case.refresh_from_db()
    assert (case.who, case.settled_at, case.received.said["walk_in"]) == ({}, None, {})
    assert not strangers_due(day + dt.timedelta(days=366)).exists()


def test_the_desk_says_how_many_doubts_wait(officer: User, device: Device, half_day: RegisterHalfDay) -> None:
    hand(device, half_day, kind="dance")
    assert "1 doubt on presence" in [waiting.title for waiting in waiting_for(officer)]


def test_a_neighbour_sees_neither_the_phones_nor_the_doubts(
    as_user: Browser, device: Device, half_day: RegisterHalfDay
) -> None:
    case = hand(device, half_day, kind="dance")
    browser = as_user(officer_of(make_region()))
    for name, pk in (("case", case.pk), ("revoke", device.pk)):
        assert browser.get(reverse(f"attendance:{name}", args=[pk])).status_code == 404
    assert str(device.user) not in browser.get(reverse("attendance:devices")).content.decode()


def test_an_officer_revokes_a_lost_phone(as_user: Browser, officer: User, device: Device) -> None:
    browser = as_user(officer)
    address = reverse("attendance:revoke", args=[device.pk])
    assert str(device.user) in browser.get(reverse("attendance:devices")).content.decode()
    assert "Trust this phone no more" in browser.get(address).content.decode()
    browser.post(address)
    browser.post(address)
    device.refresh_from_db()
    assert device.revoked_by == officer
    assert Entry.objects.filter(verb="device.revoked").count() == 1
    assert "No longer trusted since" in browser.get(address).content.decode()


@pytest.mark.parametrize("name", ["devices", "cases"])
def test_a_list_costs_the_same_for_one_row_and_for_three(
    as_user: Browser,
    officer: User,
    device: Device,
    half_day: RegisterHalfDay,
    name: str,
    django_assert_num_queries: Any,
) -> None:
    browser = as_user(officer)
    hand(device, half_day, kind="dance")
    browser.get(reverse(f"attendance:{name}"))
    with django_assert_num_queries(LISTS[name]):
        browser.get(reverse(f"attendance:{name}"))
    for n in range(2):
        bind(name="another", by=device.user)
        hand(device, half_day, kind=f"dance {n}")
    with django_assert_num_queries(LISTS[name]):
        browser.get(reverse(f"attendance:{name}"))


LISTS = {"devices": 6, "cases": 7}


def test_a_trainer_binds_his_phone_and_nobody_else_does(as_user: Browser, device: Device) -> None:
    address, key = reverse("attendance:field_bind"), ECKey.generate_key("P-256").as_dict(private=False)
    browser = as_user(device.user)
    assert browser.get(address).json()["csrf"]
    answer = browser.post(address, json.dumps({"name": "Android", "public_key": key}), "application/json")
    assert answer.status_code == 201
    assert set(Device.objects.get(code=answer.json()["device"]).public_key) == {"kty", "crv", "x", "y"}
    for body in ("", "[]", '{"public_key": {"kty": "EC"}}', '{"name": "no key"}', '{"public_key": 7}'):
        assert browser.post(address, body, "application/json").status_code == 400
    assert as_user(make_user()).get(address).status_code == 403
    assert as_user().get(address).status_code == 302


def test_the_page_holds_nothing_of_anyone_and_its_worker_changes_with_it(as_user: Browser, device: Device) -> None:
    page = as_user(device.user).get(reverse("attendance:field")).content.decode()
    assert str(device.user) not in page
    worker = as_user().get(reverse("attendance:field_worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Service-Worker-Allowed"] == "/"
    assert reverse("attendance:field_no_line") in worker.content.decode()
    other = as_user(language="fr").get(reverse("attendance:field_worker"))
    assert worker.content != other.content
    manifest = as_user(language="ar").get(reverse("attendance:field_manifest")).json()
    assert (manifest["start_url"], manifest["dir"]) == (reverse("attendance:field"), "rtl")


def test_a_case_shows_all_that_the_keeper_typed_with_numbers_for_those_who_see_them(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay
) -> None:
    who = {"name": "Ali", "body": "Azrou", "cin": "AB123456", "phone": "0612345678"}
    case = hand(device, half_day, walk_in=who, kind="correction", day=FIRST_DAY.isoformat(), part="am",
                by="Naima", reason="he came late")  # fmt: skip
    page = as_user(officer).get(reverse("attendance:case", args=[case.pk])).content.decode()
    for said in ("Ali", "Azrou", "AB123456", "0612345678", "he came late"):
        assert said in page
    assert told_of_stranger(case, make_user()) == [
        ("Commune or body", "Azrou"),
        ("Number of the national card", "••••456"),
        ("Telephone", "•••• ••78"),
    ]


def test_two_people_of_one_name_are_told_apart_by_their_offices(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay
) -> None:
    bodies = [make_body(place=make_commune(half_day.register.place)) for _n in range(2)]
    for body in bodies:
        make_office(person=make_person(name_fr="Ali Alami"), body=body)
    case = hand(device, half_day, walk_in={"name": "Ali Alami"})
    page = as_user(officer).get(reverse("attendance:case", args=[case.pk])).content.decode()
    for body in bodies:
        assert re.search(f">Ali Alami · [^<]+ · {body.name_fr}<", page)


def test_settled_a_stranger_stands_on_the_roll_of_a_register_of_any_kind(
    as_user: Browser, officer: User, device: Device, half_day: RegisterHalfDay
) -> None:
    case = hand(device, half_day, walk_in={"name": "Youssef"})
    office = make_office(person=make_person(cin="CD99882"), body=make_body(place=half_day.register.place))
    said = {"decision": "taken", "half_day": half_day.pk, "status": "present", "card": "CD99882"}
    assert settle(as_user(officer), case, **said).status_code == 302
    assert [(line.person, line.body, line.status) for line in roll(half_day)] == [
        (office.person, office.body, "present")
    ]
