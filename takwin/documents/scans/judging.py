"""Whether there is a hand in a box, a line through it, or nothing; and how sure that is.

What is not the box's own is set aside first: specks, stains, a stamp, the flourish of a neighbour that comes over the
border and stops. Then a line from side to side is looked for; the ink that is left decides. A hand is certain only when
what remains of it without rings of a stamp, stains and straight passes would still be one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from takwin.documents.scans.ink import Ink
from takwin.documents.scans.planes import Floats
from takwin.documents.scans.registration import SCALE
from takwin.documents.scans.rings import Ring, away_from, rings_of
from takwin.documents.scans.rules import Edges
from takwin.documents.scans.strokes import NONE, Field, Integers, Mask, Stroke

SPECK, SPECK_SIDE = 1.8, 2.3  # square millimetres of dirt, and its greatest side
STAIN, STAIN_DARK = 1.5, 0.42  # thicker than a pen and fainter: coffee, not ink
LEAST_PART = 2.0  # square millimetres: more than the letters of a stamp, it may be a hand within it
TOO_DARK = 0.3  # paper that wavers so much may hide a faint pen
HAND, HAND_SIDE = 4.0, 4.0  # what a tick or an initial has at least, and how far it reaches
THROUGH = 0.66  # share of the width over which a line strikes a box out
COVERED = 0.93  # share of such a line that must be ink
NEAR_LINE = 0.5  # millimetres around it that are its own
BOWS = np.arange(-2, 3) * 0.5  # millimetres by which a line may bow
TALL = 24.0  # millimetres: a single line taller than two boxes is nobody's
# A neighbour's flourish: how far over the border it comes without doubt, and at most; sideways, then up or down.
OVER, MOST_OVER = (4.5, 2.8), (8.0, 5.2)
STRAIGHT = 0.42  # millimetres by which a straight pass of a pen spreads about its axis
ON_RING = 0.9  # millimetres around the ring of a stamp that are its own
LEAST_RISE = 2.0  # millimetres: an arc by which a ring is known is at least as high
MOSTLY = 0.9  # share of a stroke in one box that makes it the box's own
PALE = 0.3  # a stroke nowhere darker may be the edge of a stain
LEAST_PASS = 1.0  # square millimetres of a stroke that says something of its form
# Square millimetres, and reach, of what may be a hand though it is too faint to be taken for ink.
LEAST_FAINT, FAINT_REACH = 1.2, 3.0
GUESS = 0.6  # how sure one is of what may be either


@dataclass(frozen=True)
class _Left:
    """Ink of a box that may be its own, and how far a neighbour's comes over the border (1 is doubtful)."""

    mask: Mask
    over: float


