"""Give papers and files to a reader whose right has been asked of the thing they hang on."""

import re
from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from takwin.documents.actions import path_of
from takwin.documents.models import Paper, StoredFile
from takwin.documents.papers.engine import render
from takwin.documents.seals import current_seals, sealed

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def pdf_of(paper: Paper) -> bytes:
    """The paper's PDF, made from its frozen facts; a cancelled paper is drawn as cancelled."""
    return render(paper.template, _as_it_stands(paper))


def pdf_of_many(template: str, papers: Sequence[Paper]) -> bytes:
    """Several papers in one PDF to print, each on its own sheet with its own number; ``template`` draws them all."""
    letters = [_as_it_stands(paper) for paper in papers]
    made_at = max(letter["paper"]["made_at"] for letter in letters)
    whole = letters[0]["paper"] | {"made_at": made_at, "state": "final"}
    return render(template, {"paper": whole, "letters": letters})


def _as_it_stands(paper: Paper) -> dict[str, Any]:
    facts: dict[str, Any] = paper.facts
    return facts | {"paper": facts["paper"] | {"state": "cancelled"}} if paper.cancelled_at else facts


def pdf_response(paper: Paper, *, download: bool = False) -> HttpResponse:
    """The paper as a PDF to read on screen, or to keep, sealed when its body has a certificate."""
    pdf = sealed(pdf_of(paper), paper, current_seals([paper.owner_id]))
    return pdf_bytes_response(pdf, f"{paper.reference}.pdf", download=download)


def pdf_bytes_response(data: bytes, name: str, *, download: bool = False) -> HttpResponse:
    """A PDF under a file name that survives every browser."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(download, name.replace("/", "-")) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def sound_response(stored: StoredFile, asked: str) -> HttpResponse:
    """A recording to be heard in the page, whole or the bytes ``asked`` for (``bytes=0-1``): some phones play nothing
    from a server that cannot give a part."""
    data = path_of(stored.sha256).read_bytes()
    part = RANGE.fullmatch(asked)
    if part and any(part.groups()):
        first, last = _bounds(part, len(data))
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(data)}"})
        response = HttpResponse(data[first : last + 1], status=206, content_type=stored.content_type)
        response["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    else:
        response = HttpResponse(data, content_type=stored.content_type)
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _bounds(part: re.Match[str], size: int) -> tuple[int, int]:
    first, last = part.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def file_response(stored: StoredFile) -> FileResponse:
    """A stored file to keep; never shown in the page, whatever it claims to be."""
    response = FileResponse(
        path_of(stored.sha256).open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
