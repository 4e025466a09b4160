"""Load the official map with the bodies that come with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.management.color import no_style
from django.db import connection, transaction

from takwin.accounts.models import User
from takwin.directory.enums import COLLECTIVITIES, Level
from takwin.directory.models import Body, Place, PlaceAlias, PlaceCode
from takwin.directory.naming import KINDS_BY_LEVEL, body_names
from takwin.directory.queries import next_place_id
from takwin.directory.source import CENSUS_2014, CENSUS_2024, KEYS, KINGDOM, PlaceRow, Source, check
from takwin.journal.actions import record

CENSUSES = {CENSUS_2014: "HCP, RGPH 2014", CENSUS_2024: "HCP, RGPH 2024"}
LOADED = [
    "level", "kind", "code", "name_ar", "name_fr", "official_ar", "official_fr", "iso", "population", "households",
    "region_id", "province_id", "cercle_id", "commune_id", "sort_ar", "sort_fr", "search_text",
]  # fmt: skip
BORN_WITH_PLACES = {kind for kinds in KINDS_BY_LEVEL.values() for kind in kinds}
BATCH = 300


@dataclass
class Loaded:
    """What a load changed: how many of each kind of thing, and each difference with what was there before."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


@transaction.atomic
def load_places(source: Source, *, by: User | None) -> Loaded:
    """Bring the map to what ``source`` says, with one body per collectivity and per State administration.

    A place is known by its present code, else by the one it had before; nothing is ever removed, since bodies,
    persons and papers hang on places. A wrong map is refused as a whole. Run again it changes nothing.
    """
    check(source.rows)
    done = Loaded()
    known = {place.code: place for place in Place.objects.select_for_update(of=("self",))}
    places = _identified(source.rows, known)
    aliases = _aliases(source, places)
    _write_places(source, places, aliases, done)
    _write_aliases(aliases, done)
    _write_codes(source.rows, places, done)
    _write_bodies(source.short_codes, places.values(), done)
    done.differences += [f"? {code} {place.name_ar}" for code, place in known.items() if place.code not in places]
    if done.counts:
        record("places.loaded", places[KINGDOM], by=by, **done.counts)
    return done


def _identified(rows: list[PlaceRow], known: dict[str, Place]) -> dict[str, Place]:
    """The place of each code. New ones are numbered here: a place is its own key at its own level, so its number
    must be known before it is written."""
    places = {row.code: known.get(row.code) or known.get(row.old_code or "") or Place() for row in rows}
    new = next_place_id()
    for place in places.values():
        if place._state.adding:
            place.pk, new = new, new + 1
    return places


def _aliases(source: Source, places: dict[str, Place]) -> dict[str, set[str]]:
    """Other names of each place: the product's, those of the census before, and what administrators added."""
    stored: dict[int, set[str]] = {place.pk: set() for place in places.values()}
    for place_id, name in PlaceAlias.objects.filter(place_id__in=stored).values_list("place_id", "name"):
        stored[place_id].add(name)
    aliases = {}
    for row in source.rows:
        display = source.displays.get(row.code)
        mine = {*row.old_names, *(display.aliases if display else [])} - {row.name_ar, row.name_fr}
        aliases[row.code] = stored[places[row.code].pk] | mine
    return aliases


def _write_places(source: Source, places: dict[str, Place], aliases: dict[str, set[str]], done: Loaded) -> None:
    changed = []
    for row in source.rows:
        place = places[row.code]
        before = None if place._state.adding else _facts(place)
        _fill(place, row, source, places)
        place.index([row.name_ar, row.name_fr, *sorted(aliases[row.code])])
        if (after := _facts(place)) != before:
            changed.append(place)
            done.counts["places_added" if before is None else "places_changed"] += 1
            if before is not None:
                done.differences.append(f"~ {row.code} {_difference(before, after)}")
    columns = [name.removesuffix("_id") for name in LOADED]
    Place.objects.bulk_create(changed, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=columns)
    with connection.cursor() as cursor:  # the numbers were given here: the database's own count must follow
        for statement in connection.ops.sequence_reset_sql(no_style(), [Place]):
            cursor.execute(statement)


