"""A form goes out, comes back from every hand, and only what changed is seen. Rooms stand for any list."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from openpyxl.worksheet.worksheet import Worksheet

from takwin.core import clock
from takwin.core.text import tidy
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Room
from takwin.documents.actions import store_file
from takwin.documents.forms import FormField, FormKind, RoundTrip, bring_form, compare, form_workbook, one_by_one
from takwin.documents.forms.recording import comparison_of, receive_form, record_form
from takwin.documents.forms.spec import FORMS
from takwin.documents.models import ReturnedForm, StoredFile
from takwin.documents.sheets import open_sheet
from takwin.journal.models import Entry
from takwin.rights.enums import Permission
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_room

pytestmark = pytest.mark.django_db
KINDS = [("a", translation.gettext_lazy("male")), ("b", translation.gettext_lazy("female"))]
Change = Callable[[Worksheet], None]


def number(text: str) -> int:
    if not text.isdigit():
        raise ValidationError("A number of seats.")
    return int(text)


def write(room: Room, values: dict[str, Any], *, by: Any) -> None:
    if values.get("seats") == 13:
        raise ValidationError("Not thirteen.")
    for name, value in values.items():
        setattr(room, name, value)
    room.save()


def rooms_of(owner: Body) -> RoundTrip:
    return RoundTrip(
        kind="tests.rooms",
        title="Rooms",
        fields=(
            FormField("name_fr", "Room", lambda room: room.name_fr),
            FormField("address", "Address", lambda room: room.address, tidy),
            FormField("seats", "Seats", lambda room: room.seats, number),
        ),
        rows=lambda user: Room.objects.filter(lender=owner).order_by("pk"),
        named=lambda room: room.name_fr,
        write=one_by_one(write),
        owner=lambda user: owner,
        home="/",
    )


@pytest.fixture
def owner() -> Body:
    return make_body(BodyKind.COMMUNE)


@pytest.fixture
def spec(owner: Body) -> Iterator[RoundTrip]:
    rooms = rooms_of(owner)
    bring_form(FormKind(rooms.kind, Permission.BODY_EDIT, lambda about, user: rooms))
    yield rooms
    del FORMS[rooms.kind]


@pytest.fixture
def user() -> Any:
    return make_user()


@pytest.fixture
def rooms(owner: Body) -> list[Room]:
    return [make_room(lender=owner, seats=10 + n, address=f"{n} rue", name_fr=f"Salle {n}") for n in range(4)]


def sent(spec: RoundTrip, user: Any, language: str = "fr") -> bytes:
    return form_workbook(spec, list(spec.rows(user)), language=language, by=user)


def changed(data: bytes, change: Change) -> bytes:
    """The form as someone saves it again, by another program than the one that made it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.worksheets[0])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def back(data: bytes, spec: RoundTrip, user: Any) -> Any:
    return compare(open_sheet(data, "form.xlsx"), spec, user)


def said(found: Any) -> str:
    return " | ".join(remark.sentence for remark in found.remarks)


def nothing(sheet: Worksheet) -> None:
    """Saved as it was."""


def sort_rows(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def swap_columns(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=1):
        row[2].value, row[3].value = row[3].value, row[2].value


def blank_line(sheet: Worksheet) -> None:
    sheet.insert_rows(3)


def as_numbers(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=2, min_col=4, max_col=4):
        row[0].value = int(row[0].value)


@pytest.mark.parametrize("change", [nothing, sort_rows, swap_columns, blank_line, as_numbers])
@pytest.mark.usefixtures("rooms")
def test_a_form_that_comes_back_as_it_was_changes_nothing(change: Change, spec: RoundTrip, user: Any) -> None:
    found = back(changed(sent(spec, user), change), spec, user)
    assert (found.differences, found.remarks, found.read) == ([], [], 4)


@pytest.mark.usefixtures("rooms")
def test_a_form_in_arabic_reads_from_right_to_left_and_is_locked_but_for_what_is_asked(
    spec: RoundTrip, user: Any
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sent(spec, user, "ar")))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    locked = {sheet.cell(1, c).value: sheet.cell(2, c).protection.locked for c in range(2, 5)}
    assert locked == {"Room": True, "Address": False, "Seats": False}
    assert sheet.cell(1, 3).protection.locked
    assert sheet.cell(2, 4).number_format == "@"


