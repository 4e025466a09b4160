"""Certificates of participation: issued once, frozen, checked by anyone, revoked or reissued with their history."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.directory.models import Body
from takwin.documents.models import Paper, StoredFile
from takwin.people.models import Person
from takwin.training.models import TrainingSession
from takwin.ui.states import Look, looks


class CertificateState(models.TextChoices):
    VALID = "valid", _("valid")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced by another")


LOOKS = looks(
    CertificateState,
    {
        CertificateState.VALID: ("go", "done"),
        CertificateState.REVOKED: ("bad", "no"),
        CertificateState.REPLACED: ("warn", "dash"),
    },
)


class Certificate(models.Model):
    """What a person has earned by a session. The facts it prints are copied on the day of issue and never move.

    ``code`` is public: it names the certificate in ``/verify/CODE``. A name spelt wrong is mended by issuing
    another that ``replaces`` this one.
    """

    MOVES = {
        "revoke": ({CertificateState.VALID}, CertificateState.REVOKED),
        "replace": ({CertificateState.VALID, CertificateState.REVOKED}, CertificateState.REPLACED),
    }
    PERSONAL = {
        "name_ar": held("say whom the certificate is for", keep=Keep.PERMANENT),
        "name_fr": held("say whom the certificate is for", keep=Keep.PERMANENT),
        "reason": held("explain a revocation", keep=Keep.PERMANENT),
        "search_text": held("find the certificate", keep=Keep.PERMANENT),
    }
    SCOPES = {
        "place": ["session__owner__place", "session__place", "body__place"],
        "body": ["session__owner", "body"],
        "person": ["person"],
    }

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("for the body"))
    issuer = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    code = models.CharField(_("code"), max_length=24, unique=True)
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    title_ar = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    half_days = models.PositiveSmallIntegerField(_("half-days attended"))
    starts_on = models.DateField()
    ends_on = models.DateField()
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CertificateState, default=CertificateState.VALID)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)  # of a revocation, then of its replacement
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="certificate_one_valid",
                fields=["session", "person"],
                condition=Q(state="valid"),
                violation_error_message=_("This person already holds a valid certificate for this session."),
            ),
            models.CheckConstraint(
                name="certificate_ended_with_reason",
                condition=Q(state="valid", ended_at=None)
                | (Q(state__in=["revoked", "replaced"], ended_at__isnull=False) & ~Q(reason="")),
                violation_error_message=_("Revoking or replacing a certificate needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate", args=[self.pk])

    @property
    def name(self) -> str:
        """The name it bears, in the reader's language when it was known in it."""
        first, second = (self.name_ar, self.name_fr) if get_language() == "ar" else (self.name_fr, self.name_ar)
        return first or second

    @property
    def bears_a_former_name(self) -> bool:
        """Whether it stands while its holder's names have been corrected since."""
        named = (self.person.name_ar, self.person.name_fr)
        corrected = not self.person.anonymised_at and (self.name_ar, self.name_fr) != named
        return self.state == CertificateState.VALID and corrected

    @property
    def title(self) -> str:
        return self.title_ar if get_language() == "ar" else self.title_fr

    @property
    def state_look(self) -> Look:
        return LOOKS[CertificateState(self.state)]


class Bundle(models.Model):
    """The certificates of a session made ready to print, in one archive, at a moment.

    ``left_out`` are those that could not be drawn: a name, a title or a place holds a sign that the fonts lack.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["session__owner__place"], "body": ["session__owner"]}

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="bundles")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    left_out = models.ManyToManyField(Certificate, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.session} ({self.count})"


class Dossier(models.Model):
    """All that was kept of a session in one archive, sealed at a moment: its digest is in the journal.

    ``left_out`` counts the pieces that could not be drawn; the archive names them.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["session__owner__place"], "body": ["session__owner"]}

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="dossiers")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="dossier_once",
                fields=["session", "file"],
                violation_error_message=_("Nothing has changed in this dossier since it was last sealed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.count})"
