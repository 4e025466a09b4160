"""``takwin people read FILE... [--place CODE] --json OUT``: lists of offices as JSON lines."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from takwin.directory.gazetteer import gazetteer
from takwin.people.rosters import ROSTER, as_json, understand

HELP = "Read nominative lists (xlsx, xls, ods, csv) and write one JSON line per person; the database is not touched."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--place", metavar="CODE", help="code of the region, province or commune that sent the files")
    parser.add_argument("--json", required=True, metavar="OUT", help="where to write; - for the terminal")


def handle(command: BaseCommand, *, files: list[Path], place: str | None, json: str, **_options: Any) -> None:
    """Read every file; one that cannot be opened is named and does not stop the others, but the exit status says it."""
    if place and place not in gazetteer().by_code:
        raise CommandError(f"{place} is the code of no place.")
    refused = 0
    with opened(json) as out:
        for file in files:
            refused += _read(command, file, place, out)
    if refused:
        raise CommandError(f"{refused} of {len(files)} files could not be read.")


def _read(command: BaseCommand, file: Path, place: str | None, out: IO[str]) -> int:
    try:
        reading, persons = understand(file.read_bytes(), file.name, place)
    except (ValidationError, OSError) as refusal:
        said = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else refusal.strerror or ""
        command.stderr.write(f"{file.name}: {said}")
        return 1
    for person in persons:
        out.write(json.dumps(as_json(person), ensure_ascii=False) + "\n")
    left_out = sum(len(rows) for rows in reading.left_out.values())
    doubtful = sum(bool(person.problems) for person in persons)
    command.stderr.write(f"{file.name}: {len(persons)} persons, {doubtful} with a doubt, {left_out} other rows")
    for remark in reading.remarks:
        command.stderr.write(f"  {remark.said(ROSTER)}")
    return 0


@contextmanager
def opened(name: str) -> Iterator[IO[str]]:
    if name == "-":
        yield sys.stdout
        return
    with Path(name).open("w", encoding="utf-8") as out:
        yield out
