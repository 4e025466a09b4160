"""The persons of a list, or the members of a council, as a form to send; reading it back is the same for all forms."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from takwin.core import clock
from takwin.directory.models import Body
from takwin.documents.forms.views import sent
from takwin.people.round_trip import MEMBERS, of_council, of_list
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

EDIT = Permission.PERSON_EDIT


def _name() -> str:
    return f"members-form-{clock.today():%Y-%m-%d}"


@requires(EDIT)
@require_GET
@never_cache
def form_of_list(request: UserRequest) -> HttpResponse:
    """The persons of the list, under its filters, as a form."""
    rows = of_list(request, request.user)
    return sent(request, MEMBERS, rows, name=_name(), back_url=reverse("people:persons"))


@requires(EDIT)
@require_GET
@never_cache
def form_of_council(request: UserRequest, pk: int) -> HttpResponse:
    """The members of one council as a form to send there."""
    council = get_object_or_404(allowed(Body.objects, request.user, EDIT), pk=pk)
    rows = of_council(request.user, council)
    return sent(request, MEMBERS, rows, name=_name(), back_url=council.get_absolute_url())
