"""Small things done regularly beside the work asked for: ``settings.TAKWIN_CHORES``, by dotted name."""

import logging
import os
import signal
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.module_loading import import_string

EVERY = 60  # seconds
log = logging.getLogger(__name__)


def do_chores() -> None:
    """Do each chore once; one that finds the database busy is tried again at the next round."""
    for name in settings.TAKWIN_CHORES:
        try:
            import_string(name)()
        except DatabaseError:
            log.exception("The chore %s was not done.", name)


class Rounds(threading.Thread):
    """Does the chores every minute until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(name="chores", daemon=True)
        self.told = threading.Event()

    def run(self) -> None:
        """A fault that nobody foresaw ends the worker, loudly, so that the service starts another: chores never stop
        unnoticed beside a worker that goes on."""
        try:
            while not self.told.wait(EVERY):
                close_old_connections()
                do_chores()
                close_old_connections()
        except BaseException:
            os.kill(os.getpid(), signal.SIGTERM)
            raise

    def stop(self) -> None:
        self.told.set()
        self.join(timeout=EVERY)
