"""``takwin people read …``: lists of persons from the command line, for offices that send hundreds of files.

Each verb is a module of ``takwin.people.commands`` with ``HELP``, ``add_arguments`` and ``handle``.
"""

from argparse import ArgumentParser
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand

from takwin.people import commands


def verbs() -> dict[str, ModuleType]:
    return {
        found.name.rstrip("_"): import_module(f"{commands.__name__}.{found.name}")
        for found in iter_modules(commands.__path__)
    }


class Command(BaseCommand):
    help = "Read, match and import lists of persons."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parsers = parser.add_subparsers(dest="verb", required=True)
        for name, module in verbs().items():
            module.add_arguments(parsers.add_parser(name, help=module.HELP, description=module.HELP))

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        verbs()[verb].handle(self, **options)
