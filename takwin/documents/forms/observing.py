"""Keep what came back beside a row, and settle it."""

from django.db import models, transaction

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Body
from takwin.documents.observation_models import Observation
from takwin.journal.actions import record


@transaction.atomic
def observe(kind: str, row: models.Model, text: str, *, named: str, owner: Body | None, by: User) -> None:
    """Say something of a row in the place of what ``owner`` was told before; nothing at all takes it away."""
    if text:
        facts = {"text": text, "named": named[:300], "said_at": clock.now(), "said_by": by}
        Observation.objects.update_or_create(kind=kind, key=row.pk, owner=owner, defaults=facts)
        record("observation.received", row, by=by)
    else:
        Observation.objects.filter(kind=kind, key=row.pk, owner=owner).delete()
        record("observation.taken_back", row, by=by)


@transaction.atomic
def settle(observation: Observation, *, row: models.Model | None, by: User) -> bool:
    """Let go of an observation that was answered, in the story of its row while there is one; ``False`` when somebody
    settled it just before."""
    gone, _rows = Observation.objects.filter(pk=observation.pk).delete()
    if gone:
        record("observation.settled", row or observation, by=by)
    return bool(gone)
