"""What is printed at the end: who logs in, and the personal link of a participant. In Arabic and in French."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from takwin.accounts.models import User
from takwin.letters.codes import code_of
from takwin.letters.models import PersonalLink
from takwin.letters.queries import link_of
from takwin.portal.demo.accounts import KEY, LOGINS


def lines() -> Iterator[str]:
    """One line for each login, then the participant's link and code; nothing of an account that was removed."""
    there = set(
        User.objects.filter(username__in=[login.username for login in LOGINS]).values_list("username", flat=True)
    )
    yield f"كلمة السر · mot de passe: {KEY}"
    for login in LOGINS:
        if login.username in there:
            roles = []
            for language in ("ar", "fr"):
                with translation.override(language):
                    roles.append(str(login.role.label))
            yield f"  {login.username:<9} {' · '.join(roles)}"
    yield from _participant()


def _participant() -> Iterator[str]:
    """A person convened whose link is still open; no table holds the code that goes with it."""
    first = PersonalLink.objects.filter(ended_at=None).order_by("pk").select_related("person").first()
    link = link_of(first.person) if first else None
    if link:
        yield f"  {settings.PUBLIC_URL}/p/{link.token}/  مشارك(ة) · participant(e): {code_of(link.token)}"
