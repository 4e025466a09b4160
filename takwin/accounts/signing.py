"""Acts that are signed: whoever does them proves again that it is he."""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponseBase

View = Callable[..., HttpResponseBase]


def signed(view: View) -> View:
    """What the page records is asked for with the password, the key or the code of whoever asks, unless he gave it
    within five minutes; it is then done without being asked again. Looking at the page asks for nothing.

    Whoever enters by the login of his institution alone has nothing to prove here: that login is his signature.
    """
    return cast(View, reauthentication_required(view, allow_get=True))
