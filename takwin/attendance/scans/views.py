"""Screens of the paper twin: send photographs, look at what is doubtful beside its crop, record."""

import datetime as dt
import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from PIL import Image

from takwin.attendance.enums import PHOTO_LOOKS, PhotoState
from takwin.attendance.models import Register, SheetBox, SheetPhoto
from takwin.attendance.scans import actions, queries
from takwin.attendance.scans.forms import PhotoForm
from takwin.attendance.scans.merging import Turn
from takwin.core import clock
from takwin.core.text import joined
from takwin.documents.actions import path_of
from takwin.documents.scans.geometry import form_of
from takwin.documents.scans.registration import SCALE
from takwin.documents.serving import file_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import done
from takwin.ui.things import Crumb

MARK = Permission.PRESENCE_MARK
LATE = dt.timedelta(minutes=2)  # a page is read in seconds; past this its reading has broken off
AROUND = 3.0  # millimetres around a box in its crop: the rules may lie off their place, and a stroke come from beside


def photo_seen(request: UserRequest, pk: Any) -> SheetPhoto:
    photos = allowed(SheetPhoto.objects, request.user, MARK).select_related("register", "file", "flat", "sheet")
    return get_object_or_404(photos, pk=pk)


def box_seen(request: UserRequest, pk: Any) -> SheetBox:
    mine = allowed(SheetPhoto.objects, request.user, MARK).values("pk")
    boxes = SheetBox.objects.filter(photo__in=mine).select_related("photo__flat", "photo__register", "person")
    return get_object_or_404(boxes, pk=pk)


def around(register: Register, here: str) -> list[Crumb]:
    return [Crumb(str(register), register.get_absolute_url()), Crumb(here)]


@requires(MARK)
@never_cache
def photos(request: UserRequest, pk: int) -> HttpResponse:
    """The photographs of a register's signed sheet, and the form that takes one more."""
    register = get_object_or_404(allowed(Register.objects, request.user, MARK), pk=pk)
    form = PhotoForm(request.POST or None, request.FILES or None)

    def receive() -> SheetPhoto:
        name, data = form.cleaned_data["file"]
        return actions.receive_photo(register, data, name=name, by=request.user)

    if made := done(request, form, receive):
        return redirect(made)
    context = {
        "title": _("Signed sheet"),
        "register": register,
        "form": form,
        "sub": register,
        "photos": [(photo, PHOTO_LOOKS[PhotoState(photo.state)]) for photo in queries.photos_of(register)],
        "missing": joined(str(page) for page in queries.missing_pages(register)),
        "crumbs": around(register, _("Signed sheet")),
    }
    return render(request, "attendance/photos.html", context, status=422 if form.errors else 200)


@requires(MARK)
@require_GET
@never_cache
def photo(request: UserRequest, pk: int) -> HttpResponse:
    """What a photograph says: what must be looked at first, then all the rest."""
    return _page(request, photo_seen(request, pk))


def _page(request: UserRequest, found: SheetPhoto) -> HttpResponse:
    boxes = queries.weighed(found)
    context = {
        "sub": found.register,
        "title": _("Page %(page)s of the signed sheet") % {"page": found.page} if found.page else _("Photo of a sheet"),
        "photo": found,
        "waits": found.state == PhotoState.WAITING,
        "is_late": clock.now() - found.received_at > LATE,
        "asked": [box for box in boxes if box.verdict.turn is Turn.ASK or box.box.said],
        "left": sum(1 for box in boxes if box.verdict.turn is Turn.ASK),
        "rows": queries.said_by_person(boxes),
        "cases": sum(1 for box in boxes if box.verdict.turn is Turn.CASE),
        "uninvited": queries.uninvited(found),
        "crumbs": around(found.register, _("Signed sheet")),
        "is_open": found.state == PhotoState.READ,
    }
    part = "attendance/photo.html#body" if getattr(request, "htmx", False) else "attendance/photo.html"
    return render(request, part, context)


@requires(MARK)
@require_POST
def decide(request: UserRequest, pk: int) -> HttpResponse:
    """One tap: present, absent, or nothing to be taken from this box."""
    box = box_seen(request, pk)
    try:
        actions.decide(box, request.POST.get("said", ""), by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    if getattr(request, "htmx", False):
        return _page(request, photo_seen(request, box.photo_id))
    return redirect(box.photo)


@requires(MARK)
@require_POST
def record(request: UserRequest, pk: int) -> HttpResponse:
    """Write into the ledger what paper says and the ledger does not."""
    found = photo_seen(request, pk)
    try:
        actions.record_photo(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(found)
    messages.success(request, _("The signed sheet is recorded."))
    return redirect("attendance:photos", found.register_id)


@requires(MARK)
@require_POST
def again(request: UserRequest, pk: int) -> HttpResponse:
    """Have a photograph read once more: the first reading broke off, or said what it could not read."""
    found = photo_seen(request, pk)
    try:
        actions.read_again(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(found)


@requires(MARK)
@require_POST
def discard(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a photograph of which nothing was read."""
    found = photo_seen(request, pk)
    try:
        actions.discard_photo(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(found)
    messages.success(request, _("The photo is removed."))
    return redirect("attendance:photos", found.register_id)


@requires(MARK)
@require_GET
def original(request: UserRequest, pk: int) -> FileResponse:
    """The photograph as it was sent: the proof."""
    return file_response(photo_seen(request, pk).file)


@requires(MARK)
@require_GET
def crop(request: UserRequest, pk: int) -> HttpResponse:
    """A box cut from the page laid flat."""
    box = box_seen(request, pk)
    place = form_of(actions.PAPER).boxes[box.name]
    sides = (place.x - AROUND, place.y - AROUND, place.right + AROUND, place.bottom + AROUND)
    out = io.BytesIO()
    with Image.open(path_of(box.photo.flat.sha256)) as flat:  # type: ignore[union-attr]
        flat.crop(tuple(round(side * SCALE) for side in sides)).save(out, "JPEG", quality=80)  # type: ignore[arg-type]
    response = HttpResponse(out.getvalue(), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
