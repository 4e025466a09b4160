"""The electronic seal: a certificate added with care, papers signed so that any reader checks them, none kept back."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.actions import cancel_paper
from takwin.documents.models import SealCertificate
from takwin.documents.seals import add_seal, check_seals, current_seals, path_of_seal, retire_seal, sealed
from takwin.documents.serving import pdf_of
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from tests.constraints import breaks
from tests.factories.certificates import make_certificate
from tests.factories.directory import make_body
from tests.factories.rights import user_as

pytestmark = pytest.mark.django_db
PASSWORD = "ختم-2026"
YEAR = dt.timedelta(days=365)


def make_p12(*, since: dt.timedelta = dt.timedelta(days=1), bits: int = 2048, signs: bool = True) -> bytes:
    """A certificate of one year that its own key has signed, as a provider would hand it over."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "جهة فاس مكناس")])
    begun = clock.now() - since
    usage = x509.KeyUsage(signs, signs, not signs, False, False, False, False, False, False)
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    draft = draft.serial_number(x509.random_serial_number()).not_valid_before(begun).not_valid_after(begun + YEAR)
    made = draft.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(None, key, made, None, BestAvailableEncryption(PASSWORD.encode()))


@pytest.fixture(scope="module")
def p12() -> bytes:
    return make_p12()


def region() -> Body:
    return make_body(BodyKind.REGION)


def test_a_certificate_is_given_as_a_pdf_that_any_reader_finds_whole_and_signed_by_its_body(
    p12: bytes, as_user: Any
) -> None:
    certificate = make_certificate()
    owner = certificate.paper.owner
    seal = add_seal(owner, p12, PASSWORD, by=None)
    browser = as_user(user_as(Role.REGION_OFFICER, certificate.session.owner.place))
    pdf = browser.get(reverse("certificates:pdf", args=[certificate.pk])).content
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[signature.signer_cert]))
    assert (status.intact, status.valid, status.coverage.name) == (True, True, "ENTIRE_FILE")
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.signer_cert.sha256.hex() == seal.fingerprint
    plain = pdf_of(certificate.paper)
    assert pdf.startswith(plain)  # the seal is added to what was issued, which does not move
    assert len(pypdfium2.PdfDocument(pdf)) == len(pypdfium2.PdfDocument(plain))


def test_a_void_paper_and_the_paper_of_a_body_without_a_certificate_bear_no_seal(p12: bytes) -> None:
    certificate, other = make_certificate(), make_certificate()
    add_seal(certificate.paper.owner, p12, PASSWORD, by=None)
    if other.paper.owner != certificate.paper.owner:
        assert sealed(b"%PDF", other.paper, current_seals([other.paper.owner_id])) == b"%PDF"
    void = cancel_paper(certificate.paper, by=None)
    assert sealed(b"%PDF", void, current_seals([void.owner_id])) == b"%PDF"


def test_once_over_or_retired_it_seals_no_more_and_its_key_is_forgotten(
    p12: bytes, django_capture_on_commit_callbacks: Any
) -> None:
    owner = region()
    seal = add_seal(owner, p12, PASSWORD, by=None)
    path = path_of_seal(seal.fingerprint)
    assert path.stat().st_mode & 0o077 == 0
    with clock.at(clock.now() + YEAR):
        assert current_seals([owner.pk]) == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert retire_seal(owner, by=None) == 1
    assert (current_seals([owner.pk]), path.exists(), retire_seal(owner, by=None)) == ({}, False, 0)
    assert list(Entry.objects.filter(verb__startswith="seal.").order_by("pk").values_list("verb", flat=True)) == [
        "seal.added", "seal.retired",
    ]  # fmt: skip


def test_a_new_certificate_takes_the_place_of_the_one_before(p12: bytes) -> None:
    owner = region()
    add_seal(owner, p12, PASSWORD, by=None)
    second = add_seal(owner, make_p12(), PASSWORD, by=None)
    assert current_seals([owner.pk]) == {owner.pk: second}
    with pytest.raises(ValidationError, match="already known"):
        add_seal(region(), p12, PASSWORD, by=None)


