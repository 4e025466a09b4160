import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from takwin.core import clock, formats
from takwin.core.halfdays import HalfDay, Part
from takwin.directory.enums import BodyKind
from takwin.directory.models import Parameter
from takwin.documents.models import StoredFile
from takwin.programmes import actions, panels
from takwin.programmes.models import ElsewhereDay
from takwin.programmes.queries.entitlement import (
    due_before,
    entitlement_of_person,
    latest_start_due,
    ledger,
    members_with_days,
    tally,
)
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune
from tests.factories.people import make_office
from tests.factories.programmes import PDF, make_member, make_stay
from tests.factories.rights import officer_of, user_as

db = pytest.mark.django_db
ON = dt.date(2025, 3, 1)
days = st.dates(dt.date(2015, 1, 1), dt.date(2060, 1, 1))


@given(days, days)
def test_a_mandate_is_due_by_a_day_when_it_began_by_the_latest_start_of_that_day(start, on):
    assert (start <= latest_start_due(on, 3)) == (due_before(start, 3) <= on)


@pytest.fixture
def office(db):
    return make_member()


@pytest.fixture
def officer(office):
    return officer_of(office.body.place.region)


def form(office, **facts):
    proof = SimpleUploadedFile("attestation.pdf", PDF, "application/pdf")
    told = {
        "member": office.pk, "first_day": "2023-02-15", "first_part": "1", "last_day": "2023-02-17", "last_part": "1",
        "provider": "دار المنتخب", "proof": proof,
    }  # fmt: skip
    return told | facts


RECORD = "/programmes/days/elsewhere/new/"


def test_a_stay_is_recorded_from_one_half_day_to_another(office, as_user):
    commune = user_as(Role.COMMUNE, None, office.body)
    answer = as_user(commune).post(RECORD, form(office))
    assert answer.status_code == 302
    halves = [HalfDay(row.day, Part(row.part)) for row in ElsewhereDay.objects.order_by("day", "part")]
    assert len(halves) == 5
    assert halves[-1] == HalfDay(dt.date(2023, 2, 17), Part.MORNING)
    assert ElsewhereDay.objects.values("stay").distinct().count() == 1


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("last_day", {"last_day": "2023-02-14"}),
        ("last_day", {"last_day": "2023-02-15", "first_part": "2", "last_part": "1"}),
        ("last_day", {"last_day": "2023-09-01"}),
        ("last_day", {"first_day": "2099-01-01", "last_day": "2099-01-02"}),
        ("proof", {"proof": ""}),
        ("proof", {"proof": SimpleUploadedFile("a.pdf", b"MZ\x90 a program", "application/pdf")}),
        ("proof", {"proof": SimpleUploadedFile("a.exe", b"MZ", "application/pdf")}),
        ("provider", {"provider": ""}),
    ],
)
def test_bad_input_is_said_at_its_field(field, facts, office, officer, as_user):
    answer = as_user(officer).post(RECORD, form(office, **facts))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ElsewhereDay.objects.exists()


def test_days_already_recorded_are_refused_and_nothing_is_half_done(office, officer, as_user):
    make_stay(office, first=dt.date(2023, 2, 17), days=1)
    answer = as_user(officer).post(RECORD, form(office))
    assert "already recorded" in answer.content.decode()
    assert ElsewhereDay.objects.count() == 2


def test_a_commune_records_for_its_own_members_only(office, as_user):
    stranger = make_member(make_body(place=make_commune()))
    commune = user_as(Role.COMMUNE, None, office.body)
    answer = as_user(commune).post(RECORD, form(stranger))
    assert "member" in answer.context["form"].errors


def test_the_member_is_found_by_name_or_by_council_within_the_territory(office, officer, as_user):
    stranger = make_member(make_body(place=make_commune()))
    address = reverse("programmes:pick_member")
    found = as_user(officer).get(address, {"name": "member", "member_words": office.person.name_fr}).content.decode()
    assert f'value="{office.pk}"' in found
    other = as_user(officer).get(address, {"name": "member", "member_words": stranger.body.name_fr}).content.decode()
    assert f'value="{stranger.pk}"' not in other


