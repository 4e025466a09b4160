"""*May I* and *where* are one question: ``allowed``.

A model declares where its rows lie: ``SCOPES = {"place": [paths], "body": [paths], "person": [paths]}``, each
path leading to a Place, a Body or a Person ("" is the row itself). A path through a many relation is asked by
subquery, so that no row is doubled. Where fewer may act than see, ``ACTS`` says so by permission:
``ACTS = {Permission.SESSION_CONFIRM: {"place": ["owner__place"], "body": ["owner"]}}``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Q
from django.db.models.sql.compiler import SQLCompiler

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.compiled import Compiled, Given
from takwin.directory.enums import Level
from takwin.directory.models import Body, Place
from takwin.directory.queries import foremost
from takwin.rights.enums import GIVES, GRANTS, OWN_ROLES, Permission, Role
from takwin.rights.models import Appointment

M = TypeVar("M", bound=models.Model)
Reach = dict[str, dict[str, list[int]]]
NAMED_AT_MOST = 2000  # keys written out in a condition; beyond, a subquery finds them
KEY_OF_LEVEL = {Level.REGION: "region", Level.PROVINCE: "province", Level.CERCLE: "cercle", Level.COMMUNE: "commune"}


@models.ForeignKey.register_lookup
class Among(Lookup[Any]):
    """``in`` whole numbers that are written out: a parameter for each of eight hundred keys costs a page 5 ms."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        if not self.rhs:
            raise EmptyResultSet
        named, parameters = self.process_lhs(compiler, connection)
        return f"{named} IN ({', '.join(str(int(key)) for key in self.rhs)})", parameters


_given_to = Compiled(
    lambda: (
        Appointment.objects.filter(user=Given(Appointment, "user"), starts_on__lte=Given(Appointment, "starts_on"))
        .select_related("place", "body")
        .order_by()
    )
)


def appointments_of(user: User | AnonymousUser) -> list[Appointment]:
    """The appointments that hold today, read once for each user object, so once a request."""
    if not isinstance(user, User) or not user.is_active:
        return []
    if "_appointments" not in user.__dict__:
        today = clock.today()
        held = [a for a in _given_to.ask(user=user.pk, starts_on=today) if a.holds_on(today)]
        user.__dict__["_appointments"] = sorted(held, key=lambda a: (-a.starts_on.toordinal(), a.pk))
    kept: list[Appointment] = user.__dict__["_appointments"]
    return kept


def forget(user: User) -> None:
    """Read the user's appointments anew at the next question: they have just changed."""
    user.__dict__.pop("_appointments", None)


def granting(user: User | AnonymousUser, permission: Permission) -> list[Appointment]:
    """The appointments by which ``user`` holds ``permission`` somewhere."""
    return [a for a in appointments_of(user) if permission in GRANTS[Role(a.role)]]


