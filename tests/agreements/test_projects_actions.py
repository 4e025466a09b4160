import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.agreements.actions import confirm_step, record_step, withdraw_step
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Agreement, Milestone, Project, ProjectMoney, Step, Waits
from takwin.agreements.projects import actions
from takwin.agreements.projects.enums import FileKind, MilestoneKind, MoneyKind, ProjectKind, ProjectState
from takwin.agreements.projects.queries import holding, in_state, money_of, state_of, with_progress
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_party
from tests.factories.directory import make_body
from tests.factories.people import make_office
from tests.factories.projects import PDF, PNG, make_milestone, make_project
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 2)
LATER = dt.date(2026, 4, 2)


@pytest.fixture
def by() -> User:
    return make_user()


def done(milestone: Milestone, by: User, on: dt.date = ON) -> Milestone:
    return actions.do_milestone(milestone, done_on=on, reference="12/26", by=by)


def refused(words: str) -> Any:
    return pytest.raises(ValidationError, match=re.escape(words))


def test_a_project_opens_with_a_number_and_the_days_it_promises(by: User) -> None:
    agreement = make_agreement()
    facts: dict[str, Any] = {
        "kind": ProjectKind.SCHOOL, "owner": agreement.owner, "place": agreement.place, "name_ar": "مدرسة البرمجة",
        "name_fr": "École", "planned": {MilestoneKind.LAND: ON, MilestoneKind.STARTED: LATER}, "by": by,
    }  # fmt: skip
    first, second = actions.open_project(agreement, **facts), actions.open_project(agreement, **facts)
    year = clock.today().year % 100
    assert [first.reference, second.reference] == [f"PJ-{year:02}-01", f"PJ-{year:02}-02"]
    assert list(first.milestones.values_list("kind", "first_planned_on")) == [("land", ON), ("started", LATER)]


def test_nothing_is_opened_under_a_cancelled_agreement(by: User) -> None:
    agreement = make_agreement(cancelled_on=ON, motive="ألغيت")
    with refused("This agreement is cancelled"):
        actions.open_project(
            agreement, kind=ProjectKind.OTHER, owner=agreement.owner, place=agreement.place, name_ar="أ", name_fr="a",
            planned={}, by=by,
        )  # fmt: skip


def test_a_day_that_moves_keeps_the_day_promised_at_first(by: User) -> None:
    project = make_project()
    actions.plan_milestone(project, MilestoneKind.LAND, planned_on=ON, by=by)
    moved = actions.plan_milestone(project, MilestoneKind.LAND, planned_on=LATER, by=by)
    assert (moved.first_planned_on, moved.planned_on) == (ON, LATER)
    assert Entry.objects.get(verb="project.milestone_moved").facts["was"] == str(ON)
    done(moved, by)
    with refused("This milestone is done"):
        actions.plan_milestone(project, MilestoneKind.LAND, planned_on=ON, by=by)


def test_nobody_builds_before_the_land_is_delivered(by: User) -> None:
    project = make_project()
    land, works = make_milestone(project), make_milestone(project, MilestoneKind.STARTED)
    with refused("It waits for"):
        done(works, by)
    done(land, by, LATER)
    with refused("This comes before what it waits for"):
        done(works, by, ON)
    assert done(works, by, LATER).done_on == LATER


def test_order_holds_across_the_kinds_that_a_project_does_not_have(by: User) -> None:
    project = make_project()
    make_milestone(project)
    with refused("It waits for"):
        done(make_milestone(project, MilestoneKind.OPENED), by)


def test_a_centre_may_open_on_the_day_the_agreement_is_signed_or_before(by: User) -> None:
    project = make_project()
    make_milestone(project, MilestoneKind.SIGNED)
    assert done(make_milestone(project, MilestoneKind.OPENED), by).done_on == ON


def test_a_milestone_is_not_done_in_the_future_nor_twice(by: User) -> None:
    milestone = make_milestone()
    with refused("This date is in the future"):
        done(milestone, by, clock.today() + dt.timedelta(days=1))
    done(milestone, by)
    with refused("This is already settled"):
        done(milestone, by)


@pytest.fixture
def signing() -> Any:
    """An agreement of two parties, and the way one of them signs on a day."""
    agreement = make_agreement()
    officer = officer_of(agreement.place.region)
    parties = [make_party(agreement, make_body(BodyKind.UNIVERSITY)) for _n in range(2)]

    def sign(n: int, day: dt.date) -> Step:
        told = {"signatory_name": "", "capacity": "رئيس", "knowingly": True, "by": officer}
        office = make_office(body=parties[n].body, starts_on=dt.date(2020, 1, 1))
        step = record_step(parties[n], StepKind.SIGNATURE, done_on=day, **told | {"signatory": office.person})
        return step if step.confirmed_at else confirm_step(step, by=officer)

    return agreement, sign


