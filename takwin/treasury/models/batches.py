"""Letters printed together: the requests for funds of a province, of a year, of a programme, in one PDF."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.directory.models import Body, Place
from takwin.documents.models import StoredFile
from takwin.programmes.models import Programme
from takwin.treasury.models.transfers import FundsRequest


class RequestBatch(models.Model):
    """The letters of one act, to be printed, signed and sent in one go.

    ``place``, ``year`` and ``programme`` say what was asked for; the letters themselves are ``requests``, and one may
    be printed again in a later batch. ``file`` is their one PDF, once the worker has drawn it.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="request_batches", verbose_name=_("funds paid to"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )
    requests = models.ManyToManyField(FundsRequest, related_name="batches", verbose_name=_("letters"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for at"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="request_batch_made_with_its_file",
                condition=Q(file=None, made_at=None) | Q(file__isnull=False, made_at__isnull=False),
                violation_error_message=_("A batch of letters is made with its file."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("treasury:batches")
