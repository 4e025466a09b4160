"""A province on one page: the figures that apps above bring, each leading to the list it counts."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.keys import key_of
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import figures_of
from takwin.rights.queries import allowed
from takwin.territory.queries import sort_field
from takwin.ui.things import Crumb


def _provinces(user: User) -> QuerySet[Place]:
    return allowed(Place.objects.filter(level=Level.PROVINCE), user, Permission.PLACE_VIEW).order_by(sort_field(), "pk")


@requires(Permission.PLACE_VIEW)
def sheets(request: UserRequest) -> HttpResponse:
    """The page of the province chosen, or of the first of the reader's own."""
    seen = _provinces(request.user)
    chosen = key_of(request.GET.get("place", ""))
    found = get_object_or_404(seen, pk=chosen) if chosen else seen.first()
    if found is None:
        raise Http404
    return redirect("territory:sheet", found.pk)


@requires(Permission.PLACE_VIEW)
def sheet(request: UserRequest, pk: int) -> HttpResponse:
    """The figures of a province, over what the reader sees."""
    seen = list(_provinces(request.user).select_related("region"))
    found = next((place for place in seen if place.pk == pk), None)
    if found is None:
        raise Http404
    context = {
        "title": _("%(place)s on one page") % {"place": found.name},
        "place": found,
        "provinces": seen if len(seen) > 1 else [],
        "rows": figures_of(found, request.user),
        "crumbs": [
            Crumb(_("Places"), reverse("territory:places")),
            Crumb(found.name, found.get_absolute_url()),
            Crumb(_("On one page")),
        ],
    }
    return render(request, "territory/sheet.html", context)
