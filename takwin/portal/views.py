"""The desk, the general search, the public home and the health of the service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from takwin.rights.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@public
def health(request: HttpRequest) -> HttpResponse:
    """Answers whoever watches the service, without asking the database."""
    return HttpResponse("ok", content_type="text/plain")
