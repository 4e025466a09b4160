"""Requests of persons about what is kept of them, and the runs that let go of what is due."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.people.privacy.enums import RequestChannel, RequestState, Subject

PERSON_SCOPES = {
    "place": ["person__offices__body__place"],
    "body": ["person__offices__body", "person__offices__body__parent"],
}


class FileRequest(models.Model):
    """A person asked to see all that is kept of him (law 09-08, art. 7).

    The printed file is kept nowhere, since it would be a second register: only the digest of what was handed over.
    ``recorded_by`` is empty when the person asked on his own page.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = PERSON_SCOPES

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="file_requests", verbose_name=_("person"))
    channel = models.CharField(_("asked"), max_length=10, choices=RequestChannel)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ar", "العربية"), ("fr", "Français")], default="ar"
    )
    asked_at = models.DateTimeField(_("asked on"))
    due_on = models.DateField(_("to answer before"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="file_request_open_once",
                fields=["person"],
                condition=Q(answered_at=None),
                violation_error_message=_("This person has already asked for the file: it is not handed over yet."),
            ),
            models.CheckConstraint(
                name="file_request_answered_with_digest",
                condition=Q(answered_at=None, digest="") | (Q(answered_at__gte=F("asked_at")) & ~Q(digest="")),
                violation_error_message=_("A file handed over has its digest, and is handed over after it was asked."),
            ),
        ]

    def __str__(self) -> str:
        return f"DP-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:file", args=[self.pk])


class Rectification(models.Model):
    """A person says that something kept of him is wrong (law 09-08, art. 8).

    What stood before and what stands after is kept here, never in the journal, and goes with the person.
    """

    PERSONAL = {
        "said": held("answer a request for correction", keep=Keep.MANDATE, masked=True),
        "before": held("show what was corrected at the person’s request", keep=Keep.MANDATE, masked=True),
        "after": held("show what was corrected at the person’s request", keep=Keep.MANDATE, masked=True),
        "motive": held("explain why a correction was refused", keep=Keep.MANDATE),
    }
    SCOPES = PERSON_SCOPES

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="rectifications", verbose_name=_("person"))
    subject = models.CharField(_("what is wrong"), max_length=10, choices=Subject)
    said = models.CharField(_("what is said to be right"), max_length=300)
    channel = models.CharField(_("asked"), max_length=10, choices=RequestChannel)
    asked_at = models.DateTimeField(_("asked on"))
    due_on = models.DateField(_("to answer before"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    before = models.CharField(_("before"), max_length=300, blank=True)
    after = models.CharField(_("after"), max_length=300, blank=True)
    motive = models.CharField(_("motive"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="rectification_open_once",
                fields=["person", "subject"],
                condition=Q(state="asked"),
                violation_error_message=_("This correction is already asked for and waits for its answer."),
            ),
            models.CheckConstraint(
                name="rectification_refused_with_motive",
                condition=~Q(state="refused", motive=""),
                violation_error_message=_("A refusal says why."),
            ),
            models.CheckConstraint(
                name="rectification_decided_matches_state",
                condition=Q(state="asked", decided_at=None) | (~Q(state="asked") & Q(decided_at__gte=F("asked_at"))),
                violation_error_message=_("An answered request has the date of its answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} DR-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:rectification", args=[self.pk])


class RetentionRun(models.Model):
    """One look at what is past its time: counts by rule, and whether it was let go or only reported.

    ``ended_at`` is empty for a run that was cut short: what it had let go stays gone, the next one goes on.
    """

    PERSONAL: dict[str, object] = {}

    as_of = models.DateField()
    wrote = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="retention_run_ends_after_it_starts",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                violation_error_message=_("A run ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d}"
