"""The doors of devices: no login, no cookie; a bearer token that was given when the telephone was bound."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from takwin.attendance.sync.actions import digest_of
from takwin.attendance.sync.models import Device
from takwin.core.access import PUBLIC

Door = Callable[[HttpRequest, Device], HttpResponseBase]


def device(view: Door) -> Callable[..., HttpResponseBase]:
    """Open to a bound device, even revoked: what it still hands over is kept for a person."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        found = Device.objects.filter(token_digest=digest_of(token.strip())).select_related("user").first()
        if kind.lower() != "bearer" or found is None or not found.user.is_active:
            return refusal(_("This phone is not bound: bind it again."), status=401)
        return view(request, found, *args, **kwargs)

    guarded.permission = PUBLIC  # type: ignore[attr-defined]
    return csrf_exempt(guarded)


def refusal(message: str, *, status: int) -> JsonResponse:
    response = JsonResponse({"error": message}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response
