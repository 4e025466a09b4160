"""Statements and agreements as other banks and provinces would send them, with the truth of every line.

Real places of a region drawn by a seed, invented amounts, RIBs and orders; six layouts of statement and four of
agreements, none of them the one a rule was written from. Names are respelt as clerks do.
"""

import csv
import datetime as dt
import io
import random
import re
from dataclasses import dataclass, field
from decimal import Decimal

import openpyxl

from takwin.treasury.statements.places import Gazetteer, Named, official

Truth = tuple[tuple[str, int, Decimal], ...]
CENT = Decimal("0.01")


@dataclass
class Owes:
    place: Named
    due: dict[int, Decimal]
    rib: str
    written: str


@dataclass
class Movement:
    day: dt.date
    amount: Decimal
    label: str
    truth: Truth = ()
    reason: str = ""


@dataclass
class World:
    """One region, its payers and the movements of its account over some years."""

    places: Gazetteer
    payers: list[Owes]
    movements: list[Movement]
    years: tuple[int, ...]
    orders: list[tuple[Owes, int, str, Decimal]] = field(default_factory=list)


def all_places() -> Gazetteer:
    found = Gazetteer()
    for place in official():
        found.add(place)
    return found


def rib(rng: random.Random) -> str:
    body = str(rng.choice([310, 225, 101, 350])) + "".join(str(rng.randrange(10)) for _ in range(19))
    return body + f"{97 - int(body + '00') % 97:02d}"


def respelt(name: str, rng: random.Random) -> str:
    """A name as another clerk writes it."""
    tables = [
        ("Oulad", "OULED"), ("Bni", "BENI"), ("Moulay", "MY"), ("Ait", "AÏT"), ("Oued", "OUAD"), ("kh", "k"),
        ("dj", "j"),
        ("أ", "ا"), ("إ", "ا"), ("ة", "ه"), ("آ", "ا"), ("-", " "),
    ]  # fmt: skip
    if rng.random() < 0.5:
        for old, new in rng.sample(tables, 4):
            name = name.replace(old, new)
    if rng.random() < 0.1 and len(name) > 7:
        at = rng.randrange(2, len(name) - 2)
        name = name[:at] + name[at + 1 :]
    return name.upper() if rng.random() < 0.5 else name


FRENCH = (
    "VIRT RECU DE COMMUNE {name} - COTISATION FORMATION ELUS EX {year}",
    "TRF/TP {province}/COMMUNE {name}/FORM {year}",
    "ORDRE DE VIREMENT C.T. {name} ANNEE {year}",
    "RECETTE PERCEPTEUR DE {province} POUR COMPTE COMMUNE DE {name} PART {year}",
    "{name} PARTICIPATION FORMATION CONTINUE {year}",
    "MDT {number} CNE {name} {year}",
    "VIR.RECU CR {name} PROV {province} CONTRIB {year}",
)
ARABIC = (
    "استلام تحويل من جماعة {name} إقليم {province} برسم {year}",
    "مساهمة جماعة {name} في تكوين المنتخبين سنة {year}",
    "حوالة رقم {number} جماعة {name} حصة {year}",
    "القباضة الجماعية {province} لحساب جماعة {name} {year}",
)
COUNCILS_FR = ("CONSEIL PROVINCIAL DE {name} PART {year}", "VIR CP {name} CONTRIBUTION {year}")
COUNCILS_AR = ("المجلس الإقليمي ل{name} مساهمة {year}", "تحويل مجلس إقليم {name} برسم {year}")


def make_world(seed: int, places: Gazetteer, region: str = "", count: int = 60) -> World:
    rng = random.Random(seed)
    codes = sorted({code[:2] for code in places.by_code if code[:2] not in ("00", "03")})
    region = region or rng.choice(codes)
    inside = [p for p in places.by_code.values() if p.region == region and p.level == "commune"]
    provinces = [p for p in places.by_code.values() if p.region == region and p.level == "province"]
    chosen = rng.sample(inside, min(count, len(inside))) + rng.sample(provinces, min(3, len(provinces)))
    years = (2024, 2025)
    payers = [_owes(place, years, rng) for place in sorted(chosen, key=lambda p: p.code)]
    world = World(places, payers, [], years)
    for payer in payers:
        _pay(world, payer, rng)
    _strangers(world, rng, region)
    world.movements.sort(key=lambda m: m.day)
    return world


