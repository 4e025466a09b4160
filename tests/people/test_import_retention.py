"""What imports keep of persons goes in its time; until then a recorded one can be undone."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.actions import set_parameter
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportRow, ImportTrace
from takwin.documents.imports.deciding import fix_row
from takwin.documents.imports.recording import undo_batch
from takwin.people.imports.importer import PERSONS
from takwin.people.models import Person
from takwin.people.privacy.retention import due_on, let_go
from tests.people.batches import received, recorded
from tests.people.lists import line, listed, many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
RULES = ("imports_waiting", "imports_recorded")


def days_ago(batch: ImportBatch, days: int) -> None:
    then = clock.now() - dt.timedelta(days=days)
    ImportBatch.objects.filter(pk=batch.pk).update(read_at=then)
    ImportBatch.objects.filter(pk=batch.pk).exclude(recorded_at=None).update(recorded_at=then)


def due() -> list[int]:
    counts = due_on(clock.today())
    return [counts[name] for name in RULES]


def test_a_list_never_recorded_is_emptied_after_ninety_days(officer: User) -> None:
    batch = received(listed(line(cin="148220")), officer)
    fix_row(batch.rows.get(), values={"cin": "ZT1234"}, importer=PERSONS, by=officer)
    days_ago(batch, 89)
    assert due() == [0, 0]
    days_ago(batch, 90)
    assert due() == [1, 0]
    let_go(clock.today(), by=None)
    batch.refresh_from_db()
    assert due() == [0, 0]
    assert not ImportRow.objects.exists()
    assert (batch.fixes, batch.understood, batch.count) == ({}, {}, 0)


def test_an_import_can_be_undone_until_its_traces_go(officer: User) -> None:
    batch = recorded(listed(*many(3)), officer)
    days_ago(batch, 89)
    let_go(clock.today(), by=None)
    assert ImportTrace.objects.exists()
    days_ago(batch, 90)
    assert due()[1] > 0
    let_go(clock.today(), by=None)
    assert not ImportTrace.objects.exists()
    with pytest.raises(ValidationError, match="time has passed"):
        undo_batch(batch, importer=PERSONS, by=officer)
    batch.refresh_from_db()
    assert batch.state == BatchState.RECORDED
    assert Person.objects.count() == 3


def test_the_days_are_a_dated_figure(officer: User) -> None:
    set_parameter(key="retention_import_days", value="10", starts_on=clock.today(), source="لجنة", by=officer)
    days_ago(received(listed(line()), officer), 10)
    assert due() == [1, 0]


def test_an_import_that_changed_nothing_can_always_be_undone(officer: User) -> None:
    recorded(listed(*many(2)), officer)
    again = recorded(listed(*many(2), []), officer)
    undo_batch(again, importer=PERSONS, by=officer)
    assert Person.objects.count() == 2


def test_a_list_past_its_time_opens_no_page_and_says_so(as_user: Callable[..., Client], officer: User) -> None:
    waiting, done = received(listed(line()), officer), recorded(listed(*many(2)), officer)
    for batch in (waiting, done):
        days_ago(batch, 90)
    let_go(clock.today(), by=None)
    browser = as_user(officer)
    for name in ("understood", "preview", "record", "corrected"):
        assert browser.get(reverse(f"people:{name}", args=[waiting.pk])).url == reverse("people:imports")
    page = browser.get(reverse("people:imports")).text
    assert "past its time: send the file again" in page
    assert "cannot be undone any more" in page
