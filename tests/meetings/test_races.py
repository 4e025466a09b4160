"""Several officers at once, on both databases: a number is given once, minutes are frozen once."""

import pytest

from takwin.documents.models import Paper
from takwin.meetings import actions
from takwin.meetings.models import Meeting
from takwin.meetings.queries.meetings import Guest
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.meetings import DUE, make_binding, make_guest, make_held, make_meeting, make_series
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def test_meetings_planned_at_once_take_numbers_that_follow() -> None:
    series = make_series()
    said = at_once(*[lambda: make_meeting(series).number for _n in range(4)])
    assert sorted(said) == [5, 6, 7, 8]
    assert Meeting.objects.values("reference").distinct().count() == 4


def test_minutes_validated_by_two_at_once_take_one_number() -> None:
    meeting, by = make_held(), make_user()
    said = at_once(*[lambda: actions.validate_minutes(meeting, secretary="س", by=by) for _n in range(2)])
    assert len(refusals(said)) == 1
    assert Paper.objects.filter(kind="minutes").count() == 1


def test_of_two_who_type_one_name_each_in_his_spelling_one_is_told() -> None:
    meeting, office = make_meeting(), make_body()
    said = at_once(*[
        lambda name=name: actions.invite(meeting, [Guest(office, None, name, name)], by=None)
        for name in ("سعيد العلمي", "سعيد علمي")
    ])  # fmt: skip
    assert len(refusals(said)) == 1
    assert meeting.invitations.count() == 1


def test_who_is_taken_off_the_list_while_he_is_said_to_have_chaired_is_one_or_the_other() -> None:
    meeting = make_meeting()
    actions.invite(meeting, [make_guest(meeting)], by=None)
    line = meeting.invitations.get()
    said = at_once(
        lambda: actions.uninvite(line, by=None),
        lambda: actions.hold_meeting(meeting, actions.Chair(line=line), by=None),
    )
    assert len(refusals(said)) == 1
    held = Meeting.objects.get(pk=meeting.pk)
    assert (bool(held.chair), held.state == "held") == (
        (True, True) if meeting.invitations.exists() else (False, False)
    )


def test_of_two_who_write_from_the_same_page_one_is_refused() -> None:
    meeting, by = make_held(), make_user()
    said = at_once(*[
        lambda text=text: actions.write_minutes(meeting, text=text, revision=1, by=by) for text in ("أ.", "ب.")
    ])  # fmt: skip
    assert len(refusals(said)) == 1


def test_a_promise_is_held_as_kept_once() -> None:
    made, by = make_binding(), make_user()
    said = at_once(*[lambda: actions.keep_obligation(made, done_on=DUE, proof="وصل", by=by) for _n in range(2)])
    assert len(refusals(said)) == 1