def _owes(place: Named, years: tuple[int, ...], rng: random.Random) -> Owes:
    due: dict[int, Decimal] = {}
    for year in years:
        while (amount := Decimal(rng.randrange(900_000, 4_000_000)) * CENT) in due.values():
            continue
        due[year] = amount
    name = place.names[1] if rng.random() < 0.6 else place.names[0]
    return Owes(place, due, rib(rng), name)


def _label(world: World, payer: Owes, year: int | str, rng: random.Random) -> str:
    province = world.places.by_code[payer.place.province]
    arabic = rng.random() < 0.45
    name = payer.place.names[0 if arabic else 1]
    if payer.place.level == "province":
        template = rng.choice(COUNCILS_AR if arabic else COUNCILS_FR)
        return template.format(name=name, year=year)
    template = rng.choice(ARABIC if arabic else FRENCH)
    return template.format(
        name=respelt(name, rng),
        province=province.names[0 if arabic else 1].upper(),
        year=year,
        number=rng.randrange(1, 900),
    )


def _day(year: int, rng: random.Random, since: int = 1) -> dt.date:
    return dt.date(year, 1, 1) + dt.timedelta(days=rng.randrange(since, 340))


def _pay(world: World, payer: Owes, rng: random.Random) -> None:
    code, add = payer.place.code, world.movements.append
    first, second = world.years
    how = rng.random()
    if how < 0.1:
        both = payer.due[first] + payer.due[second]
        truth = tuple((code, year, payer.due[year]) for year in world.years)
        add(Movement(_day(second, rng), both, _label(world, payer, f"{first} ET {second}", rng), truth, "two"))
        return
    for year in world.years:
        how, due, day = rng.random(), payer.due[year], _day(year, rng)
        whole: Truth = ((code, year, due),)
        if how < 0.4:
            add(Movement(day, due, _label(world, payer, year, rng), whole, "full"))
        elif how < 0.5:
            part = (due * rng.choice([30, 40, 60]) / 100).quantize(CENT)
            day = _day(year, rng) if year == second else dt.date(year, 2, 1)
            add(Movement(dt.date(year, 1, 15), part, _label(world, payer, year, rng), ((code, year, part),), "part"))
            add(
                Movement(
                    max(day, dt.date(year, 2, 2)),
                    due - part,
                    _label(world, payer, year, rng),
                    ((code, year, due - part),),
                    "rest",
                )
            )
        elif how < 0.6:
            add(
                Movement(
                    day, due, f"VIRT {payer.rib[:3]} {payer.rib[3:6]} {payer.rib[6:22]} {payer.rib[22:]}", whole, "rib"
                )
            )
        elif how < 0.68:
            number = str(rng.randrange(2000, 9000))
            world.orders.append((payer, year, number, due))
            add(
                Movement(
                    day,
                    due,
                    rng.choice(["OP {n}/{y}", "VIR MANDAT N° {n}/{y}", "أمر بالأداء رقم {n}/{y}"]).format(
                        n=number, y=year
                    ),
                    whole,
                    "order",
                )
            )
        elif how < 0.76:
            label = _label(world, payer, year, rng)
            day = dt.date(year, 3, 1) + dt.timedelta(days=rng.randrange(100))
            add(Movement(day, due, label, (), "reversed"))
            add(Movement(day + dt.timedelta(days=3), -due, f"EXTOURNE {label}", (), "reversal"))
            add(Movement(day + dt.timedelta(days=20), due, label, whole, "full"))
        elif how < 0.84:
            label = _label(world, payer, year, rng)
            add(Movement(dt.date(year, 4, 1), due, label, whole, "full"))
            add(Movement(dt.date(year, 6, 1), due, _label(world, payer, year, rng), (), "twice"))
        elif how < 0.9:
            add(Movement(day, due + 100, _label(world, payer, year, rng), whole, "over"))


def _strangers(world: World, rng: random.Random, region: str) -> None:
    add = world.movements.append
    ours = {payer.place.code for payer in world.payers}
    for payer in world.payers:
        homonyms = [p for name in payer.place.names for p in world.places.called(name, "commune") if p.region != region]
        for twin in homonyms[:1]:
            if twin.code not in ours:
                province = world.places.by_code[twin.province].names[1].upper()
                label = f"VIR RECU COMMUNE {twin.names[1].upper()} PROVINCE DE {province} CONTRIB {world.years[1]}"
                add(Movement(_day(world.years[1], rng), Decimal(rng.randrange(9000, 30000)), label, (), "homonym"))
    for label in (
        "INTERETS CREDITEURS",
        "VERSEMENT ESPECES GUICHET 4",
        "DOTATION ETAT PART TVA",
        f"VIR {rib(rng)}",
        "REMBOURSEMENT AVANCE FOURNISSEUR",
        "تحويل بدون بيان",
    ):
        add(Movement(_day(world.years[1], rng), Decimal(rng.randrange(5000, 90000)), label, (), "stranger"))
    for label in ("COMMISSION VIREMENT", "FRAIS DE TENUE DE COMPTE"):
        add(Movement(_day(world.years[1], rng), Decimal("-33.00"), label, (), "charge"))