class Judge:
    """Judges the boxes of one page, knowing all its ink and how far the photograph reaches (``seen``)."""

    def __init__(self, field: Field, seen: Floats) -> None:
        self.field, self.seen = field, seen
        self.discs = [stroke.circle for stroke in field.strokes if stroke.circle and not field.is_faint(stroke)]
        kinds = [self._kind(stroke) for stroke in field.strokes] or ["own"]
        self.own = np.array([kind == "own" for kind in kinds])
        self.stamp = np.array([kind == "stamp" for kind in kinds])
        parts = [s.area > LEAST_PART and not s.circle for s in field.strokes] or [False]
        self.wide = self.stamp & np.array(parts)
        self.long = np.array([kind == "long" for kind in kinds])
        pens = [s.thickness < STAIN and s.reach > FAINT_REACH for s in field.strokes] or [False]
        self.faint = np.array([kind == "faint" for kind in kinds]) & np.array(pens)
        self.pale = np.array([stroke.darkest < PALE for stroke in field.strokes] or [False])
        self._rings: dict[int, list[Ring]] = {}

    def _kind(self, stroke: Stroke) -> str:
        x, y = stroke.middle
        if self.field.is_faint(stroke):
            return "faint"
        if stroke.circle or (stroke.area < 9 and any(np.hypot(x - a, y - b) < r + 1 for a, b, r in self.discs)):
            return "stamp"
        if stroke.area < SPECK and max(stroke.size) < SPECK_SIDE:
            return "speck"
        if stroke.thickness > STAIN and stroke.darkest < STAIN_DARK:
            return "stain"
        if stroke.is_thin and (stroke.size[1] > TALL or stroke.size[0] > self.field.width - 3):
            return "long"
        return "own"

    def box(self, edges: Edges) -> tuple[Ink, float, float]:
        """What is in it, how sure that is, and the share of it that is ink."""
        numbers = self.field.within(edges)
        if self._is_cut(edges) or not numbers.size:
            return Ink.NONE, 0.0, 0.0
        there = numbers != NONE
        mask = there & self.own[numbers]
        kind, sure = self._judged(mask, numbers)
        if kind is Ink.HAND and sure > GUESS and self._may_be_nobodys(mask, numbers, edges):
            sure = GUESS
        if kind is Ink.NONE and (there & self.faint[numbers]).sum() > LEAST_FAINT * SCALE**2:
            sure = min(sure, GUESS)
        if (there & self.stamp[numbers]).sum() > SPECK * SCALE**2 and (
            kind is Ink.STRUCK or (kind is Ink.HAND and mask.sum() < 3 * HAND * SCALE**2)
        ):
            sure = min(sure, GUESS)
        if kind is Ink.NONE and (self.field.threshold > TOO_DARK or (there & self.wide[numbers]).any()):
            sure = min(sure, GUESS)
        if (there & self.long[numbers]).sum() > SPECK * SCALE**2:
            sure = min(sure, GUESS)
        return kind, round(sure, 3), round(float(mask.mean()), 4)

    def _is_cut(self, edges: Edges) -> bool:
        """Whether part of the box is outside the photograph."""
        left, top, right, bottom = (round(edge) for edge in edges)
        return float(self.seen[max(top, 0) : bottom, max(left, 0) : right].mean()) < 0.999

    def _judged(self, mask: Mask, numbers: Integers) -> tuple[Ink, float]:
        left = self._without_neighbours(mask, numbers)
        line = _line(left.mask)
        if line is None:
            kind, sure = _by_hand(left.mask, numbers)
            return kind, min(sure, GUESS if left.over > 1 else 1.0) if kind is Ink.NONE else sure
        rest = self._without_neighbours(left.mask & ~line, numbers).mask
        if rest.sum() < SPECK * SCALE**2:
            return Ink.STRUCK, 1.0
        weight = _weight(rest, numbers)
        if weight < 1.3 or (_is_straight(rest) and np.ptp(np.nonzero(rest)[1]) > THROUGH * rest.shape[1]):
            return Ink.STRUCK, GUESS  # crossed out from corner to corner, or one who signs with a large cross
        return Ink.HAND, GUESS if line[:, :3].any() and line[:, -3:].any() else 1.0

    def _may_be_nobodys(self, mask: Mask, numbers: Integers, edges: Edges) -> bool:
        """Whether a stamp, stains and straight passes of a pen explain what seems a hand: hands are bent."""
        left = mask & ~self.pale[numbers]
        for _pass in range(2):  # a line through and, when the box is crossed out, its other arm
            line = _line(left)
            left = left if line is None else left & ~line
        left = self._without_neighbours(left & ~self._on_rings(left, numbers, edges), numbers).mask
        pieces = [left & (numbers == number) for number in np.unique(numbers[left])]
        return _weight(left, numbers) < 1 or all(
            _is_straight(piece) for piece in pieces if piece.sum() > LEAST_PASS * SCALE**2
        )

    def _on_rings(self, mask: Mask, numbers: Integers, edges: Edges) -> Mask:
        """The ink of a box that lies on the ring of a stamp, drawn by a stroke that comes from beyond its borders."""
        on, (ys, xs) = np.zeros_like(mask), np.nonzero(mask)
        points = (np.stack([xs, ys], axis=1) + self.field.corner_within(edges)) / SCALE
        inside = np.bincount(numbers[mask], minlength=len(self.own)) / SCALE**2
        for number in np.unique(numbers[mask]):
            if inside[number] < MOSTLY * self.field.strokes[number].area:
                for ring in self._rings_of(int(number)):
                    on[ys, xs] |= away_from(ring, points) < ON_RING
        return on

    def _rings_of(self, number: int) -> list[Ring]:
        """Looked for once, and only in ink that is large enough."""
        if number not in self._rings:
            large = min(self.field.strokes[number].size) > LEAST_RISE
            self._rings[number] = rings_of(self.field.points(number)) if large else []
        return self._rings[number]

    def _without_neighbours(self, mask: Mask, numbers: Integers) -> _Left:
        """Set aside what comes over a border and stops."""
        kept, over = mask.copy(), 0.0
        for number in np.unique(numbers[mask]):
            piece = mask & (numbers == number)
            share = float(piece.sum()) / SCALE**2 / self.field.strokes[number].area
            depth, most = _over(piece)
            if depth is None:
                continue
            if (depth <= most and share < 0.4) or (depth <= 1.6 * most and _is_straight(piece)):
                kept &= ~piece
                over = max(over, depth / (most / 1.8))
        return _Left(kept, over)


def _by_hand(mask: Mask, numbers: Integers) -> tuple[Ink, float]:
    """Nothing, or a hand: by how much ink there is and how far it reaches; what lies between is doubtful."""
    weight = _weight(mask, numbers)
    if weight >= 1:
        return Ink.HAND, min(1.0, 0.9 + (weight - 1) / 2)
    if weight < 0.3:
        return Ink.NONE, 1.0
    return (Ink.HAND if weight > 0.6 else Ink.NONE), GUESS


