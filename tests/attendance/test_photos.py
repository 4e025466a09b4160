"""Photographs of a signed sheet beside the ordinary way: read again, removed, recorded while somebody seals."""

import datetime as dt
import threading
from contextlib import closing
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance import actions as ledger
from takwin.attendance.enums import PhotoState, Source, Status
from takwin.attendance.models import Expected, Mark, Register, SheetPhoto
from takwin.attendance.scans import actions
from takwin.attendance.scans.queries import weighed
from takwin.core import clock
from takwin.documents.scans.judging import Ink
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
