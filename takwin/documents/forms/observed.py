"""Who reads what came back beside the rows of lists."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from takwin.accounts.models import User
from takwin.core import formats
from takwin.documents.forms.spec import FORMS, kinds_by_permission
from takwin.documents.observation_models import Observation
from takwin.rights.panels import Query, Waiting
from takwin.rights.queries import allowed


def observations_of(user: User, among: Collection[str] = FORMS) -> QuerySet[Observation]:
    """Those of the lists that the user may correct, received in his territory."""
    found = Observation.objects.none()
    for permission, kinds in kinds_by_permission().items():
        if here := [kind for kind in kinds if kind in among]:
            found |= allowed(Observation.objects.filter(kind__in=here), user, permission)
    return found.select_related("owner", "said_by")


def to_settle(user: User) -> Iterable[Waiting]:
    """One line for all that came back and waits for an answer, the latest of it named."""
    waiting = observations_of(user)
    latest = waiting.first()
    if latest is None:
        return
    count = waiting.count()
    told = ngettext("%(count)s observation on your lists", "%(count)s observations on your lists", count)
    url = reverse("documents:observations")
    yield Waiting(told % {"count": formats.number(count)}, latest.named, None, url, gettext_lazy("Read them"))


def observed(kinds: Collection[str]) -> Query:
    """What came back beside the row that a thing is in the lists of these ``kinds``, for the page of the thing."""

    def observations(thing: Model, user: User) -> dict[str, Any] | None:
        found = list(observations_of(user, kinds).filter(key=thing.pk))
        return {"observations": found} if found else None

    return observations
