"""What a telephone hands over: taken once, in any order, never lost; what does not agree waits for a person."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance import actions, tokens
from takwin.attendance.enums import COUNTED, Status
from takwin.attendance.folding import Entry, Invitations, fold
from takwin.attendance.models import Expected, Mark, Presence, RegisterHalfDay
from takwin.attendance.sync.actions import receive, revoke
from takwin.attendance.sync.enums import Why
from takwin.attendance.sync.models import Case, Device, Received
from takwin.core import clock
from takwin.core.halfdays import Part
from tests.attendance.phones import AFTERNOON, MORNING, Phone, reasons, statuses
from tests.factories.attendance import FIRST_DAY, make_expected, make_half_day, make_register
from tests.factories.people import make_person
from tests.factories.rights import make_user

pytestmark = pytest.mark.django_db


def test_a_tap_is_taken_and_the_ledger_told(phone: Phone, half_day: RegisterHalfDay, line: Expected) -> None:
    (answer,) = phone.hand(phone.mark(half_day.register, line.person))
    assert answer["result"] == "accepted"
    assert answer["ledger"] == {
        "register": half_day.register_id, "person": line.person_id, "day": FIRST_DAY.isoformat(), "part": "am",
        "status": "present", "counted": True, "sealed": False,
    }  # fmt: skip
    assert statuses() == {line.person_id: "present"}
    assert Mark.objects.get().by == phone.device.user


def test_sent_again_it_is_a_duplicate_for_ever(phone: Phone, half_day: RegisterHalfDay, line: Expected) -> None:
    mark = phone.mark(half_day.register, line.person)
    phone.hand(mark)
    for answer in [*phone.hand(mark), *phone.hand(mark, mark)]:
        assert answer["result"] == "duplicate"
        assert answer["ledger"]["status"] == "present"
    assert (Mark.objects.count(), Received.objects.count()) == (1, 1)


def test_twice_in_one_batch_it_is_taken_once(phone: Phone, half_day: RegisterHalfDay, line: Expected) -> None:
    mark = phone.mark(half_day.register, line.person)
    assert [answer["result"] for answer in phone.hand(mark, mark)] == ["accepted", "duplicate"]
    assert Mark.objects.count() == 1


def test_one_number_for_two_contents_keeps_the_first_and_shows_the_second(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    mark = phone.mark(half_day.register, line.person)
    (first, second) = phone.hand(mark, mark | {"status": "absent"})
    assert (first["result"], second["result"], second["reason"]) == ("accepted", "conflict", "nonce_reuse")
    assert statuses() == {line.person_id: "present"}
    assert reasons() == ["nonce_reuse"]
    assert Received.objects.count() == 2
    assert phone.hand(mark | {"status": "absent"})[0]["result"] == "duplicate"


@pytest.mark.parametrize("ahead", [dt.timedelta(minutes=-10), dt.timedelta(minutes=10), dt.timedelta(days=1)])
def test_the_clock_of_the_phone_is_never_trusted(
    trainer: User, half_day: RegisterHalfDay, line: Expected, ahead: dt.timedelta
) -> None:
    phone = Phone(trainer, ahead=ahead)
    (answer,) = phone.hand(phone.mark(half_day.register, line.person))
    assert answer["result"] == "accepted"
    assert abs(Mark.objects.get().at - MORNING) < dt.timedelta(minutes=1)


def test_midday_divides_the_day(phone: Phone, half_day: RegisterHalfDay, line: Expected) -> None:
    noon = dt.datetime.combine(FIRST_DAY, dt.time(13), clock.CASABLANCA)
    before = phone.mark(half_day.register, line.person, at=noon - dt.timedelta(minutes=1))
    after = phone.mark(half_day.register, line.person, at=noon + dt.timedelta(minutes=1))
    assert [answer["ledger"]["part"] for answer in phone.hand(before, after)] == ["am", "pm"]


def test_a_declared_half_day_gives_way_to_the_clock_and_is_told(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    (answer,) = phone.hand(phone.mark(half_day.register, line.person, day=FIRST_DAY.isoformat(), part="pm"))
    assert (answer["result"], answer["reason"]) == ("accepted", "half_day_corrected")
    assert answer["ledger"]["part"] == "am"
    assert reasons() == []


@pytest.mark.parametrize("kind", ["correction", "sheet"])
def test_a_correction_and_a_sheet_say_their_half_day(
    phone: Phone, half_day: RegisterHalfDay, line: Expected, kind: str
) -> None:
    said = {"kind": kind, "day": FIRST_DAY.isoformat(), "part": "am", "by": "a supervisor", "reason": "signed"}
    (answer,) = phone.hand(phone.mark(half_day.register, line.person, at=AFTERNOON + dt.timedelta(days=3), **said))
    assert answer["ledger"]["part"] == "am"
    assert Mark.objects.get().source == kind


@pytest.mark.parametrize("half_said", [{}, {"by": "a supervisor"}, {"reason": "signed"}, {"by": " ", "reason": " "}])
def test_a_correction_nobody_answers_for_or_without_its_reason_waits(
    phone: Phone, half_day: RegisterHalfDay, line: Expected, half_said: dict[str, str]
) -> None:
    said = {"kind": "correction", "day": FIRST_DAY.isoformat(), "part": "am"} | half_said
    (answer,) = phone.hand(phone.mark(half_day.register, line.person, **said))
    assert (answer["result"], answer["reason"]) == ("rejected", "correction_unauthorised")
    assert statuses() == {}


def test_what_was_taken_back_no_longer_holds_and_the_next_word_does(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    def at(minutes: int) -> dt.datetime:
        return MORNING + dt.timedelta(minutes=minutes)

    register, person = half_day.register, line.person
    marks = [
        phone.mark(register, person, at=at(0)),
        phone.mark(register, person, kind="undo", at=at(1)),
        phone.mark(register, person, status="late", at=at(2)),
    ]
    for n, mark in enumerate(reversed(marks)):
        phone.hand(mark)
        assert statuses() == {line.person_id: "late"}, n


CORRECTED = {
    "kind": "correction", "day": FIRST_DAY.isoformat(), "part": "am", "status": "late", "by": "a supervisor",
    "reason": "came at ten",
}  # fmt: skip


@pytest.mark.parametrize(("later", "left"), [({"kind": "undo"}, []), (CORRECTED, ["late"])])
def test_whoever_changes_his_own_word_before_it_is_handed_over_raises_no_doubt(
    phone: Phone, half_day: RegisterHalfDay, line: Expected, later: dict[str, Any], left: list[str]
) -> None:
    register, person = half_day.register, line.person
    answers = phone.hand(
        phone.mark(register, person), phone.mark(register, person, at=MORNING + dt.timedelta(minutes=1), **later)
    )
    assert [answer["result"] for answer in answers] == ["accepted", "accepted"]
    assert list(statuses().values()) == left
    assert reasons() == []


def test_a_word_said_after_the_correction_is_still_a_doubt(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    register, person, minute = half_day.register, line.person, dt.timedelta(minutes=1)
    phone.hand(phone.mark(register, person, **CORRECTED), phone.mark(register, person, at=MORNING + minute))
    assert (statuses(), reasons()) == ({line.person_id: "late"}, ["other_word"])


def test_the_first_word_holds_and_another_phone_that_says_otherwise_opens_a_case(
    phone: Phone, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    phone.hand(phone.mark(half_day.register, line.person, status="late", at=MORNING + dt.timedelta(minutes=5)))
    (answer,) = Phone(trainer).hand(phone.mark(half_day.register, line.person, status="present"))
    assert answer["result"] == "accepted"
    assert statuses() == {line.person_id: "present"}
    (answer,) = phone.hand(
        phone.mark(half_day.register, line.person, kind="scan", status="absent", at=AFTERNOON.replace(hour=12))
    )
    assert (answer["result"], answer["reason"]) == ("conflict", "other_word")
    assert statuses() == {line.person_id: "present"}
    assert reasons() == ["other_word"]


def test_a_scanned_convocation_says_who_it_is(phone: Phone, half_day: RegisterHalfDay, line: Expected) -> None:
    token = tokens.token_for(half_day.register, line.person)
    (answer,) = phone.hand(phone.mark(half_day.register, kind="scan", token=token))
    assert (answer["result"], answer["ledger"]["person"]) == ("accepted", line.person_id)
    assert Mark.objects.get().source == "scan"


def bad_scans(half: RegisterHalfDay, line: Expected) -> Iterator[tuple[str, str]]:
    token = tokens.token_for(half.register, line.person)
    yield token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB"), "forged"
    yield "https://elsewhere.example/x", "forged"
    yield tokens.token_for(half.register, line.person, until=FIRST_DAY - dt.timedelta(days=1)), "expired"


def test_a_forged_or_expired_code_waits_with_its_sentence(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    for token, why in bad_scans(half_day, line):
        (answer,) = phone.hand(phone.mark(half_day.register, kind="scan", token=token))
        assert (answer["result"], answer["reason"]) == ("rejected", why)
        assert answer["message"] == Why(why).label
    assert reasons() == ["forged", "forged", "expired"]
    assert not Mark.objects.exists()


def test_the_code_of_another_session_counts_and_is_shown(phone: Phone, half_day: RegisterHalfDay) -> None:
    other = make_expected(make_register(first_day=FIRST_DAY + dt.timedelta(days=9)))
    token = tokens.token_for(other.register, other.person)
    (answer,) = phone.hand(phone.mark(half_day.register, kind="scan", token=token))
    assert (answer["result"], answer["reason"]) == ("conflict", "not_invited")
    assert answer["ledger"]["counted"]
    assert Presence.objects.get().body == other.body
    assert reasons() == ["not_invited"]


def test_a_person_on_no_list_waits(phone: Phone, half_day: RegisterHalfDay) -> None:
    stranger = make_person()
    answers = phone.hand(phone.mark(half_day.register, stranger), phone.mark(half_day.register, 10**15))
    assert [answer["reason"] for answer in answers] == ["unknown_ref", "unknown_ref"]
    assert Case.objects.filter(person=stranger).exists()


def test_a_person_taken_off_the_list_meanwhile_is_not_lost(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    make_expected(make_register(first_day=FIRST_DAY + dt.timedelta(days=20)), line.person)
    actions.unexpect(half_day.register, line.person, by=None)
    (answer,) = phone.hand(phone.mark(half_day.register, line.person))
    assert (answer["result"], answer["reason"]) == ("conflict", "not_invited")
    assert statuses() == {line.person_id: "present"}


def test_a_session_moved_a_day_meanwhile_keeps_the_mark_for_a_person(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    half_day.register.half_days.update(day=FIRST_DAY + dt.timedelta(days=1))
    (answer,) = phone.hand(phone.mark(half_day.register, line.person))
    assert (answer["result"], answer["reason"]) == ("rejected", "out_of_window")
    assert Case.objects.get().person == line.person


def test_a_register_of_somebody_else_is_refused_and_kept(phone: Phone) -> None:
    other = make_expected(make_register())
    (answer,) = phone.hand(phone.mark(other.register, other.person))
    assert (answer["result"], answer["reason"], answer["ledger"]) == ("rejected", "not_yours", None)
    assert Case.objects.get().device == phone.device


def test_what_a_revoked_phone_hands_over_waits_for_a_person(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    first = phone.mark(half_day.register, line.person)
    phone.hand(first)
    revoke(phone.device, by=make_user())
    answer = phone.post(first, phone.mark(half_day.register, line.person, status="late"))
    assert answer.json()["device"] == "revoked"
    assert [said["result"] for said in answer.json()["marks"]] == ["duplicate", "rejected"]
    assert statuses() == {line.person_id: "present"}
    assert reasons() == ["revoked"]


def test_in_two_places_the_earlier_counts_and_nothing_is_deleted(
    phone: Phone, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    there = make_half_day()
    make_expected(there.register, line.person)
    actions.keep(there.register, trainer.person)
    (late,) = phone.hand(phone.mark(there.register, line.person, at=MORNING + dt.timedelta(minutes=9)))
    assert late["ledger"]["counted"]
    phone.hand(phone.mark(half_day.register, line.person))
    counted = dict(Presence.objects.values_list("register", "counts"))
    assert counted == {half_day.register_id: True, there.register_id: False}
    (again,) = phone.hand(phone.mark(there.register, line.person, at=MORNING + dt.timedelta(minutes=10)))
    assert (again["result"], again["reason"]) == ("conflict", "two_places")
    assert Case.objects.get(why="two_places").other == half_day.register
    assert Mark.objects.count() == 3


def test_after_the_seal_a_mark_that_says_otherwise_opens_a_case_with_its_word_ready(
    phone: Phone, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    actions.seal(half_day, by=trainer)
    (answer,) = phone.hand(phone.mark(half_day.register, line.person))
    assert (answer["result"], answer["reason"]) == ("conflict", "sealed")
    assert answer["ledger"] | {"status": "absent", "sealed": True} == answer["ledger"]
    case = Case.objects.get()
    assert (case.status, case.person, case.day, case.part) == ("present", line.person, FIRST_DAY, Part.MORNING)
    (same,) = phone.hand(phone.mark(half_day.register, line.person, status="absent"))
    assert same["result"] == "accepted"
    assert Case.objects.count() == 1


def test_an_unknown_walk_in_becomes_a_person_to_be_named(phone: Phone, half_day: RegisterHalfDay) -> None:
    who = {"name": "يوسف الناصري", "body": "جماعة سيدي حرازم", "cin": "CD 99881", "phone": "0612345678"}
    (answer,) = phone.hand(phone.mark(half_day.register, walk_in=who))
    assert (answer["result"], answer["reason"]) == ("accepted", "pending_person")
    case = Case.objects.get()
    assert case.who == who
    assert (case.status, case.day) == ("present", FIRST_DAY)


def test_a_batch_costs_the_same_number_of_queries_for_one_mark_and_for_many(
    phone: Phone, half_day: RegisterHalfDay, django_assert_num_queries: Any
) -> None:
    lines = [make_expected(half_day.register) for _ in range(4)]
    asked = [len(queries_of(phone, [phone.mark(half_day.register, one.person) for one in several]))
             for several in (lines[:1], lines[1:])]  # fmt: skip
    assert asked[0] == asked[1]


def queries_of(phone: Phone, marks: list[Any]) -> Any:
    with CaptureQueriesContext(connection) as asked:
        receive(phone.device, marks, sent_at=clock.now())
    return asked


def test_the_ledger_is_the_one_that_the_logs_make_in_any_order(trainer: User) -> None:
    """Three phones, two sessions on the same days, every kind of trouble, dealt in several orders."""
    rng = random.Random(7)
    registers = [make_register(days=2), make_register(days=2)]
    for register in registers:
        actions.keep(register, trainer.person if hasattr(trainer, "person") else make_person(user=trainer))
    people = [make_expected(registers[n % 2]).person for n in range(8)]
    phones = [Phone(trainer, ahead=dt.timedelta(minutes=m)) for m in (-10, 10, 1440)]
    marks, entries = [], []
    for n in range(160):
        phone, register, person = rng.choice(phones), rng.choice(registers), rng.choice(people)
        at = MORNING + dt.timedelta(minutes=rng.randrange(-150, 60 * 36))
        status = rng.choice(list(Status))
        is_correction = rng.random() < 0.15
        supervisor = rng.choice(["", "Fatima"]) if is_correction else ""
        mark = phone.mark(register, person, at=at, status=status.value)
        local = at.astimezone(clock.CASABLANCA).replace(tzinfo=None)
        if is_correction:
            part = "am" if local.time() < dt.time(13) else "pm"
            mark |= {
                "kind": "correction",
                "by": supervisor,
                "reason": "seen",
                "day": local.date().isoformat(),
                "part": part,
            }
            if not dt.time(7, 30) <= local.time() < dt.time(19):
                continue
        marks.append((phone, mark))
        entries.append(
            Entry(
                received=(local, "1", n), at=local, device=f"{phone.device.pk:09}", nonce=mark["nonce"],
                is_correction=is_correction, session=str(register.pk), reference=str(person.pk), declared="",
                status=status, written_at=mark["taken_at"], supervisor=supervisor,
            )
        )  # fmt: skip
    days = (FIRST_DAY, FIRST_DAY + dt.timedelta(days=1))
    invitations = Invitations(
        {str(register.pk): days for register in registers},
        {str(person.pk): str(person.pk) for person in people},
        frozenset((str(line.register_id), str(line.person_id)) for line in Expected.objects.all()),
    )
    lines, _findings = fold(entries, invitations)
    wanted = {(line.session, line.person, *line.half_day, line.status.value, line.counted) for line in lines}
    for _ in range(3):
        rng.shuffle(marks)
        forget_all()
        for start in range(0, len(marks), 20):
            for phone in phones:
                phone.hand(*[mark for owner, mark in marks[start : start + 20] if owner is phone])
        found = {
            (str(register), str(person), day, part, status, counts and status in COUNTED)
            for register, person, day, part, status, counts in Presence.objects.values_list(
                "register", "person", "day", "part", "status", "counts"
            )
        }
        assert found == wanted
        assert Received.objects.count() == len(marks)


def forget_all() -> None:
    for model in (Case, Mark, Presence, Received):
        model.objects.all().delete()


def test_a_phone_carries_its_rolls_and_the_key_that_judges_convocations(trainer: User, phone: Phone) -> None:
    half = make_half_day(first_day=clock.today())
    line = make_expected(half.register)
    actions.keep(half.register, trainer.person)
    actions.mark(half, line.person, Status.LATE, by=trainer)
    make_expected(make_register(first_day=clock.today()))
    headers = {"authorization": f"Bearer {phone.token}"}
    told = Client().get(reverse("presence:rolls"), headers=headers).json()
    assert (told["key"], told["keys"]) == (tokens.told_keys()[0], tokens.told_keys())
    (register,) = told["registers"]
    assert register["people"][0][:2] == [line.person_id, str(line.person)]
    assert register["said"] == [[line.person_id, clock.today().isoformat(), "am", "late"]]
    revoke(phone.device, by=trainer)
    assert Client().get(reverse("presence:rolls"), headers=headers).status_code == 403


def test_a_phone_whose_holder_is_gone_is_bound_no_more(phone: Phone, trainer: User) -> None:
    trainer.is_active = False
    trainer.save()
    assert phone.post().status_code == 401
    assert Device.objects.count() == 1
