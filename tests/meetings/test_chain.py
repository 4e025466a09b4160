"""From a sentence of the minutes to the receipt, read on one page from either end; and minutes once they are closed."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.enums import AgreementKind
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.meetings import actions
from takwin.meetings.chain import of_instalment, of_line, of_obligation
from takwin.meetings.models import AnnualReport, Obligation, Series
from takwin.rights.enums import Role
from takwin.treasury.actions import request_funds
from takwin.treasury.models import AccountLine
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune
from tests.factories.meetings import DUE, QUOTE, make_held, make_meeting, make_obligation, make_series, validated
from tests.factories.rights import officer_of, user_as
from tests.factories.treasury import RIB, make_line, make_receipt

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
ALL = ["Sentence of the minutes", "Promise", "Commitment", "Instalment", "Request for funds", "Receipt"]


@pytest.fixture
def promise() -> Obligation:
    """A commune promises what it owes; half of it came on the account."""
    meeting = make_held()
    series = meeting.series
    series.owner.rib = RIB
    series.owner.save()
    commune = make_body(place=make_commune(meeting.place))
    instalment = make_instalment(make_party(make_agreement(series.owner, meeting.place), commune), "9000.00")
    make_obligation(meeting, commune, what_is_left=True)
    validated(meeting)
    request_funds(instalment, by=None)
    make_receipt(instalment, make_line(series.owner, "4000.00"), amount=Decimal(4000))
    return Obligation.objects.select_related("meeting__series__owner", "debtor").get()


@pytest.fixture
def officer(promise: Obligation) -> User:
    return officer_of(promise.meeting.series.owner.place)


def kinds(told: dict[str, object] | None) -> list[str]:
    assert told
    [chain] = told["chains"]  # type: ignore[misc]
    return [str(link.kind) for link in chain.links]  # type: ignore[has-type]


def test_the_chain_is_the_same_from_the_sentence_and_from_the_receipt(promise: Obligation, officer: User) -> None:
    whole = [*ALL, "Receipt"]  # the last one says that the rest has not come yet
    assert kinds(of_obligation(promise, officer)) == whole
    assert kinds(of_instalment(Instalment.objects.get(), officer)) == whole
    assert kinds(of_line(AccountLine.objects.get(), officer)) == whole


def test_a_receipt_in_part_is_not_said_to_be_all(promise: Obligation, officer: User) -> None:
    told = of_instalment(Instalment.objects.get(), officer)
    [chain] = told["chains"]
    looks = {str(link.kind): str(link.look.label) for link in chain.links if link.look}
    assert (looks["Instalment"], looks["Receipt"]) == ("overdue", "received")


@pytest.mark.parametrize("make", [Obligation, Instalment, AccountLine])
def test_each_end_shows_it_on_its_page(
    as_user: AsUser, promise: Obligation, officer: User, make: type[Obligation]
) -> None:
    page = as_user(officer).get(make.objects.get().get_absolute_url()).content.decode()
    assert "From the word to the receipt" in page
    assert QUOTE in page
    assert "VIR-" in page


def test_a_commune_sees_its_own_links_and_a_stranger_none(promise: Obligation) -> None:
    own = user_as(Role.COMMUNE, body=promise.debtor)
    assert kinds(of_obligation(promise, own))[:4] == ALL[:4]
    stranger = user_as(Role.COMMUNE, body=make_body(place=make_commune()))
    assert kinds(of_instalment(Instalment.objects.get(), stranger)) == ["Commitment"]


def test_a_link_of_the_chain_that_its_reader_may_not_open_is_only_told(
    promise: Obligation, officer: User, as_user: AsUser
) -> None:
    line, page = AccountLine.objects.get().get_absolute_url(), Instalment.objects.get().get_absolute_url()
    commune = as_user(user_as(Role.COMMUNE, body=promise.debtor))
    assert line in as_user(officer).get(page).content.decode()
    assert line not in commune.get(page).content.decode()
    assert commune.get(line).status_code == 404


def test_a_promise_of_draft_minutes_stands_alone(officer: User, promise: Obligation) -> None:
    draft = make_obligation(make_held(make_meeting(promise.meeting.series)), promise.debtor, what_is_left=True)
    assert draft.commitment
    assert kinds(of_obligation(draft, officer)) == ALL[:2]


@pytest.mark.parametrize("promises", [1, 3])
def test_the_chain_costs_the_same_whatever_its_links(
    promise: Obligation, officer: User, django_assert_max_num_queries: Callable[..., object], promises: int
) -> None:
    for _n in range(promises - 1):
        held = make_held(make_meeting(promise.meeting.series))
        make_obligation(held, promise.debtor, what_is_left=True)
        validated(held)
    line = AccountLine.objects.get()
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        of_line(line, officer)


def test_validated_minutes_are_read_and_not_written(as_user: AsUser, promise: Obligation, officer: User) -> None:
    meeting, client = promise.meeting, as_user(officer)
    read = reverse("meetings:read", args=[meeting.pk])
    assert client.get(reverse("meetings:write", args=[meeting.pk]))["location"] == read
    page = client.get(read).content.decode()
    assert "<textarea" not in page
    assert promise.get_absolute_url() in page
    held = make_held(make_meeting(meeting.series))
    assert client.get(reverse("meetings:read", args=[held.pk])).status_code == 404


def test_a_planned_meeting_has_no_minutes_to_write(as_user: AsUser, promise: Obligation, officer: User) -> None:
    planned = make_meeting(promise.meeting.series)
    answer = as_user(officer).get(reverse("meetings:write", args=[planned.pk]))
    assert answer["location"] == planned.get_absolute_url()


# ── Committees ──────────────────────────────────────────────────────────────


def test_an_agreement_opens_its_committees_and_its_parties_sit_there(as_user: AsUser) -> None:
    series = make_series()
    agreement = make_agreement(series.owner, series.place, kind=AgreementKind.FRAMEWORK)
    party = make_party(agreement, make_body(BodyKind.UNIVERSITY))
    client = as_user(officer_of(series.owner.place))
    assert "Open: steering committee" in client.get(agreement.get_absolute_url()).content.decode()
    told = {"kind": "steering", "agreement": agreement.pk, "owner": series.owner_id, "place": series.place_id}
    names = {"name_ar": "لجنة القيادة", "name_fr": "Comité de pilotage", "last": 0}
    client.post(reverse("meetings:new_series"), told | names)
    opened = Series.objects.get(agreement=agreement)
    assert [member.body for member in opened.members.all()] == [party.body]
    page = client.get(agreement.get_absolute_url()).content.decode()
    assert opened.get_absolute_url() in page
    assert "Open: steering committee" not in page


def test_the_yearly_report_of_a_commission_is_kept_with_its_file(as_user: AsUser) -> None:
    series = make_series(kind="commission")
    client = as_user(officer_of(series.owner.place))
    url = reverse("meetings:report", args=[series.pk])
    sent = {"year": 2025, "adopted_on": clock.today()}
    bad = SimpleUploadedFile("r.pdf", b"MZ", "application/pdf")
    assert client.post(url, sent | {"file": bad}).status_code == 422
    client.post(url, sent | {"file": SimpleUploadedFile("r.pdf", b"%PDF-1.7 r", "application/pdf")})
    report = AnnualReport.objects.get()
    served = client.get(reverse("meetings:report_file", args=[report.pk]))
    assert b"".join(served.streaming_content) == b"%PDF-1.7 r"  # type: ignore[attr-defined]
    actions.record_report(series, year=2024, adopted_on=DUE, by=None)
    without = AnnualReport.objects.get(year=2024)
    assert client.get(reverse("meetings:report_file", args=[without.pk])).status_code == 404
