"""Acts that are signed: whoever does them proves again that it is he."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest


@reauthentication_required  # type: ignore[untyped-decorator]
def sign(request: HttpRequest) -> None:
    """Ask for the password, the key or the code of whoever asks, unless he gave it within five minutes; what he asked
    for is then done without being asked again. Called by a view once it knows that he may, before it writes anything.

    Whoever enters by the login of his institution alone has nothing to prove here: that login is his signature.
    """
