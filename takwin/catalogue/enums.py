"""What is said of trainers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TrainerKind(models.TextChoices):
    UNIVERSITY = "university", _("university teacher")
    STATE = "state", _("State service")
    EXPERT = "expert", _("expert")


class Competence(models.TextChoices):
    """How far a trainer goes in a topic."""

    BESIDE = "beside", _("teaches beside another trainer")
    ALONE = "alone", _("teaches alone")
    TRAINERS = "trainers", _("trains trainers")


class TrainerPaperKind(models.TextChoices):
    CV = "cv", _("curriculum vitae")
    DIPLOMA = "diploma", _("diploma")
    ATTESTATION = "attestation", _("attestation")
    OTHER = "other", _("other paper")


class Says(models.TextChoices):
    """What a trainer says of days to come."""

    CANNOT = "cannot", _("is not free")
    CAN = "can", _("is free")
