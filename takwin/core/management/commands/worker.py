"""``takwin worker``: does the work asked for later, until it is told to stop."""

from argparse import ArgumentParser

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker


class Command(DatabaseWorker):
    help = "Do the work asked for later: certificates, letters, exports. Several may run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", reload=False, startup_delay=False, interval=0.5)
