"""What every form of this app answers: itself, with what was refused beside the field it is about."""

from django.http import HttpRequest


def key_in(request: HttpRequest, name: str) -> int:
    """The key of a row named in the address; zero, which no row has, when it is no number."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0
