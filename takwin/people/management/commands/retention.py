import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.core import clock
from takwin.core.management.terminal import SpeakingCommand
from takwin.people.privacy.retention import RULES, due_on, let_go


def day(text: str) -> dt.date:
    """A day as the shell writes it: 2026-11-22."""
    return dt.date.fromisoformat(text)


class Command(SpeakingCommand):
    help = "Say what personal data is past its time; with --write, let go of it. Figures and proofs stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="let go of what is due; without it nothing changes")
        parser.add_argument("--as-of", type=day, default=None, metavar="YYYY-MM-DD", help="as if today were that day")

    def handle(self, *args: Any, write: bool, as_of: dt.date | None, **options: Any) -> None:
        on = as_of or clock.today()
        if write and on > clock.today():
            raise CommandError(_("What is due in the future is only reported: leave out --write."))
        due = due_on(on)
        self.table(due)
        if not write:
            self.stdout.write(_("Nothing was changed. To let go of it: takwin retention --write"))
            return
        run = let_go(on, by=None, told=lambda rule, count: self.stdout.write(f"  {rule.label}: {count}"))
        gone = sum(run.counts.values())
        self.stdout.write(ngettext("%(count)s entry let go.", "%(count)s entries let go.", gone) % {"count": gone})

    def table(self, due: dict[str, int]) -> None:
        """What is due, by register and reason."""
        rows = [(str(rule.label), str(rule.reason), str(due[rule.name])) for rule in RULES]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for label, reason, count in rows:
            self.stdout.write(f"{label:<{widths[0]}}  {reason:<{widths[1]}}  {count:>{widths[2]}}")
