"""The guides say what stands on the screen, the same in both languages; the diagrams are those of the code."""

import gettext
import io
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LANGUAGES = ["ar", "fr"]
LONGEST = 80
#: Said to one alone, and to be read in no other way: سجل is also a register, أعد also "has prepared".
TO_ONE_ALONE = re.compile(
    r"[وف]?(?:(?:اكتب|اذكر|اطلب|افتح|احذف|اسحب|احفظ|اطبع|انسخ|ابحث|اترك|اجعل|امسح|ارجع|أضف|أزل|ألغ)(?:ه|ها|هما|هم)?"
    r"|اختر|اضغط|أنت|[لب]ك|لديك|عليك|إليك|يمكنك|(?:ب|ل)?(?:حسابك|اسمك|لغتك|هاتفك|مرورك|مجالك|مكتبك|صفحتك))"
)


def guides(language: str) -> list[Path]:
    return sorted((DOCS / language).glob("*.md"))


@cache
def on_screen(language: str) -> set[str]:
    """Every sentence of the catalogues in that language."""
    said: set[str] = set()
    for catalogue in ROOT.glob(f"takwin/*/locale/{language}/LC_MESSAGES/django.po"):
        compiled = subprocess.run(["msgfmt", "-o", "-", catalogue], capture_output=True, check=True).stdout
        said |= set(_sentences(compiled))
    return said


def _sentences(compiled: bytes) -> list[str]:
    return list(gettext.GNUTranslations(io.BytesIO(compiled))._catalog.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_guide_puts_in_bold_stands_on_a_screen(language: str) -> None:
    invented = {
        f"{guide.name}: {label}"
        for guide in guides(language)
        for label in re.findall(r"\*\*(.+?)\*\*", guide.read_text())
        if label not in on_screen(language)
    }
    assert invented == set()


def test_in_arabic_the_reader_is_addressed_in_the_plural() -> None:
    told = dict.fromkeys(on_screen("ar"), "a screen")
    told |= {line: guide.name for guide in guides("ar") for line in guide.read_text().splitlines()}
    alone = {
        f"{where}: {word} in {sentence}"
        for sentence, where in told.items()
        for word in re.findall(r"[\u0621-\u0652]+", sentence)
        if TO_ONE_ALONE.fullmatch(re.sub(r"[\u064b-\u0652]", "", word))
    }
    assert alone == set()


def test_both_languages_have_the_same_guides_with_the_same_parts() -> None:
    parts = {
        language: {guide.name: guide.read_text().count("\n## ") for guide in guides(language)} for language in LANGUAGES
    }
    assert parts["ar"] == parts["fr"]
    assert parts["ar"]


@pytest.mark.parametrize("guide", [*guides("ar"), *guides("fr"), DOCS / "index.md"], ids=lambda path: path.name)
def test_a_guide_is_short_and_its_links_lead_somewhere(guide: Path) -> None:
    text = guide.read_text()
    assert len(text.splitlines()) <= LONGEST
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert [link for link in links if not (guide.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["states", "offices"])
def test_what_is_written_from_the_code_is_that_of_the_code(page: str) -> None:
    written = subprocess.run(
        [sys.executable, ROOT / "dev" / f"{page}.py", "--print"], capture_output=True, check=True, text=True, cwd=ROOT
    ).stdout
    assert (DOCS / f"{page}.md").read_text() == written, f"python dev/{page}.py writes it again"


def test_every_page_is_reached_from_the_index_or_the_readme() -> None:
    told = (DOCS / "index.md").read_text() + (ROOT / "README.md").read_text().replace("](docs/", "](")
    assert [page.name for page in DOCS.glob("*.md") if f"]({page.name})" not in told and page.name != "index.md"] == []


def test_the_readme_shows_the_product_in_each_language_and_its_links_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text()
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert {f"docs/images/desk-{language}.png" for language in LANGUAGES} <= set(links)
