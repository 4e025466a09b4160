"""Requests that wait, and what a person may say is wrong."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.people.enums import DocumentKind
from takwin.people.models import FileRequest, Person, Rectification
from takwin.people.privacy.enums import RequestState, Subject
from takwin.people.privacy.figures import figure
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting, most_pressing
from takwin.rights.queries import allowed

SHOWN = 5


def due_after(key: str, asked_on: dt.date) -> dt.date:
    """The last day to answer. Clear days leave out the first and the last; we promise the earlier reading."""
    return asked_on + dt.timedelta(days=figure(key, on=asked_on))


def current(person: Person, subject: str) -> str:
    """What stands in the register today, as it is read by people."""
    if subject in DocumentKind.values:
        held = person.identity_documents.filter(kind=subject).first()
        return held.number if held else ""
    if subject == Subject.BIRTH:
        return formats.day(person.birth_date) if person.birth_date else str(person.birth_year or "")
    if subject == Subject.SEX:
        return str(person.get_sex_display())
    return "" if subject == Subject.OTHER else str(getattr(person, subject))


def open_files(user: User) -> QuerySet[FileRequest]:
    waiting = FileRequest.objects.filter(answered_at=None).select_related("person")
    return allowed(waiting, user, Permission.PRIVACY_ANSWER).order_by("due_on", "pk")


def open_rectifications(user: User) -> QuerySet[Rectification]:
    waiting = Rectification.objects.filter(state=RequestState.ASKED).select_related("person")
    return allowed(waiting, user, Permission.PRIVACY_ANSWER).order_by("due_on", "pk")


def waiting(user: User) -> Iterable[Waiting]:
    """The requests about personal data that wait for this officer, with the day the law gives."""
    for asked in open_rectifications(user).order_by(*most_pressing("due_on"), "pk")[:SHOWN]:
        yield Waiting(
            title=gettext("Correction asked by %(person)s") % {"person": asked.person.name},
            detail=asked.get_subject_display(),
            due=asked.due_on,
            url=asked.get_absolute_url(),
            verb=_("Answer"),
        )
    for wanted in open_files(user).order_by(*most_pressing("due_on"), "pk")[:SHOWN]:
        yield Waiting(
            title=gettext("%(person)s asks for all that is kept of them") % {"person": wanted.person.name},
            detail=wanted.get_channel_display(),
            due=wanted.due_on,
            url=wanted.get_absolute_url(),
            verb=_("Hand over"),
        )


def is_late(due_on: dt.date) -> bool:
    return due_on < clock.today()
