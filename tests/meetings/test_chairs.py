"""Who chaired is told in his own capacity, and put right as long as the minutes are a draft."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.attendance.actions import mark
from takwin.attendance.enums import Status
from takwin.documents.papers.engine import render
from takwin.journal.models import Entry
from takwin.meetings import actions
from takwin.meetings.models import Invitation, Meeting
from takwin.meetings.papers import minutes_facts, opening_of
from takwin.meetings.queries.meetings import Guest
from takwin.people.enums import Title
from takwin.people.models import Person
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.meetings import make_held, make_meeting, make_obligation, validated
from tests.factories.people import make_office
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
HEAD, DEPUTY = "رئيس قسم الموارد البشرية", "نائبة رئيس المجلس المكلفة بالتكوين"


@pytest.fixture
def meeting() -> Meeting:
    """One where a head of division and a vice-president of the organiser came."""
    meeting = make_meeting()
    for title, capacity in ((Title.DIVISION_HEAD, HEAD), (Title.VICE_PRESIDENT, DEPUTY)):
        office = make_office(body=meeting.series.owner, title=title)
        actions.invite(meeting, [Guest(office.body, office.person, capacity)], by=None)
    return meeting


def line_of(meeting: Meeting, capacity: str) -> Invitation:
    return meeting.invitations.get(capacity=capacity)


def filled(client: Client, url: str) -> dict[str, object]:
    """The form as it stands on the page, before anything is typed."""
    form = client.get(url).context["form"]
    found = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else getattr(value, "pk", value) for name, value in found.items()}


def again(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("minutes", "series__owner__place", "place", "room").get(pk=meeting.pk)


def test_another_than_the_one_proposed_chairs_in_the_capacity_he_has_on_the_list(
    as_user: AsUser, meeting: Meeting
) -> None:
    head, deputy = line_of(meeting, HEAD), line_of(meeting, DEPUTY)
    mark(meeting.register.half_days.get(), head.person, Status.PRESENT, by=None)
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    proposed = filled(client, url)
    assert (proposed["chaired_by"], proposed["chair_capacity"]) == (head.pk, "")
    assert f"{deputy.person} · {DEPUTY}" in client.get(url).content.decode(), "each with his capacity"
    assert client.post(url, proposed | {"chaired_by": deputy.pk}).status_code == 302
    held = again(meeting)
    assert held.chair_capacity == DEPUTY
    assert DEPUTY in opening_of(held)
    assert HEAD not in opening_of(held)
    assert DEPUTY in str(minutes_facts(held, held.minutes, state="draft")["signatures"])


def test_the_capacity_of_whoever_was_named_beforehand_goes_to_nobody_else(as_user: AsUser, meeting: Meeting) -> None:
    first, second = actions.Chair("السيد عمر بناني", "رئيس مجلس الجهة"), actions.Chair("السيد علي", "عامل الإقليم")
    actions.name_chairs(meeting, first, second, by=None)
    head, deputy = line_of(meeting, HEAD), line_of(meeting, DEPUTY)
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    sent = filled(client, url) | {"chaired_by": deputy.pk, "chair": "", "co_chaired_by": head.pk, "co_chair": ""}
    assert client.post(url, sent).status_code == 302
    held = again(meeting)
    assert (held.chair_capacity, held.co_chair_capacity) == (DEPUTY, HEAD)


def test_a_capacity_typed_for_whoever_is_chosen_stands(as_user: AsUser, meeting: Meeting) -> None:
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    sent = filled(client, url) | {"chaired_by": line_of(meeting, DEPUTY).pk, "chair_capacity": "رئيسة المجلس بالنيابة"}
    assert client.post(url, sent).status_code == 302
    assert again(meeting).chair_capacity == "رئيسة المجلس بالنيابة"


def test_who_chaired_is_put_right_until_the_minutes_are_validated(as_user: AsUser, meeting: Meeting) -> None:
    head, deputy = line_of(meeting, HEAD), line_of(meeting, DEPUTY)
    actions.hold_meeting(meeting, actions.Chair(capacity=HEAD, line=head), by=None)
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:chaired", args=[meeting.pk])
    assert url in client.get(meeting.get_absolute_url()).content.decode()
    assert client.get(reverse("meetings:hold", args=[meeting.pk]))["location"] == url
    recorded = filled(client, url)
    assert (recorded["chaired_by"], recorded["chair"], recorded["chair_capacity"]) == (head.pk, "", "")
    assert client.post(url, recorded | {"chaired_by": deputy.pk}).status_code == 302
    put = again(meeting)
    assert deputy.person
    assert deputy.person.name_ar in put.chair
    assert put.chair_capacity == DEPUTY
    assert Entry.objects.filter(verb="meeting.chairs_corrected").count() == 1
    by_name = filled(client, url) | {"chaired_by": "", "chair": "السيد عمر بناني"}
    assert client.post(url, by_name).status_code == 302
    assert (again(meeting).chair, again(meeting).chair_capacity) == ("السيد عمر بناني", "")


def test_who_chaired_stays_as_it_was_validated(as_user: AsUser) -> None:
    planned = make_meeting()
    with pytest.raises(ValidationError, match="until the minutes are validated"):
        actions.correct_chairs(planned, actions.Chair("س"), by=None)
    meeting = validated(make_held())
    with pytest.raises(ValidationError, match="until the minutes are validated"):
        actions.correct_chairs(meeting, actions.Chair("س"), by=make_user())
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:chaired", args=[meeting.pk])
    assert url not in client.get(meeting.get_absolute_url()).content.decode()
    assert client.post(url, {"chair": "س"}).status_code == 422


def test_what_validation_freezes_is_shown_before_it(as_user: AsUser) -> None:
    meeting = make_held()
    make_obligation(meeting)
    make_obligation(meeting, amount=Decimal("100.00"), due_on=None)
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:validate", args=[meeting.pk])
    page = BeautifulSoup(client.get(url).content, "html.parser").select_one(".facts")
    assert page
    assert dict(zip((one.text for one in page("dt")), (one.text.strip() for one in page("dd")), strict=True)) == {
        "Chaired by": "السيدة أمينة العلوي، نائبة الرئيس", "How many came": "1", "Promises": "2",
        "of them without an amount": "1", "of them without a date": "1",
    }  # fmt: skip
    actions.correct_chairs(meeting, actions.Chair("السيد عمر بناني"), by=None)
    assert "السيد عمر بناني · no capacity is said" in client.get(url).content.decode()


def test_an_office_alone_chairs_beside_another_and_is_printed_without_a_name(as_user: AsUser, meeting: Meeting) -> None:
    state = make_body(name_ar="عمالة إقليم إفران")
    actions.invite(meeting, [Guest(state, None, "الكاتب العام")], by=None)
    office, deputy = line_of(meeting, "الكاتب العام"), line_of(meeting, DEPUTY)
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    sent = filled(client, url) | {"chaired_by": deputy.pk, "co_chaired_by": office.pk}
    assert client.post(url, sent).status_code == 302
    held = again(meeting)
    assert (held.co_chair, held.co_chair_capacity) == ("الكاتب العام، عمالة إقليم إفران", "")
    assert "والكاتب العام، عمالة إقليم إفران." in opening_of(held)
    facts = minutes_facts(held, held.minutes, state="draft")
    last = facts["signatures"][-1]
    assert (last["capacity"], last["name"]) == ("الكاتب العام، عمالة إقليم إفران", None)
    assert render("minutes", facts).startswith(b"%PDF")
    assert filled(client, reverse("meetings:chaired", args=[meeting.pk]))["co_chaired_by"] == office.pk
    assert "no capacity is said" not in client.get(reverse("meetings:validate", args=[meeting.pk])).content.decode()


@pytest.fixture
def namesakes(meeting: Meeting) -> tuple[Invitation, Invitation]:
    """The two of the list, of one name."""
    head, deputy = line_of(meeting, HEAD), line_of(meeting, DEPUTY)
    assert head.person
    Person.objects.filter(pk=deputy.person_id).update(name_ar=head.person.name_ar, sex=head.person.sex)
    return line_of(meeting, HEAD), line_of(meeting, DEPUTY)


def test_two_of_one_name_chair_together(
    as_user: AsUser, meeting: Meeting, namesakes: tuple[Invitation, Invitation]
) -> None:
    head, deputy = namesakes
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    sent = filled(client, url) | {"chaired_by": head.pk, "co_chaired_by": deputy.pk}
    assert client.post(url, sent).status_code == 302
    held = again(meeting)
    assert (held.chair, held.chair_capacity, held.co_chair_capacity) == (held.co_chair, HEAD, DEPUTY)


def test_of_two_of_one_name_the_form_of_corrections_proposes_the_one_who_was_chosen(
    as_user: AsUser, meeting: Meeting, namesakes: tuple[Invitation, Invitation]
) -> None:
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:chaired", args=[meeting.pk])
    actions.hold_meeting(meeting, actions.Chair(line=namesakes[0]), by=None)
    for line in namesakes:
        actions.correct_chairs(meeting, actions.Chair(line=line), by=None)
        assert (filled(client, url)["chaired_by"], filled(client, url)["chair_capacity"]) == (line.pk, "")
    Meeting.objects.filter(pk=meeting.pk).update(chair_line=None)
    assert filled(client, url)["chaired_by"] == "", "of those told by name nobody knows which of the two"


@pytest.mark.parametrize("field", ["chaired_by", "co_chaired_by"])
def test_whoever_was_taken_off_the_list_meanwhile_is_refused_at_his_field(meeting: Meeting, field: str) -> None:
    gone, there = line_of(meeting, HEAD), line_of(meeting, DEPUTY)
    actions.uninvite(Invitation.objects.get(pk=gone.pk), by=None)
    told = [actions.Chair(line=gone), actions.Chair(line=there)]
    with pytest.raises(ValidationError) as refusal:
        actions.hold_meeting(meeting, *(told if field == "chaired_by" else told[::-1]), by=None)
    assert set(refusal.value.error_dict) == {field}
    assert again(meeting).state == "planned"


def test_one_of_another_meeting_does_not_chair_and_nobody_is_no_chair(meeting: Meeting) -> None:
    other = make_meeting()
    for told, field in ((actions.Chair(line=line_of(meeting, HEAD)), "chaired_by"), (actions.Chair(" "), "chair")):
        with pytest.raises(ValidationError) as refusal:
            actions.hold_meeting(other, told, by=None)
        assert set(refusal.value.error_dict) == {field}


def test_who_chaired_stays_on_the_list(meeting: Meeting) -> None:
    head, deputy = line_of(meeting, HEAD), line_of(meeting, DEPUTY)
    actions.hold_meeting(meeting, actions.Chair(line=head), actions.Chair(line=deputy), by=None)
    for line in (head, deputy):
        with pytest.raises(ValidationError, match="put right first who chaired"):
            actions.uninvite(line, by=None)
    actions.correct_chairs(meeting, actions.Chair(line=head), by=None)
    actions.uninvite(deputy, by=None)


def test_an_office_of_the_longest_name_chairs_with_all_its_words(meeting: Meeting) -> None:
    body = make_body(name_ar="ب" * 200)
    actions.invite(meeting, [Guest(body, None, "ر" * 200)], by=None)
    held = actions.hold_meeting(meeting, actions.Chair(line=meeting.invitations.get(body=body)), by=None)
    held.refresh_from_db()
    assert held.chair == f"{'ر' * 200}، {'ب' * 200}"


def test_a_capacity_too_long_is_refused_at_its_field_with_all_its_words(as_user: AsUser, meeting: Meeting) -> None:
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    sent = filled(client, url) | {"chaired_by": line_of(meeting, HEAD).pk, "chair_capacity": "ر" * 201}
    answer = client.post(url, sent)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert "at most 200 characters (it has 201)" in page.select_one("#id_chair_capacity_error").text
    assert page.select_one("#id_chair_capacity")["value"] == "ر" * 201
    with pytest.raises(ValidationError) as refusal:
        actions.hold_meeting(meeting, actions.Chair("س", "ر" * 201), by=None)
    assert set(refusal.value.error_dict) == {"chair_capacity"}
