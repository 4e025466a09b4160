"""What an agreement builds: projects, their milestones, what each waits for, their money and their files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models.agreements import Agreement
from takwin.agreements.projects.enums import FileKind, MilestoneKind, MoneyKind, ProjectKind
from takwin.directory.models import Body, Named, Place
from takwin.documents.models import StoredFile
from takwin.rights.enums import Permission


def scopes(path: str = "") -> dict[str, list[str]]:
    """Who sees a project: those of its agreement, of its place, and the body that carries it out."""
    bodies = [f"{path}owner", f"{path}agreement__owner", f"{path}agreement__parties__body"]
    return {"place": [*(f"{body}__place" for body in bodies), f"{path}place"], "body": bodies}


def acts(path: str = "") -> dict[Permission, dict[str, list[str]]]:
    """Who writes in it: those who prepare the agreements of the body that carries its agreement."""
    carrier = f"{path}agreement__owner"
    return {Permission.AGREEMENT_EDIT: {"place": [f"{carrier}__place"], "body": [carrier]}}


class Project(Named):
    """A school, a centre, a boarding house that an agreement decides. Its state is derived from its milestones.

    ``owner`` is the body that carries out the works, which may be another than the one that carries the agreement.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = scopes()
    ACTS = acts()

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="projects", verbose_name=_("agreement"))
    reference = models.CharField(_("reference"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=ProjectKind)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("carried out by"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("place"))
    stopped_on = models.DateField(_("given up on"), null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["reference", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="project_reference_once",
                fields=["agreement", "reference"],
                violation_error_message=_("This reference is already taken."),
            ),
            models.CheckConstraint(
                name="project_stopped_with_motive",
                condition=Q(stopped_on=None) | ~Q(motive=""),
                violation_error_message=_("Say why the project is given up."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("agreements:project", args=[self.pk])

    def also_known_as(self) -> list[str]:
        return [self.reference, self.place.name_ar, self.place.name_fr]


class Milestone(models.Model):
    """A dated fact that a project expects: when it is planned, then when it was done and by what it is proved.

    ``first_planned_on`` is the day promised at first, so that a plan moved every month still shows its delay.
    ``followed``: nobody recorded it, it followed from the signatures of the agreement and goes with them.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = scopes("project__")
    ACTS = acts("project__")

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    kind = models.CharField(_("milestone"), max_length=10, choices=MilestoneKind)
    first_planned_on = models.DateField(_("planned at first for"))
    planned_on = models.DateField(_("planned for"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    reference = models.CharField(_("number of the record"), max_length=40, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    followed = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="milestone_once",
                fields=["project", "kind"],
                violation_error_message=_("This project already has this milestone."),
            ),
            models.CheckConstraint(
                name="milestone_done_is_proved",
                condition=Q(done_on=None, reference="", proof=None)
                | (Q(done_on__isnull=False) & (~Q(reference="") | Q(proof__isnull=False))),
                violation_error_message=_("A milestone is done on a day, with its proof: a record's number or a file."),
            ),
            models.CheckConstraint(
                name="milestone_followed_signatures",
                condition=Q(followed=False) | Q(kind=MilestoneKind.SIGNED, done_on__isnull=False),
                violation_error_message=_("Only the signature of the agreement follows from its signatures."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Waits(models.Model):
    """A milestone cannot be done before another one, of the same project or not: boarding waits for the land.

    The chains are without a cycle; the act that adds one refuses it (``projects.actions.wait_for``).
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = scopes("milestone__project__")
    ACTS = acts("milestone__project__")

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="waits")
    on = models.ForeignKey(Milestone, models.CASCADE, related_name="awaited_by", verbose_name=_("waits for"))

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "waits"
        constraints = [
            models.UniqueConstraint(
                name="waits_once",
                fields=["milestone", "on"],
                violation_error_message=_("This is already said."),
            ),
            models.CheckConstraint(
                name="waits_for_another",
                condition=~Q(milestone=F("on")),
                violation_error_message=_("A milestone does not wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} > {self.on}"


class ProjectMoney(models.Model):
    """A dated line of a project's budget: planned, engaged by a contract, or spent; the last two with their proof."""

    PERSONAL: dict[str, object] = {}
    SCOPES = scopes("project__")
    ACTS = acts("project__")

    project = models.ForeignKey(Project, models.CASCADE, related_name="money")
    kind = models.CharField(_("kind"), max_length=10, choices=MoneyKind)
    on = models.DateField(_("date"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    label = models.CharField(_("object"), max_length=120)
    reference = models.CharField(_("number of the paper"), max_length=40, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    motive = models.CharField(_("motive"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="project_money_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("An amount is above zero."),
            ),
            models.CheckConstraint(
                name="project_money_is_proved",
                condition=Q(kind="planned") | ~Q(reference="") | Q(proof__isnull=False),
                violation_error_message=_(
                    "What is engaged or spent has its proof: the number of its paper, or a file."
                ),
            ),
            models.CheckConstraint(
                name="project_money_withdrawn_with_motive",
                condition=Q(withdrawn_at=None) | ~Q(motive=""),
                violation_error_message=_("Say why this line is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ProjectFile(models.Model):
    """A photo of the site or a paper of the project, read by those who see the project."""

    PERSONAL: dict[str, object] = {}
    SCOPES = scopes("project__")
    ACTS = acts("project__")

    project = models.ForeignKey(Project, models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=10, choices=FileKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    title = models.CharField(_("what it shows"), max_length=120)
    taken_on = models.DateField(_("date"))

    class Meta:
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="project_file_once",
                fields=["project", "file"],
                violation_error_message=_("This very file is already here."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
