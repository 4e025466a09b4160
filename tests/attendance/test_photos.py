"""Photographs of a signed sheet beside the ordinary way: read again, removed, recorded while somebody seals."""

import datetime as dt
import threading
from contextlib import closing
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance import actions as ledger
from takwin.attendance.enums import PhotoState, Source, Status
from takwin.attendance.models import Expected, Mark, Presence, Register, SheetPhoto
from takwin.attendance.scans import actions
from takwin.attendance.scans.queries import said_by_person, weighed
from takwin.attendance.shown import photos
from takwin.attendance.sync.enums import Why
from takwin.attendance.sync.models import Case
from takwin.core import clock
from takwin.documents.scans.ink import Ink
from takwin.journal.models import Entry
from tests.attendance.test_sheets_read import _jpeg, person_at, photo_of
from tests.factories.attendance import make_expected, make_register
from tests.factories.directory import make_region
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> Register:
    return make_register(days=1, place=make_region())


@pytest.fixture
def lines(register: Register) -> list[Expected]:
    return [make_expected(register) for _n in range(3)]


@pytest.fixture
def officer(register: Register) -> User:
    return officer_of(register.place)


def test_a_photo_whose_reading_broke_off_is_read_again(as_user: Any, register: Register, officer: User) -> None:
    browser = as_user(officer)
    with patch("takwin.attendance.scans.actions.later"):
        photo = actions.receive_photo(register, _jpeg(), name="x.jpg", by=officer)
    with patch.object(actions, "read_page", side_effect=MemoryError), pytest.raises(MemoryError):
        actions.read_photo(photo, by=officer)
    again = reverse("attendance:read_photo_again", args=[photo.pk])
    assert again not in browser.get(photo.get_absolute_url()).content.decode()
    SheetPhoto.objects.update(received_at=clock.now() - dt.timedelta(minutes=3))
    assert again in browser.get(photo.get_absolute_url()).content.decode()
    with patch("takwin.attendance.scans.actions.later") as asked:
        assert browser.post(again).status_code == 302
    assert asked.call_args.kwargs["photo"] == photo
    assert actions.read_photo(photo, by=officer).state == PhotoState.REFUSED
    with patch("takwin.attendance.scans.actions.later"):
        assert actions.read_again(photo, by=officer).refusal == ""


def test_a_photo_of_no_use_is_removed_with_its_bytes_and_may_be_sent_again(
    as_user: Any, register: Register, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    with patch("takwin.attendance.scans.actions.later"):
        photo = actions.receive_photo(register, _jpeg(), name="x.jpg", by=officer)
    actions.read_photo(photo, by=officer)
    discard, path = reverse("attendance:discard_photo", args=[photo.pk]), actions.path_of(photo.file.sha256)
    assert discard in as_user(officer).get(photo.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_user(officer).post(discard)
    assert answer["Location"] == reverse("attendance:photos", args=[register.pk])
    assert not SheetPhoto.objects.exists()
    assert not path.exists()


def test_a_photo_that_was_read_is_a_proof_and_stays(
    as_user: Any, register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer)
    for act in ("discard_photo", "read_photo_again"):
        told = as_user(officer).post(reverse(f"attendance:{act}", args=[photo.pk]), follow=True)
        assert "already read" in told.content.decode()
    assert SheetPhoto.objects.get().state == PhotoState.READ


@pytest.mark.django_db(transaction=True)
def test_no_seal_comes_between_what_is_weighed_and_what_is_written(
    register: Register, lines: list[Expected], officer: User
) -> None:
    """Whoever seals meanwhile waits: the box is written before the seal, not as a correction after it."""
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0))
    half = register.half_days.earliest("day", "part")
    sealing: list[threading.Thread] = []

    def seal() -> None:
        with closing(connection):
            ledger.seal(half, by=officer)

    def while_weighed(asked: SheetPhoto) -> Any:
        found = weighed(asked)
        sealing.append(threading.Thread(target=seal))
        sealing[0].start()
        sealing[0].join(1)
        return found

    with patch.object(actions, "weighed", while_weighed):
        actions.record_photo(photo, by=officer)
    sealing[0].join()
    half.refresh_from_db()
    mark = Mark.objects.get(person=person_at(photo, 1), part=half.part)
    assert (mark.source, mark.status) == (Source.SHEET, Status.PRESENT)
    assert half.sealed_at > mark.at


