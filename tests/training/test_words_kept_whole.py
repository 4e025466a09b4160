"""What an officer writes is kept to its last word, or refused where he wrote it; nothing is cut in silence."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from takwin.core import clock
from takwin.core.uploads import Scan
from takwin.training import actions
from takwin.training.cohorts.actions import turn_down
from takwin.training.enums import Reply
from takwin.training.improvements.actions import finish_improvement
from takwin.training.materials.actions import add_material
from takwin.training.models import Improvement, TrainingSession
from takwin.training.trainers.actions import decline, take_back
from tests.factories.accounts import make_user
from tests.factories.cohorts import make_candidate
from tests.factories.trainers import make_invitation
from tests.factories.training import WHY, make_enrolment, make_session, next_tuesday

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.4\n%%EOF\n"


def finish(note: str) -> None:
    by = make_user()
    facts = {"due_on": clock.today(), "written_at": clock.now(), "written_by": by, "owner": by, "what": WHY}
    finish_improvement(Improvement.objects.create(session=make_session(), **facts), note=note, by=by)


def add(title: str) -> None:
    session, file = make_session(), Scan(PAPER, "x.pdf", "")
    add_material(session, file, title_fr=title, for_participants=True, by=make_user())


def convene(motive: str) -> None:
    actions.allow_convening(make_session(), motive=motive, by=None)


def set_slot(title: str) -> None:
    session = make_session()
    actions.set_slot(session, session.register.half_days.first(), title=title, by=None)


ACTS: dict[str, tuple[int, str, Callable[[str], object]]] = {
    "cancel a session": (300, "reason", lambda t: actions.cancel_session(make_session(), reason=t, by=None)),
    "withdraw a person": (200, "withdrawal_reason", lambda t: actions.withdraw(make_enrolment(), reason=t, by=None)),
    "excuse oneself": (200, "reply_note", lambda t: actions.reply(make_enrolment(), Reply.EXCUSED, note=t, by=None)),
    "convene without a whole programme": (300, "programme_motive", convene),
    "name a workshop": (200, "title", set_slot),
    "turn down a candidate": (200, "reason", lambda t: turn_down(make_candidate(chosen=False), reason=t, by=None)),
    "decline to teach": (300, "reason", lambda t: decline(make_invitation(make_session()), reason=t, by=None)),
    "take back an invitation": (300, "reason", lambda t: take_back(make_invitation(make_session()), reason=t, by=None)),
    "finish an improvement": (300, "note", finish),
    "add a material": (120, "title_fr", add),
}


@pytest.mark.parametrize(("fits", "field", "act"), ACTS.values(), ids=ACTS)
def test_what_is_too_long_is_refused_at_its_field_and_what_fits_is_taken(
    fits: int, field: str, act: Callable[[str], object]
) -> None:
    with pytest.raises(ValidationError, match=f"it has {fits + 1}") as refusal:
        act("x" * (fits + 1))
    assert list(refusal.value.error_dict) == [field]
    act("x" * fits)


def test_motives_given_one_after_the_other_are_all_kept_whole() -> None:
    first, second = "a" * 300, "b" * 300
    session = make_session(first_day=dt.date(2026, 3, 10), minimum=2, motive=first)
    actions.confirm_session(session, motive=second, by=None)
    assert TrainingSession.objects.get(pk=session.pk).motive == f"{first} · {second}"


def test_a_trainer_asked_in_vain_reads_the_whole_reason_for_which_his_days_moved() -> None:
    session = make_session(state="confirmed")
    invitation = make_invitation(session)
    reason = "x" * 300
    actions.postpone_session(session, first_day=next_tuesday(8), reason=reason, motive=WHY, by=None)
    invitation.refresh_from_db()
    assert invitation.reason == reason
