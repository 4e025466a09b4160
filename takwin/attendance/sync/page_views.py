"""The installable page of a trainer's telephone: it holds nothing of anyone; what it shows, it asks for."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from takwin.attendance.sync.access import refusal
from takwin.attendance.sync.actions import bind
from takwin.rights.access import UserRequest, public, requires
from takwin.rights.enums import Permission

SCRIPTS = tuple(f"attendance/field/{name}.js" for name in ("store", "keys", "scan", "line", "page"))
STYLES = ("ui/takwin.css", "ui/parts.css", "ui/pages.css", "attendance/field/field.css")
FONTS = tuple(
    f"ui/vendor/fonts/ibm-plex-sans-arabic-{script}-{weight}-normal.woff2"
    for script in ("arabic", "latin")
    for weight in (400, 600)
)
READER = "attendance/vendor/jsQR.js"
WHOLE_SITE = "/"


PLURALS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}  # a number of each, as browsers call them


def sorry_words() -> dict[str, str]:
    """How many of those not marked sent apologies, for each kind of number that languages tell apart."""
    return {
        kind: ngettext("%(n)s of them sent apologies.", "%(n)s of them sent apologies.", n) % {"n": "%s"}
        for kind, n in PLURALS.items()
    }


def words() -> dict[str, Any]:
    """What the page says by itself; the rest stands in its template."""
    return {
        "present": pgettext("presence", "present"), "late": pgettext("presence", "late"),
        "left": pgettext("presence", "left before the end"),
        "excused": pgettext("presence", "excused"), "absent": pgettext("presence", "absent"),
        "all": _("all"), "am": _("morning"), "pm": _("afternoon"), "remaining": _("left"),
        "expected": _("expected"), "someone": _("Someone"), "note": _("Note"), "other": _("Other word for:"),
        "offline": _("No network: you can go on, everything is kept on this phone."),
        "stay": _("No network: here are the sessions that this phone holds."),
        "alone": _("Marks on this phone only: %s."), "only": _("on this phone only"),
        "sealed": _("This half-day is sealed."),
        "closedHere": _("Closed on this phone; the server does not have it yet."),
        "apology": _("sent apologies"), "sorry": sorry_words(),
        "close": _("Close this half-day"), "unknown": _("to be named by an officer"),
        "already": _("is already present"),
        "elsewhere": _("Not on this list: kept, an officer will see it."),
        "unchecked": _("This phone cannot judge the code: the server will."),
        "noCamera": _("The camera does not open: allow it, or tap the names."),
        "needsHttps": _("The camera and work without a network need https."),
        "forged": _("This code is not one of our convocations."),
        "expired": _("The code of this convocation is past its day."),
        "why": _("Say first why you record it now."),
        "early": _("This half-day begins at %(hour)s: it is sealed from then on.") % {"hour": "%s"},
        "notBegun": _("This half-day has not begun: presence is recorded on the day."),
        "unbound": _("This phone is not bound: bind it again."),
        "failed": _("This could not be done. Try again, or tell your training officer."),
    }  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    home = reverse("attendance:field")
    context = {
        "words": words(),
        "scripts": [static(name) for name in SCRIPTS],
        "set": {
            "icons": static("ui/icons.svg"), "jsqr": static(READER), "bind": reverse("attendance:field_bind"),
            "worker": reverse("attendance:field_worker"), "scope": WHOLE_SITE,
            "login": f"{reverse('account_login')}?next={home}",
        },
    }  # fmt: skip
    return render(request, "attendance/field.html", context)


@public
@never_cache
@require_GET
def field(request: HttpRequest) -> HttpResponse:
    return page(request)


def no_line(request: HttpRequest) -> HttpResponse:
    told = {
        "title": _("No network"),
        "sentence": _("This page needs a network. What was recorded on this phone is kept, and presence goes on."),
    }
    return render(request, "attendance/no-line.html", told)


@public
@never_cache
@require_GET
def field_no_line(request: HttpRequest) -> HttpResponse:
    """What the worker shows in the place of any page that no line leads to."""
    return no_line(request)


@public
@never_cache
@require_GET
def field_worker(request: HttpRequest) -> HttpResponse:
    """The worker, with the version of what it keeps: any change of the page or of a file makes another."""
    files = [static(name) for name in (*SCRIPTS, *STYLES, *FONTS, "ui/icons.svg", "ui/mark.svg")]
    held = page(request).content + no_line(request).content + json.dumps(files).encode()
    version = f"{get_language()}-{hashlib.sha256(held).hexdigest()[:12]}"
    facts = {
        "version": version,
        "page": reverse("attendance:field"),
        "no_line": reverse("attendance:field_no_line"),
        "files": json.dumps(files),
        "jsqr": static(READER),
    }
    body = render_to_string("attendance/field-worker.js", facts)
    allowed = {"Service-Worker-Allowed": WHOLE_SITE}
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=allowed)


@public
@require_GET
def field_manifest(request: HttpRequest) -> HttpResponse:
    home = reverse("attendance:field")
    icon = {"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    told = {
        "name": _("Takwin: presence"), "short_name": _("Presence"), "start_url": home, "scope": home, "id": home,
        "display": "standalone", "lang": get_language(), "dir": "rtl" if get_language() == "ar" else "ltr",
        "theme_color": "#0b5e52", "background_color": "#ffffff", "icons": [icon],
    }  # fmt: skip
    return HttpResponse(json.dumps(told), content_type="application/manifest+json; charset=utf-8")


@requires(Permission.PRESENCE_MARK)
@never_cache
def field_bind(request: UserRequest) -> HttpResponse:
    """Bind the telephone of who is logged in; asked first without a body, it gives what a form would carry."""
    if request.method != "POST":
        return JsonResponse({"csrf": get_token(request)})
    try:
        said: dict[str, Any] = json.loads(request.body)
        device, token = bind(name=str(said.get("name", "")), public_key=dict(said["public_key"]), by=request.user)
    except (ValueError, KeyError, TypeError, AttributeError):
        return refusal(_("The key of this phone cannot be read."), status=400)
    except ValidationError as error:
        return refusal(error.messages[0], status=400)
    return JsonResponse({"device": device.code, "token": token}, status=201)
