"""A meeting from its number to its press note, and what was promised there."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.attendance.actions import claim_person, mark, open_register
from takwin.attendance.enums import Status
from takwin.attendance.queries import counted_half_days
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.documents.papers.engine import render
from takwin.journal.models import Entry
from takwin.meetings import actions
from takwin.meetings.actions import invitations
from takwin.meetings.actions.minutes import faults_of
from takwin.meetings.enums import MeetingState, ObligationState, Origin
from takwin.meetings.models import Meeting, Obligation
from takwin.meetings.papers import numbered
from takwin.meetings.queries.meetings import Guest, circle, expected_elsewhere, guest_of
from takwin.meetings.queries.obligations import covered, rates, state_of
from takwin.meetings.reading import amount_in, bodies_in, day_in, paragraphs
from takwin.people.enums import Sex, Title
from takwin.treasury.actions import cancel_receipt
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.attendance import with_hours
from tests.factories.directory import make_body, make_commune
from tests.factories.meetings import (
    DUE,
    QUOTE,
    SAID,
    THE_DAY,
    make_binding,
    make_guest,
    make_held,
    make_meeting,
    make_obligation,
    make_series,
    validated,
)
from tests.factories.people import make_office, make_person
from tests.factories.treasury import make_receipt

pytestmark = pytest.mark.django_db


def test_the_first_meeting_recorded_is_the_fifth_when_four_were_held_before() -> None:
    series = make_series(last=4)
    assert [make_meeting(series).number, make_meeting(series).number] == [5, 6]


def test_a_meeting_is_held_in_the_territory_of_its_series() -> None:
    with pytest.raises(ValidationError, match="is held in"):
        make_meeting(place=make_commune().province)


def test_presence_at_a_meeting_is_no_training_and_cancels_none() -> None:
    meeting = make_meeting()
    guest = make_guest(meeting)
    assert guest.person
    session = open_register(
        owner=guest.body, place=meeting.place, title="دورة", reference="S-1", half_days=with_hours(THE_DAY, 1), by=None
    )
    claim_person(session, guest.person, [meeting.half_day])
    session.expected.create(person=guest.person, body=guest.body, capacity="عضو")
    mark(session.half_days.first(), guest.person, Status.PRESENT, by=None)
    actions.invite(meeting, [guest], by=None)
    mark(meeting.register.half_days.get(), guest.person, Status.PRESENT, by=None)
    assert counted_half_days([guest.person], THE_DAY, THE_DAY + dt.timedelta(days=1)) == {guest.person.pk: 1}
    assert expected_elsewhere(meeting) == [(guest.person, "دورة")]


def test_the_usual_circle_holds_the_presidents_of_communes_named_or_not() -> None:
    meeting = make_meeting()
    guest, silent = make_guest(meeting), make_body(place=make_commune(meeting.place))
    proposed = circle(meeting)
    assert {(one.body, one.person) for one in proposed} == {(guest.body, guest.person), (silent, None)}
    actions.invite(meeting, proposed, by=None)
    assert circle(meeting) == []


def test_invitations_are_numbered_letters_and_each_is_written_once() -> None:
    meeting = make_meeting()
    actions.invite(meeting, [make_guest(meeting), Guest(meeting.series.owner, None, "ممثل")], by=None)
    assert actions.send_invitations(meeting, by=None) == 2
    meeting.refresh_from_db()
    letters = [line.letter for line in meeting.invitations.all()]
    assert meeting.state == MeetingState.CONVENED
    assert len({letter.paper.reference for letter in letters}) == 2
    for letter in letters:
        assert render(letter.paper.template, letter.paper.facts).startswith(b"%PDF")
    with pytest.raises(ValidationError, match="Nobody is left"):
        actions.send_invitations(meeting, by=None)


def test_a_meeting_that_moves_after_its_invitations_needs_a_reason_and_new_letters() -> None:
    meeting = make_meeting()
    actions.invite(meeting, [make_guest(meeting)], by=None)
    actions.send_invitations(meeting, by=None)
    when = {"day": THE_DAY + dt.timedelta(days=7), "starts_at": dt.time(15)}
    with pytest.raises(ValidationError, match="say why"):
        actions.move_meeting(meeting, **when, by=None)
    moved = actions.move_meeting(meeting, **when, reason="بطلب من العمالة", by=None)
    assert (moved.state, moved.round, moved.invitations.get().letter) == (MeetingState.PLANNED, 1, None)
    assert moved.register.half_days.get().half_day == moved.half_day


def test_minutes_kept_by_another_since_are_not_undone() -> None:
    meeting = make_held()
    with pytest.raises(ValidationError, match="Someone else"):
        actions.write_minutes(meeting, text="غيره", revision=0, by=make_user())
    assert actions.write_minutes(meeting, text="غيره", revision=1, by=make_user()).revision == 2


def test_minutes_taken_up_again_the_next_day_by_the_same_hand_are_journaled_again() -> None:
    meeting, by = make_held(), make_user()
    written = Entry.objects.filter(verb="minutes.written")
    minutes = actions.write_minutes(meeting, text="أول.", revision=1, by=by)
    before = written.count()
    actions.write_minutes(meeting, text="ثان.", revision=2, by=by)
    assert written.count() == before
    minutes.written_at = clock.now() - dt.timedelta(days=1, minutes=5)
    minutes.save(update_fields=["written_at"])
    actions.write_minutes(meeting, text="ثالث.", revision=3, by=by)
    assert written.count() == before + 1


def test_validated_minutes_are_frozen_numbered_and_printed() -> None:
    made = make_obligation()
    meeting = validated(made.meeting)
    facts = meeting.minutes.paper.facts
    assert meeting.state == MeetingState.VALIDATED
    assert facts["promises"][0]["who"] == made.debtor.name_ar
    assert f"{QUOTE} (الالتزام 1)" in facts["paragraphs"][0]
    assert render("minutes", facts).startswith(b"%PDF")
    with pytest.raises(ValidationError, match="until they are validated"):
        actions.write_minutes(meeting, text="غيره", revision=1, by=make_user())
    published = actions.publish_minutes(meeting, press_text="بلاغ.", by=make_user())
    assert render("press-note", published.press_paper.facts).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "fault"), [("", "empty"), ("نص آخر.", "no longer stands")], ids=["empty", "sentence lost"]
)
def test_minutes_that_lack_something_are_not_validated(text: str, fault: str) -> None:
    made = make_obligation()
    actions.write_minutes(made.meeting, text=text, revision=1, by=make_user())
    with pytest.raises(ValidationError, match=fault):
        validated(made.meeting)
    assert Meeting.objects.get(pk=made.meeting_id).state == MeetingState.HELD


def test_a_lost_sentence_by_which_many_promised_is_told_once() -> None:
    made = make_obligation()
    make_obligation(made.meeting)
    minutes = actions.write_minutes(made.meeting, text="نص آخر.", revision=1, by=make_user())
    told = [fault for fault in faults_of(made.meeting, minutes) if "no longer stands" in fault]
    assert len(told) == 1


def test_minutes_of_a_meeting_to_which_nobody_came_are_not_validated() -> None:
    meeting = make_meeting()
    actions.hold_meeting(meeting, actions.Chair("س"), by=None)
    actions.write_minutes(meeting, text=SAID, revision=0, by=make_user())
    with pytest.raises(ValidationError, match="Nobody is said to have come"):
        validated(meeting)


def test_a_promise_follows_to_the_agenda_of_the_next_meeting_until_it_is_kept() -> None:
    made = make_binding(amount=Decimal("28588.23"))
    series = made.meeting.series
    following = make_meeting(series, day=THE_DAY + dt.timedelta(days=30))
    [item] = following.agenda.filter(origin=Origin.OBLIGATION)
    assert item.obligation == made
    assert made.debtor.name_ar in item.text
    assert "28.588,23" in item.text, "ten communes bound by one sentence are told apart by what each owes"
    actions.keep_obligation(made, done_on=DUE, proof="وصل", by=make_user())
    assert not make_meeting(series, day=THE_DAY + dt.timedelta(days=60)).agenda.filter(obligation=made).exists()


def test_a_promise_reaches_a_meeting_that_was_planned_before_the_minutes_were_validated() -> None:
    made = make_obligation()
    following = make_meeting(made.meeting.series, day=THE_DAY + dt.timedelta(days=30))
    assert not following.agenda.exists()
    validated(made.meeting)
    assert following.agenda.get().obligation == made


def test_the_agenda_holds_who_is_late_with_how_much() -> None:
    series = make_series()
    agreement = make_agreement(owner=series.owner, place=series.place)
    commune = make_body(place=make_commune(series.place))
    make_instalment(make_party(agreement, commune), "1234.50", due_on=dt.date(2026, 1, 31))
    [item] = make_meeting(series, day=clock.today()).agenda.all()
    assert item.origin == Origin.LATE
    assert "1.234,50" in item.text
    recorded_afterwards = make_meeting(series)
    assert not recorded_afterwards.agenda.exists()


@pytest.mark.parametrize(
    ("title", "detail", "sex", "said"),
    [(Title.VICE_PRESIDENT, "التكوين المستمر", Sex.FEMALE, "نائبة رئيس المجلس المكلفة بالتكوين المستمر"),
     (Title.DIVISION_HEAD, "قسم الموارد البشرية", Sex.MALE, "رئيس قسم الموارد البشرية"),
     (Title.VICE_PRESIDENT, "المكلف بالتعمير", Sex.FEMALE, "نائبة رئيس المجلس المكلفة بالتعمير"),
     (Title.DIVISION_HEAD, "المكلفة بالتعمير", Sex.FEMALE, "رئيسة قسم المكلفة بالتعمير"),
     (Title.STAFF, "مكلف بالمخزن", Sex.MALE, "موظف المكلف بالمخزن"),
     (Title.DIVISION_HEAD, "رئيس قسم الميزانية", Sex.MALE, "رئيس قسم الميزانية"),
     (Title.PRESIDENT, "", Sex.MALE, "رئيس المجلس"), (Title.PRESIDENT, "بالنيابة", Sex.MALE, "رئيس المجلس، بالنيابة")],
)  # fmt: skip
def test_a_capacity_is_said_as_minutes_write_it(title: Title, detail: str, sex: Sex, said: str) -> None:
    office = make_office(person=make_person(sex=sex), title=title, detail=detail)
    assert guest_of(office).capacity == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [("university", "رئيسة الجامعة"), ("foundation", "رئيسة المؤسسة"), ("association", "رئيسة الجمعية")],
)
def test_the_head_of_a_body_without_a_council_leads_that_body(kind: str, said: str) -> None:
    office = make_office(person=make_person(sex=Sex.FEMALE), body=make_body(BodyKind(kind)), title=Title.PRESIDENT)
    assert guest_of(office).capacity == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [("outreach", "اللقاء التواصلي الخامس"), ("working", "اجتماع العمل الخامس"),
     ("commission", "الاجتماع الخامس للجنة الجهوية للتكوين المستمر")],
)  # fmt: skip
def test_the_rank_of_a_meeting_is_said_by_its_kind(kind: str, said: str) -> None:
    assert numbered(make_meeting(make_series(kind=kind))) == said


def test_what_is_left_of_contributions_becomes_one_promise_a_commitment_that_receipts_cover() -> None:
    meeting = make_held()
    agreement = make_agreement(owner=meeting.series.owner, place=meeting.place)
    commune, other = (make_body(place=make_commune(meeting.place)) for _n in range(2))
    owed = make_instalment(make_party(agreement, commune), "5000.00", due_on=dt.date(2026, 1, 31))
    made = actions.mark_obligation(
        meeting, quote=QUOTE, text="تحويل", debtors=[commune, other], creditor=meeting.series.owner, due_on=DUE,
        what_is_left=True, by=None,
    )  # fmt: skip
    assert [(one.debtor, one.amount) for one in made] == [(commune, Decimal("5000.00")), (other, None)]
    validated(meeting)
    assert covered(made) == {}
    make_receipt(owed)
    rows = list(Obligation.objects.select_related("meeting"))
    assert covered(rows)[made[0].pk].on == dt.date(2026, 7, 9)
    assert not Obligation.objects.exclude(done_on=None).exists(), "a receipt proposes, a person confirms"


def test_a_receipt_that_was_cancelled_proves_nothing() -> None:
    meeting = make_held()
    commune = make_body(place=make_commune(meeting.place))
    agreement = make_agreement(owner=meeting.series.owner, place=meeting.place)
    owed = make_instalment(make_party(agreement, commune), "5000.00", due_on=dt.date(2026, 1, 31))
    make_obligation(meeting, commune, what_is_left=True)
    validated(meeting)
    receipt = make_receipt(owed)
    assert covered(Obligation.objects.select_related("meeting"))
    cancel_receipt(receipt, motive="سطر غير صحيح", by=make_user())
    assert covered(Obligation.objects.select_related("meeting")) == {}


def test_the_rate_counts_what_fell_due_and_was_not_replaced() -> None:
    meeting = make_held()
    debtor = make_body(place=make_commune(meeting.place))
    kept, after, broken, replaced = (make_obligation(meeting, debtor) for _n in range(4))
    validated(meeting)
    actions.keep_obligation(kept, done_on=DUE + dt.timedelta(days=7), proof="وصل", by=make_user())
    actions.keep_obligation(after, done_on=DUE + dt.timedelta(days=8), proof="وصل", by=make_user())
    later = make_held(make_meeting(meeting.series, day=THE_DAY + dt.timedelta(days=90)))
    new = make_obligation(later, debtor, due_on=dt.date(2026, 9, 30))
    actions.replace_obligation(replaced, new, by=make_user())
    found = rates(Obligation.objects.all(), dt.date(2026, 9, 1))[debtor.pk]
    assert (found.due, found.in_time, found.after, found.broken) == (3, 1, 1, 1)
    broken.refresh_from_db()
    assert state_of(Obligation.objects.get(pk=broken.pk), dt.date(2026, 9, 1)) == ObligationState.LATE


def test_a_promise_is_replaced_only_by_a_later_one_of_the_same_body() -> None:
    made = make_binding()
    stranger = make_obligation(make_held(make_meeting(made.meeting.series, day=THE_DAY + dt.timedelta(days=9))))
    with pytest.raises(ValidationError, match="later one of the same body"):
        actions.replace_obligation(made, stranger, by=make_user())


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"done_on": dt.date(2099, 1, 1), "proof": "x"}, "done_on"),
        ({"done_on": THE_DAY - dt.timedelta(days=1), "proof": "x"}, "done_on"),
        ({"done_on": DUE, "proof": " "}, "proof"),
    ],
)
def test_a_promise_is_not_kept_in_the_future_before_it_was_made_or_without_proof(facts: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.keep_obligation(make_binding(), **facts, by=make_user())
    assert field in refusal.value.error_dict


def test_a_commission_reports_once_a_year() -> None:
    series = make_series(kind="commission")
    facts = {"year": 2025, "adopted_on": dt.date(2025, 12, 26)}
    actions.record_report(series, **facts, by=None)
    with pytest.raises(ValidationError, match="already recorded"):
        actions.record_report(series, **facts, by=None)
    with pytest.raises(ValidationError, match="Only a regional commission"):
        actions.record_report(make_series(), **facts, by=None)


def test_points_change_places_and_the_first_goes_no_higher() -> None:
    meeting = make_meeting()
    for text in "أبت":
        actions.add_point(meeting, text=text, by=None)
    first, second, _third = meeting.agenda.all()
    actions.move_point(second, up=True, by=None)
    actions.move_point(second, up=True, by=None)
    assert [item.text for item in meeting.agenda.all()] == ["ب", "أ", "ت"]
    actions.remove_point(first, by=None)
    assert [item.text for item in meeting.agenda.all()] == ["ب", "ت"]


def test_what_a_sentence_tells_is_read() -> None:
    since = THE_DAY
    assert day_in("قبل متم شهر يونيو 2026", since=since) == DUE
    assert day_in("يوم 5 مارس", since=since) == dt.date(2027, 3, 5)
    assert day_in("le 31 février 2027", since=since) is None
    assert day_in("في أقرب الآجال", since=since) is None
    assert amount_in("مبلغ 28.588,23 درهم") == Decimal("28588.23")
    assert amount_in("مبلغ 10 دراهم أو 20 درهم") is None
    assert paragraphs("أ. ب؟\n\nج") == [["أ.", "ب؟"], ["ج"]]
    commune = make_body(name_ar="جماعة تيزكيت", name_fr="Tizguite")
    for said in ("تعهدت جماعة تيزگيت بالأداء", "تعهدت جماعة أزرو وجماعة تيزگيت بالأداء"):
        assert bodies_in(said, [commune]) == [commune]


def test_a_meeting_that_moves_while_its_letters_are_written_sends_no_more_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting = make_meeting()
    actions.invite(meeting, [make_guest(meeting) for _n in range(3)], by=None)
    monkeypatch.setattr(invitations, "PORTION", 1)
    row, later_on = Meeting.objects.filter(pk=meeting.pk), THE_DAY + dt.timedelta(days=7)
    monkeypatch.setattr(invitations, "progress", lambda done, _total: row.update(day=later_on) if done == 1 else None)
    with pytest.raises(ValidationError, match="The meeting changed"):
        actions.send_invitations(meeting, by=None)
    assert meeting.invitations.exclude(letter=None).count() == 1
