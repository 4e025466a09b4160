"""Actions of improvement on the pages of a session, a trainer and a programme, and on the desk of who does them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.catalogue.models import Trainer
from takwin.core import clock
from takwin.core.text import joined
from takwin.programmes.models import Programme
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting, most_pressing
from takwin.rights.queries import holds, permissions_on
from takwin.surveys.models import Round
from takwin.training.enums import SessionState
from takwin.training.improvements.queries import improvements_for
from takwin.training.improvements.tables import look_of
from takwin.training.models import Improvement, SessionRound, TrainingSession

SHOWN = 8
SOON = dt.timedelta(days=14)


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.SURVEY_VIEW)


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """Those of a session that was held, and the button that writes one."""
    held = session.state in (SessionState.HELD, SessionState.CLOSED)
    may_write = held and Permission.SURVEY_EDIT in permissions_on(user, session)
    told = _told(improvements_for(user).filter(session=session), f"session={session.pk}")
    return (told or {"improvements": []}) | {"session": session, "may_write": may_write} if told or may_write else None


def of_round(asked: Round, user: User) -> dict[str, Any] | None:
    """Beside what was answered: what will be done about it."""
    link = SessionRound.objects.filter(round=asked).select_related("session").first()
    return of_session(link.session, user) if link else None


def of_trainer(trainer: Trainer, user: User) -> dict[str, Any] | None:
    taught = TrainingSession.objects.filter(slots__trainer=trainer)
    return _told(improvements_for(user).filter(session__in=taught.values("pk")), f"trainer={trainer.pk}")


def of_programme(programme: Programme, user: User) -> dict[str, Any] | None:
    rows = improvements_for(user).filter(session__action__programme=programme)
    return _told(rows, f"programme={programme.pk}")


def _told(rows: QuerySet[Improvement], query: str) -> dict[str, Any] | None:
    found = list(rows.order_by("-done_at", "due_on", "pk")[: SHOWN + 1])
    if not found:
        return None
    all_url = f"{reverse('training:improvements')}?{query}" if len(found) > SHOWN else ""
    return {"improvements": [(one, look_of(one)) for one in found[:SHOWN]], "all_url": all_url}


def waiting(user: User) -> Iterator[Waiting]:
    """What I am to do in the next days, or should have done."""
    mine = improvements_for(user).filter(owner=user, done_at=None, due_on__lte=clock.today() + SOON)
    for one in mine.order_by(*most_pressing("due_on"), "pk")[:SHOWN]:
        said = joined([one.session.topic.name, one.session.reference])
        yield Waiting(one.what, said, one.due_on, one.get_absolute_url(), _("Say that it is done"))
