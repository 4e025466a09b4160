"""A ticked sheet that came back by photograph, until what it says is in the bag."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.documents.models import StoredFile
from takwin.surveys.paper.enums import CopyState


class PaperCopy(models.Model):
    """One copy of a printed questionnaire. ``number`` is that of the copy, handed out at random: each counts once.

    Once its answers are in the bag, or when it could not be read, nothing of them is left here: neither the picture,
    since a hand is known by its marks, nor the boxes, nor the hour.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["round__place", "round__owner__place"], "body": ["round__owner"], "person": ["round__keepers"]}
    MOVES = {
        "read": ([CopyState.WAITING], CopyState.READ),
        "refuse": ([CopyState.WAITING], CopyState.REFUSED),
        "record": ([CopyState.READ], CopyState.RECORDED),
    }

    round = models.ForeignKey("surveys.Round", models.PROTECT, related_name="copies")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CopyState, default=CopyState.WAITING)
    refusal = models.CharField(max_length=200, blank=True)
    number = models.PositiveSmallIntegerField(_("copy"), null=True)
    boxes = models.JSONField(default=dict)  # as read: by name, the ink and how sure that is
    received_on = models.DateField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="paper_copy_once",
                fields=["round", "number"],
                violation_error_message=_("This copy was already photographed."),
            ),
            models.UniqueConstraint(
                name="paper_copy_photo_once",
                fields=["round", "file"],
                violation_error_message=_("This very photo was already sent."),
            ),
            models.CheckConstraint(
                name="paper_copy_number_known_when_read",
                condition=Q(state__in=["read", "recorded"], number__isnull=False)
                | Q(state__in=["waiting", "refused"], number=None),
                violation_error_message=_("A copy that was read has its number."),
            ),
            models.CheckConstraint(
                name="paper_copy_picture_gone_once_done",
                condition=Q(state__in=["recorded", "refused"], file=None, boxes={})
                | Q(state__in=["waiting", "read"], file__isnull=False),
                violation_error_message=_("Once its answers are in the bag, nothing of a copy is kept."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}-{self.number or ''}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:copy", args=[self.pk])
