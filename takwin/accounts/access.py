"""A request whose user is known."""

from django.http import HttpRequest

from takwin.accounts.models import User


class UserRequest(HttpRequest):
    """A request behind ``@requires`` or ``@signed_in``. Only a type: nothing is ever made of it."""

    user: User
