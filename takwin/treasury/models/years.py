"""The year of an account: opened, closed on figures that are frozen, certified by the treasurer and the region."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.directory.models import Body
from takwin.documents.models import Paper, StoredFile
from takwin.treasury.enums import AccountKind, CertifiedBy, YearState


class FinancialYear(models.Model):
    """A year of a body's account. Once closed its figures no longer move: what comes later is dated in an open year.

    ``opening_balance`` is told for the first year only, in which Takwin takes the account over; each later year opens
    on what the one before it left. ``budget_line`` is the code under which the budget shows the account, ``motive``
    why the year was last opened again.
    """

    MOVES = {
        "close": ({YearState.OPEN}, YearState.CLOSED),
        "reopen": ({YearState.CLOSED}, YearState.OPEN),
        "certify": ({YearState.CLOSED}, YearState.CERTIFIED),
    }
    PERSONAL = {"motive": held("say why a closed year was opened again", keep=Keep.ACCOUNTING)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="financial_years", verbose_name=_("account of"))
    year = models.PositiveSmallIntegerField(_("year"))
    account_kind = models.CharField(_("kind of account"), max_length=12, choices=AccountKind)
    budget_line = models.CharField(_("budget line"), max_length=60, blank=True)
    opening_balance = models.DecimalField(
        _("balance on the first day"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=10, choices=YearState, default=YearState.OPEN)
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="financial_year_once",
                fields=["owner", "year"],
                violation_error_message=_("This year of the account is already open."),
            ),
            models.CheckConstraint(
                name="financial_year_opens_on_what_is_there",
                condition=Q(opening_balance=None) | Q(opening_balance__gte=0),
                violation_error_message=_("The balance of the account is not below zero."),
            ),
            models.CheckConstraint(
                name="financial_year_closed_on_its_paper",
                condition=Q(state="open", paper=None, closed_at=None, closed_by=None)
                | Q(
                    state__in=["closed", "certified"],
                    paper__isnull=False,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
                violation_error_message=_("A closed year has its paper, its date and its author."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("treasury:year", args=[self.pk])

    def __str__(self) -> str:
        return f"{self.owner} {self.year}"


class Certification(models.Model):
    """The signed copy of a year's state: the treasurer's for the account, the region's for its orders.

    The two are recorded by two persons, so that nobody certifies a year alone.
    """

    PERSONAL = {"signatory": held("say who certified the account", keep=Keep.ACCOUNTING)}
    SCOPES = {"place": ["year__owner__place"], "body": ["year__owner"]}

    year = models.ForeignKey(FinancialYear, models.PROTECT, related_name="certifications")
    certified_by = models.CharField(_("certified by"), max_length=10, choices=CertifiedBy)
    signatory = models.CharField(_("name of who signed"), max_length=120)
    signed_on = models.DateField(_("signed on"))
    proof = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("scan of the signed state"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="certification_once_a_side",
                fields=["year", "certified_by"],
                violation_error_message=_("This signature is already recorded."),
            ),
            models.UniqueConstraint(
                name="certification_by_two_persons",
                fields=["year", "recorded_by"],
                violation_error_message=_("A second person records the second signature, not the one of the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.get_certified_by_display()}"
