"""What a certificate proves without the register that holds it: a signed credential, short enough for its QR.

It is an Open Badges 3.0 credential in the W3C data model 2.0, secured as a JWS. Its payload is deflated (``"zip":
"DEF"``, as SMART Health Cards do), which takes a third off the side of the square. Whether it was revoked since is told
by a signed list of bits (Bitstring Status List): the bit of a certificate is its own number.
"""

import base64
import datetime as dt
import gzip
import json
import zlib
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse

from takwin.certificates.models import Certificate, CertificateState
from takwin.core import clock
from takwin.core.amounts import HALF_DAY, Language, counted
from takwin.documents.enums import KeyUse
from takwin.documents.keys import ALGORITHM, Signer, jwk_of, public_keys, signer_at_hand
from takwin.documents.models import SigningKey
from takwin.training.models import TrainingSession

V2 = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
LIST_BITS = 131_072  # the least that the standard allows: who asks for a list does not say for whom
TYPE = "vc+jwt"


def issuer_id() -> str:
    """The installation as a did:web, whose keys are at ``/.well-known/did.json``."""
    return f"did:web:{settings.PUBLIC_URL.partition('://')[2].replace(':', '%3A').replace('/', ':')}"


def _address(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{_path(name, *args)}"


@lru_cache(256)
def _path(name: str, *args: object) -> str:
    """The certificates of a session share two addresses of three."""
    return reverse(f"certificates:{name}", args=args)


def _instant(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def credential(certificate: Certificate, presence: str, made_at: dt.datetime) -> dict[str, Any]:
    """Who earned what, from whom, by how much presence (in words); the names and titles are those it prints."""
    number, bit = divmod(certificate.pk, LIST_BITS)
    names = dict.fromkeys(name for name in (certificate.name_ar, certificate.name_fr) if name)
    return {
        "@context": [V2, BADGES],
        "id": _address("verify", certificate.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.title_ar,
        "issuer": {"id": issuer_id(), "type": ["Profile"], "name": certificate.issuer.name_ar},
        "validFrom": _instant(made_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": name}
                for name in names
            ],
            "activityStartDate": f"{certificate.starts_on}T00:00:00Z",
            "activityEndDate": f"{certificate.ends_on}T00:00:00Z",
            "achievement": {
                "id": _address("achievement", certificate.session_id),
                "type": ["Achievement"],
                "name": certificate.title_ar,
                "description": certificate.title_fr,
                "criteria": {"narrative": presence},
            },
        },
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(bit),
            "statusListCredential": _address("status_list", number),
        },
    }


def sealed(claims: dict[str, Any], hand: Signer) -> str:
    """The credential as its QR carries it."""
    return hand.sign(_deflated(claims), typ=TYPE, zip="DEF")


def _json(claims: dict[str, Any]) -> bytes:
    return json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()


def _deflated(claims: dict[str, Any]) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(_json(claims)) + packer.flush()


def status_list(number: int) -> str:
    """The signed list of what is no longer good among the certificates of this number, as known now."""
    first = number * LIST_BITS
    ended = Certificate.objects.filter(pk__gte=first, pk__lt=first + LIST_BITS).exclude(state=CertificateState.VALID)
    bits = bytearray(LIST_BITS // 8)
    for pk in ended.values_list("pk", flat=True):
        bits[(pk - first) // 8] |= 128 >> (pk - first) % 8
    encoded = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    address = _address("status_list", number)
    said = {
        "@context": [V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id(),
        "validFrom": _instant(clock.now()),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{encoded}",
        },
    }
    return signer_at_hand(KeyUse.CREDENTIAL).sign(_json(said), typ=TYPE)


def lists_needed() -> int:
    """How many lists cover the certificates issued; none as long as there is none."""
    last = Certificate.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last // LIST_BITS + 1 if last else 0


def did_document() -> dict[str, Any]:
    """The issuer's keys, as other systems read them: a retired one keeps what it signed, up to its day."""
    did, keys = issuer_id(), public_keys(KeyUse.CREDENTIAL)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#{key.kid}",
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": {**jwk_of(key), "alg": ALGORITHM},
            }
            | ({"expires": _instant(key.retired_at)} if key.retired_at else {})
            for key in keys
        ],
        "assertionMethod": [f"{did}#{key.kid}" for key in keys],
    }


def achievement(session: TrainingSession) -> dict[str, Any]:
    """What the certificates of a session attest, and by which rule they are earned."""
    enough: dict[Language, str] = {
        language: counted(session.certificate_half_days, HALF_DAY, language) for language in ("ar", "fr")
    }
    return {
        "@context": [V2, BADGES],
        "id": _address("achievement", session.pk),
        "type": ["Achievement"],
        "name": session.topic.name_ar,
        "description": session.topic.name_fr,
        "criteria": {
            "narrative": f"الحضور الفعلي لما لا يقل عن {enough['ar']} · Présence effective : {enough['fr']} au moins"
        },
    }


def trust() -> dict[str, Any]:
    """All that checking needs and that is no secret: the keys with their days, and every list of what was revoked."""
    return {
        "issuer": issuer_id(),
        "names": settings.INSTALLATION_NAME,
        "made_at": _instant(clock.now()),
        "lists": {_address("status_list", number): status_list(number) for number in range(lists_needed())},
        "keys": {key.kid: _key(key) for key in public_keys(KeyUse.CREDENTIAL)},
    }


def _key(key: SigningKey) -> dict[str, str]:
    until = {"until": _instant(key.retired_at)} if key.retired_at else {}
    return {"x": key.public, "from": _instant(key.made_at)} | until
