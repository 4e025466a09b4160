"""Topics taught, and the trainers who teach them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.directory.models import Body, Named
from takwin.people.models import Person


class Topic(Named):
    """A subject of training in an institution's catalogue."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="topics", verbose_name=_("catalogue of"))
    code = models.CharField(_("code"), max_length=12)
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    is_open = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="topic_code_once",
                fields=["owner", "code"],
                violation_error_message=_("This catalogue already has a topic of that code."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:topic", args=[self.pk])

    def also_known_as(self) -> list[str]:
        return [self.code]


class TrainerKind(models.TextChoices):
    UNIVERSITY = "university", _("university teacher")
    STATE = "state", _("State service")
    EXPERT = "expert", _("expert")


class Trainer(models.Model):
    """A person who teaches, with where he comes from and the topics he holds."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"], "person": ["person"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="trainers", verbose_name=_("pool of"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainer_in", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=12, choices=TrainerKind)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("comes from"))
    topics = models.ManyToManyField(Topic, blank=True, related_name="trainers", verbose_name=_("topics"))
    is_open = models.BooleanField(_("available"), default=True)

    class Meta:
        ordering = ["person__sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="trainer_once_per_pool",
                fields=["owner", "person"],
                violation_error_message=_("This person is already in the pool of trainers."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("catalogue:trainer", args=[self.pk])
