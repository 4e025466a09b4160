"""``takwin statement match``: lay the lines of an account statement against the shares due; nothing is written."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from takwin.core.management.terminal import SpeakingCommand
from takwin.treasury.statements.agreements import read_agreements
from takwin.treasury.statements.cells import Grid, grids_of
from takwin.treasury.statements.entries import Finding
from takwin.treasury.statements.folding import as_proposals, fold
from takwin.treasury.statements.layout import broken_at, in_order, read_statement
from takwin.treasury.statements.lost import has_lost, told
from takwin.treasury.statements.places import gazetteer
from takwin.treasury.statements.reasons import in_words
from takwin.treasury.statements.recognising import Book


class Command(SpeakingCommand):
    help = (
        "Propose, for each line of an account statement, the instalments it pays. Nothing is written to the database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["match"])
        parser.add_argument("statement", type=Path, help="statement of the account: csv, xlsx, xls or ods")
        parser.add_argument("--agreements", type=Path, required=True, help="workbook of the shares of each payer")
        parser.add_argument("--json", type=Path, required=True, help="where to write one JSON object per line")

    def handle(self, *args: Any, statement: Path, agreements: Path, **options: Any) -> None:
        try:
            places = gazetteer()
            due = read_agreements(_grids(agreements), places)
            read = read_statement(_grids(statement))
        except (ValidationError, OSError) as refusal:
            raise CommandError("\n".join(getattr(refusal, "messages", [str(refusal)]))) from refusal
        for name in due.unknown:
            self.stderr.write(f"No place answers to this name, it is left out: {name}")
        for other in read.others:
            self.stderr.write(f"Another table of movements is left out: {other}")
        for unread in read.unread:
            self.stderr.write(f"The day or the amount of line {unread} cannot be read.")
        if (line := broken_at(read)) is not None:
            self.stderr.write(f"The balance does not follow at line {line}: compare the file with the bank's.")
        entries = in_order(read)
        if lost := sum(has_lost(entry.label) for entry in entries):
            self.stderr.write(told(lost))
        since = min((entry.booked_on.year for entry in entries), default=0)
        findings = fold(entries, Book(due.payers, due.orders, places, known_since=since))
        if read.unread or line is not None:
            findings = as_proposals(findings)
        ordered = sorted(findings, key=lambda finding: finding.entry.line)
        Path(options["json"]).write_text("".join(_object(statement.name, one) for one in ordered), encoding="utf-8")
        self.stdout.write(_count(findings))


def _grids(path: Path) -> list[Grid]:
    try:
        return grids_of(path.read_bytes(), path.name)
    except ValidationError as refusal:
        raise ValidationError([f"{path.name}: {message}" for message in refusal.messages]) from refusal


def _object(file: str, finding: Finding) -> str:
    said = {
        "file": file,
        "line": finding.entry.line,
        "verdict": finding.verdict,
        "allocations": [
            {"payer_code": one.payer, "year": one.year, "amount": str(one.amount)} for one in finding.allocations
        ],
        "reasons": [in_words(reason) for reason in finding.reasons],
    }
    return json.dumps(said, ensure_ascii=False) + "\n"


def _count(findings: list[Finding]) -> str:
    counts = {
        verdict: sum(one.verdict == verdict for one in findings) for verdict in ("matched", "proposed", "unmatched")
    }
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
