"""What evaluation brings to pages: the moments of a session, the satisfaction with a trainer and a topic."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.core import clock
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, permissions_on
from takwin.surveys.models import Round
from takwin.surveys.queries import rounds_for, satisfaction
from takwin.surveys.shown import results
from takwin.surveys.tables import look_of_round
from takwin.training.evaluation import letters
from takwin.training.evaluation.enums import Moment
from takwin.training.evaluation.queries import rounds_of_topic, rounds_of_trainer
from takwin.training.models import SessionRound, TrainingSession

SHOWN = 5


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """Each moment with what was asked then; for its organiser the button that asks, and councils without an account."""
    asked = {row.round_id: row for row in session.rounds.all()}
    rows = [(asked[found.pk], found, look_of_round(found)) for found in rounds_for(user).filter(pk__in=asked)]
    may_edit = Permission.SURVEY_EDIT in permissions_on(user, session)
    may_ask = may_edit and len(asked) < len(Moment)
    if not rows and not may_ask:
        return None
    of_councils = [found for moment, found, _look in rows if moment.moment == Moment.COUNCIL and may_edit]
    return {"session": session, "rounds": rows, "may_ask": may_ask} | (_by_letter(*of_councils) if of_councils else {})


def _by_letter(of_councils: Round) -> dict[str, Any]:
    """How many councils are to be written to, how many have no president on record, how many letters to print."""
    found, unknown = letters.to_write(of_councils)
    return {"to_write": len(found), "unknown": unknown, "written": len(letters.letters_of(of_councils))}


def to_write_to(user: User) -> Iterator[Waiting]:
    """Sessions months ago, some of whose councils have no account by which to say what they see changed."""
    mine = allowed(SessionRound.objects, user, Permission.SURVEY_EDIT).filter(moment=Moment.COUNCIL)
    today = clock.today()
    rows = mine.filter(round__opens_on__lte=today, round__closes_on__gte=today)
    asked = list(rows.select_related("session__topic", "round__version__questionnaire"))
    councils = Counter(voice.round_id for voice, _office in letters.to_write(*(row.round for row in asked))[0])
    waiting = [row for row in asked if councils[row.round_id]]
    for row in sorted(waiting, key=lambda row: (row.round.closes_on, row.pk))[:SHOWN]:
        n = councils[row.round_id]
        said = ngettext("%(n)s council without an account", "%(n)s councils without an account", n) % {"n": n}
        url = f"{row.session.get_absolute_url()}#opinions"
        yield Waiting(row.session.topic.name, said, row.round.closes_on, url, _("Write to them"))


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
