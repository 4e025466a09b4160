"""How a body appears at the head of its papers."""

from takwin.core.amounts import Language
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.papers.parts import Letterhead, letterhead

KINGDOM = ("المملكة المغربية", "Royaume du Maroc")
INTERIOR = ("وزارة الداخلية", "Ministère de l'Intérieur")


def letterhead_of(body: Body) -> Letterhead:
    """Kingdom, authority, services: a State administration under its ministry, a collectivity under its own name."""
    is_state = body.kind == BodyKind.STATE
    above_ar, above_fr = zip(*([KINGDOM, INTERIOR] if is_state else [KINGDOM]), strict=True)
    return letterhead(
        "state" if is_state else "region",
        [*above_ar, body.name_ar, *body.services_ar.splitlines()],
        [*above_fr, body.name_fr, *body.services_fr.splitlines()],
    )


def town_of(body: Body, language: Language = "ar") -> str:
    """The town written beside the date of a letter: the body's own, or the name of its seat."""
    if language == "ar":
        return body.town_ar or body.place.name_ar
    return body.town_fr or body.place.name_fr
