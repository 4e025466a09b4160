"""A dossier: what several apps keep of one thing, gathered in one archive whose pieces are checked one by one.

Apps bring their pieces in ``ready()``; the archive holds them in order, then ``manifest.json`` and ``SHA256SUMS``
(``sha256sum --check SHA256SUMS`` says what was changed). The same pieces give the same bytes: it bears no clock.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from takwin.core.later import progress
from takwin.core.registry import Registry
from takwin.documents.models import Paper
from takwin.documents.papers.engine import PaperError
from takwin.documents.serving import pdf_of

EPOCH = (1980, 1, 1, 0, 0, 0)  # what a ZIP bears where no date is meant
PACKED = (".csv", ".json", ".txt")


@dataclass(frozen=True)
class Piece:
    """A file of the archive; ``data`` is ``None`` where it could not be drawn."""

    path: str
    data: bytes | None


@dataclass(frozen=True)
class PieceSource:
    model: type[models.Model]
    query: Callable[[Any], Iterable[Piece]]
    order: int = 50


SOURCES: Registry[PieceSource] = Registry()


def dossier_pieces(
    model: type[models.Model], query: Callable[[Any], Iterable[Piece]], *, order: int = 50
) -> PieceSource:
    """Bring pieces to the dossier of every ``model``: ``query(thing)`` gives them one at a time, in one order."""
    return SOURCES.add(PieceSource(model, query, order))


@dataclass(frozen=True)
class Archive:
    count: int
    left_out: Sequence[str]


def write_archive(made: Path, thing: models.Model, title: str) -> Archive:
    """All the pieces of a thing in the archive ``made``; one that cannot be drawn is named and keeps none out."""
    sources = [source for source in SOURCES if isinstance(thing, source.model)]
    kept: list[dict[str, Any]] = []
    left_out: list[str] = []
    with zipfile.ZipFile(made, "w") as archive:
        for done, source in enumerate(sources, start=1):
            for piece in source.query(thing):
                if piece.data is None:
                    left_out.append(piece.path)
                    continue
                write_entry(archive, piece.path, piece.data)
                digest = hashlib.sha256(piece.data).hexdigest()
                kept.append({"path": piece.path, "size": len(piece.data), "sha256": digest})
            progress(done, len(sources))
        said = {"dossier": title, "pieces": kept, "left_out": left_out}
        write_entry(archive, "manifest.json", json.dumps(said, ensure_ascii=False, indent=1).encode())
        sums = "".join(f"{piece['sha256']}  {piece['path']}\n" for piece in kept)
        write_entry(archive, "SHA256SUMS", sums.encode())
    return Archive(len(kept), left_out)


def write_entry(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    """One file of an archive, with no clock: the same pieces make the same archive."""
    entry = zipfile.ZipInfo(path, EPOCH)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if path.endswith(PACKED) else zipfile.ZIP_STORED
    archive.writestr(entry, data)


def drawn(folder: str, papers: Iterable[Paper]) -> Iterator[Piece]:
    """Numbered papers as pieces, each under its reference."""
    for paper in papers:
        path = f"{folder}/{paper.reference.replace('/', '-')}.pdf"
        try:
            yield Piece(path, pdf_of(paper))
        except PaperError:
            yield Piece(path, None)
