"""What the portal itself brings to the navigation and the search."""

from django.http import HttpRequest
from django.urls import reverse

from takwin.accounts.models import User
from takwin.rights.enums import Permission
from takwin.rights.panels import Found
from takwin.rights.queries import holds, users_seen

FEW = 5


def to_readers_of_the_journal(request: HttpRequest) -> bool:
    return holds(request.user, Permission.JOURNAL_VIEW)


def accounts(terms: list[str], user: User) -> list[Found]:
    found = users_seen(user)
    for term in terms:
        found = found.filter(search_text__contains=term)
    return [
        Found(one.name, one.username, reverse("rights:user", args=[one.pk]))
        for one in found.order_by("name", "pk")[:FEW]
    ]
