"""Sheets signed and photographed, from a seed: the picture, and what each box truly holds."""

import datetime as dt
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from takwin.core.halfdays import half_days
from takwin.documents.papers.engine import preview
from takwin.documents.scans.geometry import form_of
from takwin.documents.scans.reading import Ink
from tests.documents.photographed import pens
from tests.documents.photographed.phone import Shot, taken
from tests.documents.samples import PEOPLE, attendance_sheet

PAPER = "attendance-sheet"
DPI = 203.2  # 8 points a millimetre
SIDES = (1600, 1600, 2000, 2400, 3000)  # as sent by WhatsApp, and as taken
# How many people stand on the roll, and how many half-days are planned: pages full and nearly empty, boxes unused.
ROLLS = ((16, 4), (24, 4), (12, 2), (31, 4), (9, 3), (16, 1))


@dataclass(frozen=True)
class Photographed:
    seed: int
    data: bytes
    code: str
    truth: dict[str, Ink]


@lru_cache(maxsize=len(ROLLS))
def blank(people: int, half_days_planned: int) -> tuple[list[Image.Image], list[str], list[int]]:
    """The pages of a printed sheet, the code of each, and how many persons stand on each."""
    halves = half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 9))[:half_days_planned]
    facts = attendance_sheet([PEOPLE[n % len(PEOPLE)] for n in range(people)], halves)
    pages = [Image.open(io.BytesIO(png)).convert("RGB") for png in preview(PAPER, facts, dpi=DPI)]  # type: ignore[arg-type]
    told = facts["pages"]
    return pages, [page["qr"]["text"] for page in told], [sum(1 for r in page["rows"] if r["name"]) for page in told]


def photographed(seed: int, hardness: float | None = None) -> Photographed:
    """One page: who signs, how, what falls on it, how it is photographed; the same seed gives the same bytes."""
    rng = random.Random(seed)
    people, planned = rng.choice(ROLLS)
    pages, codes, persons = blank(people, planned)
    n = rng.randrange(len(pages))
    sheet = pens.Sheet(pages[n].copy())
    truth = _signed(sheet, rng, planned, persons[n])
    if rng.random() < 0.3:
        pens.stamp(sheet, (rng.uniform(30, 170), rng.uniform(254, 276)), rng)
    hard = rng.random() if hardness is None else hardness
    shot = Shot(rng.choice(SIDES), hard, turn=rng.choice((0, 0, 0, 1, 2, 3)), cropped=False)
    return Photographed(seed, taken(sheet.page, shot, rng), codes[n], truth)


def _signed(sheet: pens.Sheet, rng: random.Random, planned: int, persons: int) -> dict[str, Ink]:
    form, truth = form_of(PAPER), {}
    strikes, absence = rng.random() < 0.5, rng.uniform(0.05, 0.5)
    for row in range(1, 17):
        hand, pen = rng.choice(pens.HANDS), pens.Pen.taken(rng)
        for column in range(1, planned + 1):
            name = f"{row}:{column}"
            box = form.boxes[name]
            if (row <= persons and rng.random() > absence) or (row > persons and rng.random() < 0.04):
                sheet.strokes(hand(box, rng), pen, rng)
                truth[name] = Ink.HAND
            elif row <= persons and strikes:
                out = pens.cross_out if rng.random() < 0.02 else pens.strike
                sheet.strokes(out(box, rng), pens.Pen.taken(rng), rng)
                truth[name] = Ink.STRUCK
            else:
                truth[name] = Ink.NONE
                if rng.random() < 0.12:
                    sheet.strokes(pens.dirt(box, rng), pens.Pen.taken(rng), rng)
    for name in list(truth):  # flourishes that come over the border of a box, whatever is in it
        if rng.random() < 0.02:
            sheet.strokes(pens.stray(form.boxes[name], rng), pens.Pen.taken(rng), rng)
    return truth


def many(first: int, count: int) -> Iterator[Photographed]:
    return (photographed(seed) for seed in range(first, first + count))
