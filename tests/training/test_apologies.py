"""Who answered that he cannot come: told to whoever marks, and marked by nobody else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import translation

from takwin.attendance.actions import keep, mark
from takwin.attendance.checkin.shown import to_check_in
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.attendance.standing import apologies
from takwin.attendance.sync.queries import carried
from takwin.core import clock
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.enums import Reply
from takwin.training.models import Enrolment, TrainingSession
from tests.factories.accounts import sign
from tests.factories.people import make_person
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_session

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
SECRET = "surgery"
A_WHILE = dt.timedelta(hours=1)


def sorry(session: TrainingSession) -> Enrolment:
    line = make_enrolment(session)
    return actions.reply(line, Reply.EXCUSED, note=SECRET, by=None)


@pytest.fixture
def session() -> TrainingSession:
    return make_session(state="confirmed", first_day=clock.today())


@pytest.fixture
def browser(session: TrainingSession, as_user: AsUser) -> Client:
    trainer = user_as(Role.TRAINER)
    keep(session.register, make_person(user=trainer))
    return as_user(trainer)


def line_of(answer: Any, enrolment: Enrolment) -> Tag:
    line = BeautifulSoup(answer.content, "html.parser").select_one(f"#p{enrolment.person_id}")
    assert line is not None
    return line


def test_the_roll_tells_who_sent_apologies_until_something_is_said_of_him(
    session: TrainingSession, browser: Client
) -> None:
    line, other, half = sorry(session), make_enrolment(session), session.register.half_days.first()
    address, mark = reverse("attendance:roll", args=[session.register_id, half.pk]), reverse("attendance:mark")
    page = browser.get(address)
    assert "sent apologies" in line_of(page, line).text
    assert "sent apologies" not in line_of(page, other).text
    assert SECRET not in page.content.decode()
    assert not Presence.objects.exists()
    said = {"half_day": half.pk, "person": line.person_id}
    once = line_of(page, line).select_one("button.apology")
    assert (once["name"], once["value"]) == ("status", "excused")
    htmx = {"hx-request": "true"}
    assert "sent apologies" not in line_of(browser.post(mark, said | {"status": "excused"}, headers=htmx), line).text
    assert Presence.objects.get().status == "excused"
    assert "sent apologies" in line_of(browser.post(mark, said | {"status": ""}, headers=htmx), line).text


def test_only_apologies_that_stand_are_told() -> None:
    session, elsewhere = make_session(state="confirmed"), make_session(state="confirmed")
    line, withdrawn, back = sorry(session), sorry(session), sorry(session)
    sorry(elsewhere)
    actions.withdraw(withdrawn, by=None)
    actions.reply(back, Reply.COMING, by=None)
    assert apologies([session.register_id]) == {(session.register_id, line.person_id)}
    assert apologies([]) == set()


def test_a_telephone_carries_the_apologies_without_their_reason(session: TrainingSession, browser: Client) -> None:
    line = sorry(session)
    make_enrolment(session)
    user = session.register.keepers.get().user
    [register] = carried(user)
    assert register["apologies"] == [line.person_id]
    assert SECRET not in str(register)


def test_a_telephone_carries_rolls_in_the_alphabet_of_their_reader(session: TrainingSession, browser: Client) -> None:
    for name_ar, name_fr in (("احمد", "zineb"), ("يوسف", "amina")):
        line = make_enrolment(session)
        type(line.person).objects.filter(pk=line.person_id).update(sort_ar=name_ar, sort_fr=name_fr)
    first, second = (row["person"] for row in session.enrolments.order_by("pk").values("person"))
    user = session.register.keepers.get().user
    for language, order in {"ar": [first, second], "fr": [second, first]}.items():
        with translation.override(language):
            assert [row[0] for row in carried(user)[0]["people"]] == order


def test_who_sent_apologies_is_not_told_on_his_page_to_come_and_say_that_he_is_there(
    session: TrainingSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, other = sorry(session), make_enrolment(session)
    monkeypatch.setattr("takwin.attendance.checkin.shown.opens_at", lambda half: clock.now() + A_WHILE)
    assert to_check_in(line.person) is None
    assert to_check_in(other.person) is not None
    monkeypatch.setattr("takwin.attendance.checkin.shown.opens_at", lambda half: clock.now() - A_WHILE)
    assert to_check_in(line.person) is not None  # he came all the same


def test_the_page_that_seals_counts_the_unmarked_as_absent_and_excuses_apologies_first(
    session: TrainingSession, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RegisterHalfDay, "begins_later", False)
    lines = [sorry(session), sorry(session), make_enrolment(session), make_enrolment(session)]
    half = session.register.half_days.first()
    mark(half, lines[3].person, "absent", by=None)
    address = reverse("attendance:seal", args=[half.pk])
    page = browser.get(address).content.decode()
    assert "2 of them sent apologies." in page
    assert "Seal the half-day with 4 absent" in page
    assert "<dd>4</dd>" in page
    answer = browser.post(reverse("attendance:excuse", args=[half.pk]))
    assert answer["Location"] == address
    page = browser.get(address).content.decode()
    assert "sent apologies" not in page
    assert "Seal the half-day with 2 absent" in page
    sign(browser)
    browser.post(address)
    said = dict(Presence.objects.values_list("person", "status"))
    assert [said[line.person_id] for line in lines] == ["excused", "excused", "absent", "absent"]


def test_nobody_is_excused_once_sealed_nor_by_who_does_not_mark(
    session: TrainingSession, browser: Client, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RegisterHalfDay, "begins_later", False)
    sorry(session)
    half = session.register.half_days.first()
    address = reverse("attendance:excuse", args=[half.pk])
    assert as_user(user_as(Role.AUDITOR, session.place)).post(address).status_code == 403
    assert as_user(user_as(Role.TRAINER)).post(address).status_code == 404
    sign(browser)
    browser.post(reverse("attendance:seal", args=[half.pk]))
    answer = browser.post(address)
    assert answer["Location"] == reverse("attendance:seal", args=[half.pk]), "nobody is left to excuse"
    assert Presence.objects.get().status == "absent"


def test_an_excuse_that_is_refused_says_so_on_the_roll(session: TrainingSession, browser: Client) -> None:
    sorry(session)
    later = session.register.half_days.last()
    RegisterHalfDay.objects.filter(pk=later.pk).update(day=clock.today() + dt.timedelta(days=30))
    page = browser.post(reverse("attendance:excuse", args=[later.pk]), follow=True)
    assert "has not begun" in page.content.decode()
    assert not Presence.objects.exists()
