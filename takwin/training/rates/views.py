"""Rates of presence, for who may read presence and of the people he may read it of."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.training.rates import queries
from takwin.training.rates.tables import WAYS
from takwin.ui.lists import list_page


@requires(Permission.PRESENCE_VIEW)
@require_GET
def rates(request: UserRequest, by: str) -> HttpResponseBase:
    way, presences = WAYS[by], queries.sealed_presences(request.user)
    return list_page(
        request,
        queries.with_rates(way.rows(), presences, way.path),
        way.listing,
        template="training/rates/rates.html",
        whole=queries.whole(presences),
        ways=[(other.label, reverse(f"training:rates_{name}"), name == by) for name, other in WAYS.items()],
    )
