"""Every view says who may enter; silence means closed, and a test of the repository says so.

Here stand the two that ask no right; ``rights.access.requires`` asks one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
PUBLIC = "public"
SIGNED_IN = "signed in"


def public(view: View) -> View:
    """A page for everyone."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """A page for any user: it shows only what is his own. A visitor is sent to the login page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.permission = SIGNED_IN  # type: ignore[attr-defined]
    return guarded
