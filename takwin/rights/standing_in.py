"""In whose place a user acts: known from the permission his page asked for, and from the roles lent to him."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

from takwin.accounts.models import User
from takwin.rights.enums import GRANTS, Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.queries import appointments_of, inside

_asked_for: ContextVar[tuple[Permission, ...]] = ContextVar("asked_for", default=())


@contextmanager
def acting_by(permissions: tuple[Permission, ...]) -> Iterator[None]:
    """The permissions that open a page, while it is answered."""
    token = _asked_for.set(permissions)
    try:
        yield
    finally:
        _asked_for.reset(token)


def whose_place(by: User, thing: models.Model) -> int | None:
    """The key of the user whose role lets ``by`` act on this thing; nothing when a role of his own does too.

    Outside a page nothing is known of it. Costs no query to whoever was lent no role.
    """
    permissions = _asked_for.get()
    usable = [a for a in appointments_of(by) if GRANTS[Role(a.role)] & set(permissions)] if permissions else []
    lent = [a.delegated_from for a in usable if a.delegated_from]
    own = [a for a in usable if not a.delegated_from]
    if not lent or (own and _reaches(own, thing)):
        return None
    return lent[0].user_id


def _reaches(own: list[Appointment], thing: models.Model) -> bool:
    """Whether roles of one's own reach the thing; what lies nowhere is anybody's."""
    model = type(thing)
    if not getattr(model, "SCOPES", {}):
        return True
    return model._default_manager.filter(inside(model, own), pk=thing.pk).exists()
