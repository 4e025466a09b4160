"""Find the rules of the boxes on a page laid flat: paper bends, so that each stands a little off its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from takwin.documents.scans.geometry import Rect
from takwin.documents.scans.planes import Floats, Points
from takwin.documents.scans.registration import SCALE

FAR, NEAR = 3.5, 1.3  # millimetres searched: at first, and around what the whole page says
TRUSTED = 0.7  # millimetres by which one rule may differ from its neighbours
LEAST_RISE = 0.12  # darkness of a rule above what is around it
Edges = tuple[float, float, float, float]  # left, top, right, bottom, in points


@dataclass(frozen=True)
class _Edge:
    """One side of one box: where it is awaited, in points, and the stretch over which it runs."""

    box: int
    side: int
    at: float
    since: float
    until: float

    @property
    def middle(self) -> tuple[float, float]:
        half = (self.since + self.until) / 2
        return (self.at, half) if self.side in (0, 2) else (half, self.at)


def settled(dark: Floats, boxes: Mapping[str, Rect]) -> tuple[dict[str, Edges], float]:
    """The sides of each box as they lie, and the share of them that were seen."""
    edges = [edge for n, box in enumerate(boxes.values()) for edge in _edges_of(n, box)]
    drift = np.zeros(len(edges))
    for reach in (FAR, NEAR):
        measured = [_measured(dark, edge, drift[n], reach * SCALE) for n, edge in enumerate(edges)]
        offsets = np.array([offset for offset, _rise in measured])
        rises = np.array([rise for _offset, rise in measured])
        drift = _smooth(edges, offsets, rises, dark.shape)
    seen = (rises > LEAST_RISE) & (np.abs(offsets - drift) < TRUSTED * SCALE)
    places = np.array([edge.at for edge in edges]) + np.where(seen, offsets, drift)
    sides = {name: cast(Edges, tuple(places[4 * n : 4 * n + 4].tolist())) for n, name in enumerate(boxes)}
    return sides, float(seen.mean()) if edges else 0.0


def _edges_of(number: int, box: Rect) -> list[_Edge]:
    left, top, right, bottom = (value * SCALE for value in (box.x, box.y, box.right, box.bottom))
    return [
        _Edge(number, 0, left, top, bottom),
        _Edge(number, 1, top, left, right),
        _Edge(number, 2, right, top, bottom),
        _Edge(number, 3, bottom, left, right),
    ]


def _measured(dark: Floats, edge: _Edge, drift: float, reach: float) -> tuple[float, float]:
    """How far the rule is from its place, and how much it rises above what surrounds it; (drift, 0) when unseen."""
    trim = (edge.until - edge.since) * 0.12
    since, until = int(edge.since + trim), int(edge.until - trim)
    first = round(edge.at + drift - reach)
    last = round(edge.at + drift + reach) + 1
    band = dark[since:until, max(first, 0) : last] if edge.side in (0, 2) else dark[max(first, 0) : last, since:until].T
    if band.shape[1] < 5 or band.shape[0] < 3:
        return drift, 0.0
    # A rule is dark all along: the low half of what is met on it tells it from a stroke that crosses.
    profile = np.sort(band, axis=0)[: max(2, band.shape[0] * 2 // 3)].mean(0)
    peak = int(profile.argmax())
    rise = float(profile[peak] - np.median(profile))
    around = slice(max(0, peak - 2), peak + 3)
    weights = np.maximum(profile[around] - np.median(profile), 0)
    centre = float((weights * np.arange(profile.size)[around]).sum() / max(float(weights.sum()), 1e-6))
    return max(first, 0) + centre + 0.5 - edge.at, rise


def _smooth(edges: list[_Edge], offsets: Points, rises: Points, shape: tuple[int, ...]) -> Points:
    """The drift of every rule that agrees with most: a cubic over the page for each direction, outliers let go."""
    drift = np.zeros(len(edges))
    for sides in ((0, 2), (1, 3)):
        chosen = np.array([edge.side in sides for edge in edges])
        middles = np.array([edge.middle for edge in edges])[chosen]
        terms = _cubic(middles / max(shape))
        weights = np.where(rises[chosen] > LEAST_RISE, np.minimum(rises[chosen], 0.5), 1e-4)
        robust = weights.copy()
        for _turn in range(6):
            root = np.sqrt(robust)[:, None]
            ridge = np.eye(terms.shape[1]) * 1e-3
            solved = np.linalg.solve(
                (terms * root).T @ (terms * root) + ridge, (terms * robust[:, None]).T @ offsets[chosen]
            )
            away = np.abs(terms @ solved - offsets[chosen]) / (0.5 * SCALE)
            robust = weights / (1 + away**2)
        drift[chosen] = terms @ solved
    return drift


def _cubic(points: Points) -> Points:
    x, y = points.T * 2 - 0.7
    return np.stack([x**i * y**j for i in range(4) for j in range(4 - i)], axis=1)
