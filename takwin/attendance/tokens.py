"""The token of a convocation: it names a register and a person, and proves that this installation wrote it.

A compact signature (JWS, Ed25519) short enough for the QR of a letter: a telephone judges it without a network, with
the public key it was given when it was bound. It opens nothing: who shows it is only said to be expected there, until
the day it bears. The private key is made once and kept beside the data, for its owner only.
"""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from takwin.attendance.models import Register
from takwin.core import clock
from takwin.people.models import Person

ALGORITHM = "Ed25519"
GRACE = dt.timedelta(days=30)  # a session put off a little is still entered by the letter that was sent


class Invited(NamedTuple):
    """What a token says: expected where, who, and the last day it is good for."""

    register: int
    person: int
    until: dt.date


class BadToken(Exception):
    """Not a token of this installation."""


class Expired(BadToken):
    """A token of this installation whose day is past."""


def key_file() -> Path:
    return Path(settings.DATA_DIR) / "presence.key"


def signing_key() -> OKPKey:
    """The installation's own key, made at the first token."""
    return _kept(key_file())


@cache
def _kept(path: Path) -> OKPKey:
    if not path.exists():
        fresh = OKPKey.generate_key("Ed25519").as_pem(private=True)
        beside = path.with_name(f"{path.name}.{clock.now():%H%M%S%f}")
        beside.touch(mode=0o600)
        beside.write_bytes(fresh)
        try:
            path.hardlink_to(beside)  # the first of two who make it at once wins, and its key is whole
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return OKPKey.import_key(path.read_bytes())


def public_key() -> dict[str, str]:
    """What a telephone needs to judge a token by itself: the key as a JWK, without its secret."""
    told = signing_key().as_dict(private=False)
    return {name: str(told[name]) for name in ("kty", "crv", "x")}


def token_for(register: Register, person: Person | int, *, until: dt.date | None = None) -> str:
    """The token to print on a person's convocation; good until a month after the last day unless ``until`` is said."""
    pk = person if isinstance(person, int) else person.pk
    if until is None:
        last = register.half_days.order_by("-day").values_list("day", flat=True).first()
        until = (last or clock.today()) + GRACE
    said = json.dumps({"r": register.pk, "p": pk, "e": until.isoformat()}, separators=(",", ":"))
    return jws.serialize_compact({"alg": ALGORITHM}, said, signing_key(), algorithms=[ALGORITHM])


def read_token(written: str, *, on: dt.date | None = None) -> Invited:
    """What a token says. It may come alone or at the end of an address (``…#token``).

    Raises ``BadToken`` when it is not ours, ``Expired`` when its day is past; both say nothing of persons.
    """
    try:
        signed = jws.deserialize_compact(written.rpartition("#")[2], signing_key(), algorithms=[ALGORITHM])
        said = json.loads(signed.payload)
        invited = Invited(int(said["r"]), int(said["p"]), dt.date.fromisoformat(said["e"]))
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise BadToken from error
    if (on or clock.today()) > invited.until:
        raise Expired
    return invited
