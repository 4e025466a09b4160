import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.documents.models import Act, Paper
from takwin.programmes import actions, benefits
from takwin.programmes.models import Action, CostShare, Plan, Programme, Share
from takwin.programmes.signals import programme_reopening
from takwin.rights.enums import Role
from tests.factories.directory import make_body
from tests.factories.programmes import (
    PDF,
    make_act,
    make_councils,
    make_member,
    make_plan,
    make_programme,
    make_shared,
)
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
NAMES = {"name_ar": "اسم", "name_fr": "Nom"}
ACT = {"kind": "deliberation", "number": "14/2026", "taken_on": "2026-03-05"}


@pytest.fixture
def region():
    seed_parameters(by=None)
    return make_body(BodyKind.REGION)


@pytest.fixture
def officer(region):
    return officer_of(region.place)


@pytest.fixture
def browser(officer, as_user):
    return as_user(officer)


@pytest.fixture
def adopted(region, officer):
    councils = make_councils(region)
    programme = make_programme(region)
    make_shared(programme, councils)
    return actions.adopt_programme(programme, act=make_act(region), by=officer)


def test_a_plan_is_opened_with_its_first_version(browser, region):
    data = {"owner": region.pk, "kind": "master", "first_year": 2023, "last_year": 2026, **NAMES}
    answer = browser.post(reverse("programmes:new_plan"), data)
    plan = Plan.objects.get()
    assert answer.url == plan.get_absolute_url()
    assert plan.versions.get().number == 1


def test_a_plan_that_ends_before_it_begins_is_refused_at_its_last_year(browser, region):
    data = {"owner": region.pk, "kind": "master", "first_year": 2026, "last_year": 2023, **NAMES}
    answer = browser.post(reverse("programmes:new_plan"), data)
    assert answer.status_code == 422
    assert "last_year" in answer.context["form"].errors


def test_a_version_is_approved_by_an_act_with_its_text(browser, region, officer):
    version = actions.make_plan(owner=region, **NAMES, first_year=2023, last_year=2026, by=officer).versions.get()
    text = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
    browser.post(reverse("programmes:approve", args=[version.pk]), {**ACT, "body": region.pk, "text": text})
    version.refresh_from_db()
    assert (version.act.number, version.act.taken_on) == ("14/2026", dt.date(2026, 3, 5))
    answer = browser.get(reverse("programmes:version_text", args=[version.pk]))
    assert b"".join(answer.streaming_content) == PDF


def test_an_approved_version_keeps_its_act(browser, region, officer):
    version = actions.make_plan(owner=region, **NAMES, first_year=2023, last_year=2026, by=officer).versions.get()
    address = reverse("programmes:approve", args=[version.pk])
    browser.post(address, {**ACT, "body": region.pk})
    answer = browser.post(address, {**ACT, "number": "15/2026", "body": region.pk})
    assert answer.status_code == 422
    assert Act.objects.count() == 1  # the second act went with the refusal


def test_an_act_of_the_future_is_refused_at_its_date(browser, region, officer):
    version = actions.make_plan(owner=region, **NAMES, first_year=2023, last_year=2026, by=officer).versions.get()
    data = {**ACT, "taken_on": "2099-01-01", "body": region.pk}
    answer = browser.post(reverse("programmes:approve", args=[version.pk]), data)
    assert "taken_on" in answer.context["form"].errors


def test_a_programme_outside_its_plan_is_refused_at_its_year(browser, region):
    plan = make_plan(owner=region)
    data = {"owner": region.pk, "plan": plan.pk, "kind": "annual", "year": 2027, "shares_cost": "on", **NAMES}
    answer = browser.post(reverse("programmes:new_programme"), data)
    assert "year" in answer.context["form"].errors


def test_a_second_programme_of_the_year_is_refused(browser, region):
    make_programme(region)
    data = {"owner": region.pk, "kind": "annual", "year": 2026, "shares_cost": "on", **NAMES}
    answer = browser.post(reverse("programmes:new_programme"), data)
    assert "already has such a programme" in answer.content.decode()


def test_an_emergency_programme_needs_no_plan(browser, region):
    browser.post(reverse("programmes:new_programme"), {"owner": region.pk, "kind": "emergency", "year": 2022, **NAMES})
    programme = Programme.objects.get()
    assert programme.plan is None
    assert not programme.shares_cost


