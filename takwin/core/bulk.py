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
    head = " ".join(["INSERT INTO", table, f"({written})", "VALUES "])
    tail = [""]
    if unique_fields:
        keys = ", ".join(column[name] for name in unique_fields)
        taken = ", ".join(f"{column[name]} = EXCLUDED.{column[name]}" for name in update_fields)
        tail.append(f"ON CONFLICT ({keys}) DO UPDATE SET {taken}")
    tail.append(f"RETURNING {quote(str(model._meta.pk.column))}")
    one = f"({', '.join(['%s'] * len(fields))})"
    found: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS):
            batch = rows[start : start + ROWS]
            cursor.execute(head + ", ".join([one] * len(batch)) + " ".join(tail), _values(batch, prepared))
            found += [key for (key,) in cursor.fetchall()]
    return found


def _values(batch: Sequence[Sequence[Any]], prepared: Sequence[tuple[int, Prepare]]) -> list[Any]:
    """The values of a batch, one after the other, as the database takes them."""
    values: list[Any] = []
    for row in batch:
        ready = list(row)
        for place, prepare in prepared:
            if ready[place] is not None:
                ready[place] = prepare(ready[place])
        values += ready
    return values
