"""What surveys bring to pages: the questions of a questionnaire, the results of a round, what a person may answer."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import holds, permissions_on
from takwin.surveys import queries
from takwin.surveys.models import Questionnaire, Round
from takwin.surveys.queries import (
    FEWEST,
    awaited,
    choices_of,
    councils_open_to,
    councils_spoken_of,
    open_to,
    results_of,
    spoken_of,
)
from takwin.surveys.sounds.queries import recording_of, recordings_of


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.SURVEY_VIEW)


def versions(questionnaire: Questionnaire, user: User) -> dict[str, Any]:
    """Each version with its questions, the latest first; beside each what it is heard by."""
    rows = list(questionnaire.versions.prefetch_related("questions__options"))
    heard = recordings_of(questionnaire)
    return {
        "versions": [
            (version, [(q, choices_of(q), recording_of(q, heard)) for q in version.questions.all()]) for version in rows
        ],
        "may_record": Permission.SURVEY_EDIT in permissions_on(user, questionnaire),
        "latest": rows[0] if rows else None,
    }


def results(asked: Round, user: User) -> dict[str, Any]:
    to_look = awaited(asked) if holds(user, Permission.SURVEY_EDIT) else 0
    return {"round": asked, "results": results_of(asked), "fewest": FEWEST, "to_look": to_look}


def councils_wait(user: User) -> Iterator[Waiting]:
    """On the desk of who answers for a council: what it is asked months after its members came."""
    for voice in queries.councils_to_hear(user):
        address = reverse("surveys:council", args=[voice.pk])
        yield Waiting(
            str(voice.round), voice.body.name, voice.round.closes_on, address, _("Say what the council sees changed")
        )


def to_answer(person: Person) -> dict[str, Any] | None:
    """On the person's own page: what he may answer today, for himself and for the council over which he presides; and,
    until it closes, what is already answered."""
    today = clock.today()
    voices, councils = list(open_to(person, today)), list(councils_open_to(person, today))
    heard = {"spoken": list(spoken_of(person, today)), "councils_spoken": list(councils_spoken_of(person, today))}
    return {"voices": voices, "councils": councils, **heard} if voices or councils or any(heard.values()) else None
