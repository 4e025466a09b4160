import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import AgreementState, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.agreements.queries import in_state, powers, state_of, with_progress
from takwin.agreements.queries.standing import is_empty
from takwin.core import clock, formats
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.people.enums import Title
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from tests.factories.agreements import (
    make_agreement,
    make_amendment,
    make_clause,
    make_instalment,
    make_party,
    make_promise,
    make_vote,
)
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_office
from tests.factories.programmes import make_act, make_programme
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
ON = dt.date(2026, 11, 22)


@pytest.fixture
def province() -> Place:
    seed_parameters(by=None)
    return make_province()


@pytest.fixture
def officer(province: Place) -> User:
    return officer_of(province.region)


@pytest.fixture
def commune(province: Place) -> Body:
    return make_body(place=make_commune(province))


@pytest.fixture
def director(commune: Body) -> User:
    return user_as(Role.COMMUNE, body=commune)


@pytest.fixture
def agreement(province: Place) -> Agreement:
    found = make_agreement(place=province)
    make_clause(found)
    return found


@pytest.fixture
def party(agreement: Agreement, commune: Body) -> Party:
    return make_party(agreement, commune)


@pytest.mark.parametrize(("promised", "left"), [(Decimal(8000), "3000"), (None, None)], ids=["a quantity", "a whole"])
def test_what_is_left_to_deliver_of_a_quantity_is_proposed_and_asked(
    as_user: AsUser, officer: User, party: Party, promised: Decimal | None, left: str | None
) -> None:
    row = make_promise(party, quantity=promised)
    if promised:
        row.deliveries.create(delivered_on=ON, quantity=Decimal(5000), reference="12", recorded_at=clock.now())
    field = page(as_user(officer), reverse("agreements:deliver", args=[row.pk])).select_one("[name=quantity]")
    assert (field.get("value"), field.has_attr("required")) == (left, promised is not None)