def decide(as_user, user, row, decision, motive=""):
    return as_user(user).post(row.get_absolute_url(), {"decision": decision, "motive": motive})


def test_a_second_person_accepts_the_whole_stay(office, officer, as_user):
    row = make_stay(office)
    assert decide(as_user, officer, row, "accept").status_code == 302
    assert set(ElsewhereDay.objects.values_list("state", flat=True)) == {"accepted"}


def test_the_one_who_recorded_does_not_accept(office, officer, as_user):
    row = make_stay(office, by=officer)
    answer = decide(as_user, officer, row, "accept")
    assert answer.status_code == 422
    assert "second person" in answer.content.decode()
    assert set(ElsewhereDay.objects.values_list("state", flat=True)) == {"proposed"}


def test_a_refusal_without_motive_is_refused_at_its_field(office, officer, as_user):
    row = make_stay(office)
    assert "motive" in decide(as_user, officer, row, "refuse").context["form"].errors
    assert decide(as_user, officer, row, "refuse", "unreadable").status_code == 302
    assert ElsewhereDay.objects.first().motive == "unreadable"


def test_a_second_decision_finds_it_done(office, officer, as_user):
    row = make_stay(office)
    decide(as_user, officer, row, "accept")
    assert decide(as_user, officer, row, "refuse", "late").status_code == 422


def test_who_may_only_record_may_not_decide(office, as_user):
    row = make_stay(office)
    province = user_as(Role.PROVINCE_OFFICER, office.body.place.province)
    assert as_user(province).get(row.get_absolute_url()).status_code == 200
    assert decide(as_user, province, row, "accept").status_code == 403


@pytest.mark.parametrize("name", ["stay", "proof"])
def test_a_neighbour_s_stay_and_its_proof_are_not_there(name, office, as_user):
    row = make_stay(office)
    neighbour = user_as(Role.COMMUNE, None, make_body())
    assert as_user(neighbour).get(reverse(f"programmes:{name}", args=[row.stay])).status_code == 404


def test_the_proof_is_read_by_whoever_may_decide(office, officer, as_user):
    answer = as_user(officer).get(reverse("programmes:proof", args=[make_stay(office).stay]))
    assert b"".join(answer.streaming_content) == PDF


@db
def test_a_stay_without_proof_opens_nothing(as_user):
    row = make_stay()
    ElsewhereDay.objects.update(proof=None)
    officer = officer_of(row.body.place.region)
    assert as_user(officer).get(reverse("programmes:proof", args=[row.stay])).status_code == 404


def test_the_list_shows_each_member_of_the_territory_once(office, officer, as_user):
    make_member(make_body(place=make_commune()))
    page = as_user(officer).get(reverse("programmes:days")).content.decode()
    assert "1 result" in page
    assert office.person.name in page


