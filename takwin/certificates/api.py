"""What other systems read of certificates: the issuer's keys, the lists of what was revoked, what was achieved."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from takwin.certificates import credentials
from takwin.certificates.verifier import page
from takwin.rights.access import public
from takwin.training.models import TrainingSession

FIVE_MINUTES = 300


def _signed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is signed as it is asked for is told to be out of reach while the key is: certificates stay good."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ValidationError:
            told = _(
                "What was revoked cannot be signed for the moment. Come back later, or check the code on the site."
            )
            return HttpResponse(told, status=503, content_type="text/plain; charset=utf-8")

    return answered


def _said(facts: dict[str, object]) -> JsonResponse:
    answer = JsonResponse(facts, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"  # read by pages of any origin: nothing here is anyone's
    return answer


@require_safe
@public
@cache_control(max_age=FIVE_MINUTES, public=True)
def did(_request: HttpRequest) -> JsonResponse:
    return _said(credentials.did_document())


@require_safe
@public
@_signed
@cache_control(max_age=FIVE_MINUTES, public=True)
def status_list(_request: HttpRequest, number: int) -> HttpResponse:
    """One list of what was revoked, signed with its instant."""
    if number >= credentials.lists_needed():
        raise Http404
    answer = HttpResponse(credentials.status_list(number), content_type="application/vc+jwt")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@public
@cache_control(max_age=FIVE_MINUTES, public=True)
def achievement(_request: HttpRequest, pk: int) -> JsonResponse:
    """What the certificates of a session say was achieved; known only once one was issued."""
    certified = TrainingSession.objects.filter(certificates__isnull=False).distinct()
    session = get_object_or_404(certified.select_related("topic"), pk=pk)
    return _said(credentials.achievement(session))


@require_safe
@public
@_signed
@cache_control(max_age=FIVE_MINUTES, public=True)
def trust(_request: HttpRequest) -> JsonResponse:
    return _said(credentials.trust())


@require_safe
@public
@_signed
def verifier(_request: HttpRequest) -> HttpResponse:
    """The page that checks without a network, to be kept; it says up to which instant it knows."""
    answer = HttpResponse(page(), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="takwin-verify.html"'
    answer["Cache-Control"] = "no-store"
    return answer