def test_actions_are_added_changed_and_taken_out_of_a_draft(browser, region):
    programme = make_programme(region)
    data = {"kind": "training", "planned_sessions": 9, "planned_seats": 315, "budget": "300.000,50", **NAMES}
    browser.post(reverse("programmes:add_action", args=[programme.pk]), data)
    action = Action.objects.get()
    assert action.budget == Decimal("300000.50")
    browser.post(reverse("programmes:change_action", args=[action.pk]), data | {"planned_sessions": 4})
    assert Action.objects.get().planned_sessions == 4
    browser.post(reverse("programmes:remove_action", args=[action.pk]))
    assert not Action.objects.exists()


def test_an_action_with_a_negative_budget_is_refused_at_its_field(browser, region):
    data = {"kind": "training", "planned_sessions": 0, "planned_seats": 0, "budget": "-5", **NAMES}
    answer = browser.post(reverse("programmes:add_action", args=[make_programme(region).pk]), data)
    assert "budget" in answer.context["form"].errors


def test_an_adopted_programme_no_longer_changes(browser, adopted):
    data = {"kind": "training", "planned_sessions": 0, "planned_seats": 0, "budget": "5", **NAMES}
    answer = browser.post(reverse("programmes:add_action", args=[adopted.pk]), data)
    assert "open a new version" in answer.content.decode()


def test_an_action_of_an_adopted_programme_is_not_taken_out(browser, region, officer):
    programme = make_programme(region, shares_cost=False)
    action = actions.add_action(programme, **NAMES, by=officer)
    actions.adopt_programme(programme, act=make_act(region), by=officer)
    browser.post(reverse("programmes:remove_action", args=[action.pk]))
    assert Action.objects.exists()


def test_the_page_says_its_path_and_its_sums(browser, adopted, officer):
    page = browser.get(adopted.get_absolute_url()).content.decode()
    assert "Adopted" in page
    assert "Who bears the cost" in page


def test_a_foundation_s_programme_shows_no_cost_share(browser, region):
    programme = make_programme(region, shares_cost=False)
    page = browser.get(programme.get_absolute_url()).content.decode()
    assert "Who bears the cost" not in page
    assert browser.get(reverse("programmes:cost", args=[programme.pk])).status_code == 404


def test_the_adoption_is_recorded_with_its_act(browser, region):
    programme = make_programme(region, shares_cost=False)
    browser.post(reverse("programmes:adopt", args=[programme.pk]), {**ACT, "body": region.pk})
    programme.refresh_from_db()
    assert (programme.state, programme.act.number) == ("adopted", "14/2026")


def test_a_new_version_is_a_draft_and_voids_the_printed_cost_share(browser, adopted, officer):
    paper = actions.issue_cost_share(adopted, by=officer)
    browser.post(reverse("programmes:reopen", args=[adopted.pk]), {"reason": "budget lowered"})
    adopted.refresh_from_db()
    assert (adopted.state, adopted.version, adopted.note) == ("draft", 2, "budget lowered")
    assert Paper.objects.get(pk=paper.pk).cancelled_at
    assert CostShare.objects.get().fixed_at is None


def test_what_money_rests_on_is_not_opened_again(adopted, officer):
    def refuse(**_kwargs):
        raise ValidationError("funds were requested")

    programme_reopening.connect(refuse)
    try:
        with pytest.raises(ValidationError, match="funds"):
            actions.reopen_programme(adopted, reason="x", by=officer)
    finally:
        programme_reopening.disconnect(refuse)
    adopted.refresh_from_db()
    assert adopted.state == "adopted"


def test_a_draft_is_not_opened_again(region, officer):
    with pytest.raises(ValidationError):
        actions.reopen_programme(make_programme(region), reason="x", by=officer)


def test_the_cost_is_first_shared_by_the_members_in_office(browser, region):
    councils = make_councils(region)
    make_member(councils[0])
    make_member(councils[1])
    programme = make_programme(region)
    address = reverse("programmes:edit_cost", args=[programme.pk])
    browser.post(address, {"total": "1.000,01", "region_percent": "25"})
    heads = dict(Share.objects.values_list("body", "heads_forecast"))
    assert heads == {region.pk: 0, councils[0].pk: 1, councils[1].pk: 1, councils[2].pk: 0}
    assert sum(Share.objects.values_list("amount", flat=True)) == Decimal("1000.01")


def test_the_preview_says_the_shares_and_writes_nothing(officer, region, as_user):
    make_member(make_councils(region)[0])
    address = reverse("programmes:edit_cost", args=[make_programme(region).pk])
    page = as_user(officer, htmx=True).post(address, {"total": "1000", "region_percent": "20"}).content.decode()
    assert "What the shares would be" in page
    assert not CostShare.objects.exists()


