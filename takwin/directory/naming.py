"""The proper names of the bodies that come with a place."""

import unicodedata
from typing import NamedTuple

from takwin.directory.enums import BodyKind, Level, PlaceKind
from takwin.directory.models import Place

REGIONS_WITH_ARTICLE = {"Oriental": "l’Oriental"}


class Names(NamedTuple):
    ar: str
    fr: str


def of_french(name: str) -> str:
    """``d’Ifrane``, ``de Fès``, ``du Rif``: *de* before a name, elided before a vowel and never before an h, which
    writes a breathed consonant in names taken from Arabic."""
    first = unicodedata.normalize("NFKD", name)[:1].casefold()
    if first in "aeiou":
        return f"d’{name}"
    for article, contracted in {"Le ": "du ", "Les ": "des "}.items():
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"de {name}"


def body_names(kind: BodyKind, place: Place) -> Names:
    """What the council or the State administration of a place is called.

    A province is three bodies to a reader who must pay, vote or approve: its council (مجلس إقليم إفران), and the
    governor's administration (عمالة إقليم إفران); a prefecture's is just عمالة فاس. A wilaya administers a region.
    """
    ar, fr = place.name_ar, place.name_fr
    region_fr = REGIONS_WITH_ARTICLE.get(fr, fr)
    of_region = f"de {region_fr}" if region_fr != fr else fr
    prefecture = place.kind == PlaceKind.PREFECTURE
    match kind, place.level:
        case BodyKind.REGION, _:
            return Names(f"جهة {ar}", f"Région {of_region}")
        case BodyKind.PROVINCE, _ if prefecture:
            return Names(f"مجلس عمالة {ar}", f"Conseil préfectoral {of_french(fr)}")
        case BodyKind.PROVINCE, _:
            return Names(f"مجلس إقليم {ar}", f"Conseil provincial {of_french(fr)}")
        case BodyKind.COMMUNE, _:
            return Names(f"جماعة {ar}", f"Commune {of_french(fr)}")
        case BodyKind.BOROUGH, _:
            return Names(f"مقاطعة {ar}", f"Arrondissement {of_french(fr)}")
        case BodyKind.STATE, Level.REGION:
            return Names(f"ولاية جهة {ar}", f"Wilaya de la région {of_region}")
        case BodyKind.STATE, _ if prefecture:
            return Names(f"عمالة {ar}", f"Préfecture {of_french(fr)}")
        case BodyKind.STATE, _:
            return Names(f"عمالة إقليم {ar}", f"Province {of_french(fr)}")
    raise ValueError(f"a {kind} is not named after its place")


KINDS_BY_LEVEL = {
    Level.REGION: (BodyKind.REGION, BodyKind.STATE),
    Level.PROVINCE: (BodyKind.PROVINCE, BodyKind.STATE),
    Level.COMMUNE: (BodyKind.COMMUNE,),
    Level.BOROUGH: (BodyKind.BOROUGH,),
}
