"""What keeps a file that was read from being taken as the statement of an account."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core import clock, formats
from takwin.directory.models import Body
from takwin.treasury.statements.layout import StatementRead, broken_at


def refuse_unsound(read: StatementRead, owner: Body) -> None:
    """Refuse, whole, a file that is not the statement of this account, complete and of days gone by."""
    if read.unread:
        raise ValidationError(
            _("The day or the amount of line %(line)s cannot be read: nothing was imported."),
            params={"line": read.unread[0]},
        )
    if not read.entries:
        raise ValidationError(_("This statement has no line: there is nothing to import."))
    if read.others:
        raise ValidationError(
            _("This file holds the movements of several sheets or accounts (%(others)s too). Send one at a time."),
            params={"others": ", ".join(read.others)},
        )
    if read.misread:
        raise ValidationError(
            _(
                "The account number (RIB) written above the lines, %(found)s, is wrong: its last two digits do not fit "
                "the rest. Ask the bank for the statement again."
            ),
            params={"found": formats.rib(read.misread)},
        )
    if owner.rib and read.account and read.account != owner.rib:
        raise ValidationError(
            _("This statement is of the account %(found)s, not of that of %(body)s."),
            params={"found": read.account, "body": owner},
        )
    line = broken_at(read)
    if line:
        raise ValidationError(
            _("The balance does not follow at line %(line)s: a line is missing or an amount was changed."),
            params={"line": line},
        )
    if line == 0:
        raise ValidationError(_("The opening balance and the lines do not make the closing balance."))
    if max(entry.booked_on for entry in read.entries) > clock.today():
        raise ValidationError(_("This statement has lines dated in the future."))
