"""A role held by a user over a place or a body, for a time."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from takwin.directory.models import Body, Place
from takwin.rights.enums import Role


class Appointment(models.Model):
    """``user`` holds ``role`` over ``place`` and all below it, or over ``body``; over neither, over what is his own.

    A delegation is an appointment with ``delegated_from``: it gives no more than that one holds and ends with it.
    Half-open dates: it holds on days ``starts_on <= day < ends_on``.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["place", "body__place"], "body": ["body"]}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("over the place")
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("over the body")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    delegated_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="delegations")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["user", "starts_on"], name="appointment_of_user")]
        constraints = [
            models.CheckConstraint(
                name="appointment_over_one_thing",
                condition=Q(place=None) | Q(body=None),
                violation_error_message=_("A role is held over a place or over a body, not both."),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A role ends after it starts."),
            ),
            models.CheckConstraint(
                name="appointment_delegated_for_a_time",
                condition=Q(delegated_from=None) | Q(ends_on__isnull=False),
                violation_error_message=_("A delegation has a last day."),
            ),
        ]

    def __str__(self) -> str:
        over = self.place or self.body
        return f"{self.get_role_display()} · {over}" if over else str(self.get_role_display())

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds, as people say it; the first one, of a role ended on the day it was given."""
        return max(self.starts_on, self.ends_on - dt.timedelta(days=1)) if self.ends_on else None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it holds on that day; a delegation holds only as long as what it was delegated from."""
        source = self.delegated_from
        here = self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
        return here and (source is None or source.holds_on(day))
