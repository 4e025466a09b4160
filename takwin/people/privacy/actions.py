"""Record what persons ask about their data, and answer it."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, identifiers
from takwin.core.refused import checked, refused
from takwin.core.text import tidy
from takwin.journal.actions import record
from takwin.people import actions as people
from takwin.people.enums import DocumentKind, Sex
from takwin.people.models import FileRequest, Person, Rectification
from takwin.people.privacy.enums import RequestChannel, RequestState, Subject
from takwin.people.privacy.queries import current, due_after


def _sex(typed: str) -> str:
    """``f`` or ``m``, or the word the reader's language has for it."""
    words = {str(label).casefold(): value for value, label in Sex.choices} | {value: value for value in Sex.values}
    if tidy(typed).casefold() not in words:
        raise ValidationError(_("Choose female or male."))
    return words[tidy(typed).casefold()]


READERS: dict[str, Callable[[str], Any]] = {
    Subject.NAME_AR: identifiers.name,
    Subject.NAME_FR: identifiers.name,
    Subject.SEX: _sex,
    Subject.BIRTH: identifiers.birth,
    Subject.PHONE: identifiers.phone,
    Subject.EMAIL: identifiers.email,
    Subject.CIN: identifiers.cin,
    Subject.PASSPORT: identifiers.passport,
    Subject.RESIDENCE: identifiers.residence_card,
    Subject.OTHER: tidy,
}


@transaction.atomic
def ask_file(person: Person, *, channel: RequestChannel, language: str = "ar", by: User | None) -> FileRequest:
    """Record that a person asks for all that is kept of him; ``by`` nobody when he asks himself, on his page."""
    refuse_the_forgotten(person)
    now = clock.now()
    wanted = FileRequest(
        person=person,
        channel=channel,
        language=language,
        asked_at=now,
        due_on=due_after("personal_file_days", clock.today()),
        recorded_by=by,
    )
    with refused(FileRequest):
        checked(wanted)
    record("person_file.asked", wanted, by=by, person=person.pk, channel=channel)
    return wanted


@transaction.atomic
def hand_over(wanted: FileRequest, *, pdf: bytes, by: User) -> FileRequest:
    """The printed file is given. The row is locked: it is handed over once, and its digest kept as the proof."""
    wanted = FileRequest.objects.select_for_update(of=("self",)).get(pk=wanted.pk)
    if wanted.answered_at:
        raise ValidationError(_("This file was already handed over. Record a new request to print it again."))
    wanted.answered_at, wanted.answered_by = clock.now(), by
    wanted.digest = hashlib.sha256(pdf).hexdigest()
    wanted.save(update_fields=["answered_at", "answered_by", "digest"])
    record("person_file.handed_over", wanted, by=by, person=wanted.person_id, digest=wanted.digest)
    return wanted


@transaction.atomic
def ask_rectification(
    person: Person, *, subject: Subject, said: str, channel: RequestChannel, by: User | None
) -> Rectification:
    """Record that a person says something is wrong. What cannot be a card, a phone or a date is refused at once."""
    refuse_the_forgotten(person)
    said = tidy(said)
    if not said:
        raise ValidationError({"said": _("Write what is right.")})
    try:
        READERS[subject](said)
    except ValidationError as error:
        raise ValidationError({"said": error}) from error
    asked = Rectification(
        person=person,
        subject=subject,
        said=said,
        channel=channel,
        asked_at=clock.now(),
        due_on=due_after("rectification_days", clock.today()),
        recorded_by=by,
    )
    with refused(Rectification):
        checked(asked)
    record("rectification.asked", asked, by=by, person=person.pk, subject=subject, channel=channel)
    return asked


@transaction.atomic
def accept_rectification(asked: Rectification, *, done: str = "", by: User) -> Rectification:
    """Change the register as the person says, and keep what stood before with the request, not in the journal.

    What is no column of the register is corrected where it stands, by its own acts; ``done`` then says how.
    """
    asked = _to_decide(asked)
    before = current(asked.person.standing(), asked.subject)
    if asked.subject == Subject.OTHER:
        if not tidy(done):
            raise ValidationError({"done": _("Say what was done.")})
        asked.after = tidy(done)
    else:
        _apply(asked, by=by)
        asked.before = before
        asked.after = current(Person.objects.get(pk=asked.person.standing().pk), asked.subject)
    _decide(asked, RequestState.ACCEPTED, by=by)
    record("rectification.accepted", asked, by=by, person=asked.person_id, subject=asked.subject)
    return asked


@transaction.atomic
def refuse_rectification(asked: Rectification, *, motive: str, by: User) -> Rectification:
    """Leave the register as it is, and say why: the motive is what the person is answered."""
    asked = _to_decide(asked)
    asked.motive = tidy(motive)
    if not asked.motive:
        raise ValidationError({"motive": _("A refusal says why.")})
    _decide(asked, RequestState.REFUSED, by=by)
    record("rectification.refused", asked, by=by, person=asked.person_id, subject=asked.subject)
    return asked


@transaction.atomic
def tell_file_seen(person: Person, *, by: User) -> None:
    """Write down that someone was shown what a request says, numbers in clear."""
    record("person.unmasked", person, by=by)


def refuse_the_forgotten(person: Person) -> None:
    if person.anonymised_at:
        raise ValidationError(_("This person’s data has been removed: nothing is left to ask for."))


def _to_decide(asked: Rectification) -> Rectification:
    """The request, its row locked, refused once answered."""
    asked = Rectification.objects.select_for_update(of=("self",)).select_related("person").get(pk=asked.pk)
    if asked.state != RequestState.ASKED:
        raise ValidationError(_("This request has already been answered."))
    return asked


def _apply(asked: Rectification, *, by: User) -> None:
    """Through the acts of the register, so that its rules hold. A fault is said at what the person wrote."""
    subject, value, person = asked.subject, READERS[asked.subject](asked.said), asked.person.standing()
    try:
        if subject in DocumentKind.values:
            people.set_document(person, kind=DocumentKind(subject), number=asked.said, by=by)
        elif subject == Subject.BIRTH:
            whole = isinstance(value, dt.date)
            people.correct_person(
                person, birth_date=value if whole else None, birth_year=None if whole else value, by=by
            )
        else:
            people.correct_person(person, **{subject: value}, by=by)
    except ValidationError as error:
        raise ValidationError(error.messages) from error


def _decide(asked: Rectification, state: RequestState, *, by: User) -> None:
    asked.state, asked.decided_at, asked.decided_by = state, clock.now(), by
    asked.save(update_fields=["state", "decided_at", "decided_by", "before", "after", "motive"])
