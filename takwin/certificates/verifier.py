"""The page that checks certificates without a network: one file, to be kept on a disk, a key or a telephone."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from takwin.certificates.credentials import trust

STYLES = ("ui/takwin.css", "ui/parts.css", "ui/pages.css")
FONTS = re.compile(r"@font-face\s*\{[^}]*\}")  # nothing is loaded: the letters are those of the machine
LANGUAGES = ("ar", "fr", "en")
WORDS: dict[str, str | Promise] = {
    "title": _("Check a certificate without a network"),
    "lead": _("This page asks nothing of any server: keep it on a disk, a key or a telephone."),
    "fresh": _("It knows what was revoked up to {when}. Take it again from the site to know more."),
    "link": _("What the square says"),
    "link_hint": _("Scan the square with the telephone, copy the address that it shows, paste it here."),
    "photo": _("Photograph the square"),
    "check": _("Check"),
    "valid": _("This certificate is signed and stands"),
    "valid_more": _("Nothing of it was changed, and no list says that it was revoked."),
    "newer": _("This certificate is signed; whether it still stands is not known here"),
    "newer_more": _("It is newer than this page: take the page again, or check its code on the site."),
    "revoked": _("This certificate is signed, but it was revoked or replaced"),
    "revoked_more": _("It is no longer good: ask its holder for the one that replaces it."),
    "tampered": _("The signature does not agree with what is written"),
    "tampered_more": _("Something was changed since, or a part of the square is missing. Do not rely on it."),
    "stranger": _("No key of this institution signed it"),
    "stranger_more": _("It is forged, comes from another institution, or was signed after this page was made."),
    "expired": _("The key that signed it was already retired on the day it bears"),
    "expired_more": _("Do not rely on it, and tell the institution whose name it bears."),
    "another": _("The signature is that of another certificate"),
    "another_more": _("The code of the address is not the one that was signed: the square was put together from two."),
    "unreadable": _("There is no signature in what was given"),
    "unreadable_more": _("Copy the whole address that the square holds: it is long."),
    "unable": _("This browser cannot check the signature"),
    "unable_more": _("Use a recent one (Chrome or Edge 137, Firefox 129, Safari 17), or check the code on the site."),
    "training": _("Training"),
    "dates": _("Dates"),
    "presence": _("Presence"),
    "issued_by": _("Issued by"),
    "issued_on": _("Issued on"),
    "code": _("Code"),
    "signed_by": _("Signed with"),
    "known": _("Revocations known up to"),
    "unknown": _("no list here covers it"),
    "signature": _("Signature"),
    "intact": _("checked on this device: nothing was changed"),
    "register": _("This is what the register holds under this code: compare it with the paper."),
}  # fmt: skip


def words_here() -> dict[str, dict[str, str]]:
    """Every sentence in the language of the page that is being read."""
    return {translation.get_language() or "ar": {name: str(sentence) for name, sentence in WORDS.items()}}


def words() -> dict[str, dict[str, str]]:
    """Every sentence in every language: the page is kept by whoever reads another than its maker."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = {name: str(sentence) for name, sentence in WORDS.items()}
    return said


def page() -> str:
    """The whole page, with today's keys and lists inside."""
    return render_to_string(
        "certificates/verifier.html",
        {
            "trust": trust(),
            "words": words(),
            "style": SafeString(f"<style>{FONTS.sub('', ''.join(_read(name) for name in STYLES))}</style>"),
            "script": SafeString(f"<script>{_read('certificates/verify.js')}</script>"),
        },
    )


def _read(name: str) -> str:
    found = finders.find(name)
    return Path(str(found)).read_text(encoding="utf-8")
