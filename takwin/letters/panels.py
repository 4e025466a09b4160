"""What apps above show on a person's own page ``/p/<token>/``, and what letters themselves bring to other pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from takwin.accounts.models import User
from takwin.core.registry import Registry
from takwin.letters.models import Letter
from takwin.letters.queries import link_of
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, permissions_on

SHOWN = 5
Query = Callable[[Person], dict[str, Any] | None]


@dataclass(frozen=True)
class PersonalPanel:
    """A titled piece of the person's own page: ``query(person)`` gives the facts of ``template``, or ``None``."""

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
    """The panels that have something to say to this person, each asked once, in the order apps gave."""
    asked = ((brought, brought.query(person)) for brought in PERSONAL_PANELS)
    return [{"template": brought.template, **facts} for brought, facts in asked if facts is not None]


def link_panel(person: Person, user: User) -> dict[str, Any]:
    """Whether the person has a way in, and the button that makes one."""
    return {
        "person": person,
        "link": link_of(person),
        "may_make": Permission.PERSON_EDIT in permissions_on(user, person),
    }


def letters_panel(person: Person, user: User) -> dict[str, Any] | None:
    """The last letters to the person that the reader may see."""
    letters = allowed(Letter.objects.filter(person=person), user, Permission.DOCUMENT_VIEW)
    shown = list(letters.select_related("paper")[:SHOWN])
    return {"letters": shown} if shown else None


def privacy_panel(person: Person) -> dict[str, Any]:
    """What the person has asked about what is kept of him, and what he may ask."""
    return {
        "rectifications": person.rectifications.all()[:SHOWN],
        "wanted": person.file_requests.filter(answered_at=None).first(),
    }
