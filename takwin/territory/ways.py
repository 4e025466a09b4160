"""How to get to a room: the sketch of its surroundings, drawn from the outlines we keep, and its short address."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import formats
from takwin.core.points import Point
from takwin.directory.models import Place, Room
from takwin.territory.maps import CREDIT, KINGDOM, LETTER, outlines

KM_OF_A_DEGREE = 111.32
STRAYS = 8.0  # kilometres by which a thinned outline of the Kingdom may stray, small islands left out
STRAYS_OF_PROVINCE = 4.0
WIDTH, HEIGHT, MARGIN = 520.0, 380.0, 42.0
LEAST_KM = 12.0  # closer than that the outlines say nothing
NEAREST = 3  # known places that the sketch of a room must show
LINE = 24.0  # height of a name
ON_A_PHONE = 1.16  # names are written larger there
BARS = (1, 2, 5, 10, 20, 50, 100, 200)

Spot = tuple[float, float]
Ring = list[Spot]
Box = tuple[float, float, float, float]
ARABIC = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True)
class Neighbour:
    """A province as the sketch draws it: its path, and its name where it finds room."""

    d: str
    css: str
    name: str
    x: int
    y: int
    is_named: bool


@dataclass(frozen=True)
class Landmark:
    """Another building on the map near the room: where it stands, and its name under it, inside the frame."""

    name: str
    x: int
    y: int
    text_x: int
    text_y: int


@dataclass(frozen=True)
class Sketch:
    width: int
    height: int
    transform: str
    shapes: list[Neighbour]
    landmarks: list[Landmark]
    x: int
    y: int
    bar: int
    bar_said: str
    credit: str = CREDIT

    @property
    def bar_middle(self) -> int:
        return self.bar // 2


def way_to(room: Room) -> str:
    """The short address of the page that leads to a room."""
    return f"{settings.PUBLIC_URL}{reverse('way:room', args=[room.pk])}"


def of_room(room: Room, user: User) -> dict[str, Any]:
    return {"room": room, "way": way_to(room), "sketch": sketch_of(room)}


@cache
def rings_of(drawing: str, shape: str) -> list[Ring]:
    """The outline of a shape as points of its drawing."""
    rings = outlines()[drawing]["shapes"][shape]["d"].split("M")[1:]
    return [[(float(x), float(y)) for x, y in re.findall(r"(\d+),(\d+)", ring)] for ring in rings]


def laid(drawing: str, point: Point) -> Spot:
    """Where a point of the Earth falls on a drawing."""
    frame = outlines()[drawing]["frame"]
    x = (float(point.longitude) - frame["west"]) * frame["squeeze"] * frame["scale"]
    return x, (frame["north"] - float(point.latitude)) * frame["scale"]


def checked_point(place: Place, point: Point) -> Point:
    """The point, once it is seen to lie in Morocco and where the room is said to be."""
    if point.latitude < 0 < point.longitude:
        raise ValidationError(_("These two figures are the wrong way round: write the latitude first."))
    if min(_far(KINGDOM, shape, point) for shape in outlines()[KINGDOM]["shapes"]) > STRAYS:
        raise ValidationError(_("This point does not lie in Morocco: check both figures, and the minus sign."))
    if place.province and place.region and place.province.iso in outlines()[place.region.iso]["shapes"]:
        far = _far(place.region.iso, place.province.iso, point)
        if far > STRAYS_OF_PROVINCE:
            said = {"km": formats.number(round(far)), "place": place.province.name}
            message = _("This point lies %(km)s km away from %(place)s, where the room is said to be: correct either.")
            raise ValidationError(message % said)
    return point


def _far(drawing: str, shape: str, point: Point) -> float:
    """How many kilometres lie between a point and a shape; none when it is inside."""
    spot, rings = laid(drawing, point), rings_of(drawing, shape)
    if _is_inside(spot, rings):
        return 0.0
    near = min(_off(spot, *side) for ring in rings for side in _sides(ring))
    return near * KM_OF_A_DEGREE / float(outlines()[drawing]["frame"]["scale"])


def _sides(ring: Ring) -> Iterator[tuple[Spot, Spot]]:
    return zip(ring, ring[1:] + ring[:1], strict=True)


def _is_inside(spot: Spot, rings: list[Ring]) -> bool:
    crossed = False
    for ring in rings:
        for (x1, y1), (x2, y2) in _sides(ring):
            if (y1 > spot[1]) != (y2 > spot[1]) and spot[0] < (x2 - x1) * (spot[1] - y1) / (y2 - y1) + x1:
                crossed = not crossed
    return crossed


def _off(spot: Spot, start: Spot, end: Spot) -> float:
    (x, y), (x1, y1), (x2, y2) = spot, start, end
    dx, dy = x2 - x1, y2 - y1
    if dx == dy == 0:
        return math.dist(spot, start)
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return math.dist(spot, (x1 + along * dx, y1 + along * dy))


def sketch_of(room: Room) -> Sketch | None:
    """The room and the places known nearest to it, on the provinces around; nothing while nobody said where it stands.

    What is known are the other buildings on the map and the middles of provinces: the nearest few make the scale.
    """
    region, own = room.place.region, room.place.province.iso if room.place.province else ""
    if room.point is None or region is None or region.iso not in outlines():
        return None
    drawing = outlines()[region.iso]
    km = drawing["frame"]["scale"] / KM_OF_A_DEGREE
    spot, buildings = laid(region.iso, room.point), _buildings(room, region.iso)
    known = [*buildings.values(), *((shape["x"], shape["y"]) for shape in drawing["shapes"].values())]
    near = sorted(known, key=lambda other: math.dist(spot, other))[:NEAREST]
    west, north, size = _framed([*near, spot], LEAST_KM * km)
    pin = round((spot[0] - west) * size), round((spot[1] - north) * size)
    taken = [(pin[0] - 16.0, pin[1] - 40.0, pin[0] + 16.0, pin[1] + 8.0), (0.0, HEIGHT - 44, WIDTH / 3 + 20, HEIGHT)]
    landmarks = list(_landmarks(buildings, taken, west, north, size))
    bar = max((n for n in BARS if n * km * size <= WIDTH / 3), default=BARS[0])
    return Sketch(
        width=round(WIDTH), height=round(HEIGHT),
        transform=f"scale({size:.3f}) translate({-west:.1f} {-north:.1f})",
        shapes=list(_around(drawing, own, pin, taken, west, north, size)), landmarks=landmarks,
        x=pin[0], y=pin[1], bar=round(bar * km * size), bar_said=_("%(count)s km") % {"count": bar},
    )  # fmt: skip


def _buildings(room: Room, drawing: str) -> dict[str, Spot]:
    """The other buildings of the region that are on the map, by their names."""
    others = Room.objects.filter(place__region=room.place.region_id, latitude__isnull=False)
    others = others.exclude(lender=room.lender_id).select_related("lender").order_by("pk")
    return {other.lender.name: laid(drawing, other.point) for other in others if other.point}


def _landmarks(
    buildings: dict[str, Spot], taken: list[Box], west: float, north: float, size: float
) -> Iterator[Landmark]:
    """Those whose name finds room under their dot."""
    for name, spot in buildings.items():
        x, y = (spot[0] - west) * size, (spot[1] - north) * size
        half = _half(name)
        middle = min(max(x, half + 4), WIDTH - half - 4) if 0 < x < WIDTH else x
        box = (middle - half, y - 6, middle + half, y + LINE + 6)
        if not _meets(box, [*taken, *_edges()]):
            taken.append(box)
            yield Landmark(name, round(x), round(y), round(middle), round(y + LINE / 2 + 6))


def _half(name: str) -> float:
    """Half the width of a name, as written on a phone."""
    return len(name) * LETTER["ar" if ARABIC.search(name) else "fr"] * ON_A_PHONE / 2


def _framed(spots: list[Spot], least: float) -> tuple[float, float, float]:
    """The left, the top and the enlargement of a view that holds these spots, no narrower than ``least``."""
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    across, down = max(max(xs) - min(xs), least), max(max(ys) - min(ys), least * HEIGHT / WIDTH)
    size = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / down)
    return (min(xs) + max(xs)) / 2 - WIDTH / 2 / size, (min(ys) + max(ys)) / 2 - HEIGHT / 2 / size, size


def _around(
    drawing: dict[str, Any], own: str, pin: tuple[int, int], taken: list[Box], west: float, north: float, size: float
) -> Iterator[Neighbour]:
    """The shapes of a drawing; the room's own province is always named, a neighbour where its name meets no other."""
    found = list(Place.objects.filter(iso__in=drawing["shapes"]).order_by("pk"))
    for place in sorted(found, key=lambda place: place.iso != own):
        shape, mine = drawing["shapes"][place.iso], place.iso == own
        x, y, half = (shape["x"] - west) * size, (shape["y"] - north) * size, _half(place.name)
        if mine and _meets((x - half, y - LINE / 2, x + half, y + LINE / 2), [*taken, *_edges()]):
            y = pin[1] + LINE if pin[1] < HEIGHT / 2 else pin[1] - 40 - LINE / 2
            x = min(max(float(pin[0]), half + 4), WIDTH - half - 4)
        box = (x - half, y - LINE / 2, x + half, y + LINE / 2)
        is_named = mine or not _meets(box, [*taken, *_edges()])
        if is_named:
            taken.append(box)
        yield Neighbour(shape["d"], "q3" if mine else "b-bg", place.name, round(x), round(y), is_named)


def _edges() -> list[Box]:
    """What lies outside of the sketch."""
    far = 10_000.0
    return [(-far, -far, 0.0, far), (WIDTH, -far, far, far), (-far, -far, far, 0.0), (-far, HEIGHT, far, far)]


def _meets(box: Box, others: list[Box]) -> bool:
    return any(
        box[0] < right and left < box[2] and box[1] < bottom and top < box[3] for left, top, right, bottom in others
    )
