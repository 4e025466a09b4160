"""What the portal itself brings to the navigation and the search."""

from django.http import HttpRequest
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core.search import answering
from takwin.rights.enums import Permission
from takwin.rights.panels import Found
from takwin.rights.queries import holds, users_seen
from takwin.rights.tables import login_shown

FEW = 5


def to_readers_of_the_journal(request: HttpRequest) -> bool:
    return holds(request.user, Permission.JOURNAL_VIEW)


def accounts(terms: list[str], user: User) -> list[Found]:
    """By name to every reader of accounts; by number to those who open them."""
    opens = holds(user, Permission.ACCOUNT_OPEN)
    found = answering(users_seen(user), terms, "search_contact" if opens else "search_text")
    return [
        Found(one.name, one.username if opens else login_shown(one), reverse("rights:user", args=[one.pk]))
        for one in found.order_by("sort_ar", "pk")[:FEW]
    ]
