"""Break one constraint of the database, and no other, past the forms and the actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from takwin.core.refused import sentence_of

trial: Any = None  # set by ``tests.without``, which drops the constraint first and asks whether anyone notices


@contextmanager
def breaks(model: type[models.Model], name: str) -> Iterator[None]:
    """Expect the database to refuse the write inside, by the constraint ``name`` of ``model``, in its own sentence."""
    constraint = {constraint.name: constraint for constraint in model._meta.constraints}[name]
    if trial is not None:
        with trial.without(model, constraint):
            yield
        return
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    message = str(refusal.value)
    assert refused_by(constraint, model, message), message
    assert sentence_of(message, (model,)) == constraint.get_violation_error_message()


def refused_by(constraint: models.BaseConstraint, model: type[models.Model], message: str) -> bool:
    """PostgreSQL names every constraint it refuses; SQLite names a check, but of a unique one only the columns."""
    fields = [model._meta.get_field(name) for name in getattr(constraint, "fields", ())]
    columns = ", ".join(f"{model._meta.db_table}.{field.column}" for field in fields)
    of_sqlite = {f"CHECK constraint failed: {constraint.name}", f"UNIQUE constraint failed: {columns}"}
    of_sqlite.add(f"UNIQUE constraint failed: index '{constraint.name}'")  # of one on an expression
    return f'constraint "{constraint.name}"' in message or message in of_sqlite
