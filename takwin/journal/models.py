"""Append-only account of who did what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def target_of(thing: models.Model) -> str:
    """How the journal names a thing: ``app.Model:pk``."""
    return f"{thing._meta.label}:{thing.pk}"


class Entry(models.Model):
    """One fact that happened: written in the act's own transaction, never updated, never deleted.

    ``facts`` holds ids, states and amounts, never names or numbers of persons. ``by`` is empty for what
    the system does by itself. ``target`` is ``app.Model:pk`` so that a page can tell its own story.
    """

    PERSONAL: dict[str, object] = {}

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    verb = models.CharField(_("what"), max_length=60)
    target = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["target", "-id"], name="entry_story"),
            models.Index(fields=["at"], name="entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"


class Seal(models.Model):
    """A batch of committed entries closed under one digest, chained to the batch before it.

    ``digest`` is SHA-256 over the previous seal's digest, this one's moment and the digests of its entries in order;
    printing it, or sending it elsewhere, makes every earlier entry unalterable unnoticed.
    """

    PERSONAL: dict[str, object] = {}

    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.digest[:12]}"


class SealedEntry(models.Model):
    """An entry's place in a seal, with the digest it had then. ``entry_id`` is no foreign key, so that
    the removal of an entry leaves its place empty and seen."""

    PERSONAL: dict[str, object] = {}

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="entries")
    entry_id = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seal_id}:{self.entry_id}"
