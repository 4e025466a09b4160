"""``takwin people match FILE... --json OUT``: the rows of lists that may be one person, as JSON lines."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from takwin.directory.gazetteer import gazetteer
from takwin.people.commands.read import opened
from takwin.people.matching.pairs import Pair, propose
from takwin.people.merging.reasons import said
from takwin.people.rosters import PersonRow, understand

HELP = (
    "Say which rows of nominative lists may be one person, with a score and its reasons; the database is not touched."
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--place", metavar="CODE", help="code of the region, province or commune that sent the files")
    parser.add_argument("--json", required=True, metavar="OUT", help="where to write; - for the terminal")


def handle(command: BaseCommand, *, files: list[Path], place: str | None, json: str, **_options: Any) -> None:
    """Read every file, then compare all rows. A file that cannot be opened is named; the others are compared."""
    if place and place not in gazetteer().by_code:
        raise CommandError(f"{place} is the code of no place.")
    refused: list[str] = []
    rows = list(_rows(command, files, place, refused))
    with opened(json) as out:
        same, asked = write(propose(rows), out)
    command.stderr.write(f"{len(rows)} persons: {same} pairs are one person, {asked} to be decided")
    if refused:
        raise CommandError(f"{len(refused)} of {len(files)} files could not be read.")


def _rows(command: BaseCommand, files: list[Path], place: str | None, refused: list[str]) -> Iterator[PersonRow]:
    for file in files:
        try:
            yield from understand(file.read_bytes(), file.name, place)[1]
        except (ValidationError, OSError) as refusal:
            words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else refusal.strerror or ""
            command.stderr.write(f"{file.name}: {words}")
            refused.append(file.name)


def write(pairs: Iterator[Pair], out: IO[str]) -> tuple[int, int]:
    """One line per pair, the surest first; how many are one person, and how many are to be decided."""
    counts = [0, 0]
    for pair in pairs:
        counts[not pair.same] += 1
        reasons = [
            {"code": reason.code, "message": str(said({"code": reason.code}).sentence), "bits": round(reason.bits, 1)}
            for reason in pair.reasons
        ]
        line = {"a": _address(pair.a), "b": _address(pair.b), "score": round(pair.score, 3), "same": pair.same}
        out.write(json.dumps(line | {"reasons": reasons}, ensure_ascii=False) + "\n")
    return counts[0], counts[1]


def _address(row: PersonRow) -> dict[str, Any]:
    return {"file": row.file, "sheet": row.sheet, "row": row.row, "cell": row.cell}