def test_a_cost_nobody_can_bear_is_refused_with_a_sentence(browser, region):
    make_councils(region)
    address = reverse("programmes:edit_cost", args=[make_programme(region).pk])
    answer = browser.post(address, {"total": "1000", "region_percent": "25"})
    assert answer.status_code == 422
    assert "cannot be shared" in answer.content.decode()
    assert not CostShare.objects.exists()


def test_below_the_least_share_the_page_warns(browser, region):
    programme = make_programme(region)
    make_shared(programme, make_councils(region), region_percent=Decimal(22))
    assert "at least 25" in browser.get(reverse("programmes:cost", args=[programme.pk])).content.decode()


def test_the_members_expected_are_corrected_by_province(browser, region):
    councils = make_councils(region)
    programme = make_programme(region)
    make_shared(programme, councils)
    address = reverse("programmes:heads", args=[programme.pk, councils[0].place.pk])
    browser.post(address, {f"body_{council.pk}": count for council, count in zip(councils, [0, 30, 10], strict=True)})
    assert Share.objects.get(body=councils[1]).amount == Decimal("56250.00")
    assert sum(Share.objects.values_list("amount", flat=True)) == Decimal("100000.00")


def test_a_province_without_share_has_no_heads_to_correct(browser, region):
    programme = make_programme(region)
    make_shared(programme, make_councils(region))
    elsewhere = make_councils(make_body(BodyKind.REGION))[0]
    assert browser.get(reverse("programmes:heads", args=[programme.pk, elsewhere.place.pk])).status_code == 404


def test_a_top_up_lowers_the_rest_and_can_be_taken_back(browser, region):
    councils = make_councils(region)
    programme = make_programme(region)
    make_shared(programme, councils)
    address = reverse("programmes:top_up", args=[programme.pk])
    browser.post(address, {"body": region.pk, "amount": "15000", "kind": "lowers"})
    assert Share.objects.get(body=councils[0]).amount == Decimal("20000.00")
    browser.post(address, {"body": region.pk, "amount": "0", "kind": "lowers"})
    assert Share.objects.get(body=councils[0]).amount == Decimal("25000.00")


def test_an_earmarked_top_up_without_purpose_is_refused_at_its_field(browser, region):
    programme = make_programme(region)
    make_shared(programme, make_councils(region))
    data = {"body": region.pk, "amount": "15000", "kind": "earmarked"}
    answer = browser.post(reverse("programmes:top_up", args=[programme.pk]), data)
    assert "purpose" in answer.context["form"].errors


def test_the_closing_first_shows_the_recount(browser, adopted, monkeypatch):
    came = {share.body_id: 20 - n for n, share in enumerate(adopted.shares.exclude(body=adopted.owner))}
    monkeypatch.setattr(benefits, "_sources", [lambda _programme: came])
    address = reverse("programmes:close", args=[adopted.pk])
    page = browser.post(address, {"actual_total": "80000", "step": "show"})
    assert "The recount" in page.content.decode()
    assert page.context["table"].total.recounted == Decimal("80000.00")
    adopted.refresh_from_db()
    assert adopted.state == "adopted"
    after = browser.post(address, {"actual_total": "80000", "step": "close"}, follow=True)
    assert "differences are carried to the next" in after.content.decode()
    adopted.refresh_from_db()
    assert adopted.state == "closed"
    assert sum(Share.objects.values_list("difference", flat=True)) == Decimal("-20000.00")


def test_the_closing_of_a_year_without_shares_says_what_to_do(browser, region):
    alone = make_programme(region, shares_cost=False)
    address = reverse("programmes:close", args=[alone.pk])
    assert "adopt it first" in browser.get(address).content.decode()
    Programme.objects.filter(pk=alone.pk).update(state="adopted", adopted_at=clock.now())
    assert "is not shared: write what the year cost" in browser.get(address).content.decode()
    after = browser.post(address, {"actual_total": "80000", "step": "close"}, follow=True).content.decode()
    assert "The year is closed." in after
    assert "carried" not in after
    alone.refresh_from_db()
    assert alone.state == "closed"


def test_a_council_that_was_not_forecast_but_came_has_a_share_at_the_closing(adopted, officer, monkeypatch):
    late = make_councils(adopted.owner, communes=0)[0]
    monkeypatch.setattr(benefits, "_sources", [lambda _programme: {late.pk: 5}])
    actions.close_year(adopted, actual_total=Decimal(80000), by=officer)
    share = Share.objects.get(body=late)
    assert (share.base, share.difference, share.heads_actual) == (Decimal(0), Decimal("60000.00"), 5)


