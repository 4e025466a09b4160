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


class Split(models.TextChoices):
    """How what the region does not bear is divided between provinces and communes (decision 42)."""

    HEADS = "heads", _("members who benefit")
    POPULATION = "population", _("population")
    EQUAL = "equal", _("equal parts")
    HAND = "hand", _("amounts by hand")


class ClosingRule(models.TextChoices):
    """What settled the shares of a closed year (decisions 14 and 42)."""

    PRESENCE = "presence", _("by the members present")
    AGREED = "agreed", _("in the proportions that were adopted")
    FORECAST = "forecast", _("by the members expected, none being present")
    COVERED = "covered", _("the region’s part and the top-ups cover the cost")
    NOTHING_SPENT = "nothing", _("nothing was spent")
    OWNER_ALONE = "owner", _("no member, present or expected")


RULE_SAID = {
    ClosingRule.AGREED: _(
        "The shares were adopted on another basis than the members: the actual cost is shared in the same proportions, "
        "whoever was present."
    ),
    ClosingRule.FORECAST: _(
        "No member of a province or commune was present. The members expected at the adoption remain the basis: "
        "it is the only number that was deliberated."
    ),
    ClosingRule.COVERED: _(
        "The region’s part and the top-ups cover the actual cost: provinces and communes bear no share. The region’s "
        "part is taken first, then the top-ups in proportion to what was promised. What was paid beyond is a credit."
    ),
    ClosingRule.NOTHING_SPENT: _("Nothing was spent: every share is zero, and all that was asked for is a credit."),
    ClosingRule.OWNER_ALONE: _(
        "No member was expected and none was present: the body whose programme it is bears what the top-ups leave."
    ),
}


class ClaimState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for acceptance")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
