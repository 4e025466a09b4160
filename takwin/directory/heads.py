"""The lines above the name of a body at the head of its papers: what it may write, and what stands there otherwise."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.directory.enums import BodyKind

KINGDOM = ("المملكة المغربية", "Royaume du Maroc")
INTERIOR = ("وزارة الداخلية", "Ministère de l'Intérieur")
MOST_LINES, LONGEST_LINE = 4, 60  # a line never wraps: a longer one would set the whole head smaller than is read
LONGEST = MOST_LINES * (LONGEST_LINE + 2)  # with what ends each line


def usual_authority(kind: str) -> tuple[list[str], list[str]]:
    """What stands above the name of a body of that kind which writes nothing there, in Arabic and in French: the
    Kingdom, and over a State administration the ministry of the Interior."""
    above = [KINGDOM, INTERIOR] if kind == BodyKind.STATE else [KINGDOM]
    return [ar for ar, _fr in above], [fr for _ar, fr in above]


def lines_of(text: str) -> list[str]:
    """The lines of a text, as they are printed one under the other."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def check_head(text: str) -> None:
    """Refuse more lines than the head of a paper has room for, and a line too long to be read there."""
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        raise ValidationError(
            _("A letterhead has room for %(most)s lines above the name."), params={"most": MOST_LINES}
        )
    if longest := next((line for line in lines if len(line) > LONGEST_LINE), ""):
        raise ValidationError(
            _("“%(line)s” is longer than a line of a letterhead, which holds %(most)s signs."),
            params={"line": longest, "most": LONGEST_LINE},
        )
