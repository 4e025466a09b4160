"""Draw the maps of the regions once, from the outlines of the npm package ``morocco-map`` (OpenStreetMap, ODbL).

Run ``npm ci`` then ``.venv/bin/python dev/geometry.py``; the drawings are kept in ``takwin/territory/geometry``, since
a machine that runs Takwin needs none of this. Each region is a drawing of its own: its provinces in flat projection,
fitted to one width, lines thinned (Douglas-Peucker) arc by arc, so that neighbours keep one common border. The
Kingdom is drawn by regions. Provinces and regions are named by their ISO 3166-2 code. The frame of each drawing is
kept, so that a point given in degrees finds its place on it.
"""

import json
import math
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "morocco-map" / "data"
TARGET = ROOT / "takwin" / "territory" / "geometry" / "outlines.json"
CODES = ROOT / "takwin" / "directory" / "data" / "codes.csv"
KINGDOM = "MA"
WIDTH, HEIGHT = 520.0, 480.0  # the box that a drawing fills
THINNED = 0.9  # how far a thinned line may stray, in units of the drawing
LEAST_AREA = 14.0  # islands smaller than this are left out
LABEL_GRID = 48  # fineness of the search for the place of a name

Point = tuple[float, float]
Ring = list[Point]


class Topology(NamedTuple):
    """Outlines as TopoJSON keeps them: arcs in degrees; for each code its polygons, each a list of rings of arcs."""

    arcs: list[list[Point]]
    shapes: dict[str, list[list[list[int]]]]


class Frame(NamedTuple):
    """How degrees become units of a drawing."""

    west: float
    north: float
    squeeze: float
    scale: float

    def project(self, point: Point) -> Point:
        return ((point[0] - self.west) * self.squeeze * self.scale, (self.north - point[1]) * self.scale)


def read(name: str) -> Topology:
    document = json.loads((SOURCE / f"{name}.json").read_text(encoding="utf-8"))
    (scale_x, scale_y), (left, bottom) = document["transform"]["scale"], document["transform"]["translate"]
    arcs = []
    for arc in document["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((left + x * scale_x, bottom + y * scale_y))
        arcs.append(points)
    (collection,) = document["objects"].values()
    return Topology(arcs, {geometry["id"]: polygons(geometry) for geometry in collection["geometries"]})


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    found: list[list[list[int]]] = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return found


def arcs_of(topology: Topology, codes: list[str]) -> set[int]:
    """The arcs that draw these shapes; one run backwards is written as its complement."""
    rings = [ring for code in codes for polygon in topology.shapes[code] for ring in polygon]
    return {arc if arc >= 0 else ~arc for ring in rings for arc in ring}


def frame(topology: Topology, codes: list[str]) -> tuple[Frame, float, float]:
    """The frame in which these shapes fill the box, and the width and height they take."""
    used = arcs_of(topology, codes)
    points = [point for arc in used for point in topology.arcs[arc]]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * squeeze), HEIGHT / (north - south))
    return Frame(west, north, squeeze, scale), (east - west) * squeeze * scale, (north - south) * scale


def thinned(points: list[Point]) -> list[Point]:
    """The line without the points that stray less than ``THINNED`` from it (Douglas-Peucker).

    A closed arc is cut at its farthest point first, else its two ends would make one.
    """
    if len(points) < 3:
        return points
    if points[0] == points[-1]:
        middle = max(range(len(points)), key=lambda i: math.dist(points[0], points[i]))
        return thinned(points[: middle + 1])[:-1] + thinned(points[middle:])
    far, at = max((off(points[i], points[0], points[-1]), i) for i in range(1, len(points) - 1))
    if far <= THINNED:
        return [points[0], points[-1]]
    return thinned(points[: at + 1])[:-1] + thinned(points[at:])


def off(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a segment."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    if dx == dy == 0:
        return math.dist(point, start)
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return math.dist(point, (x1 + along * dx, y1 + along * dy))


def joined(ring: list[int], lines: dict[int, list[Point]]) -> Ring:
    """The ring its arcs make, end to end; a negative number is an arc run backwards."""
    points: Ring = []
    for arc in ring:
        line = lines[arc] if arc >= 0 else lines[~arc][::-1]
        points += line[1:] if points else line
    return points


def area(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def inside(point: Point, rings: list[Ring]) -> bool:
    x, y = point
    crossed = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossed = not crossed
    return crossed


def label(rings: list[Ring]) -> tuple[float, float, float]:
    """Where a name has most room, and how much there is to each side of it: rows count thrice, names lie flat."""
    outer = rings[0]
    xs, ys = [x for x, _ in outer], [y for _, y in outer]
    best = (sum(xs) / len(xs), sum(ys) / len(ys), 0.0)
    for i in range(LABEL_GRID + 1):
        for j in range(LABEL_GRID + 1):
            x = min(xs) + (max(xs) - min(xs)) * i / LABEL_GRID
            y = min(ys) + (max(ys) - min(ys)) * j / LABEL_GRID
            if inside((x, y), rings):
                room = min(flat_room((x, y), ring) for ring in rings)
                best = max(best, (x, y, room), key=lambda place: place[2])
    return best


def flat_room(point: Point, ring: Ring) -> float:
    """Half the width of the widest box around the point, three times wider than high, that the ring leaves free."""
    flat = [(x / 3, y) for x, y in ring]
    at = (point[0] / 3, point[1])
    return 3 * min(off(at, a, b) for a, b in zip(flat, flat[1:] + flat[:1], strict=True))


def drawing(topology: Topology, codes: list[str]) -> dict[str, Any]:
    framed, width, height = frame(topology, codes)
    used = arcs_of(topology, codes)
    lines = {arc: thinned([framed.project(point) for point in topology.arcs[arc]]) for arc in used}
    shapes = {}
    for code in codes:
        parts = [[joined(ring, lines) for ring in polygon] for polygon in topology.shapes[code]]
        parts.sort(key=lambda rings: area(rings[0]), reverse=True)
        kept = [
            ring
            for i, rings in enumerate(parts)
            for ring in rings
            if len(ring) > 3 and (i == 0 or area(ring) >= LEAST_AREA)
        ]
        x, y, room = label(parts[0])
        shapes[code] = {"d": "".join(written(ring) for ring in kept), "x": round(x), "y": round(y), "room": round(room)}
    laid = {"west": round(framed.west, 5), "north": round(framed.north, 5)}
    laid |= {"squeeze": round(framed.squeeze, 6), "scale": round(framed.scale, 4)}
    return {"width": math.ceil(width), "height": math.ceil(height), "frame": laid, "shapes": shapes}


def written(ring: Ring) -> str:
    """The ring as an SVG path, in whole units, without points that fall on the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    return "M" + " ".join(f"{x},{y}" for x, y in kept[:-1]) + "Z"


def main() -> None:
    provinces, regions = read("provinces"), read("regions")
    drawings = {KINGDOM: drawing(regions, sorted(regions.shapes))}
    by_region: dict[str, list[str]] = {}
    for line in CODES.read_text(encoding="utf-8").splitlines()[1:]:
        code, iso, _short = line.split(",")
        if "." in code:
            by_region.setdefault(f"MA-{code[:2]}", []).append(iso)
    for region, codes in sorted(by_region.items()):
        drawings[region] = drawing(provinces, sorted(codes))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(drawings, separators=(",", ":"), indent=None) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
