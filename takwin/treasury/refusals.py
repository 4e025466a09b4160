"""What the treasury refuses to the apps below: it answers their questions inside the act's own transaction."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.programmes.models import Programme
from takwin.treasury.models import FundsRequest


def refuse_reopening(sender: type[Programme], programme: Programme, **_signal: Any) -> None:
    """A programme whose shares have been requested is not reopened: letters have gone out with those amounts."""
    if FundsRequest.objects.filter(instalment__commitment__programme=programme).exists():
        raise ValidationError(
            _("Funds have been requested for the shares of this programme: they move at the year's closing only.")
        )
