"""Give roles, end them, delegate them; open the accounts they are given to.

Roles are given over a place or a body, between dates, by who may give them there.
"""

import datetime as dt
from typing import Protocol

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts import actions as accounts
from takwin.accounts.models import OneTimeLink, User
from takwin.core import clock
from takwin.core.refused import checked
from takwin.directory.models import Body, Place
from takwin.journal.actions import record
from takwin.rights.enums import OWN_ROLES, Role
from takwin.rights.models import Appointment
from takwin.rights.queries import delegable, forget, may_end, may_give, may_manage


@transaction.atomic
def open_account_with_role(
    *,
    by: User,
    role: Role,
    name_ar: str = "",
    name_fr: str = "",
    username: str = "",
    phone: str = "",
    language: str = "ar",
    place: Place | None = None,
    body: Body | None = None,
    ends_on: dt.date | None = None,
) -> tuple[User, str]:
    """Open an account, give it its role from today, and make the one-time link whose token is given back."""
    user = accounts.open_account(
        by=by, name_ar=name_ar, name_fr=name_fr, username=username, phone=phone, language=language
    )
    appoint(user, role, place=place, body=body, ends_on=ends_on, by=by)
    _link, token = accounts.make_link(user, by=by)
    return user, token


@transaction.atomic
def appoint(
    user: User,
    role: Role,
    *,
    by: User,
    place: Place | None = None,
    body: Body | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Appointment:
    """Give ``user`` a role over a place, a body, or what is his own. Nobody gives himself a role.

    The user's row is locked, so that a form sent twice gives the role once.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.pk == by.pk:
        raise ValidationError(_("Nobody gives himself a role: ask a colleague."))
    if (place is None and body is None) != (role in OWN_ROLES):
        raise ValidationError(
            {
                "over": _("This role is held over a place or a body.")
                if role not in OWN_ROLES
                else _("A trainer's role is over his own sessions: leave this empty.")
            }
        )
    if not may_give(by, role, place=place, body=body):
        raise ValidationError(_("You cannot give this role there."))
    starts_on = starts_on or clock.today()
    same = Appointment.objects.filter(user=user, role=role, place=place, body=body, delegated_from=None)
    if any(_overlap(starts_on, ends_on, a) for a in same):
        raise ValidationError(_("This role is already held there at those dates."))
    appointment = checked(
        Appointment(user=user, role=role, place=place, body=body, starts_on=starts_on, ends_on=ends_on, given_by=by)
    )
    record("appointment.given", appointment, by=by, **_facts(appointment))
    record("account.role_given", user, by=by, **_facts(appointment))
    forget(user)
    return appointment


def _overlap(starts_on: dt.date, ends_on: dt.date | None, other: Appointment) -> bool:
    return (other.ends_on is None or starts_on < other.ends_on) and (ends_on is None or other.starts_on < ends_on)


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User, on: dt.date | None = None) -> Appointment:
    """The role no longer holds from the day ``on``, today at the earliest, nor what was delegated from it.

    What was done under it until now was done by right: its past is not rewritten, even when the office it was given
    for is said to have ended earlier. A role that has ended stays as it ended.
    """
    appointment = Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment.pk)
    on = max(on or clock.today(), clock.today())
    if appointment.ends_on is not None and appointment.ends_on <= on:
        return appointment
    for held in [appointment, *appointment.delegations.select_for_update(of=("self",)).select_related("user")]:
        if held.ends_on is None or held.ends_on > on:
            held.ends_on = max(on, held.starts_on)
            held.save(update_fields=["ends_on"])
            record("appointment.ended", held, by=by, ends_on=held.ends_on)
            record("account.role_ended", held.user, by=by, **_facts(held))
            forget(held.user)
    return appointment


@transaction.atomic
def withdraw_role(appointment: Appointment, *, by: User, on: dt.date | None = None) -> Appointment:
    """End a role from the screen of accounts: who may give it, or whose own delegation it is, may end it."""
    if not may_end(by, appointment):
        raise ValidationError(_("You cannot end this role."))
    if on is not None and on < clock.today():
        raise ValidationError({"on": _("A role does not end in the past: what was done under it was done by right.")})
    return end_appointment(appointment, on=on, by=by)


@transaction.atomic
def delegate(source: Appointment, *, to: User, starts_on: dt.date, ends_on: dt.date, by: User) -> Appointment:
    """Hand one's own role to another user from ``starts_on`` until the day before ``ends_on``.

    It gives the same role over the same place or body, no more; it ends with the role it comes from, and whoever
    receives it cannot hand it on.
    """
    source = Appointment.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if source.pk not in {a.pk for a in delegable(by)}:
        raise ValidationError(_("Only a role of your own that holds today can be delegated."))
    if to.pk == by.pk or not to.is_active:
        raise ValidationError(_("A role is delegated to another open account."))
    if starts_on < clock.today():
        raise ValidationError({"starts_on": _("A delegation does not start in the past.")})
    if source.ends_on is not None and ends_on > source.ends_on:
        raise ValidationError({"ends_on": _("A delegation ends with the role it comes from, at the latest.")})
    if any(_overlap(starts_on, ends_on, d) for d in source.delegations.filter(user=to)):
        raise ValidationError(_("This role is already delegated to this person at those dates."))
    appointment = checked(
        Appointment(
            user=to, role=source.role, place=source.place, body=source.body, starts_on=starts_on, ends_on=ends_on,
            delegated_from=source, given_by=by,
        )
    )  # fmt: skip
    record("appointment.delegated", appointment, by=by, **_facts(appointment), delegated_from=source.pk)
    record("account.role_delegated", to, by=by, **_facts(appointment))
    forget(to)
    return appointment


def _facts(a: Appointment) -> dict[str, object]:
    return {
        "appointment": a.pk, "role": a.role, "place": a.place_id, "body": a.body_id,
        "starts_on": a.starts_on, "ends_on": a.ends_on,
    }  # fmt: skip


# ── What an officer does for an account ─────────────────────────────────────


class OnAccount(Protocol):
    """An act on an account that needs nothing but who does it."""

    def __call__(self, user: User, *, by: User) -> User: ...


@transaction.atomic
def hand_link(user: User, *, by: User) -> tuple[OneTimeLink, str]:
    """A new one-time link, to be printed and handed over: for a first entry, or after a lost password."""
    _must_manage(user, by)
    return accounts.make_link(user, by=by)


@transaction.atomic
def close_account(user: User, *, by: User) -> User:
    """Let the user in no more, and end the roles he delegated; his own roles stay written as they were."""
    _must_manage(user, by)
    today = clock.today()
    for lent in Appointment.objects.filter(delegated_from__user=user, ends_on__gt=today):
        end_appointment(lent, on=today, by=by)
    return accounts.close_account(user, by=by)


@transaction.atomic
def correct_names(user: User, *, name_ar: str, name_fr: str, by: User) -> User:
    """Write how the holder of an account is called, in each script."""
    _must_manage(user, by)
    return accounts.correct_names(user, name_ar=name_ar, name_fr=name_fr, by=by)


@transaction.atomic
def reopen_account(user: User, *, by: User) -> User:
    _must_manage(user, by)
    return accounts.reopen_account(user, by=by)


@transaction.atomic
def forget_keys(user: User, *, by: User) -> User:
    """Remove the second step of a user who has lost his telephone; the password alone opens the account again."""
    _must_manage(user, by)
    gone, _models = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise ValidationError(_("This account has no second step at login."))
    record("account.keys_forgotten", user, by=by)
    return user


def _must_manage(user: User, by: User) -> None:
    if not may_manage(by, user):
        raise ValidationError(_("You cannot act on this account: it may do more than you can give."))
