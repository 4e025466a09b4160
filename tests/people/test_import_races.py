"""Two officers at one list, on both databases: one wins, the other is told why. A recording killed leaves nothing."""

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection

from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportTrace
from takwin.documents.imports import recording
from takwin.journal.models import Entry
from takwin.people.imports.importer import PERSONS
from takwin.people.models import IdentityDocument, Office, Person
from takwin.rights.enums import Role
from tests.factories.rights import officer_of
from tests.people.batches import received, recorded
from tests.people.lists import HEADING, book, ifrane, listed, many
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 40


def test_a_list_recorded_by_two_clicks_at_once_is_recorded_once() -> None:
    officer = officer_of(ifrane()[0].place, Role.PROVINCE_OFFICER)
    batch = received(listed(*many(ROWS)), officer)
    said = at_once(*[lambda: recording.record_batch(batch, importer=PERSONS, by=officer)] * 2)
    assert len(refusals(said)) == 1
    assert "already imported" in refusals(said)[0]
    assert Person.objects.count() == Office.objects.count() == IdentityDocument.objects.count() == ROWS
    assert Entry.objects.filter(verb="import.recorded").count() == 1


def test_one_list_recorded_by_two_officers_at_once_makes_each_person_once() -> None:
    place = ifrane()[0].place
    officers = [officer_of(place, Role.PROVINCE_OFFICER) for _n in range(2)]
    files = [listed(*many(ROWS)), book(ورقة=[HEADING, *many(ROWS)])]
    batches = [received(data, officer) for data, officer in zip(files, officers, strict=True)]
    pairs = zip(batches, officers, strict=True)
    said = at_once(*[lambda b=b, o=o: recording.record_batch(b, importer=PERSONS, by=o) for b, o in pairs])
    assert not refusals(said)
    assert sorted(one.numbers["persons"] for one in said) == [0, ROWS]
    assert Person.objects.count() == Office.objects.count() == IdentityDocument.objects.count() == ROWS


def test_one_file_read_by_two_officers_is_recorded_by_one_of_them() -> None:
    place, data = ifrane()[0].place, listed(*many(ROWS))
    officers = [officer_of(place, Role.PROVINCE_OFFICER) for _n in range(2)]
    batches = [received(data, officer) for officer in officers]
    pairs = zip(batches, officers, strict=True)
    said = at_once(*[lambda b=b, o=o: recording.record_batch(b, importer=PERSONS, by=o) for b, o in pairs])
    assert refusals(said) == ["This file has already been recorded: nothing was changed."]
    assert Person.objects.count() == ROWS
    assert sorted(ImportBatch.objects.values_list("state", flat=True)) == [BatchState.READ, BatchState.RECORDED]


def test_an_import_undone_twice_at_once_is_undone_once() -> None:
    officer = officer_of(ifrane()[0].place, Role.PROVINCE_OFFICER)
    batch = recorded(listed(*many(ROWS)), officer)
    said = at_once(*[lambda: recording.undo_batch(batch, importer=PERSONS, by=officer)] * 2)
    assert refusals(said) == ["This import is not recorded, or was undone already."]
    assert not Person.objects.exists()


def test_a_list_recorded_while_another_is_undone_leaves_whole_lists_only() -> None:
    """The second list names the persons of the first: it finds them all, or none of them."""
    officer = officer_of(ifrane()[0].place, Role.PROVINCE_OFFICER)
    first = recorded(listed(*many(ROWS)), officer)
    second = received(listed(*many(ROWS), ["ملاحظة"]), officer)
    said = at_once(
        lambda: recording.undo_batch(first, importer=PERSONS, by=officer),
        lambda: recording.record_batch(second, importer=PERSONS, by=officer),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state == BatchState.UNDONE) is not isinstance(said[0], str)
    assert (second.state == BatchState.RECORDED) is not isinstance(said[1], str)
    assert Person.objects.count() == Office.objects.count() == IdentityDocument.objects.count()
    assert Person.objects.count() in (0, ROWS)


CHILD = """
import dataclasses, os, signal, sys
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from takwin.accounts.models import User
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.recording import record_batch
from takwin.people.imports.importer import PERSONS
from takwin.people.models import Person

def save_and_die(*given):
    PERSONS.save(*given)
    print(Person.objects.count(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

dying = dataclasses.replace(PERSONS, save=save_and_die)
record_batch(ImportBatch.objects.get(), importer=dying, by=User.objects.get(pk=sys.argv[2]))
"""


def test_a_process_killed_in_the_middle_of_recording_leaves_nothing() -> None:
    officer = officer_of(ifrane()[0].place, Role.PROVINCE_OFFICER)
    batch = received(listed(*many(ROWS)), officer)
    name: Any = connection.settings_dict["NAME"]
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(name), str(officer.pk)], capture_output=True, text=True, check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
    )  # fmt: skip
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert child.stdout.strip() == str(ROWS)
    assert not Person.objects.exists()
    assert not ImportTrace.objects.exists()
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (BatchState.READ, ROWS)
    recording.record_batch(batch, importer=PERSONS, by=officer)
    assert Person.objects.count() == ROWS
