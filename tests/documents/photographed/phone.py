"""The photograph of a sheet: it lies on a table, bent and folded, in bad light, before a phone held by hand."""

import io
import math
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from takwin.documents.scans.planes import Points, carried, homography

MARGIN = 40.0  # millimetres of table around the sheet


@dataclass(frozen=True)
class Shot:
    """How hard a photograph is; 1 is as bad as one sends, 0 a flat scan."""

    side: int
    hardness: float
    turn: int = 0  # quarter turns of the phone
    cropped: bool = False  # a corner is out of the picture


def taken(page: Image.Image, shot: Shot, rng: random.Random) -> bytes:
    """The page, 8 points a millimetre, as JPEG."""
    numbers = np.random.default_rng(rng.getrandbits(32))
    table = _on_table(page, rng, numbers, shot.hardness)
    photo = _bent(table, page.size, shot, rng)
    small = (photo.width // 3, photo.height // 3)
    light = _stained(_light(small, shot.hardness, rng), shot.hardness, rng)
    shade = Image.fromarray(np.clip(light * 255, 0, 255).astype(np.uint8)).resize(photo.size, Image.Resampling.BILINEAR)
    picture = ImageChops.multiply(photo, shade)
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.5 + 1.0 * shot.hardness) * shot.side / 2400))
    if rng.random() < 0.2 * shot.hardness:
        picture = _shaken(picture, rng)
    grain = numbers.integers(0, 256, (picture.height, picture.width), dtype=np.uint8)
    reach = rng.uniform(1, 2 + 6 * shot.hardness) / 73  # 73: the spread of even numbers up to 255
    layer = Image.merge("RGB", [Image.fromarray(grain).point(lambda v: v * reach)] * 3)
    middle = round(127 * reach)
    picture = ImageChops.add(picture, layer, offset=-middle).rotate(90 * shot.turn, expand=True)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=rng.randrange(round(90 - 45 * shot.hardness), 93))
    return out.getvalue()


