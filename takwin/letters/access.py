"""Who stands behind a personal link: the token is in the address, the proof of the code in a signed cookie.

The cookie opens the page of that one person and nothing else; it ends with the link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from takwin.core.keys import key_of
from takwin.letters.models import PersonalLink
from takwin.letters.queries import is_open
from takwin.rights.access import public

P = ParamSpec("P")
COOKIE = "personal"
LASTS = 12 * 60 * 60  # seconds; then the code is asked again


def link_at(token: str) -> PersonalLink:
    """The link of an address; a forged one leads nowhere."""
    link = PersonalLink.objects.select_related("person").filter(token=token).first()
    if link is None:
        raise Http404
    return link


def has_entered(request: HttpRequest, link: PersonalLink) -> bool:
    """Whether this browser gave the code of this link, and the link still opens."""
    said = request.get_signed_cookie(COOKIE, default="", salt=link.token, max_age=LASTS)
    return said == str(link.pk) and is_open(link)


def entered(request: HttpRequest) -> PersonalLink | None:
    """The link whose code this browser gave last, if it still opens: for an address that names no person."""
    key = key_of(request.COOKIES.get(COOKIE, "").partition(":")[0])
    link = PersonalLink.objects.select_related("person").filter(pk=key).first() if key else None
    return link if link and has_entered(request, link) else None


def let_in(response: HttpResponse, link: PersonalLink) -> HttpResponse:
    """Keep in the browser the proof that the code was given, for this link only."""
    response.set_signed_cookie(
        COOKIE, str(link.pk), salt=link.token, max_age=LASTS, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response


def personal(
    view: Callable[Concatenate[HttpRequest, PersonalLink, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A page for the person of the link in the address (``<slug:token>``), who is asked for his code first.

    The view is given the ``PersonalLink`` in place of the token, and shows and does only what is ``link.person``'s own.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = link_at(token)
        if not has_entered(request, link):
            return redirect("personal:code", token)
        return view(request, link, *args, **kwargs)

    return public(never_cache(guarded))
