"""The letters that ask for an instalment: the last of them says when its payer was asked, and how long he has."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import DateField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.treasury.models import FundsRequest
from takwin.treasury.queries import based


def _letters(of: str) -> QuerySet[FundsRequest]:
    """The letters of the instalment that a row names by this field, the last one first."""
    return FundsRequest.objects.filter(instalment=OuterRef(of)).order_by("-rank")


def with_last_letter(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Annotate the day of the last letter that asked for each (``last_asked_on``), none when nobody did."""
    last = _letters("pk").values("requested_on")[:1]
    return instalments.annotate(last_asked_on=Subquery(last, output_field=DateField()))


def last_letters(instalments: Sequence[int]) -> QuerySet[FundsRequest]:
    """The last letter of each instalment that has its paper: what is printed again."""
    last = _letters("instalment").exclude(paper=None).values("pk")[:1]
    return FundsRequest.objects.filter(instalment__in=instalments, pk=Subquery(last))


def last_letter(instalment: Instalment) -> FundsRequest | None:
    """The last letter that asked for an instalment."""
    return instalment.requests.select_related("paper").order_by("-rank").first()


def letter_of_day(instalment: Instalment, on: dt.date) -> FundsRequest | None:
    """The letter by which an instalment was asked for on a day, if it was: nobody is asked twice in one."""
    last = last_letter(instalment)
    return last if last and last.requested_on == on else None


def recent_letter(instalment: Instalment, on: dt.date) -> FundsRequest | None:
    """The letter of a day before that still leaves its payer time (see ``still_has_time``)."""
    last = last_letter(instalment)
    since = on - dt.timedelta(days=days_given(instalment.beneficiary, on))
    return last if last and since < last.requested_on < on else None


def still_has_time(instalments: QuerySet[Instalment], on: dt.date) -> Q:
    """The condition, on rows of ``with_last_letter``, that the last letter still leaves its payer time: it was sent
    less days ago than the account's owner gives to pay. Asked again meanwhile, one would contradict one's own letter.
    """
    condition = Q(pk__in=[])
    for owner in Body.objects.filter(pk__in=instalments.order_by().values("beneficiary")):
        since = on - dt.timedelta(days=days_given(owner, on))
        condition |= Q(beneficiary=owner, last_asked_on__gt=since)
    return condition


def days_given(owner: Body, on: dt.date) -> int:
    given: Any = parameter("funds_request_days", on=on, owner=owner)
    return int(given)


def why_not_asked(instalment: Instalment) -> str:
    """Why nobody is asked for an instalment yet, in words: no base for it, or no reminder before it is late."""
    if not Instalment.objects.filter(based(), pk=instalment.pk).exists():
        return _(
            "The payer has neither voted nor signed the agreement, or its deliberation is opposed: there is no base to "
            "ask on. Record its deliberation, or its signature, first."
        )
    if instalment.due_on >= clock.today() and instalment.requests.exists():
        told = _("It was asked for and falls due on %(day)s: a reminder is written once it is late.")
        return told % {"day": formats.day(instalment.due_on)}
    return ""


def fit_to_ask(instalments: Sequence[int]) -> set[int]:
    """Those of these keys that have a base to ask on and were not asked for yet, or not today and are late."""
    today = clock.today()
    fit = Q(last_asked_on=None) | Q(last_asked_on__lt=today, due_on__lt=today)
    rows = with_last_letter(Instalment.objects.filter(based(), pk__in=instalments)).filter(fit)
    return set(rows.values_list("pk", flat=True))
