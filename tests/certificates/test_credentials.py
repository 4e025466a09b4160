"""The credential in the square of a certificate: signed, read back from the paper, and the list of what is over."""

import base64
import gzip
import json
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from takwin.certificates import actions, credentials
from takwin.certificates.models import Certificate
from takwin.documents.enums import KeyUse
from takwin.documents.keys import HEADERS, path_of_key, renew_key, signer_at_hand
from takwin.documents.models import SigningKey
from takwin.documents.serving import pdf_of
from takwin.journal.models import Entry
from takwin.people.actions import correct_person
from tests.documents.reading import Sheet, squares
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate, make_closed_session

pytestmark = pytest.mark.django_db


def in_the_square(certificate):
    return certificate.paper.facts["qr"]["text"].partition("#")[2]


def opened(signed):
    """The header and the claims, once the signature has been checked with the public half of the key it names."""
    header = json.loads(base64.urlsafe_b64decode(signed.split(".")[0] + "=="))
    public = SigningKey.objects.get(kid=header["kid"]).public
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public})
    checked = jws.deserialize_compact(signed, key, registry=HEADERS)
    plain = zlib.decompress(checked.payload, -15) if header.get("zip") == "DEF" else checked.payload
    return checked.headers(), json.loads(plain)


def is_over(certificate):
    """What the signed list says of a certificate."""
    number, bit = divmod(certificate.pk, credentials.LIST_BITS)
    _header, claims = opened(credentials.status_list(number))
    encoded = claims["credentialSubject"]["encodedList"]
    assert encoded.startswith("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="))
    assert len(bits) == 16 * 1024
    return bool(bits[bit // 8] & 128 >> bit % 8)


def test_the_square_holds_a_signed_badge_that_says_who_earned_what_from_whom():
    certificate = make_certificate()
    header, said = opened(in_the_square(certificate))
    assert (header["alg"], header["typ"], header["zip"]) == ("Ed25519", "vc+jwt", "DEF")
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert said["id"].endswith(f"/verify/{certificate.code}")
    assert said["issuer"]["name"] == certificate.issuer.name_ar
    earned = said["credentialSubject"]
    assert [name["identityHash"] for name in earned["identifier"]] == [certificate.name_ar, certificate.name_fr]
    assert (earned["achievement"]["name"], earned["achievement"]["description"]) == (
        certificate.title_ar,
        certificate.title_fr,
    )
    assert said["credentialStatus"]["statusListIndex"] == str(certificate.pk)


# What Open Badges 3.0 and the data model 2.0 ask of each object of a credential.
ASKED = {
    "VerifiableCredential": {"@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject"},
    "Profile": {"id", "type", "name"},
    "AchievementSubject": {"type", "achievement", "identifier"},
    "Achievement": {"id", "type", "name", "description", "criteria"},
    "IdentityObject": {"type", "hashed", "identityHash", "identityType"},
    "BitstringStatusListEntry": {"type", "statusPurpose", "statusListIndex", "statusListCredential"},
}


def objects_of(said):
    """Every object of a credential that names its type."""
    if isinstance(said, dict):
        yield from [said] if "type" in said else []
        for inner in said.values():
            yield from objects_of(inner)
    elif isinstance(said, list):
        for inner in said:
            yield from objects_of(inner)


def test_each_object_of_a_badge_says_what_open_badges_asks_of_it_and_nothing_is_empty():
    _header, said = opened(in_the_square(make_certificate()))
    found = {}
    for one in objects_of(said):
        kind = one["type"] if isinstance(one["type"], str) else one["type"][0]
        found[kind] = one
        assert ASKED[kind] <= one.keys(), kind
        assert all(value not in ("", [], {}, None) for value in one.values()), kind
    assert found.keys() == ASKED.keys()
    assert said["@context"] == [credentials.V2, credentials.BADGES], "in this order"
    assert found["Achievement"]["criteria"]["narrative"]
    assert found["BitstringStatusListEntry"]["statusPurpose"] == "revocation"


def test_a_changed_name_breaks_the_signature():
    certificate = make_certificate()
    header, body, signature = in_the_square(certificate).split(".")
    claims = zlib.decompress(base64.urlsafe_b64decode(body + "=="), -15).decode()
    forged = claims.replace(certificate.name_fr, "Quelqu'un d'Autre")
    packed = zlib.compress(forged.encode(), wbits=-15)
    body = base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    with pytest.raises(BadSignatureError):
        opened(f"{header}.{body}.{signature}")


@pytest.mark.parametrize("per_mm", [6, 8])  # 150 and 200 points an inch, as offices print and scan
def test_the_square_is_read_back_from_the_printed_paper(per_mm):
    certificate = make_certificate()
    sheet = Sheet.of(pdf_of(certificate.paper), per_mm=per_mm)
    assert [square.text for square in squares(sheet)] == [certificate.paper.facts["qr"]["text"]]


def test_a_revoked_or_replaced_certificate_is_over_in_the_list_and_its_neighbour_is_not():
    session, officer = make_closed_session(4, 4, 4), make_user()
    actions.issue_certificates(session, by=officer)
    revoked, replaced, stands = Certificate.objects.order_by("pk")
    assert not is_over(revoked)
    actions.revoke_certificate(revoked, reason="خطأ", by=officer)
    correct_person(replaced.person, name_fr="Autre Nom", by=officer)
    new = actions.reissue_certificate(replaced, reason="اسم", by=officer)
    assert [is_over(one) for one in (revoked, replaced, stands, new)] == [True, True, False, False]
    assert opened(in_the_square(new))[1]["id"].endswith(new.code)


def test_a_retired_key_keeps_what_it_signed_and_says_until_when():
    certificate = make_certificate()
    former, officer = SigningKey.objects.get(), make_user()
    renewed = renew_key(KeyUse.CREDENTIAL, by=officer)
    assert opened(in_the_square(certificate))[0]["kid"] == former.kid
    correct_person(certificate.person, name_fr="Autre Nom", by=officer)
    actions.reissue_certificate(certificate, reason="اسم", by=officer)
    assert opened(in_the_square(Certificate.objects.latest("pk")))[0]["kid"] == renewed.kid
    keys = credentials.trust()["keys"]
    assert "until" in keys[former.kid]
    assert "until" not in keys[renewed.kid]


def test_without_the_private_key_no_certificate_is_issued_and_it_is_said():
    certificate = make_certificate()
    path_of_key(SigningKey.objects.get().kid).unlink()
    with pytest.raises(ValidationError, match="not on this machine"):
        actions.issue_certificates(certificate.session, by=make_user())


@pytest.mark.parametrize(("name", "args"), [("trust", []), ("verifier", []), ("status_list", [0])])
def test_without_the_private_key_public_pages_say_to_come_back_later(client, name, args):
    """The key is kept apart from the backups: the site is put back before it is."""
    make_certificate()
    path_of_key(SigningKey.objects.get().kid).unlink()
    answer = client.get(reverse(f"certificates:{name}", args=args), headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert "Come back later" in answer.content.decode()
    assert "public" not in answer.get("Cache-Control", "")
    assert client.get(reverse("certificates:did")).status_code == 200


@pytest.mark.parametrize(
    ("name", "args", "status"), [("trust", [], 200), ("verifier", [], 200), ("status_list", [0], 404)]
)
def test_a_visitor_makes_no_key(client, name, args, status):
    assert client.get(reverse(f"certificates:{name}", args=args)).status_code == status
    assert not SigningKey.objects.exists()
    assert not Entry.objects.filter(verb="key.made").exists()


def test_nothing_is_signed_by_a_key_that_was_never_made():
    with pytest.raises(ValidationError, match="has no key for this yet"):
        signer_at_hand(KeyUse.CREDENTIAL)


def test_a_batch_costs_twelve_queries_at_most_however_many_it_holds(monkeypatch):
    make_certificate()  # the key is there

    def queries(people, chunk):
        monkeypatch.setattr(actions, "CHUNK", chunk)
        session, officer = make_closed_session(*[4] * people), make_user()
        with CaptureQueriesContext(connection) as asked:
            assert actions.issue_certificates(session, by=officer) == people
        return len(asked)

    assert queries(3, chunk=9) == queries(6, chunk=9)
    assert queries(6, chunk=3) - queries(3, chunk=3) <= 12  # one batch more


@pytest.mark.parametrize("name", ["did", "trust"])
def test_other_systems_read_the_keys_without_an_account(client, name):
    make_certificate()
    answer = client.get(reverse(f"certificates:{name}"))
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert SigningKey.objects.get().public in answer.content.decode()
    assert json.loads(path_of_key(SigningKey.objects.get().kid).read_text())["d"] not in answer.content.decode()


def test_the_keys_are_where_a_did_web_says(client, settings):
    settings.PUBLIC_URL = "https://takwin.example:8443"
    make_certificate()
    said = client.get("/.well-known/did.json").json()
    assert said["id"] == "did:web:takwin.example%3A8443"
    assert said["assertionMethod"] == [said["verificationMethod"][0]["id"]]


def test_a_list_that_no_certificate_needs_is_not_found(client):
    make_certificate()
    assert client.get(reverse("certificates:status_list", args=[0]))["Content-Type"] == "application/vc+jwt"
    assert client.get(reverse("certificates:status_list", args=[1])).status_code == 404


def test_what_was_achieved_is_told_once_a_certificate_names_it(client):
    certificate = make_certificate()
    said = client.get(reverse("certificates:achievement", args=[certificate.session_id])).json()
    assert said["name"] == certificate.title_ar
    nobody = make_closed_session(1)
    assert client.get(reverse("certificates:achievement", args=[nobody.pk])).status_code == 404


def test_the_kept_page_asks_nothing_of_anyone(client):
    make_certificate()
    kept = client.get(reverse("certificates:verifier"))
    assert "attachment" in kept["Content-Disposition"]
    text = kept.content.decode()
    assert "url(" not in text
    assert "src=" not in text
    assert "<link" not in text
    assert SigningKey.objects.get().public in text


def test_the_command_writes_the_page_and_renews_the_key(tmp_path, capsys):
    make_certificate()
    former = SigningKey.objects.get()
    call_command("credentials", "verifier", str(tmp_path))
    assert former.public in (tmp_path / "takwin-verify.html").read_text()
    call_command("credentials", "renew")
    assert SigningKey.objects.get(retired_at=None).kid in capsys.readouterr().out
    with pytest.raises(CommandError, match="does not exist"):
        call_command("credentials", "verifier", str(tmp_path / "absent"))