def signature_of(project: Project) -> tuple[dt.date | None, str]:
    return project.milestones.values_list("done_on", "reference").get(kind=MilestoneKind.SIGNED)


def opened(agreement: Agreement, by: User) -> Project:
    return actions.open_project(
        agreement, kind=ProjectKind.OTHER, owner=agreement.owner, place=agreement.place, name_ar="أ", name_fr="a",
        planned={MilestoneKind.SIGNED: ON, MilestoneKind.LAND: LATER}, by=by,
    )  # fmt: skip


def test_an_agreement_signed_by_all_does_the_milestone_of_its_signature(by: User, signing: Any) -> None:
    agreement, sign = signing
    before = opened(agreement, by)
    stopped = make_project(agreement, stopped_on=ON, motive="ألغي")
    make_milestone(stopped, MilestoneKind.SIGNED)
    sign(0, dt.date(2024, 5, 7))
    assert signature_of(before) == (None, ""), "one party has not signed yet"
    last = sign(1, dt.date(2024, 5, 9))
    done_on = (dt.date(2024, 5, 9), agreement.reference)
    assert signature_of(before) == signature_of(opened(agreement, by)) == done_on
    assert signature_of(stopped) == (None, "")
    assert before.milestones.get(kind=MilestoneKind.LAND).done_on is None
    later = make_project(agreement)
    assert actions.plan_milestone(later, MilestoneKind.SIGNED, planned_on=ON, by=by).done_on == dt.date(2024, 5, 9)
    withdraw_step(last, motive="another day", by=by)
    assert {signature_of(one) for one in (before, later)} == {(None, "")}
    sign(1, dt.date(2024, 6, 1))
    assert signature_of(before) == (dt.date(2024, 6, 1), agreement.reference)


@pytest.mark.parametrize("own_number", [False, True])
def test_a_signature_recorded_by_hand_stays(by: User, signing: Any, own_number: bool) -> None:
    agreement, sign = signing
    project = opened(agreement, by)
    number = agreement.reference if own_number else "12/26"
    actions.do_milestone(project.milestones.get(kind=MilestoneKind.SIGNED), done_on=ON, reference=number, by=by)
    sign(0, dt.date(2024, 5, 7))
    actions.plan_milestone(project, MilestoneKind.LAND, planned_on=LATER, by=by)
    withdraw_step(sign(1, dt.date(2024, 5, 9)), motive="another day", by=by)
    assert signature_of(project) == (ON, number)


def test_boarding_waits_for_the_land_of_another_project(by: User) -> None:
    agreement = make_agreement()
    land = make_milestone(make_project(agreement))
    works = make_milestone(make_project(agreement), MilestoneKind.STARTED)
    actions.wait_for(works, on=land, by=by)
    assert holding(works.project.milestones.all()) == {works.pk: [land]}
    with refused("It waits for"):
        done(works, by)
    done(land, by)
    done(works, by)
    with refused("Take back first what came after it"):
        actions.reopen_milestone(land, by=by)
    actions.reopen_milestone(works, by=by)
    assert actions.reopen_milestone(land, by=by).done_on is None


def test_a_circle_is_refused_and_names_its_path(by: User) -> None:
    agreement = make_agreement()
    one, two = make_project(agreement, name_fr="Internat"), make_project(agreement, name_fr="École")
    land, works = make_milestone(one), make_milestone(one, MilestoneKind.STARTED)
    other = make_milestone(two, MilestoneKind.OPENED)
    actions.wait_for(other, on=works, by=by)
    with pytest.raises(ValidationError) as refusal:
        actions.wait_for(land, on=other, by=by)
    said = refusal.value.message_dict["on"][0]
    assert [said.count(name) for name in ("Internat", "École", "←")] == [3, 1, 3]
    with refused("circle"):
        actions.wait_for(land, on=works, by=by)
    assert Waits.objects.count() == 1


def test_a_milestone_of_another_carrier_is_not_waited_for(by: User) -> None:
    with refused("another body"):
        actions.wait_for(make_milestone(), on=make_milestone(), by=by)


def test_what_is_done_did_not_wait_for_what_is_not(by: User) -> None:
    agreement = make_agreement()
    one, other = make_milestone(make_project(agreement)), make_milestone(make_project(agreement))
    done(one, by)
    with refused("did not wait for this"):
        actions.wait_for(one, on=other, by=by)


def test_a_link_taken_away_holds_nothing_back(by: User) -> None:
    agreement = make_agreement()
    one, other = make_milestone(make_project(agreement)), make_milestone(make_project(agreement))
    actions.wait_no_more(actions.wait_for(one, on=other, by=by), by=by)
    assert done(one, by).done_on


def pay(project: Project, kind: MoneyKind, amount: int, by: User, **facts: Any) -> ProjectMoney:
    told = {"on": ON, "amount": Decimal(amount), "label": "الأشغال", "reference": "4/26"} | facts
    return actions.record_money(project, kind, by=by, **told)


