"""Where an instalment stands, from promise to money in hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class LineSource(models.TextChoices):
    STATEMENT = "statement", _("account statement")
    SLIP = "slip", _("treasury slip")


class Stage(models.TextChoices):
    """Derived from requests, orders and receipts, stored nowhere. What is declared is not what is confirmed."""

    TO_REQUEST = "to_request", _("to be requested")
    REQUESTED = "requested", _("requested")
    DECLARED = "declared", _("order declared")
    ORDERED = "ordered", _("order confirmed")
    PARTLY = "partly", _("received in part")
    RECEIVED = "received", pgettext_lazy("transfers", "received")


LOOKS = looks(
    Stage,
    {
        Stage.REQUESTED: ("", "wait"),
        Stage.DECLARED: ("warn", "dot"),
        Stage.ORDERED: ("", "half"),
        Stage.PARTLY: ("", "half"),
        Stage.RECEIVED: ("go", "full"),
    },
)
