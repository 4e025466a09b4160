"""From facts to an official PDF, with Typst.

A paper is a template (`<name>.typ` beside this file, whose `draw` takes facts) and facts (`facts.py` and `figures.py`
build them). The facts travel as one JSON text: markup inside a name or a title stays text. The same facts give the
same bytes, for the only clock is `facts["paper"]["made_at"]`. Every PDF is PDF/A-2a, to be kept for good, and PDF/UA-1,
to be read aloud.
"""

import json
import threading
from base64 import b64encode
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, TypedDict, cast

import typst
import zxingcpp
from PIL import Image

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"
HOUSE = {"papers", "funds"}  # imported by templates; not papers themselves
TEMPLATES = frozenset(path.stem for path in HERE.glob("*.typ")) - HOUSE
STANDARDS = ["a-2a", "ua-1"]
DENSE = 300  # signs; a QR that says more is drawn with less to spare, so that its squares stay large
QUIET = 2  # squares left white around a QR
AHEAD = 16  # papers made before the first is taken: enough to keep the threads busy, few enough to hold in memory

Facts = Mapping[str, Any]


class PaperError(Exception):
    """A paper could not be made as it must be: a fact is missing or misshapen, a glyph or a font lacks."""


class Qr(TypedDict):
    """`alt` says what scanning does, to those who do not see the drawing, which is made when the paper is."""

    text: str
    alt: str


_local = threading.local()


def render(template: str, facts: Facts) -> bytes:
    """The PDF of one paper."""
    (pdf,) = _made(template, facts, format="pdf", pdf_standards=STANDARDS, timestamp=_made_at(facts))
    return pdf


def render_many(template: str, papers: Iterable[Facts], *, threads: int = 2) -> Iterator[bytes]:
    """The PDFs of many papers, in their order, a few ahead of the one being taken; the first fault ends them."""
    for made in try_many(template, papers, threads=threads):
        if isinstance(made, PaperError):
            raise made
        yield made


def try_many(template: str, papers: Iterable[Facts], *, threads: int = 2) -> Iterator[bytes | PaperError]:
    """The same, with its fault in the place of each paper that cannot be made.

    Typst releases the interpreter's lock, so that two threads on two cores make twice as many.
    """
    with ThreadPoolExecutor(threads, thread_name_prefix="papers") as pool:
        waiting: deque[Future[bytes | PaperError]] = deque()
        for facts in papers:
            waiting.append(pool.submit(_tried, template, facts))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _tried(template: str, facts: Facts) -> bytes | PaperError:
    try:
        return render(template, facts)
    except PaperError as fault:
        return fault


def preview(template: str, facts: Facts, *, dpi: int = 110) -> list[bytes]:
    """The pages of a paper as PNG, for a screen; never a substitute for the paper."""
    return _made(template, facts, format="png", ppi=dpi)


def qr(text: str, alt: str) -> Qr:
    """A code to be drawn on the paper: facts keep what it says, not its two kilobytes of drawing."""
    return {"text": text, "alt": alt}


def qr_drawing(text: str, *, scale: int = 1) -> str:
    """For a screen, the SVG of a QR code that survives a photocopy: 15 % of it may be lost, 7 % of a dense one."""
    rows = qr_rows(text)
    side = len(rows) + 2 * QUIET
    strokes = "".join(f"M{x} {y}.5h{length}" for y, row in enumerate(rows) for x, length in _dark_runs(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side * scale}" height="{side * scale}" '
        f'viewBox="{-QUIET} {-QUIET} {side} {side}"><path stroke="#000" d="{strokes}"/></svg>'
    )


def qr_picture(text: str) -> str:
    """The same for a paper: its squares as a picture of one dot each, which a printer enlarges without blurring.

    A credential has four thousand strokes: drawn, they take Typst as long as the rest of the certificate.
    """
    squares = _squares(text)
    side = len(squares) + 2 * QUIET
    picture = Image.new("1", (side, side), 1)
    picture.paste(Image.frombytes("L", (len(squares), len(squares)), squares.tobytes()), (QUIET, QUIET))
    file = BytesIO()
    picture.save(file, "png")
    dots = b64encode(file.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"><image width="{side}" height="{side}" '
        f'image-rendering="optimizeSpeed" href="data:image/png;base64,{dots}"/></svg>'
    )


def qr_rows(text: str) -> list[list[int]]:
    """The squares of a code, 0 for a dark one, without the white around it."""
    return cast(list[list[int]], _squares(text).tolist())


def _squares(text: str) -> memoryview:
    level = "M" if len(text) <= DENSE else "L"
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    return memoryview(cast(Any, code.to_image(scale=1, add_quiet_zones=False)))


def _dark_runs(row: list[int]) -> Iterator[tuple[int, int]]:
    """Where each run of dark squares begins, and its length: a stroke a run makes a drawing half as long."""
    x = 0
    for light, squares in groupby(row):
        length = len(list(squares))
        if not light:
            yield x, length
        x += length


def _with_drawings(value: Any) -> Any:
    """Facts in which each code has its drawing."""
    if isinstance(value, Mapping):
        drawn = {name: _with_drawings(inner) for name, inner in value.items()}
        return drawn | {"svg": qr_picture(drawn["text"])} if drawn.keys() >= {"text", "alt"} else drawn
    return [_with_drawings(inner) for inner in value] if isinstance(value, list | tuple) else value


def _made(template: str, facts: Facts, **form: Any) -> list[bytes]:
    """A warning is a failure: a font that lacks is only a warning to Typst, and a page of empty boxes to its reader."""
    if template not in TEMPLATES:
        raise PaperError(f"No paper is called {template!r}; there are: {', '.join(sorted(TEMPLATES))}.")
    try:
        made, warnings = _compiler().compile_with_warnings(input=_source(template, facts), **form)
    except typst.TypstError as error:
        raise PaperError(f"{template}: {error.diagnostic or error.message}") from error
    if warnings:
        raise PaperError(f"{template}: {'; '.join(warning.message for warning in warnings)}")
    return made if isinstance(made, list) else [cast(bytes, made)]


def _source(template: str, facts: Facts) -> bytes:
    """A few lines that draw the facts.

    They are not Typst's inputs, which are part of its library: all that it remembers of the templates would be
    forgotten at each paper, and a certificate take twice as long. A JSON text escaped once more is a Typst string;
    it has a line of its own, since a fault is told with the line that called it, and names are not to be told.
    """
    try:
        text = json.dumps(_with_drawings(facts), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise PaperError(f"{template}: {error}") from error
    said = json.dumps(text, ensure_ascii=False)
    return f'#import "/{template}.typ": draw\n#let facts = json(bytes({said}))\n#draw(facts)'.encode()


def _made_at(facts: Facts) -> datetime:
    """The instant that the PDF bears as its date of creation."""
    try:
        instant = datetime.fromisoformat(facts["paper"]["made_at"])
    except (KeyError, TypeError, ValueError) as error:
        raise PaperError(
            'facts["paper"]["made_at"] is an ISO instant with its offset; the paper bears no other clock.'
        ) from error
    if instant.tzinfo is None:
        raise PaperError(f'facts["paper"]["made_at"] needs its offset from UTC: {instant.isoformat()}')
    return instant


def _compiler() -> typst.Compiler:
    """One a thread: it keeps the fonts and the parsed templates, and no two threads share it."""
    if not hasattr(_local, "compiler"):
        if not any(FONTS.glob("Amiri*.ttf")):
            raise PaperError(f"The fonts of the papers are not in {FONTS}. Run `make assets`.")
        _local.compiler = typst.Compiler(root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True)
    return cast(typst.Compiler, _local.compiler)
