"""Any office's workbook as lists of entries: tables found, columns recognised, every written row accounted for.

The engine knows nothing of persons or money: a ``Subject`` says what may be in a list (see docs/imports.md).
"""

from takwin.documents.tables.books import Book, Grid, open_book
from takwin.documents.tables.reading import read_book, read_file, uncollected
from takwin.documents.tables.subject import (
    Choices,
    Context,
    FieldSpec,
    FoundColumn,
    FoundRow,
    FoundTable,
    LeftOut,
    Reading,
    SheetChoice,
    Spread,
    Subject,
)

__all__ = [
    "Book", "Choices", "Context", "FieldSpec", "FoundColumn", "FoundRow", "FoundTable", "Grid", "LeftOut", "Reading",
    "SheetChoice", "Spread", "Subject", "open_book", "read_book", "read_file", "uncollected",
]  # fmt: skip
