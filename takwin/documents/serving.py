"""Give papers and files to a reader whose right has been asked of the thing they hang on."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from takwin.documents.actions import path_of
from takwin.documents.models import Paper, StoredFile
from takwin.documents.papers.engine import render


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
    """The paper as a PDF to read on screen, or to keep."""
    return pdf_bytes_response(pdf_of(paper), f"{paper.reference}.pdf", download=download)


def pdf_bytes_response(data: bytes, name: str, *, download: bool = False) -> HttpResponse:
    """A PDF under a file name that survives every browser."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(download, name.replace("/", "-")) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def file_response(stored: StoredFile) -> FileResponse:
    """A stored file to keep; never shown in the page, whatever it claims to be."""
    response = FileResponse(
        path_of(stored.sha256).open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
