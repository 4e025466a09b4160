"""What a draft may still change on screen, what its first signature closes, and the signed paper compared with it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import AgreementState, ClauseKind, CommitmentKind, PartyRole, StepKind
from takwin.agreements.models import Agreement, Clause, Commitment, Delivery, Instalment, Party, Step
from takwin.agreements.queries import state_of
from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.documents.actions import path_of
from tests.factories.agreements import make_agreement, make_instalment, make_party, make_promise
from tests.factories.directory import make_body, make_province
from tests.factories.people import make_office
from tests.factories.rights import officer_of
from tests.factories.treasury import make_line, make_receipt

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
TODAY = clock.today()
PDF = b"%PDF-1.7 signed"


@pytest.fixture
def agreement() -> Agreement:
    seed_parameters(by=None)
    return make_agreement(place=make_province())


@pytest.fixture
def officer(agreement: Agreement) -> User:
    return officer_of(agreement.place.region)


@pytest.fixture
def party(agreement: Agreement) -> Party:
    """A university: it only signs."""
    return make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place), role=PartyRole.OPERATOR)


def url(name: str, pk: int) -> str:
    return reverse(f"agreements:{name}", args=[pk])


def sign(party: Party, by: User, day: dt.date = TODAY) -> Step:
    office = make_office(body=party.body, starts_on=dt.date(2020, 1, 1))
    told = {"done_on": day, "signatory": office.person, "capacity": "رئيس", "knowingly": True}
    return actions.record_step(party, StepKind.SIGNATURE, **told, by=by)


def text_of(client: Client, agreement: Agreement) -> str:
    return client.get(agreement.get_absolute_url()).content.decode()


# ── A draft ─────────────────────────────────────────────────────────────────


def test_a_role_differs_from_that_in_the_framework_and_the_page_says_both(
    as_user: AsUser, officer: User, party: Party
) -> None:
    framework = make_agreement(party.agreement.owner, party.agreement.place, kind="framework")
    make_party(framework, party.body, role=PartyRole.FUNDER)
    Agreement.objects.filter(pk=party.agreement_id).update(base=framework)
    client = as_user(officer)
    assert client.post(url("role", party.pk), {"role": "nobody"}).status_code == 422
    client.post(url("role", party.pk), {"role": PartyRole.OWNER})
    party.refresh_from_db()
    assert party.role == PartyRole.OWNER
    assert "in the text above: contributes" in text_of(client, party.agreement)


def test_a_party_written_by_mistake_is_taken_out_until_it_has_promised(
    as_user: AsUser, officer: User, party: Party
) -> None:
    other, promised = make_party(party.agreement), make_party(party.agreement)
    make_promise(promised)
    client = as_user(officer)
    client.post(url("remove_party", other.pk))
    client.post(url("remove_party", promised.pk))
    assert set(party.agreement.parties.all()) == {party, promised}


def test_an_earlier_agreement_is_named_and_named_no_more(as_user: AsUser, officer: User, party: Party) -> None:
    agreement = party.agreement
    older = make_agreement(agreement.owner, agreement.place, name_ar="شراكة سابقة", reference="CV-20-77")
    older.index()
    older.save()
    client = as_user(officer)
    found = client.get(url("earlier", agreement.pk), {"name": "other", "other_words": "CV-20-77"}).content.decode()
    assert older.name in found
    assert client.post(url("refer", agreement.pk), {"other": agreement.pk}).status_code == 422
    client.post(url("refer", agreement.pk), {"other": older.pk})
    assert "refers to" in text_of(client, agreement)
    assert "referred to by" in text_of(client, older)
    client.post(url("refer_no_more", agreement.pk), {"other": older.pk})
    assert not agreement.refers_to.exists()


def test_every_field_of_a_form_finds_the_bodies_that_answer_to_what_is_typed_in_it(
    as_user: AsUser, officer: User, party: Party
) -> None:
    party.body.name_ar = "جامعة الأطلس"
    party.body.index()
    party.body.save()
    asked = {"name": "party_3", "party_3_words": "الأطلس"}
    found = as_user(officer).get(reverse("agreements:bodies"), asked).content.decode()
    assert f'name="party_3" value="{party.body_id}"' in found


def test_parties_beyond_two_stand_closed_until_they_are_wanted(
    as_user: AsUser, officer: User, agreement: Agreement, party: Party
) -> None:
    page, client = reverse("agreements:another", args=[agreement.place_id]), as_user(officer)
    assert client.get(page).content.decode().count('<details class="one-more"') == 4
    framework = make_agreement(agreement.owner, agreement.place, kind="framework", last_year=TODAY.year)
    told = {
        "kind": "framework",
        "name_ar": "اتفاقية إطار",
        "name_fr": "Cadre",
        "first_year": TODAY.year,
        "last_year": "",
    }
    told |= {"owner": agreement.owner_id, "base": framework.pk}
    bodies = [agreement.owner, party.body, make_body(BodyKind.NATIONAL)]
    for n, body in enumerate(bodies, 1):
        told |= {f"party_{n}": body.pk, f"role_{n}": "operator"}
    wrong = client.post(page, told | {"role_3": ""})
    assert wrong.status_code == 422
    assert wrong.content.decode().count('<details class="one-more" open') == 1, "what is written of it is shown"
    fourth = client.post(page, told | {"party_3": "", "role_3": "", "party_4": bodies[2].pk})
    assert [is_open for _body, _role, is_open in fourth.context["form"].more()] == [True, True, False, False]
    client.post(page, told)
    made = Agreement.objects.latest("pk")
    assert [one.body for one in made.parties.all()] == bodies
    assert made.base is None, "a framework stands alone, whatever was chosen before"


def test_promises_of_a_draft_are_taken_out_of_money_and_in_kind(as_user: AsUser, officer: User, party: Party) -> None:
    client = as_user(officer)
    for row in (make_promise(party), make_instalment(party).commitment):
        client.post(url("remove_promise", row.pk))
    assert not Commitment.objects.exists()
    assert not Instalment.objects.exists()


def test_after_the_first_signature_nothing_of_it_is_corrected(as_user: AsUser, officer: User, party: Party) -> None:
    promise, second = make_promise(party), make_party(party.agreement)
    sign(party, officer)
    client = as_user(officer)
    assert client.post(url("role", party.pk), {"role": PartyRole.HOST}).status_code == 422
    for name, pk in {"remove_party": second.pk, "remove_promise": promise.pk}.items():
        client.post(url(name, pk))
    assert Party.objects.count() == 2
    assert Commitment.objects.exists()


def test_an_amendment_shows_the_articles_before_it_and_may_leave_them_as_they_were(
    as_user: AsUser, officer: User, party: Party
) -> None:
    actions.write_clause(party.agreement, key="1", text_ar="الموضوع", by=officer)
    sign(party, officer)
    names = {"name_ar": "ملحق", "name_fr": "Avenant"}
    amendment = actions.draft_amendment(
        party.agreement, **names, first_year=TODAY.year, last_year=TODAY.year, by=officer
    )
    client = as_user(officer)
    assert "stays as it was" in text_of(client, amendment)
    written = {"key": "1", "kind": "text", "text_ar": "موضوع جديد"}
    refused = client.post(url("clause", amendment.pk), written)
    assert (refused.status_code, "?article=1" in refused.content.decode()) == (422, True)
    client.post(f"{url('clause', amendment.pk)}?article=1", written)
    assert "written anew by this amendment" in text_of(client, amendment)
    client.post(url("keep_clause", amendment.pk), {"article": "1"})
    client.post(url("clause_remove", amendment.pk), {"article": "1"})
    assert Clause.objects.get(agreement=amendment).removes
    client.post(url("keep_clause", amendment.pk), {"article": "1"})
    assert not amendment.clauses.exists()


@pytest.mark.parametrize("key", ["x\x00", "1" * 5000])
def test_an_article_that_cannot_be_is_the_article_of_none(
    as_user: AsUser, officer: User, party: Party, key: str
) -> None:
    actions.write_clause(party.agreement, key="1", text_ar="الموضوع", by=officer)
    client = as_user(officer)
    assert client.get(url("clause", party.agreement_id), {"article": key}).status_code == 200
    for asked in ("keep_clause", "clause_remove"):
        assert client.post(url(asked, party.agreement_id), {"article": key}).status_code == 302
    assert party.agreement.clauses.count() == 1


def test_an_amendment_puts_a_promise_in_the_place_of_another(as_user: AsUser, officer: User, party: Party) -> None:
    land = make_promise(party)
    sign(party, officer)
    names = {"name_ar": "ملحق", "name_fr": "Avenant"}
    amendment = actions.draft_amendment(
        party.agreement, **names, first_year=TODAY.year, last_year=TODAY.year, by=officer
    )
    own = amendment.parties.get()
    told = {"kind": CommitmentKind.LAND, "what_ar": "قطعة أخرى", "replaces": land.pk}
    as_user(officer).post(url("promise", own.pk), told)
    assert Commitment.objects.get(party=own).replaces == land


def test_a_body_does_not_pay_itself(as_user: AsUser, officer: User, agreement: Agreement) -> None:
    owner = make_party(agreement, agreement.owner)
    other = make_party(agreement, make_body(BodyKind.UNIVERSITY))
    sent = {"year": 2026, "amount_1": "500", "due_on_1": "2026-06-30"}
    client = as_user(officer)
    assert client.post(url("commit", owner.pk), sent).status_code == 422
    client.post(url("commit", owner.pk), sent | {"beneficiary": other.body_id})
    assert Instalment.objects.get().beneficiary == other.body
    with pytest.raises(ValidationError, match="pay itself"):
        actions.commit(owner, year=2026, instalments=[(TODAY, Decimal(1))], by=officer)


# ── After the signatures ────────────────────────────────────────────────────


def test_a_delivery_is_read_with_its_proof_and_withdrawn_with_a_motive(
    as_user: AsUser, officer: User, party: Party
) -> None:
    promise = make_promise(party)
    sign(party, officer)
    client = as_user(officer)
    scan = SimpleUploadedFile("pv.pdf", PDF, "application/pdf")
    client.post(url("deliver", promise.pk), {"delivered_on": TODAY, "quantity": "5000", "proof": scan})
    row = Delivery.objects.get()
    served = client.get(url("delivery_proof", row.pk))
    assert b"".join(served.streaming_content) == PDF  # type: ignore[attr-defined]
    assert url("withdraw_delivery", row.pk) in text_of(client, party.agreement)
    assert client.post(url("withdraw_delivery", row.pk), {"motive": ""}).status_code == 422
    client.post(url("withdraw_delivery", row.pk), {"motive": "wrong plot"})
    row.refresh_from_db()
    assert row.withdrawn_at


def test_what_will_never_come_is_written_off_on_screen(as_user: AsUser, officer: User, party: Party) -> None:
    instalment = make_instalment(party)
    client = as_user(officer)
    assert url("write_off", instalment.pk) in client.get(instalment.get_absolute_url()).content.decode()
    assert client.post(url("write_off", instalment.pk), {"amount": "10001", "motive": "x"}).status_code == 422
    client.post(url("write_off", instalment.pk), {"amount": "4000", "motive": "budget refused"})
    instalment.refresh_from_db()
    assert instalment.owed == 6000
    assert "budget refused" in client.get(instalment.get_absolute_url()).content.decode()


def test_the_last_signature_stays_once_money_moved_under_it(officer: User, party: Party) -> None:
    instalment = make_instalment(party)
    step = sign(party, officer)
    receipt = make_receipt(instalment, make_line(instalment.beneficiary))
    with pytest.raises(ValidationError, match="Money was asked for, ordered or received"):
        actions.withdraw_step(step, motive="wrong day", by=officer)
    step.refresh_from_db()
    assert step.withdrawn_at is None
    assert state_of(Agreement.objects.get(), TODAY) == AgreementState.IN_FORCE
    receipt.cancelled_at = clock.now()
    receipt.save()
    assert actions.withdraw_step(step, motive="wrong day", by=officer).withdrawn_at


def test_one_of_two_signatures_is_corrected_though_money_moved(officer: User, party: Party) -> None:
    other = make_party(party.agreement, make_body(BodyKind.ASSOCIATION))
    make_receipt(make_instalment(party))
    step, _kept = sign(party, officer), sign(other, officer)
    actions.withdraw_step(step, motive="wrong day", by=officer)
    assert sign(party, officer).pk


def test_the_last_signature_stays_once_a_thing_was_delivered_under_it(officer: User, party: Party) -> None:
    promise = make_promise(party)
    step = sign(party, officer)
    row = actions.deliver(promise, delivered_on=TODAY, quantity=Decimal(5), reference="8", by=officer)
    with pytest.raises(ValidationError, match="Things were delivered"):
        actions.withdraw_step(step, motive="wrong day", by=officer)
    actions.withdraw_delivery(row, motive="wrong plot", by=officer)
    assert actions.withdraw_step(step, motive="wrong day", by=officer).withdrawn_at


# ── The signed paper ────────────────────────────────────────────────────────


@pytest.fixture
def signed(party: Party, officer: User) -> Agreement:
    """Signed by all, its paper attached."""
    actions.write_clause(party.agreement, key="1", text_ar="الموضوع", by=officer)
    make_promise(party)
    sign(party, officer)
    actions.attach_text(party.agreement, PDF, name="a.pdf", content_type="application/pdf", by=officer)
    return Agreement.objects.get()


def test_the_paper_is_held_as_equal_once_every_line_was_found_in_it(
    as_user: AsUser, officer: User, signed: Agreement
) -> None:
    client = as_user(officer)
    page = client.get(url("compare", signed.pk)).content.decode()
    assert "قطعة أرضية" in page
    lines = [str(n) for n in range(page.count('name="lines"'))]
    assert signed.text
    sent = {"sha256": signed.frozen_sha256, "file_sha256": signed.text.sha256, "lines": lines}
    assert client.post(url("compare", signed.pk), sent | {"lines": lines[1:]}).status_code == 422
    assert client.post(url("compare", signed.pk), sent | {"sha256": "0" * 64}).status_code == 422
    client.post(url("compare", signed.pk), sent)
    signed.refresh_from_db()
    assert (signed.text_checked_by, signed.text_checked_sha256) == (officer, signed.frozen_sha256)
    assert "they say the same" in text_of(client, signed)


def hold_equal(agreement: Agreement, by: User) -> Agreement:
    assert agreement.text
    digests = {"sha256": agreement.frozen_sha256, "file_sha256": agreement.text.sha256}
    return actions.hold_text_equal(agreement, **digests, by=by)


def test_a_paper_attached_while_another_was_read_is_not_held_as_compared(
    as_user: AsUser, officer: User, signed: Agreement
) -> None:
    browser, address = as_user(officer), url("compare", signed.pk)
    form = browser.get(address).context["form"]
    actions.attach_text(signed, PDF + b" never read", name="b.pdf", content_type="application/pdf", by=officer)
    told = {name: form[name].value() for name in ("sha256", "file_sha256")}
    answer = browser.post(address, told | {"lines": [str(n) for n in range(form.count)]})
    assert "Another paper was attached meanwhile" in answer.content.decode()
    signed.refresh_from_db()
    assert signed.text_checked_on is None


def test_another_paper_is_compared_anew_and_the_same_one_is_not(officer: User, signed: Agreement) -> None:
    hold_equal(signed, officer)
    kept = {"name": "a.pdf", "content_type": "application/pdf"}
    actions.attach_text(signed, PDF, **kept, by=officer)
    signed.refresh_from_db()
    assert signed.text_checked_on
    actions.attach_text(signed, PDF + b" better", **kept, by=officer)
    signed.refresh_from_db()
    assert signed.text_checked_on is None


def test_data_that_changed_behind_is_not_held_as_what_the_paper_says(officer: User, signed: Agreement) -> None:
    Clause.objects.update(text_ar="غير ذلك")
    with pytest.raises(ValidationError, match="differs from what was signed"):
        hold_equal(signed, officer)


def test_a_paper_whose_bytes_are_no_longer_those_received_is_said_and_compared_with_nothing(
    as_user: AsUser, officer: User, signed: Agreement
) -> None:
    assert signed.text
    stored = path_of(signed.text.sha256)
    stored.chmod(0o644)
    stored.write_bytes(b"%PDF-1.7 forged")
    with pytest.raises(ValidationError, match="no longer the one that was received"):
        hold_equal(signed, officer)
    assert "no longer the one that was received" in text_of(as_user(officer), signed)
    stored.unlink()
    with pytest.raises(ValidationError, match="no longer the one that was received"):
        hold_equal(signed, officer)


def test_a_text_without_signature_or_paper_is_not_compared(as_user: AsUser, officer: User, party: Party) -> None:
    assert as_user(officer).get(url("compare", party.agreement_id)).status_code == 404
    with pytest.raises(ValidationError, match="Nobody has signed"):
        actions.hold_text_equal(party.agreement, sha256="", file_sha256="", by=officer)
    sign(party, officer)
    with pytest.raises(ValidationError, match="Attach the signed text"):
        actions.hold_text_equal(party.agreement, sha256="", file_sha256="", by=officer)


def test_an_article_written_under_a_number_that_exists_is_refused_and_the_first_stays(
    as_user: AsUser, officer: User, party: Party
) -> None:
    """A second article 5 was kept in place of the first: a duty to give land was lost, and signed over."""
    gives = {"kind": ClauseKind.OBLIGATION, "text_ar": "تضع الجماعة القطعة الأرضية رهن الإشارة", "body": party.body}
    actions.write_clause(party.agreement, key="5", **gives, by=officer)
    client, address = as_user(officer), url("clause", party.agreement_id)
    refused = client.post(address, {"key": "5", "kind": "text", "text_ar": "مدة الاتفاقية"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["key"])
    assert f'<a href="{address}?article=5">' in refused.content.decode()
    assert Clause.objects.get().kind == ClauseKind.OBLIGATION
    corrected = {"key": "6", "kind": "text", "text_ar": "تضع الجماعة قطعتين"}
    client.post(f"{address}?article=5", corrected)
    assert [(one.key, one.text_ar) for one in Clause.objects.all()] == [("5", "تضع الجماعة قطعتين")]
    client.post(f"{address}?article=7", corrected | {"key": "7"})
    assert Clause.objects.count() == 2, "a number that nobody has is written"
    with pytest.raises(ValidationError, match="no such article"):
        actions.rewrite_clause(party.agreement, key="9", text_ar="x", by=officer)
