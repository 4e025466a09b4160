"""Say in words that a paper cannot be drawn, wherever it is asked for, instead of failing without a word."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from takwin.documents.papers.engine import PaperError

logger = logging.getLogger(__name__)


class UndrawnPapers:
    """A middleware: a name or a text may hold a sign that the letters of papers lack, and only drawing tells it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PaperError):
            return None
        logger.error("A paper cannot be drawn at %s: %s", request.path, exception)
        said = {
            "title": _("This paper cannot be drawn"),
            "sentence": _(
                "One of its names or texts holds a sign that printed letters lack (an emoji, for example). Correct it, "
                "then ask for the paper again."
            ),
        }
        return render(request, "ui/message.html", said, status=422)
