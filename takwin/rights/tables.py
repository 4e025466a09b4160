"""The list of accounts."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.identifiers import masked_phone
from takwin.core.text import joined
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look
from takwin.ui.things import Act


def look_of(user: User) -> Look:
    """Open, waiting for its owner to choose a password, or closed."""
    if not user.is_active:
        return Look(_("closed"), "bad", "no")
    if not user.has_usable_password():
        return Look(_("not entered yet"), "warn", "wait")
    return Look(_("open"), "", "full")


def roles_of(user: User) -> str:
    """The roles that hold today, from what the list has prefetched."""
    today = clock.today()
    return joined([str(a) for a in user.appointments.all() if a.holds_on(today)]) or str(_("no role today"))


def login_shown(user: User) -> str:
    """The user name to a reader who may not see phone numbers."""
    return masked_phone(user.username) if user.logs_in_by_number else user.username


def listing(*, opens: bool, leaves: bool = False) -> Listing:
    """The list to those who open accounts, and to those who only read it, from whom numbers are kept; in a file, which
    ``leaves`` Takwin, they are kept from everybody."""
    empty = _("Nobody holds a role in your territory under these words.")
    first = _("Open the first account.")
    act = Act(_("Open an account"), reverse("rights:open"), "plus")
    return Listing(
        title=_("Accounts and roles"),
        columns=[
            Column("name", _("Name"), sort="sort_{lang}", phone="top", note=roles_of),
            Column(
                "username",
                _("User name"),
                "username" if opens and not leaves else login_shown,
                "reference",
                sort="username" if opens else "",
            ),
            Column("last_login", _("Last login"), kind="moment", sort="last_login", phone="hide"),
            Column("state", _("State"), value=look_of, kind="state", phone="end"),
        ],
        tabs=[
            Tab("open", _("Open"), Q(is_active=True)),
            Tab("closed", _("Closed"), Q(is_active=False)),
        ],
        empty=Empty(
            _("No account here"),
            f"{empty} {first}" if opens else empty,
            act if opens else None,
        ),
        search="search_contact" if opens else "search_text",
        default_sort="name",
        search_hint=_("Name, user name or phone") if opens else _("Name"),
        export_name="accounts",
        row_url=lambda user: reverse("rights:user", args=[user.pk]),
    )
