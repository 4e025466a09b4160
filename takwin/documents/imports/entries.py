"""An entry of a list as the wizard shows and records it, and what a subject gives the engine."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import Promise

from takwin.accounts.models import User
from takwin.documents.tables import Reading, Subject

if TYPE_CHECKING:
    from takwin.documents.import_models import ImportBatch
    from takwin.documents.imports.traces import Traces

Words = str | Promise
OUT = "out"  # the verdict of an entry that a person left out
ALL = "*"  # where what a person decided of the whole list is kept among the fixes


class Change(NamedTuple):
    """A cell whose value was written otherwise; ``why`` is a code the importer says in words."""

    cell: str
    field: str
    before: str
    after: str
    why: str


class Problem(NamedTuple):
    """A doubtful cell, or one that stops the import. ``row`` is the other row meant, 0 when there is none."""

    cell: str
    field: str
    why: str
    stops: bool = False
    row: int = 0


@dataclass
class Entry:
    """One entry: its values by field, the addresses they come from (``cells``), and what is to be said of them.

    ``problems`` were seen by the reader, ``judged`` by comparing with the register, made anew at each judgement.
    ``fixed`` are the fields that a person corrected here, ``unread`` what was written where no value could be read.
    ``verdict`` says what recording will do with it.
    """

    sheet: str
    row: int
    cell: str
    values: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    judged: list[Problem] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    verdict: str = ""

    @property
    def key(self) -> str:
        """What fixes are kept under: the same at each reading of the file."""
        return f"{self.sheet}!{self.cell}"

    @property
    def is_out(self) -> bool:
        return self.verdict == OUT

    @property
    def said(self) -> list[Problem]:
        """All that is to be said of it, what stops first."""
        return [] if self.is_out else sorted([*self.problems, *self.judged], key=lambda problem: not problem.stops)

    @property
    def is_doubtful(self) -> bool:
        return not self.is_out and bool(self.problems or self.judged)

    @property
    def is_stopped(self) -> bool:
        return not self.is_out and any(problem.stops for problem in (*self.problems, *self.judged))

    def judge(self, name: str, why: str, *, stops: bool = False, row: int = 0) -> None:
        """Say something of a field after comparing it with the register."""
        self.judged.append(Problem(self.cells.get(name, self.cell), name, why, stops, row))

    def as_data(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet, "row": self.row, "cell": self.cell, "values": self.values, "cells": self.cells,
            "changes": self.changes, "problems": self.problems, "judged": self.judged, "fixed": self.fixed,
            "unread": self.unread, "verdict": self.verdict,
        }  # fmt: skip


def entry_of(data: Mapping[str, Any]) -> Entry:
    """The entry kept as data. The names of its fields are read anew with each row: one of each is kept for all rows."""
    return Entry(
        **{name: data[name] for name in ("row", "cell", "fixed", "verdict")},
        sheet=sys.intern(data["sheet"]),
        values={sys.intern(name): value for name, value in data["values"].items()},
        cells={sys.intern(name): cell for name, cell in data["cells"].items()},
        unread=data.get("unread", {}),
        changes=[Change(*said) for said in data["changes"]],
        problems=[Problem(*said) for said in data["problems"]],
        judged=[Problem(*said) for said in data["judged"]],
    )


@dataclass(frozen=True)
class ShownField:
    """A column of the preview. ``is_code`` is written from left to right; ``choices`` are offered when corrected."""

    name: str
    label: Words
    is_code: bool = False
    choices: Sequence[tuple[str, Words]] = ()
    hint: Words = ""


@dataclass(frozen=True)
class Outcome:
    """What recording did, or will do, in numbers: by code, in the order of ``Importer.outcomes``."""

    numbers: dict[str, int]


@dataclass(frozen=True)
class Importer:
    """What a subject gives the engine.

    ``understand`` makes entries of a reading, writing nothing. ``put`` writes a value typed by a person in a field of
    an entry, or raises ``ValidationError``. ``judge`` compares all entries with the register, with the rights of a
    user: it sets verdicts, says what stops, and gives what it found out. ``save`` writes what ``judge`` gave, in bulk,
    telling the traces what it created and filled. ``say`` gives the sentence of a code, ``show`` a value as people
    read it, ``called`` the name of rows that stand in the way of undoing. ``ties`` are the fields by which entries
    bear on one another: two that share no value of them, not even through others, are judged alike apart or together.
    What ``foresee`` counts is a sum over entries. ``hold`` locks, before judging to record, what two lists recorded at
    once would both write to. ``corrections`` are the verbs of the journal by which someone corrects a row later: what
    was corrected is not taken back. ``may_undo`` says whether a user has the right over all that the batch
    created, ``keeps`` what rules of the subject keep it from being undone.
    ``blankable`` are the fields that may be left blank when they cannot be read, ``of_list`` the
    reasons that are the list's, not of the row on which they stand (a total). ``holds`` says which fields the file
    of a batch has, when they are not the same for all. ``after_reading`` follows each reading. ``few`` rows are
    recorded while the sender waits.
    """

    kind: str
    subject: Subject
    fields: tuple[ShownField, ...]
    understand: Callable[[Reading, "ImportBatch"], list[Entry]]
    put: Callable[[Entry, str, str, "ImportBatch"], None]
    judge: Callable[[Sequence[Entry], "ImportBatch", User], Any]
    save: Callable[[Any, "Traces"], Outcome]
    foresee: Callable[[Sequence[Entry]], Outcome]
    say: Callable[[str, int], str]
    show: Callable[[str, dict[str, Any]], str]
    called: Callable[[str], Words]
    ties: tuple[str, ...]
    hold: Callable[[Sequence[Entry]], None]
    corrections: frozenset[str] = frozenset()
    may_undo: Callable[["ImportBatch", User], bool] = lambda batch, by: True
    keeps: Callable[["ImportBatch"], list[str]] = lambda batch: []
    after: Callable[["ImportBatch", User], None] = lambda batch, by: None
    after_reading: Callable[["ImportBatch", User], None] = lambda batch, by: None
    blankable: tuple[str, ...] = ()
    of_list: tuple[str, ...] = ()
    holds: Callable[["ImportBatch"], frozenset[str] | None] = lambda batch: None
    few: int = 2000

    def fields_of(self, batch: "ImportBatch") -> tuple[ShownField, ...]:
        """The columns of the preview of a batch."""
        held = self.holds(batch)
        return tuple(field for field in self.fields if held is None or field.name in held)


IMPORTERS: dict[str, Importer] = {}


def bring_importer(importer: Importer) -> None:
    """Make a subject known by its kind, so that the worker reads and records its lists; called in ``ready()``."""
    IMPORTERS[importer.kind] = importer


def digest_of(entries: Iterable[Entry]) -> str:
    """SHA-256 of what the entries say: the journal's proof of what was recorded."""
    hashed = hashlib.sha256()
    for entry in entries:
        said = [entry.sheet, entry.row, entry.values]
        hashed.update(json.dumps(said, sort_keys=True, ensure_ascii=False).encode())
    return hashed.hexdigest()
