"""The persons of a list, or the members of a council, as a form to send; reading it back is the same for all forms."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Body
from takwin.documents.forms.views import sent
from takwin.people.models import Person
from takwin.people.queries import in_office
from takwin.people.round_trip import MEMBERS, changeable, of_council
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, holds

EDIT = Permission.PERSON_EDIT


def _name() -> str:
    return f"members-form-{clock.today():%Y-%m-%d}"


class OfPersons:
    """The list of persons as a form: the offices that they hold today, for it is in an office that one is known."""

    @property
    def reading_back(self) -> str:
        return reverse("documents:give_back")

    def is_offered(self, user: User) -> bool:
        """Whoever may correct persons and see their numbers, for the form carries them."""
        return holds(user, Permission.PERSON_EDIT) and holds(user, Permission.PERSON_UNMASK)

    def sent(self, request: UserRequest, listed: QuerySet[Person], back_url: str) -> HttpResponse:
        rows = changeable(request.user).filter(in_office(clock.today()), person__in=listed.order_by().values("pk"))
        return sent(request, MEMBERS, rows, name=_name(), back_url=back_url)


@requires(EDIT)
@require_GET
@never_cache
def form_of_council(request: UserRequest, pk: int) -> HttpResponse:
    """The members of one council as a form to send there."""
    council = get_object_or_404(allowed(Body.objects, request.user, EDIT), pk=pk)
    rows = of_council(request.user, council)
    return sent(request, MEMBERS, rows, name=_name(), back_url=council.get_absolute_url())
