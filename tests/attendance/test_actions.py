"""Taking rooms and persons, marking, sealing, correcting."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from takwin.attendance import actions
from takwin.attendance.enums import Status
from takwin.attendance.models import Claim, Expected, Mark, Presence, Register, RegisterHalfDay
from takwin.attendance.queries import counted_half_days
from takwin.attendance.sync.models import Case
from takwin.core import clock
from takwin.core.halfdays import HalfDay, Part
from takwin.journal.models import Entry
from takwin.rights.enums import Permission, Role
from takwin.rights.queries import allowed
from tests.factories.attendance import FIRST_DAY, make_expected, make_half_day, make_register, with_hours
from tests.factories.directory import make_body, make_region, make_room, make_sitting
from tests.factories.people import make_office, make_person
from tests.factories.rights import make_appointment, make_user, officer_of

pytestmark = pytest.mark.django_db
MORNING = HalfDay(FIRST_DAY, Part.MORNING)
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statuses(half_day: RegisterHalfDay) -> dict[int, str]:
    return dict(Presence.objects.filter(register=half_day.register).values_list("person", "status"))


def test_a_register_opens_with_its_half_days_in_order() -> None:
    register = make_register(days=2)
    assert [(half.day.day, half.part) for half in register.half_days.all()] == [
        (10, "1"), (10, "2"), (11, "1"), (11, "2"),
    ]  # fmt: skip


def test_two_registers_never_bear_one_reference() -> None:
    make_register(reference="FM-26-1")
    with pytest.raises(ValidationError, match="already exists"):
        make_register(reference="FM-26-1")


def test_a_half_day_twice_in_one_register_is_refused() -> None:
    with pytest.raises(ValidationError, match="already in the register"):
        actions.open_register(
            owner=(body := make_body()),
            place=body.place,
            title="Twice",
            reference="T",
            half_days=[with_hours()[0]] * 2,
            by=None,
        )


def test_a_room_taken_by_another_register_is_refused() -> None:
    room = make_room()
    actions.claim_room(make_register(), room, [MORNING])
    with pytest.raises(ValidationError, match="already taken on this half-day"):
        actions.claim_room(make_register(), room, [MORNING])


def test_whoever_may_see_the_other_register_is_told_where_the_room_is_taken() -> None:
    region = make_region()
    officer = officer_of(region)
    room = make_room()
    actions.claim_room(make_register(place=region, title="Budget"), room, [MORNING])
    with pytest.raises(ValidationError, match=r"“Budget” on 10 March 2026"):
        actions.claim_room(make_register(), room, [MORNING], by=officer)


def test_a_neighbour_is_told_only_that_the_room_is_taken() -> None:
    stranger = officer_of(make_region())
    room = make_room()
    actions.claim_room(make_register(title="Budget"), room, [MORNING])
    with pytest.raises(ValidationError) as refusal:
        actions.claim_room(make_register(), room, [MORNING], by=stranger)
    assert "Budget" not in refusal.value.messages[0]


def test_two_workshops_of_one_register_may_share_a_room() -> None:
    register, room = make_register(), make_room()
    actions.claim_room(register, room, [MORNING])
    actions.claim_room(register, room, [MORNING])
    assert Claim.objects.count() == 1


def test_the_other_half_of_the_day_is_free() -> None:
    room = make_room()
    actions.claim_room(make_register(), room, [MORNING])
    actions.claim_room(make_register(), room, [HalfDay(FIRST_DAY, Part.AFTERNOON)])
    assert Claim.objects.count() == 2


def test_a_room_given_back_may_be_taken() -> None:
    room, first = make_room(), make_register()
    actions.claim_room(first, room, [MORNING])
    actions.release_room(first, room, [MORNING])
    actions.claim_room(make_register(), room, [MORNING])


def test_a_person_expected_elsewhere_is_refused_and_nothing_is_kept() -> None:
    person = make_person()
    actions.expect(make_register(), person, body=make_body(), capacity="member", by=None)
    second = make_register(first_day=FIRST_DAY + dt.timedelta(days=1))
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        actions.expect(second, person, body=make_body(), capacity="member", by=None)
    assert not second.claims.exists()
    assert not second.expected.exists()


def test_a_trainer_cannot_be_a_participant_on_the_same_half_day() -> None:
    person = make_person()
    actions.claim_person(make_register(), person, [MORNING])
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        actions.expect(make_register(), person, body=make_body(), capacity="member", by=None)


def test_a_person_taken_off_the_roll_is_free_again() -> None:
    person, register = make_person(), make_register()
    actions.expect(register, person, body=make_body(), capacity="member", by=None)
    actions.unexpect(register, person, by=None)
    actions.expect(make_register(), person, body=make_body(), capacity="member", by=None)


def test_a_person_whose_presence_is_recorded_stays_on_the_roll() -> None:
    half_day = make_half_day()
    line = make_expected(half_day.register)
    actions.mark(half_day, line.person, Status.PRESENT, by=None)
    with pytest.raises(ValidationError, match="already recorded"):
        actions.unexpect(half_day.register, line.person, by=None)


def test_a_release_may_be_of_some_half_days() -> None:
    person, register = make_person(), make_register()
    actions.claim_person(register, person, [half.half_day for half in register.half_days.all()])
    actions.release_person(register, person, [MORNING])
    assert register.claims.count() == 3


def test_a_council_convened_that_day_keeps_its_members() -> None:
    office = make_office()
    make_sitting(office.body, FIRST_DAY, convened_on=FIRST_DAY - dt.timedelta(days=10))
    with pytest.raises(ValidationError, match="the council is convened"):
        actions.expect(make_register(), office.person, body=office.body, capacity="member", by=None)


def test_a_council_not_yet_convened_keeps_nobody() -> None:
    office = make_office()
    make_sitting(office.body, FIRST_DAY)
    actions.expect(make_register(), office.person, body=office.body, capacity="member", by=None)


def test_a_former_member_is_free_on_a_sitting_day() -> None:
    office = make_office(ends_on=FIRST_DAY)
    make_sitting(office.body, FIRST_DAY, convened_on=FIRST_DAY)
    actions.expect(make_register(), office.person, body=office.body, capacity="member", by=None)


def test_a_mark_costs_six_queries() -> None:
    half_day = make_half_day()
    line = make_expected(half_day.register)
    for status in (Status.PRESENT, Status.LATE):
        with CaptureQueriesContext(connection) as asked:
            actions.mark(half_day, line.person, status, by=None)
        assert len([q for q in asked if not q["sql"].startswith(CONTROL)]) == 6


def test_the_last_mark_holds_and_each_stays_in_the_ledger() -> None:
    half_day = make_half_day()
    line = make_expected(half_day.register)
    for status in (Status.PRESENT, Status.LATE, Status.EXCUSED):
        actions.mark(half_day, line.person, status, by=None)
    assert statuses(half_day) == {line.person_id: "excused"}
    assert list(Mark.objects.values_list("status", flat=True)) == ["present", "late", "excused"]


def test_the_same_mark_sent_twice_is_written_once() -> None:
    half_day = make_half_day()
    line = make_expected(half_day.register)
    actions.mark(half_day, line.person, Status.PRESENT, by=None)
    actions.mark(half_day, line.person, Status.PRESENT, by=None)
    assert Mark.objects.count() == 1


def test_a_mark_taken_back_leaves_nothing_said_but_its_two_lines() -> None:
    half_day = make_half_day()
    line = make_expected(half_day.register)
    actions.mark(half_day, line.person, Status.PRESENT, by=None)
    actions.unmark(half_day, line.person, by=None)
    assert statuses(half_day) == {}
    assert list(Mark.objects.values_list("status", flat=True)) == ["present", ""]


def test_a_mark_bears_the_body_the_person_came_for() -> None:
    half_day, body = make_half_day(), make_body()
    line = make_expected(half_day.register, body=body)
    actions.mark(half_day, line.person, Status.PRESENT, by=None)
    assert Presence.objects.get().body == body


def test_whoever_is_not_expected_is_not_marked() -> None:
    with pytest.raises(ValidationError, match="not on the list"):
        actions.mark(make_half_day(), make_person(), Status.PRESENT, by=None)
    assert not Mark.objects.exists()


def test_an_unknown_word_is_no_mark() -> None:
    half_day = make_half_day()
    with pytest.raises(ValidationError, match="Presence is one of"):
        actions.mark(half_day, make_expected(half_day.register).person, "asleep", by=None)


def test_a_half_day_to_come_is_not_marked() -> None:
    half_day = make_half_day(first_day=dt.date(2999, 1, 1))
    with pytest.raises(ValidationError, match="has not begun"):
        actions.mark(half_day, make_expected(half_day.register).person, Status.PRESENT, by=None)


def test_a_person_counts_once_a_half_day_whatever_the_register() -> None:
    person = make_person()
    for half_day in (first := make_half_day(), second := make_half_day()):
        make_expected(half_day.register, person)
    actions.mark(first, person, Status.PRESENT, by=None)
    actions.mark(second, person, Status.LATE, by=None)
    assert [row.counts for row in Presence.objects.order_by("register_id")] == [True, False]
    case = Case.objects.get()
    assert (case.why, case.register, case.other) == ("two_places", second.register, first.register)
    actions.mark(first, person, Status.ABSENT, by=None)
    assert counted_half_days([person], FIRST_DAY, FIRST_DAY + dt.timedelta(days=1)) == {person.pk: 1}
    assert Presence.objects.get(register=second.register).counts
    assert Mark.objects.count() == 3


def test_the_seal_makes_the_unmarked_absent() -> None:
    half_day, trainer = make_half_day(), make_user()
    came, silent = make_expected(half_day.register), make_expected(half_day.register)
    actions.mark(half_day, came.person, Status.PRESENT, by=trainer)
    sealed = actions.seal(half_day, by=trainer)
    assert sealed.sealed_by == trainer
    assert statuses(half_day) == {came.person_id: "present", silent.person_id: "absent"}
    assert Mark.objects.filter(person=silent.person, status="absent", by=trainer).exists()
    assert Entry.objects.get(verb="half_day.sealed").facts == {"expected": 2, "unmarked": 1}


def test_a_half_day_is_sealed_once() -> None:
    half_day, trainer = make_half_day(), make_user()
    actions.seal(half_day, by=trainer)
    with pytest.raises(ValidationError, match="already sealed"):
        actions.seal(half_day, by=trainer)


def test_a_reason_too_long_for_the_ledger_is_refused_and_never_cut() -> None:
    half_day, trainer = make_half_day(), make_user()
    line = make_expected(half_day.register)
    actions.seal(half_day, by=trainer)
    with pytest.raises(ValidationError, match="it has 201"):
        actions.mark(half_day, line.person, Status.PRESENT, reason="x" * 201, by=trainer)
    with pytest.raises(ValidationError, match="it has 201"):
        actions.correct_presence(half_day, line.person, Status.PRESENT, reason="x" * 201, by=trainer)
    assert not Mark.objects.filter(status="present").exists()
    actions.mark(half_day, line.person, Status.PRESENT, reason="x" * 200, by=trainer)
    assert Mark.objects.get(status="present").reason == "x" * 200


def test_a_half_day_to_come_is_not_sealed() -> None:
    with pytest.raises(ValidationError, match="has not begun"):
        actions.seal(make_half_day(first_day=dt.date(2999, 1, 1)), by=make_user())


def test_a_half_day_is_not_sealed_before_its_hour_on_the_clock_of_morocco() -> None:
    half_day, trainer = make_half_day(), make_user()
    opens = dt.datetime.combine(half_day.day, half_day.starts_at, clock.CASABLANCA)
    with clock.at(opens - dt.timedelta(minutes=1)), pytest.raises(ValidationError, match=r"begins at .*9:00"):
        actions.seal(half_day, by=trainer)
    assert not Mark.objects.exists()
    with clock.at(opens):
        assert actions.seal(half_day, by=trainer).sealed_at == opens


def test_after_the_seal_a_mark_needs_a_reason() -> None:
    half_day, officer = make_half_day(), make_user()
    line = make_expected(half_day.register)
    actions.seal(half_day, by=officer)
    for reason in ("", "  "):
        with pytest.raises(ValidationError, match="with a reason"):
            actions.mark(half_day, line.person, Status.PRESENT, by=officer, reason=reason)
    actions.mark(half_day, line.person, Status.PRESENT, by=officer, reason="signed the sheet")
    assert statuses(half_day) == {line.person_id: "present"}
    assert list(Mark.objects.values_list("status", "reason")) == [("absent", ""), ("present", "signed the sheet")]
    told = Entry.objects.get(verb="presence.corrected").facts
    assert told == {"person": line.person_id, "before": "absent", "after": "present"}


@pytest.mark.parametrize("word", ["present", ""])
def test_before_the_seal_a_tap_has_the_last_word_over_a_correction(word: str) -> None:
    """A sheet read back corrects; who then comes late is marked, and is not dead to taps."""
    half = make_half_day(place=make_region())
    by, line = officer_of(half.register.place), make_expected(half.register)
    actions.mark(half, line.person, "present", by=by)
    actions.correct_presence(half, line.person, "absent", reason="sheet", by=by)
    told = actions.mark(half, line.person, word, by=by) if word else actions.unmark(half, line.person, by=by)
    assert told.status == word
    assert statuses(half) == ({line.person_id: word} if word else {})
    assert Entry.objects.filter(verb="presence.corrected").count() == 2
    actions.mark(half, line.person, "late", by=by)
    assert statuses(half) == {line.person_id: "late"}


@pytest.mark.parametrize("shift", [-1, 1, 7])
def test_a_register_moves_with_its_half_days_and_releases_what_it_took(shift: int) -> None:
    register = make_register()
    before = list(register.half_days.values_list("pk", flat=True))
    actions.claim_room(register, make_room(), [MORNING])
    actions.move_register(register, with_hours(FIRST_DAY + dt.timedelta(days=shift)), by=None)
    after = list(register.half_days.values_list("pk", "day", "part"))
    assert [pk for pk, _day, _part in after] == before
    assert after[0][1] == FIRST_DAY + dt.timedelta(days=shift)
    assert not register.claims.exists()


@pytest.mark.parametrize(("days", "half_days"), [(1, 2), (3, 6)])
def test_a_register_may_move_to_fewer_or_more_half_days(days: int, half_days: int) -> None:
    register = make_register(days=2)
    actions.move_register(register, with_hours(FIRST_DAY, days), by=None)
    assert register.half_days.count() == half_days


def test_a_register_with_presence_no_longer_moves() -> None:
    half_day = make_half_day()
    actions.mark(half_day, make_expected(half_day.register).person, Status.PRESENT, by=None)
    with pytest.raises(ValidationError, match="no longer move"):
        actions.move_register(half_day.register, with_hours(), by=None)


def test_who_keeps_a_register_sees_it_and_a_participant_does_not_seal_it() -> None:
    user = make_user()
    make_appointment(user, Role.TRAINER)
    person = make_person(user=user)
    taught, followed = make_register(), make_register(first_day=FIRST_DAY + dt.timedelta(days=7))
    actions.keep(taught, person)
    actions.expect(followed, person, body=make_body(), capacity="member", by=None)
    assert list(allowed(Register.objects, user, Permission.PRESENCE_SEAL)) == [taught]
    actions.no_longer_keep(taught, person)
    assert not allowed(Register.objects, user, Permission.PRESENCE_SEAL).exists()


def test_release_all_gives_back_every_claim() -> None:
    register = make_register()
    actions.claim_room(register, make_room(), [MORNING])
    actions.expect(register, make_person(), body=make_body(), capacity="member", by=None)
    actions.release_all(register)
    assert not register.claims.exists()
    assert Expected.objects.filter(register=register).exists()
