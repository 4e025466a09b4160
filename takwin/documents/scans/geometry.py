"""Where things stand on a form made to be read back: millimetres from the top left corner, from the paper's own file.

``<paper>.geometry.json`` has ``page``, ``mark`` (size, four places clockwise from the top left, the hollow one) and
``qr`` (place and size, quiet zone included). Its boxes are either written one by one, ``"boxes": {"q1:yes": [x, y,
width, height]}``, or those of a ``table``, named ``<row>:<column>`` from 1, row from the top and column from the right.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from takwin.documents.papers.engine import HERE


class Rect(NamedTuple):
    """A box ruled on its four sides."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Form:
    """What a reader must know of a paper: its size, its marks, its code, its boxes."""

    page: tuple[float, float]
    marks: tuple[tuple[float, float], ...]
    mark_size: float
    hollow: int
    code: tuple[float, float, float]
    boxes: Mapping[str, Rect]

    @property
    def mark_centres(self) -> list[tuple[float, float]]:
        return [(x + self.mark_size / 2, y + self.mark_size / 2) for x, y in self.marks]


@lru_cache(maxsize=32)
def form_of(paper: str) -> Form:
    """The form of a paper by its name, from the geometry it was printed with."""
    return form_from(json.loads((HERE / f"{paper}.geometry.json").read_text("utf-8")))


def form_from(geometry: Mapping[str, Any]) -> Form:
    written = {name: Rect(*place) for name, place in geometry.get("boxes", {}).items()}
    mark, code = geometry["mark"], geometry["qr"]
    return Form(
        page=(geometry["page"][0], geometry["page"][1]),
        marks=tuple((x, y) for x, y in mark["at"]),
        mark_size=mark["size"],
        hollow=mark["hollow"],
        code=(code["x"], code["y"], code["size"]),
        boxes=written or _boxes_of_table(geometry),
    )


def _boxes_of_table(geometry: Mapping[str, Any]) -> dict[str, Rect]:
    table, columns, to_sign = geometry["table"], geometry["columns"], geometry["signatures"]
    top = table["top"] + table["head"]
    boxes = {}
    for row in range(table["rows"]):
        right = table["right"] - sum(columns[: to_sign["first"]])
        for column, width in enumerate(columns[to_sign["first"] :][: to_sign["count"]], 1):
            boxes[f"{row + 1}:{column}"] = Rect(right - width, top + row * table["row"], width, table["row"])
            right -= width
    return boxes
