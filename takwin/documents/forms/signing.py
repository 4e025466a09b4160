"""The hidden cells of a form: what was sent, to be believed when it comes back.

A cell is ``<base64 of JSON>.<signature>``. The signature of a row also covers the form it belongs to, so that a row
pasted from another form is seen.
"""

import base64
import binascii
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

SALT = "takwin.documents.forms"
MARK = "TAKWIN-FORM-1"


@dataclass(frozen=True)
class Sent:
    """The form itself: which list, who sent it, when, in which language, how many rows, under which headings.
    ``about`` tells which of several lists of its kind it is."""

    kind: str
    by: int
    at: str
    language: str
    rows: int
    heads: dict[str, str]
    nonce: str
    about: str = ""


@dataclass(frozen=True)
class SentRow:
    """A row as it was sent: its key, the text of each cell, and which of them were open."""

    key: int
    values: dict[str, str]
    open: list[str]


def new_nonce() -> str:
    return secrets.token_hex(8)


def sealed_form(sent: Sent) -> str:
    return _sealed(asdict(sent), MARK)


def sealed_row(row: SentRow, form: Sent) -> str:
    return _sealed(asdict(row), form.nonce)


def is_form(cell: str) -> bool:
    """Whether a heading may be that of the hidden column."""
    return cell.startswith(MARK)


def form_of(cell: str) -> Sent:
    return Sent(**_opened(cell, MARK))


def row_of(cell: str, form: Sent) -> SentRow:
    return SentRow(**_opened(cell, form.nonce))


def _sealed(facts: dict[str, Any], salt: str) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).decode()
    head = f"{MARK}." if salt == MARK else ""
    return f"{head}{payload}.{_signature(payload, salt)}"


def _signature(payload: str, salt: str) -> str:
    return salted_hmac(SALT + salt, payload, algorithm="sha256").hexdigest()[:40]


def _opened(cell: str, salt: str) -> dict[str, Any]:
    payload, _dot, signature = cell.removeprefix(f"{MARK}.").partition(".")
    if not constant_time_compare(signature, _signature(payload, salt)):
        raise ValidationError(_("The hidden key was altered, or comes from another form."))
    try:
        opened: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload))
    except (binascii.Error, ValueError) as error:
        raise ValidationError(_("The hidden key was altered, or comes from another form.")) from error
    return opened