def holds(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether ``user`` holds ``permission`` anywhere at all."""
    return bool(granting(user, permission))


def allowed(
    rows: "models.Manager[M] | models.QuerySet[M]", user: User | AnonymousUser, permission: Permission
) -> "models.QuerySet[M]":
    """The rows over which ``user`` holds ``permission``; none for a visitor or a user without a role."""
    queryset: models.QuerySet[M] = rows.all()
    return queryset.filter(inside(queryset.model, granting(user, permission), permission))


def own_body(bodies: "models.QuerySet[Body]", user: User, permission: Permission) -> int | None:
    """The one of these bodies a user acts for: that of his own appointment, a council before any other."""
    over = granting(user, permission)
    theirs = Q(pk__in=[held.body_id for held in over if held.body_id])
    own = bodies.filter(theirs | Q(place__in=[held.place_id for held in over if held.place_id])) or bodies
    first = foremost(own)
    return first.pk if first else None


def allowed_by_keys(
    rows: "models.Manager[M] | models.QuerySet[M]", user: User | AnonymousUser, permission: Permission
) -> "models.QuerySet[M]":
    """The same, for a table of hundreds of thousands of rows: the few hundred bodies or sessions over which the user
    holds ``permission`` are read first, a query for each key that leads to them, and named in the condition.

    A database told *which* finds their rows by the index, or walks the list until a page is full, whichever is
    shorter; of a subquery it knows neither, and PostgreSQL then reads the whole table to count a region's rows.
    """
    queryset: models.QuerySet[M] = rows.all()
    model, reach = queryset.model, _reach(granting(user, permission))
    if "kingdom" in reach:
        return queryset
    reached: dict[Any, Q] = defaultdict(Q)
    condition = Q(pk__in=[])
    for path, key, values in _ways(model, reach, permission):
        if first := _first_key(model, path, key):
            reached[first] |= _equals(_rest(path, key), values)
        else:
            condition |= _along(model, path, key, values)
    for first, there in reached.items():
        found = first.related_model._default_manager.filter(there).order_by().values_list("pk", flat=True)
        named = list(found[: NAMED_AT_MOST + 1])
        few = len(named) <= NAMED_AT_MOST
        condition |= Q(**({f"{first.name}__among": named} if few else {f"{first.name}__in": found}))
    return queryset.filter(condition)


def may(user: User | AnonymousUser, permission: Permission, thing: models.Model) -> bool:
    """Whether ``user`` holds ``permission`` over this very thing."""
    return allowed(type(thing)._default_manager.filter(pk=thing.pk), user, permission).exists()


def permissions_on(user: User | AnonymousUser, thing: models.Model) -> frozenset[Permission]:
    """All that ``user`` may do on this thing, in one query, for showing the steps open to him."""
    appointments = appointments_of(user)
    if not appointments:
        return frozenset()
    model = type(thing)
    asked = {
        f"a{a.pk}": models.Case(
            models.When(inside(model, [a]), then=True), default=False, output_field=models.BooleanField()
        )
        for a in appointments
    }
    narrower: dict[Permission, Any] = {p: granting(user, p) for p in getattr(model, "ACTS", {})}
    asked |= {
        f"p_{permission}": models.Case(
            models.When(inside(model, held, permission), then=True), default=False, output_field=models.BooleanField()
        )
        for permission, held in narrower.items()
    }
    row = model._default_manager.filter(pk=thing.pk).annotate(**asked).values(*asked).first() or {}
    wide = {p for a in appointments if row.get(f"a{a.pk}") for p in GRANTS[Role(a.role)]} - narrower.keys()
    return frozenset(wide | {p for p in narrower if row.get(f"p_{p}")})


def inside(model: type[models.Model], appointments: Iterable[Appointment], permission: Permission | None = None) -> Q:
    """The condition that a row of ``model`` lies where one of ``appointments`` reaches, for ``permission`` if it is
    one that the model's ``ACTS`` narrow.

    Over the kingdom, everywhere; over a place, what has it among its ancestors; over a body, what hangs on it;
    over neither, what is the user's own.
    """
    reach = _reach(appointments)
    if "kingdom" in reach:
        return Q(pk__isnull=False)
    condition = Q(pk__in=[])
    for path, key, values in _ways(model, reach, permission):
        condition |= _along(model, path, key, values)
    return condition


def _ways(
    model: type[models.Model], reach: Reach, permission: Permission | None
) -> Iterator[tuple[str, str, list[int]]]:
    """Each path of ``model`` that leads to what the reach is over, with the key to compare there and its values."""
    scopes: dict[str, list[str]] = getattr(model, "ACTS", {}).get(permission) or getattr(model, "SCOPES", {})
    for kind, keys in reach.items():
        for key, values in keys.items():
            for path in scopes.get(kind, []):
                yield path, key, values


def _reach(appointments: Iterable[Appointment]) -> Reach:
    """What the appointments are over: keys to compare and their values, so that ten communes are one question."""
    reach: Reach = {}
    for a in appointments:
        if a.place is not None and a.place.level == Level.KINGDOM:
            return {"kingdom": {}}
        if a.place is not None:
            kind, key, value = "place", KEY_OF_LEVEL.get(Level(a.place.level), "pk"), a.place.pk
        elif a.body_id is not None:
            kind, key, value = "body", "pk", a.body_id
        else:
            kind, key, value = "person", "user", a.user_id
        reach.setdefault(kind, defaultdict(list))[key].append(value)
    return reach


def _along(model: type[models.Model], path: str, key: str, values: list[int]) -> Q:
    """The condition along one path. Beyond the first key it is asked of what that key leads to: a few hundred bodies or
    sessions are found once, where joins would be tried on each of 200,000 rows, ten times slower."""
    if first := _first_key(model, path, key):
        reached = first.related_model._default_manager.filter(_equals(_rest(path, key), values))
        return Q(**{f"{first.name}__in": reached.values("pk")})
    name = f"{path}__{key}" if path else key
    if _is_single(model, path):
        return _equals(name, values)
    return Q(pk__in=model._default_manager.filter(_equals(name, values)).values("pk"))


def _first_key(model: type[models.Model], path: str, key: str) -> Any:
    """The key of ``model`` that the path begins with, when it follows only keys forward and goes on beyond that one."""
    if not path or _rest(path, key) == "pk" or not _is_single(model, path):
        return None
    field: Any = model._meta.get_field(path.partition("__")[0])
    return field if field.concrete else None


def _rest(path: str, key: str) -> str:
    """What is asked of what the first key leads to."""
    return f"{path}__{key}".partition("__")[2]


def _equals(name: str, values: list[int]) -> Q:
    return Q(**{name: values[0]}) if len(values) == 1 else Q(**{f"{name}__in": values})


def _is_single(model: type[models.Model], path: str) -> bool:
    """Whether a path follows only keys forward, or one-to-one, so that a join cannot double a row."""
    for name in path.split("__") if path else []:
        field: Any = model._meta.get_field(name)
        if field.one_to_many or field.many_to_many:
            return False
        model = field.related_model
    return True


# ── Who gives which role, and where ─────────────────────────────────────────


def roles_given_by(user: User) -> list[Role]:
    """The roles ``user`` may give, in the order of the enumeration."""
    given = {role for a in granting(user, Permission.ACCOUNT_OPEN) for role in GIVES[Role(a.role)]}
    return [role for role in Role if role in given]


def _givers(user: User, role: Role) -> list[Appointment]:
    return [a for a in granting(user, Permission.ACCOUNT_OPEN) if role in GIVES[Role(a.role)]]


def may_give(user: User, role: Role, *, place: Place | None, body: Body | None) -> bool:
    """Whether ``user`` may give ``role`` there. Over neither, a role reaches only its holder's own."""
    givers = _givers(user, role)
    if place is not None:
        return Place.objects.filter(inside(Place, givers), pk=place.pk).exists()
    if body is not None:
        return Body.objects.filter(inside(Body, givers), pk=body.pk).exists()
    return bool(givers)


def places_to_give(user: User) -> "models.QuerySet[Place]":
    """Where ``user`` may give a role over a place."""
    return Place.objects.filter(inside(Place, granting(user, Permission.ACCOUNT_OPEN)))


def appointments_seen(user: User) -> "models.QuerySet[Appointment]":
    """The appointments, past ones too, that a reader of accounts sees: those over places and bodies of his territory.

    A role over what is its holder's own lies where whoever gave it has, or had, the right to give it.
    """
    reach = granting(user, Permission.USERS_VIEW)
    there = Appointment.objects.filter(inside(Appointment, reach))
    givers = there.filter(role__in=[role for role, given in GIVES.items() if given & OWN_ROLES])
    own = Q(place=None, body=None, given_by__in=givers.values("user"))
    return Appointment.objects.filter(Q(pk__in=there.values("pk")) | own)


def users_seen(user: User) -> "models.QuerySet[User]":
    """The users who hold or held a role in the reader's territory."""
    return User.objects.filter(pk__in=appointments_seen(user).values("user"))


def may_manage(officer: User, user: User) -> bool:
    """Whether ``officer`` may hand ``user`` a link, or close his account: he could have given him every role he holds.

    Otherwise a link would be a way to take over an account that may do more.
    """
    if officer.pk == user.pk or not users_seen(officer).filter(pk=user.pk).exists():
        return False
    held = Appointment.objects.filter(user=user).select_related("place", "body").exclude(ends_on__lte=clock.today())
    return all(may_give(officer, Role(a.role), place=a.place, body=a.body) for a in held)


def may_end(user: User, appointment: Appointment) -> bool:
    """Whether ``user`` may end this role: he could give it and sees it, or has delegated it. Never his own."""
    source = appointment.delegated_from
    if appointment.user_id == user.pk:
        return False
    if source is not None and source.user_id == user.pk:
        return True
    given = may_give(user, Role(appointment.role), place=appointment.place, body=appointment.body)
    return given and appointments_seen(user).filter(pk=appointment.pk).exists()


def delegable(user: User) -> list[Appointment]:
    """The user's own appointments that he may hand to another for a time; one delegated to him goes no further.

    A role over what is one's own (a trainer's sessions) would reach only what is the other's own: it is not lent.
    """
    return [a for a in appointments_of(user) if a.delegated_from_id is None and a.role not in OWN_ROLES]


def colleagues(user: User) -> "models.QuerySet[User]":
    """Those to whom ``user`` may delegate: who hold a role today where he holds one of his own.

    He sees them named there already; any other account stays unknown to him, its number too.
    """
    today = clock.today()
    there = Appointment.objects.filter(inside(Appointment, delegable(user)), starts_on__lte=today)
    holders = there.exclude(ends_on__lte=today).values("user")
    return User.objects.filter(pk__in=holders, is_active=True).exclude(pk=user.pk)
