"""The classification as it is declared beside each column, read from the models themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.utils.translation import gettext

from takwin.core.personal import Held, Keep
from takwin.people.models import Person
from takwin.people.privacy.words import KEEPS, Words, column_of, register_of


@dataclass(frozen=True)
class ColumnKept:
    """A column about persons: what it is called, why it is held, until when, whether screens mask it."""

    name: str
    label: Words
    purpose: str
    keep: Words
    is_masked: bool


@dataclass(frozen=True)
class Register:
    """A table that holds something about persons."""

    title: Words
    columns: tuple[ColumnKept, ...]


def product_models() -> Iterator[type[models.Model]]:
    """The product's own tables, from the ground up."""
    return (model for model in apps.get_models() if model.__module__.startswith("takwin."))


def declared(model: type[models.Model]) -> dict[str, Held]:
    return getattr(model, "PERSONAL", {})


def kept_about_people() -> list[Register]:
    """All that is declared, register by register, in the reader's language."""
    return [_register(model) for model in product_models() if declared(model)]


def _register(model: type[models.Model]) -> Register:
    columns = tuple(kept_column(model, name, held) for name, held in declared(model).items())
    return Register(register_of(model), columns)


def kept_column(model: type[models.Model], name: str, held: Held) -> ColumnKept:
    return ColumnKept(name, column_of(model, name), gettext(held.purpose), KEEPS[held.keep], held.masked)


def relations_to_person() -> list["models.ForeignKey[models.Model, models.Model]"]:
    """Every key of the product that leads to a person: where something is kept of someone."""
    return [
        field
        for model in product_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Person and model is not Person
    ]


def columns_to_let_go(model: type[models.Model], keep: Keep) -> list[str]:
    """The columns of a table that go when that time has passed."""
    return [name for name, held in declared(model).items() if held.keep == keep]
