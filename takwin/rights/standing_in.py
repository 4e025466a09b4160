"""In whose place a user acts: known from the permission his page asked for, and from the roles lent to him."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models import Q

from takwin.accounts.models import User
from takwin.rights.enums import GRANTS, Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.queries import appointments_of, inside

FOLLOWING = {"documents", "letters"}
_asked_for: ContextVar[tuple[Permission, ...]] = ContextVar("asked_for", default=())


def asked_for() -> list[str]:
    """The permissions that open the page being answered: kept with what it leaves to be done later."""
    return list(_asked_for.get())


@contextmanager
def acting_by(permissions: Iterable[str]) -> Iterator[None]:
    """The permissions that open a page, while it is answered and what it asked for is done."""
    token = _asked_for.set(tuple(map(Permission, permissions)))
    try:
        yield
    finally:
        _asked_for.reset(token)


def whose_place(by: User, thing: models.Model) -> int | None:
    """The key of the user whose role lets ``by`` act on this thing; nothing when a role of his own does too.

    Outside a page nothing is known of it, nor of papers and files, which follow what they are about, nor of what lies
    nowhere. Costs no query to whoever was lent no role.
    """
    model, permissions = type(thing), _asked_for.get()
    usable = [a for a in appointments_of(by) if GRANTS[Role(a.role)] & set(permissions)] if permissions else []
    lent = [a for a in usable if a.delegated_from]
    if not lent or not getattr(model, "SCOPES", {}) or model._meta.app_label in FOLLOWING:
        return None
    if _reach([a for a in usable if not a.delegated_from], thing, permissions):
        return None
    return next((a.delegated_from.user_id for a in lent if a.delegated_from and _reach([a], thing, permissions)), None)


def _reach(held: list[Appointment], thing: models.Model, permissions: tuple[Permission, ...]) -> bool:
    """Whether one of these appointments grants one of the permissions over the thing."""
    within = Q(pk__in=[])
    for permission in permissions:
        within |= inside(type(thing), [a for a in held if permission in GRANTS[Role(a.role)]], permission)
    return bool(held) and type(thing)._default_manager.filter(within, pk=thing.pk).exists()
