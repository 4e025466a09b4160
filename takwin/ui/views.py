"""The gallery, the change of language, and the pages that say why there is no page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from takwin.core.access import public

from . import gallery as samples


@public
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back to the same page; works without a script."""
    return set_language(request)


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states, for those who build screens and those who use them."""
    if not (settings.DEBUG or request.user.is_authenticated):
        raise Http404
    return render(request, "ui/gallery.html", samples.context(request))


def progress_page(request: HttpRequest, **context: object) -> HttpResponse:
    """Answer how far a long work has come: the page, or to htmx its moving part.

    ``work`` has ``label``, ``said`` (how far, in words), ``share``, ``over``, ``failed``, ``result_url`` and
    ``result_label``.
    """
    part = "ui/progress.html#status" if getattr(request, "htmx", False) else "ui/progress.html"
    return render(request, part, context)


def _said(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(request, f"{status}.html", {"title": title, "sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _said(
        request, 400, _("This request cannot be read"), _("Go back, check what you entered and send it again.")
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("Your account does not open this page. If your work needs it, ask your training officer.")
    return _said(request, 403, _("This is not open to you"), sentence)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("The address may be mistyped, or what it showed is outside your territory.")
    return _said(request, 404, _("There is nothing at this address"), sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without the page's own mark: an old page, or cookies refused."""
    sentence = _("The page was open for too long, or your browser refuses cookies. Reload it and send again.")
    return _said(request, 403, _("This form has expired"), sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the request, the database or the session: any of them may be what failed."""
    sentence = _("Nothing was saved. The fault is ours and is recorded; try again in a moment.")
    return HttpResponseServerError(render_to_string("500.html", {"title": _("Something broke"), "sentence": sentence}))
