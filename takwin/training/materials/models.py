"""A file of a session, or of every session of an action."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.documents.models import StoredFile
from takwin.programmes.models import Action
from takwin.rights.enums import Permission


class Material(models.Model):
    """A PDF or slides, for all the trainers of a session; for its participants too when it is marked so.

    It hangs on one session, or on an action of a programme and then on each of its sessions.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": [
            "session__owner__place", "session__place", "action__programme__owner__place", "action__sessions__place",
        ],
        "body": ["session__owner", "action__programme__owner"],
        "person": ["session__slots__trainer__person", "action__sessions__slots__trainer__person"],
    }  # fmt: skip
    ACTS = {
        Permission.SESSION_EDIT: {
            "place": ["session__owner__place", "action__programme__owner__place"],
            "body": ["session__owner", "action__programme__owner"],
        }
    }

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, null=True, related_name="materials")
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="materials")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title_ar = models.CharField(_("title in Arabic"), max_length=120, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=120, blank=True)
    for_participants = models.BooleanField(_("for participants too"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="material_of_a_session_or_an_action",
                condition=Q(session__isnull=False, action=None) | Q(session=None, action__isnull=False),
                violation_error_message=_("Course material belongs to a session, or to an action."),
            ),
            models.CheckConstraint(
                name="material_has_a_title",
                condition=~Q(title_ar="", title_fr=""),
                violation_error_message=_("Say what this file is."),
            ),
            models.UniqueConstraint(
                name="material_once_a_session",
                fields=["session", "file"],
                violation_error_message=_("This session already has this file."),
            ),
            models.UniqueConstraint(
                name="material_once_an_action",
                fields=["action", "file"],
                violation_error_message=_("This action already has this file."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the file is, in the reader's language, in the other when it was said in one only."""
        first, second = (self.title_ar, self.title_fr) if get_language() == "ar" else (self.title_fr, self.title_ar)
        return first or second
