"""Series of meetings and committees, who sits in them, the yearly report of a commission."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Agreement
from takwin.directory.models import Body, Named, Place
from takwin.documents.models import StoredFile
from takwin.meetings.enums import SeriesKind
from takwin.people.models import Person
from takwin.rights.enums import Permission


class Series(Named):
    """Meetings held again and again by one body for one territory, numbered from the first: a series of outreach
    meetings, a committee of an agreement, the regional commission.

    ``last`` is the last number given, including those held before Takwin; its row is locked while one is taken.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["owner__place", "place", "meetings__invitations__body__place", "members__body__place"],
        "body": ["owner", "meetings__invitations__body", "members__body"],
    }
    ACTS = {
        permission: {"place": ["owner__place"], "body": ["owner"]}
        for permission in (Permission.MEETING_EDIT, Permission.MEETING_VALIDATE)
    }

    owner = models.ForeignKey(Body, models.PROTECT, related_name="meeting_series", verbose_name=_("organised by"))
    kind = models.CharField(_("kind"), max_length=12, choices=SeriesKind, default=SeriesKind.OUTREACH)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("territory"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="committees", verbose_name=_("agreement")
    )
    last = models.PositiveSmallIntegerField(_("meetings already held"), default=0)

    class Meta:
        ordering = ["kind", "sort_ar", "pk"]
        constraints = [
            models.CheckConstraint(
                name="series_agreement_matches_kind",
                condition=Q(kind__in=["steering", "monitoring"], agreement__isnull=False)
                | ~Q(kind__in=["steering", "monitoring"]) & Q(agreement=None),
                violation_error_message=_("A steering or monitoring committee is that of an agreement, and only they."),
            ),
            models.UniqueConstraint(
                name="series_once",
                fields=["owner", "kind", "place", "name_ar"],
                violation_error_message=_("This series already exists for this territory."),
            ),
            models.UniqueConstraint(
                name="series_one_committee_of_each_kind",
                fields=["agreement", "kind"],
                condition=Q(agreement__isnull=False),
                violation_error_message=_("This agreement already has a committee of this kind."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("meetings:one_series", args=[self.pk])

    def also_known_as(self) -> list[str]:
        return [self.place.name_ar, self.place.name_fr]


class SeriesMember(models.Model):
    """Who sits in a committee: a body, by a named person or by whoever holds the office, in a capacity."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place", "series__owner__place"], "body": ["body", "series__owner"], "person": ["person"]}

    series = models.ForeignKey(Series, models.CASCADE, related_name="members")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.CharField(_("capacity"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["body__kind", "body__sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="series_member_once",
                fields=["series", "body", "capacity"],
                condition=Q(ends_on=None),
                violation_error_message=_("This body already sits here in this capacity."),
            ),
            models.CheckConstraint(
                name="series_member_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("A membership ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.capacity}"


class AnnualReport(models.Model):
    """The yearly report that the decree asks of the regional commission before the end of November; late or not."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["series__owner__place"], "body": ["series__owner"]}

    series = models.ForeignKey(Series, models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    adopted_on = models.DateField(_("adopted on"))
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("report")
    )

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                name="annual_report_once",
                fields=["series", "year"],
                violation_error_message=_("The report of this year is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)
