"""Course material on the page of a session, and on a person's own page."""

from typing import Any

from takwin.accounts.models import User
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, permissions_on
from takwin.training.materials.queries import materials_for, materials_of
from takwin.training.models import TrainingSession


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """What trainers and officers see; the buttons, for who prepares the session."""
    rows = list(allowed(materials_of(session), user, Permission.SESSION_VIEW).distinct())
    edits = Permission.SESSION_EDIT in permissions_on(user, session)
    mine = (
        set(allowed(materials_of(session), user, Permission.SESSION_EDIT).values_list("pk", flat=True))
        if rows
        else set()
    )
    lines = [(row, row.pk in mine) for row in rows]
    return {"session": session, "materials": lines, "edits": edits} if rows or edits else None


def of_person(person: Person) -> dict[str, Any] | None:
    """On one's own page: what one may take away, session by session."""
    found = materials_for(person)
    return {"materials": list(found.items())} if found else None
