"""Add course material, show it, take it off; and give it to who may have it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from takwin.documents.serving import file_response
from takwin.letters.access import personal
from takwin.letters.models import PersonalLink
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.materials import actions
from takwin.training.materials.forms import MaterialForm
from takwin.training.materials.queries import materials_for, materials_of
from takwin.training.models import Material, TrainingSession
from takwin.training.views.answers import done, session_form, session_seen

VIEW, EDIT = Permission.SESSION_VIEW, Permission.SESSION_EDIT


@requires(EDIT)
def add(request: UserRequest, pk: int) -> HttpResponse:
    """A file for those who teach and, when so said, for those who follow."""
    found = session_seen(request, pk, EDIT)
    form = MaterialForm(request.POST or None, request.FILES or None, session=found, by=request.user)
    if done(request, form, lambda: actions.add_material(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The file is kept."))
        return redirect(found)
    return session_form(request, found, form, title=_("Add course material"), submit=_("Keep this file"))


@requires(EDIT)
@require_POST
def show(request: UserRequest, pk: int, material: int) -> HttpResponse:
    """Show it to participants, or to trainers only."""
    to_participants = request.POST.get("to") == "participants"
    return _act(
        request, pk, material,
        lambda session, one: actions.show_material(one, session, to_participants=to_participants, by=request.user),
    )  # fmt: skip


@requires(EDIT)
@require_POST
def remove(request: UserRequest, pk: int, material: int) -> HttpResponse:
    return _act(
        request, pk, material, lambda session, one: actions.remove_material(one, session, by=request.user)
    )  # fmt: skip


def _act(
    request: UserRequest, pk: int, material: int, act: Callable[[TrainingSession, Material], object]
) -> HttpResponse:
    session = session_seen(request, pk, EDIT)
    mine = allowed(materials_of(session), request.user, EDIT)
    act(session, get_object_or_404(mine.distinct(), pk=material))
    return redirect(session)


@requires(VIEW)
@require_GET
def material(request: UserRequest, pk: int) -> HttpResponseBase:
    """The file, for trainers and officers."""
    mine = allowed(Material.objects, request.user, VIEW).select_related("file").distinct()
    return file_response(get_object_or_404(mine, pk=pk).file)


@require_safe
@personal
def own(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponseBase:
    """The file, for a participant to whom it is shown, or a trainer, by his personal link."""
    for materials in materials_for(link.person).values():
        for one in materials:
            if one.pk == pk:
                return file_response(one.file)
    raise Http404
