"""The signed token of a convocation: whose it is, where, until when, and what is none."""

import base64
import datetime as dt
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jws
from joserfc.jwk import OKPKey

from takwin.attendance import tokens
from takwin.documents.enums import KeyUse
from takwin.documents.keys import renew_key, signer
from takwin.documents.models import SigningKey
from tests.factories.attendance import FIRST_DAY, make_register
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
THE_DAY = FIRST_DAY


def test_a_token_names_its_register_and_its_person_until_a_month_after_the_last_day() -> None:
    register, person = make_register(days=2), make_person()
    told = tokens.read_token(tokens.token_for(register, person), on=THE_DAY)
    assert told == tokens.Invited(register.pk, person.pk, FIRST_DAY + dt.timedelta(days=31))


def test_a_token_is_short_enough_for_the_qr_of_a_letter() -> None:
    assert len(tokens.token_for(make_register(), make_person())) < 230


def test_a_token_is_read_at_the_end_of_an_address() -> None:
    token = tokens.token_for(make_register(), make_person())
    assert tokens.read_token(f"https://takwin.example/p/abc/#{token}", on=THE_DAY) == tokens.read_token(
        token, on=THE_DAY
    )


def test_a_token_is_good_on_its_last_day_and_not_on_the_next() -> None:
    token = tokens.token_for(make_register(), make_person(), until=THE_DAY)
    tokens.read_token(token, on=THE_DAY)
    with pytest.raises(tokens.Expired):
        tokens.read_token(token, on=THE_DAY + dt.timedelta(days=1))


def test_a_token_of_another_installation_is_none() -> None:
    token = tokens.token_for(make_register(), make_person())
    SigningKey.objects.all().delete()
    tokens.token_for(make_register(), make_person())  # signed by the key that the other one makes for itself
    with pytest.raises(tokens.BadToken):
        tokens.read_token(token, on=THE_DAY)


def forged(token: str) -> str:
    """The same signature under another person's number."""
    head, body, seal = token.split(".")
    said = base64.urlsafe_b64decode(body + "==").replace(b'"p":', b'"p":1')
    return ".".join([head, base64.urlsafe_b64encode(said).rstrip(b"=").decode(), seal])


@pytest.mark.parametrize("written", ["", "https://elsewhere.example/", "a.b.c", "TKW1/REG-1/1", "🙂.🙂.🙂"])
def test_what_is_no_token_is_refused(written: str) -> None:
    with pytest.raises(tokens.BadToken):
        tokens.read_token(written)


def test_a_token_whose_person_was_changed_is_refused() -> None:
    with pytest.raises(tokens.BadToken):
        tokens.read_token(forged(tokens.token_for(make_register(), make_person())), on=THE_DAY)


def test_anyone_with_the_public_key_judges_a_token_without_us() -> None:
    head, body, seal = tokens.token_for(make_register(), make_person()).split(".")
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(tokens.told_keys()[0]["x"] + "=="))
    key.verify(base64.urlsafe_b64decode(seal + "=="), f"{head}.{body}".encode())
    assert set(tokens.told_keys()[0]) == {"kty", "crv", "x", "kid"}


def printed_before(key: Any) -> str:
    """A letter of a register and a person, signed as it was before keys had names."""
    said = json.dumps({"r": 7, "p": 8, "e": THE_DAY.isoformat()})
    return jws.serialize_compact({"alg": "Ed25519"}, said, key, algorithms=["Ed25519"])


def test_a_letter_printed_before_keys_had_names_is_read_by_whichever_key_signed_it() -> None:
    former = signer(KeyUse.PRESENCE)
    renew_key(KeyUse.PRESENCE, by=None)
    assert tokens.read_token(printed_before(former.key), on=THE_DAY).person == 8
    with pytest.raises(tokens.BadToken):
        tokens.read_token(printed_before(OKPKey.generate_key("Ed25519")), on=THE_DAY)


def test_a_renewed_key_signs_and_the_former_is_still_read() -> None:
    register, person = make_register(), make_person()
    before = tokens.token_for(register, person)
    made = renew_key(KeyUse.PRESENCE, by=None)
    after = tokens.token_for(register, person)
    assert tokens.read_token(before, on=THE_DAY) == tokens.read_token(after, on=THE_DAY)
    assert tokens.told_keys()[0]["kid"] == made.kid
    assert len(tokens.told_keys()) == 2


def test_a_key_that_signs_certificates_signs_no_token() -> None:
    token = tokens.token_for(make_register(), make_person(), hand=signer(KeyUse.CREDENTIAL))
    tokens.told_keys()
    with pytest.raises(tokens.BadToken):
        tokens.read_token(token, on=THE_DAY)


def test_many_tokens_are_signed_and_read_with_keys_read_once(django_assert_num_queries: Any) -> None:
    register, people = make_register(), [make_person() for _ in range(3)]
    hand = signer(KeyUse.PRESENCE)
    signed = [tokens.token_for(register, person, until=THE_DAY, hand=hand) for person in people]
    with django_assert_num_queries(1):
        keys = tokens.known_keys()
        assert [tokens.read_token(token, on=THE_DAY, keys=keys).person for token in signed] == [p.pk for p in people]
