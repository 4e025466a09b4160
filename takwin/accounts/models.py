"""The user and login, nothing else."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.core.personal import Keep, held
from takwin.core.text import search_text, sort_key


class User(AbstractUser):
    """Someone, or a service of the system, who acts in Takwin under a name of his own.

    A user need not be a person of the registers, nor a person a user. ``phone`` is E.164. ``search_text`` holds what
    any reader of accounts may search; ``search_contact`` also the numbers, for those who open accounts.
    ``notices_read_at`` is when its owner last said that he has read what others did to his account.
    """

    PERSONAL = {
        "username": held("log in", keep=Keep.ACCOUNT),
        "password": held("log in", keep=Keep.ACCOUNT, masked=True),
        "first_name": held("unused, kept by Django", keep=Keep.ACCOUNT),
        "last_name": held("unused, kept by Django", keep=Keep.ACCOUNT),
        "name_ar": held("show who acted", keep=Keep.PERMANENT),
        "name_fr": held("show who acted", keep=Keep.PERMANENT),
        "sort_ar": held("list accounts in order", keep=Keep.PERMANENT),
        "sort_fr": held("list accounts in order", keep=Keep.PERMANENT),
        "phone": held("recover the account", keep=Keep.ACCOUNT, masked=True),
        "email": held("recover the account", keep=Keep.ACCOUNT, masked=True),
        "search_text": held("find the account", keep=Keep.ACCOUNT),
        "search_contact": held("find the account by its number", keep=Keep.ACCOUNT, masked=True),
    }

    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ar", "العربية"), ("fr", "Français")], default="ar"
    )

    sort_ar = models.CharField(max_length=120, editable=False, blank=True)
    sort_fr = models.CharField(max_length=120, editable=False, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    search_contact = models.TextField(editable=False, blank=True)
    notices_read_at = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS = ["name_ar", "name_fr"]

    class Meta:
        ordering = ["sort_ar", "pk"]
        constraints = [
            models.CheckConstraint(
                name="user_has_a_name",
                condition=~Q(name_ar="", name_fr=""),
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
        return self.name

    @property
    def name(self) -> str:
        """The name in the script of the page, or in the other when that one is not known."""
        names = [self.name_ar, self.name_fr] if get_language() == "ar" else [self.name_fr, self.name_ar]
        return names[0] or names[1] or self.username

    @property
    def logs_in_by_number(self) -> bool:
        """Whether the user name is a phone number, which is not for every reader."""
        return self.username.lstrip("+").isdigit()

    def index(self) -> None:
        """Make the sort and search keys anew: an account with one name sorts by it in both languages."""
        self.sort_ar, self.sort_fr = sort_key(self.name_ar or self.name_fr), sort_key(self.name_fr or self.name_ar)
        self.search_text = search_text(self.name_ar, self.name_fr, "" if self.logs_in_by_number else self.username)
        self.search_contact = search_text(self.name_ar, self.name_fr, self.username, self.phone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.index()
        fields = kwargs.get("update_fields")
        if fields and {"name_ar", "name_fr", "username", "phone"} & set(fields):
            kwargs["update_fields"] = {*fields, "sort_ar", "sort_fr", "search_text", "search_contact"}
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
