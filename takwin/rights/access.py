"""Every view says who may enter: ``@requires(Permission.X)``, ``@signed_in`` or ``@public``."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from takwin.accounts.access import UserRequest
from takwin.core.access import PUBLIC, SIGNED_IN, View, public, signed_in, to_login
from takwin.rights.enums import Permission
from takwin.rights.queries import holds
from takwin.rights.standing_in import acting_by

__all__ = ["PUBLIC", "SIGNED_IN", "UserRequest", "public", "requires", "signed_in"]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Send a visitor to the login page; refuse a user who holds none of ``permissions`` anywhere.

    *Where* is asked by the view itself, through ``allowed``: this only shuts the door to those it never opens for.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            if not any(holds(request.user, permission) for permission in permissions):
                raise PermissionDenied
            with acting_by(permissions):
                return view(request, *args, **kwargs)

        guarded.permission = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate
