"""*May I* and *where* are one question: ``allowed``.

A model declares where its rows lie: ``SCOPES = {"place": [paths], "body": [paths], "person": [paths]}``, each
path leading to a Place, a Body or a Person ("" is the row itself). A path through a many relation is asked
by subquery, so that no row is doubled.
"""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import Level
from takwin.rights.enums import GRANTS, Permission, Role
from takwin.rights.models import Appointment

M = TypeVar("M", bound=models.Model)
KEY_OF_LEVEL = {Level.REGION: "region", Level.PROVINCE: "province", Level.CERCLE: "cercle", Level.COMMUNE: "commune"}


def appointments_of(user: User) -> list[Appointment]:
    """The appointments that hold today, read once for each user object, so once a request."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_appointments"):
        today = clock.today()
        held = Appointment.objects.filter(user=user, starts_on__lte=today).select_related("place", "body", "delegated_from")
        user._appointments = [  # type: ignore[attr-defined]
            a for a in held if _holds(a, today) and (a.delegated_from is None or _holds(a.delegated_from, today))
        ]
    return user._appointments  # type: ignore[attr-defined,no-any-return]


def _holds(appointment: Appointment, today: Any) -> bool:
    return appointment.starts_on <= today and (appointment.ends_on is None or today < appointment.ends_on)


def granting(user: User, permission: Permission) -> list[Appointment]:
    """The appointments by which ``user`` holds ``permission`` somewhere."""
    return [a for a in appointments_of(user) if permission in GRANTS[Role(a.role)]]


def holds(user: User, permission: Permission) -> bool:
    """Whether ``user`` holds ``permission`` anywhere at all."""
    return bool(granting(user, permission))


def allowed(rows: "models.Manager[M] | models.QuerySet[M]", user: User, permission: Permission) -> "models.QuerySet[M]":
    """The rows over which ``user`` holds ``permission``; none for a visitor or a user without a role."""
    queryset: models.QuerySet[M] = rows.all()
    appointments = granting(user, permission)
    if any(a.place_id and a.place and a.place.level == Level.KINGDOM for a in appointments):
        return queryset
    inside = Q(pk__in=[])
    for appointment in appointments:
        inside |= _scope(queryset.model, appointment)
    return queryset.filter(inside)


def may(user: User, permission: Permission, thing: models.Model) -> bool:
    """Whether ``user`` holds ``permission`` over this very thing."""
    return allowed(type(thing)._default_manager.filter(pk=thing.pk), user, permission).exists()


def permissions_on(user: User, thing: models.Model) -> frozenset[Permission]:
    """All that ``user`` may do on this thing, in one query, for showing the steps open to him."""
    appointments = appointments_of(user)
    if not appointments:
        return frozenset()
    asked = {f"a{a.pk}": models.Case(models.When(_scope_or_all(type(thing), a), then=True), default=False) for a in appointments}
    row = type(thing)._default_manager.filter(pk=thing.pk).values(*[]).annotate(**asked).values(*asked).first() or {}
    return frozenset(p for a in appointments if row.get(f"a{a.pk}") for p in GRANTS[Role(a.role)])


def _scope_or_all(model: type[models.Model], appointment: Appointment) -> Q:
    if appointment.place is not None and appointment.place.level == Level.KINGDOM:
        return Q(pk__isnull=False)
    return _scope(model, appointment)


def _scope(model: type[models.Model], appointment: Appointment) -> Q:
    scopes: dict[str, list[str]] = getattr(model, "SCOPES", {})
    inside = Q(pk__in=[])
    if appointment.place is not None:
        key = KEY_OF_LEVEL.get(Level(appointment.place.level), "pk")
        for path in scopes.get("place", []):
            inside |= _along(model, path, key, appointment.place_id)
    elif appointment.body_id:
        for path in scopes.get("body", []):
            inside |= _along(model, path, "pk", appointment.body_id)
    else:
        for path in scopes.get("person", []):
            inside |= _along(model, path, "user", appointment.user_id)
    return inside


def _along(model: type[models.Model], path: str, key: str, value: Any) -> Q:
    condition = Q(**{f"{path}__{key}" if path else key: value})
    if _is_single(model, path):
        return condition
    return Q(pk__in=model._default_manager.filter(condition).values("pk"))


def _is_single(model: type[models.Model], path: str) -> bool:
    """Whether a path follows only foreign keys forward, so that a join cannot double a row."""
    for name in path.split("__") if path else []:
        field = model._meta.get_field(name)
        if field.one_to_many or field.many_to_many:
            return False
        related: Any = field.related_model
        model = related
    return True
