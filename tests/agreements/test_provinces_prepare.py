"""A province prepares the agreements of its own bodies, and a draft's title and years are corrected until one signs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.agreements import actions
from takwin.agreements.enums import AgreementKind, PartyRole, StepKind
from takwin.agreements.models import Agreement
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_instalment, make_party, make_vote
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_office
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
TERMS = {"name_ar": "اتفاقية إطار", "name_fr": "Convention cadre", "first_year": 2026, "last_year": 2028}


@pytest.fixture
def province() -> Place:
    seed_parameters(by=None)
    return make_province()


def test_an_officer_of_a_province_drafts_what_its_council_carries_and_confirms_it(
    province: Place, as_user: AsUser
) -> None:
    council, office = make_body(BodyKind.PROVINCE, province), make_body(BodyKind.STATE, province)
    make_body(BodyKind.REGION, province.region)
    khadija = officer_of(province, Role.PROVINCE_OFFICER)
    browser = as_user(khadija)
    new = browser.get(reverse("agreements:new"), {"province": province.pk})
    assert new.url == reverse("agreements:another", args=[province.pk])
    carriers = browser.get(new.url).context["form"].fields["owner"].queryset
    assert set(carriers) == {council, office}
    roles = {"party_1": council.pk, "role_1": PartyRole.FUNDER, "party_2": office.pk, "role_2": PartyRole.OPERATOR}
    sent = TERMS | roles | {"kind": AgreementKind.FRAMEWORK, "owner": council.pk}
    assert browser.post(new.url, sent).status_code == 302
    drafted = Agreement.objects.get()
    assert drafted.owner == council
    signatory = make_office(body=office)
    party = drafted.parties.get(body=office)
    step = reverse("agreements:step", args=[party.pk, StepKind.SIGNATURE])
    browser.post(step, {"done_on": "2026-05-20", "office": signatory.pk, "knowingly": "on"})
    assert party.steps.get().confirmed_by == khadija


def test_it_prepares_and_confirms_nothing_in_what_the_region_or_a_neighbour_carries(
    province: Place, as_user: AsUser
) -> None:
    ours = make_agreement(make_body(BodyKind.REGION, province.region), province)
    party = make_party(ours, make_body(BodyKind.PROVINCE, province))
    browser = as_user(officer_of(province, Role.PROVINCE_OFFICER))
    for name in ("add_party", "correct", "cancel", "clause"):
        assert browser.get(reverse(f"agreements:{name}", args=[ours.pk])).status_code == 404
    assert browser.get(reverse("agreements:step", args=[party.pk, StepKind.SIGNATURE])).status_code == 404
    for name in ("draft", "another"):
        elsewhere = reverse(f"agreements:{name}", args=[make_province(province.region).pk])
        assert browser.get(elsewhere).status_code == 404
    assert browser.get(reverse("agreements:draft", args=[province.pk])).status_code == 404


def test_the_title_and_the_years_of_a_draft_are_corrected_and_told(province: Place, as_user: AsUser) -> None:
    agreement = make_agreement(make_body(BodyKind.REGION, province.region), province)
    browser: Any = as_user(officer_of(province.region))
    page = reverse("agreements:correct", args=[agreement.pk])
    assert page in browser.get(agreement.get_absolute_url()).content.decode()
    assert browser.post(page, TERMS | {"last_year": 2025}).status_code == 422
    assert browser.post(page, TERMS).url == agreement.get_absolute_url()
    agreement.refresh_from_db()
    assert {name: getattr(agreement, name) for name in TERMS} == TERMS
    assert set(Entry.objects.get(verb="agreement.draft_corrected").facts["changed"]) <= set(TERMS)


def test_what_is_signed_or_promised_outside_the_new_years_stays(province: Place) -> None:
    agreement = make_agreement(make_body(BodyKind.REGION, province.region), province)
    party, officer = make_party(agreement), officer_of(province.region)
    promised = make_instalment(party).commitment.year
    party.steps.all().delete()
    with pytest.raises(ValidationError, match=f"promised for {promised}"):
        actions.correct_draft(agreement, **TERMS | {"first_year": promised + 1, "last_year": promised + 2}, by=officer)
    signed = make_party(agreement, make_body(BodyKind.UNIVERSITY, province))
    office = make_office(body=signed.body)
    who = {"signatory": office.person, "capacity": "رئيس"}
    actions.record_step(signed, StepKind.SIGNATURE, done_on=office.starts_on, **who, by=officer)
    with pytest.raises(ValidationError, match="by an amendment only"):
        actions.correct_draft(agreement, **TERMS, by=officer)


def test_what_a_commune_carries_is_its_own(province: Place, as_user: AsUser) -> None:
    commune = make_body(place=make_commune(province))
    own = make_agreement(commune, province)
    party = make_party(own, make_body(BodyKind.PROVINCE, province))
    browser = as_user(officer_of(province, Role.PROVINCE_OFFICER))
    assert browser.get(own.get_absolute_url()).status_code == 200
    assert browser.get(reverse("agreements:correct", args=[own.pk])).status_code == 404
    assert browser.get(reverse("agreements:step", args=[party.pk, StepKind.SIGNATURE])).status_code == 404


def test_it_signs_no_account_and_issues_no_state_of_transfers(province: Place, as_user: AsUser) -> None:
    browser = as_user(officer_of(province, Role.PROVINCE_OFFICER))
    assert browser.get(reverse("treasury:years")).status_code == 403
    assert browser.post(reverse("treasury:issue")).status_code == 403


def test_a_text_that_a_council_has_voted_is_no_longer_corrected(province: Place) -> None:
    agreement, officer = make_agreement(make_body(BodyKind.REGION, province.region), province), make_user()
    make_vote(make_party(agreement, make_body(place=make_commune(province))))
    with pytest.raises(ValidationError, match="has voted this text"):
        actions.correct_draft(agreement, **TERMS, by=officer)
