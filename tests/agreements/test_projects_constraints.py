"""What the database itself refuses of projects, milestones, their chains, their money and their files."""

import datetime as dt
from typing import Any

import pytest

from takwin.agreements.models import Milestone, Project, ProjectFile, ProjectMoney, Waits
from takwin.agreements.projects.enums import FileKind, MilestoneKind, MoneyKind
from takwin.core import clock
from takwin.documents.actions import store_file
from tests.constraints import breaks
from tests.factories.projects import PDF, make_milestone, make_project

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 2)


def test_a_reference_names_one_project_of_an_agreement() -> None:
    first = make_project()
    with breaks(Project, "project_reference_once"):
        make_project(first.agreement, reference=first.reference)
    assert make_project(reference=first.reference).pk


def test_a_project_is_given_up_with_a_motive() -> None:
    with breaks(Project, "project_stopped_with_motive"):
        make_project(stopped_on=ON)
    assert make_project(stopped_on=ON, motive="أرض غير صالحة للبناء").pk


def test_a_project_has_a_milestone_once() -> None:
    first = make_milestone()
    with breaks(Milestone, "milestone_once"):
        make_milestone(first.project)
    assert make_milestone(first.project, MilestoneKind.STARTED).pk


@pytest.mark.parametrize("facts", [{"done_on": ON}, {"reference": "12/26"}])
def test_a_milestone_is_done_with_its_proof_or_not_at_all(facts: dict[str, Any]) -> None:
    project = make_project()
    with breaks(Milestone, "milestone_done_is_proved"):
        make_milestone(project, **facts)
    assert make_milestone(project, done_on=ON, reference="12/26").pk


@pytest.mark.parametrize("facts", [{"kind": MilestoneKind.LAND}, {"done_on": None, "reference": ""}])
def test_only_a_signature_given_follows_from_the_signatures(facts: dict[str, Any]) -> None:
    told = {"kind": MilestoneKind.SIGNED, "done_on": ON, "reference": "CV-26-01", "followed": True}
    with breaks(Milestone, "milestone_followed_signatures"):
        make_milestone(make_project(), **told | facts)
    assert make_milestone(make_project(), **told).pk


def test_what_a_milestone_waits_for_is_said_once() -> None:
    one, other = make_milestone(), make_milestone()
    Waits.objects.create(milestone=one, on=other)
    with breaks(Waits, "waits_once"):
        Waits.objects.create(milestone=one, on=other)


def test_a_milestone_does_not_wait_for_itself() -> None:
    one = make_milestone()
    with breaks(Waits, "waits_for_another"):
        Waits.objects.create(milestone=one, on=one)


def amount(**facts: Any) -> ProjectMoney:
    told = {"kind": MoneyKind.PLANNED, "on": ON, "amount": 10, "label": "الأشغال"} | facts
    return ProjectMoney.objects.create(project=make_project(), **told)


def test_an_amount_is_above_zero() -> None:
    with breaks(ProjectMoney, "project_money_positive"):
        amount(amount=0)


@pytest.mark.parametrize("kind", [MoneyKind.ENGAGED, MoneyKind.SPENT])
def test_what_is_engaged_or_spent_has_its_proof(kind: MoneyKind) -> None:
    with breaks(ProjectMoney, "project_money_is_proved"):
        amount(kind=kind)
    assert amount(kind=kind, reference="4/26").pk
    assert amount(kind=MoneyKind.PLANNED).pk


def test_an_amount_is_withdrawn_with_a_motive() -> None:
    with breaks(ProjectMoney, "project_money_withdrawn_with_motive"):
        amount(withdrawn_at=clock.now())


def test_a_file_is_kept_once_in_a_project() -> None:
    project = make_project()
    file = store_file(PDF.data, name=PDF.name, content_type=PDF.content_type, owner=project.owner, by=None)
    facts = {"kind": FileKind.PAPER, "file": file, "title": "عقد", "taken_on": ON}
    ProjectFile.objects.create(project=project, **facts)
    with breaks(ProjectFile, "project_file_once"):
        ProjectFile.objects.create(project=project, **facts)
    assert ProjectFile.objects.create(project=make_project(), **facts).pk
