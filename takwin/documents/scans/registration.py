"""Find a printed form in a photograph and lay it flat: the code names it and says which way is up, the corner marks
say where it lies.

The code is a small ruler: it gives a first map of the sheet, which is wrong far from it. Each mark found nearby makes
the map better for the next one; of several candidates those are kept on which the ruled boxes fall. Where the
code cannot be read at all, the four marks alone are tried, the hollow one saying which way is up.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from takwin.documents.papers.engine import QUIET, qr_rows
from takwin.documents.scans.geometry import Form
from takwin.documents.scans.planes import Floats, Points, carried, darkness, greatest, homography, means, sampled

COARSE = 1000  # points of the long side, where marks are looked for
SCALE = 6  # points a millimetre of the flattened page
A_CORNER = 4  # candidates kept for one corner
LEAST_CONTRAST = 0.28  # between a mark and the white around it
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
LEAST_FIT = 0.22  # how dark the rules must be where they are awaited


class Misread(StrEnum):
    """Why a photograph is no page of a form."""

    NO_FORM = "no_form"  # neither code nor marks: something else was photographed
    NO_MARKS = "no_marks"  # the code is there, the corners are not
    NO_CODE = "no_code"  # the sheet is there, its code cannot be read


class CannotRead(Exception):
    """No page could be laid flat; ``code`` is what its code says, if that at least was read."""

    def __init__(self, why: Misread, code: str = "") -> None:
        super().__init__(why)
        self.why, self.code = why, code


@dataclass(frozen=True)
class Code:
    """A QR and its four corners in the photograph, clockwise from its own top left."""

    text: str
    corners: Points


@dataclass(frozen=True)
class Page:
    """A form laid flat: ``SCALE`` points a millimetre; ``seen`` is false where the photograph does not reach.

    ``plane`` carries millimetres to points of the photograph; ``fit`` says how well the rules fall where they should.
    """

    code: str
    picture: Image.Image
    seen: Floats
    plane: Points
    fit: float
    marks_found: int


@dataclass(frozen=True)
class _Candidate:
    at: Points
    contrast: float
    side: float
    is_hollow: bool


def grey_of(picture: Image.Image) -> Image.Image:
    """Mostly red, some green: pens of any colour are dark in it, coffee and lamplight hardly are."""
    return picture.convert("L", (0.65, 0.35, 0.0, 0.0))


def codes_in(grey: Image.Image) -> list[Code]:
    """Every QR of the photograph; a weak one is tried again sharpened, enlarged and blurred."""
    for attempt in _attempts(grey):
        picture, scale = attempt
        found = zxingcpp.read_barcodes(np.asarray(picture), formats=QR)
        codes = []
        for code in found:
            p = code.position
            corners = [p.top_left, p.top_right, p.bottom_right, p.bottom_left]
            codes.append(Code(code.text, np.array([(c.x + 0.5, c.y + 0.5) for c in corners]) / scale))
        if codes:
            return codes
    return []


def _attempts(grey: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    yield grey, 1.0
    larger = grey.resize((grey.width * 3 // 2, grey.height * 3 // 2), Image.Resampling.BICUBIC)
    yield larger, 1.5
    yield larger.filter(ImageFilter.UnsharpMask(radius=4, percent=250, threshold=0)), 1.5
    smaller = grey.resize((grey.width // 2, grey.height // 2), Image.Resampling.BOX)
    yield smaller.filter(ImageFilter.UnsharpMask(radius=2, percent=150, threshold=0)), 0.5


def lay_flat(picture: Image.Image, form: Form) -> Page:
    """The page of the form that is in the photograph. Raises ``CannotRead``."""
    grey = grey_of(picture)
    codes = codes_in(grey)
    coarse = grey.copy()
    coarse.thumbnail((COARSE, COARSE), Image.Resampling.BOX)
    sharp, rough = np.asarray(grey, dtype=np.float32), np.asarray(coarse, dtype=np.float32)
    scale = coarse.width / grey.width
    for code in codes:
        plane, fit, found = _by_code(sharp, rough, scale, code, form)
        if plane is not None:
            return _flattened(picture, plane, form, code.text, fit, found)
    if codes:
        raise CannotRead(Misread.NO_MARKS, codes[0].text)
    plane, fit = _by_marks(sharp, rough, scale, form)
    if plane is None:
        raise CannotRead(Misread.NO_FORM)
    page = _flattened(picture, plane, form, "", fit, 4)
    return _with_code(page, form)


def _by_code(sharp: Floats, rough: Floats, scale: float, code: Code, form: Form) -> tuple[Points | None, float, int]:
    """Walk from the code to the nearest mark, then on: each one found makes the map truer for the next."""
    ours = _code_corners(code.text, form)
    known: list[tuple[Points, Points]] = list(zip(ours, code.corners, strict=True))
    plane = homography(ours, code.corners)
    size = float(np.mean(np.linalg.norm(np.diff(code.corners, axis=0, append=code.corners[:1]), axis=1)))
    side_of_code = float(np.linalg.norm(ours[1] - ours[0]))
    mark = form.mark_size * size / side_of_code * scale
    candidates = list(_candidates(sharp, rough, scale, mark, spread=(0.62, 0.8, 1.0, 1.25, 1.55)))
    if not candidates:
        return None, 0.0, 0
    centre = ours.mean(0)
    order = sorted(range(4), key=lambda i: float(np.hypot(*(np.array(form.mark_centres[i]) - centre))))
    reach = size / side_of_code  # points of the photograph in a millimetre
    paths: list[tuple[float, list[tuple[int, _Candidate]]]] = [(0.0, [])]
    for i in order:
        grown: list[tuple[float, list[tuple[int, _Candidate]]]] = []
        for cost, path in paths:
            expected = carried(_plane_through(known, path, form), form.mark_centres[i])[0]
            far = float(np.hypot(*(np.array(form.mark_centres[i]) - centre)))
            near = sorted(
                (float(np.hypot(*(c.at - expected))) / reach, n)
                for n, c in enumerate(candidates)
                if c.is_hollow == (i == form.hollow)
            )
            within = [(miss, n) for miss, n in near if miss < 4 + 0.28 * far][:A_CORNER]
            taken = {id(c) for _i, c in path}
            grown += [
                (cost + miss / far, [*path, (i, candidates[n])]) for miss, n in within if id(candidates[n]) not in taken
            ]
            grown.append((cost + 1.0, path))
        paths = sorted(grown, key=lambda item: item[0])[:24]
    best: tuple[float, Points | None, int] = (0.0, None, 0)
    dark = _lines(rough, mark)
    for _cost, path in paths:
        if len(path) < 3:
            continue
        plane = _plane_through(known, path, form)
        fit = _fit(dark, plane, scale, form)
        if fit + 0.03 * len(path) > best[0]:
            best = (fit + 0.03 * len(path), plane, len(path))
    fit = best[0] - 0.03 * best[2]
    return (best[1], fit, best[2]) if best[1] is not None and fit >= LEAST_FIT else (None, fit, best[2])


def _code_corners(text: str, form: Form) -> Points:
    """Where the corners of the code stand on the sheet: its modules are counted, for its quiet zone is in its size."""
    x, y, size = form.code
    modules = len(qr_rows(text))
    quiet = QUIET * size / (modules + 2 * QUIET)
    left, top, right, bottom = x + quiet, y + quiet, x + size - quiet, y + size - quiet
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _plane_through(known: list[tuple[Points, Points]], path: Sequence[tuple[int, _Candidate]], form: Form) -> Points:
    """A mark is as sure as the corners of the code, and counts four times, since it stands far out."""
    origin = [o for o, _t in known] + [np.array(form.mark_centres[i]) for i, _c in path]
    target = [t for _o, t in known] + [c.at for _i, c in path]
    weights = [1.0] * len(known) + [4.0] * len(path)
    return homography(np.array(origin), np.array(target), np.array(weights))


def _candidates(
    sharp: Floats, rough: Floats, scale: float, mark: float, spread: Iterable[float]
) -> Iterator[_Candidate]:
    """Dark squares in a white surround, at several sizes, the clearest first and none twice."""
    dark = darkness(rough, max(5, round(mark * 2.6)))
    found: list[tuple[float, int, int, int]] = []
    for factor in spread:
        side = max(4, round(mark * factor))
        gap = max(1, round(side * 0.22))
        whole = side + 2 * gap
        if min(dark.shape) <= 3 * whole:
            continue
        inside, outside = means(dark, side, side), means(dark, whole, whole)
        inside = inside[gap : gap + outside.shape[0], gap : gap + outside.shape[1]]
        ring = (outside * whole**2 - inside * side**2) / (whole**2 - side**2)
        contrast = (inside - 1.6 * ring).astype(np.float32)
        for y, x in _peaks(contrast, side):
            found.append((float(contrast[y, x]), y + whole // 2, x + whole // 2, side))
    kept: list[tuple[int, int, int]] = []
    for _contrast, y, x, side in sorted(found, reverse=True):
        if len(kept) >= 60:
            break
        if any(abs(y - b) < side and abs(x - a) < side for b, a, _s in kept):
            continue
        kept.append((y, x, side))
        refined = _refined(sharp, x / scale, y / scale, side / scale)
        if refined is not None:
            yield refined


def _peaks(values: Floats, reach: int) -> list[tuple[int, int]]:
    ys, xs = np.nonzero(values > LEAST_CONTRAST)
    order = np.argsort(-values[ys, xs])[:4000]
    peaks: list[tuple[int, int]] = []
    for y, x in zip(ys[order].tolist(), xs[order].tolist(), strict=True):
        if all(abs(y - b) >= reach or abs(x - a) >= reach for b, a in peaks):
            peaks.append((y, x))
        if len(peaks) >= 60:
            break
    return peaks


def _refined(sharp: Floats, x: float, y: float, side: float) -> _Candidate | None:
    """The centre of the dark square to a fraction of a point, and whether its heart is white."""
    half = side * 0.85
    for _turn in range(4):
        left, top = round(x - half), round(y - half)
        window = sharp[max(top, 0) : int(y + half) + 1, max(left, 0) : int(x + half) + 1]
        if min(window.shape) < 5:
            return None
        low, high = np.percentile(window, (8, 92))
        if high - low < 25:
            return None
        ink = np.clip((high - window) / (high - low) * 1.6 - 0.45, 0, 1)
        total = float(ink.sum())
        if total < 4:
            return None
        moved = (
            float((ink.sum(0) * np.arange(window.shape[1])).sum()) / total + max(left, 0),
            float((ink.sum(1) * np.arange(window.shape[0])).sum()) / total + max(top, 0),
        )
        shift = abs(moved[0] - x) + abs(moved[1] - y)
        x, y = moved
        if shift < 0.05:
            break
    heart = sharp[int(y - side * 0.12) : int(y + side * 0.12) + 1, int(x - side * 0.12) : int(x + side * 0.12) + 1]
    if heart.size == 0:
        return None
    is_hollow = float(heart.mean()) > (low + high) / 2
    area = float(ink.sum()) / (side * side)
    if not 0.25 < area < 2.2:
        return None
    return _Candidate(np.array([x + 0.5, y + 0.5]), float(high - low), side, is_hollow)


def _lines(rough: Floats, mark: float) -> Floats:
    """Thin dark things, widened: bent paper carries its rules a little off."""
    return greatest(darkness(rough, max(5, round(mark * 0.6))), 5)


def _fit(dark: Floats, plane: Points, scale: float, form: Form) -> float:
    """How dark the rules of the boxes are where this map awaits them; blank paper beside them is taken away."""
    lines, blanks = _rules(form)
    on = sampled(dark, carried(plane, lines) * scale)
    off = sampled(dark, carried(plane, blanks) * scale)
    return float(np.minimum(on, 0.5).mean() - np.minimum(off, 0.5).mean()) * 2


def _rules(form: Form) -> tuple[Points, Points]:
    """Points on the rules of the boxes, and points well within."""
    steps = np.linspace(0.12, 0.88, 5)
    on, off = [], []
    for box in form.boxes.values():
        for step in steps:
            across, down = box.x + box.width * step, box.y + box.height * step
            on += [(across, box.y), (box.x, down), (across, box.bottom), (box.right, down)]
            off += [(across, box.y + box.height * 0.25), (across, box.y + box.height * 0.75)]
    return np.array(on), np.array(off)


def _by_marks(sharp: Floats, rough: Floats, scale: float, form: Form) -> tuple[Points | None, float]:
    """Four squares, one of them hollow, on which the rules fall; the page is taken to fill most of the photograph."""
    best: tuple[float, Points | None] = (0.0, None)
    longest = max(rough.shape) / max(form.page) * form.mark_size
    for mark in (longest * 0.92, longest * 0.7):
        candidates = list(_candidates(sharp, rough, scale, mark, spread=(0.8, 1.0, 1.2)))[:14]
        hollow = [c for c in candidates if c.is_hollow]
        full = [c for c in candidates if not c.is_hollow]
        dark = _lines(rough, mark)
        centres = np.array([form.mark_centres[(form.hollow + n) % 4] for n in range(4)])
        for first in hollow:
            for others in itertools.permutations(full[:9], 3):
                corners = np.array([first.at, *(c.at for c in others)])
                if not _is_clockwise(corners, form):
                    continue
                plane = homography(centres, corners)
                fit = _fit(dark, plane, scale, form)
                if fit > best[0]:
                    best = (fit, plane)
        if best[0] >= LEAST_FIT:
            break
    return (best[1], best[0]) if best[0] >= LEAST_FIT else (None, best[0])


def _is_clockwise(corners: Points, form: Form) -> bool:
    """A convex quadrilateral turning the right way, whose sides are about those of the sheet."""
    sides = np.roll(corners, -1, axis=0) - corners
    turns = sides[:, 0] * np.roll(sides, -1, axis=0)[:, 1] - sides[:, 1] * np.roll(sides, -1, axis=0)[:, 0]
    if not (turns > 0).all():
        return False
    lengths = np.linalg.norm(sides, axis=1)
    upright = (lengths[0] + lengths[2]) / (lengths[1] + lengths[3])
    return bool(1.0 < upright < 2.2 and lengths.min() > lengths.max() * 0.35)


def _flattened(picture: Image.Image, plane: Points, form: Form, code: str, fit: float, found: int) -> Page:
    width, height = (round(side * SCALE) for side in form.page)
    # Pillow asks, for each point of the result, where it is in the source, from the corner of the point.
    whole = plane @ np.diag([1 / SCALE, 1 / SCALE, 1.0])
    terms = (whole / whole[2, 2]).reshape(9)[:8]
    flat = picture.transform(
        (width, height), Image.Transform.PERSPECTIVE, [float(t) for t in terms], Image.Resampling.BICUBIC,
        fillcolor=(255, 255, 255),
    )  # fmt: skip
    mask = Image.new("L", picture.size, 255).transform(
        (width, height), Image.Transform.PERSPECTIVE, [float(t) for t in terms], Image.Resampling.NEAREST, fillcolor=0
    )
    return Page(code, flat, cast(Floats, np.asarray(mask, dtype=np.float32) / 255), plane, fit, found)


def _with_code(page: Page, form: Form) -> Page:
    """Read the code where it must be, now that the sheet lies flat."""
    x, y, size = form.code
    cut = page.picture.crop(
        (round((x - 2) * SCALE), round((y - 2) * SCALE), round((x + size + 2) * SCALE), round((y + size + 2) * SCALE))
    )
    large = grey_of(cut).resize((cut.width * 3, cut.height * 3), Image.Resampling.BICUBIC)
    codes = codes_in(large)
    return Page(codes[0].text if codes else "", page.picture, page.seen, page.plane, page.fit, page.marks_found)
