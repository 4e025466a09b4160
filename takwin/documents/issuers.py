"""How a body appears at the head of its papers."""

from takwin.core.amounts import Language
from takwin.directory.enums import BodyKind
from takwin.directory.heads import lines_of, usual_authority
from takwin.directory.models import Body
from takwin.documents.papers.parts import Letterhead, letterhead


def letterhead_of(body: Body) -> Letterhead:
    """Kingdom, authority, services: what the body writes above its name, else its ministry over a State administration,
    the Kingdom alone over a collectivity."""
    usual_ar, usual_fr = usual_authority(body.kind)
    above_ar, above_fr = lines_of(body.authority_ar) or usual_ar, lines_of(body.authority_fr) or usual_fr
    return letterhead(
        "state" if body.kind == BodyKind.STATE else "region",
        [*above_ar, body.name_ar, *lines_of(body.services_ar)],
        [*above_fr, body.name_fr, *lines_of(body.services_fr)],
    )


def town_of(body: Body, language: Language = "ar") -> str:
    """The town written beside the date of a letter: the body's own, or the name of its seat."""
    if language == "ar":
        return body.town_ar or body.place.name_ar
    return body.town_fr or body.place.name_fr
