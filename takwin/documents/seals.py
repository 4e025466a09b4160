"""The electronic seal of a body: with its own certificate, its official papers bear a signature that any reader checks.

A PAdES signature at level B-B (ETSI EN 319 142-1), made when the PDF is given, never for one that was cancelled. The
certificate comes from a provider of trust services (law 43-20) as a PKCS#12 file: what it says is a row, its key is a
file of ``settings.KEYS_DIR`` beside those of ``documents.keys``, in neither the database nor its backups.
"""

import datetime as dt
import logging
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.management.checkup import Finding, wrong
from takwin.core.refused import refused
from takwin.directory.models import Body
from takwin.documents.keys import keep_secret
from takwin.documents.models import Paper, SealCertificate
from takwin.journal.actions import record

LEAST_BITS = 2048
SOON = dt.timedelta(days=30)
log = logging.getLogger(__name__)


def path_of_seal(fingerprint: str) -> Path:
    return Path(settings.KEYS_DIR) / f"{fingerprint}.p12"


# ── Adding and taking away ──────────────────────────────────────────────────


@transaction.atomic
def add_seal(owner: Body, data: bytes, password: str, *, by: User | None) -> SealCertificate:
    """Seal the papers of a body from now on with the certificate of this PKCS#12 file; the one before is retired.

    One whose key was lost, or that was retired, is put back by adding its file again.
    """
    certificate, secret = _opened(data, password)
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    known = SealCertificate.objects.filter(fingerprint=fingerprint).first()
    if known and known.owner_id != owner.pk:
        raise ValidationError(_("This certificate is already known here."))
    retire_seal(owner, but=fingerprint, by=by)
    made = known or SealCertificate(owner=owner, fingerprint=fingerprint, added_at=clock.now())
    made.retired_at = None
    made.holder, made.provider = _named(certificate.subject), _named(certificate.issuer)
    made.valid_from, made.valid_until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    with refused(SealCertificate):
        made.save()
    record("seal.added", made, by=by, owner=owner.pk, until=made.valid_until.date())
    path = path_of_seal(fingerprint)
    path.unlink(missing_ok=True)  # what an addition that failed left
    keep_secret(path, secret)
    return made


@transaction.atomic
def retire_seal(owner: Body, *, but: str = "", by: User | None) -> int:
    """Seal its papers no more, and forget the key; what was given sealed stays good. Gives how many were retired.

    ``but`` is the fingerprint of one that stays.
    """
    mine = SealCertificate.objects.select_for_update().filter(owner=owner, retired_at=None)
    current = list(mine.exclude(fingerprint=but))
    for seal in current:
        seal.retired_at = clock.now()
        seal.save(update_fields=["retired_at"])
        record("seal.retired", seal, by=by, owner=owner.pk)
        transaction.on_commit(partial(path_of_seal(seal.fingerprint).unlink, missing_ok=True))
    return len(current)


def _opened(data: bytes, password: str) -> tuple[x509.Certificate, bytes]:
    """The certificate of the file, and the file as it is kept: it lies beside the other keys, under their guard."""
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except ValueError as fault:
        raise ValidationError(_("This is no PKCS#12 file (.p12, .pfx), or its password is another.")) from fault
    if key is None or certificate is None:
        raise ValidationError(_("This file holds no private key with its certificate: ask the provider for both."))
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or not _may_sign(certificate, key):
        raise ValidationError(_("This certificate is not made to sign, or its key is too weak (RSA 2048, or EC)."))
    if not certificate.not_valid_before_utc <= clock.now() < certificate.not_valid_after_utc:
        days = [certificate.not_valid_before_utc, certificate.not_valid_after_utc]
        first, last = (formats.day(moment.astimezone(clock.CASABLANCA).date()) for moment in days)
        raise ValidationError(
            _("This certificate is good from %(first)s to %(last)s only."), params={"first": first, "last": last}
        )
    return certificate, pkcs12.serialize_key_and_certificates(None, key, certificate, chain, NoEncryption())


def _may_sign(certificate: x509.Certificate, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bool:
    """Whether its key is strong enough, and its use allows it; one that says nothing of its use may."""
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < LEAST_BITS:
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _named(name: x509.Name) -> str:
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return (str(common[0].value) if common else name.rfc4514_string())[:200]


# ── Sealing ─────────────────────────────────────────────────────────────────


def current_seals(owners: Iterable[int]) -> dict[int, SealCertificate]:
    """The certificates that seal today the papers of these bodies, by the key of the body."""
    now = clock.now()
    good = SealCertificate.objects.filter(owner__in=owners, retired_at=None, valid_from__lte=now, valid_until__gt=now)
    return {seal.owner_id: seal for seal in good}


def sealed(pdf: bytes, paper: Paper, seals: dict[int, SealCertificate]) -> bytes:
    """The PDF with the seal of whoever issued it; as it is when that body has none, or when the paper is void."""
    seal = seals.get(paper.owner_id)
    if seal is None or paper.cancelled_at:
        return pdf
    try:  # loaded now: it takes a second, which only who seals waits for
        return cast(bytes, import_string("takwin.documents.pades.signed")(pdf, path_of_seal(seal.fingerprint)))
    except (OSError, ValueError):  # a paper is given unsealed rather than not at all: the doctor says so
        log.error("The key that seals the papers of %s is lost or damaged.", paper.owner)
        return pdf


# ── The doctor ──────────────────────────────────────────────────────────────


def check_seals() -> Finding:
    """What ``takwin doctor`` says of the seals: the keys are whole and nobody else reads them, none is about to end."""
    current = list(SealCertificate.objects.filter(retired_at=None).select_related("owner").order_by("valid_until"))
    for seal in current:
        path, again = path_of_seal(seal.fingerprint), f"takwin seals add FILE.p12 --body {seal.owner_id}"
        if not _is_whole(path):
            return wrong(
                _("the key that seals the papers of %(body)s is lost or damaged") % {"body": seal.owner}, again
            )
        if path.stat().st_mode & 0o077:
            return wrong(_("others can read the signing key %(path)s") % {"path": path}, f"chmod 600 {path}")
        if seal.valid_until < clock.now() + SOON:
            last = formats.day(seal.valid_until.astimezone(clock.CASABLANCA).date())
            said = _("the certificate that seals the papers of %(body)s ends on %(day)s")
            return wrong(said % {"body": seal.owner, "day": last}, again)
    if not current:
        return Finding(_("no body seals its papers with a certificate of its own"))
    return Finding(_("the certificates that seal papers are at hand"))


def _is_whole(path: Path) -> bool:
    """Whether the key can be read as ``add_seal`` kept it."""
    try:
        return pkcs12.load_key_and_certificates(path.read_bytes(), None)[0] is not None
    except (OSError, ValueError):
        return False
