"""The workbook of agreements: who owes what for which year, and the payment orders already announced.

One sheet a province, or one for all with a column or a title for each; a column a year, or a row a year. A payer
is given its official code by its name within its province; one that stays unknown is left out and said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core.text import folded, search_terms
from takwin.directory.enums import Level
from takwin.documents.sheets import Value
from takwin.treasury.statements.cells import Grid, amount_of, digits_shown, words_of
from takwin.treasury.statements.days import day_of
from takwin.treasury.statements.entries import Order, Payer
from takwin.treasury.statements.names import glued, kept, likeness, words
from takwin.treasury.statements.places import Gazetteer, Named

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
CODE = re.compile(r"^\d{2}\.\d{3}(\.\d{2}\.\d{1,2}){0,2}\.?$")
SURE, LIKELY = 0.8, 0.6
COUNCIL = frozenset(folded(
    "conseil cons conseils provincial prefectoral provinciale prefectorale province prefecture prov pref cp "
    "المجلس مجلس الإقليمي إقليم الإقليم عمالة العمالة الاقليمي اقليم"
).split()) | {"عماله", "اقليمي"}  # fmt: skip
COMMUNAL = frozenset(folded("communal commune municipal cr cu جماعة الجماعة جماعي الجماعي بلدية بلدي").split()) | {
    "جماعه"
}
HEADINGS = (
    (
        "members",
        ("elu elus membre membres effectif nombre nb conseillers beneficiaires اعضاء عضو عدد منتخبين منتخبون منتخب"),
    ),
    ("rib", "rib compte bancaire حساب بنكي"),
    (
        "ignored",
        (
            "total cumul vote deliberation delib date n° numero observation observations reste verse paye "
            "recouvre recu telephone مجموع تاريخ مداوله مقرر ملاحظات باقي مودي محول"
        ),
    ),
    ("code", "code رمز"),
    ("province", "province prefecture provinces اقليم عماله"),
    (
        "payer",
        (
            "payeur commune communes collectivite collectivites organisme ordonnateur partenaire partie "
            "parties denomination debiteur contributeur nom conseil مساهم جماعه جماعات جماعة طرف ملزم هييه "
            "مجلس مودي اسم جهه امر بالصرف"
        ),
    ),
    ("year", "annee exercice an سنه سنة سنوات"),
    ("share", ("part montant contribution quote cotisation tranche somme du حصه مبلغ مساهمه قسط واجب")),
)
ORDER_HEADS = frozenset({"mandat", "mandats", "op", "بالادا", "ادا", "حواله"})
FIELDS = tuple((name, frozenset(search_terms(said))) for name, said in HEADINGS)


@dataclass
class AgreementsRead:
    """Payers by official code, orders announced, and the names nobody could place, as ``sheet, row: name``."""

    payers: dict[str, Payer] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Columns:
    payer: int
    years: dict[int, int]
    rib: int | None = None
    province: int | None = None
    code: int | None = None
    year: int | None = None
    share: int | None = None


def read_agreements(grids: Sequence[Grid], places: Gazetteer) -> AgreementsRead:
    """Everything a workbook says is due. Refused when no sheet holds a table of shares."""
    found = AgreementsRead()
    later: list[tuple[Grid, int, dict[str, int]]] = []
    for grid in grids:
        if orders := _orders_table(grid):
            later.append((grid, *orders))
        elif table := _table(grid):
            _read_shares(grid, *table, places, found)
    if not found.payers:
        raise ValidationError(
            _("No table of shares was found. Expected: a row of headings with the payer and the share of each year.")
        )
    for grid, at, columns in later:
        _read_orders(grid, at, columns, found)
    return found


# ── Shares ──────────────────────────────────────────────────────────────────


def _table(grid: Grid) -> tuple[int, _Columns] | None:
    for n, row in enumerate(grid.rows[:60]):
        under = grid.rows[n + 1] if n + 1 < len(grid.rows) else ()
        if columns := _columns_of(_texts(row)) or _columns_of(_stacked(row, under)):
            body = grid.rows[n + 1 :]
            if any(
                amount_of(row[c]) for row in body[:6] for c in [*columns.years.values(), columns.share] if c is not None
            ):
                return n + 1, columns
    return None


def _texts(row: Sequence[Value]) -> list[str]:
    return [digits_shown(cell) for cell in row]


def _stacked(row: Sequence[Value], under: Sequence[Value]) -> list[str]:
    """Headings on two rows, a merged one reaching over the cells on its left (``Part | 2023 | 2024``)."""
    if any(amount_of(cell) is not None and not YEAR.fullmatch(digits_shown(cell)) for cell in under):
        return []
    texts, last = [], ""
    for high, low in zip(_texts(row), _texts(under), strict=False):
        last = high or last
        texts.append(f"{last} {low}".strip() if low else high)
    return texts


def _field_of(heading: str) -> str | None:
    said = search_terms(heading)
    for name, known in FIELDS:
        if any(word in known for word in said):
            return name
    return None


def _columns_of(texts: Sequence[str]) -> _Columns | None:
    named: dict[str, int] = {}
    years: dict[int, int] = {}
    for n, text in enumerate(texts):
        if not text or len(text) > 80:
            continue
        said = YEAR.findall(text)
        name = _field_of(YEAR.sub("", text))
        if len(set(said)) == 1 and name in (None, "share", "year", "payer") and int(said[0]) not in years:
            years[int(said[0])] = n
        elif name and name != "members":
            named.setdefault(name, n)
    payer = named.get("payer", named.get("province"))
    long_form = "year" in named and "share" in named
    if payer is None or not (years or long_form):
        return None
    return _Columns(
        payer=payer, years=years, rib=named.get("rib"), code=named.get("code"),
        province=named.get("province") if named.get("province") != payer else None,
        year=named.get("year") if not years else None, share=named.get("share") if not years else None,
    )  # fmt: skip


def _read_shares(grid: Grid, start: int, columns: _Columns, places: Gazetteer, found: AgreementsRead) -> None:
    rows = list(enumerate(grid.rows[start:], start + 1))
    province = _province_said([grid.title, *_above(grid, start)], places)
    province = province or _province_of_most([words_of(row[columns.payer]) for _n, row in rows], places)
    for number, row in rows:
        name, shares = words_of(row[columns.payer]), _shares(row, columns)
        if not shares:
            said = " ".join(text for text in map(words_of, row) if text and amount_of(text) is None)
            province = (_province_said([said], places) if said else "") or province
            continue
        if not name or _is_total(name) or _is_total(words_of(row[0])):
            continue
        own = _province_said([words_of(row[columns.province])], places) if columns.province is not None else ""
        code = _code_in(row, columns, places) or code_of(name, own or province, places)
        if code is None:
            found.unknown.append(f"{grid.title}, {number}: {name}")
            continue
        _owe(found, code, name, shares, digits_shown(row[columns.rib]) if columns.rib is not None else "", places)


def _above(grid: Grid, start: int) -> list[str]:
    return [text for row in grid.rows[: start - 1] for text in map(words_of, row) if text]


def _is_total(name: str) -> bool:
    said = search_terms(name)
    return bool(said) and said[0] in {"total", "totaux", "somme", "مجموع", "cumul", "sous"}


def _shares(row: Sequence[Value], columns: _Columns) -> dict[int, Decimal]:
    if columns.years:
        told = {year: amount_of(row[n]) for year, n in columns.years.items()}
    else:
        said = YEAR.search(digits_shown(row[columns.year])) if columns.year is not None else None
        told = {int(said[1]): amount_of(row[columns.share])} if said and columns.share is not None else {}
    return {year: amount for year, amount in told.items() if amount and amount > 0}


def _code_in(row: Sequence[Value], columns: _Columns, places: Gazetteer) -> str | None:
    said = digits_shown(row[columns.code]).strip(". ") if columns.code is not None else ""
    return said if CODE.match(said) and said in places.by_code else None


def _owe(found: AgreementsRead, code: str, name: str, shares: dict[int, Decimal], rib: str, places: Gazetteer) -> None:
    place = places.by_code[code]
    payer = found.payers.get(code)
    if payer is None:
        payer = found.payers[code] = Payer(code, place.province, place.level != Level.COMMUNE, place.names, place=code)
    payer.names = tuple(dict.fromkeys([*payer.names, name]))
    payer.rib = payer.rib or re.sub(r"\D", "", rib)
    for year, amount in shares.items():
        payer.due[year] = payer.due.get(year, Decimal(0)) + amount
        payer.open[year] = payer.due[year]


# ── Whom a name means ───────────────────────────────────────────────────────


def _province_said(texts: Iterable[str], places: Gazetteer) -> str:
    """The province a title names: alone (a sheet called Taza), or after the word for it."""
    for text in texts:
        said = [word for word in search_terms(text) if not word.isdigit()]
        for size in range(min(len(said), 4), 0, -1):
            for n in range(len(said) - size + 1):
                named = places.called(" ".join(said[n : n + size]), Level.PROVINCE)
                announced = n > 0 and said[n - 1] in COUNCIL
                if named and (size == len(said) or announced or _is_last(said, n + size)):
                    return named[0].code
    return ""


def _is_last(said: Sequence[str], end: int) -> bool:
    return end == len(said)


def _province_of_most(names: Sequence[str], places: Gazetteer) -> str:
    """The one province where most of the names are communes, when nothing says it."""
    votes: Counter[str] = Counter()
    for name in names:
        votes.update({place.province for place in places.called(name, Level.COMMUNE)})
    counted = votes.most_common(2)
    second = counted[1][1] if len(counted) > 1 else 0
    return counted[0][0] if counted and counted[0][1] >= 3 and counted[0][1] > 2 * second else ""


def is_council(name: str) -> bool:
    """Whether a name is that of a provincial or prefectoral council, not of a commune."""
    said = search_terms(name)
    return any(word in COUNCIL for word in said) and not any(word in COMMUNAL for word in said)


def code_of(name: str, province: str, places: Gazetteer) -> str | None:
    """The code of a payer: within its province the likest name, elsewhere only one that is spelt so."""
    if is_council(name):
        bare = " ".join(word for word in search_terms(name) if word not in COUNCIL)
        return _best(bare, [p for p in places.by_code.values() if p.level == Level.PROVINCE], SURE) or province or None
    if province:
        inside = [p for p in places.by_code.values() if p.level == Level.COMMUNE and p.province == province]
        return _best(name, inside, LIKELY)
    named = places.called(name, Level.COMMUNE)
    return named[0].code if len(named) == 1 else None


def _best(name: str, among: Iterable[Named], least: float) -> str | None:
    """The place whose name is likest, when it is like enough and no other is as like."""
    parts = tuple(words(name))
    scored: list[tuple[float, str]] = [(max(_alike(parts, own) for own in place.names), place.code) for place in among]
    scored.sort(reverse=True)
    if not scored or scored[0][0] < least or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return scored[0][1]


def _alike(parts: tuple[str, ...], name: str) -> float:
    own = tuple(words(name))
    return max(likeness(glued(parts), glued(own)), likeness(kept(parts), kept(own)) - 0.01)


# ── Payment orders ──────────────────────────────────────────────────────────


def _orders_table(grid: Grid) -> tuple[int, dict[str, int]] | None:
    for n, row in enumerate(grid.rows[:40]):
        columns: dict[str, int] = {}
        for c, text in enumerate(_texts(row)):
            said = set(search_terms(text))
            if said & ORDER_HEADS and "number" not in columns and not said & {"montant", "مبلغ", "date", "تاريخ"}:
                columns["number"] = c
            elif said & {"date", "تاريخ"}:
                columns.setdefault("issued", c)
            elif (name := _field_of(text)) in ("payer", "year", "share"):
                columns.setdefault(name, c)
        if {"number", "payer", "share"} <= columns.keys():
            return n + 1, columns
    return None


def _read_orders(grid: Grid, start: int, columns: dict[str, int], found: AgreementsRead) -> None:
    """An order is its payer's when the name says so among those who owe, its amount deciding between homonyms."""
    for row in grid.rows[start:]:
        number = re.search(r"\d+", digits_shown(row[columns["number"]]))
        amount = amount_of(row[columns["share"]])
        said = YEAR.search(digits_shown(row[columns["year"]])) if "year" in columns else None
        name = words_of(row[columns["payer"]])
        if not number or not name:
            continue
        year = int(said[1]) if said else None
        if payer := _payer_called(name, year, amount, found.payers):
            issued = day_of(row[columns["issued"]]) if "issued" in columns else None
            found.orders.append(Order(payer.code, number[0], year, amount, issued.year if issued else None))


def _payer_called(name: str, year: int | None, amount: Decimal | None, payers: dict[str, Payer]) -> Payer | None:
    council = is_council(name)
    bare = " ".join(word for word in search_terms(name) if word not in COUNCIL) if council else name
    parts = tuple(words(bare))
    among = [payer for payer in payers.values() if payer.is_council == council]
    scored = sorted(((max(_alike(parts, _bare(own, council)) for own in p.names), p.code) for p in among), reverse=True)
    likely = [payers[code] for score, code in scored if score >= SURE and score >= scored[0][0] - 0.05]
    fitting = [payer for payer in likely if amount in (payer.due.get(year or 0), *([] if year else payer.due.values()))]
    return fitting[0] if len(fitting) == 1 else likely[0] if len(likely) == 1 else None


def _bare(name: str, council: bool) -> str:
    return " ".join(word for word in search_terms(name) if word not in COUNCIL) if council else name
