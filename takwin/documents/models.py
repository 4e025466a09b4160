"""Files, acts, papers and numbers: what proves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.directory.models import Body
from takwin.documents.enums import ActKind, BatchState, KeyUse, PaperKind
from takwin.documents.import_models import ImportBatch, ImportLayout, ImportRow, ImportTrace
from takwin.documents.observation_models import Observation
from takwin.documents.wording_models import Wording

__all__ = [
    "Act", "ImportBatch", "ImportLayout", "ImportRow", "ImportTrace", "NumberSeries", "Observation", "Paper",
    "ReturnedForm", "SigningKey", "StoredFile", "Wording",
]  # fmt: skip


class StoredFile(models.Model):
    """The bytes of a file, stored once under their SHA-256, outside the web root.

    Who may read it is asked of the thing it hangs on; ``owner`` is the body that received it. A list of persons is let
    go of in its time (``erased_at``): the row then keeps only the digest and size of what was received.
    """

    PERSONAL = {"name": held("find the proof again", keep=Keep.PERMANENT)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="stored_file_once_per_owner",
                fields=["owner", "sha256"],
                violation_error_message=_("This very file is already stored."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The register a body numbers its papers from: one running number a year for each kind, without gaps.

    The row is locked while a number is taken, in the transaction of the paper that takes it.
    """

    PERSONAL: dict[str, object] = {}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    key = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="number_series_once",
                fields=["owner", "key", "year"],
                violation_error_message=_("This register already exists."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.key} {self.year}"


class Act(models.Model):
    """A dated decision with its number: a deliberation, a visa, minutes, with its scan when there is one."""

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["body__place"], "body": ["body"]}

    body = models.ForeignKey(Body, models.PROTECT, related_name="acts", verbose_name=_("taken by"))
    kind = models.CharField(_("kind"), max_length=15, choices=ActKind)
    number = models.CharField(_("number"), max_length=40, blank=True)
    taken_on = models.DateField(_("date"))
    title = models.CharField(_("object"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )

    class Meta:
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="act_number_once",
                fields=["body", "kind", "number", "taken_on"],
                condition=~Q(number=""),
                violation_error_message=_("This act is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class Paper(models.Model):
    """An official paper once numbered: its facts are frozen, its PDF can be made again byte for byte.

    ``subject`` is the journal's name of the thing the paper is about (``app.Model:pk``).
    ``facts`` are what the template printed; ``cancelled_at`` marks it void without removing it.
    """

    PERSONAL = {"facts": held("print again what was issued", keep=Keep.PERMANENT, masked=True)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="papers", verbose_name=_("issued by"))
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    reference = models.CharField(_("reference"), max_length=40)
    subject = models.CharField(max_length=80, db_index=True)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=2, default="ar")
    facts = models.JSONField()
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="paper_reference_once",
                fields=["owner", "kind", "reference"],
                violation_error_message=_("This reference is already taken."),
            ),
            models.CheckConstraint(
                name="paper_cancelled_after_issue",
                condition=Q(cancelled_at=None) | Q(cancelled_at__gte=F("issued_at")),
                violation_error_message=_("A paper is cancelled after it was issued."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReturnedForm(models.Model):
    """A form sent to those who know, as it came back: waiting to be looked at, then the proof of what was recorded.

    ``kind`` names the list (``people.members_form``), ``about`` which of several it is. The file is read again when it
    is recorded, against the register as it is then. ``before`` is what undoing it needs: key, column, the text the
    register had, the text the form wrote.
    """

    PERSONAL = {"before": held("give back what a form changed", keep=Keep.SHORT, masked=True)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.READ)
    count = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=list)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="returned_form_recorded_at_matches_state",
                condition=Q(state="read", recorded_at=None)
                | Q(state__in=["recorded", "undone"], recorded_at__isnull=False),
                violation_error_message=_("A recorded form has the date of its recording."),
            ),
            models.CheckConstraint(
                name="returned_form_undone_at_matches_state",
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)),
                violation_error_message=_("A form that was undone has the date of its undoing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file}"


class SigningKey(models.Model):
    """The public half of a key with which this installation signs what is checked without it (Ed25519).

    The private half is a file beside the data, never in the database nor in a backup: see ``documents.keys``. A key
    is retired when another takes its place, and stays good for what it signed until then.
    """

    PERSONAL: dict[str, object] = {}

    use = models.CharField(max_length=12, choices=KeyUse)
    kid = models.CharField(max_length=16, unique=True)
    public = models.CharField(max_length=43)  # the ``x`` of its JWK
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["use", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                name="signing_key_one_current",
                fields=["use"],
                condition=Q(retired_at=None),
                violation_error_message=_("Another key has just taken this place."),
            ),
            models.CheckConstraint(
                name="signing_key_retired_after_made",
                condition=Q(retired_at=None) | Q(retired_at__gte=F("made_at")),
                violation_error_message=_("A key is retired after it was made."),
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class SealCertificate(models.Model):
    """A certificate, from a provider of trust services, with which the official papers of a body are signed (PAdES).

    Its private key is a file beside the data, as that of a ``SigningKey`` is: see ``documents.seals``. ``holder`` and
    ``provider`` are the names that the certificate bears, ``fingerprint`` its SHA-256 in hexadecimal.
    """

    PERSONAL = {"holder": held("show who acted", keep=Keep.PERMANENT)}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="seals", verbose_name=_("seals the papers of"))
    holder = models.CharField(_("holder"), max_length=200)
    provider = models.CharField(_("provider"), max_length=200)
    fingerprint = models.CharField(max_length=64, unique=True)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="seal_certificate_one_current",
                fields=["owner"],
                condition=Q(retired_at=None),
                violation_error_message=_("Another certificate has just taken this place."),
            ),
            models.CheckConstraint(
                name="seal_certificate_ends_after_it_begins",
                condition=Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("A certificate ends after it begins."),
            ),
            models.CheckConstraint(
                name="seal_certificate_retired_after_added",
                condition=Q(retired_at=None) | Q(retired_at__gte=F("added_at")),
                violation_error_message=_("A certificate is retired after it was added."),
            ),
        ]

    def __str__(self) -> str:
        return self.holder
