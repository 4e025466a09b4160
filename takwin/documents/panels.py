"""What papers bring to the page of a body."""

from typing import Any

from django.db.models import Model

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.models import Observation, SealCertificate
from takwin.rights.panels import Query


def seal_of(body: Body, _user: User) -> dict[str, Any] | None:
    """The certificate that seals its papers: anyone who is given one reads the same in it."""
    seal = SealCertificate.objects.filter(owner=body, retired_at=None).first()
    return {"seal": seal} if seal else None


def observed(kinds: list[str]) -> Query:
    """What came back beside the row that a thing is in the lists of these ``kinds``."""

    def observations(thing: Model, _user: User) -> dict[str, Any] | None:
        found = list(Observation.objects.filter(kind__in=kinds, key=thing.pk).select_related("owner"))
        return {"observations": found} if found else None

    return observations
