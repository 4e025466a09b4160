"""What Takwin decides where allauth asks."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an officer, never by the visitor himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAdapter(DefaultSocialAccountAdapter):
    """A login of the institution (OpenID Connect) enters an account that exists; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False
