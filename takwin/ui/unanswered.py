"""Say in words that an address only takes what a form sends, where a browser would show words of its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _


def page_above(path: str) -> str:
    """The nearest address above this one that is one of ours."""
    parts = path.strip("/").split("/")
    for kept in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:kept])}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"


class UnansweredMethods:
    """A middleware: one comes to such an address by a link that was copied, or by going back after an interruption."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and request.accepts("text/html"):
            said = {
                "title": _("There is nothing to read here"),
                "sentence": _("This address only takes what a form sends. Nothing was changed: go back to its page."),
                "back_url": page_above(request.path),
            }
            response.content = render_to_string("ui/message.html", said, request).encode()
        return response