def _facts(place: Place) -> dict[str, object]:
    return {name: getattr(place, name) for name in LOADED}


def _difference(before: dict[str, object], after: dict[str, object]) -> str:
    told = [
        name for name in LOADED if before[name] != after[name] and name not in ("sort_ar", "sort_fr", "search_text")
    ]
    return ", ".join(f"{name}: {before[name]} → {after[name]}" for name in told) or "search_text"


def _fill(place: Place, row: PlaceRow, source: Source, places: dict[str, Place]) -> None:
    place.level, place.kind, place.code = row.level, row.kind, row.code
    place.population, place.households = row.population, row.households
    place.official_ar, place.official_fr = row.name_ar, row.name_fr
    place.iso = source.isos.get(row.code, "")
    if not place.is_renamed:
        shown = source.displays.get(row.code, row)
        place.name_ar, place.name_fr = shown.name_ar, shown.name_fr
    for key in KEYS:
        code = getattr(row, key)
        setattr(place, f"{key}_id", places[code].pk if code else None)


def _write_aliases(aliases: dict[str, set[str]], done: Loaded) -> None:
    places = {place.code: place.pk for place in Place.objects.only("code")}
    stored = set(PlaceAlias.objects.values_list("place_id", "name"))
    new = [
        PlaceAlias(place_id=places[code], name=name)
        for code, names in aliases.items()
        for name in sorted(names)
        if (places[code], name) not in stored
    ]
    PlaceAlias.objects.bulk_create(new, BATCH)
    done.counts += Counter(aliases_added=len(new))


def _write_codes(rows: list[PlaceRow], places: dict[str, Place], done: Loaded) -> None:
    """The code of each place from the census that gave it, and the one it had at the census before."""
    stored = set(PlaceCode.objects.values_list("code", "starts_on"))
    wanted = []
    for row in rows:
        place = places[row.code]
        wanted.append(PlaceCode(place=place, code=row.code, source=CENSUSES[row.since], starts_on=row.since))
        if row.old_code:
            old = PlaceCode(place=place, code=row.old_code, source=CENSUSES[CENSUS_2014], starts_on=CENSUS_2014)
            old.ends_on = row.since
            wanted.append(old)
    new = [code for code in wanted if (code.code, code.starts_on) not in stored]
    PlaceCode.objects.bulk_create(new, BATCH)
    done.counts += Counter(codes_added=len(new))


def _write_bodies(short_codes: dict[str, str], places: Iterable[Place], done: Loaded) -> None:
    """Add the bodies that are missing; of those there, follow the place's names unless an officer corrected them."""
    known = {(body.kind, body.place_id): body for body in Body.objects.filter(kind__in=BORN_WITH_PLACES)}
    new: list[Body] = []
    changed: list[Body] = []
    for place in places:
        for kind in KINDS_BY_LEVEL.get(Level(place.level), ()):
            body = known.get((kind, place.pk)) or Body(kind=kind, place=place)
            before = (body.name_ar, body.name_fr, body.search_text)
            if not body.is_renamed:
                body.name_ar, body.name_fr = body_names(kind, place)
            body.place = place
            body.index()
            if body._state.adding:
                # of the two bodies of a province, the code is that of its council
                body.short_code = short_codes.get(place.code, "") if kind in COLLECTIVITIES else ""
                new.append(body)
            elif before != (body.name_ar, body.name_fr, body.search_text):
                changed.append(body)
    Body.objects.bulk_create(new, BATCH)
    Body.objects.bulk_update(changed, ["name_ar", "name_fr", "sort_ar", "sort_fr", "search_text"], BATCH)
    done.counts += Counter(bodies_added=len(new), bodies_changed=len(changed))