@pytest.mark.parametrize(
    ("made", "password", "said"),
    [
        (lambda: b"no file of that kind", PASSWORD, "no PKCS#12 file"),
        (make_p12, "another", "its password is another"),
        (lambda: make_p12(since=2 * YEAR), PASSWORD, "is good from"),
        (lambda: make_p12(since=-YEAR), PASSWORD, "is good from"),
        (lambda: make_p12(signs=False), PASSWORD, "not made to sign"),
        (lambda: make_p12(bits=1024), PASSWORD, "too weak"),
    ],
)
def test_what_cannot_sign_is_refused_with_its_reason(made: Any, password: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        add_seal(region(), made(), password, by=None)
    assert not SealCertificate.objects.exists()


def test_a_lost_key_keeps_no_paper_back_and_the_doctor_says_so_and_what_ends_soon(p12: bytes) -> None:
    paper = make_certificate().paper
    assert check_seals().fine
    seal = add_seal(paper.owner, p12, PASSWORD, by=None)
    assert check_seals().fine
    with clock.at(clock.now() + YEAR - dt.timedelta(days=20)):
        assert "ends on" in check_seals().what
    path_of_seal(seal.fingerprint).chmod(0o644)
    assert "others can read" in check_seals().what
    path_of_seal(seal.fingerprint).chmod(0o600)
    path_of_seal(seal.fingerprint).write_bytes(p12[:400])
    assert "is lost or damaged" in check_seals().what
    assert sealed(b"%PDF", paper, current_seals([paper.owner_id])) == b"%PDF"
    path_of_seal(seal.fingerprint).unlink()
    assert "is lost or damaged" in check_seals().what
    assert sealed(b"%PDF", paper, current_seals([paper.owner_id])) == b"%PDF"
    assert add_seal(paper.owner, p12, PASSWORD, by=None) == seal  # its file, added again, puts the key back
    assert path_of_seal(seal.fingerprint).exists()


def test_the_page_of_a_body_says_with_what_it_seals(p12: bytes, as_user: Any) -> None:
    seed_parameters(by=None)
    owner = region()
    browser: Client = as_user(user_as(Role.REGION_OFFICER, owner.place))
    assert "Electronic seal" not in browser.get(owner.get_absolute_url()).content.decode()
    add_seal(owner, p12, PASSWORD, by=None)
    page = browser.get(owner.get_absolute_url()).content.decode()
    assert "Electronic seal" in page
    assert "جهة فاس مكناس" in page


def test_who_keeps_the_installation_adds_lists_and_removes_by_command(p12: bytes, tmp_path: Path) -> None:
    owner = region()
    file, password = tmp_path / "seal.p12", tmp_path / "password"
    file.write_bytes(p12)
    password.write_text(f"{PASSWORD}\n")
    said = io.StringIO()
    told = ["--password-file", str(password)]
    call_command("seals", "add", str(file), "--place", owner.place.code, *told, stdout=said)
    call_command("seals", "list", stdout=said)
    assert said.getvalue().count("جهة فاس مكناس") == 3  # who seals, then the holder and his own provider
    call_command("seals", "remove", "--body", str(owner.pk), stdout=said)
    with pytest.raises(CommandError, match="has no certificate"):
        call_command("seals", "remove", "--body", str(owner.pk))
    with pytest.raises(CommandError, match="No body"):
        call_command("seals", "remove", "--body", "987654")
    with pytest.raises(CommandError, match="No such file"):
        call_command("seals", "add", "nowhere.p12", "--body", str(owner.pk), *told)


def test_the_database_holds_one_current_certificate_a_body_with_its_days_in_order(p12: bytes) -> None:
    seal = add_seal(region(), p12, PASSWORD, by=None)
    facts = {"owner": seal.owner, "holder": "x", "provider": "y", "valid_from": clock.now(), "added_at": clock.now()}
    with breaks(SealCertificate, "seal_certificate_one_current"):
        SealCertificate.objects.create(**facts, fingerprint="a", valid_until=clock.now() + YEAR)
    with breaks(SealCertificate, "seal_certificate_ends_after_it_begins"):
        SealCertificate.objects.filter(pk=seal.pk).update(valid_until=seal.valid_from)
    with breaks(SealCertificate, "seal_certificate_retired_after_added"):
        SealCertificate.objects.filter(pk=seal.pk).update(retired_at=seal.added_at - YEAR)
