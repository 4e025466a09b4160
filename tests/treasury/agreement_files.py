"""Workbooks of shares as other regions would send them, none of them the one a rule was written from."""

import datetime as dt
import io
from collections.abc import Iterator

import openpyxl

from tests.treasury.statement_files import Owes, World, european, french

Sheet = tuple[str, list[list[object]]]


def agreements(world: World, layout: str) -> bytes:
    """A workbook of shares: ``column`` (a province column), ``arabic`` (a sheet each), ``long`` (a row a year),
    ``titles`` (one sheet, a title above each province)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in SHARES[layout](world):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    french_heads = layout in ("column", "long")
    orders = book.create_sheet("Mandats" if french_heads else "أوامر الأداء")
    arabic = ["الآمر بالصرف", "السنة المالية", "رقم الأمر بالأداء", "التاريخ", "المبلغ"]
    orders.append(["Ordonnateur", "Exercice", "N° mandat", "Date", "Montant"] if french_heads else arabic)
    for payer, year, number, amount in world.orders:
        name = _named(payer, 1 if french_heads else 0)
        orders.append([name, year, number, dt.datetime(year, 2, 1), float(amount)])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _by_province(world: World) -> dict[str, list[Owes]]:
    found: dict[str, list[Owes]] = {}
    for payer in world.payers:
        found.setdefault(payer.place.province, []).append(payer)
    return found


def _column_shares(world: World) -> Iterator[Sheet]:
    first, second = world.years
    heads = ["Province", "Collectivité territoriale", "Effectif", f"Quote-part {first}", f"Quote-part {second}"]
    rows: list[list[object]] = [["Tableau des contributions"], [*heads, "Total", "Compte (RIB)"]]
    for code, payers in _by_province(world).items():
        for p in payers:
            amounts = [float(p.due[first]), french(p.due[second]), None]
            rows.append([world.places.by_code[code].names[1], _named(p, 1), 21, *amounts, p.rib])
    yield "Parts", rows


def _long_shares(world: World) -> Iterator[Sheet]:
    rows: list[list[object]] = [["Code", "Commune / conseil", "Exercice", "Montant dû", "RIB"]]
    rows += [[p.place.code, _named(p, 1), y, float(p.due[y]), p.rib] for p in world.payers for y in world.years]
    yield "Parts", rows


def _titled_shares(world: World) -> Iterator[Sheet]:
    first, second = world.years
    heads: list[object] = ["الجماعة", "عدد الأعضاء", f"حصة {first}", f"حصة {second}", "رقم الحساب البنكي RIB"]
    rows: list[list[object]] = [heads]
    for code, payers in _by_province(world).items():
        rows.append([f"إقليم {world.places.by_code[code].names[0]}"])
        rows += [[_named(p, 0), 15, european(p.due[first]), european(p.due[second]), p.rib] for p in payers]
        rows.append(["المجموع", None, 1.0, 1.0])
    yield "الحصص", rows


def _arabic_shares(world: World) -> Iterator[Sheet]:
    first, second = world.years
    heads = ["الرقم", "الجهة المساهمة", "عدد المنتخبين", "المساهمة", None, "تاريخ التصويت", "الحساب البنكي"]
    for code, payers in _by_province(world).items():
        name = world.places.by_code[code].names[0]
        rows: list[list[object]] = [[f"اتفاقية تمويل التكوين - {name}"], list(heads), [None, None, None, first, second]]
        for n, p in enumerate(payers, 1):
            amounts = [float(p.due[first]), float(p.due[second])]
            rows.append([n, _named(p, 0), 11, *amounts, dt.datetime(2023, 10, 3), p.rib])
        yield name, rows


SHARES = {"column": _column_shares, "long": _long_shares, "titles": _titled_shares, "arabic": _arabic_shares}


def _named(payer: Owes, script: int) -> str:
    name = payer.place.names[script]
    if payer.place.level == "province":
        return f"Conseil provincial de {name}" if script else f"مجلس إقليم {name}"
    return f"Commune {name}" if script else f"جماعة {name}"
