"""Letters to persons and bodies, and the personal link by which a person answers without an account."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.directory.models import Body
from takwin.documents.models import Paper
from takwin.people.models import Person


class Channel(models.TextChoices):
    AUTHORITY = "authority", _("through the local authority")
    HAND = "hand", _("by hand")
    PHONE = "phone", _("by phone message")
    WHATSAPP = "whatsapp", _("by WhatsApp")
    EMAIL = "email", _("by e-mail")


class Hand(models.TextChoices):
    """Whose hands a letter passes through when the local authority delivers it, in their order."""

    PROVINCE = "province", _("the province")
    CAID = "caid", _("the caid or the pasha")
    COMMUNE = "commune", _("the commune")
    PERSON = "person", _("the person")


class Purpose(models.TextChoices):
    """Why a message is sent about a letter."""

    CONVENE = "convene", _("convocation")
    CHANGE = "change", _("change")
    CANCEL = "cancel", _("cancellation")


class Letter(models.Model):
    """A numbered paper on its way to one addressee, a person or a body, with how and when it went.

    It lies where the paper was issued and where its addressee is, since the local authority delivers it.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {
        "place": ["paper__owner__place", "body__place", "person__offices__body__place"],
        "body": ["paper__owner", "body", "person__offices__body"],
        "person": ["person"],
    }

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="letters")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="letters")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="letters")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.AUTHORITY)
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="letter_to_one_addressee",
                condition=Q(person__isnull=False, body=None) | Q(person=None, body__isnull=False),
                violation_error_message=_("A letter goes to one person or to one body."),
            ),
            models.CheckConstraint(
                name="letter_delivered_after_it_was_sent",
                condition=Q(delivered_at=None) | Q(delivered_at__gte=F("sent_at")),
                violation_error_message=_("A letter is delivered after it was sent."),
            ),
        ]

    def __str__(self) -> str:
        return self.paper.reference

    def get_absolute_url(self) -> str:
        return reverse("letters:letter", args=[self.pk])


class Handing(models.Model):
    """A letter has reached the next hands on its way, on a day, as the route list that came back says."""

    PERSONAL: dict[str, object] = {}

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="handings")
    hand = models.CharField(_("reached"), max_length=10, choices=Hand)
    on = models.DateField(_("day"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="handing_once",
                fields=["letter", "hand"],
                violation_error_message=_("This step of the letter is already noted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.hand}"


class Sending(models.Model):
    """A message that went to the addressee of a letter: when, by which channel, why, and how the gateway answered.

    Neither its text, which bears his code, nor his address is kept. ``sequence`` counts the changes told since the
    letter: the same thing is sent once by each channel; what failed (``error``) may be sent again. It is noted before
    it leaves; ``answered_at`` is when the gateway answered.
    """

    PERSONAL: dict[str, object] = {}

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="sendings")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    sequence = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    error = models.CharField(_("error"), max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="sending_once",
                fields=["letter", "channel", "purpose", "sequence"],
                condition=Q(error=""),
                violation_error_message=_("This message has already been sent by this channel."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.channel} {self.purpose}"


class Told(models.Model):
    """A letter about days to come, whose addressee is told what changes afterwards by message, and no more than that.

    ``told`` is what it, or the last change, says of them, and ``before`` what was said until that change; ``changes``
    counts them, as ``Sending.sequence`` does.
    """

    told = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class PersonalLink(models.Model):
    """A person's way in without an account: a link on his letters and a code only he was given.

    Each letter brings its own, so a later letter leaves the former ones good. The link is kept as it is, to be printed
    again; of the code only a digest. Too many wrong codes shut that link alone.
    """

    PERSONAL = {"code_digest": held("let the person in", keep=Keep.SHORT, masked=True)}

    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    token = models.CharField(max_length=22, unique=True)
    code_digest = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="personal_link_expires_after_it_is_made",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message=_("A personal link expires after it is made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("personal:page", args=[self.token])
