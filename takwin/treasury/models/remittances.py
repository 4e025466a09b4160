"""The tax withheld at the source, handed over to the tax administration month by month."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from takwin.directory.models import Body
from takwin.treasury.models.spending import told_apart


class Remittance(models.Model):
    """What was withheld on the payments of a month, handed over with its number, on a day.

    ``amount`` is the sum of the tax of the expenses that name it. One recorded by mistake is taken back with its motive
    on a day; its expenses then wait for the right one.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="remittances", verbose_name=_("paid by"))
    month = models.DateField(_("month of the payments"))
    number = models.CharField(_("number of the remittance"), max_length=30)
    paid_on = models.DateField(_("handed over on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    cancelled_on = models.DateField(_("taken back on"), null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "owner",
                told_apart("number"),
                name="remittance_once",
                condition=Q(cancelled_on=None),
                violation_error_message=_("This remittance is already recorded: nothing is handed over twice."),
            ),
            models.CheckConstraint(
                name="remittance_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("What is handed over is above zero."),
            ),
            models.CheckConstraint(
                name="remittance_of_a_month",
                condition=Q(month__day=1, paid_on__gte=F("month")),
                violation_error_message=_("Tax is handed over for a month, once that month has begun."),
            ),
            models.CheckConstraint(
                name="remittance_taken_back_with_motive",
                condition=Q(cancelled_on=None) | (Q(cancelled_on__gte=F("paid_on")) & ~Q(motive="")),
                violation_error_message=_("Say why this remittance is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
