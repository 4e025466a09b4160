"""A sheet as it was printed, the photographs of it that came back, and what was read in each box."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.attendance.enums import PhotoState, Said
from takwin.core.halfdays import HalfDay, Part
from takwin.documents.models import StoredFile
from takwin.documents.scans.ink import DOUBTFUL, Ink
from takwin.people.models import Person

INKS = [
    (Ink.NONE.value, pgettext_lazy("box of a sheet", "empty")),
    (Ink.HAND.value, pgettext_lazy("box of a sheet", "signed")),
    (Ink.STRUCK.value, pgettext_lazy("box of a sheet", "struck out")),
]


class SheetRound(models.Model):
    """The roll as it stood when a sheet was printed: row and half-day of each box. The same roll prints the same round.

    ``half_days`` are written ``["2026-12-08", "1"]``, in the order of the columns.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["register__place"], "body": ["register__owner"], "person": ["register__keepers"]}

    register = models.ForeignKey("attendance.Register", models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField(_("print"))
    half_days = models.JSONField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="sheet_round_once",
                fields=["register", "number"],
                violation_error_message=_("This print of the sheet is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register.reference}-{self.number}"

    @property
    def columns(self) -> list[HalfDay]:
        return [HalfDay(models.DateField().to_python(day), Part(part)) for day, part in self.half_days]


class SheetLine(models.Model):
    """Who stands on a row of a printed sheet."""

    PERSONAL: dict[str, object] = {}

    sheet = models.ForeignKey(SheetRound, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="sheet_line_once",
                fields=["sheet", "number"],
                violation_error_message=_("A row of a sheet is one person's."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"


class SheetPhoto(models.Model):
    """A photograph of one page of a signed sheet, kept as the proof under its digest.

    ``flat`` is the page laid flat, of which boxes are cut to be looked at. ``refusal`` says why nothing was read.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["register__place"], "body": ["register__owner"], "person": ["register__keepers"]}
    MOVES = {
        "read": ([PhotoState.WAITING], PhotoState.READ),
        "refuse": ([PhotoState.WAITING], PhotoState.REFUSED),
        "read_again": ([PhotoState.WAITING, PhotoState.REFUSED], PhotoState.WAITING),
        "record": ([PhotoState.READ], PhotoState.RECORDED),
    }

    register = models.ForeignKey("attendance.Register", models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    flat = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=PhotoState, default=PhotoState.WAITING)
    refusal = models.CharField(max_length=200, blank=True)
    sheet = models.ForeignKey(SheetRound, models.PROTECT, null=True, related_name="photos")
    page = models.PositiveSmallIntegerField(_("page"), null=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="sheet_photo_once",
                fields=["register", "file"],
                violation_error_message=_("This very photo was already sent for this session."),
            ),
            models.CheckConstraint(
                name="sheet_photo_page_known_when_read",
                condition=Q(state__in=["read", "recorded"], sheet__isnull=False, page__isnull=False)
                | Q(state__in=["waiting", "refused"]),
                violation_error_message=_("A sheet that was read has its page."),
            ),
            models.CheckConstraint(
                name="sheet_photo_recorded_at_matches_state",
                condition=Q(state="recorded", recorded_at__isnull=False) | (~Q(state="recorded") & Q(recorded_at=None)),
                violation_error_message=_("A recorded sheet has the date of its recording."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.file_id}"

    def get_absolute_url(self) -> str:
        return reverse("attendance:photo", args=[self.pk])


class SheetBox(models.Model):
    """One box of a photographed page: what was read in it, how sure that is, and what a person said of it.

    ``person`` is nobody on the rows left for those who come uninvited.
    """

    PERSONAL: dict[str, object] = {}

    photo = models.ForeignKey(SheetPhoto, models.CASCADE, related_name="boxes")
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    part = models.CharField(max_length=1, choices=Part)
    ink = models.CharField(max_length=6, choices=INKS)
    sure = models.FloatField()
    said = models.CharField(max_length=7, choices=Said, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["row", "column"]
        constraints = [
            models.UniqueConstraint(
                name="sheet_box_once",
                fields=["photo", "row", "column"],
                violation_error_message=_("This box is already read."),
            ),
            models.CheckConstraint(
                name="sheet_box_sure_is_a_share",
                condition=Q(sure__gte=0, sure__lte=1),
                violation_error_message=_("Confidence is between 0 and 1."),
            ),
            models.CheckConstraint(
                name="sheet_box_said_by_someone",
                condition=Q(said="", said_by=None) | (~Q(said="") & Q(said_by__isnull=False)),
                violation_error_message=_("What a person said of a box bears his name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.name}"

    @property
    def name(self) -> str:
        """What the geometry of the paper calls it."""
        return f"{self.row}:{self.column}"

    @property
    def is_doubtful(self) -> bool:
        return self.sure < DOUBTFUL
