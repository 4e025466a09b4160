"""What apps above show on a person's own page ``/p/<token>/``: convocations to answer, certificates, days received."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from takwin.core.registry import Registry
from takwin.people.models import Person

Query = Callable[[Person], dict[str, Any] | None]


@dataclass(frozen=True)
class PersonalPanel:
    """A titled piece of the person's own page: ``query(person)`` gives the facts of ``template``, ``None`` for nothing."""

    query: Query
    template: str
    order: int = 50


PERSONAL_PANELS: Registry[PersonalPanel] = Registry()


def personal_panel(query: Query, template: str, order: int = 50) -> PersonalPanel:
    """Bring a panel to the page of every person; called in ``ready()`` of an app above.

    The template also finds ``link``, whose ``token`` makes the addresses of what the person may do.
    """
    return PERSONAL_PANELS.add(PersonalPanel(query, template, order))


def panels_of(person: Person) -> list[dict[str, Any]]:
    """The panels that have something to say to this person, each asked once."""
    asked = ((brought, brought.query(person)) for brought in PERSONAL_PANELS)
    return [{"template": brought.template, **facts} for brought, facts in asked if facts is not None]
