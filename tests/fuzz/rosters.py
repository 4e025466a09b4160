"""Mean lists: strategies over layouts, cells and encodings, with what a good reader must find in them."""

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from takwin.directory.enums import Level
from takwin.directory.gazetteer import Spot, gazetteer
from takwin.documents.sheets import letter_of
from takwin.documents.tables.books import Book, Grid
from takwin.documents.tables.shapes import Shape
from tests.fuzz import people
from tests.fuzz.layouts import HEADINGS, TITLES, Form, Layout
from tests.fuzz.people import Someone


@dataclass(frozen=True)
class Expected:
    """What a row says of a person; blank where it says nothing."""

    sheet: str
    cell: str
    arabic: str = ""
    latin: str = ""
    sex: str = ""
    cin: str = ""
    phone: str = ""
    birth: str = ""
    place: str = ""
    office: str = ""


@dataclass
class Page:
    """A sheet being written: cells by row, merged ranges."""

    title: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)

    def add(self, cells: list[Any]) -> int:
        self.rows.append(cells)
        return len(self.rows)

    def line(self, text: str, width: int, merged: bool = True) -> None:
        row = self.add([text])
        if merged and width > 1:
            self.merged.append((row, 1, row, width))


class Office:
    """Writes one file as an office would."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.rng = layout, random.Random(layout.seed)
        places = gazetteer()
        province = self.rng.choice(sorted(s.code for s in places.by_code.values() if s.level == Level.PROVINCE))
        self.province = places.by_code[province]
        communes = sorted((s for s in places.members[province] if s.level == Level.COMMUNE), key=lambda s: s.code)
        self.communes = self.rng.sample(communes, min(len(communes), self.rng.randint(2, 4)))
        self.french = layout.header == "fr" or (layout.header in {"none", "numbered"} and self.rng.random() < 0.5)
        self.expected: list[Expected] = []
        self.pages: list[Page] = []
        self.columns = self._columns()

    def _columns(self) -> list[str]:
        layout = self.layout
        named = {
            "ar": ["name_ar"], "fr": ["name_fr"], "both": ["name_ar", "name_fr"], "one_cell": ["name_ar"], "split_ar": ["family_ar", "given_ar"],
            "split_fr": ["family_fr", "given_fr"], "titled": ["name_ar"], "with_office": ["name_ar"],
        }[layout.names]  # fmt: skip
        if layout.names.startswith("split") and self.rng.random() < 0.4:
            named = named[::-1]
        extras = sorted(layout.extras - ({"office"} if layout.names == "with_office" else set()))
        if layout.header == "none":  # content alone must tell: no columns that say nothing
            extras = [e for e in extras if e not in {"signature", "salary", "notes"}]
            extras += [e for e in ("cin", "phone") if e not in extras]
        self.rng.shuffle(extras)
        at = self.rng.randint(0, len(extras))
        columns = [e for e in extras[:at] if e != "index"] + named + [e for e in extras[at:] if e != "index"]
        if layout.form in {"column", "blank", "merged", "two_tables"}:
            columns.insert(0 if layout.form != "column" else self.rng.choice([0, len(columns)]), "place")
        return (["index"] if "index" in extras else []) + columns

    # ---- what is written

    def write(self) -> tuple[bytes | Book, str, list[Expected]]:
        form = self.layout.form
        if form == "sheets" and self.layout.file != "csv":
            for commune in self.communes:
                page = self._page(self._name(commune)[:31])
                self._heading_lines(page, commune)
                self._header(page)
                self._rows(page, commune, range(self.rng.randint(2, 6)))
                self._close(page)
        elif form in {"side", "wide"}:
            page = self._page("Feuil1")
            self._heading_lines(page, self.communes[0])
            self._side_by_side(page)
            self._close(page)
        else:
            self._one_sheet(form)
        name = f"{self.rng.choice(['liste', 'لائحة', 'elus'])} {self.province.name_fr if self.french else self.province.name_ar}"
        return self._saved(name)

    def _one_sheet(self, form: Form) -> None:
        council = form == "council"
        page = self._page("Conseil" if council else self.rng.choice(["Feuil1", "ورقة1", "Liste"]))
        self._heading_lines(page, self.province if council else None)
        blocks = form.startswith("blocks") or (form == "sheets")
        if not blocks or form == "blocks":
            self._header(page)
        for number, commune in enumerate([self.province] if council else self.communes):
            if blocks:
                page.line(f"{self._word(commune)} {self._name(commune)}", len(self.columns), self.rng.random() < 0.7)
                if form != "blocks":
                    self._header(page)
            elif form == "two_tables" and number:
                page.add([])
                self._header(page)
            elif number and self.layout.repeated_header and self.layout.header not in {"none", "numbered"}:
                self._header(page)
            self._rows(page, commune, range(self.rng.randint(2, 6)))
            if self.layout.totals:
                count = self.rng.randint(2, 30)
                page.add(
                    self.rng.choice(
                        [
                            ["المجموع", count],
                            ["", "المجموع الفرعي", count],
                            ["Total", count],
                            ["", "Sous-total", f"{count} membres"],
                        ]
                    )
                )
            if self.layout.blank_rows:
                page.add([])
        self._close(page)

    def _page(self, title: str) -> Page:
        page = Page("" if self.layout.file == "csv" else title)
        self.pages.append(page)
        return page

    def _name(self, spot: Spot) -> str:
        return spot.name_fr if self.french else spot.name_ar

    def _word(self, spot: Spot) -> str:
        return self.rng.choice(["Commune de", "Commune", "C.T."] if self.french else ["جماعة", "الجماعة :", "جماعة"])

    def _heading_lines(self, page: Page, about: Spot | None) -> None:
        width = max(len(self.columns), 2)
        if self.layout.titles or self.layout.form == "council" or about:
            page.line("ROYAUME DU MAROC" if self.french else "المملكة المغربية", width)
            page.line(
                f"Province de {self.province.name_fr}" if self.french else f"إقليم {self.province.name_ar}", width
            )
        if about and about.level == Level.PROVINCE:
            page.line("Conseil provincial" if self.french else "المجلس الإقليمي", width)
        elif about:
            page.line(f"{'Commune de' if self.french else 'جماعة'} {self._name(about)}", width)
        if self.layout.titles:
            page.line("Liste nominative des élus et du personnel" if self.french else "لائحة الأعضاء والموظفين", width)
            page.add([])

    def _header(self, page: Page, columns: list[str] | None = None) -> None:
        columns = columns or self.columns
        kind = self.layout.header
        if kind == "none":
            return
        if kind in {"both", "two_rows"}:
            arabic, french = [HEADINGS[c][0] for c in columns], [HEADINGS[c][1] for c in columns]
            if kind == "both":
                page.add([f"{a}\n{f}" for a, f in zip(arabic, french, strict=True)])
            else:
                page.add(arabic)
                page.add(french)
            return
        page.add([people.dirty(self.rng, HEADINGS[c][self.french]) for c in columns])
        if kind == "numbered" and len(columns) > 2:
            page.add([str(i) for i in range(1, len(columns) + 1)])

    def _rows(self, page: Page, place: Spot, numbers: range) -> None:
        first = len(page.rows) + 1
        swap = self.layout.swapped and self.rng.random() < 0.5
        for number in numbers:
            who = people.someone(self.rng)
            cells, expected = self._cells(who, place, number, swap)
            row = page.add(cells)
            self.expected.append(expected(page.title, row, 0))
            if self.layout.blank_rows and self.rng.random() < 0.1:
                page.add([])
        if self.layout.form == "merged" and numbers and self.layout.file != "csv":
            column = self.columns.index("place") + 1
            page.merged.append((first, column, len(page.rows), column))

    def _cells(self, who: Someone, place: Spot, number: int, swap: bool) -> tuple[list[Any], Callable[..., Expected]]:
        rng, layout = self.rng, self.layout
        values: dict[str, Any] = {
            "index": number + 1,
            "notes": rng.choice(["", "ملحق", "à vérifier"]),
            "signature": "",
            "salary": rng.choice([6500, 7200.5]),
            "party": "حزب ب",
        }
        facts: dict[str, str] = {}
        known: dict[str, Callable[[], tuple[Any, str]]] = {
            "cin": lambda: (people.card(rng, who.cin), who.cin),
            "phone": lambda: (people.phone(rng, who.phone), f"+212{who.phone}"),
            "birth": lambda: people.birth(rng, who.born),
            "sex": lambda: (rng.choice({"m": ["M", "H", "ذ", "ذكر"], "f": ["F", "F", "أ", "أنثى"]}[who.sex]), who.sex),
        }
        asked = [name for name in known if name in self.columns]
        # A name alone among rows that all say more reads as a line of text, to people too: something is always said.
        for name in [name for name in asked if rng.random() < 0.88] or asked[:1]:
            values[name], facts[name] = known[name]()
        if "email" in self.columns and rng.random() < 0.5:
            values["email"] = f"{who.given_fr.split()[0].lower()}@example.ma"
        said = people.office(rng, who, self.french)
        if "office" in self.columns:
            values["office"], facts["office"] = people.dirty(rng, said), who.office
        if "place" in self.columns and (layout.form == "column" or number == 0):
            name = self._name(place)
            values["place"] = people.dirty(
                rng, rng.choice([name, name, f"{self._word(place)} {name}".replace(" :", ""), name.upper()])
            )
        facts |= self._named(who, values, said)
        columns = list(self.columns)
        if swap and {"cin", "phone"} <= set(columns) and {"cin", "phone"} <= values.keys():
            values["cin"], values["phone"] = values["phone"], values["cin"]
        values = self._as_saved(values)
        anchor = min(columns.index(c) for c in columns if c.partition("_")[0] in {"name", "family", "given"})

        def expected(sheet: str, row: int, shift: int) -> Expected:
            return Expected(sheet, f"{letter_of(anchor + 1 + shift)}{row}", place=place.code, **facts)

        return [values.get(c, "") for c in columns], expected

    def _as_saved(self, values: dict[str, Any]) -> dict[str, Any]:
        """A text file keeps a day as it was shown."""
        if self.layout.file != "csv":
            return values
        return {k: f"{v:%d/%m/%Y}" if isinstance(v, dt.datetime) else v for k, v in values.items()}

    def _named(self, who: Someone, values: dict[str, Any], said: str) -> dict[str, str]:
        rng, names = self.rng, self.layout.names
        arabic, latin = f"{who.given_ar} {who.family_ar}", f"{who.given_fr} {who.family_fr}"
        if rng.random() < 0.3:
            latin = latin.upper()
        if names.startswith("split"):
            script = names[-2:]
            for part in ("given", "family"):
                values[f"{part}_{script}"] = people.dirty(rng, getattr(who, f"{part}_{script}"))
            return {"arabic": arabic} if script == "ar" else {"latin": latin}
        if names in {"both", "fr"}:
            values["name_fr"] = people.dirty(rng, latin)
        values["name_ar"] = people.dirty(rng, arabic)
        if names == "one_cell":
            values["name_ar"] = rng.choice(
                [f"{arabic} {latin}", f"{latin} {arabic}", f"{arabic}\n{latin}", f"{arabic} / {latin}"]
            )
            return {"arabic": arabic, "latin": latin}
        if names == "titled":
            values["name_ar"] = TITLES[who.sex][0] + arabic
            return {"arabic": arabic, "sex": who.sex}
        if names == "with_office":
            separator = rng.choice([" - ", "، ", " : ", " ", "\n"])
            values["name_ar"] = TITLES[who.sex][self.french] + (latin if self.french else arabic) + separator + said
            return {
                "latin" if self.french else "arabic": latin if self.french else arabic,
                "sex": who.sex,
                "office": who.office,
            }
        return {"both": {"arabic": arabic, "latin": latin}, "fr": {"latin": latin}, "ar": {"arabic": arabic}}[names]

    def _side_by_side(self, page: Page) -> None:
        """Two persons in one row, under the same headings twice."""
        gap = [""] * self.rng.randint(0, 1)
        before = len(page.rows)
        self._header(page)
        for line in page.rows[before:]:
            line += gap + list(line)
        shift = len(self.columns) + len(gap)
        for number in range(self.rng.randint(3, 6)):
            left, one = self._cells(people.someone(self.rng), self.communes[0], number, False)
            right, other = self._cells(people.someone(self.rng), self.communes[0], number + 20, False)
            row = page.add(left + gap + right)
            self.expected += [one(page.title, row, 0), other(page.title, row, shift)]

    def _close(self, page: Page) -> None:
        if not self.layout.footer:
            return
        page.add([])
        for text in self.rng.sample(
            [
                "إمضاء رئيس المجلس",
                "عن العامل وبأمر منه",
                "ملحوظة: تبعث هذه اللائحة قبل متم الشهر",
                "Fait à ........ le ........",
                "P/ Le Gouverneur",
                "NB : liste provisoire",
                "Le Président (cachet et signature)",
            ],
            2,
        ):
            page.add([""] * self.rng.randint(0, 3) + [text])

    # ---- how it is saved

    def _saved(self, name: str) -> tuple[bytes | Book, str, list[Expected]]:
        if self.layout.file == "csv":
            out = io.StringIO(newline="")
            csv.writer(out, delimiter=self.layout.delimiter).writerows(self._flat(self.pages[0].rows))
            try:
                data = out.getvalue().encode(self.layout.encoding)
            except UnicodeEncodeError:  # Arabic Windows has no Arabic digits: nobody could have saved this so
                data = out.getvalue().encode("utf-8")
            return data, f"{name}.csv", self._moved_lines()
        if self.layout.file == "xlsx":
            return self._xlsx(), f"{name}.xlsx", self.expected
        grids = []
        for page in self.pages:
            values = [[None if v == "" else v for v in row] for row in page.rows]
            grids.append(Grid(page.title, values, list(range(1, len(values) + 1)), Shape(merged=page.merged)))
        return Book(f"{name}.xlsx", "xlsx", tuple(grids)), f"{name}.xlsx", self.expected

    @staticmethod
    def _flat(rows: list[list[Any]]) -> list[list[Any]]:
        width = max(map(len, rows))
        return [row + [""] * (width - len(row)) for row in rows]

    def _moved_lines(self) -> list[Expected]:
        """In a text file a cell with a line break makes its row, and those below, start on a later line."""
        starts, line = {}, 1
        for number, row in enumerate(self.pages[0].rows, 1):
            starts[number] = line
            line += 1 + max((0, sum(str(v).count("\n") for v in row)))
        moved = []
        for one in self.expected:
            letter = one.cell.rstrip("0123456789")
            moved.append(Expected(**{**one.__dict__, "cell": f"{letter}{starts[int(one.cell[len(letter) :])]}"}))
        return moved

    def _xlsx(self) -> bytes:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for page in self.pages:
                sheet = book.add_worksheet(page.title)
                for top, left, bottom, right in page.merged:
                    if (top, left) != (bottom, right):
                        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
                for r, row in enumerate(page.rows):
                    for c, value in enumerate(row):
                        if isinstance(value, dt.datetime):
                            sheet.write_datetime(r, c, value, day)
                        elif value != "":
                            (sheet.write_number if isinstance(value, int | float) else sheet.write_string)(r, c, value)
            stale = book.add_worksheet("قديم")
            stale.write_row(0, 0, ["الاسم الكامل", "رقم ب.ت.و"])
            stale.write_row(1, 0, ["محمد القديم", "ZZ1111"])
            stale.hide()
        return out.getvalue()
