"""Papers read back from their PDF: what stands on the sheet, as the eye meets it, and which points are black."""

import ctypes
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import zxingcpp
from pypdfium2 import raw

REFERENCE = re.compile(r"[A-Za-z0-9]+(?:[-/.:,@][A-Za-z0-9]+)+")
ARABIC = re.compile(r"[\u0621-\u064a ]{2,}")
AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}|[0-9]{24}")
# Facts that a paper carries and does not print as they stand.
NOT_PRINTED = {
    "author",
    "made_at",
    "lang",
    "state_of_paper",
    "kind",
    "key",
    "gender",
    "text",
    "alt",
    "svg",
    "title_of_paper",
}


def pages(pdf: bytes) -> int:
    return len(pdfium.PdfDocument(pdf))


def plain(text: str) -> str:
    """Without spaces or marks of direction: readers of PDF do not agree on either."""
    kept = (c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and unicodedata.category(c) != "Cf")
    return "".join(kept)


def text_of(pdf: bytes) -> str:
    """The words in reading order, page after page."""
    return plain("".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf)))


def pages_of(pdf: bytes) -> list[str]:
    """The same, a text for each page."""
    return [plain(page.get_textpage().get_text_bounded()) for page in pdfium.PdfDocument(pdf)]


def boxes(pdf: bytes, said: str) -> Iterator[tuple[float, float, float, float]]:
    """Where a text stands on its sheet each time it is there: left, bottom, right and top, in points from the foot."""
    for page in pdfium.PdfDocument(pdf):
        text = page.get_textpage()
        found = text.search(said)
        while at := found.get_next():
            signs = [text.get_charbox(at[0] + n) for n in range(at[1])]
            lefts, bottoms, rights, tops = zip(*signs, strict=True)
            yield min(lefts), min(bottoms), max(rights), max(tops)


def edges(pdf: bytes, said: str) -> Iterator[tuple[float, float]]:
    """Where it begins and ends, from the left side of the sheet."""
    return ((left, right) for left, _bottom, right, _top in boxes(pdf, said))


def seen_in(pdf: bytes) -> str:
    """Each line as its signs stand from left to right, so that a reference that runs backwards shows."""
    lines: dict[tuple[int, int], list[tuple[float, str]]] = defaultdict(list)
    for number, page in enumerate(pdfium.PdfDocument(pdf)):
        text = page.get_textpage()
        x, y = ctypes.c_double(), ctypes.c_double()
        for i in range(text.count_chars()):
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            sign = chr(raw.FPDFText_GetUnicode(text, i))
            if not sign.isspace():
                lines[number, round(y.value * 2)].append((x.value, sign))
    return "\n".join("".join(sign for _, sign in sorted(line)) for line in lines.values())


def printed(node: Any, path: str = "") -> Iterator[str]:
    """The strings among the facts that must be found on the sheet."""
    if isinstance(node, dict):
        for key, value in node.items():
            name = f"{key}_of_paper" if path == "paper" and key in ("title", "state") else key
            if name not in NOT_PRINTED:
                yield from printed(value, key)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from printed(value, path)
    elif isinstance(node, str) and not AMOUNT.fullmatch(node):
        yield node


@dataclass
class Sheet:
    """A page as a picture, asked in millimetres from its top left corner."""

    pixels: memoryview
    stride: int
    scale: float

    @classmethod
    def of(cls, pdf: bytes, page: int = 0, per_mm: int = 10) -> "Sheet":
        bitmap = pdfium.PdfDocument(pdf)[page].render(scale=per_mm * 25.4 / 72, grayscale=True)
        return cls(memoryview(bytes(bitmap.buffer)), bitmap.stride, per_mm)

    def black(self, x: float, y: float) -> bool:
        return self.pixels[round(y * self.scale) * self.stride + round(x * self.scale)] < 128


def squares(sheet: Sheet) -> list[Any]:
    """The QR codes of a page, read from the picture of it as a telephone would."""
    height = len(sheet.pixels) // sheet.stride
    view = zxingcpp.ImageView(sheet.pixels, sheet.stride, height, zxingcpp.ImageFormat.Lum)
    return list(zxingcpp.read_barcodes(view, zxingcpp.BarcodeFormat.QRCode))
