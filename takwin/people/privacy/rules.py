"""The rules of retention of persons, accounts, files sent with lists, and traces of access."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.personal import Keep
from takwin.documents.actions import drop_bytes, hold_bytes
from takwin.documents.models import StoredFile
from takwin.journal.models import Entry
from takwin.people.merging.models import MergeCase, MovedRow
from takwin.people.models import FileRequest, IdentityDocument, Office, Origin, Person, Rectification
from takwin.people.privacy.classes import columns_to_let_go, product_models, relations_to_person
from takwin.people.privacy.enums import RequestState
from takwin.people.privacy.figures import figure, years_before
from takwin.people.privacy.retention import retention_rule

NEUTRAL_AR, NEUTRAL_FR = "شخص أزيلت معطياته", "Personne aux données retirées"
REMOVED = "—"  # in place of a text that had to be there
FORGOTTEN = "removed-"  # begins the user name of an account let go

Holding = Callable[[dt.date], Iterable[Any]]
HOLDING: list[Holding] = []


def holds_persons(still_needed: Holding) -> None:
    """Bring those whom an app above still needs by name: ``still_needed(cut)`` gives the keys of persons with whom
    something happened since ``cut``, or is to happen."""
    HOLDING.append(still_needed)


# ── Persons ─────────────────────────────────────────────────────────────────


def persons_due(day: dt.date) -> QuerySet[Person]:
    """Those whose last office ended long enough ago, whom no account, request or register needs by name any more.

    Who never held an office is due once the journal has not spoken of him for as long. Who was merged away goes with
    the person he is.
    """
    cut = years_before(day, figure("retention_person_years", on=day))
    offices = Office.objects.filter(person=OuterRef("pk"))
    spoken = Entry.objects.filter(
        target=Concat(Value("people.Person:"), Cast(OuterRef("pk"), CharField())), at__date__gt=cut
    )
    over = Exists(offices) & ~Exists(offices.filter(Q(ends_on=None) | Q(ends_on__gt=cut)))
    never = ~Exists(offices) & ~Exists(spoken) & Q(merged_into=None)
    due = Person.everyone.filter(anonymised_at=None).filter(over | never | Q(merged_into__anonymised_at__isnull=False))
    due = due.exclude(user__is_active=True)
    for needed in HOLDING:
        due = due.exclude(pk__in=needed(cut))
    due = due.exclude(pk__in=Rectification.objects.filter(state=RequestState.ASKED).values("person"))
    return due.exclude(pk__in=FileRequest.objects.filter(answered_at=None).values("person"))


def let_persons_go(keys: Sequence[int]) -> None:
    """Take name, numbers and addresses away from the row and from every row that leads to it.

    The row stays, for presence, days and certificates are counted by it; sex stays for the counts of women and men.
    """
    IdentityDocument.objects.filter(person__in=keys).delete()
    Origin.objects.filter(person__in=keys).delete()
    for field in relations_to_person():
        for name in columns_to_let_go(field.model, Keep.MANDATE):
            empty_column(field.model._default_manager.filter(**{f"{field.name}__in": keys}), name)
    of_merges = Q(merge__kept__in=keys) | Q(merge__gone__in=keys)  # what a merge kept of the person's own columns
    for name in ("before", "after"):
        empty_column(MovedRow.objects.filter(of_merges, model="people.Person"), name)
    empty_column(MergeCase.objects.filter(of_merges), "decision")
    Person.everyone.filter(pk__in=keys).update(
        name_ar=NEUTRAL_AR, name_fr=NEUTRAL_FR, sort_ar="", sort_fr="", search_text="",
        birth_date=None, birth_year=None, phone="", email="", anonymised_at=clock.now(),
    )  # fmt: skip


def empty_column(rows: "QuerySet[Any]", name: str) -> None:
    """Take a column's content away; a text that had to say something (a motive) says that it was removed."""
    field: Any = rows.model._meta.get_field(name)
    if field.null:
        rows.update(**{name: None})
    elif isinstance(field, models.JSONField):
        rows.update(**{name: field.get_default()})
    elif isinstance(field, models.TextField) or not field.editable:
        rows.update(**{name: ""})
    else:
        rows.exclude(**{name: ""}).update(**{name: REMOVED})


# ── Accounts ────────────────────────────────────────────────────────────────


