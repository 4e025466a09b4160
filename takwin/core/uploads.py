"""Uploads larger than ``settings.UPLOAD_LIMIT`` are dropped while they arrive, and said so at their field.

The handler stands first in ``FILE_UPLOAD_HANDLERS``: past the limit no byte goes further, neither to memory
nor to disk. The rest of the request is still read, since a browser shows no answer to a request it could not
finish sending; the form then finds an empty file of the true size, which ``within_limit`` refuses.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


class Scan(NamedTuple):
    """The bytes of a proof, a signed paper, a photo, with the name under which it came and its true kind."""

    data: bytes
    name: str
    content_type: str


class LimitedUploadHandler(FileUploadHandler):
    """Passes a file on to the next handlers until it grows past the limit."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= settings.UPLOAD_LIMIT else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if file_size <= settings.UPLOAD_LIMIT:
            return None  # the next handlers have it
        for handler in self.request.upload_handlers if self.request else ():
            if begun := getattr(handler, "file", None):
                begun.close()  # what arrived before the limit leaves memory and disk
        refused = SimpleUploadedFile(self.file_name or "", b"", self.content_type or "application/octet-stream")
        refused.size = file_size
        return refused


def within_limit(upload: "UploadedFile[Any]") -> None:
    """Validator of every file field: refuses what the handler dropped."""
    size = upload.size or 0
    if size > settings.UPLOAD_LIMIT:
        raise ValidationError(
            _("This file is %(size)s; the largest accepted is %(limit)s. Nothing was kept of it."),
            params={"size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_LIMIT)},
        )
