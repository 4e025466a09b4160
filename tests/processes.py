"""Work done in a process of its own, which may be killed at any moment, as a worker is by a power cut.

The process is born of a server that has done nothing yet: a fork of the tests themselves would wait for ever for the
threads that Typst keeps in its parent.
"""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import translation

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
LONGEST = 120  # seconds after which work that was to end is said to hang

if not apps.ready:
    django.setup()


def in_a_process(act: Callable[[], object], kill_after: float | None = None) -> bool:
    """Do the act, a method of something that can be pickled, in another process on the database of this test.

    It is killed ``kill_after`` seconds after it begins to work, or left to end; says whether it was killed.
    """
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    begins, told = PROCESSES.Pipe(duplex=False)
    place = {"database": connection.settings_dict["NAME"], "files": settings.MEDIA_ROOT, "keys": settings.KEYS_DIR}
    child = PROCESSES.Process(target=_work, args=(told, place, act))
    child.start()
    assert begins.poll(LONGEST), "the process never began"
    if kill_after is not None:
        time.sleep(kill_after)
        child.kill()
    child.join(LONGEST)
    is_ended, status = not child.is_alive(), child.exitcode
    child.kill()
    assert is_ended, f"the work was not done within {LONGEST} s"
    assert status == 0 or (status == -9 and kill_after is not None), "the work failed: its story is above"
    return status != 0


def _work(told: Connection, place: dict[str, Any], act: Callable[[], object]) -> None:
    connection.settings_dict["NAME"] = str(place["database"])
    settings.MEDIA_ROOT, settings.KEYS_DIR = Path(place["files"]), Path(place["keys"])
    with translation.override("en"):
        told.send("begins")
        act()
