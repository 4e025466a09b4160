"""Import of a list of any office: receive the file, show what was understood, correct, record all or nothing, undo.

The engine knows nothing of persons or money: a subject gives its ``Importer`` (see docs/imports.md).
"""

from takwin.documents.imports.entries import ALL, Change, Entry, Importer, Outcome, Problem, ShownField

__all__ = ["ALL", "Change", "Entry", "Importer", "Outcome", "Problem", "ShownField"]
