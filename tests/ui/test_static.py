"""The style sheets, icons and words of the design system, as files."""

import gzip
import re
from pathlib import Path

import pytest

import takwin.ui
from takwin.ui.storage import LEAN

UI = Path(takwin.ui.__file__).parent
STATIC = UI / "static" / "ui"
SHEETS = sorted(STATIC.glob("*.css"))
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
PHYSICAL = re.compile(
    r"(?<![-\w])((margin|padding|border)-(left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|float|text-align:\s*(left|right))\s*(?=:)"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_is_logical_so_that_one_sheet_serves_both_directions(sheet: Path) -> None:
    css = re.sub(r"/\*.*?\*/|@media[^{]*|@font-face[^}]*}|@page[^}]*}", "", sheet.read_text(), flags=re.DOTALL)
    assert not PHYSICAL.findall(css)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_carry_no_style_and_no_handler(template: Path) -> None:
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", template.read_text())


def test_every_icon_and_tile_that_is_named_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    text = "\n".join(template.read_text() for template in TEMPLATES)
    named = {f"i-{name}" for name in re.findall(r'{% icon "(\w+)"', text)}
    named |= {f"t-{name}" for name in re.findall(r'{% tile "(\w+)"', text)}
    assert named <= drawn


def test_the_first_visit_leaves_room_for_the_fonts() -> None:
    files = [path for path in STATIC.iterdir() if path.is_file()]
    collected = [LEAN.get(path.suffix, str)(path.read_text()).encode() for path in files]
    assert sum(len(gzip.compress(content)) for content in collected) < 18_500  # of 180 kB: fonts take 133, htmx 17
