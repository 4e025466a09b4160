"""``takwin demo``: tell the story of a region in a new database."""

import datetime as dt
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.core import clock
from takwin.core.management.preparation import has_places
from takwin.core.management.terminal import SpeakingCommand
from takwin.portal.demo.logins import lines
from takwin.portal.demo.story import is_told, tell

CHAPTERS = {
    "people": gettext_lazy("councils and their members"),
    "plan": gettext_lazy("the plan and the agreements"),
    "today": gettext_lazy("what waits today"),
    "journal": gettext_lazy("the journal, sealed"),
}


class Command(SpeakingCommand):
    help = "Make the demo, a region at full size with invented people, as it was on a day; or print its logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="the day the story ends (YYYY-MM-DD): today")
        parser.add_argument("--if-new", action="store_true", help="do nothing when accounts or a demo are there")
        parser.add_argument("--logins", action="store_true", help="print the logins of the demo that is there")
        parser.add_argument("--scale", type=float, default=1.0, help="part of the region to make, for trials: 0.1 to 1")

    def handle(self, *args: Any, logins: bool, if_new: bool, **options: Any) -> None:
        if logins:
            self.show_logins()
        elif not (if_new and self.is_taken()):
            self.make(**options)

    def is_taken(self) -> bool:
        return is_told() or get_user_model().objects.exists()

    def make(self, *, as_of: dt.date | None, scale: float, **options: Any) -> None:
        if is_told():
            raise CommandError(_("The demo is already in this database: takwin demo --logins shows its logins."))
        if self.is_taken():
            raise CommandError(_("People already work in this database: the demo is made in a new one only."))
        if not has_places():
            call_command("places", "load", verbosity=0)
        began = monotonic()
        tell(as_of or clock.today(), scale=scale, say=self.say)
        self.stdout.write(_("The demo is made, in %(seconds)s s.") % {"seconds": round(monotonic() - began)})
        self.print_logins()

    def say(self, chapter: str) -> None:
        """Show how far the story is: it takes a minute or two, and a mute terminal looks like a broken one."""
        self.stdout.write(f"  {CHAPTERS.get(chapter, chapter)} …")
        self.stdout.flush()

    def show_logins(self) -> None:
        """The logins of the demo, or what is missing for there to be one; nothing where people work without it."""
        try:
            self.print_logins()
        except DatabaseError as fault:
            raise CommandError(
                _("The database is not ready: takwin migrate makes its tables, then takwin demo makes the demo.")
            ) from fault

    def print_logins(self) -> None:
        if is_told():
            for line in lines():
                self.stdout.write(line)
