"""Receive course material: PDF or slides, told by their content; what runs or carries other files is refused."""

import io
import lzma
import re
import zipfile
import zlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.core.uploads import Scan, within_limit
from takwin.documents.pdfs import check_shows_pages_only

PDF = "application/pdf"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
IMPRESS = "application/vnd.oasis.opendocument.presentation"
NAMED = {PDF: ".pdf", POWERPOINT: ".pptx", IMPRESS: ".odp"}
TAIL = 2048  # a whole PDF says its end in its last bytes
MOST_INSIDE = 400 * 1024 * 1024  # unpacked; a bomb declares more
RUNS = ("vbaproject.bin", "/activex/", "/embeddings/", "basic/", "scripts/")
CHART = re.compile(r"ppt/embeddings/[^/]+\.xlsx")  # the figures of a chart: a workbook without macros


def material_type(data: bytes) -> str:
    """The media type of course material; anything else is refused in words."""
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-TAIL:]:
            raise ValidationError(gettext("This PDF is cut short: send it again, whole."))
        check_shows_pages_only(data)
        return PDF
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _slides(archive)
    except ValidationError:
        raise
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, RuntimeError, OSError, EOFError):
        raise ValidationError(_refusal()) from None


def _slides(archive: zipfile.ZipFile) -> str:
    """PowerPoint and Impress are archives that say what they are by what stands in them."""
    inside = archive.infolist()
    names = {one.filename.lower() for one in inside}
    if sum(one.file_size for one in inside) > MOST_INSIDE:
        raise ValidationError(_refusal())
    if any(mark in name for name in names if not CHART.fullmatch(name) for mark in RUNS):
        raise ValidationError(gettext("These slides hold macros or embedded files: save them without, or as PDF."))
    if {"[content_types].xml", "ppt/presentation.xml"} <= names:
        return POWERPOINT
    first = inside[0] if inside else None
    if first and first.filename == "mimetype" and first.file_size == len(IMPRESS) and _says_impress(archive):
        return IMPRESS
    raise ValidationError(_refusal())


def _says_impress(archive: zipfile.ZipFile) -> bool:
    return archive.read("mimetype") == IMPRESS.encode()


def _refusal() -> str:
    return gettext("This file is neither a PDF nor slides (PPTX, ODP).")


class MaterialField(forms.FileField):
    """Gives a ``Scan`` whose name ends as its content does."""

    def __init__(self, **kwargs: Any) -> None:
        said: dict[str, Any] = {
            "help_text": _("PDF, PPTX or ODP, at most 20 MB."),
            "validators": [within_limit],
            "widget": forms.FileInput(attrs={"accept": ",".join(NAMED.values())}),
        }
        super().__init__(**said | kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        content = upload.read()
        kind = material_type(content)
        stem = upload.name.rpartition(".")[0] or upload.name
        return Scan(content, f"{stem[:180]}{NAMED[kind]}", kind)
