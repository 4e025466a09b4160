"""A list received, read, looked at, recorded, and the way back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.core.models import Job, JobState
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Place
from takwin.documents.enums import BatchState


class ImportBatch(models.Model):
    """A file as it was read, waiting to be recorded, then the proof of what was recorded.

    ``kind`` names the importer (``people.roster``). What a person decided of it is kept beside what was read:
    ``choices`` of sheets and columns, ``fixes`` of rows, ``options`` of the importer. ``understood`` and ``counts`` are
    made anew by each reading. ``place`` is where the list comes from, ``owner`` who received it.
    """

    PERSONAL = {
        "fixes": held("correct a list before it is recorded", keep=Keep.SHORT, masked=True),
        "understood": held("show how a list was understood", keep=Keep.SHORT, masked=True),
    }
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    kind = models.CharField(max_length=40)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.READ)
    choices = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    understood = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="import_recorded_once",
                fields=["kind", "owner", "file"],
                condition=Q(state="recorded"),
                violation_error_message=_("This file has already been recorded: nothing was changed."),
            ),
            models.CheckConstraint(
                name="import_recorded_at_matches_state",
                condition=Q(state__in=["reading", "read"], recorded_at=None)
                | Q(state__in=["recorded", "undone"], recorded_at__isnull=False),
                violation_error_message=_("A recorded batch has the date of its recording."),
            ),
            models.CheckConstraint(
                name="import_undone_at_matches_state",
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)),
                violation_error_message=_("An import that was undone has the date of its undoing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file}"

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind.partition('.')[0]}:preview", args=[self.pk])

    @property
    def is_let_go(self) -> bool:
        """Whether its time passed before anyone recorded it: nothing of what it said is kept."""
        return self.recorded_at is None and self.state == BatchState.READ and not self.understood

    @property
    def is_busy(self) -> bool:
        """Whether the worker is at it: nothing is decided meanwhile."""
        return self.job is not None and not self.job.is_over

    @property
    def failure(self) -> str:
        """Why the worker could not read or record it, in words; empty when it could, or is at it."""
        return self.job.error if self.job is not None and self.job.state == JobState.FAILED else ""

    @property
    def is_refused(self) -> bool:
        """Whether the file could not be read: it is sent again, mended, or left."""
        return self.state == BatchState.READING and bool(self.failure)


class ImportRow(models.Model):
    """One entry of a batch as it is understood now; it goes once the batch is recorded.

    ``position`` is its place in the file. ``data`` is an ``imports.entries.Entry``; lists are filtered by the flags.
    """

    PERSONAL = {"data": held("look at a list before it is recorded", keep=Keep.SHORT, masked=True)}
    SCOPES = {"place": ["batch__owner__place"], "body": ["batch__owner"]}

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    is_stopped = models.BooleanField(default=False)
    is_doubtful = models.BooleanField(default=False)
    is_changed = models.BooleanField(default=False)
    data = models.JSONField()

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(
                name="import_row_once",
                fields=["batch", "position"],
                violation_error_message=_("This row is already among those read."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.position}"


class ImportTrace(models.Model):
    """Rows that a batch created or filled, by the hundred: what undoing it needs.

    Created: ``rows`` are keys. Filled: ``rows`` are ``[key, {column: before}, {column: after}]``.
    """

    PERSONAL = {"rows": held("give back what an import changed", keep=Keep.SHORT, masked=True)}

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="traces")
    model = models.CharField(max_length=80)
    is_created = models.BooleanField()
    rows = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.model} {len(self.rows)}"


class ImportLayout(models.Model):
    """How the lists of one office are to be read, found again by their headings.

    ``choice`` is a ``tables.SheetChoice``: letters of columns to fields, the row of the heading.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    choice = models.JSONField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="import_layout_once",
                fields=["owner", "kind", "fingerprint"],
                violation_error_message=_("The layout of these headings is already remembered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.kind}"
