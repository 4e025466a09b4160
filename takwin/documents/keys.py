"""The keys with which this installation signs what others check without it: credentials, codes of presence.

The public halves are rows, kept for good; each private half is a file of ``settings.KEYS_DIR``, readable by its owner
only, in neither the database nor its backups: who holds those cannot sign in the installation's name.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from joserfc import jws
from joserfc.jwk import OKPKey

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.management.checkup import Finding, wrong
from takwin.core.refused import refused
from takwin.documents.enums import KeyUse
from takwin.documents.models import SigningKey
from takwin.journal.actions import record

ALGORITHM = "Ed25519"  # RFC 9864
HEADERS = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)


@dataclass(frozen=True)
class Signer:
    """A key at hand: read once, then good for a whole batch."""

    kid: str
    key: OKPKey

    def sign(self, payload: bytes, **header: Any) -> str:
        """The payload as a compact JWS, under this key's name."""
        return jws.serialize_compact({"alg": ALGORITHM, "kid": self.kid, **header}, payload, self.key, registry=HEADERS)


def path_of_key(kid: str) -> Path:
    return Path(settings.KEYS_DIR) / f"{kid}.json"


def signer(use: KeyUse) -> Signer:
    """The current key of a use, made when something is first signed with it."""
    current = SigningKey.objects.filter(use=use, retired_at=None).first()
    if current is None:
        try:
            current = _make_key(use, by=None)
        except ValidationError:  # another process has just made the first one
            current = SigningKey.objects.get(use=use, retired_at=None)
    return _at_hand(current)


def signer_at_hand(use: KeyUse) -> Signer:
    """The current key, never made: what anyone may ask for makes none."""
    current = SigningKey.objects.filter(use=use, retired_at=None).first()
    if current is None:
        raise ValidationError(_("This installation has no key for this yet."))
    return _at_hand(current)


def _at_hand(current: SigningKey) -> Signer:
    try:
        return Signer(current.kid, OKPKey.import_key(json.loads(path_of_key(current.kid).read_text())))
    except (OSError, ValueError) as fault:
        raise ValidationError(
            _(
                "The private half of the signing key %(kid)s is not on this machine. Whoever keeps the installation "
                "puts it back or renews it: %(command)s."
            ),
            params={"kid": current.kid, "command": renewal(current)},
        ) from fault


def public_keys(use: KeyUse) -> list[SigningKey]:
    """The keys of a use, retired ones too: what they signed is checked for good."""
    return list(SigningKey.objects.filter(use=use))


def jwk_of(key: SigningKey) -> dict[str, str]:
    """The public half of a key as others read it."""
    return {"kty": "OKP", "crv": "Ed25519", "x": key.public, "kid": key.kid}


@transaction.atomic
def renew_key(use: KeyUse, *, by: User | None) -> SigningKey:
    """Make the key that signs from now on; the one before is retired, and stays good for what it signed."""
    for former in SigningKey.objects.select_for_update().filter(use=use, retired_at=None):
        former.retired_at = clock.now()
        former.save(update_fields=["retired_at"])
        record("key.retired", former, by=by, use=use)
    return _make_key(use, by=by)


@transaction.atomic
def _make_key(use: KeyUse, *, by: User | None) -> SigningKey:
    key = OKPKey.generate_key("Ed25519")
    kid = key.thumbprint()[:8]
    keep_secret(path_of_key(kid), json.dumps(key.as_dict(private=True)).encode())
    with refused(SigningKey):
        made = SigningKey.objects.create(use=use, kid=kid, public=str(key.as_dict()["x"]), made_at=clock.now())
    record("key.made", made, by=by, use=use)
    return made


def keep_secret(path: Path, secret: bytes) -> None:
    """Write a new file of ``settings.KEYS_DIR``: it is never readable by others, not even while it is written."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def renewal(key: SigningKey) -> str:
    """The command that makes another key where the secret of this one is lost."""
    return f"takwin credentials renew --use {key.use}"


def check_keys() -> Finding:
    """What ``takwin doctor`` says of the keys: those that sign are on this machine, and nobody else reads them."""
    current = list(SigningKey.objects.filter(retired_at=None))
    absent = [key for key in current if not path_of_key(key.kid).exists()]
    if absent:
        return wrong(
            _("the private half of the signing key %(kid)s is not on this machine")
            % {"kid": formats.listed(key.kid for key in absent)},
            _("put back the folder %(folder)s, kept apart from the backups; if it is lost: %(command)s")
            % {"folder": settings.KEYS_DIR, "command": " ; ".join(map(renewal, absent))},
        )
    open_to_others = [path for key in current if (path := path_of_key(key.kid)).stat().st_mode & 0o077]
    if open_to_others:
        return wrong(
            _("others can read the signing key %(path)s") % {"path": open_to_others[0]},
            f"chmod 600 {open_to_others[0]}",
        )
    if not current:
        return Finding(_("no signing key yet: each is made with the first certificate or convocation"))
    return Finding(_("the signing keys are kept"))
