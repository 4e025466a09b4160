"""What may be decided of two persons who look alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from takwin.ui.states import looks


class Verdict(models.TextChoices):
    PENDING = "pending", _("to look at")
    LATER = "later", _("put off")
    SAME = "same", _("one person")
    DIFFERENT = "different", _("two persons")


OPEN = (Verdict.PENDING, Verdict.LATER)
LOOKS = looks(
    Verdict,
    {
        Verdict.PENDING: ("", "open"),
        Verdict.LATER: ("", "wait"),
        Verdict.SAME: ("go", "done"),
        Verdict.DIFFERENT: ("go", "half"),
    },
)
