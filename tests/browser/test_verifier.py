"""The kept page in a browser whose network is cut: each verdict in its own words, for a true paper and for bad ones."""

import base64
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from takwin.certificates import actions
from takwin.certificates.credentials import sealed
from takwin.certificates.models import Certificate
from takwin.certificates.verifier import page as verifier_page
from takwin.documents.enums import KeyUse
from takwin.documents.keys import renew_key, signer
from tests.browser.conftest import PATIENCE, OpenPage
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate

INSTALLATION_NAME = {"ar": "جهة فاس-مكناس", "fr": "Région Fès-Meknès"}


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    settings.INSTALLATION_NAME = INSTALLATION_NAME


@pytest.fixture
def kept(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A telephone without a network, in Arabic; the page is opened from its disk once it is written there."""
    context = browser.new_context(locale="ar", viewport={"width": 360, "height": 740}, offline=True)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def keep(page: Page, folder: Path) -> Page:
    (folder / "takwin-verify.html").write_text(verifier_page())
    page.goto((folder / "takwin-verify.html").as_uri())
    return page


def judged(page: Page, written: str) -> str:
    """The verdict on what is pasted."""
    page.locator("#verdict section").evaluate_all("sections => sections.forEach(one => one.remove())")
    page.locator("#link").fill(written)
    expect(page.locator("#verdict section")).to_be_visible()
    return str(page.locator("#verdict section").get_attribute("data-verdict"))


def square(certificate: Certificate) -> str:
    assert certificate.paper
    return str(certificate.paper.facts["qr"]["text"])


def claims_of(certificate: Certificate) -> dict[str, object]:
    body = square(certificate).partition("#")[2].split(".")[1]
    return dict(json.loads(zlib.decompress(base64.urlsafe_b64decode(body + "=="), -15)))


def test_a_true_certificate_is_told_with_its_name_its_signer_and_how_far_revocations_are_known(
    kept: Page, tmp_path: Path
) -> None:
    certificate = make_certificate()
    page = keep(kept, tmp_path)
    assert judged(page, square(certificate)) == "valid"
    told = page.locator("#verdict section")
    expect(told).to_contain_text(certificate.name_ar)
    expect(told).to_contain_text(certificate.issuer.name_ar)
    expect(told).to_contain_text("الشهادات المسحوبة معروفة إلى غاية")
    signed_by = told.locator("dd", has=page.locator("small"))
    expect(signed_by.locator("> bdi")).to_have_text(INSTALLATION_NAME["ar"])
    expect(signed_by.locator("small")).to_contain_text("did:web:")
    page.get_by_role("button", name="Français").click()
    expect(told).to_contain_text("Révocations connues jusqu’au")
    expect(signed_by.locator("> bdi")).to_have_text(INSTALLATION_NAME["fr"])


def test_the_page_opened_at_the_credential_judges_it_at_once(kept: Page, tmp_path: Path) -> None:
    certificate = make_certificate()
    keep(kept, tmp_path)
    kept.goto("about:blank")
    kept.goto(f"{(tmp_path / 'takwin-verify.html').as_uri()}#{square(certificate).partition('#')[2]}")
    expect(kept.locator("#verdict section")).to_have_attribute("data-verdict", "valid")


def test_bad_papers_are_each_told_in_their_own_words(kept: Page, tmp_path: Path) -> None:
    certificate, other, officer = make_certificate(), make_certificate(), make_user()
    address, fragment = square(certificate).split("#")
    header, body, signature = fragment.split(".")
    hand = signer(KeyUse.CREDENTIAL)
    actions.revoke_certificate(other, reason="خطأ", by=officer)
    renew_key(KeyUse.CREDENTIAL, by=officer)
    late = sealed(claims_of(certificate) | {"validFrom": "2099-01-01T00:00:00Z"}, hand)
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"vc+jwt"}').rstrip(b"=").decode()
    page = keep(kept, tmp_path)
    renew_key(KeyUse.CREDENTIAL, by=officer)  # after the page was kept: it does not know this one
    assert judged(page, square(certificate)) == "valid"
    assert judged(page, f"{address}#{header}.{body[:-9]}AAAAAAAAA.{signature}") == "tampered"
    assert judged(page, f"{address}#{header}.{body}.{signature[:20]}") == "tampered"
    assert judged(page, square(other)) == "revoked"
    assert judged(page, late) == "expired"
    assert judged(page, sealed(claims_of(certificate), signer(KeyUse.CREDENTIAL))) == "stranger"
    assert judged(page, f"{square(other).split('#')[0]}#{fragment}") == "another"
    assert judged(page, f"{address}#{unsigned}.{body}.") == "unreadable"
    assert judged(page, address) == "unreadable"


def test_a_certificate_newer_than_the_page_is_not_said_to_stand(kept: Page, tmp_path: Path) -> None:
    certificate = make_certificate()
    page = keep(kept, tmp_path)
    newer = sealed(claims_of(certificate) | {"validFrom": "2099-01-01T00:00:00Z"}, signer(KeyUse.CREDENTIAL))
    assert judged(page, newer) == "newer"


def test_a_browser_that_cannot_check_says_so_instead_of_a_verdict(kept: Page, tmp_path: Path) -> None:
    certificate = make_certificate()
    kept.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))"
    )
    page = keep(kept, tmp_path)
    assert judged(page, square(certificate)) == "unable"


def on_the_site(page: Page, written: str, signature: str) -> Locator:
    """The one card of the page, once the square was judged."""
    page.goto("about:blank")
    page.goto(written)
    card = page.locator(".proof")
    expect(card).to_have_attribute("data-signature", signature)
    expect(card).to_have_count(1)
    return card


def test_on_the_site_one_card_says_what_the_register_and_the_square_say(open_page: OpenPage) -> None:
    certificate = make_certificate()
    page = open_page(language="fr")
    card = on_the_site(page, square(certificate), "valid")
    expect(card.locator("h1")).to_have_text("Cette attestation est valide")
    expect(card).to_contain_text("vérifiée sur cet appareil")
    expect(card).to_contain_text("Révocations connues jusqu’au")
    expect(card.locator("dd", has=page.locator("small")).locator("> bdi")).to_have_text(INSTALLATION_NAME["fr"])


def test_on_the_site_a_square_that_is_not_to_be_believed_takes_the_verdict(open_page: OpenPage) -> None:
    certificate, other = make_certificate(), make_certificate()
    address, fragment = square(certificate).split("#")
    header, body, signature = fragment.split(".")
    page = open_page()
    card = on_the_site(page, f"{address}#{header}.{body[:-9]}AAAAAAAAA.{signature}", "tampered")
    expect(card).to_have_class("proof bad")
    expect(card.locator("h1")).to_have_text("التوقيع لا يطابق المكتوب")
    expect(card).to_contain_text(certificate.name_ar)
    card = on_the_site(page, f"{square(other).split('#')[0]}#{fragment}", "another")
    expect(card).to_have_class("proof bad")
    card = on_the_site(page, f"{address}#top", "unreadable")
    expect(card.locator("h1")).to_have_text("هذه الشهادة صالحة")


def test_on_the_site_a_revoked_certificate_is_revoked_whatever_its_square_says(open_page: OpenPage) -> None:
    certificate = make_certificate()
    actions.revoke_certificate(certificate, reason="خطأ", by=make_user())
    page = open_page(language="fr")
    address, fragment = square(certificate).split("#")
    card = on_the_site(page, square(certificate), "revoked")
    expect(card.locator("h1")).to_have_text("Cette attestation a été révoquée")
    expect(card).not_to_contain_text("Révocations connues")  # the register says since when, and that moment alone
    header, body, signature = fragment.split(".")
    card = on_the_site(page, f"{address}#{header}.{body}.{signature[:20]}", "tampered")
    expect(card.locator("h1")).to_have_text("Cette attestation a été révoquée")
