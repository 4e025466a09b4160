"""Which columns a statement has: by their headings in French, Arabic or English, then by what stands under them.

Headings lie on one to three rows: two languages one under the other, or a word that reaches over several columns
(*Date* over *opération* and *valeur*). What they leave unsaid is looked for in the cells: a column of days, the one
that holds the most words, the numbers that stand where the credit is blank.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence

from takwin.core.text import folded, search_terms
from takwin.documents.sheets import Value
from takwin.treasury.statements.cells import amount_of, words_of
from takwin.treasury.statements.days import Days, day_of

Columns = dict[str, list[int]]
Rows = Sequence[Sequence[Value]]

LOOKED_AT = 60  # rows under the headings, to know a column by its cells
DEEPEST = 3  # rows that headings may lie on
MOSTLY = 0.8


def names(written: str) -> tuple[str, ...]:
    """The names of a list, as they are compared."""
    return tuple(key(name) for name in written.split(", "))


def key(text: str) -> str:
    """What is compared of a text: its words, without case, accents or article."""
    return " ".join(search_terms(text))


HEADINGS = {
    "value_day": names(
        "date valeur, date de valeur, date val, dt valeur, dt val, valeur, val, value date, تاريخ القيمة, "
        "تاريخ الاستحقاق, القيمة"
    ),
    "balance": names("solde, solde apres, nouveau solde, balance, الرصيد, رصيد"),
    "debit": names(
        "debit, debits, sortie, sorties, retrait, retraits, depenses, decaissement, decaissements, مدين, سحب, سحوبات, "
        "مسحوبات, مدفوعات, مصاريف, نفقات"
    ),
    "credit": names(
        "credit, credits, entree, entrees, versement, versements, recettes, encaissement, encaissements, دائن, ايداع, "
        "ايداعات, مداخيل, مقبوضات, موارد"
    ),
    "sense": names(
        "sens, sens operation, d c, c d, dc, cd, s, signe, type, nature, sense, الاتجاه, الاتجاه د م, النوع, نوع "
        "العملية, طبيعة العملية"
    ),
    "amount": names("montant, mt, mnt, amount, somme, المبلغ, مبلغ, مبلغ العملية"),
    "label": names(
        "libelle, libelles, designation, description, narration, intitule, detail, details, motif, nature operation, "
        "nature de l operation, nature des operations, objet, operation, operations, البيان, بيان, الوصف, موضوع, "
        "الموضوع, تفاصيل, بيان العملية, العملية, العمليات"
    ),
    "day": names(
        "date, date operation, date d operation, date comptable, date compta, date mouvement, date ecriture, jour, dt "
        "operation, dt op, dt oper, booking date, التاريخ, تاريخ, تاريخ العملية, اليوم"
    ),
    "reference": names(
        "ref, reference, n operation, n piece, piece, numero, n, code, المرجع, مرجع, رقم العملية, الرقم, رقم"
    ),
}
OF_PARTIES = frozenset(
    key(
        "agreement agreements convention conventions party parties partie partenaire payer payeur ordonnateur "
        "contributeur collectivite elus mandat mandats mandate exercice deliberation part quote "
        "اتفاقية اتفاقيات طرف أطراف مساهم المؤدي جماعة الآمر بالصرف حوالة بالأداء مداولة مقرر حصة"
    ).split()
)  # words of headings over agreements, shares and payment orders
DAYS = frozenset(names("date, dt, jour, تاريخ"))
VALUES = frozenset(names("valeur, val, value, قيمه, استحقاق"))
CREDIT = {"c", "cr", "credit", "+", "دائن", "داين", "د", "ايداع", "crediteur", "ecr"}
DEBIT = {"d", "db", "dt", "debit", "-", "مدين", "م", "سحب", "debiteur"}


def sense_of(value: Value) -> str:
    """``credit`` or ``debit`` when that is all a cell says."""
    said = folded(words_of(value)).strip(" .")
    return "credit" if said in CREDIT else "debit" if said in DEBIT else ""


def field_of(heading: str) -> str | None:
    """Which column a heading announces: the whole of it, else how it begins or the side of the account it names."""
    said = key(heading)
    if not said or len(said) > 60:
        return None
    whole = next((field for field, known in HEADINGS.items() if said in known), None)
    return whole or _begun(said) or _side(said) or _begun_at_last(said)


def _begun(said: str) -> str | None:
    words = said.split()
    if words[0] in DAYS:
        return "value_day" if VALUES.intersection(words) else "day"
    return next((field for field in ("value_day", "balance", "label") if _starts(said, field)), None)


def _side(said: str) -> str | None:
    """*Montant débit*: the side, unless both are named."""
    sides = [side for side in ("debit", "credit") if set(HEADINGS[side]).intersection(said.split())]
    return sides[0] if len(sides) == 1 else "sense" if sides else None


def _begun_at_last(said: str) -> str | None:
    return next((field for field in HEADINGS if _starts(said, field)), None)


def _starts(said: str, field: str) -> bool:
    return any(said.startswith(name + " ") for name in HEADINGS[field] if len(name) > 2)


def table_of(rows: Rows) -> tuple[int, Columns] | None:
    """Where the first movement may stand, and the columns: by the headings that announce the most of them."""
    best: tuple[int, int, Columns] | None = None
    for n in range(min(len(rows), 80)):
        for depth in range(1, DEEPEST + 1):
            heads, body = rows[n : n + depth], rows[n + depth : n + depth + LOOKED_AT]
            said = announced(heads)
            if len(said) >= 2 and (best is None or len(said) > best[0]) and (found := _completed(said, heads, body)):
                best = len(said), n + depth, found
    return (best[1], best[2]) if best else None


def announced(heads: Rows) -> Columns:
    """The columns that headings name; none when a row of them holds figures."""
    columns: Columns = {}
    if any(_is_figure(cell) for row in heads for cell in row):
        return columns
    for n, stack in enumerate(zip(*_spread(heads), strict=False)):
        if field := next((field for text in _readings(stack) if (field := field_of(text))), None):
            columns.setdefault(field, []).append(n)
    return columns


def _is_figure(cell: Value) -> bool:
    """An amount or a day, but *Solde au 31/12/2025* is a heading."""
    return amount_of(cell) is not None or (day_of(cell) is not None and not field_of(words_of(cell)))


def _spread(heads: Rows) -> list[list[str]]:
    """The texts of headings; one that has others under it reaches over the blanks on its right."""
    texts = [[words_of(cell) if isinstance(cell, str) else "" for cell in row] for row in heads]
    for high, low in itertools.pairwise(texts):
        for n in range(1, len(high)):
            if not high[n] and low[n] and low[n - 1]:
                high[n] = high[n - 1]
    return texts


def _readings(stack: Sequence[str]) -> Iterator[str]:
    """*Date* over *valeur* together, then each alone, the lowest first: it is the finest."""
    parts = [text for text in stack if text]
    if parts and DAYS.intersection(key(parts[0]).split()[:1]):
        yield " ".join(parts)
    yield from reversed(parts)


def _completed(said: Columns, heads: Rows, body: Rows) -> Columns | None:
    """The columns with what headings leave unsaid, or nothing when no table of movements can be made of them."""
    columns = {field: [*places] for field, places in said.items()}
    _check_senses(columns, body)
    if "day" not in columns and "value_day" in columns:
        columns["day"] = columns.pop("value_day")
    free = [n for n in range(len(heads[0])) if not any(n in places for places in columns.values())]
    if "day" not in columns and (found := [n for n in free if _share(body, n, Days(()).read) >= MOSTLY]):
        columns["day"] = found[:1]
    if (
        "label" not in columns
        and (found := sorted(free, key=lambda n: -_letters(body, n)))
        and _letters(body, found[0])
    ):
        columns["label"] = found[:1]
    _find_other_side(columns, body, free)
    if "day" not in columns or "label" not in columns:
        return None
    if ("credit" in columns and "debit" in columns) or ("amount" in columns and {"sense", "balance"} & columns.keys()):
        return columns
    return columns if "amount" in columns and "label" in said and not of_parties(heads) else None


def of_parties(heads: Rows) -> list[str]:
    """The headings that speak of who owes what, of agreements or of orders: over amounts alone, these are no movements
    of an account."""
    rows = ([text for text in map(words_of, row) if text] for row in heads)
    return [text for row in rows if len(row) > 1 for text in row if OF_PARTIES.intersection(key(text).split())]


def _check_senses(columns: Columns, body: Rows) -> None:
    """A column of the sense says debit or credit; *Type d'opération* may be the label, *Débit/Crédit* the amount."""
    for n in columns.pop("sense", []):
        if _share(body, n, sense_of) >= MOSTLY:
            field = "sense"
        elif _share(body, n, amount_of) >= MOSTLY:
            field = "amount"
        else:
            field = "ignored" if "label" in columns else "label"
        columns.setdefault(field, []).append(n)


def _find_other_side(columns: Columns, body: Rows, free: Sequence[int]) -> None:
    """One side of the account is announced: the other is the column whose amounts stand where this one has none."""
    for side, other in (("credit", "debit"), ("debit", "credit")):
        if side in columns and other not in columns and "amount" not in columns:
            places = columns[side]
            found = [n for n in free if _stands_opposite(body, n, places[0])]
            if len(found) == 1:
                columns[other] = found


def _stands_opposite(body: Rows, n: int, side: int) -> bool:
    filled = [bool(amount_of(row[n])) for row in body]
    return any(filled) and not any(here and amount_of(row[side]) for here, row in zip(filled, body, strict=True))


def _share(body: Rows, n: int, reading: Callable[[Value], object]) -> float:
    """Which part of the written cells of a column a reading understands."""
    cells = [row[n] for row in body if row[n] is not None and words_of(row[n])]
    return sum(reading(cell) not in (None, "") for cell in cells) / len(cells) if cells else 0.0


def _letters(body: Rows, n: int) -> int:
    return sum(sign.isalpha() for row in body if isinstance(row[n], str) for sign in words_of(row[n]))
