"""Telephones bound to trainers, all they ever handed over, and what waits for a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.attendance.enums import Status
from takwin.attendance.sync.enums import Decision, Kind, Outcome, Why
from takwin.core.halfdays import Part
from takwin.core.personal import Keep, held

KEPT = "user__person__kept_registers"


class Device(models.Model):
    """A telephone that hands over presence in a trainer's name, without his password, until it is revoked.

    ``token_digest`` is of the bearer token, shown once to the telephone; ``public_key`` is of the key that it made
    for itself and opens with its holder's PIN: it signs the closing of a half-day. The PIN never leaves it.
    """

    PERSONAL = {"name": held("tell one phone of a person from another", keep=Keep.ACCOUNT)}
    SCOPES = {"place": [f"{KEPT}__place"], "body": [f"{KEPT}__owner"], "person": ["user__person"]}

    code = models.CharField(_("number of the phone"), max_length=24, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="devices", verbose_name=_("bound to")
    )
    name = models.CharField(_("phone"), max_length=80)
    token_digest = models.CharField(max_length=64, unique=True)
    public_key = models.JSONField(null=True)
    bound_at = models.DateTimeField(_("bound"))
    seen_at = models.DateTimeField(_("last seen"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-bound_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="device_revoked_by_someone",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message=_("A revocation has its date and its author."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Received(models.Model):
    """A mark as a device handed it over, kept for good whatever became of it: it makes a nonce good once, for ever.

    ``at`` is when it was taken, by the server's clock. The same nonce with another content is kept too, not ``first``.
    """

    PERSONAL = {"said": held("prove what a telephone handed over", keep=Keep.PERMANENT, masked=True)}

    device = models.ForeignKey(Device, models.PROTECT, related_name="received")
    nonce = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    first = models.BooleanField(default=True)
    kind = models.CharField(pgettext_lazy("presence", "kind"), max_length=10, choices=Kind, blank=True)
    said = models.JSONField()
    at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.ACCEPTED)
    why = models.CharField(max_length=24, choices=Why, blank=True)
    register = models.ForeignKey("attendance.Register", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True)
    part = models.CharField(max_length=1, choices=Part, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="received_first",
                fields=["nonce"],
                condition=Q(first=True),
                violation_error_message=_("This mark was received a moment ago by another way: send it again."),
            ),
            models.UniqueConstraint(
                name="received_once",
                fields=["nonce", "digest"],
                violation_error_message=_("This mark was received a moment ago by another way: send it again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nonce} {self.outcome} {self.why}"


class Case(models.Model):
    """What does not agree, or could not be taken: shown to a person, who settles it; nothing is deleted.

    ``status`` is the ready word of the correction that would take the mark. ``other`` is the register where the person
    was counted, when he was present in two places. ``who`` says what is known of somebody unknown. Without a register a
    case lies where its device does (``queries.cases_seen``).
    """

    PERSONAL = {
        "who": held("find who came uninvited", keep=Keep.MANDATE, masked=True),
        "note": held("explain how a doubt on presence was settled", keep=Keep.PERMANENT),
    }
    SCOPES = {"place": ["register__place"], "body": ["register__owner"], "person": ["register__keepers"]}

    why = models.CharField(_("what does not agree"), max_length=24, choices=Why)
    received = models.OneToOneField(Received, models.PROTECT, null=True, related_name="case")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+")
    register = models.ForeignKey("attendance.Register", models.PROTECT, null=True, related_name="cases")
    other = models.ForeignKey("attendance.Register", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    day = models.DateField(_("day"), null=True)
    part = models.CharField(max_length=1, choices=Part, blank=True)
    status = models.CharField(_("presence"), max_length=10, choices=Status, blank=True)
    who = models.JSONField(default=dict)
    opened_at = models.DateTimeField(_("since"))
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    note = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="case_settled_by_someone",
                condition=Q(settled_at=None, settled_by=None, decision="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, decision__in=["taken", "left"]),
                violation_error_message=_("A case that is settled says when, by whom and how."),
            ),
            models.UniqueConstraint(
                name="case_two_places_once",
                fields=["register", "person", "day", "part"],
                condition=Q(why="two_places", settled_at=None),
                violation_error_message=_("This case is already open."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_why_display()

    @property
    def is_of_closing(self) -> bool:
        """Whether it speaks of a half-day that a telephone closed, and of nobody."""
        return self.received is not None and self.received.kind == Kind.CLOSE
