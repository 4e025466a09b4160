"""Write the clauses of a draft, write one anew, in an amendment replace or remove those of the version it changes."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.ground import editable
from takwin.agreements.enums import AgreementKind, ClauseKind
from takwin.agreements.models import Agreement, Clause
from takwin.agreements.queries.standing import has_article, standing_on
from takwin.core import clock, formats
from takwin.core.amounts import in_words
from takwin.core.amounts_read import amount_in
from takwin.core.money import dirhams
from takwin.core.refused import checked, refused
from takwin.core.text import is_arabic
from takwin.directory.models import Body
from takwin.journal.actions import record


@transaction.atomic
def write_clause(agreement: Agreement, *, key: str, by: User, **said: Any) -> Clause:
    """Write an article of a draft, under a number that none has, here or in the version that an amendment changes: what
    was agreed under it would be lost without a word."""
    agreement = editable(agreement.pk)
    if has_article(agreement, key):
        raise ValidationError({"key": _("Article %(key)s is written already: correct that one.") % {"key": key}})
    return _say(Clause(agreement=agreement, key=key, order=_place_of(agreement, key)), **said, by=by)


@transaction.atomic
def rewrite_clause(agreement: Agreement, *, key: str, by: User, **said: Any) -> Clause:
    """Write an article of a draft anew; in an amendment it replaces the article of the same number."""
    agreement = editable(agreement.pk)
    written = Clause.objects.filter(agreement=agreement, key=key).first()
    if written is None and not has_article(agreement, key):
        raise ValidationError({"key": _("There is no such article.")})
    return _say(written or Clause(agreement=agreement, key=key, order=_place_of(agreement, key)), **said, by=by)


def _say(
    clause: Clause,
    *,
    kind: ClauseKind = ClauseKind.TEXT,
    text_ar: str = "",
    text_fr: str = "",
    amount: Decimal | None = None,
    amount_words: str = "",
    months: int | None = None,
    day: dt.date | None = None,
    body: Body | None = None,
    by: User,
) -> Clause:
    """Keep what an article says, and of its facts the one its kind asks for.

    An amount written in words must be the one in figures: the text that is signed may not say two.
    """
    if amount_words and amount is not None:
        check_words(amount, amount_words)
    clause.kind, clause.text_ar, clause.text_fr, clause.removes = kind, text_ar, text_fr, False
    clause.amount = dirhams(amount) if kind == ClauseKind.AMOUNT and amount is not None else None
    clause.amount_words = amount_words if kind == ClauseKind.AMOUNT else ""
    clause.months = months if kind == ClauseKind.DURATION else None
    clause.day = day if kind == ClauseKind.DATE else None
    clause.body = body if kind == ClauseKind.OBLIGATION else None
    _check_body(clause.agreement, clause)
    with refused(Clause):
        checked(clause)
    record("agreement.clause_written", clause.agreement, by=by, clause=clause.pk, kind=kind)
    return clause


def check_words(amount: Decimal, words: str) -> None:
    """Refuse words that say another amount than the figures, or that cannot be read."""
    said = amount_in(words)
    if said == amount:
        return
    wanted = in_words(dirhams(amount), "ar" if is_arabic(words) else "fr")
    if said is None:
        raise ValidationError({"amount_words": _("These words cannot be read as an amount: write «%(words)s».") % {
            "words": wanted
        }})  # fmt: skip
    raise ValidationError({"amount_words": _("The words say %(said)s, the figures %(amount)s: «%(words)s».") % {
        "said": formats.dirhams(said), "amount": formats.dirhams(amount), "words": wanted
    }})  # fmt: skip


def _check_body(agreement: Agreement, clause: Clause) -> None:
    parties = set(agreement.parties.values_list("body", flat=True))
    if clause.body_id and clause.body_id not in parties:
        raise ValidationError({"body": _("A duty is that of a party to the agreement.")})


def _place_of(agreement: Agreement, key: str) -> int:
    """Where an article stands: that of the one it replaces, or the end."""
    before = _standing_clauses(agreement)
    if key in before:
        return before[key]
    orders = [*before.values(), *agreement.clauses.values_list("order", flat=True)]
    return max(orders, default=0) + 1


def _standing_clauses(agreement: Agreement) -> dict[str, int]:
    """The articles of the version an amendment changes, with their places."""
    if agreement.kind != AgreementKind.AMENDMENT or agreement.base is None:
        return {}
    return {one.clause.key: one.clause.order for one in standing_on(agreement.base, clock.today()).clauses}


@transaction.atomic
def remove_clause(agreement: Agreement, key: str, *, by: User) -> None:
    """Take an article out of a draft; in an amendment, write that the article of that number is removed."""
    agreement = editable(agreement.pk)
    written = Clause.objects.filter(agreement=agreement, key=key)
    before = _standing_clauses(agreement)
    if not written.exists() and key not in before:
        raise ValidationError({"key": _("There is no such article.")})
    written.delete()
    if key in before:
        Clause.objects.create(agreement=agreement, key=key, order=before[key], removes=True)
    record("agreement.clause_removed", agreement, by=by, article=key)


@transaction.atomic
def keep_clause(agreement: Agreement, key: str, *, by: User) -> None:
    """Take back from an amendment what it says of an article: it stays as it was."""
    agreement = editable(agreement.pk)
    Clause.objects.filter(agreement=agreement, key=key).delete()
    record("agreement.clause_kept", agreement, by=by, article=key)
