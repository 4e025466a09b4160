"""What a mark of presence says."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    PRESENT = "present", pgettext_lazy("presence", "present")
    LATE = "late", pgettext_lazy("presence", "late")
    EXCUSED = "excused", pgettext_lazy("presence", "excused")
    ABSENT = "absent", pgettext_lazy("presence", "absent")


COUNTED = (Status.PRESENT, Status.LATE)