def page(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def step_url(party: Party, kind: str) -> str:
    return reverse("agreements:step", args=[party.pk, kind])


def vote(party: Party, by: User) -> Step:
    day = dt.date(2026, 5, 4)
    return actions.declare_vote(party, sat_on=day, voted_on=day, number="26/2026", by=by)


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_costs_the_same_whatever_its_rows(
    as_user: AsUser, officer: User, province: Place, django_assert_max_num_queries: Any, rows: int
) -> None:
    owner = make_body(BodyKind.REGION, province.region)
    for _ in range(rows):
        make_party(make_agreement(owner=owner, place=province))
    client = as_user(officer)
    with django_assert_max_num_queries(9):
        assert len(page(client, reverse("agreements:agreements")).select("#rows tbody tr")) == rows


def test_an_agreement_is_found_by_its_reference_and_its_province(
    as_user: AsUser, officer: User, agreement: Agreement
) -> None:
    for words in (agreement.reference, agreement.place.name_ar):
        found = as_user(officer).get(reverse("agreements:agreements"), {"q": words})
        assert agreement.reference in found.content.decode()


def test_one_form_drafts_the_agreement_of_a_province(
    as_user: AsUser, officer: User, province: Place, commune: Body
) -> None:
    region = make_body(BodyKind.REGION, province.region)
    council, state = make_body(BodyKind.PROVINCE, province), make_body(BodyKind.STATE, province)
    university = make_body(BodyKind.UNIVERSITY, province)
    url = reverse("agreements:draft", args=[province.pk])
    ticked = [int(box["value"]) for box in page(as_user(officer), url).select("input[name=parties][checked]")]
    assert ticked == [region.pk, council.pk, commune.pk, state.pk]
    sent = {
        "name_ar": "اتفاقية", "name_fr": "Convention", "kind": "specific", "first_year": 2026, "last_year": 2027,
        "parties": ticked, "operator": university.pk,
    }  # fmt: skip
    assert as_user(officer).post(url, sent | {"last_year": 2020}).status_code == 422
    assert as_user(officer).post(url, sent).status_code == 302
    roles = dict(Agreement.objects.get().parties.values_list("body", "role"))
    assert roles[state.pk] == PartyRole.WITNESS
    assert roles[university.pk] == PartyRole.OPERATOR
    assert roles[region.pk] == PartyRole.LEADER


def test_another_regions_agreement_is_seen_by_its_party_and_changed_by_none_but_its_owner(
    as_user: AsUser, agreement: Agreement
) -> None:
    elsewhere = make_province()
    guest = make_party(agreement, make_body(BodyKind.UNIVERSITY, elsewhere))
    officer = officer_of(elsewhere.region)
    client = as_user(officer)
    page(client, agreement.get_absolute_url())
    for name in ("add_party", "shares", "attach", "cancel"):
        page(client, reverse(f"agreements:{name}", args=[agreement.pk]), 404)
    page(client, step_url(guest, "signature"), 404)
    assert not powers(officer, agreement).confirms


def test_a_neighbours_agreement_is_not_found(as_user: AsUser, party: Party) -> None:
    stranger = user_as(Role.COMMUNE, body=make_body(place=make_commune(party.agreement.place)))
    page(as_user(stranger), party.agreement.get_absolute_url(), 404)
    page(as_user(stranger), step_url(party, "vote"), 404)
    page(as_user(stranger), reverse("agreements:text", args=[party.agreement_id]), 404)


def test_a_commune_sees_all_the_parties_and_its_own_money_only(as_user: AsUser, director: User, party: Party) -> None:
    other = make_party(party.agreement)
    make_instalment(party, "1111.00")
    make_instalment(other, "2222.00")
    text = page(as_user(director), party.agreement.get_absolute_url()).get_text()
    assert other.body.name in text
    assert "1,111" in text
    assert "2,222" not in text


def test_a_commune_declares_its_vote_and_the_region_confirms_all(
    as_user: AsUser, director: User, officer: User, party: Party
) -> None:
    main = page(as_user(director), party.agreement.get_absolute_url()).select_one(".main-act")
    assert main["href"] == step_url(party, "vote")
    sent = {"sat_on": "2026-05-04", "done_on": "2026-05-05", "number": "26/2026"}
    as_user(director).post(step_url(party, "vote"), sent)
    assert party.steps.filter(confirmed_at=None).count() == 2
    assert "declared, not confirmed" in page(as_user(officer), party.agreement.get_absolute_url()).get_text()
    confirm = reverse("agreements:confirm_all", args=[party.agreement_id])
    assert as_user(director).post(confirm).status_code == 403
    as_user(officer).post(confirm)
    assert party.steps.exclude(confirmed_at=None).count() == 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"done_on": "2075-01-01", "number": "1"}, "future"),
        ({"done_on": "2026-05-05"}, "required"),
        ({"sat_on": "2026-05-06", "done_on": "2026-05-05", "number": "1"}, "before its deliberation"),
    ],
)
def test_a_vote_that_cannot_be_is_told_at_its_field(
    as_user: AsUser, director: User, party: Party, sent: dict[str, str], sentence: str
) -> None:
    response = as_user(director).post(step_url(party, "vote"), sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not party.steps.exists()


def test_a_vote_sent_twice_is_recorded_once(as_user: AsUser, director: User, party: Party) -> None:
    sent = {"sat_on": "2026-05-04", "done_on": "2026-05-05", "number": "26/2026"}
    as_user(director).post(step_url(party, "vote"), sent)
    again = as_user(director).post(step_url(party, "vote"), sent)
    assert again.status_code == 422
    assert party.steps.count() == 2


def test_the_province_records_the_visa_and_nothing_else(
    as_user: AsUser, officer: User, party: Party, province: Place
) -> None:
    vote(party, officer)
    governor = officer_of(province, Role.PROVINCE_OFFICER)
    [waiting] = waiting_for(governor)
    assert waiting.url == reverse("agreements:reception", args=[party.pk]), "long after the vote, first the day it came"
    assert waiting.due == dt.date(2026, 5, 24)
    page(as_user(governor), step_url(party, "signature"), 404)
    as_user(governor).post(step_url(party, "visa"), {"done_on": "2026-05-20", "number": "114"})
    assert party.steps.get(kind=StepKind.VISA).confirmed_by == governor


def test_towards_the_signature_of_a_text_that_binds_nobody_one_goes_on_knowingly_only(
    as_user: AsUser, officer: User, agreement: Agreement, commune: Body
) -> None:
    guest, council = (
        make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place)),
        make_party(agreement, commune),
    )
    agreement.clauses.all().delete()
    client, office = as_user(officer), make_office(body=guest.body, title=Title.PRESIDENT)
    for party, kind, sent in (
        (guest, "signature", {"done_on": "2026-05-20", "office": office.pk}),
        (council, "vote", {"done_on": "2026-05-20", "number": "26/2026"}),
    ):
        assert "binds nobody to anything" in page(client, step_url(party, kind)).get_text()
        refused = client.post(step_url(party, kind), sent)
        assert (refused.status_code, "tick to go on without" in refused.content.decode()) == (422, True)
        assert not party.steps.exists()
        assert client.post(step_url(party, kind), sent | {"knowingly": "on"}).status_code == 302
        assert party.steps.exists()
    for act in (
        lambda: actions.record_step(council, StepKind.VISA, done_on=dt.date(2026, 5, 21), number="4", by=officer),
        lambda: actions.note_silence(council, received_on=dt.date(2026, 5, 21), by=officer),
    ):
        with pytest.raises(ValidationError, match="Write its articles"):
            act()
    silence = reverse("agreements:silence", args=[council.pk])
    assert "binds nobody to anything" in page(client, silence).get_text()
    assert "binds nobody to anything" not in page(client, step_url(council, "opposition")).get_text()
    make_promise(council)
    assert "binds nobody to anything" not in page(client, silence).get_text()


