"""A session is planned, confirmed, held, closed, postponed, cancelled; and nothing else."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext

from takwin.attendance import actions as attendance
from takwin.core.halfdays import HalfDay, Part
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.training import actions
from takwin.training.actions.motives import NeedsMotive
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession
from tests.factories.catalogue import make_topic, make_trainer
from tests.factories.directory import make_body, make_commune, make_holiday, make_province, make_room, make_sitting
from tests.factories.rights import make_user
from tests.factories.training import WHY, figures, make_enrolment, make_member, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db
A_TUESDAY = dt.date(2026, 3, 10)


def move_to(session: TrainingSession, state: SessionState) -> TrainingSession:
    """Put a session in a state by hand, with the dates that state asks for."""
    confirmed = state in (SessionState.CONFIRMED, SessionState.HELD, SessionState.CLOSED)
    facts = {"state": state, "confirmed_at": timezone.now() if confirmed else None, "reason": WHY}
    TrainingSession.objects.filter(pk=session.pk).update(**facts)
    session.refresh_from_db()
    return session


STEPS: dict[str, Callable[[TrainingSession], TrainingSession]] = {
    "confirm": lambda s: actions.confirm_session(s, motive=WHY, by=None),
    "hold": lambda s: actions.hold_session(s, by=None),
    "close": lambda s: actions.close_session(s, by=None),
    "postpone": lambda s: actions.postpone_session(
        s, first_day=s.starts_on + dt.timedelta(days=7), reason=WHY, motive=WHY, by=None
    ),
    "cancel": lambda s: actions.cancel_session(s, reason=WHY, by=None),
}


@pytest.mark.parametrize("state", list(SessionState))
@pytest.mark.parametrize("step", list(STEPS))
def test_each_step_is_taken_from_its_own_states_and_refused_from_all_others(step: str, state: SessionState) -> None:
    session = move_to(make_session(first_day=A_TUESDAY), state)
    session.register.half_days.update(sealed_at=timezone.now(), sealed_by=make_user())
    sources, target = TrainingSession.MOVES[step]
    if state in sources:
        assert STEPS[step](session).state == target
        assert TrainingSession.objects.get(pk=session.pk).state == target
    else:
        with pytest.raises(ValidationError, match="this can no longer be done"):
            STEPS[step](session)
        assert TrainingSession.objects.get(pk=session.pk).state == state


def test_a_planned_session_takes_the_next_number_of_its_owner_and_year() -> None:
    owner = make_body(BodyKind.REGION, short_code="FM")
    first = make_session(owner=owner, first_day=A_TUESDAY)
    second = make_session(owner=owner, first_day=A_TUESDAY)
    other_year = make_session(owner=owner, first_day=A_TUESDAY + dt.timedelta(days=364))
    assert [s.reference for s in (first, second, other_year)] == ["FM-26-001", "FM-26-002", "FM-27-001"]


def test_a_planned_session_has_its_register_and_the_default_hours() -> None:
    session = make_session(first_day=A_TUESDAY)
    halves = session.register.half_days.all()
    assert [(h.day.day, h.part, h.starts_at.hour) for h in halves] == [
        (10, "1", 9), (10, "2", 14), (11, "1", 9), (11, "2", 14),
    ]  # fmt: skip
    assert (session.starts_on, session.ends_on) == (A_TUESDAY, A_TUESDAY + dt.timedelta(days=1))
    assert session.state == SessionState.TENTATIVE


@pytest.mark.parametrize(("days", "asked"), [(1, 2), (2, 3), (3, 5)])
def test_the_certificate_asks_for_three_half_days_of_four_in_proportion(days: int, asked: int) -> None:
    assert make_session(days=days).certificate_half_days == asked


def test_a_session_may_be_of_chosen_half_days() -> None:
    figures()
    owner = make_body(BodyKind.REGION)
    session = actions.plan_session(
        owner=owner, topic=make_topic(owner), place=owner.place, half_days=[HalfDay(A_TUESDAY, Part.AFTERNOON)],
        seats=10, minimum=5, motive=WHY, by=None,
    )  # fmt: skip
    assert session.register.half_days.count() == 1


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "ends after it begins"), (20, "at most two weeks")],
)
def test_days_in_disorder_or_too_many_are_refused_at_the_last_day(days: int, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence) as refused:
        make_session(days=days)
    assert list(refused.value.error_dict) == ["last_day"]


def test_more_minimum_than_seats_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least as many seats as its minimum"):
        make_session(seats=10, minimum=11)


def test_a_day_already_past_needs_a_motive() -> None:
    with pytest.raises(NeedsMotive, match="is already past"):
        make_session(first_day=A_TUESDAY, motive="")
    assert make_session(first_day=A_TUESDAY, motive="recorded from the minutes").motive == "recorded from the minutes"


def test_a_holiday_needs_a_motive() -> None:
    day = next_tuesday()
    make_holiday(day)
    with pytest.raises(NeedsMotive, match="is a holiday"):
        make_session(first_day=day, motive="")


def test_a_refused_plan_takes_no_number() -> None:
    owner = make_body(BodyKind.REGION, short_code="FM")
    with pytest.raises(NeedsMotive):
        make_session(owner=owner, first_day=A_TUESDAY, motive="")
    assert make_session(owner=owner, first_day=A_TUESDAY).reference == "FM-26-001"


def test_below_the_minimum_confirming_needs_a_motive() -> None:
    session = make_session(minimum=2)
    make_enrolment(session)
    with pytest.raises(NeedsMotive, match="1 people are enrolled; the minimum is 2"):
        actions.confirm_session(session, by=None)
    assert actions.confirm_session(session, motive="the governor asked", by=None).state == SessionState.CONFIRMED


def test_at_the_minimum_confirming_needs_none() -> None:
    session = make_session(minimum=1)
    make_enrolment(session)
    assert actions.confirm_session(teach(session), by=None).confirmed_at is not None


def test_a_session_is_not_held_before_its_first_day() -> None:
    session = make_session(state="confirmed")
    with pytest.raises(ValidationError, match="has not begun"):
        actions.hold_session(session, by=None)


def test_a_session_closes_once_every_half_day_is_sealed() -> None:
    session = actions.hold_session(make_session(first_day=A_TUESDAY, state="confirmed"), by=None)
    officer = make_user()
    *halves, last = session.register.half_days.all()
    for half_day in halves:
        attendance.seal(half_day, by=officer)
    with pytest.raises(ValidationError, match="1 half-days are not sealed"):
        actions.close_session(session, by=officer)
    attendance.seal(last, by=officer)
    assert actions.close_session(session, by=officer).state == SessionState.CLOSED


def test_a_cancelled_session_frees_rooms_and_people_and_keeps_its_list() -> None:
    session = make_session()
    line = make_enrolment(session)
    actions.set_slot(session, session.register.half_days.first(), room=make_room(), by=None)
    actions.cancel_session(session, reason="no trainer", by=None)
    assert not session.register.claims.exists()
    assert list(session.enrolments.all()) == [line]


def test_a_session_with_presence_is_not_cancelled() -> None:
    session = make_session(first_day=A_TUESDAY, state="confirmed")
    line = make_enrolment(session)
    attendance.mark(session.register.half_days.first(), line.person, "present", by=None)
    with pytest.raises(ValidationError, match="closed, not cancelled"):
        actions.cancel_session(session, reason=WHY, by=None)


@pytest.mark.parametrize("reason", ["", "  "])
def test_postponing_and_cancelling_need_a_reason(reason: str) -> None:
    session = make_session()
    with pytest.raises(ValidationError, match="needs a reason"):
        actions.cancel_session(session, reason=reason, by=None)
    with pytest.raises(ValidationError, match="needs a reason"):
        actions.postpone_session(session, first_day=next_tuesday(8), reason=reason, by=None)


def test_a_postponed_session_takes_rooms_trainers_and_people_on_its_new_days() -> None:
    session = make_session()
    trainer = make_trainer(session.owner)
    line = make_enrolment(session)
    half_day = session.register.half_days.first()
    actions.set_slot(session, half_day, room=make_room(), trainer=trainer, by=None)
    day = session.starts_on + dt.timedelta(days=1)
    session = actions.postpone_session(
        session, first_day=day, last_day=day + dt.timedelta(days=1), reason="strike", motive=WHY, by=None
    )
    assert (session.starts_on, session.round, session.state) == (day, 1, SessionState.POSTPONED)
    claims = session.register.claims
    assert claims.filter(person=line.person).count() == 4
    assert claims.filter(person=trainer.person, day=day).count() == 1
    assert claims.filter(room__isnull=False, day=day).count() == 1
    assert not claims.filter(day=day - dt.timedelta(days=1)).exists()


def test_a_postponement_that_meets_people_expected_elsewhere_names_them_all_and_changes_nothing() -> None:
    owner = make_body(BodyKind.REGION)
    later_day = next_tuesday(8)
    session, other = make_session(owner=owner), make_session(owner=owner, first_day=later_day)
    for _n in range(2):
        person, body = make_member(make_commune(session.place))
        actions.nominate(session, person, body=body, by=None)
        actions.nominate(other, person, body=body, by=None)
    with pytest.raises(ValidationError) as refusal:
        actions.postpone_session(session, first_day=later_day, reason=WHY, motive=WHY, by=None)
    assert len(refusal.value.messages) == 2
    session.refresh_from_db()
    assert (session.state, session.round, session.register.claims.count()) == (SessionState.TENTATIVE, 0, 8)


def test_a_postponement_to_a_sitting_day_of_a_council_is_refused() -> None:
    session = make_session()
    line = make_enrolment(session)
    day = next_tuesday(8)
    make_sitting(line.body, day, convened_on=day - dt.timedelta(days=15))
    with pytest.raises(ValidationError, match="the council is convened"):
        actions.postpone_session(session, first_day=day, reason=WHY, motive=WHY, by=None)


def test_a_slot_takes_its_room_and_trainer_and_gives_back_the_former() -> None:
    session = make_session()
    half_day = session.register.half_days.first()
    room, other, trainer = make_room(), make_room(), make_trainer(session.owner)
    slot = actions.set_slot(session, half_day, title="Revenue", room=room, trainer=trainer, by=None)
    actions.set_slot(session, half_day, title="Revenue", room=other, slot=slot, by=None)
    assert [claim.room for claim in session.register.claims.all()] == [other]
    assert not session.register.keepers.exists()
    assert session.slots.count() == 1


def test_two_workshops_may_share_a_room_and_a_trainer_and_free_them_last() -> None:
    session = make_session()
    half_day = session.register.half_days.first()
    room, trainer = make_room(), make_trainer(session.owner)
    first = actions.set_slot(session, half_day, room=room, trainer=trainer, by=None)
    second = actions.set_slot(session, half_day, room=room, trainer=trainer, by=None)
    assert session.register.claims.count() == 2
    actions.remove_slot(first, by=None)
    assert session.register.claims.count() == 2
    actions.remove_slot(second, by=None)
    assert not session.register.claims.exists()


def test_workshops_changed_together_free_the_room_and_the_trainer_they_shared() -> None:
    session = make_session()
    half_day = session.register.half_days.first()
    room, other, trainer = make_room(), make_room(), make_trainer(session.owner)
    slots = [actions.set_slot(session, half_day, room=room, trainer=trainer, by=None) for _n in range(2)]
    rows = [actions.SlotRow(half_day, slot, "", other, None) for slot in slots]
    actions.set_programme(session, rows, by=None)
    assert [claim.room for claim in session.register.claims.all()] == [other]
    assert not session.register.keepers.exists()


def test_what_a_colleague_has_just_set_is_given_back_too() -> None:
    session = make_session()
    half_day = session.register.half_days.first()
    first, second, third = make_room(), make_room(), make_room()
    seen = actions.set_slot(session, half_day, room=first, by=None)
    actions.set_slot(session, half_day, room=second, slot=TrainingSession.objects.get().slots.get(), by=None)
    actions.set_programme(session, [actions.SlotRow(half_day, seen, "", third, None)], by=None)
    assert [claim.room for claim in session.register.claims.all()] == [third]


def test_a_room_taken_by_another_session_is_refused_and_the_slot_stays_as_it_was() -> None:
    owner = make_body(BodyKind.REGION)
    room = make_room()
    first, second = make_session(owner=owner), make_session(owner=owner)
    actions.set_slot(first, first.register.half_days.first(), room=room, by=None)
    with pytest.raises(ValidationError, match="already taken"):
        actions.set_slot(second, second.register.half_days.first(), room=room, by=None)
    assert not second.slots.exists()


def test_a_trainer_taken_by_another_session_is_refused() -> None:
    owner = make_body(BodyKind.REGION)
    trainer = make_trainer(owner)
    first, second = make_session(owner=owner), make_session(owner=owner)
    actions.set_slot(first, first.register.half_days.first(), trainer=trainer, by=None)
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        actions.set_slot(second, second.register.half_days.first(), trainer=trainer, by=None)


def test_a_half_day_of_another_session_is_no_slot() -> None:
    session, other = make_session(), make_session()
    with pytest.raises(ValidationError, match="not one of this session"):
        actions.set_slot(session, other.register.half_days.first(), by=None)


def test_seats_fall_no_lower_than_those_enrolled_and_new_ones_admit_who_waits() -> None:
    session = make_session(seats=1)
    make_enrolment(session)
    waiting = make_enrolment(session)
    with pytest.raises(ValidationError, match="1 people are already enrolled"):
        actions.correct_session(session, seats=0, by=None)
    actions.correct_session(session, seats=2, by=None)
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"
    with pytest.raises(ValidationError, match="2 people are already enrolled"):
        actions.correct_session(session, seats=1, by=None)


def test_only_named_facts_are_corrected() -> None:
    with pytest.raises(TypeError, match="state"):
        actions.correct_session(make_session(), state="closed", by=None)


def test_each_step_is_told_in_the_journal() -> None:
    session = make_session(state="confirmed", place=make_province())
    actions.cancel_session(session, reason=WHY, by=None)
    told = Entry.objects.filter(target=f"training.TrainingSession:{session.pk}").values_list("verb", flat=True)
    assert list(told) == ["session.cancelled", "session.confirmed", "session.planned"]


@pytest.mark.parametrize(("language", "told"), [("ar", "يجب أن تنتهي الدورة"), ("fr", "La session doit finir")])
def test_that_a_session_ends_after_it_begins_is_asked_and_not_told_as_a_fact(language: str, told: str) -> None:
    with translation.override(language):
        assert gettext("A session ends after it begins.").startswith(told)
