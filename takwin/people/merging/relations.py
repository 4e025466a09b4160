"""Every key to a person in every app, found by introspection, so that a model written tomorrow is merged too."""

from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from takwin.people.models import Person

# What tells who was taken for whom is of the very rows: it never follows a merge.
STAYING = frozenset({
    "people.Candidate.a", "people.Candidate.b", "people.Merge.kept", "people.Merge.gone", "people.Person.merged_into",
})  # fmt: skip


class Relation(NamedTuple):
    """A column that names a person; ``is_link`` for the rows that only join two tables."""

    model: type[models.Model]
    field: str
    is_link: bool

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


def relations() -> list[Relation]:
    """Foreign keys, one-to-one and many-to-many to ``Person``, of all apps, always in the same order."""
    found = [
        Relation(model, field.name, bool(model._meta.auto_created))
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if field.related_model is Person
    ]
    return sorted(found, key=lambda relation: relation.label)


def moving() -> list[Relation]:
    """The relations whose rows go to the person kept."""
    return [relation for relation in relations() if relation.label not in STAYING]


def row_of(label: str, pk: int) -> Any:
    """The row a moved row or a case speaks of; ``None`` when it no longer exists, or its model does not."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return None
    return model._base_manager.filter(pk=pk).first()
