"""Sheets read back from photographs: pages laid flat, boxes judged, what is no photograph refused in words."""

import io
import random
import struct
import zlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageDraw

from takwin.documents.papers.engine import QUIET, qr_rows
from takwin.documents.scans.geometry import form_from, form_of
from takwin.documents.scans.photos import media_type, open_photo
from takwin.documents.scans.reading import Ink, read_page
from takwin.documents.scans.registration import CannotRead, Misread
from tests.documents.photographed import pens
from tests.documents.photographed.phone import Shot, taken
from tests.documents.photographed.sheets import PAPER, blank, photographed

FORM = form_of(PAPER)


def jpeg(picture: Image.Image, **facts: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, **facts)
    return out.getvalue()


def of_a_signed_page(turn: int = 0, cropped: bool = False, hardness: float = 0.3) -> bytes:
    """The first box of the third row is signed, the second struck out, the third left empty."""
    pages, _codes, _persons = blank(16, 4)
    rng = random.Random(5)
    sheet = pens.Sheet(pages[0].copy())
    pen = pens.Pen((20, 25, 90), 0.6, 0.9)
    sheet.strokes(pens.arabic_like(FORM.boxes["3:1"], rng), pen, rng)
    sheet.strokes(pens.strike(FORM.boxes["3:2"], rng), pen, rng)
    return taken(sheet.page, Shot(2000, hardness, turn=turn, cropped=cropped), rng)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [101, 102, 103])
def test_a_photographed_sheet_says_its_page_and_who_signed(seed: int) -> None:
    sent = photographed(seed)
    read = read_page(open_photo(sent.data), FORM)
    assert read.code == sent.code
    wrong = {name for name, truth in sent.truth.items() if read.boxes[name].kind != truth}
    assert not {name for name in wrong if not read.boxes[name].is_doubtful}
    assert len(wrong) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_sheet_is_read_whichever_way_the_phone_is_held(turn: int) -> None:
    boxes = read_page(open_photo(of_a_signed_page(turn)), FORM).boxes
    assert [boxes[f"3:{n}"].kind for n in (1, 2, 3)] == [Ink.HAND, Ink.STRUCK, Ink.NONE]
    assert not any(boxes[f"3:{n}"].is_doubtful for n in (1, 2, 3))


@pytest.mark.slow
def test_a_photo_turned_by_its_camera_is_read() -> None:
    """Phones write how they were held beside the picture instead of turning it."""
    turned = Image.open(io.BytesIO(of_a_signed_page())).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read_page(open_photo(jpeg(turned, exif=exif)), FORM).boxes["3:1"].kind is Ink.HAND


@pytest.mark.slow
def test_of_a_sheet_whose_foot_is_out_of_the_picture_nothing_is_said() -> None:
    picture = open_photo(of_a_signed_page(hardness=0))
    with pytest.raises(CannotRead) as refusal:
        read_page(picture.crop((0, 0, picture.width, round(picture.height * 0.7))), FORM)
    assert (refusal.value.why, refusal.value.code[:4]) == (Misread.NO_MARKS, "TKW1")


@pytest.mark.slow
def test_the_crop_of_a_box_shows_its_ink() -> None:
    read = read_page(open_photo(of_a_signed_page()), FORM)
    signed, empty = read.crop("3:1").convert("L"), read.crop("3:3").convert("L")
    assert signed.size[0] > signed.size[1] > 60
    assert sum(signed.histogram()[:100]) > 3 * sum(empty.histogram()[:100])


def test_a_picture_of_something_else_is_no_sheet() -> None:
    field = Image.effect_noise((1200, 1600), 40).convert("RGB")
    with pytest.raises(CannotRead) as refusal:
        read_page(field, FORM)
    assert refusal.value.why is Misread.NO_FORM


def test_any_form_that_has_its_geometry_is_read() -> None:
    """An evaluation of two questions, whose boxes are written one by one."""
    geometry = {
        "page": [210, 297],
        "mark": {"size": 5, "at": [[8, 8], [197, 8], [197, 284], [8, 284]], "hollow": 3},
        "qr": {"x": 17, "y": 17, "size": 26},
        "boxes": {f"q{q}:{n}": [40 + 20 * n, 60 + 25 * q, 9, 9] for q in range(6) for n in range(5)},
    }
    form = form_from(geometry)
    page = Image.new("RGB", (210 * 8, 297 * 8), "white")
    draw = ImageDraw.Draw(page)
    for n, (x, y) in enumerate(form.marks):
        draw.rectangle((x * 8, y * 8, (x + 5) * 8 - 1, (y + 5) * 8 - 1), fill="black")
        if n == form.hollow:
            draw.rectangle(((x + 1.25) * 8, (y + 1.25) * 8, (x + 3.75) * 8, (y + 3.75) * 8), fill="white")
    for box in form.boxes.values():
        draw.rectangle((box.x * 8, box.y * 8, box.right * 8, box.bottom * 8), outline="black", width=2)
    _draw_code(page, form.code, "EVAL/7/1")
    sheet, rng = pens.Sheet(page), random.Random(3)
    for name in ("q0:1", "q3:4"):
        sheet.strokes(pens.small_cross(form.boxes[name], rng), pens.Pen((20, 25, 90), 0.6, 0.9), rng)
    read = read_page(open_photo(taken(page, Shot(2000, 0.3), rng)), form)
    assert read.code == "EVAL/7/1"
    assert {name for name, box in read.boxes.items() if box.kind is not Ink.NONE} == {"q0:1", "q3:4"}


def _draw_code(page: Image.Image, place: tuple[float, float, float], text: str) -> None:
    rows = qr_rows(text)
    cell, draw = place[2] * 8 / (len(rows) + 2 * QUIET), ImageDraw.Draw(page)
    for j, row in enumerate(rows):
        for i, light in enumerate(row):
            if not light:
                x, y = place[0] * 8 + (i + QUIET) * cell, place[1] * 8 + (j + QUIET) * cell
                draw.rectangle((x, y, x + cell, y + cell), fill="black")


def _bomb() -> bytes:
    """A PNG of a hundred thousand points a side, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"a" * (20 * 1024 * 1024 + 1), "largest accepted"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(64), "HEIC"),
        (b"%PDF-1.7 " + bytes(64), "PDF"),
        (b"PK\x03\x04 a workbook", "not a photo"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "not a photo"),
        (jpeg(Image.new("RGB", (320, 240))), "too small"),
        (_bomb(), "out of measure"),
        (jpeg(Image.new("RGB", (800, 900))) + b"\xff\xda" * 200, "out of measure"),
    ],
    ids=["empty", "too large", "heic", "pdf", "workbook", "damaged head", "preview", "bomb", "endless passes"],
)
def test_what_is_no_photo_is_refused_with_its_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        media_type(data)


def test_a_photo_that_was_cut_off_on_its_way_is_refused() -> None:
    whole = jpeg(Image.effect_noise((1200, 1600), 60).convert("RGB"))
    with pytest.raises(ValidationError, match="damaged"):
        open_photo(whole[: len(whole) // 3])
