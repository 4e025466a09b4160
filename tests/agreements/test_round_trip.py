"""Agreements and projects go out as forms: the titles of drafts and the days of milestones come back, and no more."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from takwin.agreements.models import Agreement, Project
from takwin.agreements.projects.enums import MilestoneKind
from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.documents.models import Observation
from takwin.journal.models import Entry
from tests.factories.agreements import make_agreement, make_party, make_vote
from tests.factories.directory import make_body, make_province
from tests.factories.projects import make_milestone, make_project
from tests.factories.rights import officer_of
from tests.round_trips import cells_of, fill_in, held_in_order, open_in, queries_to_take, read_back, record, take, undo

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
K = MilestoneKind


@pytest.fixture
def province() -> Place:
    return make_province()


@pytest.fixture
def agreement(province: Place) -> Agreement:
    return make_agreement(owner=make_body(BodyKind.REGION, province.region), place=province)


@pytest.fixture
def project(agreement: Agreement) -> Project:
    """The land was delivered in March, the works are to begin in May and to be received in September."""
    made = make_project(agreement)
    make_milestone(made, done_on=dt.date(2026, 3, 4), reference="PV 1")
    make_milestone(made, K.STARTED, dt.date(2026, 5, 4))
    make_milestone(made, K.RECEIVED, dt.date(2026, 9, 1))
    return made


@pytest.fixture
def officer(province: Place, as_user: AsUser) -> Client:
    return as_user(officer_of(province.region))


@pytest.fixture
def neighbour(as_user: AsUser) -> Client:
    place = make_province().region
    make_body(BodyKind.REGION, place)
    return as_user(officer_of(place))


def days(project: Project) -> dict[str, dt.date]:
    return dict(project.milestones.values_list("kind", "planned_on"))


# ── Agreements ──────────────────────────────────────────────────────────────


def test_the_titles_of_a_draft_are_corrected_by_a_form_and_given_back(officer: Client, agreement: Agreement) -> None:
    assert open_in(take(officer, "agreements"), "agreements") == {"name_ar", "name_fr", "observation"}
    before = agreement.name_fr
    assert "1 change recorded" in fill_in(officer, "agreements", name_fr="Convention de partenariat d’Ifrane")
    agreement.refresh_from_db()
    assert agreement.name_fr == "Convention de partenariat d’Ifrane"
    assert Entry.objects.filter(verb="agreement.draft_corrected").count() == 1
    assert "1 change taken back" in undo(officer)
    agreement.refresh_from_db()
    assert agreement.name_fr == before


def test_a_text_that_a_council_voted_meanwhile_keeps_its_title(officer: Client, agreement: Agreement) -> None:
    book = take(officer, "agreements")
    make_vote(make_party(agreement))
    assert open_in(take(officer, "agreements"), "agreements") == {"observation"}
    read_back(officer, "agreements", book, name_fr="Autre", observation="Two titles are in use")
    assert "Row 2: A council has voted this text" in record(officer)
    agreement.refresh_from_db()
    assert agreement.name_fr != "Autre"
    assert not Observation.objects.exists()


def test_a_title_that_a_council_voted_since_is_not_given_back_by_taking_back_the_form(
    officer: Client, agreement: Agreement
) -> None:
    fill_in(officer, "agreements", name_fr="Convention de partenariat d’Ifrane")
    make_vote(make_party(agreement))
    assert "A council has voted this text" in undo(officer)
    agreement.refresh_from_db()
    assert agreement.name_fr == "Convention de partenariat d’Ifrane"


def test_a_title_left_empty_stops_the_form(officer: Client, agreement: Agreement) -> None:
    assert "This field is required" in read_back(officer, "agreements", take(officer, "agreements"), name_fr="")


def test_a_cancelled_agreement_has_only_its_observation_open(officer: Client, agreement: Agreement) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(cancelled_on=dt.date(2026, 1, 1), motive="x")
    assert open_in(take(officer, "agreements"), "agreements") == {"observation"}


# ── Projects ────────────────────────────────────────────────────────────────


def test_each_milestone_that_is_to_come_may_be_given_its_day_and_one_done_keeps_its_own(
    officer: Client, project: Project
) -> None:
    book = take(officer, "projects")
    assert open_in(book, "projects") == {kind.value for kind in K if kind != K.LAND} | {"observation"}
    cells = cells_of(book, "projects")
    assert (cells["land"].value, cells["started"].value) == ("04/03/2026", "04/05/2026")
    assert not cells["opened"].value


def test_days_move_and_a_milestone_is_added_by_the_act_of_the_page(officer: Client, project: Project) -> None:
    told = fill_in(officer, "projects", started="01/10/2026", received="15/12/2026", opened="02/02/2027")
    assert "3 changes recorded" in told
    assert days(project) == {
        K.LAND: dt.date(2026, 3, 2), K.STARTED: dt.date(2026, 10, 1), K.RECEIVED: dt.date(2026, 12, 15),
        K.OPENED: dt.date(2027, 2, 2),
    }  # fmt: skip
    assert project.milestones.get(kind=K.STARTED).first_planned_on == dt.date(2026, 5, 4)
    assert Entry.objects.filter(verb="project.milestone_moved").count() == 2
    assert Entry.objects.filter(verb="project.milestone_planned").count() == 1
    assert "is not taken off again" in undo(officer)
    assert len(days(project)) == 4


def test_days_that_a_form_moved_are_given_back(officer: Client, project: Project) -> None:
    before = days(project)
    fill_in(officer, "projects", started="01/10/2026", received="15/12/2026")
    assert "2 changes taken back" in undo(officer)
    assert days(project) == before


def test_a_day_out_of_turn_is_refused_as_on_the_page_and_nothing_of_the_row_is_kept(
    officer: Client, project: Project
) -> None:
    before = days(project)
    told = fill_in(officer, "projects", started="01/10/2026", observation="The contractor was late")
    assert "Row 2: Works started: This day comes after that of what waits for it: works received" in told
    assert days(project) == before
    assert not Observation.objects.exists()


def test_a_milestone_done_meanwhile_is_planned_no_more(officer: Client, project: Project) -> None:
    book = take(officer, "projects")
    project.milestones.filter(kind=K.STARTED).update(done_on=dt.date(2026, 5, 4), reference="OS 1")
    read_back(officer, "projects", book, started="01/06/2026")
    assert "Row 2: This milestone is done" in record(officer)


@pytest.mark.parametrize(("text", "told"), [("", "This field is required"), ("in May", "This is not a date")])
def test_a_day_that_is_none_stops_the_form(officer: Client, project: Project, text: str, told: str) -> None:
    assert told in read_back(officer, "projects", take(officer, "projects"), started=text)


def test_a_form_holds_the_agreement_before_its_projects_as_whoever_plans_a_milestone_does(
    officer: Client, project: Project
) -> None:
    read_back(officer, "projects", take(officer, "projects"), received="02/10/2026")
    assert held_in_order(officer)[:2] == ["agreements_agreement", "agreements_project"]


def test_a_project_given_up_has_only_its_observation_open(officer: Client, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(stopped_on=dt.date(2026, 6, 1), motive="x")
    assert open_in(take(officer, "projects"), "projects") == {"observation"}


@pytest.mark.parametrize(("name", "cells"), [("agreements", {"name_fr": "x"}), ("projects", {"started": "01/06/2026"})])
def test_a_neighbour_s_row_is_refused(
    officer: Client, neighbour: Client, project: Project, name: str, cells: dict[str, str]
) -> None:
    assert "not yours to change" in read_back(neighbour, name, take(officer, name), **cells)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_was_observed_of_a_project_is_shown_on_its_page(officer: Client, project: Project, language: str) -> None:
    fill_in(officer, "projects", observation="Roof under repair")
    with translation.override(language):
        assert "Roof under repair" in officer.get(project.get_absolute_url()).text


def test_the_form_of_projects_asks_as_many_queries_for_one_row_as_for_ten(
    officer: Client, agreement: Agreement, project: Project
) -> None:
    few = queries_to_take(officer, "projects")
    for _ in range(9):
        make_milestone(make_project(agreement))
    assert queries_to_take(officer, "projects") == few
