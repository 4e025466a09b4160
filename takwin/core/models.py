"""Work done outside a request, and how far it has come; the forms that were taken."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from takwin.core import clock


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """An action asked for now and run by the worker, with its progress.

    ``asked_by`` is the primary key of a user: ``core`` lies below ``accounts`` and knows no user.
    ``arguments`` holds model instances as ``{"model": "app.Model", "pk": 1}`` and plain JSON values.
    ``language`` is that of whoever asked, ``around`` what else was so for him (see ``later.carry``);
    ``seen_at`` is when a worker last said that it was being run.
    """

    PERSONAL: dict[str, object] = {}

    action = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    asked_by = models.PositiveBigIntegerField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    around = models.JSONField(default=dict)
    seen_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="job_ended_at_matches_state",
                condition=Q(state__in=["done", "failed"], ended_at__isnull=False)
                | Q(state__in=["waiting", "running"], ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)


class SentForm(models.Model):
    """A form that was taken (see ``core.once``): the digest of its page's own mark and of what was sent with it."""

    PERSONAL: dict[str, object] = {}

    mark = models.CharField(max_length=64, primary_key=True)
    taken_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.mark
