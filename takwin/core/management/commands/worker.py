"""``takwin worker``: does the work asked for later, until it is told to stop."""

from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from takwin.core.chores import Rounds


class Command(DatabaseWorker):
    help = "Do the work asked for later: certificates, letters, exports. Several may run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", reload=False, startup_delay=False, interval=0.5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, and do the chores of the house every minute beside it."""
        rounds = Rounds()
        rounds.start()
        try:
            super().handle(*args, **options)
        finally:
            rounds.stop()
