"""What several devices say, folded into one ledger: pure, so no database."""

import datetime as dt
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from takwin.attendance.enums import Status
from takwin.attendance.folding import Conflict, Entry, Invitations, fold, half_day_of
from takwin.core.halfdays import HalfDay, Part

FIRST, SECOND = dt.date(2026, 4, 7), dt.date(2026, 4, 8)
INVITATIONS = Invitations(
    days={"S1": (FIRST, SECOND), "S2": (FIRST, SECOND)},
    person_of={"QR-1": "P1", "P1": "P1", "QR-2": "P2", "P2": "P2"},
    invited=frozenset({("S1", "P1"), ("S2", "P2")}),
)


def entry(nonce: str = "n1", at: str = "08:30", **said: Any) -> Entry:
    """A mark of P1 at the first morning of S1, unless said otherwise."""
    moment = dt.datetime.combine(said.pop("day", FIRST), dt.time.fromisoformat(at))
    facts: dict[str, Any] = {
        "received": (dt.datetime(2026, 4, 8, 20, 0), "B1", 1), "at": moment, "device": "TAB-1", "nonce": nonce,
        "is_correction": False, "session": "S1", "reference": "QR-1", "declared": "D1-AM", "status": Status.PRESENT,
        "written_at": moment.isoformat(),
    }  # fmt: skip
    return Entry(**(facts | said))


def said(*entries: Entry) -> list[tuple[str, str, str, bool]]:
    lines, _findings = fold(entries, INVITATIONS)
    return [(line.session, line.person, line.status.value, line.counted) for line in lines]


def conflicts(*entries: Entry) -> list[Conflict]:
    return [finding.conflict for finding in fold(entries, INVITATIONS)[1]]


def test_a_person_marked_twice_counts_once_by_the_earlier_mark() -> None:
    marks = entry("n1", "09:40", status=Status.LATE), entry("n2", "08:30", reference="P1")
    assert said(*marks) == [("S1", "P1", "present", True)]


def test_a_mark_handed_over_twice_says_nothing_more() -> None:
    again = entry(received=(dt.datetime(2026, 4, 9, 8, 0), "B7", 4))
    assert said(entry(), again) == [("S1", "P1", "present", True)]
    assert conflicts(entry(), again) == []


def test_one_nonce_with_two_contents_keeps_the_first_received() -> None:
    later = entry(received=(dt.datetime(2026, 4, 9, 8, 0), "B7", 1), status=Status.LATE)
    assert said(later, entry()) == [("S1", "P1", "present", True)]
    assert conflicts(later, entry()) == [Conflict.NONCE_REUSE]


def test_the_clock_decides_the_half_day_and_says_that_it_differs() -> None:
    marked = entry(at="14:00")
    lines, findings = fold([marked], INVITATIONS)
    assert lines[0].half_day == HalfDay(FIRST, Part.AFTERNOON)
    assert [finding.conflict for finding in findings] == [Conflict.HALF_DAY_CORRECTED]


def test_midday_opens_the_afternoon_and_the_evening_closes_the_day() -> None:
    moments = ("07:29:59", None), ("07:30", Part.MORNING), ("12:59:59", Part.MORNING), ("13:00", Part.AFTERNOON)
    for at, part in (*moments, ("18:59:59", Part.AFTERNOON), ("19:00", None)):
        found = half_day_of(dt.datetime.combine(FIRST, dt.time.fromisoformat(at)), (FIRST,))
        assert (found and found.part) == part, at


def test_a_mark_on_a_day_that_is_not_the_sessions_is_shown_and_counts_nothing() -> None:
    stray = entry(day=dt.date(2026, 4, 9))
    assert said(stray) == []
    assert conflicts(stray) == [Conflict.OUT_OF_WINDOW]


def test_a_reference_on_no_list_is_shown_and_one_of_another_session_counts() -> None:
    assert conflicts(entry(reference="QR-x")) == [Conflict.UNKNOWN_REF]
    assert said(entry(reference="QR-2")) == [("S1", "P2", "present", True)]
    assert conflicts(entry(reference="QR-2")) == [Conflict.NOT_INVITED]


def test_the_last_word_of_a_supervisor_beats_every_mark() -> None:
    words = {"is_correction": True, "supervisor": "SUP-1"}
    first = entry("n2", "10:00", status=Status.EXCUSED, **words)
    last = entry("n3", "12:00", status=Status.ABSENT, **words)
    assert said(last, entry(), first) == [("S1", "P1", "absent", False)]


def test_a_correction_nobody_answers_for_changes_nothing() -> None:
    alone = entry("n2", "10:00", is_correction=True, status=Status.ABSENT)
    assert said(entry(), alone) == [("S1", "P1", "present", True)]
    assert conflicts(entry(), alone) == [Conflict.CORRECTION_UNAUTHORISED]


def test_in_two_rooms_at_once_the_earlier_counts_and_both_stay() -> None:
    here, there = entry("n1", "08:40"), entry("n2", "08:30", session="S2")
    assert said(here, there) == [("S1", "P1", "present", False), ("S2", "P1", "present", True)]
    assert Conflict.TWO_PLACES in conflicts(here, there)


def test_excused_here_and_present_there_is_no_conflict() -> None:
    here, there = entry("n1", "08:20", status=Status.EXCUSED), entry("n2", "08:30", session="S2")
    assert Conflict.TWO_PLACES not in conflicts(here, there)


MARKS = st.builds(
    lambda number, minute, status, person, session, device: entry(
        f"n{number}", f"{7 + minute // 60:02}:{minute % 60:02}", status=status, reference=person, session=session,
        device=device, received=(dt.datetime(2026, 4, 8, 20, 0), device, number),
    ),
    st.integers(1, 60), st.integers(0, 719), st.sampled_from(list(Status)), st.sampled_from(["QR-1", "P2", "QR-x"]),
    st.sampled_from(["S1", "S2"]), st.sampled_from(["TAB-1", "TAB-2", "TAB-3"]),
)  # fmt: skip


@given(st.lists(MARKS, max_size=40, unique_by=lambda mark: mark.nonce), st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_what_is_sent_again_change_nothing(marks: list[Entry], rng: random.Random) -> None:
    lines, findings = fold(marks, INVITATIONS)
    shuffled = marks + marks[::2]
    rng.shuffle(shuffled)
    again, found = fold(shuffled, INVITATIONS)
    assert again == lines
    assert sorted(map(str, found)) == sorted(map(str, findings))


@given(st.lists(MARKS, max_size=40))
def test_nobody_counts_twice_at_one_half_day(marks: list[Entry]) -> None:
    lines, _findings = fold(marks, INVITATIONS)
    counted = [(line.person, line.half_day) for line in lines if line.counted]
    assert len(counted) == len(set(counted))
