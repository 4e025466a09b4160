"""Write questionnaires, ask them, and take answers that nobody can lead back to a person."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.refused import checked, refused, worded
from takwin.directory.models import Body, Place
from takwin.journal.actions import record
from takwin.people.models import Person
from takwin.surveys.enums import Kind
from takwin.surveys.models import (
    Answer,
    CouncilVoice,
    Option,
    Question,
    Questionnaire,
    Round,
    Sheet,
    Version,
    Voice,
    drawn,
)
from takwin.surveys.paper.enums import PENDING
from takwin.surveys.queries import choices_of, has_spoken
from takwin.surveys.starting import STARTING, Asked


@transaction.atomic
def add_questionnaire(*, owner: Body, purpose: str, name_ar: str, name_fr: str, by: User | None) -> Questionnaire:
    """Make a questionnaire of an institution, with a first draft of the usual questions of its purpose."""
    with refused(Questionnaire):
        made = checked(Questionnaire(owner=owner, purpose=purpose, name_ar=name_ar, name_fr=name_fr))
    record("questionnaire.added", made, by=by, purpose=purpose)
    write_version(made, STARTING[purpose], by=by)
    return made


@transaction.atomic
def write_version(questionnaire: Questionnaire, asked: Sequence[Asked], *, by: User | None) -> Version:
    """Write the draft of the next version whole: the questions given replace those of the draft there is.

    The questionnaire is locked, as it is by who publishes: what is published is never written over.
    """
    questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    if not asked:
        raise ValidationError(_("A questionnaire asks at least one question."))
    draft = questionnaire.versions.filter(published_at=None).first()
    if draft is None:
        latest = questionnaire.versions.first()
        draft = checked(Version(questionnaire=questionnaire, number=latest.number + 1 if latest else 1))
    draft.questions.all().delete()
    for rank, question in enumerate(asked):
        _write(draft, rank, question)
    record("questionnaire.written", questionnaire, by=by, version=draft.number, questions=len(asked))
    return draft


def _write(draft: Version, rank: int, asked: Asked) -> None:
    if asked.kind == Kind.CHOICE and len(asked.options) < 2:
        raise ValidationError(_("“%(question)s” proposes at least two answers.") % {"question": asked.text_ar})
    row = checked(
        Question(
            version=draft, rank=rank, kind=asked.kind, text_ar=asked.text_ar, text_fr=asked.text_fr,
            required=asked.required,
        )
    )  # fmt: skip
    for place, (text_ar, text_fr) in enumerate(asked.options if asked.kind == Kind.CHOICE else ()):
        checked(Option(question=row, rank=place, text_ar=text_ar, text_fr=text_fr, is_right=place == asked.right))


@transaction.atomic
def publish_version(version: Version, *, by: User) -> Version:
    """Let a draft be asked; from now on it never changes."""
    Questionnaire.objects.select_for_update(of=("self",)).get(pk=version.questionnaire_id)
    version = Version.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=version.pk)
    if version.published_at:
        raise ValidationError(_("This version is already published."))
    version.published_at, version.published_by = clock.now(), by
    version.save(update_fields=["published_at", "published_by"])
    record("questionnaire.published", version.questionnaire, by=by, version=version.number)
    return version


@transaction.atomic
def open_round(
    version: Version,
    persons: Collection[Person],
    *,
    place: Place,
    title_ar: str,
    title_fr: str,
    opens_on: dt.date,
    closes_on: dt.date,
    tablet_on: dt.date | None = None,
    keepers: Iterable[Person] = (),
    councils: Collection[Body] = (),
    by: User | None,
) -> Round:
    """Ask a published version of these persons, or of these councils, and of no others, between two days; on one of
    them a tablet may go round."""
    if version.published_at is None:
        raise ValidationError(_("Publish the questionnaire before asking it."))
    if not persons and not councils:
        raise ValidationError(_("There is nobody to ask."))
    made = checked(
        Round(
            version=version, owner=version.questionnaire.owner, place=place, title_ar=title_ar, title_fr=title_fr,
            opens_on=opens_on, closes_on=closes_on, tablet_on=tablet_on, people=len(persons) + len(councils),
        )
    )  # fmt: skip
    made.keepers.set(keepers)
    Voice.objects.bulk_create([Voice(round=made, person=person) for person in persons], 500)
    CouncilVoice.objects.bulk_create([CouncilVoice(round=made, body=body) for body in councils], 500)
    record("round.opened", made, by=by, people=made.people, questionnaire=version.questionnaire_id)
    return made


@transaction.atomic
def close_round(asked: Round, *, by: User) -> Round:
    """Take no more answers from today on; what was answered may then be read."""
    asked = Round.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    yesterday = clock.today() - dt.timedelta(days=1)
    if asked.closes_on <= yesterday:
        raise ValidationError(_("This questionnaire is already closed."))
    if asked.copies.filter(state__in=PENDING).exists():
        raise ValidationError(_("Paper copies still wait: look at them, or remove them, then close it."))
    asked.opens_on, asked.closes_on = min(asked.opens_on, yesterday), yesterday
    asked.save(update_fields=["opens_on", "closes_on"])
    record("round.closed", asked, by=by)
    return asked


@transaction.atomic
def answer(asked: Round, person: Person, said: Mapping[int, str], *, on_tablet: bool = False, by: User | None) -> None:
    """Take what a person answers, by key of question, once.

    The round is locked: nothing is taken once it is closed, and nobody answers twice, were he known under two rows. The
    line of the person is ticked and the sheet goes in the bag. No journal entry is written, since it would tell the
    moment: the ticked lines are the account of who answered.
    """
    asked = _open(asked)
    if not asked.voices.filter(person=person).exists():
        raise ValidationError(_("This questionnaire is for those who were there."))
    if on_tablet and not asked.takes_tablet:
        raise ValidationError(_("The tablet goes round in the room only, on the day of the session."))
    if has_spoken(asked, person):
        raise ValidationError(_("You have already answered: thank you."))
    _put(asked, said)
    asked.voices.update(has_answered=Q(has_answered=True) | Q(person=person))
    if on_tablet:
        Round.objects.filter(pk=asked.pk).update(tablet_answers=F("tablet_answers") + 1)


@transaction.atomic
def answer_for(asked: Round, body: Body, said: Mapping[int, str], *, by: User | None) -> None:
    """Take what a council sees changed, said once by who answers for it.

    It goes in a bag like what a person answers, and for his sake: a council that sent one member speaks of him. So
    here too no journal entry tells who wrote, or when.
    """
    asked = _open(asked)
    if not asked.councils.filter(body=body).exists():
        raise ValidationError(_("This questionnaire is for the councils of those who were there."))
    if asked.councils.filter(body=body, has_answered=True).exists():
        raise ValidationError(_("Your council has already answered: thank you."))
    _put(asked, said)
    asked.councils.update(has_answered=Q(has_answered=True) | Q(body=body))


def _open(asked: Round) -> Round:
    """The round, its row locked; refused when it takes no answers today."""
    asked = Round.objects.select_for_update(of=("self",)).select_related("version").get(pk=asked.pk)
    if not asked.is_open():
        raise ValidationError(_("This questionnaire takes no answers today."))
    return asked


def _put(asked: Round, said: Mapping[int, str]) -> None:
    sheet = Sheet(round=asked)
    _mix(asked, sheet, _answers(sheet, asked.version.questions.prefetch_related("options"), said))


def put_in_bag(asked: Round, said: Mapping[int, str], *, on: dt.date) -> None:
    """Put what a copy of paper that came ``on`` a day says in the bag, by key of question; the round's row is locked by
    the caller. Nothing is read of the round before all its copies are recorded.

    Paper does not say whose it is. It is refused once as many have spoken as were asked: somebody who ticked a copy
    and answered on his phone too would count twice. What is not ticked is not answered, were it asked of all.
    """
    if not asked.is_open(on):
        raise ValidationError(_("This questionnaire takes no answers today."))
    if asked.paper_answers + asked.voices.filter(has_answered=True).count() >= asked.people:
        raise ValidationError(_("As many have answered as were asked: one more would speak twice."))
    if not said:
        raise ValidationError(_("Nothing is ticked on this copy: remove it."))
    sheet = Sheet(round=asked)
    ticked = asked.version.questions.filter(pk__in=said).prefetch_related("options")
    _mix(asked, sheet, _answers(sheet, ticked, said))
    Round.objects.filter(pk=asked.pk).update(paper_answers=F("paper_answers") + 1)


def _mix(asked: Round, sheet: Sheet, answers: Sequence[Answer]) -> None:
    """Put a sheet in the bag and shake it: every sheet of the round is written anew, under a new key, in its order.

    A database remembers which transaction wrote a row, and beside which other. As all voices of the round are written
    again too, neither leads from a tick to a sheet, nor tells in which order the sheets came.
    """
    bag = [sheet, *asked.sheets.prefetch_related("answers")]
    rows = [*answers, *(row for old in bag[1:] for row in old.answers.all())]
    asked.sheets.all().delete()
    for one in bag:
        one.pk = drawn()
    for row in rows:
        row.pk, row.sheet_id = drawn(), row.sheet.pk
    Sheet.objects.bulk_create(sorted(bag, key=lambda one: one.pk), 500)
    Answer.objects.bulk_create(sorted(rows, key=lambda row: row.pk), 500)


def _answers(sheet: Sheet, questions: Iterable[Question], said: Mapping[int, str]) -> list[Answer]:
    """The answers of a sheet; what is missing or strange is refused, each at its question."""
    answers, wrong = [], {}
    for question in questions:
        given = said.get(question.pk, "").replace("\0", "").strip()  # no database keeps a null sign
        if fault := _fault(question, given):
            wrong[str(question.pk)] = fault
        elif given:
            answers.append(_answer(sheet, question, given))
    if wrong:
        raise ValidationError(wrong)
    return answers


def _fault(question: Question, given: str) -> str:
    """Why this is no answer to the question; empty when it is one, or may be left."""
    if not given:
        return _("Answer this question.") if question.required else ""
    if question.kind != Kind.TEXT:
        return "" if given in {value for value, _label in choices_of(question)} else _("Choose one of the answers.")
    try:
        worded(Answer(), text=given)
    except ValidationError as refusal:
        return refusal.messages[0]  # how many signs fit
    return ""


def _answer(sheet: Sheet, question: Question, given: str) -> Answer:
    if question.kind == Kind.TEXT:
        return Answer(sheet=sheet, question=question, text=given)
    if question.kind == Kind.CHOICE:
        return Answer(sheet=sheet, question=question, option_id=int(given))
    return Answer(sheet=sheet, question=question, value=int(given))
