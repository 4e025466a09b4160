"""The letter that hands over an account: it holds the one-time link, so it is made, printed, and kept nowhere."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from takwin.accounts.models import OneTimeLink, User
from takwin.accounts.passwords import LEAST
from takwin.core import clock, formats
from takwin.core.amounts import Language
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import engine, facts, parts
from takwin.rights.enums import Permission
from takwin.rights.queries import granting

COUNCILS = {"region": BodyKind.REGION, "province": BodyKind.STATE, "commune": BodyKind.COMMUNE}


def issuer_of(officer: User) -> Body | None:
    """The institution in whose name an officer of accounts hands over a letter: that of his territory."""
    for appointment in granting(officer, Permission.ACCOUNT_OPEN):
        if appointment.body is not None:
            return appointment.body
        if appointment.place is not None:
            kind = COUNCILS.get(appointment.place.level, BodyKind.REGION)
            found = Body.objects.filter(
                kind=kind, place__level=appointment.place.level, place=appointment.place
            ).first()
            if found or appointment.place.level != "kingdom":
                return found
    return Body.objects.filter(kind=BodyKind.REGION).order_by("pk").first()


def account_letter(link: OneTimeLink, address: str, issuer: Body, *, by: User) -> bytes:
    """One page, in the language of its recipient, signed by nobody's name: the officer signs what he hands over."""
    owner, now = link.user, clock.now()
    language: Language = "fr" if owner.language == "fr" else "ar"
    with translation.override(language):
        house = settings.INSTALLATION_NAME[language]
        number = f"{link.pk}/{now.year}"
        day = formats.day(link.expires_at.astimezone(clock.CASABLANCA).date(), weekday=True, language=language)
        given = facts.access_letter(
            parts.paper(
                f"TKW-ACC-{now.year}-{link.pk:05d}",
                _("Opening of an account"),
                author=issuer.name,
                made_at=now,
                language=language,
            ),
            letterhead_of(issuer),
            parts.reference(number, town_of(issuer, language), clock.today(), language=language),
            name=owner.name,
            gender="",
            office="",
            service=_("Takwin, the training platform of %(house)s") % {"house": house},
            site=settings.PUBLIC_URL.split("//")[1],
            username=owner.username,
            link=address,
            expires=day,
            password_length=LEAST,
            signatures=[parts.signatory(_("The training officer"))],
        )
        return engine.render("access-letter", given)
