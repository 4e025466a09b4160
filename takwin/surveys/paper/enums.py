"""Where a photographed questionnaire stands."""

from django.db import models
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class CopyState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("photo of a sheet", "being read")
    READ = "read", pgettext_lazy("photo of a sheet", "to be looked at")
    REFUSED = "refused", pgettext_lazy("photo of a sheet", "not readable")
    RECORDED = "recorded", pgettext_lazy("photo of a sheet", "recorded")


PENDING = (CopyState.WAITING, CopyState.READ)  # its answers are not in the bag yet, and may still come there

COPY_LOOKS = looks(
    CopyState,
    {
        CopyState.WAITING: ("", "wait"),
        CopyState.READ: ("warn", "half"),
        CopyState.REFUSED: ("bad", "no"),
        CopyState.RECORDED: ("go", "done"),
    },
)
