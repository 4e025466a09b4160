"""Write thousands of rows in a few statements, without what the ORM does for each value: it would be most of the time.

For rows whose values are already right and whose models have nothing to do when they are saved; the database checks its
constraints all the same.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

ROWS = 500  # in a statement: well below the variables that any database takes, and one text for each to prepare
Prepare = Callable[[Any], Any]


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    unique_fields: Sequence[str] = (),
    update_fields: Sequence[str] = (),
) -> list[int]:
    """Insert rows of values, in the order of the fields ``names``; their keys, in the same order.

    With ``unique_fields`` a row that is there already takes the new values of ``update_fields``, as in ``bulk_create``.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    column = {field.name: quote(str(field.column)) for field in fields}  # type: ignore[union-attr]
    prepared: list[tuple[int, Prepare]] = [
        (place, partial(field.get_db_prep_value, connection=connection, prepared=True))
        for place, field in enumerate(fields)
        if isinstance(field, models.DateField | models.JSONField)
    ]
    table, written = quote(model._meta.db_table), ", ".join(column.values())
    head = " ".join(["INSERT INTO", table, f"({written})", ""])
    tail = [""]
    if unique_fields:
        keys = ", ".join(column[name] for name in unique_fields)
        taken = ", ".join(f"{column[name]} = EXCLUDED.{column[name]}" for name in update_fields)
        tail.append(f"ON CONFLICT ({keys}) DO UPDATE SET {taken}")
    tail.append(f"RETURNING {quote(str(model._meta.pk.column))}")
    found: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS):
            given, values = _given(connection, fields, _ready(rows[start : start + ROWS], prepared))
            cursor.execute(head + given + " ".join(tail), values)
            found += [key for (key,) in cursor.fetchall()]
    return found


def _given(connection: Any, fields: Sequence[Any], rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    """The rows as a statement gives them, and its variables.

    To PostgreSQL a list for each column: psycopg looks for the places of variables in the text, which for six thousand
    of them takes longer than all the rest. The types are named without their lengths: a cast would cut what is too long
    instead of refusing it.
    """
    if connection.vendor != "postgresql":
        one = f"({', '.join(['%s'] * len(fields))})"
        return "VALUES " + ", ".join([one] * len(rows)), [value for row in rows for value in row]
    lists = [f"%s::{str(field.db_type(connection)).partition('(')[0]}[]" for field in fields]
    return " ".join(["SELECT * FROM UNNEST(", ", ".join(lists), ")"]), [list(one) for one in zip(*rows, strict=True)]


def _ready(batch: Sequence[Sequence[Any]], prepared: Sequence[tuple[int, Prepare]]) -> list[list[Any]]:
    """The rows of a batch with their values as the database takes them."""
    ready = [list(row) for row in batch]
    for place, prepare in prepared:
        for row in ready:
            if row[place] is not None:
                row[place] = prepare(row[place])
    return ready
