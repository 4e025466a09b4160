"""The user and login, nothing else."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.core.personal import Keep, held
from takwin.core.text import search_text


class User(AbstractUser):
    """Someone, or a service of the system, who acts in Takwin under a name of his own.

    A user need not be a person of the registers, nor a person a user. ``phone`` is E.164.
    """

    PERSONAL = {
        "username": held("log in", keep=Keep.ACCOUNT),
        "password": held("log in", keep=Keep.ACCOUNT, masked=True),
        "first_name": held("unused, kept by Django", keep=Keep.ACCOUNT),
        "last_name": held("unused, kept by Django", keep=Keep.ACCOUNT),
        "name": held("show who acted", keep=Keep.PERMANENT),
        "phone": held("recover the account", keep=Keep.ACCOUNT, masked=True),
        "email": held("recover the account", keep=Keep.ACCOUNT, masked=True),
        "search_text": held("find the account", keep=Keep.ACCOUNT),
    }

    name = models.CharField(_("full name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ar", "العربية"), ("fr", "Français")], default="ar"
    )

    search_text = models.TextField(editable=False, blank=True)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="user_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("An account says whose it is."),
            ),
            models.UniqueConstraint(
                name="user_phone_once",
                fields=["phone"],
                condition=~Q(phone=""),
                violation_error_message=_("Another account already uses this phone number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = search_text(self.name, self.username, self.phone)
        fields = kwargs.get("update_fields")
        if fields and {"name", "username", "phone"} & set(fields):
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)


class OneTimeLink(models.Model):
    """A printed link that opens an account once, or opens it again after a lost password.

    Only a digest of the token is kept; the link is on the paper handed over, nowhere else.
    """

    PERSONAL: dict[str, object] = {}

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="link_used_once_made",
                condition=Q(used_at=None) | Q(used_at__gte=F("made_at")),
                violation_error_message=_("A link is used after it is made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.expires_at > clock.now()
