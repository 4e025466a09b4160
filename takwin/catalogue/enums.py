"""What is said of trainers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class TrainerKind(models.TextChoices):
    UNIVERSITY = "university", _("university teacher")
    STATE = "state", _("State service")
    EXPERT = "expert", _("expert")
    STAFF = "staff", _("officer of a collectivity")


class Competence(models.TextChoices):
    """How far a trainer goes in a topic."""

    BESIDE = "beside", _("teaches beside another trainer")
    ALONE = "alone", _("teaches alone")
    TRAINERS = "trainers", _("trains trainers")


class AccreditationState(models.TextChoices):
    """Where an accreditation stands; whether it holds on a day is said by its dates."""

    IN_FORCE = "in_force", pgettext_lazy("accreditation", "in force")
    RENEWED = "renewed", pgettext_lazy("accreditation", "renewed")
    ENDED = "ended", pgettext_lazy("accreditation", "not renewed")
    WITHDRAWN = "withdrawn", pgettext_lazy("accreditation", "withdrawn")


ACCREDITATION_LOOKS = looks(
    AccreditationState,
    {
        AccreditationState.IN_FORCE: ("go", "full"),
        AccreditationState.RENEWED: ("", "done"),
        AccreditationState.ENDED: ("", "dash"),
        AccreditationState.WITHDRAWN: ("bad", "no"),
    },
)


class TrainerPaperKind(models.TextChoices):
    CV = "cv", _("curriculum vitae")
    DIPLOMA = "diploma", _("diploma")
    ATTESTATION = "attestation", _("attestation")
    OTHER = "other", _("other paper")


class Says(models.TextChoices):
    """What a trainer says of days to come."""

    CANNOT = "cannot", _("is not free")
    CAN = "can", _("is free")
