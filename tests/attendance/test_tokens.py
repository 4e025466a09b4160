"""The signed token of a convocation: whose it is, where, until when, and what is none."""

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from takwin.attendance import tokens
from takwin.core import clock
from tests.factories.attendance import FIRST_DAY, make_register
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
THE_DAY = FIRST_DAY


@pytest.fixture(autouse=True)
def own_key(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_token_names_its_register_and_its_person_until_a_month_after_the_last_day() -> None:
    register, person = make_register(days=2), make_person()
    told = tokens.read_token(tokens.token_for(register, person), on=THE_DAY)
    assert told == tokens.Invited(register.pk, person.pk, FIRST_DAY + dt.timedelta(days=31))


def test_a_token_is_short_enough_for_the_qr_of_a_letter() -> None:
    assert len(tokens.token_for(make_register(), make_person())) < 200


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


def test_a_token_of_another_installation_is_none(settings: Any, tmp_path: Path) -> None:
    token = tokens.token_for(make_register(), make_person())
    settings.DATA_DIR = tmp_path / "other"
    settings.DATA_DIR.mkdir()
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
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(tokens.public_key()["x"] + "=="))
    key.verify(base64.urlsafe_b64decode(seal + "=="), f"{head}.{body}".encode())
    assert set(tokens.public_key()) == {"kty", "crv", "x"}


def test_the_key_is_made_once_and_only_its_owner_reads_it() -> None:
    first = tokens.public_key()
    assert tokens.key_file().stat().st_mode & 0o077 == 0
    tokens._kept.cache_clear()
    assert tokens.public_key() == first
    assert [path.name for path in tokens.key_file().parent.iterdir() if path.name.startswith("presence")] == [
        "presence.key"
    ]
    assert clock.today() > THE_DAY
