"""Copies of a questionnaire ticked by hand and photographed, from a seed."""

import io
import random
from collections.abc import Mapping

from PIL import Image

from takwin.documents.papers.engine import preview
from takwin.surveys.models import Round
from takwin.surveys.paper.layout import PAPER, form_for, lines_of
from takwin.surveys.paper.papers import facts_of
from tests.documents.photographed import pens
from tests.documents.photographed.phone import Shot, taken
from tests.documents.photographed.sheets import DPI


def photographed(asked: Round, number: int, ticks: Mapping[int, int], *, seed: int = 1, hard: float = 0.2) -> bytes:
    """The photograph of a copy on which ``ticks`` says, by row, which answer is ticked; 0 ticks the first two."""
    facts = facts_of(asked, range(number, number + 1))
    page = Image.open(io.BytesIO(preview(PAPER, facts, dpi=DPI)[0])).convert("RGB")  # type: ignore[arg-type]
    rng, form = random.Random(seed), form_for(lines_of(asked.version))
    sheet = pens.Sheet(page)
    for row, answer in ticks.items():
        for one in [answer] if answer else [1, 2]:
            mark = rng.choice([pens.tick, pens.small_cross])
            sheet.strokes(mark(form.boxes[f"{row}:{one}"], rng), pens.Pen.taken(rng), rng)
    return taken(sheet.page, Shot(2000, hard, turn=0, cropped=False), rng)
