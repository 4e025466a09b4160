"""Letters and personal links, as their pages show them."""

from django.db.models import Q, QuerySet

from takwin.core import clock
from takwin.letters.models import Letter, PersonalLink
from takwin.people.models import Person

ATTEMPTS = 5  # wrong codes before a link is shut


def addressed(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Letters with their paper and addressee, for a list."""
    return letters.select_related("paper__owner", "person", "body", "sent_by")


def link_of(person: Person) -> PersonalLink | None:
    """The newest of the links that open the person's page today, if there is one."""
    return PersonalLink.objects.filter(still_open(), person=person).first()


def still_open() -> Q:
    return Q(ended_at=None, expires_at__gt=clock.now(), failures__lt=ATTEMPTS)


def is_open(link: PersonalLink) -> bool:
    return link.ended_at is None and link.expires_at > clock.now() and link.failures < ATTEMPTS
