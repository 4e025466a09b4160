"""The rings of a round stamp, found even in ink that something else clings to: a signature, a line, a second ring."""

import numpy as np

from takwin.documents.scans.planes import Points

Ring = tuple[float, float, float]  # middle and radius, in millimetres
LEAST, MOST = 7.0, 22.0  # radius of a stamp's ring
TURN = 90  # degrees of an unbroken arc by which one is known
STEP = 5  # degrees between the places where the arc is looked for
BAND = 0.5  # millimetres by which its ink strays from it
TRIES, ENOUGH = 150, 500  # circles tried, and points they are tried on
FEWEST = 36  # points below which none is looked for
MOST_RINGS = 2  # the outer one and the one around its heart


def rings_of(points: Points) -> list[Ring]:
    """Those that a stroke draws: the one with most ink, then the one with most of what is left."""
    found: list[Ring] = []
    points = points[:: max(1, len(points) // ENOUGH)]
    while len(found) < MOST_RINGS and len(points) > FEWEST:
        ring = _fullest(points)
        if ring is None:
            break
        found.append(ring)
        points = points[away_from(ring, points) > 2 * BAND]
    return found


def away_from(ring: Ring, points: Points) -> Points:
    """How far each point lies from the line of the ring."""
    return np.abs(np.hypot(points[:, 0] - ring[0], points[:, 1] - ring[1]) - ring[2])


def _fullest(points: Points) -> Ring | None:
    """Of the circles through three points taken at random that hold an unbroken arc, the one with most ink."""
    x, y, radius = _through(points[np.random.default_rng(0).integers(0, len(points), (3, TRIES))])
    across, down = points[:, 0] - x[:, None], points[:, 1] - y[:, None]
    near = np.abs(np.hypot(across, down) - radius[:, None]) < BAND
    places = 360 // STEP
    which, at = np.nonzero(near)
    angles = np.degrees(np.arctan2(down[which, at], across[which, at]))
    inked = np.zeros((len(x), places), dtype=bool)
    inked[which, (angles // STEP).astype(int) % places] = True
    wound = np.concatenate([inked, inked[:, : TURN // STEP - 1]], axis=1)  # an arc may pass where angles begin again
    unbroken = np.lib.stride_tricks.sliding_window_view(wound, TURN // STEP, axis=1).all(-1).any(-1)
    score = np.where(unbroken, near.sum(1), 0)
    if not score.size or not score.max():
        return None
    best = int(score.argmax())
    return float(x[best]), float(y[best]), float(radius[best])


def _through(corners: Points) -> tuple[Points, Points, Points]:
    """Middles and radii of the circles through three points each, when a stamp may have such a size."""
    (ax, ay), (bx, by), (cx, cy) = (corner.T for corner in corners)
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    a, b, c = ((corner**2).sum(1) for corner in corners)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice
        y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice
        radius = np.hypot(ax - x, ay - y)
        fits = (radius > LEAST) & (radius < MOST)
    return x[fits], y[fits], radius[fits]
