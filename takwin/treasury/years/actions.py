"""Open a year of an account, tell what it opens on, close it, have it certified; use what payers are ahead."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.core.money import ZERO, dirhams
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.core.uploads import Scan
from takwin.directory.models import Body
from takwin.documents.actions import cancel_paper, issue_paper, store_file, take_number
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.journal.actions import record
from takwin.treasury.actions import lay_credit
from takwin.treasury.enums import AccountKind, CertifiedBy, YearState
from takwin.treasury.models import AccountLine, Certification, FinancialYear
from takwin.treasury.queries import awaited_ones, left_on, open_ones
from takwin.treasury.years.ledger import books
from takwin.treasury.years.papers import annex_facts, year_facts
from takwin.treasury.years.queries import lines_to_match, lock_accounts, previous


def _locked(year: FinancialYear) -> FinancialYear:
    """The year as it is now, its account locked before it: no line is matched while it is closed."""
    lock_accounts([year.owner_id])
    return FinancialYear.objects.select_for_update(of=("self",)).select_related("owner", "paper").get(pk=year.pk)


@transaction.atomic
def open_year(
    owner: Body,
    year: int,
    *,
    account_kind: AccountKind,
    budget_line: str = "",
    opening_balance: Decimal | None = None,
    by: User,
) -> FinancialYear:
    """Open a year of an account. The first one tells what the account held; a later one opens on what is left."""
    lock_accounts([owner.pk])
    before = FinancialYear.objects.filter(owner=owner).order_by("year")
    if year > clock.today().year:
        raise ValidationError({"year": _("This year has not begun: it is opened when it does.")})
    if (first := before.first()) and year < first.year:
        raise ValidationError({"year": _("The account was taken over in %(year)s.") % {"year": first.year}})
    if first and opening_balance:
        raise ValidationError(
            {"opening_balance": _("This year opens on what %(year)s leaves: no balance is told.") % {"year": year - 1}}
        )
    if (last := before.last()) and year > last.year + 1:
        raise ValidationError({"year": _("Years follow each other: open %(year)s first.") % {"year": last.year + 1}})
    with refused(FinancialYear):
        opened = checked(
            FinancialYear(
                owner=owner,
                year=year,
                account_kind=account_kind,
                budget_line=budget_line,
                opening_balance=None if first else dirhams(opening_balance or 0),
            )
        )
    record("year.opened", opened, by=by, year=year, amount=opened.opening_balance)
    return opened


@transaction.atomic
def close_year(year: FinancialYear, *, by: User) -> FinancialYear:
    """Close a year on the figures it has, frozen in a numbered paper for the treasurer and the region to sign.

    Refused while a line of the bank waits to be matched, since the balance would not be the bank's, and while the
    year before is open. What remains due stays due, what a payer is ahead stays its credit.
    """
    year = _locked(year)
    move(year, "close")
    if year.year >= clock.today().year:
        raise ValidationError(_("This year is not over: it is closed once it is."))
    if (before := previous(year)) and before.state == YearState.OPEN:
        raise ValidationError(_("Close %(year)s first."), params={"year": before.year})
    if waiting := lines_to_match(year.owner, year.year).count():
        told = ngettext(
            "%(n)s line of the bank still waits to be matched: match it, or put it aside.",
            "%(n)s lines of the bank still wait to be matched: match them, or put them aside.",
            waiting,
        )
        raise ValidationError(told % {"n": waiting})
    kept = books(year.owner, year.year)
    number = f"{take_number(year.owner, PaperKind.FINANCIAL_YEAR, year.year)}/{year.year}"
    year.paper = issue_paper(
        owner=year.owner,
        kind=PaperKind.FINANCIAL_YEAR,
        template="financial-year",
        facts=year_facts(year, kept, number=number, on=clock.today()),
        subject=year,
        reference=number,
        by=by,
    )
    year.closed_at, year.closed_by = clock.now(), by
    year.save(update_fields=["state", "paper", "closed_at", "closed_by"])
    record("year.closed", year, by=by, reference=number, difference=kept.difference)
    return year


@transaction.atomic
def reopen_year(year: FinancialYear, *, motive: str, by: User) -> FinancialYear:
    """Open again a year closed too early, as long as nobody has signed it and the year after is open."""
    year = _locked(year)
    move(year, "reopen")
    if not motive:
        raise ValidationError({"motive": _("Say why this year is opened again.")})
    if year.certifications.exists():
        raise ValidationError(_("A signature is recorded on this state: what is to be put right is entered today."))
    if FinancialYear.objects.filter(owner=year.owner, year__gt=year.year).exclude(state=YearState.OPEN).exists():
        raise ValidationError(_("The year after is closed: this one stays closed."))
    paper, year.paper, year.closed_at, year.closed_by = year.paper, None, None, None
    year.motive = motive
    year.save(update_fields=["state", "paper", "closed_at", "closed_by", "motive"])
    if paper:
        cancel_paper(paper, by=by)
    record("year.reopened", year, by=by)
    return year


@transaction.atomic
def certify_year(
    year: FinancialYear, *, certified_by: CertifiedBy, signatory: str, signed_on: dt.date, proof: Scan, by: User
) -> FinancialYear:
    """Record that the treasurer, or the region, has signed the state of a closed year; certified once both have."""
    year = _locked(year)
    if year.state != YearState.CLOSED or year.closed_at is None:
        raise ValidationError(_("A year is certified once it is closed, and once only."))
    if not year.closed_at.astimezone(clock.CASABLANCA).date() <= signed_on <= clock.today():
        raise ValidationError({"signed_on": _("A signature is dated between the closing and today.")})
    kept = store_file(proof.data, name=proof.name, content_type=proof.content_type, owner=year.owner, by=by)
    with refused(Certification):
        checked(
            Certification(
                year=year, certified_by=certified_by, signatory=signatory, signed_on=signed_on, proof=kept,
                recorded_by=by, recorded_at=clock.now(),
            )
        )  # fmt: skip
    if year.certifications.count() == len(CertifiedBy):
        move(year, "certify")
        year.save(update_fields=["state"])
    record("year.certified", year, by=by, side=certified_by)
    return year


@transaction.atomic
def issue_annex(year: FinancialYear, *, by: User) -> Paper:
    """Issue the financial annex of a year as it is recorded today, in a numbered paper; one issued before stays.

    The account's row is locked, so that what it says of payers and of the account is said of one moment.
    """
    year = _locked(year)
    number = f"{take_number(year.owner, PaperKind.FINANCIAL_ANNEX, year.year)}/{year.year}"
    paper = issue_paper(
        owner=year.owner,
        kind=PaperKind.FINANCIAL_ANNEX,
        template="financial-annex",
        facts=annex_facts(year, books(year.owner, year.year), number=number, on=clock.today()),
        subject=year,
        reference=number,
        by=by,
    )
    record("year.annex_issued", year, by=by, reference=number)
    return paper


@transaction.atomic
def use_credits(owner: Body, *, by: User) -> int:
    """Lay what payers are ahead to what they owe, the oldest due first; how many contributions it paid for. What they
    have only promised waits.

    The account's row is locked before anything is counted: pressed twice, it lays each credit once.
    """
    lock_accounts([owner.pk])
    ahead = AccountLine.objects.filter(owner=owner, credit_of__isnull=False, undone_on=None)
    owed = open_ones(awaited_ones(Instalment.objects.filter(beneficiary=owner)))
    owed = owed.filter(payer__in=ahead.order_by().values("credit_of"), due_on__year__lte=clock.today().year)
    return sum(lay_credit(one, by=by) for one in owed.order_by("due_on", "pk"))


@transaction.atomic
def keep_as_credit(line: AccountLine, payer: Body, *, by: User) -> AccountLine:
    """Say that what is left of a line is money its payer sent in advance: its credit, for what it will owe."""
    line = AccountLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if not Instalment.objects.filter(beneficiary=line.owner_id, payer=payer).exists():
        raise ValidationError({"payer": _("%(body)s owes nothing on this account.") % {"body": payer}})
    if line.receipts.filter(cancels=None, cancelled_at=None).exclude(instalment__payer=payer).exists():
        raise ValidationError({"payer": _("This line pays for another body: what is left of it is not this one's.")})
    if left_on(line) <= ZERO:
        raise ValidationError(_("Nothing is left on this line."))
    line.credit_of = payer
    line.save(update_fields=["credit_of"])
    record("account.credit_kept", line, by=by, payer=payer.pk)
    return line
