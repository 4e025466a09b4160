"""What of the ink in a box is taken for a hand with certainty, and what a person is asked to look at."""

import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from takwin.documents.scans.geometry import Rect
from takwin.documents.scans.ink import DOUBTFUL, Ink
from takwin.documents.scans.judging import Judge
from takwin.documents.scans.registration import SCALE
from takwin.documents.scans.rings import rings_of
from takwin.documents.scans.strokes import ink_of
from tests.documents.photographed import pens

WIDTH, HEIGHT = 24.4, 11.7  # millimetres of a box
BOXES = {
    (row, column): Rect(20 + column * WIDTH, 20 + row * HEIGHT, WIDTH, HEIGHT)
    for row in range(2)
    for column in range(3)
}
FINE = 4  # points drawn for one that is read
PEN = 0.6  # millimetres
Line = Sequence[tuple[float, float]]


def judged(*lines: Line, dark: float = 0.7) -> tuple[Ink, bool]:
    """What the middle box of the last row is said to hold, and whether with certainty, when these lines are drawn."""
    side = 115 * SCALE
    drawing = Image.new("L", (side * FINE, side * FINE))
    draw = ImageDraw.Draw(drawing)
    for line in lines:
        draw.line([(x * SCALE * FINE, y * SCALE * FINE) for x, y in line], 255, round(PEN * SCALE * FINE), "curve")
    plane = np.asarray(drawing.resize((side, side), Image.Resampling.BOX), dtype=np.float32) / 255 * dark
    edges = {
        f"{row}:{column}": (box.x * SCALE, box.y * SCALE, box.right * SCALE, box.bottom * SCALE)
        for (row, column), box in BOXES.items()
    }
    kind, sure, _share = Judge(ink_of(plane, edges), np.ones_like(plane)).box(edges["1:1"])
    return kind, sure >= DOUBTFUL


def within(*points: tuple[float, float]) -> Line:
    """A smooth line through points given from the corner of that box."""
    box = BOXES[1, 1]
    return pens.curve([(box.x + x, box.y + y) for x, y in points])


def ring(middle: tuple[float, float], radius: float) -> Line:
    angles = np.linspace(0, 2 * np.pi, 2000)
    return [(middle[0] + radius * float(np.cos(a)), middle[1] + radius * float(np.sin(a))) for a in angles]


TICK = within((8, 6), (10, 9), (15, 3))
SIGNATURE = within((4, 8), (5, 2), (7, 9), (9, 3), (10, 8), (12, 2), (14, 9), (16, 4), (20, 7))


def test_a_signature_a_tick_and_an_empty_box_are_told_without_doubt() -> None:
    assert judged(SIGNATURE) == (Ink.HAND, True)
    assert judged(TICK) == (Ink.HAND, True)
    assert judged() == (Ink.NONE, True)


def test_the_rings_of_a_stamp_to_which_a_neighbours_signature_clings_are_no_certain_hand() -> None:
    """Joined with other ink they make no circle, taken together."""
    middle = (BOXES[1, 1].x + 3, BOXES[1, 1].bottom + 9)
    neighbours = [(x - WIDTH, y) for x, y in SIGNATURE]
    assert judged(ring(middle, 15), ring(middle, 10), neighbours)[1] is False


def test_who_signs_in_a_box_that_a_stamp_cuts_through_has_signed() -> None:
    kind, _sure = judged(ring((BOXES[1, 1].x + 3, BOXES[1, 1].bottom + 9), 15), SIGNATURE)
    assert kind is Ink.HAND


def test_a_flourish_that_comes_far_over_the_border_in_one_straight_pass_is_no_certain_hand() -> None:
    assert judged(within((-9, -6), (-1, 2.5), (6, 3), (14, 3.2)))[1] is False


def test_a_tick_too_faint_to_be_taken_for_ink_is_looked_at() -> None:
    assert judged(TICK, dark=0.23) == (Ink.NONE, False)


def test_the_rings_a_stroke_draws_are_found_though_something_clings_to_them() -> None:
    middle = (40.0, 40.0)
    upper = [np.array([p for p in ring(middle, radius) if p[1] < 40]) for radius in (15, 10)]
    found = rings_of(np.concatenate([*upper, np.array(SIGNATURE)]))
    assert sorted(round(radius) for _x, _y, radius in found) == [10, 15]
    assert all(abs(x - 40) < 1 and abs(y - 40) < 1 for x, y, _radius in found)


def test_a_signature_draws_no_ring() -> None:
    rng = random.Random(4)
    for hand in (pens.arabic_like, pens.latin_like, pens.initials):
        points = np.array([point for line in hand(BOXES[1, 1], rng) for point in line])
        assert rings_of(points) == []