def accounts_due(day: dt.date) -> QuerySet[User]:
    """Accounts closed long enough ago; the journal knows when."""
    cut = years_before(day, figure("retention_account_years", on=day))
    since = Entry.objects.filter(
        target=Concat(Value("accounts.User:"), Cast(OuterRef("pk"), CharField())),
        verb="account.closed",
        at__date__gt=cut,
    )
    closed = User.objects.filter(is_active=False, date_joined__date__lte=cut)
    return closed.exclude(username__startswith=FORGOTTEN).exclude(Exists(since))


def let_accounts_go(keys: Sequence[int]) -> None:
    """What is classified as the account's goes, with its keys and its login at an institution; the name stays, for it
    signs what the account did."""
    SocialAccount.objects.filter(user__in=keys).delete()
    Authenticator.objects.filter(user__in=keys).delete()
    columns: dict[str, Any] = dict.fromkeys(columns_to_let_go(User, Keep.ACCOUNT), "")
    for key in keys:
        columns |= {"username": f"{FORGOTTEN}{key}", "password": make_password(None)}
        User.objects.filter(pk=key).update(**columns)


# ── Files sent with lists of persons ────────────────────────────────────────


def _carriers() -> list["models.ForeignKey[Any, Any]"]:
    """Every key of the product that leads to a stored file."""
    return [
        field
        for model in product_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is StoredFile
    ]


def files_due(day: dt.date) -> QuerySet[StoredFile]:
    """Files received with a list of persons, old enough, that prove nothing else."""
    cut = day - dt.timedelta(days=figure("retention_file_days", on=day))
    sheets, proofs = Q(pk__in=[]), Q(pk__in=[])
    for field in _carriers():
        rows = field.model._default_manager.filter(**{field.name: OuterRef("pk")})
        if any(one.name == "kind" for one in field.model._meta.fields) and field.model._meta.app_label == "documents":
            sheets |= Q(Exists(rows.filter(kind__startswith="people.")))
            rows = rows.exclude(kind__startswith="people.")
        proofs |= Q(Exists(rows))
    return StoredFile.objects.filter(sheets, erased_at=None, received_at__date__lte=cut).exclude(proofs)


def let_files_go(keys: Sequence[int]) -> None:
    """The bytes go, and the name their sender gave them; size and digest stay, to prove what was recorded."""
    digests = sorted(set(StoredFile.objects.filter(pk__in=keys).values_list("sha256", flat=True)))
    for digest in digests:
        hold_bytes(digest)
    StoredFile.objects.filter(pk__in=keys).update(erased_at=clock.now(), name=REMOVED)
    for digest in digests:
        drop_bytes(digest)
    for field in _carriers():
        for name in columns_to_let_go(field.model, Keep.SHORT):
            empty_column(field.model._default_manager.filter(**{f"{field.name}__in": keys}), name)


# ── Traces of access ────────────────────────────────────────────────────────


def _older(label: str, column: str) -> Callable[[dt.date], "QuerySet[Any]"]:
    def due(day: dt.date) -> "QuerySet[Any]":
        cut = day - dt.timedelta(days=figure("retention_access_days", on=day))
        rows: QuerySet[Any] = apps.get_model(label)._default_manager.filter(**{f"{column}__date__lte": cut})
        return rows

    return due


def _deleted(label: str) -> Callable[[Sequence[Any]], None]:
    def let_go(keys: Sequence[Any]) -> None:
        apps.get_model(label)._default_manager.filter(pk__in=keys).delete()

    return let_go


def bring_own_rules() -> None:
    retention_rule(
        "persons",
        _("Persons"),
        _("no office for years"),
        due=persons_due,
        let_go=let_persons_go,
        order=10,
    )
    retention_rule(
        "accounts", _("Accounts"), _("closed for a year"), due=accounts_due, let_go=let_accounts_go, order=20
    )
    retention_rule(
        "files", _("Files sent with lists of persons"), _("received long ago"), due=files_due, let_go=let_files_go,
        order=30,
    )  # fmt: skip
    for name, label, model in [
        ("login_attempts", _("Attempts to log in"), "axes.AccessAttempt"),
        ("login_failures", _("Failed logins"), "axes.AccessFailureLog"),
        ("logins", _("Logins with their addresses"), "axes.AccessLog"),
    ]:
        due = _older(model, "attempt_time")
        retention_rule(name, label, _("ninety days"), due=due, let_go=_deleted(model), order=40)
    retention_rule(
        "browser_sessions",
        _("Sessions of browsers"),
        _("ended long ago"),
        due=_older("sessions.Session", "expire_date"),
        let_go=_deleted("sessions.Session"),
        order=45,
    )
