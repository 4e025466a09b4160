"""Rows that answer to words: the text a row is searched by (``core.text.search_text``) holds every one of them."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Model, Q, QuerySet, TextField
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


@TextField.register_lookup
class Begins(Lookup[Any]):
    """A word of the text begins so: ``افران`` (Ifrane) begins no word of ``تافرانت``, which holds its letters."""

    lookup_name = "begins"

    def get_prep_lookup(self) -> str:
        return f" {super().get_prep_lookup()}"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        text, of_text = self.process_lhs(compiler, connection)
        word, of_word = self.process_rhs(compiler, connection)
        where = "strpos" if connection.vendor == "postgresql" else "instr"
        return f"{where}(' ' || {text}, {word}) > 0", (*of_text, *of_word)


def answering(rows: QuerySet[M], terms: Iterable[str], column: str = "search_text") -> QuerySet[M]:
    """The rows whose ``column`` holds all the terms; all the rows when there is none. A path may lead to it."""
    for term in terms:
        rows = rows.filter(**{f"{column}__holds": term})
    return rows


def answering_of_any(rows: QuerySet[M], terms: Collection[str], columns: Collection[str]) -> QuerySet[M]:
    """The rows all of whose terms stand in one or another of ``columns``, each a ``search_text`` or a path to one.

    Where many columns answer, letters in the midst of a word bring too much: those whose words begin with the terms
    come alone, and only when there is none those that hold the terms anywhere.
    """
    if not terms:
        return rows
    begun = _each_term(rows, terms, columns, "begins")
    return begun if begun.exists() else _each_term(rows, terms, columns, "holds")


def _each_term(rows: QuerySet[M], terms: Iterable[str], columns: Collection[str], how: str) -> QuerySet[M]:
    for term in terms:
        said = Q()
        for column in columns:
            said |= Q(**{f"{column}__{how}": term})
        rows = rows.filter(said)
    return rows
