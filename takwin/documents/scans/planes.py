"""Pictures as tables of numbers: darkness against the paper around, and how one plane lies on another."""

from typing import Any, cast

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]


def darkness(grey: Floats, reach: int) -> Floats:
    """How much darker each point is than the paper around it, from 0 to 1, whatever the light that falls there.

    The paper is what remains when all that is thinner than ``reach`` is filled (a morphological closing): a shadow and
    its edge are wide, so that they belong to the paper and not to the ink.
    """
    paper = -greatest(-greatest(grey, reach), reach)
    return cast(Floats, np.clip(1 - grey / np.maximum(paper, 8), 0, 1))


def greatest(values: Floats, reach: int) -> Floats:
    """The greatest value within ``reach`` along both axes, by doubling."""
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (reach // 2, reach - 1 - reach // 2)
        padded = np.pad(values, padding, mode="edge")
        span = 1
        while span < reach:
            step = min(span, reach - span)
            length = padded.shape[axis] - step
            padded = np.maximum(np.take(padded, range(length), axis), np.take(padded, range(step, step + length), axis))
            span += step
        values = padded
    return values


def means(values: Floats, height: int, width: int) -> Floats:
    """The mean of every rectangle of this size that lies within, by its top left point."""
    total = np.pad(values.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    sums = total[height:, width:] - total[:-height, width:] - total[height:, :-width] + total[:-height, :-width]
    return cast(Floats, (sums / (height * width)).astype(np.float32))


def homography(origin: Points, target: Points, weights: Points | None = None) -> Points:
    """The plane-to-plane map that carries ``origin`` to ``target`` best; at least four points, no three in line."""
    from_scale, to_scale = _normaliser(origin), _normaliser(target)
    rows = []
    weights = np.ones(len(origin)) if weights is None else weights
    pairs = zip(carried(from_scale, origin), carried(to_scale, target), weights, strict=True)
    for (x, y), (u, v), weight in pairs:
        rows.append(np.array([x, y, 1, 0, 0, 0, -u * x, -u * y, -u]) * weight)
        rows.append(np.array([0, 0, 0, x, y, 1, -v * x, -v * y, -v]) * weight)
    solution = np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3)
    found = np.linalg.inv(to_scale) @ solution @ from_scale
    return cast(Points, found / found[2, 2])


def _normaliser(points: Points) -> Points:
    middle, spread = points.mean(0), max(float(points.std()), 1e-9)
    return np.array([[1 / spread, 0, -middle[0] / spread], [0, 1 / spread, -middle[1] / spread], [0, 0, 1]])


def carried(plane: Points, points: Any) -> Points:
    """Points through a homography."""
    known = np.atleast_2d(np.asarray(points, dtype=np.float64))
    through = known @ plane[:, :2].T + plane[:, 2]
    return through[:, :2] / through[:, 2:]


def sampled(values: Floats, points: Points) -> Floats:
    """The values at the nearest points; outside is 0."""
    x, y = np.rint(points).astype(int).T
    inside = (x >= 0) & (y >= 0) & (x < values.shape[1]) & (y < values.shape[0])
    found = np.zeros(len(points), np.float32)
    found[inside] = values[y[inside], x[inside]]
    return found