def test_a_page_costs_as_many_statements_with_four_boxes_as_with_forty_eight(register: Register, officer: User) -> None:
    """Clear signatures, and as many counter-entries decided by a person."""
    spent = []
    for people in (1, 12):
        found = make_register(days=2, place=register.place)
        for _n in range(people):
            make_expected(found)
        photo = photo_of(found, officer, **{f"r{r}c{c}": (Ink.HAND, 1.0) for r in range(1, 14) for c in range(1, 5)})
        half = found.half_days.earliest("day", "part")
        for line in found.expected.all():
            ledger.mark(half, line.person_id, Status.ABSENT, by=officer)
        photo.boxes.filter(day=half.day, part=half.part, person__isnull=False).update(said="present", said_by=officer)
        with CaptureQueriesContext(connection) as asked:
            actions.record_photo(photo, by=officer)
        spent.append(len(asked))
        assert Presence.objects.filter(register=found, status=Status.PRESENT).count() == people * 4
        assert Mark.objects.filter(register=found, source=Source.CORRECTION).exclude(reason="").count() == people
    assert spent[0] == spent[1] < 30


def test_a_first_word_holds_over_a_correction_that_was_taken_back(
    register: Register, lines: list[Expected], officer: User
) -> None:
    half = register.half_days.earliest("day", "part")
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0))
    for status in (Status.PRESENT, ""):
        ledger.correct_presence(half, photo.boxes.get(row=1, column=1).person, status, reason="x", by=officer)
    actions.record_photo(photo, by=officer)
    said = Mark.objects.filter(person=person_at(photo, 1)).order_by("pk").values_list("status", "source")
    assert list(said)[2:] == [(Status.PRESENT, Source.SHEET), (Status.PRESENT, Source.CORRECTION)]
    assert Presence.objects.get(person=person_at(photo, 1)).status == Status.PRESENT
    assert Entry.objects.filter(verb="presence.corrected").count() == 3


def test_what_the_ledger_does_not_take_opens_a_case_that_says_why(
    register: Register, lines: list[Expected], officer: User
) -> None:
    """Present elsewhere first; a half-day that left the register since; one that has not come."""
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0), r2c2=(Ink.HAND, 1.0), r3c1=(Ink.HAND, 1.0))
    half = register.half_days.earliest("day", "part")
    other = make_register(days=1, place=register.place)
    elsewhere = other.half_days.get(day=half.day, part=half.part)
    person = photo.boxes.get(row=1, column=1).person
    ledger.correct_presence(elsewhere, person, Status.PRESENT, reason="x", by=officer)
    register.half_days.exclude(pk=half.pk).delete()
    photo.boxes.filter(row=3, column=1).update(day=clock.today() + dt.timedelta(days=9))
    actions.record_photo(photo, by=officer)
    cases = {(case.person_id, case.why, case.other_id) for case in Case.objects.all()}
    assert cases == {
        (person.pk, Why.TWO_PLACES, other.pk),
        (person_at(photo, 2), Why.NOT_KEPT, None),
        (person_at(photo, 3), Why.NOT_BEGUN, None),
    }


def test_a_page_read_waits_on_the_desk_until_it_is_recorded(
    as_user: Any, register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 0.5), r2c1=(Ink.HAND, 1.0))
    assert [one.url for one in photos(officer)] == [photo.get_absolute_url()]
    assert list(photos(officer_of(make_region()))) == []
    rows = said_by_person(weighed(photo))
    assert [marks[0] for _row, _person, marks, _told in rows] == ["", Status.PRESENT, ""]
    actions.decide(photo.boxes.get(row=1, column=1), "present", by=officer)
    rows = said_by_person(weighed(photo))
    assert rows[0][2][0] == Status.PRESENT
    actions.record_photo(photo, by=officer)
    assert list(photos(officer)) == []
