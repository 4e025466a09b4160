"""What a person says of a credit of the bank that no proposal says; and taking back what was said of it."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.treasury.actions import receive
from takwin.treasury.enums import LineSource
from takwin.treasury.models import AccountLine, BankLine
from takwin.treasury.queries import left_on
from takwin.treasury.statements.actions import book, locked, propose
from takwin.treasury.statements.payers import same_money
from takwin.treasury.years.actions import keep_as_credit
from takwin.treasury.years.queries import open_day


@transaction.atomic
def receive_by_hand(line: BankLine, amounts: Mapping[Instalment, Decimal], *, by: User) -> AccountLine:
    """Take a credit onto the account and receive it for these instalments, in one act: it waits until then.

    Money that was already recorded and received by hand is not received again: the line is only laid to it.
    """
    line = locked(line)
    account_line = book(line, by=by)
    if amounts or left_on(account_line) > 0:
        receive(account_line, amounts, by=by)
    return account_line


@transaction.atomic
def keep_by_hand(line: BankLine, payer: Body, *, by: User) -> AccountLine:
    """Take a credit onto the account as money its payer sent in advance."""
    line = locked(line)
    return keep_as_credit(book(line, by=by), payer, by=by)


@transaction.atomic
def take_back(line: BankLine, *, motive: str, by: User) -> BankLine:
    """Let a credit wait again that was taken onto the account and pays nothing: its receipts are cancelled first.

    The books give its amount back on a day that is open; a line recorded by hand, to which it was laid, stays.
    """
    line = locked(line)
    move(line, "take_back")
    account_line = AccountLine.objects.select_for_update(of=("self",)).get(bank_line=line)
    if account_line.receipts.filter(cancels=None, cancelled_at=None).exists():
        raise ValidationError(_("Contributions were received from this line: cancel these receipts first."))
    if not motive:
        raise ValidationError({"motive": _("Say why this line is taken back.")})
    line.account_line = None
    with refused(BankLine):
        line.save(update_fields=["state", "account_line"])
    if is_of_the_bank(account_line, line):
        account_line.undone_on = open_day(line.owner_id, account_line.booked_on)
        account_line.motive, account_line.credit_of = motive, None
        with refused(AccountLine):
            checked(account_line)
    record("account.line_taken_back", line, by=by, amount=line.amount)
    propose(line.owner)
    line.refresh_from_db()
    return line


def is_of_the_bank(account_line: AccountLine, line: BankLine) -> bool:
    """Whether an account line was made of this line of the bank, and not by hand before it."""
    made = (LineSource.STATEMENT, f"{line.statement_id}/{line.line}")
    return (account_line.source, account_line.reference) == made


def on_the_account(line: BankLine) -> AccountLine:
    """The line of the account that a credit will be: that recorded by hand already, else one that is not saved yet."""
    known = same_money(line).select_related("owner").first()
    return known or AccountLine(
        owner=line.owner,
        source=LineSource.STATEMENT,
        reference=line.reference,
        booked_on=line.booked_on,
        amount=line.amount,
        label=line.label[:200],
    )
