"""Commands that speak the language of the terminal they are typed in."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

LANGUAGES = ("ar", "fr")


def language_of_terminal() -> str:
    """Arabic or French when the locale of the shell says so, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return locale[:2] if locale[:2] in LANGUAGES else "en"


class SpeakingCommand(BaseCommand):
    """A command whose sentences are for the person who keeps the machine."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        with translation.override(language_of_terminal()):
            return super().execute(*args, **options)
