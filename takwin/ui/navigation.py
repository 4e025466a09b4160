"""The entries of the side navigation, brought by the apps at start-up.

nav_item(TRAINING, _("Sessions"), "training:sessions", icon="cal", order=10, shown=may_see_sessions, on_bar=True)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.core.registry import Registry


class Section(NamedTuple):
    """A titled group of entries; the desk has no title. ``folds`` says what is looked up now and then, not each day."""

    order: int
    label: str | Promise
    folds: bool = False


DESK = Section(0, "")
PROGRAMME = Section(10, _("Programme and funding"))
TRAINING = Section(20, _("Training"))
PEOPLE = Section(30, _("People and places"), folds=True)
HOUSE = Section(40, _("Administration"), folds=True)


@dataclass(frozen=True)
class NavItem:
    """One entry: ``shown`` and ``count`` are asked on each full page, so they cost one query at most."""

    section: Section
    label: str | Promise
    url_name: str
    icon: str
    order: int
    shown: Callable[[HttpRequest], bool]
    count: Callable[[HttpRequest], int] | None
    on_bar: bool


class Entry(NamedTuple):
    """An entry as this reader sees it on this page."""

    label: str
    url: str
    icon: str
    waiting: int
    on_bar: bool
    here: bool


class Group(NamedTuple):
    """A section as this reader sees it; folded, its title tells how much waits inside."""

    label: str
    entries: list[Entry]
    is_open: bool

    @property
    def waiting(self) -> int:
        return sum(entry.waiting for entry in self.entries)


AT_A_GLANCE = 14  # entries; beyond, the sections that fold are folded unless one is in them
items: Registry[NavItem] = Registry()


def to_anyone_known(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def nav_item(
    section: Section,
    label: str | Promise,
    url_name: str,
    *,
    icon: str,
    order: int,
    shown: Callable[[HttpRequest], bool] = to_anyone_known,
    count: Callable[[HttpRequest], int] | None = None,
    on_bar: bool = False,
) -> None:
    """Add an entry; the first four with ``on_bar`` stay on the bottom bar of a phone, the others go under "More"."""
    items.add(NavItem(section, label, url_name, icon, order, shown, count, on_bar))


def groups(request: HttpRequest) -> list[Group]:
    """The entries open to this user, by section; the one whose address starts the page's address is here."""
    seen = [(item, reverse(item.url_name)) for item in items if item.shown(request)]
    around = [url for _item, url in seen if request.path == url or (url != "/" and request.path.startswith(url))]
    here = max(around, key=len, default=None)
    bar = [item for item, _url in seen if item.on_bar][:4]
    found: dict[Section, list[Entry]] = {}
    for item, url in seen:
        waiting = item.count(request) if item.count else 0
        entry = Entry(str(item.label), url, item.icon, waiting, item in bar, url == here)
        found.setdefault(item.section, []).append(entry)
    is_long = len(seen) > AT_A_GLANCE
    return [
        Group(
            str(section.label),
            entries,
            is_open=not (is_long and section.folds) or any(entry.here for entry in entries),
        )
        for section, entries in sorted(found.items(), key=lambda pair: pair[0].order)
    ]
