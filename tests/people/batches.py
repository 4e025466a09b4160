"""Lists sent and read, for tests of their import."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.reading import read_batch, receive_file
from takwin.documents.imports.recording import record_batch
from takwin.people.imports.importer import PERSONS
from takwin.people.imports.owners import owner_for


def received(data: bytes, by: User, name: str = "liste.xlsx") -> ImportBatch:
    """A list sent by the province of the officer, and read."""
    owner = owner_for(by)
    assert owner
    batch = receive_file(
        data, name, importer=PERSONS, owner=owner, place=owner.place, options={"since": "2021-09-08"}, by=by
    )
    read_batch(batch, importer=PERSONS, by=by, anew=True)
    return ImportBatch.objects.get(pk=batch.pk)


def recorded(data: bytes, by: User) -> ImportBatch:
    batch = received(data, by)
    record_batch(batch, importer=PERSONS, by=by)
    return ImportBatch.objects.get(pk=batch.pk)


def stops(batch: ImportBatch) -> list[tuple[str, str]]:
    """Addresses and reasons of the cells that stop, in the order of the file."""
    return [
        (said[0], said[2])
        for data in batch.rows.order_by("position").values_list("data", flat=True)
        for said in (*data["problems"], *data["judged"])
        if said[3]
    ]


def sent(browser: Client, data: bytes, body: Body, name: str = "liste.xlsx") -> Any:
    file = SimpleUploadedFile(name, data)
    return browser.post(reverse("people:import"), {"file": file, "body": body.pk, "since": "2021-09-08"})
