"""Which questions can be heard, and in which language."""

from django.utils.translation import get_language

from takwin.surveys.models import Question, Questionnaire
from takwin.surveys.sounds.models import Recording, Spoken

Heard = dict[tuple[str, str], Recording]


def recordings_of(questionnaire: Questionnaire) -> Heard:
    """The recordings by language and sentence."""
    rows = questionnaire.recordings.select_related("file")
    return {(row.language, row.text): row for row in rows}


def recording_of(question: Question, heard: Heard) -> Recording | None:
    """What a question is heard by: in the reader's language, in the other where there is none."""
    order = sorted(Spoken.values, key=lambda language: language != get_language())
    found = (heard.get((language, getattr(question, f"text_{language}"))) for language in order)
    return next(filter(None, found), None)


def other_language_of(recording: Recording | None) -> str:
    """The language of a recording that is not the reader's, to be said beside it; "" when it is his."""
    return str(Spoken(recording.language).label) if recording and recording.language != get_language() else ""
