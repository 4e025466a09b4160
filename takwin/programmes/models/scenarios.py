"""Ways of sharing the cost of a programme, compared before one is kept."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.directory.models import Body
from takwin.programmes.enums import Split, TopUpKind
from takwin.programmes.models.plans import Programme


class Scenario(models.Model):
    """A named way of sharing the cost of a programme: a working paper of the body that prepares it.

    What each bears is derived from its parts. Kept for the programme, it becomes the cost share; it may then no longer
    be removed. By hand, the region bears what the amounts written leave, and ``region_percent`` is not read.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["programme__owner__place"], "body": ["programme__owner"]}

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="scenarios")
    name = models.CharField(_("name"), max_length=80)
    split = models.CharField(_("shared by"), max_length=10, choices=Split)
    total = models.DecimalField(_("cost to share"), max_digits=14, decimal_places=2)
    region_percent = models.DecimalField(_("region's part, in %"), max_digits=5, decimal_places=2)
    rounds_to_dirham = models.BooleanField(_("round to the dirham"), default=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="scenario_name_once",
                fields=["programme", "name"],
                violation_error_message=_("This programme already has a scenario of that name."),
            ),
            models.CheckConstraint(
                name="scenario_total_above_zero",
                condition=Q(total__gt=0),
                violation_error_message=_("A scenario shares an amount above zero."),
            ),
            models.CheckConstraint(
                name="scenario_percent_between_0_and_100",
                condition=Q(region_percent__gte=0, region_percent__lte=100),
                violation_error_message=_("A part is a percentage between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioPart(models.Model):
    """What a scenario counts of one body (members, inhabitants, one, or centimes written by hand), and its top-up."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["scenario__programme__owner__place"], "body": ["scenario__programme__owner"]}

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="parts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    weight = models.PositiveBigIntegerField(_("counted for"), default=0)
    top_up = models.DecimalField(_("top-up"), max_digits=14, decimal_places=2, default=Decimal("0.00"))
    top_up_kind = models.CharField(_("top-up is"), max_length=10, choices=TopUpKind, default=TopUpKind.LOWERS)
    purpose = models.CharField(_("earmarked for"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="scenario_part_once",
                fields=["scenario", "body"],
                violation_error_message=_("This body already has a part in the scenario."),
            ),
            models.CheckConstraint(
                name="scenario_top_up_not_negative",
                condition=Q(top_up__gte=0),
                violation_error_message=_("A top-up is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} · {self.body}"
