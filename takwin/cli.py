"""The ``takwin`` command: Django's own commands and those of the product, under one name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(["takwin", *sys.argv[1:]])
