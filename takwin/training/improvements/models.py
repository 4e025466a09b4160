"""An action of improvement, promised after a session and done with a note."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.rights.enums import Permission


class Improvement(models.Model):
    """What the organiser will do better after what was said of one session; its owner is an officer of his.

    It is read with the trainers and the programme of its session. It is done once, with a note that says how.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["session__owner__place", "session__place"],
        "body": ["session__owner"],
        "person": ["session__slots__trainer__person"],
    }
    ACTS = {Permission.SURVEY_EDIT: {"place": ["session__owner__place"], "body": ["session__owner"]}}

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="improvements")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="improvements")
    due_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="improvement_done_by_someone_with_a_note",
                condition=Q(done_at=None, done_by=None, note="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(note="")),
                violation_error_message=_("An action that is done says by whom and how."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("training:improvement", args=[self.pk])

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on < clock.today()
