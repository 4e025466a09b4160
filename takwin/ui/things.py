"""The page of a thing: what it is, its state, the next steps open to me, then panels that apps bring."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, Protocol

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from .states import Look, Tile

Words = str | Promise


class Crumb(NamedTuple):
    label: Words
    url: str = ""


class Fact(NamedTuple):
    """A fact of the head, in a word or two, with the icon that announces it."""

    text: Words
    icon: str = ""


class Act(NamedTuple):
    """A step open to the reader.

    ``post`` acts at once, otherwise the address is a form; ``refused`` says why it cannot be taken yet.
    A ``quiet`` act only corrects what is recorded and carries nothing forward: no green button, even first.
    """

    label: Words
    url: str = ""
    icon: str = ""
    post: bool = False
    danger: bool = False
    refused: Words = ""
    quiet: bool = False

    @property
    def css(self) -> str:
        return "" if self.quiet else "main-act"


class Step(NamedTuple):
    """A dated state on the path of a thing: done, where it is now, to come, or off the path."""

    label: Words
    note: Words = ""
    css: Literal["done", "here", "", "off"] = ""

    @property
    def tile(self) -> Tile:
        tiles: dict[str, Tile] = {"done": "done", "here": "half", "": "open", "off": "no"}
        return tiles[self.css]


class Call(NamedTuple):
    """What happened or is missing, and what to do about it; at most one above the fold."""

    title: Words
    text: Words = ""
    tone: Literal["", "warn", "bad"] = ""
    act: Act | None = None


class Panels(Protocol):
    """The panels this reader sees, as ``rights.panels.thing_page`` gives them: a template each, with its facts."""

    @property
    def main(self) -> Sequence[dict[str, Any]]: ...

    @property
    def side(self) -> Sequence[dict[str, Any]]: ...


class NoPanels(NamedTuple):
    main: Sequence[dict[str, Any]] = ()
    side: Sequence[dict[str, Any]] = ()


NO_PANELS = NoPanels()


def render_thing(
    request: HttpRequest,
    thing: Model,
    *,
    title: Words,
    panels: Panels = NO_PANELS,
    look: Look | None = None,
    crumbs: Sequence[Crumb] = (),
    facts: Sequence[Fact] = (),
    acts: Sequence[Act] = (),
    path: Sequence[Step] = (),
    calls: Sequence[Call] = (),
    template: str = "ui/thing.html",
    **context: Any,
) -> HttpResponse:
    """Answer the page of the thing; the first of ``acts`` is the page's one main act."""
    frame = {"thing": thing, "title": title, "look": look, "crumbs": crumbs, "facts": facts, "acts": acts}
    return render(request, template, {**frame, "path": path, "calls": calls, "panels": panels, **context})