def _weight(mask: Mask, numbers: Integers) -> float:
    """1 for the slightest hand: half for the ink, half for the reach of its longest stroke."""
    reach = 0.0
    for number in np.unique(numbers[mask]):
        ys, xs = np.nonzero(mask & (numbers == number))
        reach = max(reach, float(np.hypot(np.ptp(xs), np.ptp(ys))) / SCALE)
    area = float(mask.sum()) / SCALE**2
    return min(area / HAND, 3.0) * 0.5 + min(reach / HAND_SIDE, 1.5) * 0.5 if area else 0.0


def _over(piece: Mask) -> tuple[float | None, float]:
    """How far ink that touches a border comes over it, and how far it may; None when it touches none."""
    ys, xs = np.nonzero(piece)
    height, width = piece.shape
    ways = []
    if xs.min() <= 2:
        ways.append((float(xs.max()) / SCALE, MOST_OVER[0]))
    if xs.max() >= width - 3:
        ways.append((float(width - 1 - xs.min()) / SCALE, MOST_OVER[0]))
    if ys.min() <= 2:
        ways.append((float(ys.max()) / SCALE, MOST_OVER[1]))
    if ys.max() >= height - 3:
        ways.append((float(height - 1 - ys.min()) / SCALE, MOST_OVER[1]))
    return min(ways, key=lambda way: way[0] / way[1]) if ways else (None, 0.0)


def _is_straight(piece: Mask) -> bool:
    """One straight pass of a pen: a tick is bent, a signature goes to and fro."""
    ys, xs = np.nonzero(piece)
    centred = np.stack([xs - xs.mean(), ys - ys.mean()])
    least, most = np.linalg.eigvalsh(centred @ centred.T / ys.size)
    return bool(np.sqrt(max(least, 0.0)) < STRAIGHT * SCALE and ys.size / SCALE**2 < 1.4 * np.sqrt(12 * most) / SCALE)


def _line(mask: Mask) -> Mask | None:
    """The points of one line, straight or a little bowed, that runs through the box from side to side."""
    columns = np.nonzero(mask.any(0))[0]
    if not columns.size or np.ptp(columns) < THROUGH * mask.shape[1]:
        return None
    near = _spread(mask, round(NEAR_LINE * SCALE))
    best: tuple[float, Mask] = (0.0, mask)
    for first, last in _spans(columns, round(THROUGH * mask.shape[1])):
        share, points = _drawn(mask, near, first, last)
        if share > best[0] + 0.02:
            best = (share, points)
    if best[0] < COVERED:
        return None
    return mask & _spread(best[1], round(2 * NEAR_LINE * SCALE))


def _spans(columns: Integers, least: int) -> Iterator[tuple[int, int]]:
    """Where a line may begin and end: at the ends of the ink, or later, past what else stands there."""
    first, last = int(columns[0]), int(columns[-1])
    spare = last - first - least
    for a in (0.0, 0.35, 0.7):
        for b in (0.0, 0.35, 0.7):
            if a + b <= 1:
                yield first + int(a * spare), last - int(b * spare)


def _drawn(mask: Mask, near: Mask, first: int, last: int) -> tuple[float, Mask]:
    """The bowed line between these columns that meets most ink, and the share of it that does."""
    starts, ends = _heights(mask[:, first : first + 4]), _heights(mask[:, last - 3 : last + 1])
    if not starts.size or not ends.size:
        return 0.0, mask
    a, b, bow = (grid.ravel()[:, None] for grid in np.meshgrid(starts, ends, BOWS * SCALE, indexing="ij"))
    xs = np.arange(first, last + 1)
    t = (xs - first) / max(last - first, 1)
    ys = np.clip(np.rint(a + (b - a) * t + bow * 4 * t * (1 - t)), 0, mask.shape[0] - 1).astype(int)
    covered = near[ys, xs[None, :]].mean(1)
    best = int((covered + mask[ys, xs[None, :]].mean(1)).argmax())  # of those that meet it, the one in its middle
    drawn = np.zeros_like(mask)
    drawn[ys[best], xs] = True
    return float(covered[best]), drawn


def _heights(strip: Mask) -> Integers:
    """The middles of the stretches of ink at one end of a line."""
    rows = np.nonzero(strip.any(1))[0]
    stretches = np.split(rows, np.nonzero(np.diff(rows) > 1)[0] + 1) if rows.size else []
    return np.array([int(stretch.mean()) for stretch in stretches], dtype=np.int64)


def _spread(mask: Mask, reach: int) -> Mask:
    """True within ``reach`` points above or below a true one."""
    padded = np.pad(mask, ((reach, reach), (0, 0)))
    return cast(Mask, np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0).any(-1))
