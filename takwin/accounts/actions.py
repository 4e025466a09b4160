"""Open accounts, hand over the links that open them, and close them.

An officer opens an account and prints its link; nobody ever knows the password of another.
"""

import datetime as dt
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import OneTimeLink, User
from takwin.accounts.queries import digest_of, open_link
from takwin.accounts.signals import happened
from takwin.core import clock
from takwin.core.refused import refused
from takwin.core.text import tidy

LINK_LASTS = dt.timedelta(days=7)


@transaction.atomic
def open_account(
    *, by: User, name_ar: str = "", name_fr: str = "", username: str = "", phone: str = "", language: str = "ar"
) -> User:
    """Open an account without a password: its owner chooses one through a one-time link.

    One name is enough, in either script. Without a user name, the phone number is the user name. ``phone`` is E.164.
    """
    user = User(username=username or phone, phone=phone, language=language)
    user.name_ar, user.name_fr = tidy(name_ar), tidy(name_fr)
    if not user.username:
        raise ValidationError(_("An account has a user name or a phone number."))
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    with refused(User):
        user.save()
    _tell("account.opened", user, by=by)
    return user


@transaction.atomic
def make_link(user: User, *, by: User) -> tuple[OneTimeLink, str]:
    """A new link for ``user`` and its token, which is known only now; his earlier links end.

    The password he has, if any, holds until he chooses another.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(_("This account is closed. Reopen it first."))
    now = clock.now()
    user.links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    link = OneTimeLink.objects.create(user=user, token_digest=digest_of(token), made_by=by, expires_at=now + LINK_LASTS)
    _tell("account.link_made", user, by=by, link=link.pk)
    return link, token


@transaction.atomic
def use_link(token: str, *, password: str) -> User:
    """Choose a password through a one-time link, which is then used.

    The link's row is locked before it is judged: of two browsers that open it at once, one is refused, and so is one
    whose link an officer ends meanwhile.
    """
    link = open_link(token, OneTimeLink.objects.select_for_update(of=("self",)))
    if link is None:
        raise ValidationError(_("This link has been used or has expired. Ask your training officer for a new one."))
    user = link.user
    validate_password(password, user)
    is_first = not user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    _tell("account.link_used", user, by=user, link=link.pk)
    if is_first:  # what led to a first entry is no news to who enters
        user.notices_read_at = clock.now()
        user.save(update_fields=["notices_read_at"])
    return user


@transaction.atomic
def close_account(user: User, *, by: User) -> User:
    """Let nobody in under this account any more. It is kept, since it signed what it did."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.pk == by.pk:
        raise ValidationError(_("You cannot close your own account."))
    if not user.is_active:
        raise ValidationError(_("This account is already closed."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.links.filter(used_at=None, expires_at__gt=clock.now()).update(expires_at=clock.now())
    _tell("account.closed", user, by=by)
    return user


@transaction.atomic
def reopen_account(user: User, *, by: User) -> User:
    """Let the owner in again, with the password he had."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.is_active:
        raise ValidationError(_("This account is already open."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    _tell("account.reopened", user, by=by)
    return user


@transaction.atomic
def set_language(user: User, *, language: str, by: User) -> User:
    """The language in which Takwin writes to this user and greets him after login."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.language = language
    user.clean_fields(exclude=["password"])
    user.save(update_fields=["language"])
    _tell("account.language_set", user, by=by, language=language)
    return user


@transaction.atomic
def correct_names(user: User, *, name_ar: str, name_fr: str, by: User) -> User:
    """Write how the account is called in each script; the journal keeps that it was done, not the names."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.name_ar, user.name_fr = tidy(name_ar), tidy(name_fr)
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name_ar", "name_fr"])
    _tell("account.names_corrected", user, by=by)
    return user


@transaction.atomic
def read_notices(user: User, *, by: User) -> User:
    """The owner has read what others did to his account: his desk says it no more."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.notices_read_at = clock.now()
    user.save(update_fields=["notices_read_at"])
    _tell("account.notices_read", user, by=by)
    return user


def _tell(verb: str, thing: models.Model, *, by: User | None, **facts: object) -> None:
    happened.send(sender=User, verb=verb, thing=thing, by=by, facts=facts)
