"""Give a question a voice, or take it back."""

from django.db import transaction

from takwin.accounts.models import User
from takwin.core.refused import checked
from takwin.core.uploads import Scan
from takwin.documents.actions import discard_file, store_file
from takwin.documents.sounds import sound_type
from takwin.journal.actions import record
from takwin.surveys.models import Question, Questionnaire
from takwin.surveys.sounds.models import Recording


@transaction.atomic
def attach_recording(question: Question, language: str, sound: Scan, *, by: User) -> Recording:
    """Have the sentence of a question said aloud, also while it is being asked: its words do not change. Another
    recording of it takes the place of the one before."""
    questionnaire = _locked(question)
    kind = sound_type(sound.data)
    stored = store_file(sound.data, name=sound.name, content_type=kind, owner=questionnaire.owner, by=by)
    text = getattr(question, f"text_{language}")
    made = questionnaire.recordings.filter(language=language, text=text).first()
    before = made.file if made else None
    made = made or Recording(questionnaire=questionnaire, language=language, text=text)
    made.file = stored
    checked(made)
    if before and before != stored:
        discard_file(before, by=by)
    record("question.recorded", questionnaire, by=by, question=question.pk, language=language)
    return made


@transaction.atomic
def remove_recording(question: Question, language: str, *, by: User) -> None:
    """The question is silent again in this language; without a recording nothing happens."""
    questionnaire = _locked(question)
    found = questionnaire.recordings.filter(language=language, text=getattr(question, f"text_{language}")).first()
    if found is None:
        return
    file = found.file
    found.delete()
    discard_file(file, by=by)
    record("question.silenced", questionnaire, by=by, question=question.pk, language=language)


def _locked(question: Question) -> Questionnaire:
    return (
        Questionnaire.objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(versions__questions=question.pk)
    )
