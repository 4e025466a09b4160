"""Any list goes out as a form under its filters, and comes back with what changed and what was observed."""

import ast
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

import takwin
from takwin.core import clock
from takwin.core.workbooks import XLSX
from takwin.directory.actions import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Room
from takwin.documents.forms import recording
from takwin.documents.forms.lists import LIST_FORMS
from takwin.documents.forms.observing import observe, settle
from takwin.documents.forms.spec import FORMS
from takwin.documents.forms.views import GIVING_BACK
from takwin.documents.models import Observation, ReturnedForm
from takwin.journal.models import Entry
from takwin.people.imports.retention import let_observations_go, observations_due
from takwin.rights.enums import Role
from takwin.training.rates.tables import WAYS
from takwin.ui.lists import AS_FORM
from tests.constraints import breaks
from tests.factories.directory import make_body, make_commune, make_room, make_sitting
from tests.factories.rights import officer_of, user_as
from tests.races import at_once

pytestmark = pytest.mark.django_db
BACK = reverse("documents:give_back")
ROOMS = reverse("territory:rooms")
KIND = "list.rooms"


@pytest.fixture
def lender() -> Body:
    return make_body(BodyKind.COMMUNE)


@pytest.fixture
def officer(lender: Body) -> Any:
    make_body(BodyKind.REGION, place=lender.place.region)
    return officer_of(lender.place.region)


@pytest.fixture
def browser(officer: Any, as_user: Callable[..., Client]) -> Client:
    return as_user(officer)


@pytest.fixture
def room(lender: Body) -> Room:
    return make_room(lender=lender, place=lender.place, name_fr="Salle des fêtes", seats=40, address="1 rue")


def form_from(browser: Client, address: str = f"{ROOMS}?export=form") -> Any:
    answer = browser.get(address)
    assert answer["Content-Type"] == XLSX
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def column(name: str, kind: str = KIND) -> int:
    """Where a field stands, whatever the language: the hidden key is first."""
    return [field.name for field in LIST_FORMS[kind].round_trip().fields].index(name) + 2


def written(book: Any, kind: str = KIND, **cells: Any) -> SimpleUploadedFile:
    """The form as it comes back with these cells in its first row."""
    for name, value in cells.items():
        book.worksheets[0].cell(2, column(name, kind)).value = value
    saved = io.BytesIO()
    book.save(saved)
    return SimpleUploadedFile("rooms.xlsx", saved.getvalue(), XLSX)


def read_back(browser: Client, file: SimpleUploadedFile) -> str:
    file.seek(0)
    return browser.post(BACK, {"file": file}, follow=True).text


def record(browser: Client) -> str:
    form = ReturnedForm.objects.latest("pk")
    return browser.post(reverse("documents:record_form", args=[form.pk]), follow=True).text


def test_a_list_that_one_may_correct_is_offered_as_a_form_and_no_other(
    browser: Client, room: Room, as_user: Callable[..., Client]
) -> None:
    assert "?export=form" in browser.get(ROOMS).text
    reader = as_user(user_as(Role.COMMUNE, room.place))
    assert "?export=form" not in reader.get(ROOMS).text
    assert reader.get(f"{ROOMS}?export=form")["Content-Type"].startswith("text/html")


def test_what_the_list_says_is_locked_and_what_may_be_corrected_is_open(browser: Client, room: Room) -> None:
    sheet = form_from(browser).worksheets[0]
    names = [field.name for field in LIST_FORMS[KIND].round_trip().fields]
    locked = {name for name in names if sheet.cell(2, column(name)).protection.locked}
    assert locked == {"name", "lender", "place"}
    assert set(names) - locked == {"name_ar", "name_fr", "address", "seats", "state", "observation"}
    assert sheet.column_dimensions["A"].hidden
    assert sheet.cell(2, column("seats")).value == "40"
    assert [one.type for one in sheet.data_validations.dataValidation] == ["list", None]
    head = sheet[1]
    assert head[column("seats") - 1].fill.fgColor.rgb != head[column("name") - 1].fill.fgColor.rgb


def test_the_form_has_the_rows_that_the_filters_keep_and_only_those_one_may_correct(
    browser: Client, room: Room, lender: Body
) -> None:
    make_room(lender=make_body(BodyKind.COMMUNE), place=make_commune(), name_fr="Ailleurs")
    make_room(lender=lender, place=lender.place, name_fr="Bibliothèque")
    assert form_from(browser).worksheets[0].max_row == 3
    sheet = form_from(browser, f"{ROOMS}?q=biblio&export=form").worksheets[0]
    assert sheet.max_row == 2
    assert sheet.cell(2, column("name_fr")).value == "Bibliothèque"


def test_a_list_of_nothing_to_correct_says_so_and_stays_where_it_is(browser: Client, room: Room) -> None:
    told = browser.get(f"{ROOMS}?q=nothing-of-the-kind&export=form", follow=True)
    assert told.redirect_chain[-1][0] == f"{ROOMS}?q=nothing-of-the-kind"
    assert "nothing here that you may correct" in told.text


