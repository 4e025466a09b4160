"""Write what will be done better after a session; read it, and say that it is done."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from takwin.core import formats
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed
from takwin.training.improvements import actions, queries
from takwin.training.improvements.forms import DoneForm, ImprovementForm
from takwin.training.improvements.tables import improvements_listing, look_of
from takwin.training.models import Improvement
from takwin.training.views.answers import done, session_form, session_seen
from takwin.ui.forms import form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

VIEW, EDIT = Permission.SURVEY_VIEW, Permission.SURVEY_EDIT


@requires(VIEW)
@require_GET
def improvements(request: UserRequest) -> HttpResponseBase:
    return list_page(request, queries.improvements_for(request.user), improvements_listing())


@requires(EDIT)
def improve(request: UserRequest, pk: int) -> HttpResponse:
    """One thing to do better, from what was said of a session."""
    found = session_seen(request, pk, EDIT)
    form = ImprovementForm(request.POST or None, session=found, initial={"owner": request.user.pk})
    if done(request, form, lambda: actions.write_improvement(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The action is written: it stands on the desk of who does it."))
        return redirect(found)
    title = _("Write an action of improvement")
    return session_form(request, found, form, title=title, submit=_("Write this action"))


@requires(VIEW)
@require_GET
def improvement(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.improvements_for(request.user), pk=pk)
    page = thing_page(found, request.user)
    finish = Act(_("Say that it is done"), reverse("training:finish_improvement", args=[pk]), "check")
    facts = [
        Fact(found.session.topic.name, "cal"),
        Fact(str(found.owner), "user"),
        Fact(formats.day(found.due_on), "clock"),
        *([Fact(found.note, "check")] if found.note else []),
    ]
    crumbs = _way(found)
    acts = [finish] if EDIT in page.permissions and not found.done_at else []
    return render_thing(
        request, found, title=found.what, look=look_of(found), crumbs=crumbs, facts=facts, acts=acts, panels=page
    )


@requires(EDIT)
def finish(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Improvement.objects, request.user, EDIT), pk=pk)
    form = DoneForm(request.POST or None)
    if done(request, form, lambda: actions.finish_improvement(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The action is done."))
        return redirect(found)
    title, back = _("Say that it is done"), found.get_absolute_url()
    return form_page(
        request, form, title=title, submit=title, back_url=back, lead=found.what, crumbs=_way(found, Crumb(title))
    )


def _way(found: Improvement, *further: Crumb) -> list[Crumb]:
    session = Crumb(found.session.reference, found.session.get_absolute_url())
    return [Crumb(_("Actions of improvement"), reverse("training:improvements")), session, *further]
