"""A row that several offices may correct: each reads its own word of it, and none writes over another unseen."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.actions import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Holiday, Room
from takwin.documents.forms import recording, views
from takwin.documents.forms.lists import LIST_FORMS
from takwin.documents.forms.observed import observed
from takwin.documents.forms.observing import observe
from takwin.documents.forms.recording import receive_form, record_form, send_form, undo_form
from takwin.documents.forms.spec import FORMS, FormKind
from takwin.documents.models import Observation, ReturnedForm
from takwin.journal.models import Entry, target_of
from takwin.rights.enums import Permission, Role
from takwin.rights.models import Appointment
from tests.factories.directory import make_body, make_province, make_room
from tests.factories.rights import officer_of, user_as
from tests.races import at_once, refusals
from tests.round_trips import cells_of, fill_in, loaded, read_back, record, saved, take, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def lender() -> Body:
    return make_body(BodyKind.COMMUNE)


@pytest.fixture
def room(lender: Body) -> Room:
    return make_room(lender=lender, place=lender.place, name_fr="Salle", seats=40)


@pytest.fixture
def region(lender: Body) -> Body:
    return make_body(BodyKind.REGION, place=lender.place.region)


@pytest.fixture
def province(lender: Body) -> Body:
    return make_body(BodyKind.PROVINCE, place=lender.place.province)


@pytest.fixture
def officer(region: Body) -> User:
    return officer_of(region.place)


@pytest.fixture
def browser(officer: User, as_user: Callable[..., Client]) -> Client:
    return as_user(officer)


@pytest.fixture
def in_province(province: Body, as_user: Callable[..., Client]) -> Client:
    return as_user(user_as(Role.PROVINCE_OFFICER, province.place))


def shown_on(browser: Client, row: Any) -> str:
    page = browser.get(row.get_absolute_url())
    assert page.status_code == 200
    return page.text


def test_what_one_region_is_told_of_a_common_register_no_other_reads_nor_takes_away(
    browser: Client, as_user: Callable[..., Client]
) -> None:
    day = Holiday.objects.create(day=dt.date(2026, 11, 18), name_ar="عيد", name_fr="Fête", source="x")
    neighbour = as_user(officer_of(make_body(BodyKind.REGION).place))
    fill_in(browser, "holidays", observation="Ali is away")
    assert not cells_of(take(neighbour, "holidays"), "holidays")["observation"].value
    page = reverse("territory:holiday", args=[day.pk])
    assert ["Ali is away" in one.get(page).text for one in (browser, neighbour)] == [True, False]
    fill_in(neighbour, "holidays", observation="Open on that day")
    fill_in(neighbour, "holidays", observation=None)
    assert [one.text for one in Observation.objects.all()] == ["Ali is away"]


def test_a_province_and_its_region_each_keep_their_word_and_the_region_reads_both(
    browser: Client, in_province: Client, room: Room
) -> None:
    fill_in(browser, "rooms", observation="Told to the region")
    fill_in(in_province, "rooms", observation="Told to the province")
    assert "Told to the region" not in shown_on(in_province, room)
    assert "Told to the province" in shown_on(in_province, room)
    for said in Observation.objects.all():
        assert said.text in shown_on(browser, room)
        assert said.text in shown_on(browser, said)
    hidden = Observation.objects.get(text="Told to the region")
    assert in_province.get(hidden.get_absolute_url()).status_code == 404
    assert in_province.post(reverse("documents:settle_observation", args=[hidden.pk])).status_code == 404
    assert Observation.objects.filter(pk=hidden.pk).exists()


def test_a_word_of_a_list_that_one_may_not_correct_is_not_on_the_page_of_its_row(
    officer: User, province: Body, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = FormKind("list.trial", Permission.CERTIFICATE_ISSUE, FORMS["list.rooms"].spec)
    monkeypatch.setitem(FORMS, kind.name, kind)
    observe(kind.name, room, "Withdraw it", named="Room", owner=province, by=officer)
    told = observed([kind.name])
    assert told(room, officer)
    assert told(room, user_as(Role.PROVINCE_OFFICER, province.place)) is None


def test_an_observation_settled_or_said_anew_keeps_no_form_from_being_undone(browser: Client, room: Room) -> None:
    fill_in(browser, "rooms", seats="55", observation="Roof under repair")
    browser.post(reverse("documents:settle_observation", args=[Observation.objects.get().pk]))
    assert "1 change taken back" in undo(browser)
    room.refresh_from_db()
    assert room.seats == 40
    fill_in(browser, "rooms", seats="55", observation="Roof under repair")
    form = ReturnedForm.objects.latest("pk")
    fill_in(browser, "rooms", observation="Open again")
    assert undo_form(form, by=form.received_by) == 1
    room.refresh_from_db()
    assert (room.seats, Observation.objects.get().text) == (40, "Open again")


def test_a_form_received_before_its_reader_went_elsewhere_is_his_no_more(
    browser: Client, officer: User, room: Room
) -> None:
    read_back(browser, "rooms", take(browser, "rooms"), seats="55", observation="Roof")
    form = ReturnedForm.objects.get()
    Appointment.objects.filter(user=officer).update(place=make_province())
    assert browser.get(reverse("documents:returned", args=[form.pk])).status_code == 404
    assert browser.post(reverse("documents:record_form", args=[form.pk])).status_code == 404
    room.refresh_from_db()
    assert (room.seats, Observation.objects.count()) == (40, 0)


def received(officer: User, **cells: str) -> ReturnedForm:
    form = LIST_FORMS["list.rooms"]
    book = loaded(send_form(form.round_trip(), form.rows(officer), language="fr", by=officer))
    for name, value in cells.items():
        cells_of(book, "rooms")[name].value = value
    return receive_form(saved(book), "rooms.xlsx", by=officer)


def test_a_row_written_between_comparing_and_recording_is_refused(
    officer: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = received(officer, seats="55")
    compared = recording.comparison_of

    def compared_then_written(*asked: Any) -> Any:
        found = compared(*asked)
        Room.objects.filter(pk=room.pk).update(seats=60)
        return found

    monkeypatch.setattr(recording, "comparison_of", compared_then_written)
    with pytest.raises(ValidationError, match="was changed at this very moment"):
        record_form(form, by=officer)


@pytest.mark.django_db(transaction=True)
def test_a_form_that_several_clicks_record_at_once_is_recorded_once(officer: User, room: Room) -> None:
    form = received(officer, seats="55", observation="Roof")
    said = at_once(*[partial(record_form, form, by=officer) for _n in range(3)])
    assert said.count(2) == 1
    assert ["already recorded" in one for one in refusals(said)] == [True, True]
    assert Entry.objects.filter(verb="form.recorded").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_forms_of_one_row_recorded_at_once_neither_is_written_over_unseen(officer: User, room: Room) -> None:
    forms = [received(officer, seats="55", observation="One"), received(officer, seats="60", observation="Two")]
    said = at_once(*[partial(record_form, form, by=officer) for form in forms])
    assert said.count(2) == 1
    assert [one for one in said if one != 2] in ([0], refusals(said))
    undo_form(forms[said.index(2)], by=officer)
    room.refresh_from_db()
    assert (room.seats, Observation.objects.count()) == (40, 0)


def test_a_file_of_thousands_of_bad_rows_draws_some_of_its_sentences_those_that_stop_first(
    browser: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SHOWN", 3)
    monkeypatch.setattr(views, "TOLD", 2)
    book = take(browser, "rooms")
    sheet = book.worksheets[0]
    row = [cell.value for cell in sheet[2]]
    for n in range(5):
        sheet.append([None, *row[1:-1], f"added {n}"])
    for n in range(5):
        sheet.append([*row[:-1], f"again {n}"])
    told = read_back(browser, "rooms", book)
    assert told.count("This row stands twice in the file") == 3
    assert "7 more rows have their sentence" in told
    assert record(browser).count("<p><strong>") == 2


def test_a_form_is_received_by_the_council_of_the_territory_and_not_by_an_association_seated_there(
    province: Body, in_province: Client, room: Room
) -> None:
    make_body(BodyKind.ASSOCIATION, place=province.place)
    make_body(BodyKind.STATE, place=province.place)
    fill_in(in_province, "rooms", observation="Roof")
    assert Observation.objects.get().owner == province
    assert ReturnedForm.objects.get().file.owner == province


def test_only_observations_received_in_my_territory_are_listed(
    browser: Client, room: Room, as_user: Callable[..., Client]
) -> None:
    fill_in(browser, "rooms", observation="Roof under repair")
    neighbour = as_user(officer_of(make_body(BodyKind.REGION).place))
    listed = [one.get(reverse("documents:observations")).text for one in (browser, neighbour)]
    assert ["Roof under repair" in text for text in listed] == [True, False]


def test_a_form_is_shown_recorded_and_undone_only_by_whoever_read_it_back(
    browser: Client, region: Body, room: Room, as_user: Callable[..., Client]
) -> None:
    read_back(browser, "rooms", take(browser, "rooms"), seats="55")
    colleague, pk = as_user(officer_of(region.place)), ReturnedForm.objects.get().pk
    assert colleague.get(reverse("documents:returned", args=[pk])).status_code == 404
    for act in ("documents:record_form", "documents:undo_form"):
        assert colleague.post(reverse(act, args=[pk])).status_code == 404
    assert "rooms.xlsx" not in colleague.get(reverse("documents:give_back")).text


def test_a_form_of_a_common_register_is_neither_sent_nor_received_by_who_may_not_correct_it(
    browser: Client, lender: Body, as_user: Callable[..., Client]
) -> None:
    Holiday.objects.create(day=dt.date(2026, 11, 18), name_ar="عيد", name_fr="Fête", source="x")
    book = take(browser, "holidays")
    council = user_as(Role.COMMUNE, lender.place)
    told = read_back(as_user(council), "holidays", book, observation="Not ours")
    assert "No body of your territory can receive this file" in told
    assert not ReturnedForm.objects.exists()
    form = LIST_FORMS["list.holidays"]
    with pytest.raises(ValidationError, match="nothing here that you may correct"):
        send_form(form.round_trip(), form.rows(council), language="fr", by=council)


def test_a_row_that_went_elsewhere_keeps_its_observation_and_leads_nowhere(browser: Client, room: Room) -> None:
    fill_in(browser, "rooms", observation="Roof under repair")
    Room.objects.filter(pk=room.pk).update(place=make_province(), lender=make_body(BodyKind.COMMUNE))
    page = browser.get(Observation.objects.get().get_absolute_url()).text
    assert "Roof under repair" in page
    assert room.get_absolute_url() not in page


def test_what_was_said_of_a_row_is_not_on_the_page_of_another_thing_of_the_same_number(
    browser: Client, officer: User, region: Body, lender: Body
) -> None:
    seed_parameters(by=None)
    observe("list.rooms", Room(pk=lender.pk), "Roof under repair", named="x" * 400, owner=region, by=officer)
    assert "Roof under repair" not in shown_on(browser, lender)
    assert Observation.objects.get().named == "x" * 300


def test_an_observation_taken_back_leaves_a_line_of_the_journal_without_its_words(browser: Client, room: Room) -> None:
    fill_in(browser, "rooms", observation="Roof under repair")
    fill_in(browser, "rooms", observation=None)
    entry = Entry.objects.get(verb="observation.taken_back")
    assert (entry.target, entry.facts) == (target_of(room), {})
