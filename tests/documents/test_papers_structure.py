"""Every paper is tagged as PDF/UA asks: checks of our own on its structure tree, where veraPDF cannot be had.

Not all of the standard: that nothing drawn escapes the tree, that headings, tables and figures are what they say,
that the language and the title are told. Typst itself refuses to write what it knows to break PDF/A-2a or PDF/UA-1.
"""

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from takwin.documents.papers.engine import render
from tests.documents.samples import samples

SAMPLES = samples()
each_sample = pytest.mark.parametrize("name", SAMPLES)


class Element(NamedTuple):
    kind: str
    alt: str
    parents: tuple[str, ...]


@pytest.fixture(scope="module")
def made() -> dict[str, pdfium.PdfDocument]:
    return {name: pdfium.PdfDocument(render(template, facts)) for name, (template, facts) in SAMPLES.items()}


def text_of(ask: Callable[..., int], thing: Any) -> str:
    """What the library says in UTF-16, asked once for its length and once for itself."""
    length = ask(thing, None, 0)
    held = (ctypes.c_ushort * (length // 2))()
    ask(thing, held, length)
    return bytes(held)[: max(0, length - 2)].decode("utf-16-le")


def tree(document: pdfium.PdfDocument) -> Iterator[Element]:
    for page in document:
        root = raw.FPDF_StructTree_GetForPage(page.raw)
        for n in range(raw.FPDF_StructTree_CountChildren(root)):
            yield from below(raw.FPDF_StructTree_GetChildAtIndex(root, n), ())
        raw.FPDF_StructTree_Close(root)


def below(element: Any, parents: tuple[str, ...]) -> Iterator[Element]:
    if not element:
        return  # what is drawn, not an element
    kind = text_of(raw.FPDF_StructElement_GetType, element)
    yield Element(kind, text_of(raw.FPDF_StructElement_GetAltText, element), parents)
    for n in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from below(raw.FPDF_StructElement_GetChildAtIndex(element, n), (*parents, kind))


@each_sample
def test_nothing_drawn_escapes_the_tree(name: str, made: dict[str, pdfium.PdfDocument]) -> None:
    """Whatever is on a page is either tagged or said to be an ornament."""
    for page in made[name]:
        drawn = [raw.FPDFPage_GetObject(page.raw, n) for n in range(raw.FPDFPage_CountObjects(page.raw))]
        assert drawn
        assert all(raw.FPDFPageObj_CountMarks(one) for one in drawn)


@each_sample
def test_the_language_and_the_title_are_told(name: str, made: dict[str, pdfium.PdfDocument]) -> None:
    facts = SAMPLES[name][1]
    document = made[name]
    assert text_of(raw.FPDFCatalog_GetLanguage, document.raw).startswith(facts["paper"]["lang"])
    assert document.get_metadata_value("Title") == facts["paper"]["title"]
    assert raw.FPDFCatalog_IsTagged(document.raw)


@each_sample
def test_a_paper_has_one_title_and_its_headings_follow(name: str, made: dict[str, pdfium.PdfDocument]) -> None:
    headings = [element.kind for element in tree(made[name]) if element.kind[:1] == "H" and element.kind[1:].isdigit()]
    if headings:
        assert headings[0] == "H1"
        assert headings.count("H1") == 1
        levels = [int(heading[1:]) for heading in headings]
        assert all(after - before <= 1 for before, after in pairwise(levels))


@each_sample
def test_every_picture_is_told_in_words(name: str, made: dict[str, pdfium.PdfDocument]) -> None:
    figures = [element for element in tree(made[name]) if element.kind == "Figure"]
    assert all(figure.alt.strip() for figure in figures)
    assert len(figures) >= str(SAMPLES[name][1]).count("'alt':")


@each_sample
def test_every_table_has_rows_and_headings_that_stand_in_them(name: str, made: dict[str, pdfium.PdfDocument]) -> None:
    elements = list(tree(made[name]))
    for element in elements:
        if element.kind in ("TD", "TH"):
            assert element.parents[-1] == "TR"
        if element.kind == "TR":
            assert element.parents[-1] in ("Table", "THead", "TBody", "TFoot")
    tables = sum(element.kind == "Table" for element in elements)
    assert bool(tables) == any(element.kind == "TR" for element in elements)
