"""What hands leave on a sheet, drawn in millimetres: signatures, initials, ticks, crosses, strikes, dirt, stamps."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

from takwin.documents.scans.geometry import Rect

FINE = 16  # points a millimetre while drawing; halved on the page
Point = tuple[float, float]
Colour = tuple[int, int, int]
INKS: list[Colour] = [
    (20, 25, 90),
    (15, 40, 140),
    (25, 25, 28),
    (40, 60, 160),
    (60, 60, 66),
    (130, 20, 30),
    (10, 60, 70),
]
STAMPS: list[Colour] = [(70, 50, 150), (40, 70, 170), (170, 40, 50)]


@dataclass(frozen=True)
class Pen:
    colour: Colour
    width: float
    pressure: float  # 1 is full

    @classmethod
    def taken(cls, rng: random.Random) -> "Pen":
        return cls(rng.choice(INKS), rng.uniform(0.3, 0.75), rng.uniform(0.62, 1.0))


def curve(points: Sequence[Point], step: float = 0.08) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    found: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        turns = max(2, int(math.dist(b, c) / step))
        for n in range(turns):
            t = n / turns
            found.append(
                tuple(  # type: ignore[arg-type]
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [*found, points[-1]]


class Sheet:
    """A page at 8 points a millimetre, on which pens write."""

    def __init__(self, page: Image.Image) -> None:
        self.page = page

    def strokes(self, lines: Sequence[Sequence[Point]], pen: Pen, rng: random.Random) -> None:
        xs, ys = [x for line in lines for x, _ in line], [y for line in lines for _, y in line]
        left, top = math.floor(min(xs)) - 2, math.floor(min(ys)) - 2
        width, height = math.ceil(max(xs)) + 2 - left, math.ceil(max(ys)) + 2 - top
        layer = Image.new("L", (width * FINE, height * FINE), 0)
        draw = ImageDraw.Draw(layer)
        for line in lines:
            phase = rng.uniform(0, 6)
            for n, (x, y) in enumerate(line):
                half = pen.width / 2 * (0.85 + 0.25 * math.sin(n / 35 + phase)) * FINE
                a, b = (x - left) * FINE, (y - top) * FINE
                draw.ellipse((a - half, b - half, a + half, b + half), fill=round(255 * pen.pressure))
        self.press(layer, left, top, pen.colour)

    def press(self, layer: Image.Image, left: float, top: float, colour: Colour) -> None:
        """Multiply the page by the ink: what is printed under it still shows."""
        small = layer.resize((layer.width * 8 // FINE, layer.height * 8 // FINE), Image.Resampling.BOX)
        at = (round(left * 8), round(top * 8))
        under = self.page.crop((*at, at[0] + small.width, at[1] + small.height))
        ink = Image.composite(
            Image.new("RGB", small.size, colour), Image.new("RGB", small.size, (255, 255, 255)), small
        )
        self.page.paste(ImageChops.multiply(under, ink), at)


def inner(box: Rect, rng: random.Random, share: tuple[float, float] = (0.45, 0.9)) -> Rect:
    """Where a hand aims within a box."""
    width, height = box.width * rng.uniform(*share), box.height * rng.uniform(0.45, 0.8)
    x = box.x + (box.width - width) * rng.uniform(0.15, 0.85)
    y = box.y + (box.height - height) * rng.uniform(0.2, 0.8)
    return Rect(x, y, width, height)


def arabic_like(box: Rect, rng: random.Random) -> list[list[Point]]:
    """From right to left: a tall stroke, teeth and loops along a line, a long tail that may leave the box."""
    area = inner(box, rng)
    right, base = area.right, area.y + area.height * rng.uniform(0.55, 0.75)
    lines = [curve([(right, area.y), (right - rng.uniform(-0.5, 0.8), base)])]
    points: list[Point] = [(right - 0.3, base)]
    x = right
    while x > area.x + 2:
        x -= rng.uniform(1.4, 3.4)
        high = rng.uniform(0.15, 0.9) * area.height
        if rng.random() < 0.4:
            points += [(x + 1, base - high), (x - 0.4, base - high * 0.6), (x + 0.5, base)]
        else:
            points += [(x, base - high), (x - 0.5, base)]
    if rng.random() < 0.35:  # a flourish beyond the box
        points += [
            (area.x - rng.uniform(1, 6), base + rng.uniform(0, 5)),
            (area.x + area.width * 0.6, base + rng.uniform(2, 6)),
        ]
    else:
        points += [(area.x, base + rng.uniform(0, 2.5)), (area.x + area.width * 0.4, area.bottom)]
    lines.append(curve(points))
    for _ in range(rng.randrange(3)):
        dot = (rng.uniform(area.x, area.right), area.y + rng.uniform(-0.5, 1.5))
        lines.append([dot, (dot[0] + 0.3, dot[1])])
    return lines


def latin_like(box: Rect, rng: random.Random) -> list[list[Point]]:
    area = inner(box, rng)
    middle, points, x = area.y + area.height / 2, [], area.x
    while x < area.right:
        points += [
            (x, middle + rng.uniform(-0.5, 0.5) * area.height),
            (x + rng.uniform(0.2, 1.2), middle - rng.uniform(-0.5, 0.5) * area.height),
        ]
        x += rng.uniform(0.7, 2.2)
    lines = [curve(points)]
    if rng.random() < 0.5:
        lines.append(
            curve(
                [(area.right, middle), (area.x - 1, area.bottom), (area.right + rng.uniform(-2, 4), area.bottom - 0.6)]
            )
        )
    return lines


def initials(box: Rect, rng: random.Random) -> list[list[Point]]:
    x, y = box.x + box.width * rng.uniform(0.25, 0.6), box.y + box.height * rng.uniform(0.25, 0.4)
    lines = []
    for _ in range(rng.choice((2, 2, 3))):
        high = rng.uniform(3.2, 5.5)
        lines.append(
            curve(
                [(x, y + high), (x + rng.uniform(0, 1), y), (x + rng.uniform(1.2, 2.4), y + high * rng.uniform(0.5, 1))]
            )
        )
        if rng.random() < 0.5:
            lines.append(curve([(x, y + high * 0.5), (x + 1.6, y + high * 0.45)]))
        x += rng.uniform(2.2, 3.4)
    return lines


def tick(box: Rect, rng: random.Random) -> list[list[Point]]:
    size = rng.uniform(4, 8)
    x, y = box.x + box.width * rng.uniform(0.3, 0.6), box.y + box.height * rng.uniform(0.5, 0.8)
    return [curve([(x, y - size * 0.3), (x + size * 0.35, y), (x + size, y - size * 0.85)])]


def small_cross(box: Rect, rng: random.Random) -> list[list[Point]]:
    size = rng.uniform(4, 7.5)
    x, y = box.x + box.width * rng.uniform(0.35, 0.65), box.y + box.height * rng.uniform(0.4, 0.6)
    lean = rng.uniform(0.35, 0.6)
    return [
        curve([(x - size * lean, y - size / 2), (x + size * lean, y + size / 2)]),
        curve([(x + size * lean, y - size / 2), (x - size * lean, y + size / 2)]),
    ]


def strike(box: Rect, rng: random.Random) -> list[list[Point]]:
    """One line from side to side, as the foot of the sheet asks."""
    over = rng.uniform(-2.5, 1.5)
    rise = rng.choice((0.0, 0.0, 0.7, -0.7)) * box.height * rng.uniform(0.3, 1)
    y = box.y + box.height * rng.uniform(0.4, 0.6)
    bow = rng.uniform(-0.7, 0.7)
    return [curve([(box.x - over, y + rise / 2), (box.x + box.width / 2, y + bow), (box.right + over, y - rise / 2)])]


def cross_out(box: Rect, rng: random.Random) -> list[list[Point]]:
    e = rng.uniform(0.2, 1.2)
    return [
        curve([(box.x + e, box.y + e), (box.right - e, box.bottom - e)]),
        curve([(box.right - e, box.y + e), (box.x + e, box.bottom - e)]),
    ]


def dirt(box: Rect, rng: random.Random) -> list[list[Point]]:
    spots = [
        (box.x + rng.uniform(1, box.width - 1), box.y + rng.uniform(1, box.height - 1))
        for _ in range(rng.randrange(1, 4))
    ]
    return [[(x, y), (x + rng.uniform(0, 0.5), y + rng.uniform(-0.3, 0.3))] for x, y in spots]


def stray(box: Rect, rng: random.Random) -> list[list[Point]]:
    """The end of a neighbour's flourish: it comes over the border and stops."""
    y = box.y + box.height * rng.uniform(0.2, 0.8)
    if rng.random() < 0.5:
        return [
            curve(
                [
                    (box.x - rng.uniform(6, 11), y + rng.uniform(-3, 3)),
                    (box.x - 1, y),
                    (box.x + rng.uniform(1, 5), y + rng.uniform(-1, 2)),
                ]
            )
        ]
    return [
        curve(
            [
                (box.right + rng.uniform(6, 11), y + rng.uniform(-3, 3)),
                (box.right + 1, y),
                (box.right - rng.uniform(1, 5), y + rng.uniform(-1, 2)),
            ]
        )
    ]