def test_an_amendment_says_something_by_who_leaves_whose_role_changes_or_how_long_it_lasts(
    agreement: Agreement,
) -> None:
    guest = make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place))
    sign(guest, officer_of(agreement.place.region))
    amendment = make_amendment(agreement)
    same = make_party(amendment, guest.body)
    assert is_empty(amendment)
    for name, value in (("leaves", True), ("role", PartyRole.OPERATOR)):
        was = getattr(same, name)
        Party.objects.filter(pk=same.pk).update(**{name: value})
        assert not is_empty(amendment)
        Party.objects.filter(pk=same.pk).update(**{name: was})
    amendment.last_year = 2029
    assert not is_empty(amendment)
    amendment.last_year = agreement.last_year
    make_party(amendment)
    assert not is_empty(amendment)


def test_a_signature_is_of_one_who_holds_office_there(as_user: AsUser, officer: User, agreement: Agreement) -> None:
    guest = make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place))
    office = make_office(body=guest.body, title=Title.PRESIDENT)
    url = step_url(guest, "signature")
    assert as_user(officer).post(url, {"done_on": "2026-05-20", "office": make_office().pk}).status_code == 422
    as_user(officer).post(url, {"done_on": "2026-05-20", "office": office.pk})
    assert guest.steps.get().signatory == office.person
    assert state_of(agreement, ON) == AgreementState.IN_FORCE


def test_the_page_tells_the_day_of_each_step_its_act_and_who_signed_as_what(
    as_user: AsUser, officer: User, agreement: Agreement, party: Party
) -> None:
    vote, guest, at = make_vote(party), make_party(agreement, make_body(BodyKind.UNIVERSITY)), clock.now()
    signed = {"signatory_name": "Karim Benali", "capacity": "vice-dean", "declared_at": at, "confirmed_at": at}
    Step.objects.create(party=guest, kind=StepKind.SIGNATURE, done_on=ON, confirmed_by=officer, **signed)
    text = page(as_user(officer), agreement.get_absolute_url()).select_one("#parties").get_text()
    for told in (vote.done_on, ON):
        assert formats.day(told) in text
    for words in (f"No. {vote.act.number}", "Karim Benali", "vice-dean"):
        assert words in " ".join(text.split())


def test_a_step_is_withdrawn_by_whoever_said_it(as_user: AsUser, director: User, officer: User, party: Party) -> None:
    step = vote(party, director)
    url = reverse("agreements:withdraw", args=[step.pk])
    assert as_user(director).post(url, {"motive": ""}).status_code == 422
    as_user(director).post(url, {"motive": "wrong number"})
    step.refresh_from_db()
    assert step.motive == "wrong number"
    confirmed = vote(party, officer)
    page(as_user(director), reverse("agreements:withdraw", args=[confirmed.pk]), 404)