def test_what_is_spent_was_engaged_first(by: User) -> None:
    project = make_project()
    pay(project, MoneyKind.PLANNED, 100, by, on=dt.date(2030, 1, 1), reference="")
    engaged = pay(project, MoneyKind.ENGAGED, 60, by)
    pay(project, MoneyKind.SPENT, 50, by)
    with refused("is engaged and not spent"):
        pay(project, MoneyKind.SPENT, 11, by)
    with refused("would be engaged no more"):
        actions.withdraw_money(engaged, motive="خطأ", by=by)
    assert list(money_of(project).values()) == [100, 60, 50]


def test_an_amount_withdrawn_counts_no_more_and_stays_told(by: User) -> None:
    project = make_project()
    line = pay(project, MoneyKind.ENGAGED, 60, by)
    with refused("Say why"):
        actions.withdraw_money(line, motive="", by=by)
    actions.withdraw_money(line, motive="سجل مرتين", by=by)
    with refused("already settled"):
        actions.withdraw_money(line, motive="سجل مرتين", by=by)
    assert money_of(project)[MoneyKind.ENGAGED] == 0
    assert project.money.count() == 1


def test_nothing_is_engaged_in_the_future(by: User) -> None:
    with refused("in the future"):
        pay(make_project(), MoneyKind.ENGAGED, 1, by, on=clock.today() + dt.timedelta(days=1))


def test_a_photo_is_an_image_and_a_file_is_kept_once(by: User) -> None:
    project = make_project()
    facts: dict[str, Any] = {"title": "الورش", "taken_on": ON, "by": by}
    with refused("JPEG or PNG"):
        actions.keep_file(project, PDF, kind=FileKind.PHOTO, **facts)
    kept = actions.keep_file(project, PNG, kind=FileKind.PHOTO, **facts)
    with refused("already here"):
        actions.keep_file(project, PNG, kind=FileKind.PHOTO, **facts)
    actions.remove_file(kept, by=by)
    assert not project.files.exists()


def test_a_project_given_up_is_closed_to_everything(by: User) -> None:
    land = make_milestone()
    project = land.project
    line = pay(project, MoneyKind.ENGAGED, 60, by)
    actions.stop_project(project, motive="تعذر توفير الأرض", by=by)
    closed: list[Any] = [
        lambda: done(land, by),
        lambda: actions.plan_milestone(project, MilestoneKind.OPENED, planned_on=ON, by=by),
        lambda: pay(project, MoneyKind.PLANNED, 1, by),
        lambda: actions.withdraw_money(line, motive="خطأ", by=by),
        lambda: actions.stop_project(project, motive="مرتين", by=by),
        lambda: actions.keep_file(project, PNG, kind=FileKind.PHOTO, title="أ", taken_on=ON, by=by),
    ]
    for act in closed:
        with refused("given up"):
            act()


DONE = {"done_on": ON, "reference": "1"}
STATES: dict[ProjectState, list[dict[str, Any]]] = {
    ProjectState.PLANNED: [{"on": LATER}],
    ProjectState.LATE: [{"on": ON - dt.timedelta(days=1)}, {"kind": "started", "done_on": ON, "reference": "1"}],
    ProjectState.UNDER_WAY: [{"on": ON}, {"kind": "signed", "done_on": ON, "reference": "1"}],
    ProjectState.DONE: [{"kind": "signed", **DONE}, {"kind": "opened", **DONE}],
    ProjectState.STOPPED: [{"on": ON - dt.timedelta(days=1)}],
}


@pytest.mark.parametrize("state", ProjectState)
def test_the_state_read_and_the_state_asked_of_the_database_agree(state: ProjectState) -> None:
    project = make_project(**({"stopped_on": ON, "motive": "x"} if state == ProjectState.STOPPED else {}))
    for facts in STATES[state]:
        make_milestone(project, **facts)
    row = with_progress(Project.objects.all(), ON).get()
    assert state_of(row) == state
    agree = [one for one in ProjectState if with_progress(Project.objects.all(), ON).filter(in_state(one)).exists()]
    assert agree == [state]


@pytest.mark.parametrize("kind", ["signed", "started"])
def test_works_that_only_began_are_under_way_even_when_no_other_day_is_known(kind: str) -> None:
    make_milestone(make_project(), kind=kind, **DONE)
    row = with_progress(Project.objects.all(), ON).get()
    assert state_of(row) == ProjectState.UNDER_WAY
    assert with_progress(Project.objects.all(), ON).filter(in_state(ProjectState.UNDER_WAY)).exists()


def test_a_project_without_milestones_is_planned() -> None:
    make_project()
    row = with_progress(Project.objects.all(), ON).get()
    assert state_of(row) == ProjectState.PLANNED
    assert with_progress(Project.objects.all(), ON).filter(in_state(ProjectState.PLANNED)).exists()
