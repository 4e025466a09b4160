"""What evaluation brings to pages: the moments of a session, the satisfaction with a trainer and a topic."""

from typing import Any

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, permissions_on
from takwin.surveys.models import Round
from takwin.surveys.queries import rounds_for, satisfaction
from takwin.surveys.shown import results
from takwin.surveys.tables import look_of_round
from takwin.training.evaluation.enums import Moment
from takwin.training.evaluation.queries import rounds_of_topic, rounds_of_trainer
from takwin.training.models import SessionRound, TrainingSession


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """Each moment with what was asked then; the button that asks, for its organiser."""
    asked = {row.round_id: row for row in session.rounds.all()}
    rows = [(asked[found.pk], found, look_of_round(found)) for found in rounds_for(user).filter(pk__in=asked)]
    may_ask = Permission.SURVEY_EDIT in permissions_on(user, session) and len(asked) < len(Moment)
    return {"session": session, "rounds": rows, "may_ask": may_ask} if rows or may_ask else None


BESIDE = {Moment.LATER: Moment.COUNCIL, Moment.COUNCIL: Moment.LATER}


def beside(asked: Round, user: User) -> dict[str, Any] | None:
    """Beside what persons say months later, what their councils say of the same session; and the reverse."""
    own = SessionRound.objects.filter(round=asked, moment__in=BESIDE).first()
    other = own and own.session.rounds.filter(moment=BESIDE[Moment(own.moment)]).first()
    if not other or not (seen := rounds_for(user).filter(pk=other.round_id).first()):
        return None
    return {"title": other.get_moment_display(), "url": seen.get_absolute_url(), **results(seen, user)}


def of_trainer(trainer: Trainer, user: User) -> dict[str, Any] | None:
    return _told(satisfaction(allowed(rounds_of_trainer(trainer), user, Permission.SURVEY_VIEW)))


def of_topic(topic: Topic, user: User) -> dict[str, Any] | None:
    return _told(satisfaction(allowed(rounds_of_topic(topic), user, Permission.SURVEY_VIEW)))


def _told(said: Any) -> dict[str, Any] | None:
    return {"people": said[0], "share": said[1]} if said else None