HANDS = [arabic_like, arabic_like, arabic_like, latin_like, latin_like, initials, tick, small_cross]


def stamp(sheet: Sheet, at: Point, rng: random.Random) -> None:
    """A round stamp, unevenly inked."""
    radius = rng.uniform(13, 17)
    side = round((radius * 2 + 4) * FINE)
    layer = Image.new("L", (side, side), 0)
    draw, middle = ImageDraw.Draw(layer), side / 2
    ink = rng.randrange(110, 190)
    for r, wide in ((radius, 0.7), (radius * 0.66, 0.4)):
        draw.ellipse(
            (middle - r * FINE, middle - r * FINE, middle + r * FINE, middle + r * FINE),
            outline=ink,
            width=round(wide * FINE),
        )
    for n in range(40):
        angle, r = n * math.tau / 40, radius * 0.83 * FINE
        x, y = middle + r * math.cos(angle), middle + r * math.sin(angle)
        draw.line((x, y, x + rng.uniform(-1, 1) * FINE, y + rng.uniform(-1, 1) * FINE), fill=ink, width=6)
    draw.line((middle - radius * 5, middle, middle + radius * 5, middle), fill=ink, width=8)
    sheet.press(layer, at[0] - radius - 2, at[1] - radius - 2, rng.choice(STAMPS))
