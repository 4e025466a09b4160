from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.test import RequestFactory

from takwin.core.uploads import LimitedUploadHandler, within_limit

HANDLERS = [
    "takwin.core.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


class UploadForm(forms.Form):
    title = forms.CharField()
    file = forms.FileField(validators=[within_limit])


def posted(size: int) -> HttpRequest:
    upload = BytesIO(b"x" * size)
    upload.name = "members.xlsx"
    return RequestFactory().post("/", {"title": "Taza", "file": upload})


def sentence(request: HttpRequest) -> str:
    form = UploadForm(request.POST, request.FILES)
    assert form["title"].value() == "Taza"
    return " ".join(form.errors.get("file", []))


@pytest.mark.parametrize(("size", "accepted"), [(300_000, True), (300_001, False)])
def test_a_file_is_accepted_up_to_the_limit_and_not_a_byte_more(settings, size: int, accepted: bool) -> None:
    settings.UPLOAD_LIMIT = 300_000
    settings.FILE_UPLOAD_HANDLERS = HANDLERS

    request = posted(size)

    assert (sentence(request) == "") is accepted
    assert request.FILES["file"].size == size
    assert len(request.FILES["file"].read()) == (size if accepted else 0)


def test_a_200_mb_file_is_refused_with_its_size_and_reaches_neither_memory_nor_disk(settings, monkeypatch) -> None:
    settings.UPLOAD_LIMIT = 20 * 1024 * 1024
    settings.FILE_UPLOAD_HANDLERS = HANDLERS
    passed_on = []
    for kind in (MemoryFileUploadHandler, TemporaryFileUploadHandler):

        def receive(self: Any, data: bytes, start: int, received: Any = kind.receive_data_chunk) -> Any:
            passed_on.append(len(data))
            return received(self, data, start)

        monkeypatch.setattr(kind, "receive_data_chunk", receive)

    told = sentence(posted(200 * 1024 * 1024))

    assert "200.0\xa0MB" in told
    assert "20.0\xa0MB" in told
    assert sum(passed_on) <= 2 * settings.UPLOAD_LIMIT  # each of the two handlers, up to the limit


def test_the_handler_is_the_first_of_the_installation(settings) -> None:
    assert settings.FILE_UPLOAD_HANDLERS[0] == f"{LimitedUploadHandler.__module__}.{LimitedUploadHandler.__name__}"
