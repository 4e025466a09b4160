"""Small messy lists, as offices write them, built by code: invented people under real names of communes."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from tests.factories.directory import make_body, make_commune, make_province, make_region

HEADING = ["الاسم الكامل", "Nom et prénom", "رقم البطاقة", "الجنس", "تاريخ الازدياد", "الهاتف", "الجماعة", "الصفة"]
Rows = Sequence[Sequence[Any]]
CODES = ("03.271.01.01", "03.271.03.01")


def ifrane() -> tuple[Body, Body, Body]:
    """The councils of the province of Ifrane and of two of its communes, under their real codes."""
    region = make_region(code="03", name_ar="فاس-مكناس", name_fr="Fès-Meknès")
    province = make_province(region, code="03.271", name_ar="إفران", name_fr="Ifrane")
    azrou = make_commune(province, code=CODES[0], name_ar="أزرو", name_fr="Azrou")
    leuh = make_commune(province, code=CODES[1], name_ar="عين اللوح", name_fr="Ain Leuh")
    return make_body(BodyKind.PROVINCE, province), make_body(place=azrou), make_body(place=leuh)


def region_of(council: Body) -> Place:
    assert council.place.region
    return council.place.region


def line(**cells: Any) -> list[Any]:
    facts = {
        "ar": "حسن العبدلاوي", "fr": "Hassan El Abdellaoui", "cin": "ZT 148 220", "sex": "ذكر", "born": "08/09/1975",
        "phone": 661234567, "council": "جماعة ازرو", "office": "عضو",
    } | cells  # fmt: skip
    return [facts[n] for n in ("ar", "fr", "cin", "sex", "born", "phone", "council", "office")]


GIVEN = ["محمد", "كريم", "سعيد", "رشيد", "يوسف", "إدريس", "عمر", "مصطفى", "حميد", "خالد"]
FAMILY = ["العلوي", "بنعلي", "الفيلالي", "أوعقا", "المرنيسي", "الزرهوني", "بوعزاوي"]


def many(count: int) -> list[list[Any]]:
    """Sound rows of as many different members of one council."""
    return [
        line(
            ar=f"{GIVEN[n % 10]} {FAMILY[n // 10 % 7]}", fr=None, cin=f"ZT{20000 + n}", phone=f"06612{n:05}",
            born=1950 + n % 40,
        )
        for n in range(count)
    ]  # fmt: skip


def book(**sheets: Rows) -> bytes:
    """A workbook with these sheets."""
    saved = io.BytesIO()
    made = xlsxwriter.Workbook(saved, {"in_memory": True, "strings_to_formulas": False})
    for title, rows in sheets.items():
        sheet = made.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    made.close()
    return saved.getvalue()


def listed(*rows: Sequence[Any], heading: Sequence[str] = HEADING) -> bytes:
    """A list under its title, with a total and a signature below, as offices send them."""
    return book(
        اللائحة=[
            ["المملكة المغربية – إقليم إفران"], ["لائحة أعضاء المجالس"], [], list(heading), *rows,
            ["المجموع", len(rows)], [], ["حرر بإفران في 3 مارس 2026"],
        ]
    )  # fmt: skip
