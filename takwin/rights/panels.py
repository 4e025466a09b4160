"""What a page shows that apps above it bring: panels of a thing, items and figures of the desk, sources of search.

A page is drawn by ``ui.things.render_thing(request, thing, panels=thing_page(thing, request.user), …)``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.registry import Registry
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.queries import holds, permissions_on

Text = str | Promise
Query = Callable[[Any, User], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A titled piece of the page of a thing. ``query(thing, user)`` gives the context of ``template``, or ``None``
    when there is nothing to show; it is called once a page. ``permission`` is held on the thing itself; ``None``
    shows the panel to all who see the page."""

    model: type[models.Model]
    name: str
    permission: Permission | None
    query: Query
    template: str
    side: bool = False
    order: int = 50


PANELS: Registry[Panel] = Registry()


def panel(
    model: type[models.Model],
    permission: Permission | None,
    query: Query,
    template: str,
    *,
    side: bool = False,
    order: int = 50,
) -> Panel:
    """Bring a panel to the page of every ``model``; called in ``ready()`` of an app above."""
    return PANELS.add(Panel(model, query.__name__, permission, query, template, side, order))


@dataclass(frozen=True)
class ThingPage:
    """What ``ui.things.render_thing`` needs: what the reader may do to the thing, its panels with their facts."""

    permissions: frozenset[Permission]
    main: list[dict[str, Any]]
    side: list[dict[str, Any]]


def thing_page(thing: models.Model, user: User) -> ThingPage:
    """The panels of ``thing`` that ``user`` may see, each asked once."""
    permissions = permissions_on(user, thing)
    shown: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for brought in PANELS:
        if isinstance(thing, brought.model) and (brought.permission is None or brought.permission in permissions):
            facts = brought.query(thing, user)
            if facts is not None:
                shown[brought.side].append({"template": brought.template, "name": brought.name, **facts})
    return ThingPage(permissions, shown[False], shown[True])


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for me: what, since or until when (``None``: no day), and the verb that settles it."""

    title: Text
    detail: Text
    due: date | None
    url: str
    verb: Text


@dataclass(frozen=True)
class DeskSource:
    """Brings what waits for a user who holds ``permission``: a few items, the most pressing first (``most_pressing``).

    One line that stands for many bears the day of the most recent, and says the oldest in its detail: it is alive, and
    must not sink among matters of years ago.
    """

    permission: Permission
    query: Callable[[User], Iterable[Waiting]]
    order: int = 50


DESK: Registry[DeskSource] = Registry()


def desk(permission: Permission, query: Callable[[User], Iterable[Waiting]], *, order: int = 50) -> DeskSource:
    """Bring items to the desk of those who hold ``permission``."""
    return DESK.add(DeskSource(permission, query, order))


def most_pressing(day: str, after: timedelta = timedelta()) -> list[OrderBy]:
    """The order in which a source takes its few rows, due on the field ``day`` or a while ``after`` it: as on the desk,
    those due from today on, the nearest first, then those that are late, the latest first. Five matters of years ago
    hide nothing of today.
    """
    to_come = models.Case(models.When(**{f"{day}__gte": clock.today() - after, "then": models.F(day)}))
    return [to_come.asc(nulls_last=True), models.F(day).desc()]


def waiting_for(user: User) -> list[Waiting]:
    """All that waits for ``user``, by the day it is due; what has none stands at today."""
    items = [item for source in DESK if holds(user, source.permission) for item in source.query(user)]
    return sorted(items, key=lambda item: item.due or clock.today())


@dataclass(frozen=True)
class DeskPanel:
    """A panel at the side of the desk: this week's sessions, the figures of the year."""

    permission: Permission | None
    query: Callable[[User], dict[str, Any] | None]
    template: str
    order: int = 50


DESK_PANELS: Registry[DeskPanel] = Registry()


def desk_panel(
    permission: Permission | None, query: Callable[[User], dict[str, Any] | None], template: str, *, order: int = 50
) -> DeskPanel:
    """Bring a panel to the desk of those who hold ``permission`` (``None``: of everyone); ``None`` shows nothing."""
    return DESK_PANELS.add(DeskPanel(permission, query, template, order))


def desk_panels(user: User) -> list[dict[str, Any]]:
    """The side panels of this user's desk, each asked once."""
    shown = [brought for brought in DESK_PANELS if brought.permission is None or holds(user, brought.permission)]
    facts = [(brought.template, brought.query(user)) for brought in shown]
    return [{"template": template, **context} for template, context in facts if context is not None]


@dataclass(frozen=True)
class DeskFigure:
    """A figure at the top of the desk: ``query(user)`` gives its label, value, and the page that explains it."""

    permission: Permission
    query: Callable[[User], "Figure | None"]
    order: int = 50


@dataclass(frozen=True)
class Figure:
    label: Text
    value: str
    note: Text = ""
    tone: str = ""
    url: str = ""


def counted(label: Text, count: int, url: str, *, note: Text = "", tone: str = "") -> Figure:
    """A count that leads to the list it counts. Zero has no list: it leads nowhere and alarms nobody."""
    return Figure(label, formats.number(count), note, tone, url) if count else Figure(label, formats.number(0), note)


FIGURES: Registry[DeskFigure] = Registry()


def desk_figure(permission: Permission, query: Callable[[User], Figure | None], *, order: int = 50) -> DeskFigure:
    """Bring a figure to the desk of those who hold ``permission``."""
    return FIGURES.add(DeskFigure(permission, query, order))


def figures_for(user: User) -> list[Figure]:
    brought = [figure.query(user) for figure in FIGURES if holds(user, figure.permission)]
    return [figure for figure in brought if figure is not None]


@dataclass(frozen=True)
class PlaceFigures:
    """A titled row of figures on the page that tells a province in figures: each leads to the list it counts."""

    title: Text
    permission: Permission
    query: Callable[[Place, User], Sequence[Figure]]
    order: int = 50


PLACE_FIGURES: Registry[PlaceFigures] = Registry()


def place_figures(
    title: Text, permission: Permission, query: Callable[[Place, User], Sequence[Figure]], *, order: int = 50
) -> PlaceFigures:
    """Bring a row of figures to the one page of a province, for those who hold ``permission``."""
    return PLACE_FIGURES.add(PlaceFigures(title, permission, query, order))


def figures_of(place: Place, user: User) -> list[tuple[Text, Sequence[Figure]]]:
    """The figures of ``place`` over what ``user`` sees, row by row, each asked once; an empty row is left out."""
    rows = [(row.title, row.query(place, user)) for row in PLACE_FIGURES if holds(user, row.permission)]
    return [(title, figures) for title, figures in rows if figures]


@dataclass(frozen=True)
class Found:
    """One answer of the general search."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class SearchSource:
    """Answers the general search for one kind of thing: ``query(terms, user)`` gives the first few."""

    label: Text
    permission: Permission
    query: Callable[[list[str], User], Iterable[Found]]
    order: int = 50


SEARCH: Registry[SearchSource] = Registry()


def search_source(
    label: Text, permission: Permission, query: Callable[[list[str], User], Iterable[Found]], *, order: int = 50
) -> SearchSource:
    """Bring a kind of thing to the general search. ``terms`` are already folded as ``search_text`` is."""
    return SEARCH.add(SearchSource(label, permission, query, order))
