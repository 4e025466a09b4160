"""Freeze what a text says at its first signature; keep the signed text."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.ground import is_signed, standing
from takwin.agreements.models import Agreement
from takwin.agreements.queries.texts import differs, digest_of, facts_of
from takwin.core import clock
from takwin.documents.actions import store_file
from takwin.documents.models import StoredFile
from takwin.journal.actions import record


def freeze(agreement: Agreement, *, by: User) -> None:
    """Keep what the text says, with its digest, when the first party signs it; called with the agreement locked.

    Those who sign later sign the same: when the data no longer says it, they are refused.
    """
    if agreement.frozen_on:
        if differs(agreement):
            raise ValidationError(_("The data differs from what the first party signed: see the signed text."))
        return
    agreement.frozen = facts_of(agreement)
    agreement.frozen_on, agreement.frozen_sha256 = clock.today(), digest_of(agreement.frozen)
    agreement.save(update_fields=["frozen", "frozen_on", "frozen_sha256"])
    record("agreement.frozen", agreement, by=by, sha256=agreement.frozen_sha256)


def thaw(agreement: Agreement, *, by: User) -> None:
    """Once no signature is left the text may be written again; called with the agreement locked."""
    if agreement.frozen_on is None or is_signed(agreement):
        return
    agreement.frozen, agreement.frozen_on, agreement.frozen_sha256 = None, None, ""
    agreement.save(update_fields=["frozen", "frozen_on", "frozen_sha256"])
    record("agreement.reopened", agreement, by=by)


@transaction.atomic
def attach_text(agreement: Agreement, data: bytes, *, name: str, content_type: str, by: User) -> StoredFile:
    """Keep the signed text under its digest; a better scan replaces it on the page, and the first one stays stored."""
    agreement = standing(agreement.pk)
    stored = store_file(data, name=name, content_type=content_type, owner=agreement.owner, by=by)
    agreement.text = stored
    agreement.save(update_fields=["text"])
    record("agreement.text_attached", agreement, by=by, sha256=stored.sha256)
    return stored
