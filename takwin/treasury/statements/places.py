"""The names of the Kingdom's places, without which a label's commune cannot be told from one of another region.

Taken from the product's own table, or from the official map it is loaded from when nothing was loaded yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import OperationalError, connection

from takwin.directory import source
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.treasury.statements.names import glued, kept, words

LEVELS = (Level.REGION, Level.PROVINCE, Level.COMMUNE)


@dataclass(frozen=True, slots=True)
class Named:
    """A place: its code, its level, the codes of its province and region, and the names it answers to."""

    code: str
    level: str
    province: str
    region: str
    names: tuple[str, ...]


@dataclass
class Gazetteer:
    """Places by code, and by the sound of each of their names."""

    by_code: dict[str, Named] = field(default_factory=dict)
    by_sound: dict[str, list[Named]] = field(default_factory=dict)

    def add(self, place: Named) -> None:
        self.by_code[place.code] = place
        for name in place.names:
            sounds = {kept(tuple(words(name))), glued(words(name))}
            for sound in sounds:
                if place not in (known := self.by_sound.setdefault(sound, [])):
                    known.append(place)

    def called(self, name: str, level: str | None = None) -> list[Named]:
        """The places whose name sounds so."""
        parts = tuple(words(name))
        found = {place.code: place for sound in (glued(parts), kept(parts)) for place in self.by_sound.get(sound, [])}
        return [place for place in found.values() if level is None or place.level == level]


def gazetteer() -> Gazetteer:
    """Every region, province and commune."""
    found = Gazetteer()
    for place in _loaded() or official():
        found.add(place)
    return found


def _loaded() -> list[Named]:
    """Those of the product's table; none when there is no database yet, or nothing was loaded into it."""
    try:
        if not _has_file() or Place._meta.db_table not in connection.introspection.table_names():
            return []
    except OperationalError:
        return []
    rows = Place.objects.filter(level__in=LEVELS).select_related("province", "region").prefetch_related("aliases")
    return [
        Named(
            row.code,
            row.level,
            row.province.code if row.province else "",
            row.region.code if row.region else "",
            _distinct(
                [row.name_ar, row.name_fr, row.official_ar, row.official_fr, *(a.name for a in row.aliases.all())]
            ),
        )
        for row in rows
    ]


def _has_file() -> bool:
    """Whether there is a database to open: looking into a missing SQLite file would make an empty one."""
    name = str(connection.settings_dict["NAME"])
    return connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name or Path(name).exists()


def official() -> list[Named]:
    """The same of the official map, whatever is loaded."""
    rows, displays = source.read_names()
    return [
        Named(row.code, row.level, row.province or "", row.region or "", _names(row, displays.get(row.code)))
        for row in rows
        if row.level in LEVELS
    ]


def _names(row: source.PlaceRow, shown: source.Display | None) -> tuple[str, ...]:
    more = [shown.name_ar, shown.name_fr, *shown.aliases] if shown else []
    return _distinct([row.name_ar, row.name_fr, *row.old_names, *more])


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
