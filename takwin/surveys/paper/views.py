"""Screens of paper: print the copies, send their photographs, look at what is doubtful beside its row."""

import io

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from PIL import Image

from takwin.documents.actions import path_of
from takwin.documents.papers.engine import PaperError
from takwin.documents.scans.geometry import form_of
from takwin.documents.scans.registration import SCALE
from takwin.documents.serving import pdf_bytes_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.surveys.enums import Purpose
from takwin.surveys.models import PaperCopy, Round
from takwin.surveys.paper import actions, papers
from takwin.surveys.paper.discarding import discard_copy
from takwin.surveys.paper.enums import COPY_LOOKS, PENDING, CopyState
from takwin.surveys.paper.forms import CopyForm, PhotosForm
from takwin.surveys.paper.layout import PAPER, lines_of
from takwin.ui.forms import done
from takwin.ui.things import Crumb

EDIT = Permission.SURVEY_EDIT
# Millimetres around the boxes of a row in its crop: the words over them come with it.
LEFT, RIGHT, ABOVE, BELOW = 10, 114, 11.5, 2


def _round(request: UserRequest, pk: int) -> Round:
    mine = allowed(Round.objects, request.user, EDIT).select_related("version__questionnaire", "owner")
    return get_object_or_404(mine.exclude(version__questionnaire__purpose=Purpose.COUNCIL), pk=pk)


def _copy(request: UserRequest, pk: int) -> PaperCopy:
    mine = allowed(PaperCopy.objects, request.user, EDIT).select_related("round__version", "file")
    return get_object_or_404(mine, pk=pk)


def _way(asked: Round, *here: Crumb) -> list[Crumb]:
    return [Crumb(str(asked), asked.get_absolute_url()), *here]


@requires(EDIT)
@never_cache
def copies(request: UserRequest, pk: int) -> HttpResponse:
    """How many copies came back and what became of each, and the form that takes more."""
    found = _round(request, pk)
    form = PhotosForm(request.POST or None, request.FILES or None)
    if done(request, form, lambda: actions.receive_copies(found, form.cleaned_data["photos"], by=request.user)):
        return redirect("surveys:copies", pk)
    rows = [(copy, COPY_LOOKS[CopyState(copy.state)]) for copy in found.copies.select_related("file")]
    context = {"title": _("On paper"), "sub": found, "round": found, "form": form, "rows": rows}
    context["waits"] = any(copy.state == CopyState.WAITING for copy, _look in rows)
    context["crumbs"] = _way(found, Crumb(_("On paper")))
    return render(request, "surveys/copies.html", context, status=422 if form.errors else 200)


@requires(EDIT)
@require_GET
def printed(request: UserRequest, pk: int) -> HttpResponse:
    found = _round(request, pk)
    try:
        return pdf_bytes_response(papers.copies(found), f"{papers.FAMILY}{found.pk}.pdf")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    except PaperError:
        messages.error(request, _("A question or an answer does not hold on the sheet, or has a sign its fonts lack."))
    return redirect("surveys:copies", pk)


@requires(EDIT)
@never_cache
def copy(request: UserRequest, pk: int) -> HttpResponse:
    """What is doubtful on a copy, each row beside its picture; what one says of it goes into the bag with the rest."""
    found = _copy(request, pk)
    if found.state not in PENDING:
        return redirect("surveys:copies", found.round_id)
    lines = lines_of(found.round.version) if found.boxes else []
    form = CopyForm(request.POST or None, copy=found, lines=lines)
    if done(request, form, lambda: actions.record_copy(found, form.said(), by=request.user)):
        messages.success(request, _("Its answers are in the bag; nothing else of this copy is kept."))
        return redirect("surveys:copies", found.round_id)
    title = _("Copy %(number)s") % {"number": found.number} if found.number else _("Photo of a copy")
    context = {"title": title, "copy": found, "form": form, "sub": found.round}
    way_back = Crumb(_("On paper"), reverse("surveys:copies", args=[found.round_id]))
    context["crumbs"] = _way(found.round, way_back, Crumb(title))
    return render(request, "surveys/copy.html", context, status=422 if form.errors else 200)


@requires(EDIT)
@require_POST
def discard(request: UserRequest, pk: int) -> HttpResponse:
    found = _copy(request, pk)
    try:
        discard_copy(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("surveys:copies", found.round_id)


@requires(EDIT)
@require_GET
def crop(request: UserRequest, pk: int, row: int) -> HttpResponse:
    """A row cut from the page laid flat, until its answers are in the bag."""
    found = _copy(request, pk)
    places = [place for name, place in form_of(PAPER).boxes.items() if name.startswith(f"{row}:")]
    if found.state != CopyState.READ or found.file is None or not places:
        raise Http404
    sides = (LEFT, places[0].y - ABOVE, RIGHT, places[0].bottom + BELOW)
    out = io.BytesIO()
    with Image.open(path_of(found.file.sha256)) as flat:
        flat.crop(tuple(round(side * SCALE) for side in sides)).save(out, "JPEG", quality=80)  # type: ignore[arg-type]
    response = HttpResponse(out.getvalue(), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response
