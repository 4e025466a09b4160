"""An agreement whose duration is not set: it lasts until it is given up, or until an amendment sets an end."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import AgreementKind, AgreementState, StepKind
from takwin.agreements.models import Agreement, Party
from takwin.agreements.papers import deliberation_facts
from takwin.agreements.queries import in_state, state_of, with_progress
from takwin.agreements.queries.from_shares import provinces_of
from takwin.agreements.queries.standing import standing_on
from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.programmes.models import Share
from tests.factories.agreements import make_agreement, make_party
from tests.factories.directory import make_body, make_province
from tests.factories.people import make_office
from tests.factories.programmes import make_programme
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
TODAY = clock.today()
FAR = dt.date(2150, 1, 1)


@pytest.fixture
def agreement() -> Agreement:
    seed_parameters(by=None)
    return make_agreement(place=make_province())


@pytest.fixture
def officer(agreement: Agreement) -> User:
    return officer_of(agreement.place.region)


@pytest.fixture
def party(agreement: Agreement) -> Party:
    return make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place))


def sign(agreement: Agreement, by: User) -> None:
    for party in agreement.parties.all():
        office = make_office(body=party.body, starts_on=dt.date(2020, 1, 1))
        told = {"done_on": TODAY, "signatory": office.person, "capacity": "رئيس", "knowingly": True}
        actions.record_step(party, StepKind.SIGNATURE, **told, by=by)


def amended(agreement: Agreement, last_year: int | None, by: User) -> Agreement:
    terms = {"name_ar": "ملحق", "name_fr": "Avenant", "first_year": TODAY.year, "last_year": last_year}
    amendment = actions.draft_amendment(agreement, **terms, by=by)
    sign(amendment, by)
    return amendment


def states(agreement: Agreement, on: dt.date) -> set[str]:
    """What the row, the tabs of the list and the fold say of that day."""
    tab = [s for s in AgreementState if with_progress(Agreement.objects, on).filter(in_state(s, on), pk=agreement.pk)]
    return {state_of(agreement, on), *tab, standing_on(agreement, on).state}


def test_left_without_a_last_year_it_is_in_force_until_it_is_given_up(
    as_user: AsUser, officer: User, agreement: Agreement, party: Party, tmp_path: Path
) -> None:
    client = as_user(officer)
    terms = {"name_ar": "اتفاقية", "name_fr": "Convention", "first_year": 2023, "last_year": ""}
    client.post(reverse("agreements:correct", args=[agreement.pk]), terms)
    agreement.refresh_from_db()
    assert agreement.last_year is None
    sign(agreement, officer)
    assert states(agreement, FAR) == {AgreementState.IN_FORCE}
    page = client.get(reverse("agreements:agreements"), {"year": TODAY.year, "tab": "in_force"}).content.decode()
    assert "2023 on, without a set term" in page
    assert "until it is replaced" in client.get(reverse("agreements:standing", args=[agreement.pk])).content.decode()
    out = tmp_path / "told.jsonl"
    call_command("agreements", "as-of", FAR.isoformat(), "--json", str(out))
    told = json.loads(out.read_text())
    assert (told["state"], told["until_year"]) == ("in_force", None)
    council = make_party(agreement, make_body(BodyKind.PROVINCE, agreement.place))
    assert "لمدة غير محددة" in str(deliberation_facts(council))
    assert actions.commit(party, year=2090, instalments=[(dt.date(2090, 1, 1), Decimal(5))], by=officer).pk
    given_up = actions.cancel_agreement(agreement, motive="حلت محلها اتفاقية أخرى", by=officer)
    assert states(given_up, TODAY) == {AgreementState.CANCELLED}


def test_an_amendment_sets_its_end_and_another_takes_it_away(officer: User, agreement: Agreement, party: Party) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(last_year=None)
    agreement.refresh_from_db()
    sign(agreement, officer)
    with pytest.raises(ValidationError, match="in the past"):
        amended(agreement, TODAY.year - 1, officer)
    for last_year, state in ((TODAY.year + 1, AgreementState.ENDED), (None, AgreementState.IN_FORCE)):
        amended(agreement, last_year, officer)
        assert states(agreement, FAR) == {state}
        assert standing_on(agreement, FAR).until_year == last_year


def test_once_an_amendment_has_ended_it_no_later_year_is_promised_nor_paid_under_it(
    officer: User, agreement: Agreement, party: Party
) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(last_year=None)
    agreement.refresh_from_db()
    later = TODAY.year + 3
    programme = make_programme(agreement.owner, year=later)
    council = make_body(BodyKind.PROVINCE, agreement.place)
    Share.objects.create(programme=programme, body=council, base=5, amount=5)
    agreement.programmes.add(programme)
    sign(agreement, officer)
    assert [one.agreement for one in provinces_of(programme)] == [agreement]
    endless = amended(agreement, None, officer)
    assert [one.agreement for one in provinces_of(programme)] == [endless]
    amended(agreement, TODAY.year, officer)
    assert [one.agreement for one in provinces_of(programme)] == [None], "neither the base nor the version before"
    due = [(dt.date(later, 1, 1), Decimal(5))]
    for one in (party, endless.parties.get()):
        with pytest.raises(ValidationError, match="does not bind that year"):
            actions.commit(one, year=later, instalments=due, by=officer)
        assert actions.commit(one, year=TODAY.year, instalments=due, by=officer).pk


def test_an_end_that_an_amendment_took_away_is_neither_proposed_nor_filtered_by(
    as_user: AsUser, officer: User, agreement: Agreement, party: Party
) -> None:
    framework = {"kind": AgreementKind.FRAMEWORK, "first_year": 2020, "last_year": TODAY.year}
    Agreement.objects.filter(pk=agreement.pk).update(**framework)
    agreement.refresh_from_db()
    sign(agreement, officer)
    client, years = as_user(officer), {"year": TODAY.year + 1}
    assert agreement.reference not in client.get(reverse("agreements:agreements"), years).content.decode()
    page = reverse("agreements:amend", args=[agreement.pk])
    assert client.get(page).context["form"]["last_year"].value() == TODAY.year
    amended(agreement, None, officer)
    asked = client.get(page)
    assert asked.context["form"]["last_year"].value() is None
    assert "A later one prolongs the agreement; left empty" in asked.content.decode()
    assert agreement.reference in client.get(reverse("agreements:agreements"), years).content.decode()
    Agreement.objects.filter(pk=agreement.pk).update(last_year=TODAY.year - 1)
    drafting = client.get(reverse("agreements:another", args=[agreement.place_id]))
    assert agreement in drafting.context["form"].fields["base"].queryset


def test_what_is_promised_stays_within_the_years_that_are_corrected(
    officer: User, agreement: Agreement, party: Party
) -> None:
    actions.commit(party, year=2026, instalments=[(dt.date(2026, 1, 1), Decimal(5))], by=officer)
    terms = {"name_ar": "اتفاقية", "name_fr": "Convention", "by": officer}
    with pytest.raises(ValidationError, match="Something is promised"):
        actions.correct_draft(agreement, **terms, first_year=2027, last_year=None)
    assert actions.correct_draft(agreement, **terms, first_year=2026, last_year=None).last_year is None
