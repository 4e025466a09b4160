"""A form that was recorded is taken back as a whole, or not at all."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl.worksheet.worksheet import Worksheet

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Room
from takwin.documents.actions import store_file
from takwin.documents.forms import RoundTrip
from takwin.documents.forms.recording import record_form, undo_form
from takwin.documents.models import ReturnedForm
from takwin.journal.models import Entry
from tests.constraints import breaks
from tests.documents.test_forms import changed, owner, received, rooms, sent, spec, user
from tests.factories.directory import make_body

pytestmark = pytest.mark.django_db
__all__ = ["owner", "rooms", "spec", "user"]


def change_two(sheet: Worksheet) -> None:
    sheet["C2"], sheet["D3"] = "9 avenue", "30"


def test_a_form_is_undone_as_a_whole_and_only_once(spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]) -> None:
    form = received(changed(sent(spec, user), change_two), user)
    record_form(form, by=user)
    assert undo_form(form, by=user) == 2
    assert [(room.address, room.seats) for room in Room.objects.order_by("pk")[:2]] == [("0 rue", 10), ("1 rue", 11)]
    assert Entry.objects.filter(verb="form.undone").count() == 1
    form.refresh_from_db()
    assert form.before == []
    with pytest.raises(ValidationError, match="not recorded, or was undone"):
        undo_form(form, by=user)
    with pytest.raises(ValidationError, match="already recorded"):
        record_form(form, by=user)


def test_what_was_changed_since_keeps_the_whole_form_from_being_undone(
    spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]
) -> None:
    form = received(changed(sent(spec, user), change_two), user)
    record_form(form, by=user)
    Room.objects.filter(pk=rooms[1].pk).update(seats=31)
    with pytest.raises(ValidationError, match="Salle 1: “Seats” was changed since"):
        undo_form(form, by=user)
    assert Room.objects.get(pk=rooms[0].pk).address == "9 avenue"


def test_a_conflict_taken_is_undone_to_what_the_register_said(
    spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]
) -> None:
    data = changed(sent(spec, user), change_two)
    Room.objects.filter(pk=rooms[0].pk).update(address="")
    form = received(data, user)
    record_form(form, choices=[f"{rooms[0].pk}:address"], by=user)
    undo_form(form, by=user)
    assert Room.objects.get(pk=rooms[0].pk).address == ""


def test_a_row_that_is_no_longer_mine_or_a_time_that_has_passed_keeps_a_form_as_it_is(
    spec: RoundTrip, user: Any, owner: Body, rooms: list[Room]
) -> None:
    form = received(changed(sent(spec, user), change_two), user)
    record_form(form, by=user)
    kept = ReturnedForm.objects.get().before
    Room.objects.filter(pk=rooms[0].pk).update(lender=make_body(BodyKind.COMMUNE))
    with pytest.raises(ValidationError, match="no longer yours"):
        undo_form(form, by=user)
    ReturnedForm.objects.update(before=[])
    with pytest.raises(ValidationError, match="Its time has passed"):
        undo_form(form, by=user)
    assert len(kept) == 2


def test_an_undone_form_has_its_date(owner: Body) -> None:
    file = store_file(b"x", name="x.xlsx", content_type="x", owner=owner, by=None)
    facts = {"kind": "x", "owner": owner, "file": file, "received_at": clock.now(), "recorded_at": clock.now()}
    with breaks(ReturnedForm, "returned_form_undone_at_matches_state"):
        ReturnedForm.objects.create(**facts, state="undone")
