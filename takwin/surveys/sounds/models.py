"""A sentence of a questionnaire, said aloud."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from takwin.documents.models import StoredFile


class Spoken(models.TextChoices):
    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")


class Recording(models.Model):
    """Somebody says ``text`` aloud. It goes with the sentence, not with a version: kept word for word in the next
    version a question is still heard, and reworded it is silent."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["questionnaire__owner__place"], "body": ["questionnaire__owner"]}

    questionnaire = models.ForeignKey("surveys.Questionnaire", models.PROTECT, related_name="recordings")
    language = models.CharField(_("language"), max_length=2, choices=Spoken)
    text = models.CharField(max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        app_label = "surveys"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="recording_once_a_sentence",
                fields=["questionnaire", "language", "text"],
                violation_error_message=_("This question already has its recording."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
