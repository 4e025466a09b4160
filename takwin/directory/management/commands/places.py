"""``takwin places load``: the map, its bodies, the calendar of holidays and the parameters of law."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from takwin.directory.actions import load_places, seed_parameters
from takwin.directory.actions.seeding import seed_holidays
from takwin.directory.source import read_source

SHOWN = 40


class Command(BaseCommand):
    help = "Load the official map of Morocco, its bodies, the holidays and the parameters of law; harmless to repeat."
    requires_system_checks: list[str] = []  # it reads no address and no template: a third of its time

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["load"])
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        self.stdout.write("Reading the map …")
        source = read_source()
        self.stdout.write(f"Comparing {len(source.rows)} places with the database …")
        try:
            with transaction.atomic():
                done = load_places(source, by=None)
                done.counts += Counter(holidays_added=seed_holidays(by=None), parameters_added=seed_parameters(by=None))
                transaction.set_rollback(dry_run)
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        for line in done.differences[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(done.differences) > SHOWN:
            self.stdout.write(f"  … and {len(done.differences) - SHOWN} more")
        said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in done.counts.items() if count)
        self.stdout.write(
            ("Would be written: " if dry_run else "Written: ") + (said or "nothing, all is as it should be")
        )
