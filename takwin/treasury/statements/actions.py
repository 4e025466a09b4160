"""Bring in a statement of the account, and say what each of its lines pays; nothing is ever received twice."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.journal.actions import plain, record
from takwin.treasury.actions import cancel_receipt, receive, record_line
from takwin.treasury.enums import BankLineState, BankVerdict, LineSource
from takwin.treasury.models import AccountLine, BankLine, BankStatement
from takwin.treasury.queries import based, left_on
from takwin.treasury.statements.cells import grids_of
from takwin.treasury.statements.entries import Entry, Finding, Reason
from takwin.treasury.statements.folding import fold
from takwin.treasury.statements.known import LABEL, REFERENCE, complete, fingerprints, known_of, refuse_changed
from takwin.treasury.statements.layout import in_order, read_statement
from takwin.treasury.statements.lost import doubt_told, said_of
from takwin.treasury.statements.payers import Open, book_of, entries_of, same_money, spread
from takwin.treasury.statements.soundness import refuse_unsound
from takwin.treasury.years.queries import lock_accounts, open_day, refuse_closed


@transaction.atomic
def import_statement(data: bytes, name: str, *, owner: Body, by: User) -> BankStatement:
    """Keep a statement of ``owner``'s account and store the lines that no statement before it had.

    The account's row is locked: of two officers who send the same file, the second is told so. A file whose balance
    does not follow, or that contradicts what is stored, is refused whole. One that says what a file before it had lost
    completes the lines that wait.
    """
    grids = grids_of(data, name)
    with said_of(grids):
        read = read_statement(grids)
        refuse_unsound(read, owner)
    (owner,) = lock_accounts([owner.pk])
    entries = in_order(read)
    first, last = entries[0].booked_on, entries[-1].booked_on
    named = dict(zip(fingerprints(entries), entries, strict=True))
    stored = BankLine.objects.filter(owner=owner, booked_on__range=(first, last))
    known = known_of(named, {line.fingerprint: line for line in stored})
    refuse_changed(named, known.lines, stored, first, last)
    new = {fingerprint: entry for fingerprint, entry in named.items() if fingerprint not in known.lines}
    completed, doubtful = complete(known, named)
    if not new and not completed:
        told: list[Any] = [_("Every line of this statement is already stored: nothing was changed.")]
        raise ValidationError(told + ([doubt_told(doubtful)] if doubtful else []))
    for day in sorted({entry.booked_on for entry in new.values()}):
        refuse_closed(owner.pk, day)
    file = store_file(data, name=name, content_type="application/octet-stream", owner=owner, by=by)
    with refused(BankStatement):
        statement = checked(
            BankStatement(
                owner=owner,
                file=file,
                first_day=first,
                last_day=last,
                read=len(entries),
                completed=completed,
                doubtful=doubtful,
                imported_by=by,
                imported_at=clock.now(),
            )
        )
    BankLine.objects.bulk_create([_line(statement, fingerprint, entry) for fingerprint, entry in new.items()], 500)
    propose(owner)
    record("account.statement_imported", statement, by=by, lines=len(entries), new=len(new), completed=completed)
    return statement


def _line(statement: BankStatement, fingerprint: str, entry: Entry) -> BankLine:
    return BankLine(
        statement=statement,
        owner=statement.owner,
        line=entry.line,
        booked_on=entry.booked_on,
        amount=entry.amount,
        label=entry.label[:LABEL],
        reference=entry.reference[:REFERENCE],
        balance=entry.balance,
        fingerprint=fingerprint,
    )


@transaction.atomic
def propose(owner: Body) -> int:
    """Lay the lines that wait to what is due now, and write the proposals on them; how many wait.

    Run after each import and on demand: what was received since, or a RIB learned, changes what a line may pay.
    """
    lock_accounts([owner.pk])
    book, left = book_of(owner)
    lines = BankLine.objects.filter(owner=owner)
    days = dict(lines.order_by().values_list("pk", "booked_on"))
    by_key = lines.filter(state=BankLineState.WAITING).in_bulk()
    for finding in fold(entries_of(lines), book):
        if line := by_key.get(finding.entry.line):
            _write(line, finding, left, days)
    BankLine.objects.bulk_update(by_key.values(), ["verdict", "proposal", "reasons", "payer", "proposed_pair"], 200)
    return len(by_key)


def _write(line: BankLine, finding: Finding, left: Open, days: Mapping[int, dt.date]) -> None:
    """What was found of a line, its reasons naming other lines by their day."""
    parts = [part for one in finding.allocations for part in spread(left, one.payer, one.year, one.amount)]
    line.verdict = BankVerdict(finding.verdict)
    line.payer_id = int(finding.payer) if finding.payer else None
    line.proposal = [[pk, str(amount)] for pk, amount in parts]
    line.proposed_pair_id = finding.pair
    line.reasons = [[reason.code, plain(_told(reason, days))] for reason in finding.reasons]
    if finding.pair:
        line.verdict = BankVerdict.MATCHED


def _told(reason: Reason, days: Mapping[int, dt.date]) -> dict[str, Any]:
    """The facts of a reason, another line named by its day in figures, which every language reads."""
    facts = dict(reason.facts)
    if key := facts.get("line"):
        facts["line"] = f"{days[key]:%d/%m/%Y}"
    return facts


# ── What a person says ──────────────────────────────────────────────────────


def locked(line: BankLine) -> BankLine:
    """The line as it is now. Its account is locked before it, so that officers at work on one account take turns:
    their batches lock lines and instalments in orders that cross."""
    lock_accounts([line.owner_id])
    return BankLine.objects.select_for_update(of=("self",)).select_related("statement").get(pk=line.pk)


@transaction.atomic
def confirm_line(line: BankLine, *, seen: str | None = None, by: User) -> BankLine:
    """Take the proposal made for a line: receive it for its instalments, or let it undo the line it cancels.

    It is refused when the proposal is no longer the one that was ``seen`` (its ``mark``; that of the line given unless
    told otherwise). What it pays above its instalments stays on its account line, as a credit of its payer. Money that
    was already received by hand is not received again: the line is only laid to it.
    """
    seen = line.mark if seen is None else seen
    line = locked(line)
    if line.state == BankLineState.WAITING and line.mark != seen:
        raise ValidationError(_("What is proposed for it has changed since this page was opened: read it again."))
    if line.proposed_pair_id:
        return _undo_pair(line, by=by)
    if not line.proposal:
        raise ValidationError(_("Nothing is proposed for this line: receive it by hand, or put it aside."))
    account_line = book(line, by=by)
    if left_on(account_line) <= 0:
        return line
    amounts = {int(pk): Decimal(amount) for pk, amount in line.proposal}
    instalments = Instalment.objects.filter(based()).in_bulk(amounts)
    if len(instalments) < len(amounts):
        raise ValidationError(
            _("The payer has neither voted nor signed what is proposed, as far as is confirmed: receive it by hand.")
        )
    receive(account_line, {instalments[pk]: amount for pk, amount in amounts.items()}, by=by)
    if left_on(account_line) > 0:
        account_line.credit_of = line.payer
        account_line.save(update_fields=["credit_of"])
    return line


def book(line: BankLine, *, by: User) -> AccountLine:
    """The account line of a credit: that recorded by hand from the same money, when one waits, else a new one.

    A credit of a year that was closed meanwhile comes on the books today.
    """
    if line.amount <= 0:
        raise ValidationError(_("Only a credit is received."))
    move(line, "receive")
    known = same_money(line).select_for_update(of=("self",)).first()
    line.account_line = known or record_line(
        owner=line.owner,
        source=LineSource.STATEMENT,
        reference=f"{line.statement_id}/{line.line}",
        booked_on=open_day(line.owner_id, line.booked_on),
        amount=line.amount,
        label=line.label[:200],
        by=by,
    )
    with refused(BankLine):
        line.save(update_fields=["state", "account_line"])
    record("account.line_matched", line, by=by, amount=line.amount)
    return line.account_line


def _undo_pair(line: BankLine, *, by: User) -> BankLine:
    """Let a debit undo the credit it cancels, received or not: its receipts get their counter-entries.

    The credit is locked before its debit, whichever was shown, and its account line before its receipts: nobody
    receives it meanwhile. What happened in a closed year is undone today.
    """
    credit_id, debit_id = (line.pk, line.proposed_pair_id) if line.amount > 0 else (line.proposed_pair_id, line.pk)
    rows = BankLine.objects.select_for_update(of=("self",)).in_bulk([credit_id, debit_id])
    credit, debit = rows[credit_id], rows[debit_id]
    undone_on = open_day(debit.owner_id, debit.booked_on)
    if credit.account_line_id:
        account_line = AccountLine.objects.select_for_update(of=("self",)).get(pk=credit.account_line_id)
        for receipt in account_line.receipts.filter(cancels=None, cancelled_at=None):
            motive = _("undone by the bank on %(day)s") % {"day": formats.day(debit.booked_on)}
            cancel_receipt(receipt, motive=str(motive), on=undone_on, by=by)
        account_line.undone_on = undone_on
        account_line.save(update_fields=["undone_on"])
    for one in (credit, debit):
        move(one, "undo")
    debit.undoes = credit
    with refused(BankLine):
        credit.save(update_fields=["state"])
        debit.save(update_fields=["state", "undoes"])
    record("account.line_undone", debit, by=by, amount=credit.amount, line=credit.pk)
    return debit if line.pk == debit.pk else credit


class Confirmed(NamedTuple):
    """What became of the lines ticked on a page: how many were confirmed, and those that stay, each with its reason."""

    done: int
    refused: list[tuple[BankLine, str]]


@transaction.atomic
def confirm_lines(lines: Sequence[BankLine], *, seen: Mapping[int, str], by: User) -> Confirmed:
    """Confirm the lines of a page that leave no doubt, each whole or not at all; one settled since by another is left
    alone.

    A line that is refused (see ``confirm_line``; ``seen`` holds the marks the page told, by key) stays with its reason
    and holds no other back. What waits is then proposed anew. Lines may be of several accounts: all are locked first.
    """
    lock_accounts(line.owner_id for line in lines)
    ticked = BankLine.objects.filter(pk__in=[line.pk for line in lines])
    waiting, refused = ticked.filter(state=BankLineState.WAITING).count(), []
    for shown in sorted(lines, key=lambda one: one.pk):
        line = locked(shown)
        if line.state != BankLineState.WAITING:
            continue
        try:
            confirm_line(line, seen=seen.get(line.pk, ""), by=by)
        except ValidationError as refusal:
            refused.append((line, " ".join(refusal.messages)))
    done = waiting - len(refused)  # of two lines that undo each other, one is confirmed with the other
    if done:
        record("account.lines_confirmed", lines[0].statement, by=by, lines=done)
    for owner in lock_accounts(line.owner_id for line, _why in refused):
        propose(owner)
    return Confirmed(done, refused)


@transaction.atomic
def put_aside(line: BankLine, *, motive: str, by: User) -> BankLine:
    """Say that a line is no contribution, and why: it leaves the list of those that wait."""
    line = locked(line)
    if not motive:
        raise ValidationError({"motive": _("Say why this line is put aside.")})
    move(line, "put_aside")
    line.motive = motive
    line.save(update_fields=["state", "motive"])
    record("account.line_put_aside", line, by=by, amount=line.amount)
    return line


@transaction.atomic
def take_up(line: BankLine, *, by: User) -> BankLine:
    """Put a line back among those that wait."""
    line = locked(line)
    move(line, "take_up")
    line.motive = ""
    line.save(update_fields=["state", "motive"])
    record("account.line_taken_up", line, by=by, amount=line.amount)
    return line
