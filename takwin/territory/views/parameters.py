"""Figures of law and usage: what holds, since when, and where it comes from."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.directory.actions import set_parameter
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.directory.parameters import DEFINITIONS, Definition
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, holds
from takwin.territory.forms import ParameterForm
from takwin.territory.queries import parameters_in_force, values_of
from takwin.territory.tables import PARAMETERS, source_of
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb

SET = Permission.PARAMETER_EDIT


@requires(Permission.PLACE_VIEW)
def parameters(request: UserRequest) -> HttpResponseBase:
    return list_page(request, parameters_in_force(), PARAMETERS)


@requires(Permission.PLACE_VIEW)
def parameter(request: UserRequest, key: str) -> HttpResponse:
    """A figure with all the values it had, has and will have, each with its source and who set it."""
    definition = _known(key)
    act = Act(_("Set another value"), reverse("territory:parameter_set", args=[key]), "edit", quiet=True)
    context = {
        "title": definition.label,
        "crumbs": _crumbs(definition),
        "values": [(row, source_of(row)) for row in values_of(key)],
        "act": act if holds(request.user, SET) else None,
    }
    return render(request, "territory/parameter.html", context)


@requires(SET)
def parameter_set(request: UserRequest, key: str) -> HttpResponse:
    definition = _known(key)
    everyone = _over_the_kingdom(request.user)
    form = ParameterForm(request.POST or None, key=key, by=request.user, for_everyone=everyone)
    page = reverse("territory:parameter", args=[key])
    if done(request, form, lambda: set_parameter(key=key, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The value is set."))
        return redirect(page)
    title = _("Another value: %(parameter)s") % {"parameter": definition.label}
    return form_page(request, form, title=title, submit=_("Set this value"), back=page, crumbs=_crumbs(definition))


def _known(key: str) -> Definition:
    if key not in DEFINITIONS:
        raise Http404
    return DEFINITIONS[key]


def _crumbs(definition: Definition) -> list[Crumb]:
    return [Crumb(_("Parameters"), reverse("territory:parameters")), Crumb(definition.label)]


def _over_the_kingdom(user: User) -> bool:
    """Whether the user may set what holds for everyone; who governs less sets the figures of his own bodies."""
    return allowed(Place.objects.filter(level=Level.KINGDOM), user, SET).exists()
