"""Kinds and states of plans, programmes and actions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    MASTER = "master", _("master plan")
    FOUNDATION = "foundation", _("foundation's plan")


class ProgrammeKind(models.TextChoices):
    ANNUAL = "annual", _("yearly programme")
    EMERGENCY = "emergency", _("emergency programme")


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("year closed")


class ActionKind(models.TextChoices):
    TRAINING = "training", _("training")
    STUDY = "study", _("study")
    MEETING = "meeting", _("meeting")
    TRAINING_OF_TRAINERS = "training_of_trainers", _("training of trainers")
    PLATFORM = "platform", _("platform and archive")


class TopUpKind(models.TextChoices):
    """A voluntary contribution above one's share: it lowers what the others share, or is kept for one purpose."""

    LOWERS = "lowers", _("lowers the remainder")
    EARMARKED = "earmarked", _("earmarked")


class ClaimState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for acceptance")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
