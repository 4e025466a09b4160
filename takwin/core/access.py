"""Every view says who may enter; silence means closed, and a test of the repository says so.

Here stand the two that ask no right; ``rights.access.requires`` asks one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponseBase]
PUBLIC = "public"
SIGNED_IN = "signed in"


def public(view: View) -> View:
    """A page for everyone."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def _page_of(request: HttpRequest) -> str:
    """The page that was read: a form may be sent to an address that shows nothing, the page that held it does."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    if request.method in ("GET", "HEAD") or not ours:
        return request.get_full_path()
    parts = urlsplit(page)
    path = parts._replace(scheme="", netloc="", fragment="").geturl()
    return path if url_has_allowed_host_and_scheme(path, None) else request.get_full_path()


def to_login(request: HttpRequest) -> HttpResponseBase:
    """Send a visitor to the login page, and from there back to the page he was on."""
    return redirect_to_login(_page_of(request))


def signed_in(view: View) -> View:
    """A page for any user: it shows only what is his own. A visitor is sent to the login page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    guarded.permission = SIGNED_IN  # type: ignore[attr-defined]
    return guarded