# ── Statements ──────────────────────────────────────────────────────────────


def french(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")


def european(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def statement(world: World, layout: str) -> tuple[str, bytes, dict[int, Movement]]:
    """A file of the account: its name, its bytes, and the movement at each line."""
    rows: list[list[object]] = []
    at: dict[int, Movement] = {}
    balance = Decimal(500_000)
    running = []
    for movement in world.movements:
        balance += movement.amount
        running.append((movement, balance))
    heads: dict[str, list[list[object]]] = {
        "english": [["Account statement"], [], ["Date", "Value date", "Description", "Debit", "Credit", "Balance"]],
        "arabic": [["كشف حساب الخزينة"], ["التاريخ", "البيان", "مدين", "دائن", "الرصيد"]],
        "donor": [
            ["EXTRAIT DE COMPTE"],
            ["Agence", "FES"],
            [],
            ["N°", "Date comptable", "Donneur d'ordre", "Motif", "Montant", "Solde"],
        ],
        "sense": [["Jour", "Intitulé", "Montant", "D/C"]],
        "suffix": [["Extrait"], ["Date", "Libellé", "Montant"]],
        "newest": [["Date opération", "Nature de l'opération", "Débit (DH)", "Crédit (DH)", "Solde (DH)"]],
    }
    rows += heads[layout]
    rows += {
        "arabic": [[None, "الرصيد السابق", None, None, european(Decimal(500_000))]],
        "donor": [["", "", "SOLDE INITIAL", "", "", french(Decimal(500_000))]],
    }.get(layout, [])
    for n, (movement, after) in enumerate(reversed(running) if layout == "newest" else running, 1):
        at[len(rows) + 1] = movement
        rows.append(_row(layout, n, movement, after))
    rows += {
        "arabic": [["المجموع", None, None, None, None]],
        "newest": [["TOTAL", "", french(balance), french(balance), ""]],
        "english": [["", "", "Nouveau solde", "", "", f"{balance:,.2f}"]],
    }.get(layout, [])
    if layout in ("donor", "sense"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([cell if cell != "" else None for cell in row])
        saved = io.BytesIO()
        book.save(saved)
        return f"{layout}.xlsx", saved.getvalue(), at
    text = io.StringIO()
    csv.writer(text, delimiter={"english": ",", "arabic": "\t", "suffix": "|", "newest": ";"}[layout]).writerows(rows)
    encoded = text.getvalue().encode("cp1256" if layout == "newest" else "utf-8-sig", errors="replace")
    return f"{layout}.csv", encoded, at


def _row(layout: str, n: int, movement: Movement, after: Decimal) -> list[object]:
    day, amount, label = movement.day, movement.amount, movement.label
    debit, credit = (-amount, None) if amount < 0 else (None, amount)
    said = f"{day:%d/%m/%Y}"
    match layout:
        case "english":
            return [
                day.isoformat(),
                day.isoformat(),
                label,
                f"{debit:,.2f}" if debit else "",
                f"{credit:,.2f}" if credit else "",
                f"{after:,.2f}",
            ]
        case "arabic":
            return [said, label, european(debit) if debit else "", european(credit) if credit else "", european(after)]
        case "donor":
            donor = re.match(r"(.{8,}?)\s(?=PART|CONTRIB|COTIS|برسم|FORM)(.*)", label)
            return [
                n,
                f"{day:%d-%m-%y}",
                donor[1] if donor else "",
                donor[2] if donor else label,
                float(amount),
                float(after),
            ]
        case "sense":
            return [day, label, float(abs(amount)), "D" if debit else "C"]
        case "suffix":
            return [said, label, f"{amount:.2f} DH"]
        case _:
            return [
                f"{day:%d.%m.%Y}",
                label,
                french(debit) if debit else "",
                french(credit) if credit else "",
                french(after),
            ]
