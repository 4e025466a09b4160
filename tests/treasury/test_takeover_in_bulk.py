"""A workbook of agreements costs a few queries an agreement, whatever its parties; one wrong row refuses them all."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.actions.many import Share, Taken, add_parties, commit_many, record_steps
from takwin.agreements.enums import PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Party, Step
from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind, Level
from takwin.directory.gazetteer import gazetteer
from takwin.directory.models import Body, Place
from takwin.documents.imports.reading import read_batch, receive_file
from takwin.documents.imports.recording import record_batch
from takwin.documents.models import Act
from takwin.journal.models import Entry
from takwin.people.enums import Title
from takwin.rights.enums import Role
from takwin.treasury.imports.importer import TAKEOVER
from takwin.treasury.imports.opening import Opening, open_balances
from takwin.treasury.models import AccountLine, Receipt
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.people import make_office
from tests.factories.rights import officer_of, user_as
from tests.races import at_once, refusals
from tests.treasury.takeover_files import row, workbook

pytestmark = pytest.mark.django_db
OPTIONS = {"due": "06-30", "until": "2025-12-31"}
DAY = dt.date(2024, 2, 5)


@pytest.fixture
def taounate() -> Place:
    """A province of Fès-Meknès under its real code."""
    seed_parameters(by=None)
    return make_province(make_region(code="03", name_ar="فاس-مكناس"), code="03.531", name_ar="تاونات")


def councils(province: Place) -> Iterator[Body]:
    """The councils of its communes under their real names, with their presidents."""
    for spot in gazetteer().by_code.values():
        if spot.province == province.code and spot.level == Level.COMMUNE and len(spot.names) < 3:
            body = make_body(place=make_commune(province, code=spot.code, name_ar=spot.name_ar, name_fr=spot.name_fr))
            make_office(body=body, title=Title.PRESIDENT, starts_on=dt.date(2021, 9, 20))
            yield body


def queries_of(bodies: list[Body], reference: str, region: Body, by: User) -> int:
    """How many queries it takes to record an agreement of these councils, each with all that a row may hold."""
    facts: dict[str, Any] = {"province": "تاونات", "reference": reference, "signatory": None, "vote": "7"}
    rows = [row(**facts, n=n, council=body.place.name_ar, voted="05/02/2024") for n, body in enumerate(bodies, 1)]
    data, name = workbook(*rows, total=None), f"{len(bodies)}.xlsx"
    batch = receive_file(data, name, importer=TAKEOVER, owner=region, place=region.place, options=OPTIONS, by=by)
    read_batch(batch, importer=TAKEOVER, by=by, anew=True)
    with CaptureQueriesContext(connection) as told:
        record_batch(batch, importer=TAKEOVER, by=by)
    return len(told)


def test_a_row_costs_less_than_one_query(taounate: Place) -> None:
    region = make_body(BodyKind.REGION, taounate.region)
    keeper, bodies = officer_of(region.place, Role.FINANCE_OFFICER), councils(taounate)
    few = queries_of([next(bodies) for _ in range(5)], "5/2024", region, keeper)
    assert Step.objects.filter(kind=StepKind.SIGNATURE).count() == 5
    many = queries_of([next(bodies) for _ in range(25)], "25/2024", region, keeper)
    assert Receipt.objects.count() == 60
    assert many - few < 20, "twenty rows more"


# ── What a single act refuses, the same act on many does ────────────────────


@pytest.fixture
def agreement(taounate: Place) -> Agreement:
    return make_agreement(place=taounate)


@pytest.fixture
def officer(agreement: Agreement) -> User:
    return officer_of(agreement.place.region)


def share(party: Party, year: int = 2024, amount: str = "10") -> Share:
    return Share(party, year, [(dt.date(year, 6, 30), Decimal(amount))])


def test_one_share_that_cannot_be_promised_leaves_all_unwritten(agreement: Agreement, officer: User) -> None:
    good, leaving, own = (
        make_party(agreement),
        make_party(agreement, leaves=True),
        make_party(agreement, agreement.owner),
    )
    for wrong, said in (
        (share(leaving), "leaves the agreement"),
        (share(own), "does not pay itself"),
        (share(good, 2019), "does not bind that year"),
        (share(good, amount="0"), "above zero"),
    ):
        with pytest.raises(ValidationError, match=said):
            commit_many(agreement, [share(good), wrong], by=officer)
    with pytest.raises(ValidationError, match="already"):
        commit_many(agreement, [share(good), share(good)], by=officer)
    assert not Commitment.objects.exists()
    made = commit_many(agreement, [share(good)], by=officer)
    assert [one.amount for one in made[0].instalments.all()] == [10]
    assert Entry.objects.get(verb="agreement.committed").facts == {"party": good.pk, "year": 2024, "amount": "10.00"}


def test_steps_are_told_in_their_order_each_as_its_single_act_tells_it(agreement: Agreement, officer: User) -> None:
    party = make_party(agreement, make_body(place=make_commune(agreement.place)))
    office = make_office(body=party.body, title=Title.PRESIDENT, starts_on=dt.date(2021, 9, 20))
    vote, visa = Taken(party, StepKind.VOTE, DAY, number="7"), Taken(party, StepKind.VISA, DAY, number="9")
    sitting, signature = (
        Taken(party, StepKind.SITTING, DAY),
        Taken(party, StepKind.SIGNATURE, DAY, "", office.person, "رئيس"),
    )
    early = Taken(party, StepKind.SIGNATURE, dt.date(2020, 1, 1), "", office.person, "رئيس")
    for wrong, said in (
        ([vote], "Record first"),
        ([sitting, Taken(party, StepKind.VOTE, DAY)], "number of the act"),
        ([sitting, Taken(party, StepKind.VOTE, clock.today() + dt.timedelta(days=1), "7")], "in the future"),
        ([sitting, vote, visa, early], "held no office"),
        ([sitting, vote, visa, Taken(party, StepKind.SIGNATURE, DAY)], "by a named person"),
    ):
        with pytest.raises(ValidationError, match=said):
            record_steps(agreement, wrong, by=officer)
    assert not Step.objects.exists()
    record_steps(agreement, [sitting, vote, visa, signature], by=officer)
    agreement.refresh_from_db()
    assert (agreement.frozen_on, Act.objects.count()) == (clock.today(), 2)
    assert all(step.confirmed_by == officer for step in Step.objects.all())
    assert Entry.objects.filter(verb="agreement.step_recorded").count() == 4
    with pytest.raises(ValidationError, match="already recorded"):
        record_steps(agreement, [sitting], by=officer)


def test_what_a_commune_says_of_itself_is_declared_and_a_visa_is_the_word_of_its_province(agreement: Agreement) -> None:
    party = make_party(agreement, make_body(place=make_commune(agreement.place)))
    steps = [Taken(party, StepKind.SITTING, DAY), Taken(party, StepKind.VOTE, DAY, "7")]
    assert not any(
        one.confirmed_at for one in record_steps(agreement, steps, by=user_as(Role.COMMUNE, body=party.body))
    )
    governor = officer_of(agreement.place, Role.PROVINCE_OFFICER)
    [visa] = record_steps(agreement, [Taken(party, StepKind.VISA, DAY, "9")], by=governor)
    assert visa.confirmed_by == governor
    assert Entry.objects.filter(verb="agreement.step_declared").count() == 2


def test_nothing_is_added_to_a_cancelled_or_a_signed_text(agreement: Agreement, officer: User) -> None:
    body = make_body(BodyKind.UNIVERSITY, agreement.place)
    [party] = add_parties(agreement, [(body, PartyRole.OPERATOR)], by=officer)
    with pytest.raises(ValidationError, match="already a party"):
        add_parties(agreement, [(make_body(), PartyRole.FUNDER), (body, PartyRole.FUNDER)], by=officer)
    assert list(agreement.parties.all()) == [party]
    actions.cancel_agreement(agreement, motive="x", by=officer)
    for act in (
        lambda: add_parties(agreement, [(make_body(), PartyRole.FUNDER)], by=officer),
        lambda: commit_many(agreement, [share(party)], by=officer),
        lambda: record_steps(agreement, [Taken(party, StepKind.SIGNATURE, DAY)], by=officer),
    ):
        with pytest.raises(ValidationError, match="is cancelled"):
            act()


def test_an_opening_never_lays_more_than_is_lacking_nor_to_another_account(agreement: Agreement, officer: User) -> None:
    party = make_party(agreement, make_body(place=make_commune(agreement.place)))
    due = make_instalment(party, "100.00", year=2025)
    told: dict[str, Any] = {"booked_on": dt.date(2025, 12, 31), "file": None, "by": officer}
    assert open_balances(agreement.owner, [], **told) == []
    with pytest.raises(ValidationError, match="in the future"):
        open_balances(
            agreement.owner, [Opening(party, "A", {2025: Decimal(1)})], **told | {"booked_on": dt.date(2099, 1, 1)}
        )
    open_balances(agreement.owner, [Opening(party, "A", {2025: Decimal(70)})], **told)
    open_balances(agreement.owner, [Opening(party, "B", {2025: Decimal(70)})], **told)
    assert [one.amount for one in due.receipts.order_by("pk")] == [70, 30]
    assert Entry.objects.filter(verb__in=["funds.received", "account.line_recorded"]).count() == 4
    with pytest.raises(ValidationError, match="already"):
        open_balances(agreement.owner, [Opening(party, "A", {2025: Decimal(70)})], **told)
    with pytest.raises(ValidationError, match="Say what is received"):
        open_balances(agreement.owner, [Opening(party, "D", {2025: Decimal(1)})], **told)
    due.receipts.all().delete()
    type(due).objects.update(beneficiary=make_body(BodyKind.REGION))
    with pytest.raises(ValidationError, match="another account"):
        open_balances(agreement.owner, [Opening(party, "C", {2025: Decimal(70)})], **told)
    assert AccountLine.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_same_steps_at_once_record_them_once() -> None:
    seed_parameters(by=None)
    party = make_party(make_agreement(), make_body())
    steps = [Taken(party, StepKind.SITTING, DAY), Taken(party, StepKind.VOTE, DAY, "7")]
    by = make_user()
    told = at_once(*[lambda: record_steps(party.agreement, steps, by=by)] * 2)
    assert len(refusals(told)) == 1
    assert (Step.objects.count(), Act.objects.count()) == (2, 1)
