"""What a mark of presence says."""

from django.db import models
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class Status(models.TextChoices):
    PRESENT = "present", pgettext_lazy("presence", "present")
    LATE = "late", pgettext_lazy("presence", "late")
    LEFT = "left", pgettext_lazy("presence", "left before the end")
    EXCUSED = "excused", pgettext_lazy("presence", "excused")
    ABSENT = "absent", pgettext_lazy("presence", "absent")


class Source(models.TextChoices):
    """Where a mark comes from. How they meet in one ledger is written in docs/presence-sync.md."""

    TAP = "tap", pgettext_lazy("presence", "tap")
    SCAN = "scan", pgettext_lazy("presence", "code scanned")
    SHEET = "sheet", pgettext_lazy("presence", "signed sheet")
    CORRECTION = "correction", pgettext_lazy("presence", "correction")
    SELF = "self", pgettext_lazy("presence", "said by the person")
    SEAL = "seal", pgettext_lazy("presence", "closing")


class PhotoState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("photo of a sheet", "being read")
    READ = "read", pgettext_lazy("photo of a sheet", "to be looked at")
    REFUSED = "refused", pgettext_lazy("photo of a sheet", "not readable")
    RECORDED = "recorded", pgettext_lazy("photo of a sheet", "recorded")


PHOTO_LOOKS = looks(
    PhotoState,
    {
        PhotoState.WAITING: ("", "wait"),
        PhotoState.READ: ("warn", "half"),
        PhotoState.REFUSED: ("bad", "no"),
        PhotoState.RECORDED: ("go", "done"),
    },
)


class Said(models.TextChoices):
    """What a person says of a box of a signed sheet."""

    PRESENT = "present", pgettext_lazy("box of a sheet", "present")
    ABSENT = "absent", pgettext_lazy("box of a sheet", "absent")
    NOTHING = "nothing", pgettext_lazy("box of a sheet", "leave it")


COUNTED = (Status.PRESENT, Status.LATE, Status.LEFT)
# What each figure counts: who left before the end was present, and his line says more.
FIGURES = {
    Status.PRESENT: (Status.PRESENT, Status.LEFT),
    Status.LATE: (Status.LATE,),
    Status.EXCUSED: (Status.EXCUSED,),
    Status.ABSENT: (Status.ABSENT,),
}