def test_the_database_derives_the_state_that_the_page_says(agreement: Agreement, officer: User) -> None:
    guest = make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place))
    for day in (ON, dt.date(2030, 1, 1)):
        for change in (lambda: None, lambda: sign(guest, officer), lambda: cancel(agreement, officer)):
            change()
            rows = with_progress(Agreement.objects.all())
            found = [state for state in AgreementState if rows.filter(in_state(state, day)).exists()]
            agreement.refresh_from_db()
            assert found == [state_of(agreement, day)]


def sign(party: Party, by: User) -> None:
    if not party.steps.exists():
        person = make_office(body=party.body, title=Title.PRESIDENT).person
        day = dt.date(2026, 5, 1)
        actions.record_step(party, StepKind.SIGNATURE, done_on=day, signatory=person, capacity="رئيس", by=by)


def cancel(agreement: Agreement, by: User) -> None:
    if not Agreement.objects.filter(pk=agreement.pk).exclude(cancelled_on=None).exists():
        actions.cancel_agreement(agreement, motive="given up", by=by)


def test_a_party_is_committed_by_hand_in_instalments(as_user: AsUser, officer: User, party: Party) -> None:
    url = reverse("agreements:commit", args=[party.pk])
    sent = {"year": 2026, "amount_1": "6.000,00", "due_on_1": "2026-06-30", "amount_2": "4000,50"}
    assert as_user(officer).post(url, sent | {"due_on_2": ""}).status_code == 422
    assert as_user(officer).post(url, sent | {"amount_1": "-5", "due_on_2": "2026-12-31"}).status_code == 422
    assert as_user(officer).post(url, sent | {"year": 2031, "due_on_2": "2026-12-31"}).status_code == 422
    early = as_user(officer).post(url, sent | {"due_on_2": "2025-12-31"})
    told = early.context["form"].errors["due_on_2"]
    assert (early.status_code, len(told)) == (422, 1)
    as_user(officer).post(url, sent | {"due_on_2": "2026-12-31"})
    assert sum(one.amount for one in Instalment.objects.all()) == Decimal("10000.50")


def test_shares_of_an_adopted_programme_are_committed_on_screen(
    as_user: AsUser, officer: User, party: Party, commune: Body
) -> None:
    owner = party.agreement.owner
    programme = make_programme(
        owner, year=2026, state="adopted", adopted_at=clock.now(), act=make_act(owner), shares_cost=True
    )
    programme.shares.create(body=commune, base=Decimal("900.00"), amount=Decimal("900.00"))
    url = reverse("agreements:shares", args=[party.agreement_id])
    early = as_user(officer).post(url, {"programme": programme.pk, "due_on": "2020-06-30"})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["due_on"])
    as_user(officer).post(url, {"programme": programme.pk, "due_on": "2026-06-30"})
    assert Commitment.objects.get().amount == Decimal("900.00")


def test_the_signed_text_is_kept_and_served_to_who_sees_the_agreement(
    as_user: AsUser, officer: User, director: User, party: Party
) -> None:
    url = reverse("agreements:attach", args=[party.agreement_id])
    bad = SimpleUploadedFile("a.pdf", b"MZ not a pdf", "application/pdf")
    assert as_user(officer).post(url, {"file": bad}).status_code == 422
    as_user(officer).post(url, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 text", "application/pdf")})
    served = as_user(director).get(reverse("agreements:text", args=[party.agreement_id]))
    assert b"".join(served.streaming_content) == b"%PDF-1.7 text"  # type: ignore[attr-defined]


@pytest.mark.parametrize("parties", [1, 25])
def test_the_page_costs_the_same_whatever_its_parties(
    as_user: AsUser, officer: User, agreement: Agreement, django_assert_max_num_queries: Any, parties: int
) -> None:
    for _ in range(parties):
        make_instalment(make_party(agreement))
    client = as_user(officer)
    with django_assert_max_num_queries(42):
        page(client, agreement.get_absolute_url())


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_are_said_in_each_language(as_user: AsUser, officer: User, party: Party, language: str) -> None:
    client = as_user(officer, language=language)
    for url in (reverse("agreements:agreements"), party.agreement.get_absolute_url(), step_url(party, "vote")):
        assert page(client, url).select_one("h1")
