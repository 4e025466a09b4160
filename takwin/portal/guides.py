"""The guides of the user: the files of ``docs/ar`` and ``docs/fr``, read inside Takwin as they are read on paper."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt

FOLDER: Path = settings.ROOT / "docs"
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")  # a tag written in a guide is shown, not obeyed


class Guide(NamedTuple):
    """One guide in one language. ``slug`` is the name of its file, the same in both languages."""

    slug: str
    title: str
    text: str

    @property
    def url(self) -> str:
        return reverse("portal:guide", args=[self.slug])

    def drawn(self) -> str:
        """Its parts as HTML, under a title that the page bears; links to other guides lead to their pages."""
        tokens = MARKDOWN.parse(self.text)
        for token in (child for block in tokens for child in block.children or [] if child.type == "link_open"):
            slug, is_guide, _rest = str(token.attrs["href"]).partition(".md")
            if is_guide:
                token.attrs["href"] = reverse("portal:guide", args=[slug])
        return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


@cache
def guides(language: str) -> dict[str, Guide]:
    """Every guide in ``language`` (ar or fr) by its slug, in the order in which they are read."""
    found = {}
    for path in sorted((FOLDER / language).glob("*.md")):
        title, _line, text = path.read_text(encoding="utf-8").partition("\n")
        found[path.stem] = Guide(path.stem, title.removeprefix("# "), text)
    return found
