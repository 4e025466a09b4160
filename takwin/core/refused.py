"""Turn what the database refuses into the sentence of the constraint that refused it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


def checked(row: M) -> M:
    """Validate a row and its constraints inside the write transaction, then save it.

    What it points at is not looked up again when it was read as a whole: the keys of the database hold it.
    """
    read = {name for name, value in row._state.fields_cache.items() if value is not None}
    try:
        row.clean_fields(exclude=read)
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        row.full_clean()  # all that is wrong with it is said together
        raise
    row.save()
    return row


def worded(row: M, **typed: str) -> M:
    """Put what was typed in fields of a row, without the space around it; what does not fit is refused at its field.

    Nothing is cut: who wrote a reason finds it whole, or learns how much of it fits. The caller saves the row.
    """
    for name, text in typed.items():
        setattr(row, name, text.strip())
    row.clean_fields(exclude={field.name for field in row._meta.fields} - typed.keys())
    return row


def checked_many(rows: Sequence[M]) -> list[M]:
    """Validate the fields of rows of one model, then save them in one query.

    What they point at was read as a whole; their constraints are left to the database, whose refusal of one refuses
    all, in the constraint's own sentence.
    """
    if not rows:
        return []
    model = type(rows[0])
    relations = {field.name for field in model._meta.fields if field.is_relation}
    for row in rows:
        row.clean_fields(exclude=relations)
        row.clean()
    with refused(model):
        return model._default_manager.bulk_create(rows)


@contextmanager
def refused(*models_written: type[models.Model]) -> Iterator[None]:
    """Run a write that can lose a race; raise ``ValidationError`` with the constraint's own sentence.

    PostgreSQL names the constraint it refuses; SQLite names the columns of a unique one and the name of a
    check. The models written are searched for it; when none is recognised the sentence is a general one.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ValidationError(sentence_of(str(error), models_written)) from error


def sentence_of(message: str, written: tuple[type[models.Model], ...]) -> Any:
    for model in written:
        if constraint := constraint_of(message, model):
            return constraint.get_violation_error_message()
    return _("Someone else has just recorded something that contradicts this. Reload the page and try again.")


def constraint_of(message: str, model: type[models.Model]) -> models.BaseConstraint | None:
    """The constraint of ``model`` that the database's refusal speaks of, if it is one of them."""
    for constraint in model._meta.constraints:
        fields = [model._meta.get_field(name) for name in getattr(constraint, "fields", ())]
        columns = [f"{model._meta.db_table}.{getattr(field, 'column', '')}" for field in fields]
        if constraint.name in message or (columns and message.endswith(f": {', '.join(columns)}")):
            return constraint
    return None