def test_a_year_whose_sessions_nobody_attended_is_closed_and_its_rule_is_said(browser, adopted, monkeypatch):
    monkeypatch.setattr(benefits, "_sources", [])
    address = reverse("programmes:close", args=[adopted.pk])
    shown = browser.post(address, {"actual_total": "80000", "step": "show"})
    assert "The members expected at the adoption remain the basis" in shown.content.decode()
    assert browser.post(address, {"actual_total": "80000", "step": "close"}).status_code == 302
    after = browser.get(reverse("programmes:cost", args=[adopted.pk])).content.decode()
    assert "The members expected at the adoption remain the basis" in after
    assert sum(Share.objects.values_list("difference", flat=True)) == Decimal("-20000.00")


def test_a_negative_cost_is_refused_at_its_field(browser, adopted):
    answer = browser.post(reverse("programmes:close", args=[adopted.pk]), {"actual_total": "-1", "step": "show"})
    assert answer.status_code == 422
    assert "actual_total" in answer.context["form"].errors


def test_the_cost_share_is_numbered_once_and_can_be_read_again(browser, adopted):
    address = reverse("programmes:issue_paper", args=[adopted.pk])
    first, second = browser.post(address), browser.post(address)
    assert first.url == second.url
    answer = browser.get(first.url)
    assert answer["Content-Type"] == "application/pdf"
    assert Paper.objects.get().reference.startswith("TKW-CSH-")


def test_a_draft_is_printed_as_a_draft_and_not_numbered(browser, region):
    programme = make_programme(region)
    make_shared(programme, make_councils(region))
    assert browser.get(reverse("programmes:cost_draft", args=[programme.pk])).content.startswith(b"%PDF")
    browser.post(reverse("programmes:issue_paper", args=[programme.pk]))
    assert not Paper.objects.exists()


def test_the_shares_are_exported(browser, adopted):
    answer = browser.get(reverse("programmes:cost_sheet", args=[adopted.pk]))
    assert b"".join(answer.streaming_content).startswith(b"PK")


ADDRESSES = ["programme", "adopt", "reopen", "close", "add_action", "cost", "edit_cost", "top_up", "cost_sheet"]


@pytest.mark.parametrize("name", [*ADDRESSES, "cost_draft"])
def test_a_neighbour_s_programme_is_not_there(name, adopted, as_user):
    neighbour = officer_of(make_body(BodyKind.REGION).place)
    assert as_user(neighbour).get(reverse(f"programmes:{name}", args=[adopted.pk])).status_code == 404


@pytest.mark.parametrize("name", ["plan", "add_axis", "new_version"])
def test_a_neighbour_s_plan_is_not_there(name, as_user):
    plan = make_plan()
    neighbour = officer_of(make_body(BodyKind.REGION).place)
    assert as_user(neighbour).get(reverse(f"programmes:{name}", args=[plan.pk])).status_code == 404


def test_a_commune_sees_its_own_share_and_not_the_neighbour_s(adopted, as_user):
    share, other = adopted.shares.exclude(body=adopted.owner).order_by("-body")[:2]
    browser = as_user(user_as(Role.COMMUNE, None, share.body))
    page = browser.get(reverse("programmes:cost", args=[adopted.pk])).content.decode()
    assert share.body.name in page
    assert other.body.name not in page
    assert browser.get(reverse("programmes:cost_sheet", args=[adopted.pk])).status_code == 404


@pytest.mark.parametrize("name", ["adopt", "edit_cost", "close"])
def test_a_commune_may_not_change_the_programme(name, adopted, as_user):
    commune = user_as(Role.COMMUNE, None, adopted.shares.exclude(body=adopted.owner).first().body)
    assert as_user(commune).get(reverse(f"programmes:{name}", args=[adopted.pk])).status_code == 403


def test_the_list_costs_the_same_for_one_programme_and_three(browser, region, django_assert_max_num_queries):
    make_programme(region)
    with django_assert_max_num_queries(12) as one:
        browser.get(reverse("programmes:programmes"))
    make_programme(region, year=2025)
    make_programme(region, year=2024)
    with django_assert_max_num_queries(12) as three:
        browser.get(reverse("programmes:programmes"))
    assert len(one) == len(three)


def test_the_table_of_shares_costs_the_same_for_one_council_and_many(browser, region, django_assert_max_num_queries):
    programme = make_programme(region)
    make_shared(programme, make_councils(region, communes=0))
    address = reverse("programmes:cost", args=[programme.pk])
    with django_assert_max_num_queries(14) as one:
        browser.get(address)
    make_shared(programme, make_councils(region, communes=4))
    with django_assert_max_num_queries(14) as many:
        browser.get(address)
    assert len(one) == len(many)
