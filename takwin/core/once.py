"""A form is taken once, however often it reaches us: the line was slow, Back was pressed, a hand was quick.

Each page that is drawn hides its forms' own mark in them (the token against forgery, masked anew each time). A form
that comes with the mark and the words of one that was taken is the same form, sent again.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from takwin.core import clock
from takwin.core.models import SentForm

T = TypeVar("T")

MARK = "csrfmiddlewaretoken"
KEPT = dt.timedelta(days=7)  # a page stays open over a week's end


@transaction.atomic
def do(request: HttpRequest, act: Callable[[], T]) -> T:
    """Do what a form asks, unless it was done before: then ``ValidationError``. What is not done is not remembered, and
    of two that come at once the second waits for the first."""
    _take(request)
    return act()


def _take(request: HttpRequest) -> None:
    if MARK not in request.POST:
        return
    files = sorted((name, file.name, file.size) for name, several in request.FILES.lists() for file in several)
    said = json.dumps([request.get_full_path(), sorted(request.POST.lists()), files])
    try:
        with transaction.atomic():
            SentForm.objects.create(mark=hashlib.sha256(said.encode()).hexdigest())
    except IntegrityError as known:
        raise ValidationError(
            _("This form was recorded already, and nothing is done twice. To record another one alike, send it again.")
        ) from known


def forget_old() -> None:
    """A chore: what was sent long ago is not sent again."""
    SentForm.objects.filter(taken_at__lt=clock.now() - KEPT).delete()
