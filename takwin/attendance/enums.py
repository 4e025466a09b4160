"""What a mark of presence says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


COUNTED = (Status.PRESENT, Status.LATE)
