import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Milestone, Project, ProjectMoney, Waits
from takwin.agreements.projects import desk
from takwin.agreements.projects.actions import wait_for
from takwin.agreements.projects.enums import FileKind, MilestoneKind
from takwin.core import clock, formats
from takwin.core.uploads import Scan
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from tests.factories.agreements import make_agreement, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.projects import PDF, PNG, make_milestone, make_project
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
ON = dt.date(2026, 3, 2)


@pytest.fixture
def province() -> Place:
    return make_province()


@pytest.fixture
def officer(province: Place) -> User:
    return officer_of(province.region)


@pytest.fixture
def agreement(province: Place) -> Agreement:
    return make_agreement(owner=make_body(BodyKind.REGION, province.region), place=province)


@pytest.fixture
def project(agreement: Agreement) -> Project:
    return make_project(agreement)


@pytest.fixture
def land(project: Project) -> Milestone:
    return make_milestone(project)


def page(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def read(client: Client, url: str) -> bytes:
    return b"".join(client.get(url).streaming_content)  # type: ignore[attr-defined]


def address(name: str, thing: Any) -> str:
    return reverse(f"agreements:{name}", args=[thing.pk])


def upload(scan: Scan, data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(scan.name, data or scan.data, content_type=scan.content_type)


def test_one_form_opens_a_project_with_the_days_of_its_milestones(
    as_user: AsUser, officer: User, agreement: Agreement
) -> None:
    url = address("new_project", agreement)
    sent = {
        "name_ar": "مدرسة البرمجة", "name_fr": "École", "kind": "school", "owner": agreement.owner_id,
        "place": agreement.place_id,
    }  # fmt: skip
    answer = as_user(officer).post(url, sent | {"day_land": "2026-03-02", "day_opened": "2027-09-01"})
    made = Project.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert list(made.milestones.values_list("kind", flat=True)) == ["land", "opened"]
    assert made.name_fr in page(as_user(officer), agreement.get_absolute_url()).text
    as_user(officer).post(url, sent | {"name_fr": "Internat"})
    assert not Project.objects.get(name_fr="Internat").milestones.exists()  # the paper gives it no day


def test_a_project_is_carried_out_by_a_party_of_its_agreement(
    as_user: AsUser, officer: User, agreement: Agreement
) -> None:
    sent = {"name_ar": "أ", "name_fr": "a", "kind": "school", "place": agreement.place_id, "day_land": "2026-03-02"}
    stranger, party = make_body(), make_party(agreement, make_body(BodyKind.UNIVERSITY)).body
    url = address("new_project", agreement)
    assert as_user(officer).post(url, sent | {"owner": stranger.pk}).status_code == 422
    assert as_user(officer).post(url, sent | {"owner": party.pk}).status_code == 302


def test_a_milestone_is_recorded_with_its_proof_which_those_who_see_it_read(
    as_user: AsUser, officer: User, land: Milestone
) -> None:
    url = address("do_milestone", land)
    assert as_user(officer).post(url, {"done_on": "2026-03-05"}).status_code == 422
    wrong = {"done_on": "2026-03-05", "scan": upload(PDF, b"MZ not a scan")}
    assert as_user(officer).post(url, wrong).status_code == 422
    assert as_user(officer).post(url, {"done_on": "2026-03-05", "scan": upload(PDF)}).status_code == 302
    land.refresh_from_db()
    assert land.done_on == dt.date(2026, 3, 5)
    assert read(as_user(officer), address("milestone_proof", land)) == PDF.data
    assert as_user(officer).post(address("reopen_milestone", land)).status_code == 302
    assert as_user(officer).get(address("milestone_proof", land)).status_code == 404


def test_a_day_moves_and_the_table_says_the_first_one(as_user: AsUser, officer: User, land: Milestone) -> None:
    url = address("plan_milestone", land.project)
    assert as_user(officer).post(url, {"kind": "land", "planned_on": "2026-05-02"}).status_code == 302
    row = page(as_user(officer), land.project.get_absolute_url()).select_one("#milestones tbody tr")
    assert row is not None
    assert row.select_one("td small") is not None
    done = make_milestone(land.project, MilestoneKind.SIGNED, done_on=ON, reference="1")
    assert as_user(officer).post(url, {"kind": done.kind, "planned_on": "2026-05-02"}).status_code == 422


def test_what_it_waits_for_is_chosen_shown_and_taken_away(
    as_user: AsUser, officer: User, agreement: Agreement, land: Milestone
) -> None:
    works = make_milestone(make_project(agreement), MilestoneKind.STARTED)
    assert as_user(officer).post(address("wait", works), {"on": land.pk}).status_code == 302
    shown = page(as_user(officer), works.project.get_absolute_url())
    assert len(shown.select("svg.gantt .g-arrow")) == 1
    assert as_user(officer).post(address("wait", land), {"on": works.pk}).status_code == 422
    assert as_user(officer).post(address("wait_no_more", Waits.objects.get())).status_code == 302
    assert not Waits.objects.exists()


def test_money_is_recorded_summed_and_withdrawn(as_user: AsUser, officer: User, project: Project) -> None:
    url = address("project_money", project)
    sent = {"kind": "engaged", "on": "2026-03-02", "amount": "1.250.000,50", "label": "الأشغال"}
    assert as_user(officer).post(url, sent).status_code == 422
    assert as_user(officer).post(url, sent | {"reference": "4/26", "scan": upload(PDF)}).status_code == 302
    line = ProjectMoney.objects.get()
    assert read(as_user(officer), address("money_proof", line)) == PDF.data
    assert "1,250,000.50" in page(as_user(officer), project.get_absolute_url()).text
    assert as_user(officer).post(address("withdraw_money", line), {"motive": "سجل مرتين"}).status_code == 302
    assert as_user(officer).get(address("withdraw_money", line)).status_code == 404


def test_photos_and_papers_are_kept_read_and_taken_off(as_user: AsUser, officer: User, project: Project) -> None:
    url = address("add_project_file", project)
    sent = {"kind": "photo", "title": "الورش", "taken_on": "2026-03-02"}
    assert as_user(officer).post(url, sent | {"file": upload(PDF)}).status_code == 422
    assert as_user(officer).post(url, sent | {"file": upload(PNG)}).status_code == 302
    assert as_user(officer).post(url, sent | {"kind": "paper", "file": upload(PDF)}).status_code == 302
    photo = project.files.get(kind=FileKind.PHOTO)
    shown = page(as_user(officer), project.get_absolute_url())
    assert [image["alt"] for image in shown.select(".photos img")] == ["الورش"]
    assert read(as_user(officer), address("project_file", photo)) == PNG.data
    assert as_user(officer).post(address("remove_project_file", photo)).status_code == 302
    assert as_user(officer).get(address("project_file", photo)).status_code == 404


def test_a_project_given_up_says_why_and_offers_nothing(as_user: AsUser, officer: User, land: Milestone) -> None:
    url = address("stop_project", land.project)
    assert as_user(officer).post(url, {"motive": "تعذر توفير الأرض"}).status_code == 302
    shown = page(as_user(officer), land.project.get_absolute_url())
    assert "تعذر توفير الأرض" in shown.text
    assert not shown.select(".head .acts a")
    assert as_user(officer).post(url, {"motive": "مرتين"}).status_code == 422


@pytest.mark.parametrize("role", [Role.COMMUNE, Role.AUDITOR, Role.PROVINCE_OFFICER])
def test_who_only_sees_a_project_writes_nothing_in_it(
    as_user: AsUser, agreement: Agreement, land: Milestone, role: Role
) -> None:
    council = make_body(place=make_commune(agreement.place))
    make_party(agreement, council)
    reader = user_as(role, body=council)
    assert not page(as_user(reader), land.project.get_absolute_url()).select(".head .acts a")
    for name, thing in {"do_milestone": land, "plan_milestone": land.project, "wait": land}.items():
        assert as_user(reader).get(address(name, thing)).status_code in (403, 404)


def test_a_party_of_another_region_sees_the_project_and_an_officer_there_writes_nothing(
    as_user: AsUser, agreement: Agreement, land: Milestone
) -> None:
    elsewhere = make_province()
    make_party(agreement, make_body(BodyKind.PROVINCE, elsewhere))
    neighbour = officer_of(elsewhere.region)
    assert as_user(neighbour).get(land.project.get_absolute_url()).status_code == 200
    assert as_user(neighbour).get(address("do_milestone", land)).status_code == 404
    assert as_user(neighbour).get(address("new_project", agreement)).status_code == 404


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_and_the_timeline_cost_the_same_whatever_their_rows(
    as_user: AsUser, officer: User, agreement: Agreement, django_assert_max_num_queries: Any, rows: int
) -> None:
    land = make_milestone(make_project(agreement))
    for _ in range(rows - 1):
        works = make_milestone(make_project(agreement), MilestoneKind.STARTED)
        Waits.objects.create(milestone=works, on=land)
    client = as_user(officer)
    with django_assert_max_num_queries(9):
        assert len(page(client, reverse("agreements:projects")).select("#rows tbody tr")) == rows
    with django_assert_max_num_queries(9):
        drawn = page(client, reverse("agreements:timeline"))
    assert len(drawn.select("svg.gantt .g-arrow")) == rows - 1


@pytest.mark.parametrize("rows", [1, 6])
def test_the_page_of_a_project_costs_the_same_whatever_its_milestones(
    as_user: AsUser, officer: User, project: Project, django_assert_max_num_queries: Any, rows: int
) -> None:
    for kind in list(MilestoneKind)[:rows]:
        make_milestone(project, kind)
    with django_assert_max_num_queries(39):
        assert len(page(as_user(officer), project.get_absolute_url()).select("#milestones tbody tr")) == rows


def test_the_timeline_of_an_agreement_holds_its_own_projects(
    as_user: AsUser, officer: User, agreement: Agreement, land: Milestone
) -> None:
    make_milestone(make_project(make_agreement(owner=agreement.owner, place=agreement.place), name_ar="أخرى"))
    url = reverse("agreements:timeline")
    assert len(page(as_user(officer), url).select(".g-title")) == 2
    assert len(page(as_user(officer), f"{url}?agreement={agreement.pk}").select(".g-title")) == 1
    assert as_user(officer).get(f"{url}?agreement={make_agreement().pk}").status_code == 404


def test_in_arabic_later_is_on_the_left_and_in_french_on_the_right(
    as_user: AsUser, officer: User, land: Milestone
) -> None:
    make_milestone(land.project, MilestoneKind.OPENED, clock.today() + dt.timedelta(days=280))
    url = reverse("agreements:timeline")

    def across(language: str) -> list[int]:
        client = as_user(officer)
        client.cookies["django_language"] = language
        drawn = page(client, url)
        return [int(str(day["x"])) for day in drawn.select("svg.gantt .g-day")]

    arabic, french = across("ar"), across("fr")
    assert arabic[0] > arabic[1]
    assert french[0] < french[1]


def warned(answer: Any) -> dict[str, str]:
    """The sentence at each field of a form that was answered with some."""
    shown = BeautifulSoup(answer.content, "html.parser")
    return {
        str(field["name"]): shown.find(id=str(field["aria-describedby"]).split()[0]).get_text(" ", strip=True)  # type: ignore[union-attr]
        for field in shown.select('[aria-invalid="true"]')
    }


def test_works_planned_before_their_land_are_told_at_both_days_and_one_may_go_on(
    as_user: AsUser, officer: User, agreement: Agreement
) -> None:
    client, url = as_user(officer), reverse("agreements:new_project", args=[agreement.pk])
    sent = {
        "name_ar": "مدرسة", "name_fr": "École", "kind": "school", "owner": agreement.owner_id,
        "place": agreement.place_id, "day_land": "2027-06-01", "day_started": "2027-05-31", "day_opened": "2029-01-01",
    }  # fmt: skip
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert set(warned(answer)) == {"day_land", "day_started"}
    assert not Project.objects.exists()
    assert client.post(url, sent | {"day_started": "2027-06-01"}).status_code == 302
    assert client.post(url, sent | {"knowingly": "on"}).status_code == 302
    assert Project.objects.count() == 2


def test_a_day_moved_before_what_it_waits_for_or_after_what_waits_for_it_is_told(
    as_user: AsUser, officer: User, land: Milestone
) -> None:
    client, url = as_user(officer), address("plan_milestone", land.project)
    works = {"kind": "started", "planned_on": str(ON - dt.timedelta(days=1))}
    assert set(warned(client.post(url, works))) == {"planned_on"}
    assert client.post(url, works | {"planned_on": str(ON)}).status_code == 302
    later = {"kind": "land", "planned_on": str(ON + dt.timedelta(days=1))}
    assert set(warned(client.post(url, later))) == {"planned_on"}
    assert client.post(url, later | {"knowingly": "on"}).status_code == 302
    elsewhere = make_milestone(make_project(land.project.agreement), MilestoneKind.STUDIES)
    wait_for(elsewhere, on=land, by=officer)
    there = address("plan_milestone", elsewhere.project)
    assert set(warned(client.post(there, {"kind": "studies", "planned_on": str(ON)}))) == {"planned_on"}
    assert client.post(there, {"kind": "land", "planned_on": str(ON)}).status_code == 302


def test_what_is_late_waits_on_the_desk_one_line_a_project(officer: User, land: Milestone) -> None:
    seed_parameters(by=None)
    make_milestone(land.project, MilestoneKind.OPENED, clock.today() + dt.timedelta(days=9))
    other = make_project(land.project.agreement, name_ar="مدرسة", name_fr="École")
    works = make_milestone(other, MilestoneKind.STARTED, ON + dt.timedelta(days=5))
    wait_for(works, on=land, by=officer)

    def lines() -> list[tuple[str, str, str, dt.date | None]]:
        titles = (land.project.name, other.name)
        return [(one.title, one.detail, one.url, one.due) for one in waiting_for(officer) if one.title in titles]

    held = (other.name, f"{works} · waits for: {land}", other.get_absolute_url(), works.planned_on)
    assert lines() == [(land.project.name, str(land), address("do_milestone", land), land.planned_on), held]
    received = make_milestone(land.project, MilestoneKind.RECEIVED, ON + dt.timedelta(days=9))
    told = f"2 late milestones · the longest late since {formats.day(ON)}"
    several = (land.project.name, told, f"{land.project.get_absolute_url()}#milestones", received.planned_on)
    assert lines() == [held, several]


@pytest.mark.parametrize("count", [1, 4])
def test_the_late_projects_of_the_desk_cost_the_same_whatever_their_number(
    officer: User, agreement: Agreement, django_assert_num_queries: Any, count: int
) -> None:
    for _n in range(count):
        project = make_project(agreement)
        for kind in (MilestoneKind.LAND, MilestoneKind.STUDIES):
            make_milestone(project, kind)
    with django_assert_num_queries(5):
        assert len(list(desk.late(officer))) == count


def test_a_project_is_found_by_its_name_and_its_place(as_user: AsUser, officer: User, project: Project) -> None:
    found = as_user(officer).get(reverse("portal:search"), {"q": project.name_fr})
    assert project.get_absolute_url() in found.content.decode()
