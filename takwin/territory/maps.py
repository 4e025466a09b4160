"""Maps of a region by its provinces, and of the Kingdom by its regions: accessible SVG drawn on the server.

Any app may draw one::

    region_map(region, {province.pk: share_received}, label=_("Share received by province"))

and show it with ``{% include "territory/map.html" with map=map %}``, which gives the table of the same figures too.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

from takwin.core import formats
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.territory.queries import sort_field

OUTLINES = Path(__file__).parent / "geometry" / "outlines.json"
CREDIT = "© OpenStreetMap contributors, ODbL"
KINGDOM = "MA"
TINTS = 5
DARK_FROM = 4
ROOMY = 30  # with less room than this a pale name on a dark tint is given a dark edge
LETTER = {"ar": 8.4, "fr": 10.4}  # mean width of a letter of a name, in units of the drawing
SHORT = 5  # a name of so few letters is written even where it runs over the border


@dataclass(frozen=True)
class Shape:
    """A place as the map draws it: its outline, its tint, and what is written on it: its name where there is room,
    its number in the table where there is none. ``on`` dresses these letters for the tint below them."""

    place: Place
    number: int
    url: str
    told: str
    d: str
    css: str
    x: int
    y: int
    written: str
    on: str


@dataclass(frozen=True)
class Map:
    label: str | Promise
    width: int
    height: int
    shapes: list[Shape]
    steps: Sequence[tuple[str, str]]
    place_heading: str | Promise
    value_heading: str | Promise
    credit: str = CREDIT


@cache
def outlines() -> dict[str, Any]:
    """The drawings, read once by each process."""
    drawings: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return drawings


def steps_of_share() -> list[str]:
    """What the five tints mean when the figure is a share of a whole."""
    return [f"{formats.percent(n / TINTS)} – {formats.percent((n + 1) / TINTS)}" for n in range(TINTS)]


def region_map(
    region: Place,
    values: Mapping[int, float | None],
    *,
    label: str | Promise,
    value_heading: str | Promise = "",
    told: Callable[[float], str] = formats.percent,
    steps: Sequence[str] | None = None,
    url: Callable[[Place], str] = Place.get_absolute_url,
) -> Map | None:
    """The map of a region by its provinces (of the Kingdom by its regions); one query.

    ``values`` gives each place, by its key, a share between 0 and 1, which chooses one of five tints; a place
    without a share stays pale and its figure is a dash. ``told`` says the share in words, ``steps`` what the tints
    mean, ``url`` where a click leads. ``None`` when the place has no drawing.
    """
    drawing = outlines().get(KINGDOM if region.level == Level.KINGDOM else region.iso)
    if drawing is None:
        return None
    level = Level.REGION if region.level == Level.KINGDOM else Level.PROVINCE
    places = Place.objects.filter(level=level, iso__in=drawing["shapes"]).order_by(sort_field(), "pk")
    shapes = [
        _shape(place, number, drawing["shapes"][place.iso], values.get(place.pk), told, url)
        for number, place in enumerate(places, 1)
    ]
    tints = [f"q{n + 1}" for n in range(TINTS)]
    return Map(
        label=label,
        width=drawing["width"],
        height=drawing["height"],
        shapes=shapes,
        steps=list(zip(tints, steps or steps_of_share(), strict=True)),
        place_heading=level.label,
        value_heading=value_heading or label,
    )


def _shape(
    place: Place,
    number: int,
    outline: dict[str, Any],
    share: float | None,
    told: Callable[[float], str],
    url: Callable[[Place], str],
) -> Shape:
    tint = 0 if share is None else min(TINTS, int(max(share, 0) * TINTS) + 1)
    letters = len(place.name)
    has_room = letters * LETTER["ar" if place.name == place.name_ar else "fr"] <= 2 * outline["room"] + 6
    return Shape(
        place=place,
        number=number,
        url=url(place),
        told="–" if share is None else told(share),
        d=outline["d"],
        css=f"q{tint}" if tint else "b-bg",
        x=outline["x"],
        y=outline["y"],
        written=place.name if has_room or letters <= SHORT else str(number),
        on=" ".join(["onto"] * (tint >= DARK_FROM) + ["tight"] * (tint >= DARK_FROM and outline["room"] < ROOMY)),
    )
