"""Which place a row speaks of: its own cell, else the line above it, the title, the sheet, the file."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from takwin.core.text import folded
from takwin.directory.enums import Level
from takwin.directory.gazetteer import Gazetteer, Meant, Spot, gazetteer, said_in
from takwin.documents.tables import Context, FoundTable

OF_PROVINCE = re.compile(
    r"مجلس (ال)?(اقليم|عماله)|المجلس الاقليمي|مجلس اقليمي|conseil (provincial|prefectoral|de (la )?(province|prefecture))|\bcp\b"
)
OF_REGION = re.compile(r"مجلس (ال)?جهه|المجلس الجهوي|مجلس جهوي|conseil (regional|de (la )?region)")
COUNCIL = re.compile(r"مجلس|conseil", re.IGNORECASE)
SAYS_PROVINCE = re.compile(r"اقليم|عماله|province|prefecture|provincial|prefectoral")
AFTER_WORD = re.compile(
    r"(?:^|[\s:،,(\-–])(?:(?:[بل]?(?:ال)?|لل)(?:جماعة|بلدية|مقاطعة)|(?:ال)?مجلس (?:ال)?(?:جماعي|بلدي)|commune|conseil (?:communal|municipal)"
    r"|c\.?\s?[trm]\.?|municipalité|municipalite|arrondissement)\s*(?:rurale|urbaine|territoriale|القروية|الحضرية|الترابية)?\s*:?\s*"
    r"(?:de la\s+|de\s+|d['’]\s*|du\s+|ل\s?:\s*|ل\s+)?(.+)$",
    re.IGNORECASE,
)
PIECES = re.compile(r"\s[-–—]\s|[:|/()،,]|\s{2,}")


class Where:
    """The places of one file, read once per table."""

    def __init__(self, file: str, tables: Sequence[FoundTable], place: str | None) -> None:
        self.map: Gazetteer = gazetteer()
        self.asked = self.map.by_code.get(place or "")
        self.of_file = self._provinces_named(file, keyword=False)
        known = Counter(code for table in tables for code in self._said_by(table))
        self.usual = tuple(code for code, _times in known.most_common(1))
        over = {line for table in tables for row in table.rows for line in row.context.lines}
        self.in_blocks = any(self.map.names_one(line) and not self.map.provinces_in(line) for line in over)
        self.context = lru_cache(maxsize=5_000)(self._context)
        self.of_column = lru_cache(maxsize=1_000)(lambda text: self._provinces_named(text, keyword=False))

    def provinces_of(self, table: FoundTable) -> tuple[str, ...]:
        """The province a list is about: its title, its sheet, most of its communes, what was asked, the file's name."""
        return self._said_by(table) or self._most(table) or self._asked() or self.of_file or self.usual

    def provinces_in(self, text: str) -> tuple[str, ...]:
        """The province that the column of provinces of a row names."""
        return self.of_column(text) if text else ()

    def of_row(self, text: str, context: Context, provinces: tuple[str, ...]) -> tuple[Spot | None, str, str]:
        """The place, what is to be said of it (a code of messages), and the text it was read from."""
        if text:
            return self._of_text(text, context, provinces)
        if spot := self.context(context, provinces):
            return spot, "", ""
        if self.asked and self.asked.level in {Level.COMMUNE, Level.BOROUGH}:
            return self.asked, "", ""
        return None, "place_unsaid", ""

    def _of_text(self, text: str, context: Context, provinces: tuple[str, ...]) -> tuple[Spot | None, str, str]:
        if council := self._council(text, provinces):
            return council, "", text
        meant = self._meant(text, provinces)
        if meant.spot is None and (match := AFTER_WORD.search(text)):
            meant = self._meant(match[1], provinces)
        if meant.spot is None:
            for piece in PIECES.split(text):
                found = self._meant(piece, provinces) if len(piece.strip()) > 2 else meant
                if found.spot:
                    meant = found
                    break
        said = {"exact": "", "spelling": "place_understood", "close": "place_close", "elsewhere": "place_elsewhere"}
        why = said.get(meant.how, "place_several" if meant.how == "several" else "place_unknown")
        return meant.spot, why, text

    def names(self, text: str, provinces: tuple[str, ...]) -> bool:
        """Whether the whole text is the name of a place or of its council, and not one that only holds such a name."""
        match = AFTER_WORD.match(text.strip())
        said = [text, match[1]] if match else [text]
        return bool(self._council(text, provinces)) or any(self._meant(part, provinces).spot for part in said)

    def of_office(self, text: str, provinces: tuple[str, ...]) -> tuple[Spot | None, str, str] | None:
        """The commune an office names (*رئيس جماعة أزرو*)."""
        match = AFTER_WORD.search(text)
        spot = self._inside(match[1], provinces) if match else None
        return (spot, "", text) if spot else None

    def _meant(self, text: str, provinces: tuple[str, ...]) -> Meant:
        return self.map.resolve(text.strip(), provinces)

    def _context(self, context: Context, provinces: tuple[str, ...]) -> Spot | None:
        """What stands over this list and not over its neighbour; the latest line that names a place; the titles; the sheet."""
        for heading in context.group:
            if spot := self._named(heading, provinces, keyword=not self.map.names_one(heading)):
                return spot
        for line in reversed(context.lines):
            if spot := self._named(line, provinces):
                return spot
        for line in reversed(context.titles):
            if spot := self._named(line, provinces, keyword=True):
                return spot
        name = re.sub(r"^[\d\s.\-_]+", "", context.sheet)
        return (self._named(name, provinces) if name else None) or self._bare_title(context, provinces)

    def _bare_title(self, context: Context, provinces: tuple[str, ...]) -> Spot | None:
        """The title that is the name of a commune and nothing else; one that bears the name of its province is meant where
        other communes stand so over the rows below."""
        for title in reversed(context.titles):
            meant = self._meant(title, provinces)
            sure = meant.how in {"exact", "spelling"} and (self.in_blocks or not self.map.provinces_in(title))
            if sure and meant.spot and meant.spot.level in {Level.COMMUNE, Level.BOROUGH}:
                return meant.spot
        return None

    def _named(self, line: str, provinces: tuple[str, ...], keyword: bool = False) -> Spot | None:
        """The council or commune a line names; in a title the word *commune* must come before the name."""
        if council := self._council(line, provinces):
            return council
        if match := AFTER_WORD.search(line):
            for said in (match[1], _detached(match[1])):
                if spot := self._inside(said, provinces):
                    return spot
        if keyword:
            return self._inside(line, provinces) if said_in(line).level in {Level.COMMUNE, Level.BOROUGH} else None
        pieces = [line, *PIECES.split(line)]
        return next(
            (spot for piece in pieces if len(piece.strip()) > 2 and (spot := self._inside(piece, provinces))), None
        )

    def _inside(self, text: str, provinces: tuple[str, ...]) -> Spot | None:
        """A commune of the province; one elsewhere only when nothing says which province it is about."""
        pieces = [text, *PIECES.split(text)]
        for piece in pieces:
            meant = self.map.resolve(piece.strip(), provinces)
            sure = meant.how in {"exact", "spelling"} or (meant.how == "close" and len(piece) < 40)
            if sure and meant.spot and meant.spot.level in {Level.COMMUNE, Level.BOROUGH}:
                return meant.spot
        return None

    def _council(self, text: str, provinces: tuple[str, ...]) -> Spot | None:
        said = folded(text)
        if OF_REGION.search(said):
            if named := self.map.regions_in(text):
                return named[0]
            regions = {code[:2] for code in provinces} or ({self.asked.code[:2]} if self.asked else set())
            return self.map.by_code.get(next(iter(regions), ""))
        if OF_PROVINCE.search(said):
            named = self.map.provinces_in(text)
            return named[0] if named else self.map.by_code.get(next(iter(provinces), ""))
        if COUNCIL.search(said) and len(text) < 40 and said_in(text).level in {None, Level.PROVINCE}:
            named = [] if AFTER_WORD.search(text) else self.map.provinces_in(text)  # a commune bears its name too
            return named[0] if named else None
        return None

    def _said_by(self, table: FoundTable) -> tuple[str, ...]:
        for line in table.titles:
            if found := self._provinces_named(line, keyword=True):
                return found
        said = folded(table.sheet)
        if COUNCIL.search(said) or SAYS_PROVINCE.search(said):
            return self._provinces_named(table.sheet, keyword=False)
        return ()

    def _provinces_named(self, text: str, keyword: bool) -> tuple[str, ...]:
        if keyword and not SAYS_PROVINCE.search(folded(text)):
            return ()
        return tuple(spot.code for spot in self.map.provinces_in(text)[:1])

    def _most(self, table: FoundTable) -> tuple[str, ...]:
        """The province where most of the places written in a list lie."""
        texts = {text for row in table.rows if (text := row.text("place"))}
        texts |= {line for row in table.rows for line in row.context.lines} | {table.sheet}
        votes: dict[str, float] = defaultdict(float)
        for text in texts:
            provinces = {s.province for s in self._spots(text) if s.province}
            for province in provinces:
                votes[province] += 1 / len(provinces)
        if not votes:
            return ()
        (first, count), *others = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
        clear = not others or count >= 1.5 * others[0][1]
        return (first,) if clear and (count >= 2 or not (self.asked or self.of_file)) else ()

    def _spots(self, text: str) -> Iterable[Spot]:
        spots = self.map.by_glue.get(said_in(text).glued, ())
        return [spot for spot in spots if spot.level in {Level.COMMUNE, Level.BOROUGH}]

    def _asked(self) -> tuple[str, ...]:
        if self.asked is None:
            return ()
        if self.asked.level == Level.REGION:
            inside = sorted(
                spot.code
                for spot in self.map.by_code.values()
                if spot.level == Level.PROVINCE and spot.region == self.asked.code
            )
            return tuple(code for code in self.of_file if code in inside) or tuple(inside)
        return (self.asked.province,) if self.asked.province else ()


def _detached(text: str) -> str:
    """A name without the preposition joined to it: ``لتافراوت``, ``للعيون``."""
    return f"ال{text[2:]}" if text.startswith("لل") else text.removeprefix("ل")
