"""Ink on a page laid flat: strokes, held together across the rules they cross."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from takwin.documents.scans.planes import Floats, Points
from takwin.documents.scans.registration import SCALE
from takwin.documents.scans.rules import Edges

RULE = 0.45  # millimetres on each side of a rule that belong to it
LEAST_DARK = 0.17  # darkness of the faintest pen against the paper
HEART = 1.5  # a stroke is somewhere this much darker than the faintest, or too faint to be taken for one
LEAST_ARC, LEAST_TURN = 8.0, 80  # millimetres and degrees of an arc by which a stamp is known
NONE = -1
Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Stroke:
    """Ink that holds together, in millimetres: its middle, width and height, how much there is, how thick and dark."""

    middle: tuple[float, float]
    size: tuple[float, float]
    area: float
    thickness: float
    darkest: float
    circle: tuple[float, float, float] | None  # of which it is an arc: middle and radius

    @property
    def reach(self) -> float:
        return float(np.hypot(*self.size))

    @property
    def is_thin(self) -> bool:
        """One pass of a pen, not scribbled to and fro."""
        return bool(self.area <= 1.35 * self.reach)


@dataclass(frozen=True)
class Field:
    """The ink of a page: ``numbers`` says of each point which stroke it belongs to, -1 for none."""

    numbers: Integers
    corner: tuple[int, int]
    strokes: list[Stroke]
    threshold: float

    def within(self, edges: Edges) -> Integers:
        """The strokes in a box, its rules left out."""
        (left, top), inset = self.corner_within(edges), RULE * SCALE
        return self.numbers[
            top : round(edges[3] - inset) + 1 - self.corner[1],
            left : round(edges[2] - inset) + 1 - self.corner[0],
        ]

    def corner_within(self, edges: Edges) -> tuple[int, int]:
        """Where in ``numbers`` a box begins, its rules left out."""
        inset, (x, y) = RULE * SCALE, self.corner
        return round(edges[0] + inset) - x, round(edges[1] + inset) - y

    def points(self, number: int) -> Points:
        """Those of one stroke, in millimetres from the corner of ``numbers``."""
        ys, xs = np.nonzero(self.numbers == number)
        return np.stack([xs, ys], axis=1) / SCALE

    def is_faint(self, stroke: Stroke) -> bool:
        """Too faint to be taken for ink; kept when it is large, for it may be a hand all the same."""
        return stroke.darkest < self.threshold * HEART

    @property
    def width(self) -> float:
        return float(self.numbers.shape[1]) / SCALE


def ink_of(dark: Floats, edges: Mapping[str, Edges]) -> Field:
    """All ink in and close around the boxes."""
    sides = np.array(list(edges.values()))
    left, top = (int(v) for v in np.maximum(sides[:, :2].min(0) - 3 * SCALE, 0))
    right, bottom = (int(v) for v in sides[:, 2:].max(0) + 3 * SCALE)
    field = dark[top:bottom, left:right]
    shifted = {name: (a - left, b - top, c - left, d - top) for name, (a, b, c, d) in edges.items()}
    threshold = max(LEAST_DARK, _noise(field, shifted))
    mask = _without_rules(field > threshold, shifted)
    return _joined(mask, field, threshold, (left, top))


def _noise(field: Floats, edges: Mapping[str, Edges]) -> float:
    """How dark blank paper may seem, for it wavers: most points of boxes are paper."""
    inset = 2 * RULE * SCALE
    inside = np.concatenate(
        [
            field[int(b + inset) : int(d - inset), int(a + inset) : int(c - inset)].ravel()
            for a, b, c, d in edges.values()
        ]
    )
    low, middle = np.quantile(inside, (0.1, 0.4))
    return float(middle + 3.0 * (middle - low))


def _without_rules(mask: Mask, edges: Mapping[str, Edges]) -> Mask:
    """Rules taken away, but where a stroke stands on both sides of one it is held together across it."""
    kept = mask.copy()
    half = RULE * SCALE
    bands = [
        (upright, round(at - half), round(at + half) + 1, round(since - half), round(until + half) + 1)
        for left, top, right, bottom in edges.values()
        for upright, at, since, until in (
            (False, top, left, right), (False, bottom, left, right),
            (True, left, top, bottom), (True, right, top, bottom),
        )
    ]  # fmt: skip
    for upright, first, last, since, until in bands:
        view = kept.T if upright else kept
        view[max(first, 0) : last, max(since, 0) : until] = False
    for upright, first, last, since, until in bands:
        source, view = (mask.T, kept.T) if upright else (mask, kept)
        first, since = max(first, 2), max(since, 0)
        before = _widened(np.asarray(source[first - 2 : first, since:until].any(0)))
        after = _widened(np.asarray(source[last : last + 2, since:until].any(0)))
        view[first:last, since:until] |= before & after & source[first:last, since:until]
    return kept


def _widened(row: Mask) -> Mask:
    """True within two points of a true one."""
    padded = np.pad(row, 2)
    return cast(Mask, np.lib.stride_tricks.sliding_window_view(padded, 5).any(1)) if row.size else row


def _joined(mask: Mask, field: Floats, threshold: float, corner: tuple[int, int]) -> Field:
    """Points that touch, diagonals too, are one stroke: runs of each line are joined to those of the line above."""
    numbers = np.full(mask.shape, NONE, dtype=np.int64)
    ys, xs = np.nonzero(mask)
    if not ys.size:
        return Field(numbers, corner, [], threshold)
    begins = np.concatenate([[True], (np.diff(ys) != 0) | (np.diff(xs) != 1)])
    run = np.cumsum(begins) - 1
    firsts = np.nonzero(begins)[0]
    lasts = np.concatenate([firsts[1:], [ys.size]]) - 1
    group = _union(ys[firsts].tolist(), xs[firsts].tolist(), xs[lasts].tolist())[run]
    rims = (mask & ~_surrounded(mask))[ys, xs]
    found: list[Stroke] = []
    order = np.argsort(group, kind="stable")
    for several in np.split(order, np.nonzero(np.diff(group[order]))[0] + 1):
        darkest = float(field[ys[several], xs[several]].max())
        if several.size < (4 if darkest >= threshold * HEART else SCALE**2):
            continue
        numbers[ys[several], xs[several]] = len(found)
        points = np.stack([xs[several] + corner[0], ys[several] + corner[1]], axis=1) / SCALE
        found.append(_stroke(points, int(rims[several].sum()), darkest))
    return Field(numbers, corner, found, threshold)


def _stroke(points: Points, rim: int, darkest: float) -> Stroke:
    width, height = np.ptp(points, axis=0) + 1 / SCALE
    x, y = points.mean(0)
    circle = _circle(points) if math.hypot(width, height) > LEAST_ARC else None
    area = len(points) / SCALE**2
    return Stroke(
        (float(x), float(y)),
        (float(width), float(height)),
        area,
        2 * len(points) / max(rim, 1) / SCALE,
        darkest,
        circle,
    )


def _circle(points: Points) -> tuple[float, float, float] | None:
    """The circle of a stamp, when most of the points lie on one of such a size; what clings to it is let go."""
    kept = points
    for _turn in range(4):
        terms = np.column_stack([kept, np.ones(len(kept))])
        a, b, c = np.linalg.lstsq(terms, (kept**2).sum(1), rcond=None)[0]
        x, y = float(a / 2), float(b / 2)
        radius = math.sqrt(max(float(c) + x * x + y * y, 0))
        away = np.abs(np.hypot(points[:, 0] - x, points[:, 1] - y) - radius)
        kept = points[away <= max(0.7, float(np.median(away)))]
    angles = np.unique(np.floor(np.degrees(np.arctan2(kept[:, 1] - y, kept[:, 0] - x)) / 10))
    is_one = 6 < radius < 22 and angles.size * 10 >= LEAST_TURN and float((away < 0.8).mean()) > 0.8
    return (x, y, radius) if is_one else None


def _surrounded(mask: Mask) -> Mask:
    """Points whose four neighbours are ink too."""
    padded = np.pad(mask, 1)
    return padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]


def _union(rows: list[int], starts: list[int], ends: list[int]) -> Integers:
    """The number of the group of each run."""
    parent = list(range(len(rows)))

    def root(of: int) -> int:
        while parent[of] != of:
            parent[of] = parent[parent[of]]
            of = parent[of]
        return of

    above = 0
    for below in range(len(rows)):
        while rows[above] < rows[below] - 1 or (rows[above] == rows[below] - 1 and ends[above] + 1 < starts[below]):
            above += 1
        touching = above
        while touching < below and rows[touching] == rows[below] - 1 and starts[touching] <= ends[below] + 1:
            parent[root(touching)] = root(below)
            touching += 1
    return np.array([root(n) for n in range(len(rows))], dtype=np.int64)