@pytest.mark.parametrize("query", ["tab=late", "tab=open", "q=zzz", "province=1", "council=1"])
def test_the_list_is_kept_narrow_by_its_address(query, officer, as_user):
    assert as_user(officer).get(f"{reverse('programmes:days')}?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_council_and_three(office, officer, as_user, django_assert_max_num_queries):
    browser, address = as_user(officer), reverse("programmes:days")
    with django_assert_max_num_queries(12) as one:
        browser.get(address)
    for _ in range(3):
        make_member(make_body(place=make_commune(office.body.place.province)))
    with django_assert_max_num_queries(12) as many:
        browser.get(address)
    assert len(one) == len(many)


def test_the_queue_costs_the_same_for_one_stay_and_three(office, officer, as_user, django_assert_max_num_queries):
    browser, address = as_user(officer), reverse("programmes:elsewhere")
    make_stay(office)
    with django_assert_max_num_queries(12) as one:
        browser.get(address)
    make_stay(office, first=dt.date(2023, 5, 1))
    make_stay(make_member(office.body), first=dt.date(2023, 6, 1))
    with django_assert_max_num_queries(12) as many:
        browser.get(address)
    assert len(one) == len(many)


def test_the_list_and_the_queue_are_exported(office, officer, as_user):
    make_stay(office)
    for name in ("days", "elsewhere"):
        answer = as_user(officer).get(f"{reverse(f'programmes:{name}')}?export=xlsx")
        assert b"".join(answer.streaming_content).startswith(b"PK")


def test_what_waits_is_one_line_on_the_desk_and_leads_to_those_the_reader_decides(office, officer, as_user):
    assert list(panels.stays_to_decide(officer)) == []
    make_stay(office, by=officer)
    mine, other = make_stay(office, first=dt.date(2023, 8, 1)), make_stay(office, first=dt.date(2023, 9, 1))
    (waiting,) = panels.stays_to_decide(officer)
    today = formats.day(clock.today())
    assert waiting.detail == f"2 stays to accept or refuse · the longest waiting since {today}"
    page = as_user(officer).get(waiting.url).content.decode()
    assert "2 results" in page
    assert mine.get_absolute_url() in page
    assert other.get_absolute_url() in page


def test_a_refused_stay_leaves_no_file_behind(office, officer, as_user, settings):
    make_stay(office, first=dt.date(2023, 2, 17), days=1)
    kept = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    scan = SimpleUploadedFile("attestation.pdf", b"%PDF-1.7 another scan", "application/pdf")
    assert as_user(officer).post(RECORD, form(office, proof=scan)).status_code == 422
    assert {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()} == kept
    assert StoredFile.objects.count() == 1


def test_a_recorded_stay_keeps_its_scan(office, officer, as_user):
    as_user(officer).post(RECORD, form(office))
    assert {row.proof.size for row in ElsewhereDay.objects.all()} == {len(PDF)}


def test_the_ledger_tells_each_stay_and_whether_it_counts(office, officer):
    row = make_stay(office)
    (owed,) = entitlement_of_person(office.person, ON)
    (line,) = ledger(owed)
    assert (line.half_days, line.counts) == (6, False)
    actions.decide_elsewhere(row, accept=True, by=officer)
    (owed,) = entitlement_of_person(office.person, ON)
    (line,) = ledger(owed)
    assert (owed.received_elsewhere, line.counts) == (6, True)


def test_the_tally_counts_members_complete_and_late(office, officer):
    rows = members_with_days(ON).filter(pk=office.pk)
    assert tuple(tally(rows, ON)) == (1, 0, 1)
    actions.decide_elsewhere(make_stay(office, days=8), accept=True, by=officer)
    assert tuple(tally(rows, ON)) == (1, 1, 0)


def test_the_figure_of_the_desk_is_that_of_the_territory(officer):
    figure = panels.members_served(officer)
    assert figure.value == "0 of 1"


def test_without_the_figures_of_the_law_the_desk_shows_a_dash_and_says_which_is_missing(officer):
    Parameter.objects.filter(key="training_days_owed").delete()
    figure = panels.members_served(officer)
    assert figure.value == "–"
    assert "days of training owed" in figure.note


def test_a_council_and_a_person_show_the_days_owed(office, officer):
    told = panels.days_of_body(office.body, officer)
    assert (told["members"], told["complete"], told["late"]) == (1, 0, 1)
    assert panels.days_of_person(office.person, officer)["may_record"]
    assert not panels.personal(office.person)["may_record"]


def test_a_member_who_came_later_reads_why_his_deadline_is_his_own(office, officer, as_user):
    page = as_user(officer).get(office.person.get_absolute_url()).content.decode()
    assert "is counted from the office taken on" not in page
    late = make_office(body=office.body, mandate=office.mandate, starts_on=dt.date(2025, 1, 15))
    page = as_user(officer).get(late.person.get_absolute_url()).content.decode()
    assert "is counted from the office taken on 15 January 2025" in page


@db
def test_a_body_that_is_no_council_owes_no_days(officer):
    assert panels.days_of_body(make_body(BodyKind.UNIVERSITY), officer) is None
