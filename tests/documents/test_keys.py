import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from takwin.core import clock
from takwin.documents.enums import KeyUse
from takwin.documents.keys import HEADERS, check_keys, path_of_key, renew_key, signer
from takwin.documents.models import SigningKey
from takwin.journal.models import Entry
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db


def public(kid: str) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": SigningKey.objects.get(kid=kid).public})


def test_the_first_signature_makes_the_key_and_the_next_ones_keep_it():
    first, again = signer(KeyUse.CREDENTIAL), signer(KeyUse.CREDENTIAL)
    assert first.kid == again.kid
    assert signer(KeyUse.PRESENCE).kid != first.kid


def test_what_is_signed_is_checked_with_the_public_half_alone_and_no_other():
    hand, other = signer(KeyUse.CREDENTIAL), signer(KeyUse.PRESENCE)
    signed = hand.sign(b"said", typ="vc+jwt")
    checked = jws.deserialize_compact(signed, public(hand.kid), registry=HEADERS)
    assert checked.payload == b"said"
    assert checked.headers() == {"alg": "Ed25519", "kid": hand.kid, "typ": "vc+jwt"}
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(signed, public(other.kid), registry=HEADERS)


def test_the_private_half_is_a_file_of_its_owner_only():
    path = path_of_key(signer(KeyUse.CREDENTIAL).kid)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert check_keys().fine


def test_a_renewed_key_signs_from_now_on_and_the_former_one_is_kept_retired():
    officer, former = make_user(), signer(KeyUse.CREDENTIAL)
    made = renew_key(KeyUse.CREDENTIAL, by=officer)
    assert signer(KeyUse.CREDENTIAL).kid == made.kid != former.kid
    assert SigningKey.objects.get(kid=former.kid).retired_at <= made.made_at
    assert list(Entry.objects.filter(by=officer).values_list("verb", flat=True).order_by("pk")) == [
        "key.retired",
        "key.made",
    ]


def test_a_lost_private_half_is_said_by_the_doctor_and_to_who_signs():
    path_of_key(signer(KeyUse.CREDENTIAL).kid).unlink()
    assert "credentials renew" in check_keys().mend
    with pytest.raises(ValidationError, match="not on this machine"):
        signer(KeyUse.CREDENTIAL)


def test_a_key_that_others_can_read_is_said_by_the_doctor():
    path = path_of_key(signer(KeyUse.CREDENTIAL).kid)
    path.chmod(0o644)
    assert check_keys().mend == f"chmod 600 {path}"


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_sign_for_the_first_time_use_one_key():
    said = at_once(lambda: signer(KeyUse.CREDENTIAL).kid, lambda: signer(KeyUse.CREDENTIAL).kid)
    assert refusals(said) == said  # both are names of keys
    assert set(said) == {SigningKey.objects.get().kid}


def test_a_use_has_one_current_key():
    key = SigningKey.objects.get(kid=signer(KeyUse.CREDENTIAL).kid)
    with breaks(SigningKey, "signing_key_one_current"):
        SigningKey.objects.create(use=key.use, kid="another", public=key.public, made_at=clock.now())


def test_a_key_is_retired_after_it_was_made():
    key = SigningKey.objects.get(kid=signer(KeyUse.CREDENTIAL).kid)
    with breaks(SigningKey, "signing_key_retired_after_made"):
        SigningKey.objects.update(retired_at=key.made_at - dt.timedelta(seconds=1))