def test_only_what_changed_is_seen_with_what_it_was(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C3"] = "9 avenue"

    found = back(changed(sent(spec, user), change), spec, user)
    (one,) = found.differences
    assert (one.key, one.before, one.after, one.row) == (rooms[1].pk, "1 rue", "9 avenue", 3)
    assert not found.stops


def test_what_changed_here_meanwhile_is_a_conflict_unless_both_say_the_same(
    spec: RoundTrip, user: Any, rooms: list[Room]
) -> None:
    data = sent(spec, user)
    Room.objects.filter(pk=rooms[0].pk).update(address="3 impasse")

    def other(sheet: Worksheet) -> None:
        sheet["C2"] = "9 avenue"

    def same(sheet: Worksheet) -> None:
        sheet["C2"] = "3 impasse"

    (one,) = back(changed(data, other), spec, user).differences
    assert (one.is_conflict, one.now) == (True, "3 impasse")
    assert back(changed(data, same), spec, user).differences == []
    assert back(data, spec, user).differences == [], "nobody touched that cell there"


def test_rows_deleted_change_nothing_and_are_counted(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    found = back(changed(sent(spec, user), lambda sheet: sheet.delete_rows(3)), spec, user)
    assert "1 row that was sent is no longer in the file" in said(found)
    assert (found.differences, found.stops) == ([], [])


def test_a_row_added_by_hand_is_said_and_left(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    found = back(changed(sent(spec, user), lambda sheet: sheet.append([None, "Salle 9", "x", "4"])), spec, user)
    assert "This row was added" in said(found)
    assert not found.stops


def test_a_row_moved_under_another_key_stops_the_form(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    def move(sheet: Worksheet) -> None:
        for column in "BCD":
            sheet[f"{column}2"], sheet[f"{column}3"] = sheet[f"{column}3"].value, sheet[f"{column}2"].value

    found = back(changed(sent(spec, user), move), spec, user)
    assert len(found.stops) == 2
    assert "the row was moved, or retyped" in said(found)


def test_a_key_that_was_altered_stops_the_form(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    def alter(sheet: Worksheet) -> None:
        sheet["A2"] = sheet["A2"].value.replace("A", "B", 1)

    assert "hidden key was altered" in said(back(changed(sent(spec, user), alter), spec, user))


def test_a_row_pasted_from_another_form_stops_the_form(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    other = openpyxl.load_workbook(io.BytesIO(sent(spec, user))).worksheets[0]["A2"].value

    def paste(sheet: Worksheet) -> None:
        sheet["A2"] = other

    assert "comes from another form" in said(back(changed(sent(spec, user), paste), spec, user))


def test_a_row_that_stands_twice_stops_only_when_the_two_differ(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    def twice(sheet: Worksheet) -> None:
        sheet.append([cell.value for cell in sheet[2]])

    def twice_otherwise(sheet: Worksheet) -> None:
        twice(sheet)
        sheet.cell(sheet.max_row, 3).value = "elsewhere"

    data = sent(spec, user)
    assert not back(changed(data, twice), spec, user).stops
    assert back(changed(data, twice_otherwise), spec, user).stops


def test_a_neighbour_s_rows_are_refused(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    found = back(sent(spec, user), rooms_of(make_body(BodyKind.COMMUNE)), user)
    assert len(found.stops) == 4
    assert "not yours to change" in said(found)


def test_a_cell_that_cannot_be_read_stops_the_form_with_its_sentence(
    spec: RoundTrip, user: Any, rooms: list[Room]
) -> None:
    def write_words(sheet: Worksheet) -> None:
        sheet["D2"] = "many"

    assert "Seats, “many”: A number of seats." in said(back(changed(sent(spec, user), write_words), spec, user))


def test_a_column_taken_away_is_said_and_changes_nothing(spec: RoundTrip, user: Any, rooms: list[Room]) -> None:
    found = back(changed(sent(spec, user), lambda sheet: sheet.delete_cols(3)), spec, user)
    assert "“Address” is not in the file" in said(found)
    assert (found.differences, found.stops) == ([], [])


@pytest.mark.parametrize("change", [lambda sheet: sheet.delete_cols(1), lambda sheet: sheet.delete_rows(1)])
@pytest.mark.usefixtures("rooms")
def test_a_file_without_its_hidden_column_is_no_form(change: Change, spec: RoundTrip, user: Any) -> None:
    with pytest.raises(ValidationError, match="not a form sent by Takwin"):
        back(changed(sent(spec, user), change), spec, user)


@pytest.mark.usefixtures("rooms")
def test_a_forged_heading_is_refused(spec: RoundTrip, user: Any) -> None:
    def forge(sheet: Worksheet) -> None:
        sheet["A1"] = "TAKWIN-FORM-1.e30=.0000"

    with pytest.raises(ValidationError, match="hidden key was altered"):
        back(changed(sent(spec, user), forge), spec, user)


@pytest.mark.usefixtures("rooms")
def test_a_form_of_another_list_is_refused(spec: RoundTrip, user: Any, owner: Body) -> None:
    other = replace(spec, kind="tests.other")
    with pytest.raises(ValidationError, match="another list"):
        back(sent(spec, user), other, user)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3", "+x", "\u200e=1"])
def test_nothing_in_a_form_runs_and_what_was_disarmed_is_no_change(
    text: str, spec: RoundTrip, user: Any, rooms: list[Room]
) -> None:
    Room.objects.filter(pk=rooms[0].pk).update(address=text)
    data = sent(spec, user)
    assert not str(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["C2"].value).startswith(("=", "@", "-", "+"))
    assert back(changed(data, nothing), spec, user).differences == []


def test_codes_are_chosen_from_a_list_and_read_in_every_language(user: Any, rooms: list[Room], owner: Body) -> None:
    choices = [("10", translation.gettext_lazy("female")), ("11", translation.gettext_lazy("male"))]
    field = FormField("seats", "Kind", lambda room: str(room.seats), choices=choices)
    spec = replace(rooms_of(owner), fields=(field,))
    data = sent(spec, user)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.data_validations.dataValidation[0].type == "list"

    def choose(sheet: Worksheet) -> None:
        sheet["B2"] = "male"
        sheet["B3"] = "nobody"

    found = back(changed(data, choose), spec, user)
    assert [one.value for one in found.differences] == ["11"]
    assert "“nobody” is not in the list" in said(found)


def test_a_long_list_of_codes_stands_on_a_sheet_that_nobody_sees(user: Any, rooms: list[Room], owner: Body) -> None:
    choices = [(str(n), f"A rather long label number {n}") for n in range(40)]
    field = FormField("seats", "Kind", lambda room: str(room.seats), choices=choices)
    spec = replace(rooms_of(owner), fields=(field,))
    data = sent(spec, user)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.worksheets[1].sheet_state == "veryHidden"
    assert back(changed(data, nothing), spec, user).remarks == []


def received(data: bytes, user: Any) -> ReturnedForm:
    return receive_form(data, "form.xlsx", by=user)


def test_a_form_is_recorded_once_and_read_again_changes_nothing(
    spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C3"] = "9 avenue"

    data = changed(sent(spec, user), change)
    form = received(data, user)
    assert received(data, user) == form
    assert record_form(form, by=user) == 1
    assert Room.objects.get(pk=rooms[1].pk).address == "9 avenue"
    with pytest.raises(ValidationError, match="already recorded"):
        record_form(form, by=user)
    again = received(data, user)
    assert comparison_of(again, user).differences == []
    facts = Entry.objects.get(verb="form.recorded").facts
    assert (facts["changes"], facts["rows"]) == (1, 4)
    assert "avenue" not in str(facts)


def test_one_row_refused_undoes_all(spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"] = "9 avenue"
        sheet["D3"] = "13"

    form = received(changed(sent(spec, user), change), user)
    with pytest.raises(ValidationError, match="Row 3: Not thirteen"):
        record_form(form, by=user)
    assert Room.objects.get(pk=rooms[0].pk).address == "0 rue"
    assert not Entry.objects.filter(verb="form.recorded").exists()


def test_a_form_that_stops_is_not_recorded(spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"] = "9 avenue"
        sheet["B3"] = "Another room"

    form = received(changed(sent(spec, user), change), user)
    with pytest.raises(ValidationError, match="moved, or retyped"):
        record_form(form, by=user)
    assert Room.objects.get(pk=rooms[0].pk).address == "0 rue"


def test_a_conflict_is_recorded_only_when_it_is_taken(
    spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"] = "9 avenue"

    data = changed(sent(spec, user), change)
    Room.objects.filter(pk=rooms[0].pk).update(address="3 impasse")
    left = received(data, user)
    assert record_form(left, by=user) == 0
    assert Room.objects.get(pk=rooms[0].pk).address == "3 impasse"
    taken = received(data, user)
    assert record_form(taken, choices=[f"{rooms[0].pk}:address", "junk"], by=user) == 1
    assert Room.objects.get(pk=rooms[0].pk).address == "9 avenue"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rest", b"nom;cin\n1;2"])
@pytest.mark.usefixtures("rooms")
def test_what_is_no_workbook_leaves_no_trace(data: bytes, spec: RoundTrip, owner: Body, user: Any) -> None:
    with pytest.raises(ValidationError):
        received(data, user)
    assert not StoredFile.objects.exists()


def test_a_form_whose_file_was_let_go_says_so(spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]) -> None:
    form = received(sent(spec, user), user)
    form.file.erased_at = clock.now()
    with pytest.raises(ValidationError, match="kept for its time"):
        comparison_of(form, user)


def test_a_recorded_form_has_its_date(owner: Body) -> None:
    file = store_file(b"x", name="x.xlsx", content_type="x", owner=owner, by=None)
    with breaks(ReturnedForm, "returned_form_recorded_at_matches_state"):
        ReturnedForm.objects.create(kind="x", owner=owner, file=file, state="recorded", received_at=clock.now())
