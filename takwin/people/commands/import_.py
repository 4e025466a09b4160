"""``takwin people import``: what the wizard does, for offices that send hundreds of files. Dry unless ``--write``."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from takwin.accounts.models import User
from takwin.core.later import told
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.gazetteer import gazetteer
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.deciding import settle_stops
from takwin.documents.imports.entries import Entry
from takwin.documents.imports.reading import entries_of, read_batch, receive_file
from takwin.documents.imports.recording import record_batch, refusal_of
from takwin.people.imports.fields import BLANKABLE
from takwin.people.imports.importer import PERSONS, say
from takwin.people.imports.owners import usual_start
from takwin.rights.services import command_line

HELP = "Import a list of persons, as the wizard does. Dry: says what would happen, and writes only with --write."
BAR = 30


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--place", required=True, metavar="CODE", help="code of the place whose body sent the list")
    parser.add_argument(
        "--by", metavar="USER", help="the account whose rights and name the import bears; else the command line's own"
    )
    parser.add_argument("--write", action="store_true", help="record the list")
    parser.add_argument(
        "--settle", action="store_true", help="leave blank what cannot be read and leave out rows that stop"
    )


def handle(
    command: BaseCommand, *, file: Path, place: str, by: str | None, write: bool, settle: bool, **_options: Any
) -> None:
    """Everything happens in one transaction, rolled back unless it is to be written and nothing stops it."""
    user = User.objects.filter(username=by, is_active=True).first()
    owner = Body.objects.filter(kind__in=COLLECTIVITIES, place__code=place).select_related("place").first()
    if by and user is None:
        raise CommandError(f"{by} is no account.")
    if owner is None or owner.place is None:
        raise CommandError(f"{place} is the code of no council.")
    try:
        with told(_bar(command)), transaction.atomic():
            _import(command, file, owner, user or command_line(owner.place), write=write, settle=settle)
            transaction.set_rollback(not write)
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal


def _import(command: BaseCommand, file: Path, owner: Body, user: User, *, write: bool, settle: bool) -> None:
    options = {"since": usual_start(user).isoformat()}
    batch = receive_file(
        file.read_bytes(), file.name, importer=PERSONS, owner=owner, place=owner.place, options=options, by=user
    )
    read_batch(batch, importer=PERSONS, by=user, anew=True)
    if settle:
        settle_stops(ImportBatch.objects.get(pk=batch.pk), importer=PERSONS, blank=BLANKABLE, by=user)
    batch = ImportBatch.objects.get(pk=batch.pk)
    entries = entries_of(batch)
    _summary(command, entries)
    if said := refusal_of(batch):
        for entry in [entry for entry in entries if entry.is_stopped][:20]:
            for problem in entry.said:
                command.stderr.write(f"  {entry.sheet} {problem.cell}: {say(problem.why, problem.row)}")
        if write:
            raise ValidationError(said)
        command.stdout.write(said)
    elif write:
        outcome = record_batch(batch, importer=PERSONS, by=user)
        command.stdout.write(" · ".join(f"{name} {count}" for name, count in outcome.numbers.items()))
    else:
        command.stdout.write("Nothing was written: add --write to record.")


def _summary(command: BaseCommand, entries: list[Entry]) -> None:
    """One line a province: how many rows, and what they would do."""
    spots = gazetteer().by_code
    found: dict[str, Counter[str]] = {}
    for entry in entries:
        spot = spots.get(entry.values["place"] or "")
        province = spots.get((spot.province or spot.code) if spot else "")
        counts = found.setdefault(province.name_fr if province else "–", Counter())
        counts.update(["rows", entry.verdict or "stopped", *(["doubtful"] if entry.said else [])])
    for name in sorted(found):
        told_of = " · ".join(f"{what} {count}" for what, count in found[name].items() if what != "rows")
        command.stdout.write(f"{name}: {found[name]['rows']} rows · {told_of}")


def _bar(command: BaseCommand) -> Callable[[int, int], None]:
    """Draws how far the work has come, on a terminal only."""

    def draw(done: int, total: int) -> None:
        if sys.stderr.isatty():
            full = BAR * done // max(total, 1)
            end = "\n" if done == total else ""
            command.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {done}/{total}", ending=end)

    return draw
