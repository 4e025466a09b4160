"""Kinds of agreements, roles of parties, steps of a party's path."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("framework agreement")
    SPECIFIC = "specific", _("specific agreement")
    AMENDMENT = "amendment", _("amendment")


class PartyRole(models.TextChoices):
    LEADER = "leader", _("carries the programme")
    FUNDER = "funder", _("contributes")
    OPERATOR = "operator", _("gives the training")
    HOST = "host", _("lends rooms")
    WITNESS = "witness", _("accompanies")


class StepKind(models.TextChoices):
    """The path of a party, in its usual order. A private body or a university only signs."""

    SITTING = "sitting", _("council session")
    VOTE = "vote", _("deliberation")
    VISA = "visa", _("visa")
    SIGNATURE = "signature", _("signature")


class AgreementState(models.TextChoices):
    """Derived from the facts, stored nowhere."""

    DRAFT = "draft", pgettext_lazy("agreement", "being signed")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
    ENDED = "ended", pgettext_lazy("agreement", "ended")
    CANCELLED = "cancelled", pgettext_lazy("agreement", "cancelled")


LOOKS = looks(
    AgreementState,
    {
        AgreementState.DRAFT: ("", "half"),
        AgreementState.IN_FORCE: ("go", "full"),
        AgreementState.ENDED: ("", "done"),
        AgreementState.CANCELLED: ("bad", "no"),
    },
)
