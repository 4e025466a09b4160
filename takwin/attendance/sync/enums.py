"""What a device may hand over, what becomes of it, and why: the words of the protocol (docs/presence-sync.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a device says it is handing over."""

    SCAN = "scan", pgettext_lazy("presence", "code scanned")
    TAP = "tap", pgettext_lazy("presence", "tap")
    UNDO = "undo", pgettext_lazy("presence", "taken back")
    CORRECTION = "correction", pgettext_lazy("presence", "correction")
    SHEET = "sheet", pgettext_lazy("presence", "signed sheet")
    CLOSE = "close", pgettext_lazy("presence", "closing")


DECLARED = frozenset({Kind.CORRECTION, Kind.SHEET, Kind.CLOSE})  # these say which half-day they speak of


class Outcome(models.TextChoices):
    """What becomes of a mark. Whatever it is, the mark is kept."""

    ACCEPTED = "accepted", pgettext_lazy("presence", "accepted")
    CONFLICT = "conflict", pgettext_lazy("presence", "does not agree")
    REJECTED = "rejected", pgettext_lazy("presence", "waits for a person")


class Why(models.TextChoices):
    """Why a mark was not simply taken, in the sentence that the phone and the officer read."""

    MALFORMED = "malformed", _("This mark cannot be read.")
    NONCE_REUSE = "nonce_reuse", _("Another mark came first under the same number.")
    NOT_YOURS = "not_yours", _("Whoever holds this phone does not keep this register.")
    FORGED = "forged", _("This code is not one of our convocations.")
    EXPIRED = "expired", _("The code of this convocation is past its day.")
    UNKNOWN_REF = "unknown_ref", _("This person is on no list.")
    NOT_INVITED = "not_invited", _("This person is not on this list; he counts all the same.")
    OUT_OF_WINDOW = "out_of_window", _("At that time there was no half-day of this register.")
    HALF_DAY_CORRECTED = "half_day_corrected", _("The server's clock decided the half-day.")
    UNAUTHORISED = "correction_unauthorised", _("Nobody answers for this correction, or it does not say why.")
    TWO_PLACES = "two_places", _("Present in two places on the same half-day: the earlier counts.")
    OTHER_WORD = "other_word", _("Something else was said first of this person on this half-day.")
    SEALED = "sealed", _("The half-day was already sealed when this came.")
    REVOKED = "revoked", _("This phone had been revoked.")
    NOT_KEPT = "not_kept", _("These days are not confirmed, or are postponed or cancelled.")
    NOT_BEGUN = "not_begun", _("This half-day has not begun.")
    BAD_SIGNATURE = "bad_signature", _("The closing is not signed with the key of this phone.")
    ALREADY_CLOSED = "already_closed", _("Another keeper had already closed this half-day.")
    PENDING_PERSON = "pending_person", _("Nobody of that name is known yet: an officer will say who it is.")


OUTCOMES = {
    Why.HALF_DAY_CORRECTED: Outcome.ACCEPTED,
    Why.NOT_INVITED: Outcome.CONFLICT,
    Why.NONCE_REUSE: Outcome.CONFLICT,
    Why.TWO_PLACES: Outcome.CONFLICT,
    Why.OTHER_WORD: Outcome.CONFLICT,
    Why.SEALED: Outcome.CONFLICT,
    Why.ALREADY_CLOSED: Outcome.CONFLICT,
    Why.PENDING_PERSON: Outcome.ACCEPTED,
}
SILENT = frozenset({Why.HALF_DAY_CORRECTED, Why.ALREADY_CLOSED})  # said to the phone; nothing is left to settle


class Decision(models.TextChoices):
    """How a person settled a case; whatever he chose, every mark stays in the ledger."""

    TAKEN = "taken", pgettext_lazy("presence", "written as a correction")
    LEFT = "left", pgettext_lazy("presence", "left as it is")
