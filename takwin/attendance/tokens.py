"""The token of a convocation: it names a register and a person, and proves that this installation wrote it.

A compact signature (JWS, Ed25519) by a key of ``documents.keys``, short enough for the QR of a letter: a telephone
judges it without a network, with the public keys it was given. It opens nothing: who shows it is only said to be
expected there, until the day it bears. A token without the name of a key was printed before keys had names: any of
them may have signed it.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import NamedTuple

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from takwin.attendance.models import Register
from takwin.core import clock
from takwin.documents.enums import KeyUse
from takwin.documents.keys import HEADERS, Signer, jwk_of, public_keys, signer
from takwin.people.models import Person

GRACE = dt.timedelta(days=30)  # a session put off a little is still entered by the letter that was sent
Keys = Mapping[str, OKPKey]


class Invited(NamedTuple):
    """What a token says: expected where, who, and the last day it is good for."""

    register: int
    person: int
    until: dt.date


class BadToken(Exception):
    """Not a token of this installation."""


class Expired(BadToken):
    """A token of this installation whose day is past."""


def told_keys() -> list[dict[str, str]]:
    """What a telephone needs to judge tokens by itself, the key that signs today first: JWKs without their secrets."""
    current = signer(KeyUse.PRESENCE).kid
    return sorted(map(jwk_of, public_keys(KeyUse.PRESENCE)), key=lambda key: key["kid"] != current)


def known_keys() -> Keys:
    """The keys that ever signed tokens, by their names; read once for a batch."""
    return {key.kid: OKPKey.import_key({**jwk_of(key)}) for key in public_keys(KeyUse.PRESENCE)}


def token_for(
    register: Register, person: Person | int, *, until: dt.date | None = None, hand: Signer | None = None
) -> str:
    """The token to print on a person's convocation; good until a month after the last day unless ``until`` is said.

    Who prints many gives the ``hand`` that signs them.
    """
    pk = person if isinstance(person, int) else person.pk
    if until is None:
        last = register.half_days.order_by("-day").values_list("day", flat=True).first()
        until = (last or clock.today()) + GRACE
    said = json.dumps({"r": register.pk, "p": pk, "e": until.isoformat()}, separators=(",", ":"))
    return (hand or signer(KeyUse.PRESENCE)).sign(said.encode())


def read_token(written: str, *, on: dt.date | None = None, keys: Keys | None = None) -> Invited:
    """What a token says. It may come alone or at the end of an address (``…#token``).

    Raises ``BadToken`` when it is not ours, ``Expired`` when its day is past; both say nothing of persons.
    """
    try:
        said = json.loads(_payload(written.rpartition("#")[2], known_keys() if keys is None else keys))
        invited = Invited(int(said["r"]), int(said["p"]), dt.date.fromisoformat(said["e"]))
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise BadToken from error
    if (on or clock.today()) > invited.until:
        raise Expired
    return invited


def _payload(token: str, keys: Keys) -> bytes:
    """What is signed, by the key that the token names, or by any where it names none."""
    signed = jws.extract_compact(token.encode())
    kid = signed.headers().get("kid")
    for key in keys.values() if kid is None else [keys[kid]]:
        if jws.validate_compact(signed, key, registry=HEADERS):
            return signed.payload
    raise BadToken
