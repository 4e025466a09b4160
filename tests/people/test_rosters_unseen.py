"""Writings and layouts of lists that were not read once: each row is a person, or is said to be none."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from takwin.core import clock
from takwin.people.rosters import PersonRow, understand, values
from takwin.people.rosters.telling import is_name
from tests.people.lists import book

GIVEN = ["محمد", "خديجة", "سعيد", "رشيدة", "يوسف", "مريم", "عمر", "فاطمة", "حميد", "نادية"]
FAMILY = ["العلوي", "بنعلي", "الفيلالي", "أوعقا", "المرنيسي", "الزرهوني"]


def persons(*rows: list[Any], name: str = "لائحة.xlsx", place: str = "03.271") -> list[PersonRow]:
    return understand(book(Feuil1=list(rows)), name, place)[1]


def some(count: int, *cells: Any) -> list[list[Any]]:
    """Rows of as many persons, each with its name, then what is said of all of them."""
    return [[f"{GIVEN[n % 10]} {FAMILY[n % 6]}", *cells] for n in range(count)]


@pytest.mark.parametrize("number", ["12- ", "12/ ", "(3) ", "٧- "])
def test_a_name_with_its_number_on_the_list_is_a_name(number: str) -> None:
    found = persons(["الاسم الكامل", "رقم البطاقة"], *[[number + name, "ZT14822"] for [name] in some(3)])
    assert [p.name_ar for p in found] == [name for [name] in some(3)]
    assert not is_name(f"{number}شاغر")


@pytest.mark.parametrize("heading", ["Titre", "Civilité", "السيد(ة)", "اللقب المدني"])
@pytest.mark.parametrize("count", [4, 12])
def test_a_column_of_courtesy_says_the_sex_and_is_no_name(heading: str, count: int) -> None:
    rows = [["السيدة" if n % 2 else "السيد", *row] for n, row in enumerate(some(count))]
    found = persons([heading, "الاسم الكامل"], *rows)
    assert [(p.name_ar, p.sex) for p in found] == [(row[1], "mf"[n % 2]) for n, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("written", "kept", "sure"),
    [
        ("15-nove-1984", "1984-11-15", True), ("3 avri 1984", "1984-04-03", True), ("3 ju 1984", "1984", False),
        ("15-xyz-1984", "1984", False), ("12/1984", "1984", True), ("né en 1984", "1984", True),
        ("08/06/1972 00:00:00", "1972-06-08", True),
    ],
)  # fmt: skip
def test_a_month_cut_short_is_known_and_an_unknown_one_is_said(written: str, kept: str, sure: bool) -> None:
    read = values.birth(written, today=clock.today())
    assert (read.value, read.sure) == (kept, sure)


def test_a_day_with_its_midnight_is_no_phone_and_an_age_in_words_is_a_birth() -> None:
    assert not values.looks_like_phone("05/06/1972 00:00:00")
    assert values.looks_like_birth("61 سنة") > 0.5
    assert values.looks_like_card("N° DA579903") == values.looks_like_card("106654CD") == 1


def test_a_letter_lost_when_the_file_was_saved_is_a_doubt() -> None:
    (found,) = persons(["Nom et prénom", "CIN"], ["A?T SALAH Jamal", "ZT14822"])
    assert "name_lost_letter" in {problem.why for problem in found.problems}


def test_a_person_whose_words_are_headings_elsewhere_is_no_second_heading() -> None:
    rows = [["أزرو", "السيد", name, "0612345678", "كاتب المجلس"] for [name] in some(8)]
    rows.insert(5, ["أزرو", "السيد", "صبير إسماعيل", None, "عضو"])
    assert len(persons(["الجماعة", "اللقب المدني", "الاسم والنسب", "الهاتف", "الصفة"], *rows)) == 9


def test_the_group_over_a_column_is_not_what_the_column_is() -> None:
    found = persons(
        [None, "Identité", None, "Identité", "Contact"],
        ["الرقم", "الاسم الكامل", "الصفة", "السن", "الهاتف"],
        [1, 2, 3, 4, 5],
        *[[n, row[0], "عضو", f"{40 + n} سنة", "0612345678"] for n, row in enumerate(some(9), 1)],
    )
    assert [p.name_ar for p in found] == [name for [name] in some(9)]
    assert all(p.birth for p in found)


def test_a_commune_alone_above_the_heading_is_that_of_the_rows() -> None:
    (found,) = persons(["لائحة الأعضاء"], ["Azrou"], ["الاسم الكامل", "الصفة"], *some(1, "عضو"))
    assert found.place_code == "03.271.01.01"
    (unsaid,) = persons(["إفران"], ["الاسم الكامل", "الصفة"], *some(1, "عضو"))
    assert unsaid.place_code is None  # the province bears this name too


def test_a_commune_merged_over_some_columns_is_a_line_and_no_heading() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    for row in ([None, None, "جماعة أزرو"], ["الاسم الكامل", "رقم البطاقة", "الصفة"], *some(3, "ZT14822", "عضو")):
        sheet.append(row)
    sheet.merge_cells("C1:D1")
    saved = io.BytesIO()
    made.save(saved)
    assert {p.place_code for p in understand(saved.getvalue(), "l.xlsx", "03.271")[1]} == {"03.271.01.01"}


def test_headings_that_come_again_tell_their_columns_together() -> None:
    head = ["Titre", "Nom et prénom", "Fonction"]
    few = [head, ["Mme", "Itto Oubella", "Membre"], ["M.", "Zaid Amzal", "Membre"]]
    more = [["Mme" if n % 2 else "M.", f"Zaid Amzal{'a' * n}", "Membre"] for n in range(10)]
    assert {p.sex for p in persons(["Commune Azrou"], *few, ["Commune Ain Leuh"], head, *more)} == {"f", "m"}


def test_a_recapitulation_under_the_list_names_nobody() -> None:
    rows = [*some(4, "0612345678", "عضو"), [], ["خلاصة"], ["الجماعة", "عدد الأعضاء", "عدد النساء"], ["أزرو", 21, 5]]
    rows += [["عين اللوح", 17, 4], ["ذكور", 30], ["نساء", 8]]
    assert len(persons(["الاسم الكامل", "الهاتف", "الصفة"], *rows)) == 4


def test_a_lone_name_between_others_is_a_person_where_communes_have_their_column() -> None:
    rows = [[*row, "أزرو", "0612345678", "عضو"] for row in some(6)]
    rows.insert(3, ["عبد المجيد أوعدي"])
    head = ["الاسم الكامل", "الجماعة", "الهاتف", "الصفة"]
    assert len(persons(head, *rows)) == 7
    blocks = [[*row, "0612345678", "عضو"] for row in some(6)]
    blocks.insert(3, ["مولاي عبد اكريم"])
    assert len(persons(["الاسم الكامل", "الهاتف", "الصفة"], *blocks)) == 6


def test_a_column_that_repeats_one_name_is_no_column_of_names() -> None:
    rows = [["Sidi Haraem", "Daho", "Abdelatif", f"ZT1482{n}"] for n in range(9)]
    found = persons(["Collectivité", "Nom", "Prénom", "CIN"], *rows, place="03.231")
    assert {p.name_fr for p in found} == {"Abdelatif Daho"}


def test_a_name_struck_through_is_read_with_a_doubt() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    for row in (["الاسم الكامل", "الصفة"], *some(3, "عضو")):
        sheet.append(row)
    sheet["A3"].font = Font(strike=True)
    sheet["A4"].font = Font(strike=False, bold=True)
    saved = io.BytesIO()
    made.save(saved)
    found = understand(saved.getvalue(), "l.xlsx", "03.271")[1]
    assert [[p.why for p in person.problems if p.why == "struck_row"] for person in found] == [[], ["struck_row"], []]


def test_a_plural_in_brackets_is_no_heading_of_its_own() -> None:
    rows = [["M." if n % 2 else "Mme", "Amzal", f"Zaid{'a' * n}", "Membre"] for n in range(9)]
    found = persons(["Titre", "Nom", "Prénom(s)", "Fonction"], *rows)
    assert {p.sex for p in found} == {"f", "m"}


def test_a_list_in_arabic_windows_between_semicolons_is_read_from_right_to_left() -> None:
    text = io.StringIO()
    rows = [["Genre", "CIN", "الاسم والنسب", "الجماعة"], *[["Homme", "za 14-822", *row, "أزرو"] for row in some(4)]]
    csv.writer(text, delimiter=";").writerows(rows)
    found = understand(text.getvalue().encode("cp1256"), "liste.csv", "03.271")[1]
    assert {(p.sex, p.cin, p.place_code) for p in found} == {("m", "ZA14822", "03.271.01.01")}
