"""Kinds of agreements, roles of parties, steps of a party's path."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.directory.enums import BodyKind
from takwin.ui.states import looks

CARRYING = [BodyKind.REGION, BodyKind.PROVINCE, BodyKind.STATE]  # in whose name officers prepare agreements


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("framework agreement")
    SPECIFIC = "specific", _("specific agreement")
    AMENDMENT = "amendment", _("amendment")


class PartyRole(models.TextChoices):
    LEADER = "leader", _("carries the programme")
    FUNDER = "funder", _("contributes")
    OPERATOR = "operator", _("gives the training")
    HOST = "host", _("lends rooms")
    OWNER = "owner", _("owns the land or the walls")
    BENEFICIARY = "beneficiary", _("benefits from it")
    ASSOCIATION = "association", _("takes part as an association")
    WITNESS = "witness", _("accompanies")


# The role that each usual party of a province's agreement has in it.
ROLE_OF = {
    BodyKind.REGION: PartyRole.LEADER,
    BodyKind.PROVINCE: PartyRole.FUNDER,
    BodyKind.COMMUNE: PartyRole.FUNDER,
    BodyKind.STATE: PartyRole.WITNESS,
}


class StepKind(models.TextChoices):
    """The path of a party, in its usual order. A private body or a university only signs.

    An opposition of the authority takes the place of the visa and stops the path.
    """

    SITTING = "sitting", _("council session")
    VOTE = "vote", _("deliberation")
    OPPOSITION = "opposition", _("opposition")
    VISA = "visa", _("visa")
    SIGNATURE = "signature", _("signature")


class AgreementState(models.TextChoices):
    """Derived from the facts, stored nowhere."""

    DRAFT = "draft", pgettext_lazy("agreement", "being signed")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
    ENDED = "ended", pgettext_lazy("agreement", "ended")
    CANCELLED = "cancelled", pgettext_lazy("agreement", "cancelled")


class ClauseKind(models.TextChoices):
    """What a clause fixes, so that it can be compared and followed."""

    TEXT = "text", pgettext_lazy("clause", "text")
    AMOUNT = "amount", pgettext_lazy("clause", "amount")
    DURATION = "duration", pgettext_lazy("clause", "duration")
    DATE = "date", pgettext_lazy("clause", "date")
    OBLIGATION = "obligation", pgettext_lazy("clause", "duty of a party")


class CommitmentKind(models.TextChoices):
    MONEY = "money", pgettext_lazy("commitment", "money")
    LAND = "land", pgettext_lazy("commitment", "land")
    BUILDING = "building", pgettext_lazy("commitment", "building")
    EQUIPMENT = "equipment", pgettext_lazy("commitment", "equipment")
    STAFF = "staff", pgettext_lazy("commitment", "staff")
    SEATS = "seats", pgettext_lazy("commitment", "seats")
    SERVICE = "service", pgettext_lazy("commitment", "service")


IN_KIND = [kind for kind in CommitmentKind if kind != CommitmentKind.MONEY]


class CommitmentState(models.TextChoices):
    """Where a promise stands. Derived: from requests, orders and receipts for money, from deliveries in kind."""

    PROMISED = "promised", pgettext_lazy("commitment", "promised")
    DUE = "due", pgettext_lazy("commitment", "due")
    CALLED = "called", pgettext_lazy("commitment", "called for")
    ORDERED = "ordered", pgettext_lazy("commitment", "ordered")
    PARTLY = "partly", pgettext_lazy("commitment", "received in part")
    RECEIVED = "received", pgettext_lazy("commitment", "received in full")
    OVERDUE = "overdue", pgettext_lazy("commitment", "overdue")
    WRITTEN_OFF = "written_off", pgettext_lazy("commitment", "written off")
    GIVEN_UP = "given_up", pgettext_lazy("commitment", "no longer due")


COMMITMENT_LOOKS = looks(
    CommitmentState,
    {
        CommitmentState.PROMISED: ("", "open"),
        CommitmentState.DUE: ("warn", "wait"),
        CommitmentState.CALLED: ("", "wait"),
        CommitmentState.ORDERED: ("", "half"),
        CommitmentState.PARTLY: ("", "half"),
        CommitmentState.RECEIVED: ("go", "full"),
        CommitmentState.OVERDUE: ("bad", "wait"),
        CommitmentState.WRITTEN_OFF: ("", "no"),
        CommitmentState.GIVEN_UP: ("", "no"),
    },
)
LOOKS = looks(
    AgreementState,
    {
        AgreementState.DRAFT: ("", "half"),
        AgreementState.IN_FORCE: ("go", "full"),
        AgreementState.ENDED: ("", "done"),
        AgreementState.CANCELLED: ("bad", "no"),
    },
)
