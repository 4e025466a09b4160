"""Which course material belongs to a session, and which of it to a person."""

from django.db.models import Q, QuerySet

from takwin.accounts.models import User
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.queries import may
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.models import Material, TrainingSession


def materials_of(session: TrainingSession) -> QuerySet[Material]:
    """What hangs on the session, and on its action."""
    hangs = Q(session=session)
    if session.action_id:
        hangs |= Q(action=session.action_id)
    return Material.objects.filter(hangs).select_related("file")


def may_share(session: TrainingSession, user: User) -> bool:
    """Whether he may hang a file on all the sessions of its action: he prepares those of whoever carries it."""
    return session.action is not None and may(user, Permission.SESSION_EDIT, session.action.programme.owner)


def materials_for(person: Person) -> dict[TrainingSession, list[Material]]:
    """What a person may take, session by session: all where he teaches, what is marked so where he has a seat."""
    rows = TrainingSession.objects.exclude(state=SessionState.CANCELLED).select_related("topic", "place")
    taught = set(rows.filter(slots__trainer__person=person).values_list("pk", flat=True))
    seated = Q(enrolments__person=person, enrolments__state=EnrolmentState.ENROLLED)
    sessions = list(rows.filter(seated | Q(pk__in=taught)).distinct().order_by("-starts_on", "pk"))
    hangs = Q(session__in=sessions) | Q(action__in=[session.action_id for session in sessions if session.action_id])
    found = list(Material.objects.filter(hangs).select_related("file"))
    told = {
        session: [
            one
            for one in found
            if (one.session_id == session.pk or (one.action_id and one.action_id == session.action_id))
            and (one.for_participants or session.pk in taught)
        ]
        for session in sessions
    }
    return {session: materials for session, materials in told.items() if materials}
