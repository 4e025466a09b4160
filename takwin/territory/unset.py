"""Say in words that a figure of law is not set, wherever a page counts with it, instead of failing without a word."""

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class UnsetParameters:
    """A middleware: a database whose reference figures were never loaded, or lack those of a newer version."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ValidationError) or getattr(exception, "code", "") != "parameter_missing":
            return None
        missing = " ".join(exception.messages)
        logger.error("A figure of law is not set, asked for at %s: %s", request.path, missing)
        mend = _("Whoever runs Takwin loads them with “takwin places load”; “takwin doctor” says what is missing.")
        said = {"title": _("The reference figures are not loaded"), "sentence": f"{missing} {mend}"}
        return render(request, "ui/message.html", said, status=503)
