"""What the author of a workbook hid, merged, struck through or left uncalculated, as its parts say it.

In an archive it is seen by the guard on its way through the parts (``guards.check``), so that a workbook is inflated
once; the old xls is a chain of records. Nothing of it bears on whether a workbook can be read: what cannot be
understood is not known.
"""

from functools import partial

from takwin.documents.sheets import guards
from takwin.documents.tables.shapes import ods, xls, xlsx
from takwin.documents.tables.shapes.shape import Range, Shape, Strikes

__all__ = ["Range", "Shape", "shapes_of"]


def shapes_of(data: bytes, kind: guards.Kind) -> dict[str, Shape]:
    """The shape of each sheet by its name; ``ValidationError`` for a workbook that may not be opened."""
    if kind == "xls":
        guards.check(data)
        return xls.shapes_of(data)
    if kind == "ods":
        return ods.shapes_of(guards.check(data, partial(ods.ShapeWatch, Strikes())))
    return xlsx.shapes_of(guards.check(data, partial(xlsx.ShapeWatch, Strikes())))
