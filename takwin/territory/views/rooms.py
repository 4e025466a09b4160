"""The rooms that administrations lend, where they stand, and the public page that leads to one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from takwin.core.keys import key_of
from takwin.directory.actions import add_room, correct_room, locate_room
from takwin.directory.models import Body, Room
from takwin.rights.access import UserRequest, public, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.territory.forms import LocateForm, RoomForm
from takwin.territory.queries import rooms_listed
from takwin.territory.tables import ROOMS
from takwin.territory.ways import sketch_of
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

VIEW, EDIT = Permission.PLACE_VIEW, Permission.BODY_EDIT


@requires(VIEW)
def rooms(request: UserRequest) -> HttpResponseBase:
    add_one = Act(_("Add a room"), reverse("territory:room_add"), "plus")
    return list_page(request, rooms_listed(), ROOMS, act=add_one if holds(request.user, EDIT) else None)


@requires(VIEW)
def room(request: UserRequest, pk: int) -> HttpResponse:
    """A room, who lends it, and when it is taken."""
    found = get_object_or_404(rooms_listed(), pk=pk)
    page = thing_page(found, request.user)
    acts = [Act(_("Correct"), reverse("territory:room_edit", args=[pk]), "edit", quiet=True)]
    acts.append(Act(_("Put the room on the map"), reverse("territory:room_locate", args=[pk]), "pin"))
    seats = _("%(count)s seats") % {"count": found.seats}
    facts = [Fact(found.lender.name, "body"), Fact(found.place.name, "pin"), Fact(seats, "people")]
    crumbs = [Crumb(_("Rooms"), reverse("territory:rooms")), Crumb(found.name)]
    return render_thing(
        request, found, title=found.name, look=None, crumbs=crumbs, facts=facts, panels=page,
        acts=acts if EDIT in page.permissions else [],
    )  # fmt: skip


@requires(EDIT)
def room_add(request: UserRequest) -> HttpResponse:
    lender = allowed(Body.objects, request.user, EDIT).filter(pk=key_of(request.GET.get("lender", "")) or 0).first()
    initial = {"lender": lender.pk, "place": lender.place_id} if lender else {}
    form = RoomForm(request.POST or None, initial=initial, by=request.user)
    if made := done(request, form, lambda: add_room(**form.cleaned_data, by=request.user)):
        messages.success(request, _("The room is added."))
        return redirect("territory:room", made.pk)
    back = reverse("territory:rooms")
    return form_page(request, form, title=_("Add a room"), submit=_("Add this room"), back=back)


@requires(EDIT)
def room_edit(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Room.objects, request.user, EDIT), pk=pk)
    form = RoomForm(request.POST or None, instance=found, by=request.user)
    back = reverse("territory:room", args=[pk])
    if done(request, form, lambda: correct_room(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The corrections are kept."))
        return redirect(back)
    title = _("Correct %(name)s") % {"name": found.name}
    return form_page(request, form, title=title, submit=_("Keep the corrections"), back=back)


@requires(EDIT)
def locate(request: UserRequest, pk: int) -> HttpResponse:
    """Say where the room stands: figures or a link pasted from a map."""
    found = get_object_or_404(allowed(Room.objects, request.user, EDIT), pk=pk)
    form = LocateForm(request.POST or None, room=found)
    if done(request, form, lambda: locate_room(found, form.cleaned_data["point"], by=request.user)):
        told = _("Letters and messages now lead to this room.") if form.cleaned_data["point"] else _("It is taken off.")
        messages.success(request, told)
        return redirect(found)
    lead = _("Open the room in a map application, keep your finger on it, and copy the two figures, or share its link.")
    title, submit = _("Put “%(name)s” on the map") % {"name": found.name}, _("Keep this point")
    return form_page(request, form, title=title, submit=submit, lead=lead, back=found.get_absolute_url())


@require_safe
@public
def way(request: HttpRequest, pk: int) -> HttpResponse:
    """How to get to a room, for whoever was sent its short link: its address, a sketch, and his own map application."""
    room = get_object_or_404(rooms_listed(), pk=pk)
    return render(request, "territory/way.html", {"room": room, "sketch": sketch_of(room)})
