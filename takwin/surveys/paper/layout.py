"""What stands where on a printed questionnaire, and what its boxes say once read. Pure: no row is written here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from takwin.documents.scans.geometry import Form, form_of
from takwin.documents.scans.ink import DOUBTFUL, Ink
from takwin.surveys.enums import Kind
from takwin.surveys.models import Question, Version
from takwin.surveys.queries import choices_of

PAPER = "questionnaire"
MOST_QUESTIONS, MOST_ANSWERS = 9, 5  # of questionnaire.geometry.json; a test holds them together
LONGEST_QUESTION, LONGEST_ANSWER = 110, 28  # letters of each language that hold where they are printed
Boxes = Mapping[str, tuple[str, float]]  # by name, the ink of a box and how sure that is


@dataclass(frozen=True)
class Line:
    """A question on its row, with its answers as they are kept."""

    row: int
    question: Question
    values: list[str]

    def box(self, answer: int) -> str:
        return f"{self.row}:{answer}"


def lines_of(version: Version) -> list[Line]:
    """The questions that paper asks: all but those answered in one's own words, since a hand is known by its writing.

    Refused when they do not hold on one sheet: two sheets of one person could not be brought together.
    """
    closed = [q for q in version.questions.prefetch_related("options") if q.kind != Kind.TEXT]
    rows = [Line(row, q, [value for value, _label in choices_of(q)]) for row, q in enumerate(closed, 1)]
    if not rows:
        raise ValidationError(_("On paper one only ticks boxes, and this questionnaire asks for words alone."))
    if len(rows) > MOST_QUESTIONS or any(len(line.values) > MOST_ANSWERS for line in rows):
        raise ValidationError(
            _("A sheet holds %(questions)s questions of at most %(answers)s answers: this questionnaire is longer.")
            % {"questions": MOST_QUESTIONS, "answers": MOST_ANSWERS}
        )
    if long := next((text for line in rows for text, most in _texts(line) if len(text) > most), ""):
        raise ValidationError(_("“%(text)s” is too long for the sheet.") % {"text": long})
    return rows


def _texts(line: Line) -> Iterator[tuple[str, int]]:
    """What is printed of a question, and how long each may be."""
    yield from ((text, LONGEST_QUESTION) for text in (line.question.text_ar, line.question.text_fr))
    for option in line.question.options.all():
        yield from ((text, LONGEST_ANSWER) for text in (option.text_ar, option.text_fr))


def form_for(lines: list[Line]) -> Form:
    """The form with the boxes that are printed, and no others."""
    whole = form_of(PAPER)
    there = {line.box(n) for line in lines for n in range(1, len(line.values) + 1)}
    return replace(whole, boxes={name: place for name, place in whole.boxes.items() if name in there})


def said_on(line: Line, boxes: Boxes) -> str | None:
    """The answer ticked; "" when none is; ``None`` when a person must look: two marks, a line through, or a doubt."""
    read = [boxes[line.box(n)] for n in range(1, len(line.values) + 1)]
    marked = [value for value, (ink, _sure) in zip(line.values, read, strict=True) if ink != Ink.NONE]
    if any(sure < DOUBTFUL or ink == Ink.STRUCK for ink, sure in read) or len(marked) > 1:
        return None
    return marked[0] if marked else ""


def printed(line: Line) -> dict[str, Any]:
    """The question and its answers in both languages, and the face of each where it has one."""
    told = {}
    for language in ("ar", "fr"):
        with override(language):
            told[language] = [label for _value, label in choices_of(line.question)]
    is_face = line.question.kind == Kind.FACES
    return {
        "ar": line.question.text_ar,
        "fr": line.question.text_fr,
        "choices": [
            {"ar": ar, "fr": fr, "face": n if is_face else 0}
            for n, (ar, fr) in enumerate(zip(told["ar"], told["fr"], strict=True), 1)
        ],
    }
