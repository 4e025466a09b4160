"""What was lost when a file was saved in an encoding that lacks it: a question mark stands for each sign.

Arabic Windows (cp1256) has no Arabic-Indic digits: a year written ٢٠٢٦ is ``????`` for ever in that file, as an order
or an account is. Nothing of it is guessed; another export of the same movements says it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.core.identifiers import western
from takwin.core.text import folded
from takwin.treasury.statements.cells import Grid

SIGN = r"[?\ufffd]"
LOST = re.compile(rf"{SIGN}{{3,}}|(?<![^\W\d_]){SIGN}{{2}}(?![^\W\d_])")  # one within a word is a letter, or a question


def has_lost(label: str) -> bool:
    """Whether a label lacks what it said in figures, or whole words."""
    return bool(LOST.search(label))


def may_be(one: str, other: str) -> bool:
    """Whether two labels say the same but for what one of them has lost."""
    first, second = (re.sub(r"\s", "", folded(western(label))) for label in (one, other))
    return any(
        has_lost(lacking) and re.fullmatch(re.sub(rf"{SIGN}|\\\?", ".", re.escape(pattern)), whole) is not None
        for lacking, pattern, whole in ((one, first, second), (other, second, first))
    )


def signs_alike(one: str, other: str) -> int:
    """How many signs two labels that may be one both say, from 1; 0 for two that may not."""
    return 1 + min(len(re.sub(rf"{SIGN}|\s", "", label)) for label in (one, other)) if may_be(one, other) else 0


def told(lines: int) -> str:
    """The sentence for a file that was read all the same."""
    return ngettext(
        "In %(n)s line, digits or words of the label were lost when the file was saved: question marks stand for "
        "them. Export the statement again as xlsx, or as csv in UTF-8, and import it: its lines will be completed.",
        "In %(n)s lines, digits or words of the label were lost when the file was saved: question marks stand for "
        "them. Export the statement again as xlsx, or as csv in UTF-8, and import it: its lines will be completed.",
        lines,
    ) % {"n": lines}


def doubt_told(lines: int) -> str:
    """The sentence for lines that a better file could not complete, since it does not say which is which."""
    return ngettext(
        "%(n)s line keeps its question marks: it may be either of several of the same day and amount that this file "
        "does not tell apart, and one of them is settled or is written otherwise. Read the file, then say by hand what "
        "it pays.",
        "%(n)s lines keep their question marks: each may be either of several of the same day and amount that this "
        "file does not tell apart, and one of them is settled or is written otherwise. Read the file, then say by hand "
        "what they pay.",
        lines,
    ) % {"n": lines}


@contextmanager
def said_of(grids: Iterable[Grid]) -> Iterator[None]:
    """A refusal of what these grids hold says too that signs of them were lost: it may well be why."""
    try:
        yield
    except ValidationError as refusal:
        cells = (cell for grid in grids for row in grid.rows for cell in row if isinstance(cell, str))
        if not any(map(has_lost, cells)):
            raise
        why = _(
            "Digits or words of this file were lost when it was saved: question marks stand for them. Export the "
            "statement again as xlsx, or as csv in UTF-8."
        )
        raise ValidationError([*refusal.messages, why]) from refusal