def test_a_list_longer_than_one_form_is_to_be_narrowed_first(
    browser: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_room(lender=room.lender, place=room.place, name_fr="Autre")
    monkeypatch.setattr(recording, "MOST", 1)
    told = browser.get(f"{ROOMS}?export=form", follow=True).text
    assert "One form holds 1 rows at most" in told
    assert not Entry.objects.filter(verb="form.sent").exists()
    assert form_from(browser, f"{ROOMS}?q=Autre&export=form").worksheets[0].max_row == 2


def test_only_what_changed_is_shown_and_recorded_by_the_acts_of_the_register(browser: Client, room: Room) -> None:
    other = make_room(lender=room.lender, place=room.place, name_fr="Autre")
    book = form_from(browser, f"{ROOMS}?q=fêtes&export=form")
    file = written(book, seats="55", state="out of use", observation="Roof under repair")
    seen = read_back(browser, file)
    assert "55" in seen
    assert "Roof under repair" in seen
    assert "Autre" not in seen
    assert "3 changes recorded" in record(browser)
    room.refresh_from_db()
    assert (room.seats, room.is_open) == (55, False)
    assert Observation.objects.get().text == "Roof under repair"
    assert Entry.objects.filter(verb="room.corrected").count() == 1
    assert "Roof" not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert "Nothing changed" in read_back(browser, file)
    other.refresh_from_db()
    assert other.is_open


def test_every_row_that_an_act_refuses_is_told_at_once_and_nothing_is_recorded(browser: Client, room: Room) -> None:
    for _n in range(2):
        make_room(lender=room.lender, place=room.place)
    book = form_from(browser)
    for row in (2, 3, 4):
        book.worksheets[0].cell(row, column("name_ar")).value = "قاعة واحدة"
    read_back(browser, written(book))
    told = record(browser)
    assert "Row 3: This administration already lends" in told
    assert "Row 4: This administration already lends" in told
    assert "Nothing was recorded" in told
    assert not Room.objects.filter(name_ar="قاعة واحدة").exists()


def test_what_was_recorded_is_read_again_before_it_is_taken_back(browser: Client, room: Room) -> None:
    read_back(browser, written(form_from(browser), seats="55", observation="Roof under repair"))
    told = record(browser)
    assert "55" in told
    assert "Roof under repair" in told
    assert reverse("documents:observations") in told
    assert f"{room.name} · {room.lender.name}" in told


@pytest.mark.parametrize(("name", "is_offered"), [("convened_on", False), ("observation", True)])
def test_undoing_is_offered_only_of_what_can_be_given_back(
    browser: Client, lender: Body, name: str, is_offered: bool
) -> None:
    make_sitting(lender, day=clock.today() + dt.timedelta(days=20))
    book = form_from(browser, f"{reverse('territory:sittings')}?export=form")
    text = f"{clock.today():%d/%m/%Y}" if name == "convened_on" else "Moved"
    assert "A council that was convened is not taken back" in read_back(
        browser, written(book, kind="list.sittings", **{name: text})
    )
    told = record(browser)
    assert ("Take back these changes" in told) is is_offered
    assert ("A council that was convened is not taken back" in told) is not is_offered


def test_who_may_answer_an_observation_finds_it_on_the_desk(
    browser: Client, room: Room, officer: Any, as_user: Callable[..., Client]
) -> None:
    seed_parameters(by=None)
    assert "on your lists" not in browser.get("/").text
    observe(KIND, room, "Roof", named="Room", owner=Body.objects.get(kind=BodyKind.REGION), by=officer)
    assert "1 observation on your lists" in browser.get("/").text
    assert "on your lists" not in as_user(user_as(Role.COMMUNE, room.place)).get("/").text


def test_what_a_form_changed_and_observed_is_taken_back_with_it(browser: Client, room: Room) -> None:
    read_back(browser, written(form_from(browser), seats="55", observation="Roof under repair"))
    record(browser)
    form = ReturnedForm.objects.get()
    assert "2 changes taken back" in browser.post(reverse("documents:undo_form", args=[form.pk]), follow=True).text
    room.refresh_from_db()
    assert room.seats == 40
    assert not Observation.objects.exists()


def test_a_locked_cell_that_was_written_over_stops_the_form(browser: Client, room: Room) -> None:
    told = read_back(browser, written(form_from(browser), name="Another"))
    assert "stops the form" in told
    room.refresh_from_db()
    assert room.name_fr == "Salle des fêtes"


@pytest.mark.parametrize(
    ("head", "value", "told"),
    [
        ("seats", "many", "Enter a whole number"),
        ("seats", "-3", "greater than or equal to"),
        ("state", "burnt", "is not in the list of this column"),
        ("state", None, "This field is required"),
        ("name_fr", None, "This field is required"),
        ("observation", "x" * 501, "at most 500 characters"),
    ],
)
def test_a_cell_that_its_field_refuses_stops_the_form_with_its_sentence(
    browser: Client, room: Room, head: str, value: Any, told: str
) -> None:
    assert told in read_back(browser, written(form_from(browser), **{head: value}))
    assert record(browser)
    room.refresh_from_db()
    assert (room.seats, room.is_open, Observation.objects.count()) == (40, True, 0)


def test_a_row_that_is_no_longer_mine_to_correct_stops_the_form(browser: Client, room: Room) -> None:
    file = written(form_from(browser), seats="55")
    Room.objects.filter(pk=room.pk).update(place=make_commune(), lender=make_body(BodyKind.COMMUNE))
    assert "not yours to change" in read_back(browser, file)


def test_what_was_observed_is_shown_on_the_page_of_the_row_until_it_is_settled(browser: Client, room: Room) -> None:
    read_back(browser, written(form_from(browser), observation="Roof under repair"))
    record(browser)
    assert "Roof under repair" in browser.get(room.get_absolute_url()).text
    assert "Roof under repair" in browser.get(reverse("documents:observations")).text
    found = Observation.objects.get()
    page = browser.get(found.get_absolute_url()).text
    assert room.get_absolute_url() in page
    assert "Roof under repair" in page
    sheet = form_from(browser).worksheets[0]
    assert sheet.cell(2, column("observation")).value == "Roof under repair"
    browser.post(reverse("documents:settle_observation", args=[found.pk]))
    assert "Roof under repair" not in browser.get(room.get_absolute_url()).text
    assert Entry.objects.filter(verb="observation.settled").count() == 1


def test_a_newer_word_takes_the_place_of_an_older_and_an_emptied_cell_takes_it_away(
    browser: Client, room: Room
) -> None:
    read_back(browser, written(form_from(browser), observation="Roof under repair"))
    record(browser)
    read_back(browser, written(form_from(browser), observation="Open again"))
    record(browser)
    assert [one.text for one in Observation.objects.all()] == ["Open again"]
    read_back(browser, written(form_from(browser), observation=None))
    record(browser)
    assert not Observation.objects.exists()


def test_an_observation_that_nobody_settled_goes_in_its_time(officer: Any, room: Room) -> None:
    seed_parameters(by=None)
    observe(KIND, room, "Roof", named="Room", owner=room.lender, by=officer)
    said = Observation.objects.get()
    assert not observations_due(clock.today() + dt.timedelta(days=89))
    let_observations_go([due.pk for due in observations_due(clock.today() + dt.timedelta(days=90))])
    assert not Observation.objects.exists()
    assert not settle(said, row=room, by=officer)
    assert not Entry.objects.filter(verb="observation.settled").exists()


def test_the_form_asks_as_many_queries_for_two_rows_as_for_twenty(browser: Client, room: Room) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            form_from(browser)
        return len(queries)

    few = asked()
    for n in range(20):
        make_room(lender=room.lender, place=room.place, name_fr=f"Autre {n}", name_ar=f"أخرى {n}")
    assert asked() == few


def test_every_list_that_is_exported_is_offered_as_a_form_with_headings_that_differ() -> None:
    for form in LIST_FORMS.values():
        assert AS_FORM[form.name] is form
        assert form.permission in GIVING_BACK
        for language in ("ar", "fr"):
            with translation.override(language):
                heads = [str(field.label) for field in form.round_trip().fields]
            assert len(set(heads)) == len(heads), (form.name, language, heads)
    assert {kind.permission for kind in FORMS.values()} <= set(GIVING_BACK)


def listings_written() -> Iterator[tuple[str, str]]:
    """Each list that the product writes down, in which module, with the names it is exported under as a pattern."""
    for path in sorted(Path(takwin.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Listing":
                said = next((word.value for word in node.keywords if word.arg == "export_name"), None)
                yield path.stem if path.stem != "tables" else path.parent.name, pattern_of(said)


def pattern_of(said: ast.expr | None) -> str:
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return "".join(re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in parts if one)


def test_every_list_of_the_product_is_offered_as_a_form_but_that_of_what_came_back_in_forms() -> None:
    lists = list(listings_written())
    assert len(lists) > len(AS_FORM) / 2
    assert [
        where for where, pattern in lists if not any(re.fullmatch(pattern, name) for name in AS_FORM)
    ] == ["observation_views"]  # fmt: skip
    assert {way.listing.export_name for way in WAYS.values()} <= AS_FORM.keys()


@pytest.mark.parametrize(
    ("constraint", "facts"), [("observation_once_per_row", {}), ("observation_says_something", {"text": "", "key": 9})]
)
def test_constraints_of_observations(officer: Any, room: Room, constraint: str, facts: dict[str, Any]) -> None:
    observe(KIND, room, "Roof", named="Room", owner=room.lender, by=officer)
    kept = Observation.objects.get()
    with breaks(Observation, constraint):
        fresh = Observation(kind=KIND, key=room.pk, named="Room", text="Again", owner=room.lender, said_at=kept.said_at)
        for name, value in facts.items():
            setattr(fresh, name, value)
        fresh.save()


@pytest.mark.django_db(transaction=True)
def test_two_who_observe_the_same_row_at_once_leave_one_observation(officer: Any, room: Room) -> None:
    def say(n: int) -> None:
        observe(KIND, room, f"Roof {n}", named="Room", owner=room.lender, by=officer)

    at_once(*[partial(say, n) for n in range(4)])
    assert Observation.objects.count() == 1
