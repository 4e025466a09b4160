"""Who reads what came back beside the rows of lists."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, QuerySet

from takwin.accounts.models import User
from takwin.documents.forms.spec import FORMS, kinds_by_permission
from takwin.documents.observation_models import Observation
from takwin.rights.panels import Query
from takwin.rights.queries import allowed


def observations_of(user: User, among: Collection[str] = FORMS) -> QuerySet[Observation]:
    """Those of the lists that the user may correct, received in his territory."""
    found = Observation.objects.none()
    for permission, kinds in kinds_by_permission().items():
        if here := [kind for kind in kinds if kind in among]:
            found |= allowed(Observation.objects.filter(kind__in=here), user, permission)
    return found.select_related("owner", "said_by")


def observed(kinds: Collection[str]) -> Query:
    """What came back beside the row that a thing is in the lists of these ``kinds``, for the page of the thing."""

    def observations(thing: Model, user: User) -> dict[str, Any] | None:
        found = list(observations_of(user, kinds).filter(key=thing.pk))
        return {"observations": found} if found else None

    return observations
