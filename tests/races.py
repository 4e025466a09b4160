"""Several writers at once, each on its own connection, as several officers are."""

import threading
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts side by side; what each gives, or the sentence that refused it."""
    start = threading.Barrier(len(acts))
    said: list[Any] = [None] * len(acts)

    def run(n: int, act: Callable[[], Any]) -> None:
        start.wait()
        with translation.override("en"):
            try:
                said[n] = act()
            except ValidationError as refusal:
                said[n] = refusal.messages[0]
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def refusals(said: list[Any]) -> list[str]:
    """The sentences among what was said."""
    return [one for one in said if isinstance(one, str)]