def _on_table(page: Image.Image, rng: random.Random, numbers: np.random.Generator, hardness: float) -> Image.Image:
    edge = round(MARGIN * 8)
    size = (page.width + 2 * edge, page.height + 2 * edge)
    colour = np.array(
        rng.choice([(92, 70, 50), (60, 60, 64), (150, 120, 90), (205, 200, 195), (40, 44, 52), (120, 130, 120)]),
        dtype=np.float32,
    )
    grain = numbers.normal(0, 12, (1, size[0] // 16 + 1)) + numbers.normal(0, 5, (size[1] // 16 + 1, size[0] // 16 + 1))
    plain = np.clip(colour + grain[..., None], 0, 255).astype(np.uint8)
    table = Image.fromarray(plain).resize(size, Image.Resampling.BICUBIC)
    table.paste(page, (edge, edge))
    return table


def _bent(table: Image.Image, page: tuple[int, int], shot: Shot, rng: random.Random) -> Image.Image:
    """The table seen from aside, the sheet curled and folded: a mesh of small quadrilaterals."""
    height = shot.side
    width = round(height * 3 / 4)
    edge, (across, down) = MARGIN * 8, page
    corners = np.array([(edge, edge), (edge + across, edge), (edge + across, edge + down), (edge, edge + down)])
    skew = shot.hardness * 0.085
    fill = rng.uniform(0.8, 0.93) if not shot.cropped else 1.0
    tall = height * fill
    wide = min(tall * across / down, width * fill)
    tall = wide * down / across
    middle = np.array([width / 2, height / 2])
    flat = np.array([(-wide / 2, -tall / 2), (wide / 2, -tall / 2), (wide / 2, tall / 2), (-wide / 2, tall / 2)])
    angle = math.radians(rng.uniform(-7, 7) * shot.hardness)
    spin = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    seen = flat @ spin.T + np.array(
        [[rng.uniform(-skew, skew) * wide, rng.uniform(-skew, skew) * tall] for _ in range(4)]
    )
    if shot.cropped:
        out = rng.choice([1, 2, 3])
        seen = seen + (np.sign(flat[out]) * np.array([wide, tall]) * 0.055)
    else:  # whoever photographs keeps the whole sheet in the picture
        low, high = seen.min(0), seen.max(0)
        shrink = min(1.0, *(np.array([width, height]) * 0.985 / (high - low)))
        seen = (seen - (low + high) / 2) * shrink
    back = homography(seen + middle, corners.astype(float))
    return table.transform(
        (width, height), Image.Transform.MESH, _mesh(back, (width, height), page, shot, rng), Image.Resampling.BICUBIC
    )


def _mesh(
    back: Points, size: tuple[int, int], page: tuple[int, int], shot: Shot, rng: random.Random
) -> list[tuple[tuple[int, int, int, int], tuple[float, ...]]]:
    columns, rows = 24, 32
    xs, ys = (
        np.rint(np.linspace(0, size[0], columns + 1)).astype(int),
        np.rint(np.linspace(0, size[1], rows + 1)).astype(int),
    )
    grid = np.array([(x, y) for y in ys for x in xs], dtype=float)
    source = carried(back, grid)
    curl = rng.uniform(-1, 1) * 16 * shot.hardness * rng.random()
    fold, bump = rng.uniform(0.3, 0.7), (rng.uniform(-14, 14) * shot.hardness if rng.random() < 0.4 else 0.0)
    u, v = (source[:, 0] - MARGIN * 8) / page[0], (source[:, 1] - MARGIN * 8) / page[1]
    source[:, 1] += curl * np.sin(np.pi * np.clip(u, 0, 1)) + bump * np.maximum(0, 1 - np.abs(v - fold) / 0.5)
    source[:, 0] += rng.uniform(-8, 8) * shot.hardness * np.sin(np.pi * np.clip(v, 0, 1)) * (2 * u - 1)
    at = source.reshape(rows + 1, columns + 1, 2)
    pieces = []
    for r in range(rows):
        for c in range(columns):
            quad = (at[r, c], at[r + 1, c], at[r + 1, c + 1], at[r, c + 1])
            pieces.append(
                ((int(xs[c]), int(ys[r]), int(xs[c + 1]), int(ys[r + 1])), tuple(float(v) for p in quad for v in p))
            )
    return pieces


def _light(size: tuple[int, int], hardness: float, rng: random.Random) -> np.ndarray:
    """Lamp, vignette, the shadow of a hand or of half the table, the crease of a fold; and the white of the lamp."""
    width, height = size
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    light = 1 - rng.uniform(0, 0.45) * hardness * (
        np.cos(angle := rng.uniform(0, math.tau)) * (x - 0.5) + np.sin(angle) * (y - 0.5) + 0.5
    )
    light *= 1 - rng.uniform(0, 0.3) * hardness * ((x - 0.5) ** 2 + (y - 0.5) ** 2) * 2
    if rng.random() < 0.55 * hardness + 0.1:
        a = rng.uniform(0, math.tau)
        wave = 0.02 * np.sin(x * rng.uniform(6, 20)) * hardness
        across = (x - rng.uniform(0.25, 0.75)) * math.cos(a) + (y - rng.uniform(0.25, 0.75)) * math.sin(a) + wave
        light *= 1 - rng.uniform(0.25, 0.3 + 0.4 * hardness) / (
            1 + np.exp(np.minimum(-across / rng.uniform(0.003, 0.05), 50))
        )
    if rng.random() < 0.4 * hardness:
        a, at = rng.choice([0.0, math.pi / 2]) + rng.uniform(-0.06, 0.06), rng.uniform(0.35, 0.65)
        across = (x - at) * math.cos(a) + (y - at) * math.sin(a)
        light *= 1 - rng.uniform(0.05, 0.22) * np.exp(-((across / rng.uniform(0.0012, 0.003)) ** 2))
        light *= np.where(across > 0, rng.uniform(0.88, 1), 1)
    white = np.array([1, rng.uniform(0.93, 1), rng.uniform(0.78, 1)], dtype=np.float32)
    return (light * rng.uniform(0.72, 1))[..., None] * white


def _stained(lit: np.ndarray, hardness: float, rng: random.Random) -> np.ndarray:
    """Coffee: a ring, darker at its edge."""
    if rng.random() > 0.22 * hardness:
        return lit
    height, width = lit.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    radius = rng.uniform(0.08, 0.15) * height
    away = np.hypot(x - rng.uniform(0.2, 0.8) * width, y - rng.uniform(0.2, 0.8) * height) / radius
    shade = 0.16 * (away < 1) + 0.3 * np.exp(-(((away - 1) / 0.035) ** 2))
    return lit * (1 - shade[..., None] * np.array([0.45, 0.75, 1.0], dtype=np.float32))


def _shaken(picture: Image.Image, rng: random.Random) -> Image.Image:
    reach = rng.randrange(2, 4)
    moved = [np.roll(np.asarray(picture, dtype=np.float32), n, axis=rng.choice((0, 1))) for n in range(reach)]
    return Image.fromarray((sum(moved) / reach).astype(np.uint8))
