"""Let a photographed copy go: apart from the reading of it, which brings tables of numbers that few pages need."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.documents.actions import discard_file
from takwin.journal.actions import record
from takwin.surveys.models import PaperCopy
from takwin.surveys.paper.enums import CopyState


@transaction.atomic
def discard_copy(copy: PaperCopy, *, by: User | None) -> None:
    """Let go of a copy that is of no use; what is in the bag stays there. Asked twice, it is done once."""
    found = PaperCopy.objects.select_for_update(of=("self",)).select_related("file", "round").filter(pk=copy.pk).first()
    if found is None:
        return
    if found.state == CopyState.RECORDED:
        raise ValidationError(_("Its answers are in the bag: they cannot be told apart any more."))
    record("round.photo_removed", found.round, by=by)
    found.delete()
    if found.file:
        discard_file(found.file, by=by)
