"""What a photographed form says: for each box whether there is ink in it, of which kind, and how sure that is.

    page = read_page(open_photo(data), form_of("attendance-sheet"))
    page.code                 # what the QR of the page says
    page.boxes["3:2"].kind    # Ink.NONE, Ink.HAND or Ink.STRUCK
    page.boxes["3:2"].sure    # 0 to 1; below DOUBTFUL a person must look
    page.crop("3:2")          # that box as a picture, to look at

Nothing here knows what the boxes stand for: whoever prints a form with its geometry may read it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from takwin.documents.scans.geometry import Form
from takwin.documents.scans.ink import DOUBTFUL, Ink
from takwin.documents.scans.judging import Judge
from takwin.documents.scans.planes import darkness
from takwin.documents.scans.registration import SCALE, grey_of, lay_flat
from takwin.documents.scans.rules import Edges, settled
from takwin.documents.scans.strokes import ink_of

__all__ = ["DOUBTFUL", "Box", "Ink", "Reading", "read_page"]
PEN = 4.0  # millimetres: what is wider than this is shade or stain, not a stroke
GRAIN = 0.17  # millimetres: what is finer is noise
MARGIN = 0.8  # millimetres around a box in its crop


@dataclass(frozen=True)
class Box:
    """One box as it was read. ``ink`` is the share of it that is covered by its own strokes."""

    kind: Ink
    sure: float
    ink: float
    edges: Edges

    @property
    def is_doubtful(self) -> bool:
        return self.sure < DOUBTFUL


@dataclass(frozen=True)
class Reading:
    """A page laid flat, and what each of its boxes says. ``ruled`` is the share of the rules found in their place."""

    code: str
    boxes: Mapping[str, Box]
    picture: Image.Image
    ruled: float

    def crop(self, name: str) -> Image.Image:
        """The box as a picture, with a little of what surrounds it."""
        left, top, right, bottom = self.boxes[name].edges
        margin = MARGIN * SCALE
        return self.picture.crop((int(left - margin), int(top - margin), int(right + margin), int(bottom + margin)))


def read_page(picture: Image.Image, form: Form) -> Reading:
    """Read one page of a form. Raises ``CannotRead`` when it cannot be laid flat."""
    page = lay_flat(picture, form)
    grey = grey_of(page.picture).filter(ImageFilter.GaussianBlur(GRAIN * SCALE))
    dark = darkness(np.asarray(grey, dtype=np.float32), int(PEN * SCALE) | 1)
    edges, ruled = settled(dark, form.boxes)
    judge = Judge(ink_of(dark, edges), page.seen)
    boxes = {name: Box(*judge.box(place), place) for name, place in edges.items()}
    if ruled < 0.5:
        boxes = {name: Box(box.kind, min(box.sure, 0.5), box.ink, box.edges) for name, box in boxes.items()}
    return Reading(page.code, boxes, page.picture, ruled)
