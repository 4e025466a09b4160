"""What is printed at the end: who logs in, and the personal link of a participant. In Arabic and in French."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from takwin.accounts.models import User
from takwin.letters.codes import code_of
from takwin.letters.models import PersonalLink
from takwin.letters.queries import link_of
from takwin.portal.demo.accounts import KEY, LOGINS, Login
from takwin.rights.models import Appointment


def lines() -> Iterator[str]:
    """One line for each login, then the participant's link and code; nothing of an account that was removed."""
    there = set(
        User.objects.filter(username__in=[login.username for login in LOGINS]).values_list("username", flat=True)
    )
    yield f"كلمة السر · mot de passe: {KEY}"
    for login in LOGINS:
        if login.username in there:
            yield f"  {login.username:<9} {_said(login)}"
    yield from _participant()


def _said(login: Login) -> str:
    """The role and the place it is held over, in both languages: two officers of one role differ by their place."""
    held = Appointment.objects.filter(user__username=login.username, role=login.role)
    appointment = held.select_related("place", "body").order_by("pk").first()
    said = []
    for language in ("ar", "fr"):
        with translation.override(language):
            over = (appointment.place or appointment.body) if appointment else None
            said.append(f"{login.role.label} ({over.name})" if over else str(login.role.label))
    return " · ".join(said)


def _participant() -> Iterator[str]:
    """A person convened whose link is still open; no table holds the code that goes with it."""
    first = PersonalLink.objects.filter(ended_at=None).order_by("pk").select_related("person").first()
    link = link_of(first.person) if first else None
    if link:
        yield f"  {settings.PUBLIC_URL}/p/{link.token}/  مشارك(ة) · participant(e): {code_of(link.token)}"
