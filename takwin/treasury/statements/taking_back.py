"""Take back a statement that was imported by mistake, as long as nothing was said of its lines."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.treasury.enums import BankLineState
from takwin.treasury.models import BankLine, BankStatement
from takwin.treasury.statements.actions import propose
from takwin.treasury.years.queries import lock_accounts


@transaction.atomic
def take_back_import(statement: BankStatement, *, by: User) -> Body:
    """Remove a statement with all its lines, none of which was matched, put aside or undone; its account is returned.

    The file may be imported again. A statement imported after it, which did not store the lines they share, is taken
    back first: else nobody would have them any more.
    """
    (owner,) = lock_accounts([statement.owner_id])
    found = BankStatement.objects.select_for_update(of=("self",)).filter(pk=statement.pk).first()
    if found is None:
        raise ValidationError(_("This import is already taken back."))
    lines = list(found.lines.select_for_update(of=("self",)))
    if settled := sum(line.state != BankLineState.WAITING for line in lines):
        told = ngettext(
            "%(n)s of its lines is already settled: this import is not taken back any more.",
            "%(n)s of its lines are already settled: this import is not taken back any more.",
            settled,
        )
        raise ValidationError(told % {"n": settled})
    if later := _counting_on(found):
        raise ValidationError(
            _("The statement of %(days)s, imported after it, counts on its lines: take that one back first.")
            % {"days": later}
        )
    BankLine.objects.filter(proposed_pair__statement=found).update(proposed_pair=None)
    found.lines.all().delete()
    found.delete()
    record("account.import_taken_back", owner, by=by, lines=len(lines))
    propose(owner)
    return owner


def _counting_on(statement: BankStatement) -> BankStatement | None:
    """A statement of the same days imported since, some lines of which were already stored."""
    since = BankStatement.objects.filter(owner=statement.owner_id, pk__gt=statement.pk)
    since = since.filter(first_day__lte=statement.last_day, last_day__gte=statement.first_day)
    return since.annotate(new=Count("lines")).filter(read__gt=F("new")).order_by("-pk").first()
