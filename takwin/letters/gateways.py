"""How a short message leaves: a gateway named by the setting ``SMS_GATEWAY``.

Two ship with Takwin: one writes messages to the console, while developing only, one appends them to a file, a JSON
object a line. That of an operator is a class with the same ``send``, named by its dotted path.
"""

import json
import logging
import os
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class GatewayError(Exception):
    """The message did not leave; what the gateway answered is the message of this error."""


class Gateway(Protocol):
    def send(self, to: str, text: str) -> None:
        """Hand a message over for a number in international form, or raise ``GatewayError``."""


class Console:
    """Writes each message where the service runs, to try without an operator: its code too, so never in service."""

    def send(self, to: str, text: str) -> None:
        log.warning("SMS %s: %s", to, text)


class File:
    """Appends each message to ``SMS_FILE``, which nobody else reads, for an operator that takes files."""

    def send(self, to: str, text: str) -> None:
        line = json.dumps({"to": to, "text": text}, ensure_ascii=False)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            with os.fdopen(os.open(Path(settings.SMS_FILE), flags, 0o600), "a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise GatewayError(str(error)) from error


CONSOLE = f"{__name__}.{Console.__name__}"


def is_set_up() -> bool:
    """Whether a short message may leave: the console only where one develops."""
    return bool(settings.SMS_GATEWAY) and (settings.DEBUG or settings.SMS_GATEWAY != CONSOLE)


def gateway() -> Gateway:
    """The gateway of this installation."""
    if not is_set_up():
        raise GatewayError(_("No operator of short messages is set up."))
    made: Gateway = import_string(settings.SMS_GATEWAY)()
    return made
