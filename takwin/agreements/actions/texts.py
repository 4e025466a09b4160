"""Freeze what a text says at its first signature; keep the signed text."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.ground import is_signed, standing
from takwin.agreements.models import Agreement, Commitment, Delivery
from takwin.agreements.queries.texts import differs, digest_of, facts_of, is_whole
from takwin.agreements.signals import text_reopening
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
    """Once no signature is left the text may be written again; called with the agreement locked.

    Refused when things were delivered on the strength of it; the treasury refuses when money was.
    """
    if agreement.frozen_on is None or is_signed(agreement):
        return
    if Delivery.objects.filter(commitment__party__agreement=agreement, withdrawn_at=None).exists():
        raise ValidationError(
            _("Things were delivered under this text: withdraw their deliveries before its last signature.")
        )
    text_reopening.send(Agreement, agreement=agreement)
    # nothing is signed any more: what was committed under the signed text is written in the one to be signed
    Commitment.objects.filter(party__agreement=agreement).update(added_on=None)
    agreement.frozen, agreement.frozen_on, agreement.frozen_sha256 = None, None, ""
    agreement.save(update_fields=["frozen", "frozen_on", "frozen_sha256", *_unchecked(agreement)])
    record("agreement.reopened", agreement, by=by)


def _unchecked(agreement: Agreement) -> list[str]:
    """Forget that a paper was compared: it is another paper, or another text. Gives the fields that changed."""
    agreement.text_checked_on, agreement.text_checked_by, agreement.text_checked_sha256 = None, None, ""
    return ["text_checked_on", "text_checked_by", "text_checked_sha256"]


@transaction.atomic
def attach_text(agreement: Agreement, data: bytes, *, name: str, content_type: str, by: User) -> StoredFile:
    """Keep the signed text under its digest; a better scan replaces it on the page, and the first one stays stored.

    Another file is to be compared with the data anew.
    """
    agreement = standing(agreement.pk)
    stored = store_file(data, name=name, content_type=content_type, owner=agreement.owner, by=by)
    changed = [] if agreement.text_id == stored.pk else _unchecked(agreement)
    agreement.text = stored
    agreement.save(update_fields=["text", *changed])
    record("agreement.text_attached", agreement, by=by, sha256=stored.sha256)
    return stored


@transaction.atomic
def hold_text_equal(agreement: Agreement, *, sha256: str, file_sha256: str, by: User) -> Agreement:
    """Say that the signed paper and the frozen facts tell the same, having compared them line by line.

    ``sha256`` is the digest of the facts that were compared, ``file_sha256`` that of the paper: when they are not
    those of now, nothing is said.
    """
    agreement = standing(agreement.pk)
    if agreement.frozen_on is None:
        raise ValidationError(_("Nobody has signed yet: there is no signed text to compare."))
    if agreement.text is None:
        raise ValidationError(_("Attach the signed text first."))
    if not is_whole(agreement.text):
        raise ValidationError(_("The stored file is no longer the one that was received: attach it again."))
    if file_sha256 != agreement.text.sha256:
        raise ValidationError(_("Another paper was attached meanwhile: compare that one."))
    if differs(agreement) or sha256 != agreement.frozen_sha256:
        raise ValidationError(_("The data differs from what was signed."))
    agreement.text_checked_on, agreement.text_checked_by = clock.today(), by
    agreement.text_checked_sha256 = agreement.frozen_sha256
    agreement.save(update_fields=["text_checked_on", "text_checked_by", "text_checked_sha256"])
    stored = agreement.text.sha256
    record("agreement.text_compared", agreement, by=by, file=stored, facts=agreement.frozen_sha256)
    return agreement
