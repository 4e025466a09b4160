"""Places, bodies, rooms and sittings for tests: small trees of invented codes under plausible names."""

import datetime as dt
from itertools import count
from typing import Any

from takwin.directory.enums import BodyKind, Level, PlaceKind
from takwin.directory.models import Body, Holiday, Place, Room, Sitting
from takwin.directory.queries import next_place_id

REGIONS = [("فاس-مكناس", "Fès-Meknès"), ("سوس-ماسة", "Souss-Massa"), ("الشرق", "Oriental")]
PROVINCES = [("إفران", "Ifrane"), ("صفرو", "Sefrou"), ("تازة", "Taza"), ("تاونات", "Taounate"), ("بولمان", "Boulemane")]
COMMUNES = [("أزرو", "Azrou"), ("تيزكيت", "Tizguite"), ("عين اللوح", "Ain Leuh"), ("تيمحضيت", "Timahdite")]
_numbers = count(1)


def _name(names: list[tuple[str, str]], n: int) -> tuple[str, str]:
    """The n-th name; from the second round on with its number, so that no two are equal."""
    ar, fr = names[n % len(names)]
    return (ar, fr) if n < len(names) else (f"{ar} {n}", f"{fr} {n}")


def _place(*, own_key: str = "", **facts: Any) -> Place:
    """Save a place whose own level is one of its keys: the key is the row itself."""
    facts = {"official_ar": facts["name_ar"], "official_fr": facts["name_fr"]} | facts
    place = Place(pk=next_place_id(), **facts)
    if own_key:
        setattr(place, own_key, place)
    place.save(force_insert=True)
    return place


def make_kingdom(**facts: Any) -> Place:
    """The root of the map; the same one when it is asked for twice."""
    if existing := Place.objects.filter(level=Level.KINGDOM).first():
        return existing
    facts = {"code": "00", "name_ar": "المملكة المغربية", "name_fr": "Royaume du Maroc"} | facts
    return _place(level=Level.KINGDOM, kind=PlaceKind.KINGDOM, **facts)


def make_region(**facts: Any) -> Place:
    n = next(_numbers)
    ar, fr = _name(REGIONS, n)
    facts = {"code": f"R{n}", "name_ar": ar, "name_fr": fr} | facts
    return _place(own_key="region", level=Level.REGION, kind=PlaceKind.REGION, **facts)


def make_province(region: Place | None = None, **facts: Any) -> Place:
    n = next(_numbers)
    region = region or make_region()
    ar, fr = _name(PROVINCES, n)
    facts = {"code": f"{region.code}.P{n}", "name_ar": ar, "name_fr": fr, "kind": PlaceKind.PROVINCE} | facts
    return _place(own_key="province", level=Level.PROVINCE, region=region, **facts)


def make_cercle(province: Place | None = None, **facts: Any) -> Place:
    n = next(_numbers)
    province = province or make_province()
    facts = {"code": f"{province.code}.C{n}", "name_ar": f"دائرة {n}", "name_fr": f"Cercle {n}"} | facts
    keys = {"region": province.region, "province": province}
    return _place(own_key="cercle", level=Level.CERCLE, kind=PlaceKind.CERCLE, **keys, **facts)


def make_commune(province: Place | None = None, **facts: Any) -> Place:
    n = next(_numbers)
    province = province or make_province()
    ar, fr = _name(COMMUNES, n)
    facts = {"code": f"{province.code}.{n}", "name_ar": ar, "name_fr": fr, "kind": PlaceKind.RURAL_COMMUNE} | facts
    return _place(own_key="commune", level=Level.COMMUNE, region=province.region, province=province, **facts)


def make_borough(commune: Place | None = None, **facts: Any) -> Place:
    n = next(_numbers)
    commune = commune or make_commune(kind=PlaceKind.MUNICIPALITY)
    facts = {"code": f"B{n}", "name_ar": f"مقاطعة {n}", "name_fr": f"Arrondissement {n}"} | facts
    keys = {"region": commune.region, "province": commune.province, "commune": commune}
    return _place(level=Level.BOROUGH, kind=PlaceKind.BOROUGH, **keys, **facts)


KIND_OF_LEVEL = {
    Level.REGION: BodyKind.REGION,
    Level.PROVINCE: BodyKind.PROVINCE,
    Level.COMMUNE: BodyKind.COMMUNE,
    Level.BOROUGH: BodyKind.BOROUGH,
}
PLACE_OF_KIND = {
    BodyKind.REGION: make_region,
    BodyKind.PROVINCE: make_province,
    BodyKind.STATE: make_province,
    BodyKind.BOROUGH: make_borough,
}


def make_body(kind: BodyKind | None = None, place: Place | None = None, **facts: Any) -> Body:
    """A body; without a kind, the council of its place; without a place, of a commune of its own."""
    if place is None:
        place = PLACE_OF_KIND[kind]() if kind in PLACE_OF_KIND else make_commune()
    kind = kind or KIND_OF_LEVEL[Level(place.level)]
    facts = {"name_ar": f"{kind.value} {place.name_ar}", "name_fr": f"{kind.value} {place.name_fr}"} | facts
    return Body.objects.create(kind=kind, place=place, **facts)


def make_committee(council: Body | None = None, **facts: Any) -> Body:
    council = council or make_body()
    facts = {"name_ar": "لجنة المالية", "name_fr": "Commission des finances"} | facts
    return make_body(BodyKind.COMMITTEE, council.place, parent=council, **facts)


def make_room(lender: Body | None = None, **facts: Any) -> Room:
    n = next(_numbers)
    lender = lender or make_body()
    facts = {"name_ar": f"قاعة {n}", "name_fr": f"Salle {n}", "seats": 40, "place": lender.place} | facts
    return Room.objects.create(lender=lender, **facts)


def make_sitting(body: Body | None = None, day: dt.date = dt.date(2026, 10, 6), **facts: Any) -> Sitting:
    return Sitting.objects.create(body=body or make_body(), day=day, **facts)


def make_holiday(day: dt.date = dt.date(2026, 11, 18), **facts: Any) -> Holiday:
    facts = {"name_ar": "عيد الاستقلال", "name_fr": "Fête de l’Indépendance", "source": "test"} | facts
    return Holiday.objects.create(day=day, **facts)
