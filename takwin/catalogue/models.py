"""Topics taught, and the trainers who teach them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.enums import AccreditationState, Competence, Says, TrainerKind, TrainerPaperKind
from takwin.core import clock
from takwin.core.halfdays import Part
from takwin.core.personal import Keep, held
from takwin.directory.models import Body, Named, Place
from takwin.documents.models import Act, Paper, StoredFile
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


class Trainer(models.Model):
    """A person who teaches for an institution: whence he comes, the topics he holds, the languages he teaches in."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"], "person": ["person"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="trainers", verbose_name=_("pool of"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainer_in", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=12, choices=TrainerKind)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("comes from"))
    province = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lives in the province")
    )
    in_arabic = models.BooleanField(_("teaches in Arabic"), default=True)
    in_french = models.BooleanField(_("teaches in French"), default=False)
    in_amazigh = models.BooleanField(_("teaches in Amazigh"), default=False)
    topics = models.ManyToManyField(Topic, through="Mastery", related_name="trainers", verbose_name=_("topics"))
    is_open = models.BooleanField(_("available"), default=True)

    class Meta:
        ordering = ["person__sort_ar", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="trainer_once_per_pool",
                fields=["owner", "person"],
                violation_error_message=_("This person is already in the pool of trainers."),
            ),
            models.CheckConstraint(
                name="trainer_teaches_in_a_language",
                condition=Q(in_arabic=True) | Q(in_french=True) | Q(in_amazigh=True),
                violation_error_message=_("Say in which language he teaches: one at least."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("catalogue:trainer", args=[self.pk])


class Mastery(models.Model):
    """A topic a trainer holds: how far he goes in it, and since which year he teaches it."""

    PERSONAL: dict[str, object] = {}

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="masteries")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="masteries", verbose_name=_("topic"))
    competence = models.CharField(_("competence"), max_length=8, choices=Competence, default=Competence.ALONE)
    since = models.PositiveSmallIntegerField(_("teaches it since the year"), null=True, blank=True)

    class Meta:
        ordering = ["topic__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="mastery_once",
                fields=["trainer", "topic"],
                violation_error_message=_("This topic is already noted for this trainer."),
            ),
            models.CheckConstraint(
                name="mastery_since_a_year",
                condition=Q(since=None) | Q(since__gte=1950, since__lte=2100),
                violation_error_message=_("Write the year in four figures: 2014."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.get_competence_display()}"


class Accreditation(models.Model):
    """The act that allows a trainer to teach, a topic or any (``topic`` empty), between two days, both included.

    One that another ``renews`` keeps its own days. ``paper`` is the certificate handed over, one for all the topics of
    an act; ``reason`` says why it was withdrawn or not renewed.
    """

    MOVES = {
        "renew": ({AccreditationState.IN_FORCE}, AccreditationState.RENEWED),
        "let_end": ({AccreditationState.IN_FORCE}, AccreditationState.ENDED),
        "withdraw": ({AccreditationState.IN_FORCE, AccreditationState.RENEWED}, AccreditationState.WITHDRAWN),
    }
    PERSONAL = {"reason": held("explain a revocation", keep=Keep.PERMANENT)}
    SCOPES = {"place": ["trainer__owner__place"], "body": ["trainer__owner"], "person": ["trainer__person"]}

    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="accreditations")
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="accreditations", verbose_name=_("topic")
    )
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", verbose_name=_("by the act"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AccreditationState, default=AccreditationState.IN_FORCE
    )  # fmt: skip
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="accreditation_once_by_act",
                fields=["trainer", "topic", "act"],
                condition=Q(topic__isnull=False),
                violation_error_message=_("This act already accredits this trainer in this topic."),
            ),
            models.UniqueConstraint(
                name="accreditation_in_all_once_by_act",
                fields=["trainer", "act"],
                condition=Q(topic=None),
                violation_error_message=_("This act already accredits this trainer in every topic."),
            ),
            models.CheckConstraint(
                name="accreditation_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")) | Q(state="withdrawn"),
                violation_error_message=_("An accreditation ends after it starts."),
            ),
            models.UniqueConstraint(
                name="accreditation_one_in_force",
                fields=["trainer", "topic"],
                condition=Q(topic__isnull=False, state="in_force"),
                violation_error_message=_("This trainer is already accredited in this topic: renew it instead."),
            ),
            models.UniqueConstraint(
                name="accreditation_in_all_one_in_force",
                fields=["trainer"],
                condition=Q(topic=None, state="in_force"),
                violation_error_message=_("This trainer is already accredited in every topic: renew it instead."),
            ),
            models.CheckConstraint(
                name="accreditation_ended_with_reason",
                condition=Q(state__in=["in_force", "renewed"], reason="")
                | (Q(state__in=["ended", "withdrawn"], ends_on__isnull=False) & ~Q(reason="")),
                violation_error_message=_("An accreditation that is taken back has its last day and its reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.act)

    @property
    def may_end(self) -> bool:
        """Whether it can still be taken back: in force, or renewed while its own days last."""
        own_days = self.ends_on is not None and self.ends_on >= clock.today()
        return self.state == AccreditationState.IN_FORCE or (self.state == AccreditationState.RENEWED and own_days)


class TrainerPaper(models.Model):
    """What a trainer handed over to prove what he knows: his curriculum vitae, his diplomas."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["trainer__owner__place"], "body": ["trainer__owner"]}

    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=TrainerPaperKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        ordering = ["kind", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="trainer_paper_once",
                fields=["trainer", "file"],
                violation_error_message=_("This very file is already among the papers of this trainer."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Availability(models.Model):
    """Days, or one part of each (``part``), on which a trainer says that he is free or is not; both ends included."""

    PERSONAL = {"reason": held("know when a trainer may be asked", keep=Keep.SHORT)}
    SCOPES = {"place": ["trainer__owner__place"], "body": ["trainer__owner"], "person": ["trainer__person"]}

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="availabilities")
    says = models.CharField(_("says that he"), max_length=6, choices=Says, default=Says.CANNOT)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"), help_text=_("included"))
    part = models.CharField(_("part of the day"), max_length=1, choices=Part, blank=True)
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name_plural = "availabilities"
        constraints = [
            models.CheckConstraint(
                name="availability_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"
