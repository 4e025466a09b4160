"""What agreements refuse to the apps below: they answer their questions inside the act's own transaction."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Agreement
from takwin.programmes.models import Programme


def refuse_reopening(sender: type[Programme], programme: Programme, **_signal: Any) -> None:
    """A programme whose shares are promised is not reopened: councils would be held to amounts that no share says."""
    if not programme.shares_cost:
        return
    promising = Agreement.objects.filter(cancelled_on=None, parties__commitments__programme=programme)
    if first := promising.order_by("pk").first():
        raise ValidationError(
            _("Shares of this programme are promised by agreements that stand (%(first)s): cancel them first."),
            params={"first": first.reference},
        )
