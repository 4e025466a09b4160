"""From the shares of an adopted programme to the agreements of every province."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.agreements import actions
from takwin.agreements.actions import from_shares
from takwin.agreements.enums import PartyRole
from takwin.agreements.models import Agreement, Commitment, Instalment
from takwin.agreements.queries.from_shares import provinces_of
from takwin.core.models import Job
from takwin.directory.enums import BodyKind
from takwin.programmes import actions as programmes
from takwin.programmes.models import Programme, Share
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.programmes import make_act, make_councils, make_programme, make_shared
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

ONCE = [("2026-06-30", 100)]
THIRDS = [("2026-04-30", 33), ("2026-07-31", 33), ("2026-10-31", 34)]


def make_adopted() -> Programme:
    """Two provinces, each with a council and two communes, that share 75 000 dirhams."""
    programme = make_programme()
    councils = [*make_councils(programme.owner), *make_councils(programme.owner)]
    make_shared(programme, councils, heads=10)
    return programmes.adopt_programme(programme, act=make_act(programme.owner), by=make_user())


@pytest.fixture
def adopted(db):
    return make_adopted()


def test_one_agreement_a_province_with_its_councils_and_their_shares(adopted):
    drafted = actions.draft_from_shares(adopted, instalments=ONCE, by=make_user())
    assert len(drafted) == 2
    for agreement in drafted:
        roles = dict(agreement.parties.values_list("body", "role"))
        assert roles[adopted.owner_id] == PartyRole.LEADER
        assert sorted(roles.values()).count(PartyRole.FUNDER) == 3
        assert list(agreement.programmes.all()) == [adopted]
        assert (agreement.first_year, agreement.last_year) == (2026, 2026)
    owed = {share.body_id: share.due for share in adopted.shares.exclude(body=adopted.owner)}
    assert dict(Commitment.objects.values_list("party__body", "amount")) == owed


def test_instalments_sum_to_the_share_to_the_centime(adopted):
    actions.draft_from_shares(adopted, instalments=THIRDS, by=make_user())
    for commitment in Commitment.objects.all():
        parts = list(commitment.instalments.order_by("number").values_list("amount", flat=True))
        assert len(parts) == 3
        assert sum(parts) == commitment.amount
    assert set(Instalment.objects.values_list("due_on", flat=True)) == {dt.date.fromisoformat(d) for d, _p in THIRDS}


def test_asked_twice_nothing_is_drafted_twice(adopted):
    by = make_user()
    actions.draft_from_shares(adopted, instalments=ONCE, by=by)
    assert actions.draft_from_shares(adopted, instalments=ONCE, by=by) == []
    assert (Agreement.objects.count(), Commitment.objects.count()) == (2, 6)


def test_broken_off_after_a_province_it_is_taken_up_where_it_was(adopted, monkeypatch):
    by = make_user()

    def broken(done, _total):
        if done == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("takwin.agreements.actions.from_shares.progress", broken)
        with pytest.raises(KeyboardInterrupt):
            actions.draft_from_shares(adopted, instalments=ONCE, by=by)
    assert Agreement.objects.count() == 1
    actions.draft_from_shares(adopted, instalments=ONCE, by=by)
    assert (Agreement.objects.count(), Commitment.objects.count()) == (2, 6)


def test_under_an_agreement_that_exists_its_parties_are_committed_and_who_is_none_is_named(adopted):
    by = make_user()
    province = provinces_of(adopted)[0]
    councils = sorted(province.dues, key=lambda body: body.pk)
    known = actions.draft_agreement(
        owner=adopted.owner, place=province.province, name_ar="اتفاقية", name_fr="Convention", first_year=2025,
        last_year=2027, parties=[(adopted.owner, PartyRole.LEADER), *((b, PartyRole.FUNDER) for b in councils[:2])],
        programmes=[adopted], by=by,
    )  # fmt: skip
    actions.draft_from_shares(adopted, instalments=ONCE, by=by)
    assert Agreement.objects.count() == 2  # that one, and the other province's
    assert Commitment.objects.filter(party__agreement=known).count() == 2
    left = provinces_of(adopted)[0]
    assert left.outside == [councils[2]]
    assert left.to_commit == []


def test_a_cancelled_agreement_leaves_its_province_to_be_drafted_again(adopted):
    by = make_user()
    drafted = actions.draft_from_shares(adopted, instalments=ONCE, by=by)
    actions.cancel_agreement(drafted[0], motive="خطأ", by=by)
    assert len(actions.draft_from_shares(adopted, instalments=ONCE, by=by)) == 1


def test_shares_that_may_still_change_are_not_promised(db):
    programme = make_programme()
    make_shared(programme, make_councils(programme.owner))
    with pytest.raises(ValidationError, match="not adopted yet"):
        actions.draft_from_shares(programme, instalments=ONCE, by=make_user())
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "parts", [[("2026-06-30", 99)], [("2026-06-30", 101)], [], [("2026-06-30", 100), ("2026-07-01", 0)]]
)
def test_instalments_that_are_not_a_hundred_percent_are_refused(adopted, parts):
    with pytest.raises(ValidationError, match="sum to 100"):
        actions.draft_from_shares(adopted, instalments=parts, by=make_user())


def test_who_has_promised_something_else_for_the_year_is_named_and_holds_up_nobody(adopted, as_user):
    by = make_user()
    first, _second = provinces_of(adopted)
    known = actions.draft_agreement(
        owner=adopted.owner, place=first.province, name_ar="اتفاقية", name_fr="Convention", first_year=2026,
        last_year=2026, parties=[(body, PartyRole.FUNDER) for body in first.dues], programmes=[adopted], by=by,
    )  # fmt: skip
    party = known.parties.select_related("body", "agreement__owner").first()
    actions.commit(party, year=2026, instalments=[(dt.date(2026, 6, 30), Decimal(10))], by=by)
    actions.draft_from_shares(adopted, instalments=ONCE, by=by)
    assert (Agreement.objects.count(), Commitment.objects.count()) == (2, 6)
    row = provinces_of(adopted)[0]
    assert (row.to_commit, row.otherwise, row.is_whole) == ([], [party.body], False)
    browser = as_user(officer_of(adopted.owner.place))
    assert party.body.name in browser.get(reverse("agreements:from_shares", args=[adopted.pk])).content.decode()
    assert "1 council has promised something else" in browser.get(adopted.get_absolute_url()).content.decode()


def test_a_province_that_is_refused_is_named_once_the_others_are_done(adopted, monkeypatch):
    first, second = provinces_of(adopted)
    drafts = from_shares.draft_agreement

    def refusing(**facts):
        if facts["place"] == first.province:
            raise ValidationError("no letterhead")
        return drafts(**facts)

    monkeypatch.setattr(from_shares, "draft_agreement", refusing)
    with pytest.raises(ValidationError, match=f"{first.province.name}: no letterhead"):
        actions.draft_from_shares(adopted, instalments=ONCE, by=make_user())
    assert [row.place for row in Agreement.objects.all()] == [second.province]


def test_a_programme_whose_shares_are_promised_is_not_opened_again(adopted):
    by = make_user()
    drafted = actions.draft_from_shares(adopted, instalments=ONCE, by=by)
    for agreement in drafted:
        with pytest.raises(ValidationError, match=f"{agreement.reference}.*cancel them first"):
            programmes.reopen_programme(adopted, reason="خطأ", by=by)
        actions.cancel_agreement(agreement, motive="خطأ", by=by)
    assert programmes.reopen_programme(adopted, reason="خطأ", by=by).version == 2


def test_a_promise_that_is_no_longer_the_share_is_said(adopted):
    actions.draft_from_shares(adopted, instalments=ONCE, by=make_user())
    share = adopted.shares.exclude(body=adopted.owner).order_by("pk").first()
    Share.objects.filter(pk=share.pk).update(carried=Decimal(-100))
    assert [body for row in provinces_of(adopted) for body in row.otherwise] == [share.body]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_draft_each_province_once():
    adopted, by = make_adopted(), make_user()
    said = at_once(*[lambda: actions.draft_from_shares(adopted, instalments=ONCE, by=by)] * 2)
    assert not refusals(said)
    assert sum(len(one) for one in said) == 2
    assert (Agreement.objects.count(), Commitment.objects.count()) == (2, 6)


def test_the_page_asks_for_the_days_and_leaves_the_work_to_the_worker(adopted, as_user):
    browser = as_user(officer_of(adopted.owner.place))
    address = reverse("agreements:from_shares", args=[adopted.pk])
    assert "Draft and commit for 2 provinces" in browser.get(address).content.decode()
    assert "Draft the agreements" in browser.get(adopted.get_absolute_url()).content.decode()
    answer = browser.post(
        address, {"due_on_1": "2026-06-30", "percent_1": "60", "due_on_2": "2026-10-30", "percent_2": "40"}
    )
    job = Job.objects.get()
    assert answer.url.startswith(reverse("portal:job", args=[job.pk]))
    assert job.arguments["instalments"] == [["2026-06-30", 60], ["2026-10-30", 40]]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"percent_1": "90"}, "percent_1"),
        ({"percent_1": "60", "percent_2": "40"}, "due_on_2"),
        ({"percent_1": "60", "due_on_2": "2026-05-01", "percent_2": "40"}, "due_on_2"),
        ({"due_on_2": "2026-10-30"}, "percent_2"),
    ],
)
def test_wrong_instalments_are_refused_at_their_field(adopted, as_user, data, field):
    browser = as_user(officer_of(adopted.owner.place))
    whole = {"due_on_1": "2026-06-30", "percent_1": "100"} | data
    answer = browser.post(reverse("agreements:from_shares", args=[adopted.pk]), whole)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Job.objects.exists()


def test_an_officer_of_another_region_finds_nothing(adopted, as_user):
    other = as_user(officer_of(make_body(BodyKind.REGION).place))
    assert other.get(reverse("agreements:from_shares", args=[adopted.pk])).status_code == 404


def second_agreement(programme, first, by):
    funders = [(party.body, party.role) for party in first.parties.select_related("body")]
    return actions.draft_agreement(
        owner=programme.owner, place=first.place, name_ar="اتفاقية ثانية", name_fr="Deuxième convention",
        first_year=2026, last_year=2026, parties=funders, by=by,
    )  # fmt: skip


def test_a_share_promised_under_one_agreement_is_not_promised_again_under_another(adopted):
    by = make_user()
    first = actions.draft_from_shares(adopted, instalments=ONCE, by=by)[0]
    second = second_agreement(adopted, first, by)
    with pytest.raises(ValidationError, match="already promised under") as refusal:
        actions.commit_shares(second, adopted, due_on=dt.date(2026, 6, 30), by=by)
    assert first.reference in str(refusal.value)
    party = second.parties.exclude(body=adopted.owner).first()
    due = [(dt.date(2026, 6, 30), Decimal(10))]
    with pytest.raises(ValidationError, match="already promised its share"):
        actions.commit(party, year=2026, instalments=due, programme=adopted, by=by)
    actions.commit(party, year=2026, instalments=due, by=by)  # something else, of its own
    assert Commitment.objects.filter(programme=adopted, party__agreement=second).count() == 0


def test_once_the_first_agreement_is_cancelled_its_shares_are_promised_under_another(adopted):
    by = make_user()
    first = actions.draft_from_shares(adopted, instalments=ONCE, by=by)[0]
    actions.cancel_agreement(first, motive="أبرمت أخرى", by=by)
    second = second_agreement(adopted, first, by)
    assert len(actions.commit_shares(second, adopted, due_on=dt.date(2026, 6, 30), by=by)) == 3


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_promise_one_programme_under_two_agreements_promise_it_once():
    adopted, by = make_adopted(), make_user()
    first = second_agreement(adopted, actions.draft_from_shares(adopted, instalments=ONCE, by=by)[0], by)
    for drafted in Agreement.objects.exclude(pk=first.pk):
        actions.cancel_agreement(drafted, motive="أبرمت أخرى", by=by)
    second = second_agreement(adopted, first, by)
    told = {"due_on": dt.date(2026, 6, 30), "by": by}
    said = at_once(
        lambda: actions.commit_shares(first, adopted, **told), lambda: actions.commit_shares(second, adopted, **told)
    )
    assert len(refusals(said)) == 1
    assert Commitment.objects.filter(programme=adopted, party__agreement__cancelled_on=None).count() == 3
