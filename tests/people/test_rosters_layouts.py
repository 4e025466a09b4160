"""Layouts of other regions: one column per office, provinces beside communes, signs of repetition, vacant seats."""

import io
from typing import Any

import xlsxwriter

from takwin.directory.enums import Level
from takwin.directory.gazetteer import gazetteer
from takwin.people.rosters import PersonRow, understand
from tests.people.lists import book


def persons(*rows: list[Any], name: str = "liste.xlsx") -> list[PersonRow]:
    return understand(book(Feuil1=list(rows)), name)[1]


def test_a_column_of_names_for_each_office_is_as_many_persons_a_row() -> None:
    found = persons(
        ["ر.ت", "الجماعة", "رئيس المجلس", "النائب الأول للرئيس", "كاتب المجلس"],
        [1, "أزرو", "محمد العلوي", "خديجة بنعلي", "يوسف الفيلالي"],
        [2, "عين اللوح", "لحسن أوعقا", "رقية السباعي", "إدريس الزرهوني"],
        name="إقليم إفران.xlsx",
    )
    assert [(p.cell, p.office_code, p.place_code) for p in found if p.row == 2] == [
        ("C2", "president", "03.271.01.01"),
        ("D2", "vice_president_1", "03.271.01.01"),
        ("E2", "secretary", "03.271.01.01"),
    ]
    assert len(found) == 6


def test_offices_under_their_heading_are_the_first_row_and_no_second_line_of_the_heading() -> None:
    found = persons(
        ["الصفة", "الاسم الكامل", "الحزب", "الصفة", "الاسم الكامل", "الحزب"],
        ["ن.ر 1", "لطيفة حداد", "حزب ب", "نائبة رئيس لجنة المرافق", "السالكة بوزكري", "حزب ج"],
        ["تقني", "محمد الدليمي", "حزب ب", "كاتب المجلس", "أحمد الكتاني", "حزب ب"],
    )
    assert [(p.cell, p.office_code) for p in found if p.row == 2] == [
        ("B2", "vice_president_1"), ("E2", "committee_vice_chair"),
    ]  # fmt: skip
    assert len(found) == 4


def test_names_in_both_scripts_are_found_in_two_lists_side_by_side_without_headings() -> None:
    found = persons(
        ["F", "R220597", "النانة لغريب Nanna Laghrib", "", "F", "DO693126", "Touda Dlimi تودة الدليمي"],
        ["F", "J784365", "رقية أيت باها / Rkia Ait Baha", "", "M", "SH717219", "إيدير بوجيدة Idir Boujida"],
        ["M", "EE182507", "إبراهيم المرابط Brahim El Mrabet", "", "M", "J668247", "موحى حداد Moha Haddad"],
    )
    assert [p.cell for p in found] == ["C1", "C2", "C3", "G1", "G2", "G3"]
    assert [p.cin for p in found] == ["R220597", "J784365", "EE182507", "DO693126", "SH717219", "J668247"]


def test_a_row_with_a_titled_name_is_no_heading_whatever_words_stand_beside_it() -> None:
    found = persons(
        ["الاسم الكامل", "الحزب", "الاسم الكامل", "الحزب"],
        ["السيد موحى الهاملي، النائب السادس", "حزب ب", "السيد عبد العالي صابر - كاتب المجلس", "حزب ب"],
        ["السيد صالح الدليمي، شسيع المداخيل", "حزب ب", "السيد الحسين الصادق - رئيس مصلحة الميزانية", "حزب ب"],
    )
    assert [p.cell for p in found] == ["A2", "A3", "C2", "C3"]


def test_a_heading_merged_over_two_columns_of_names_is_one_person_a_row() -> None:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Commune", "", "", "Fonction"])
        sheet.merge_range(0, 1, 0, 2, "Nom et prénom")
        for number, (family, given) in enumerate([("TAZI", "Karim"), ("OUCHEN", "Touda"), ("ALAMI", "Idir")], 1):
            sheet.write_row(number, 0, ["Azrou", family, given, "Membre"])
    found = understand(saved.getvalue(), "Ifrane.xlsx")[1]
    assert [(p.row, p.name_fr, p.office_code) for p in found] == [
        (2, "Karim TAZI", "member"), (3, "Touda OUCHEN", "member"), (4, "Idir ALAMI", "member"),
    ]  # fmt: skip


def test_the_province_beside_a_commune_tells_places_of_one_name_apart() -> None:
    map_ = gazetteer()
    one, other = next(
        spots[:2]
        for spots in map_.by_glue.values()
        if len(spots) == 2
        and all(spot.level == Level.COMMUNE for spot in spots)
        and spots[0].province != spots[1].province
        and spots[0].name_fr == spots[1].name_fr
    )
    rows = [[map_.by_code[str(s.province)].name_fr, s.name_fr, "Karim Tazi", "Membre"] for s in (one, other)]
    found = persons(["Province", "Commune", "Nom et prénom", "Fonction"], *rows)
    assert [p.place_code for p in found] == [one.code, other.code]


def test_a_sign_of_repetition_means_what_stands_above() -> None:
    found = persons(
        ["الهيئة المنتخبة", "الاسم والنسب", "المهمة"],
        ["أزرو", "محمد العلوي", "عضو"],
        ["//", "خديجة بنعلي", "idem"],
        ['"', "يوسف الفيلالي", "كاتب المجلس"],
        name="إقليم إفران.xlsx",
    )
    assert {p.place_code for p in found} == {"03.271.01.01"}
    assert [p.office_code for p in found] == ["member", "member", "secretary"]


def test_a_vacant_seat_is_nobody_and_its_commune_holds_for_the_rows_below() -> None:
    found = persons(
        ["الجماعة", "الصفة", "الاسم الكامل", "الهاتف"],
        ["أزرو", "رئيس المجلس", "لم يعين بعد", ""],
        ["", "كاتب المجلس", "محمد العلوي", "0661234567"],
        ["عين اللوح", "رئيس المجلس", "في طور التعيين", ""],
        ["", "كاتب المجلس", "خديجة بنعلي", "0661234568"],
        name="إقليم إفران.xlsx",
    )
    assert [(p.row, p.place_code) for p in found] == [(3, "03.271.01.01"), (5, "03.271.03.01")]


def test_a_phone_and_an_address_in_one_cell_are_both_read() -> None:
    found = persons(
        ["Commune", "Nom et prénom", "Contact (tél / mail)", "Fonction"],
        ["Azrou", "Karim Tazi", "0661234567 / k.tazi2024@example.ma", "Membre"],
        ["Azrou", "Touda Ouchen", "t.ouchen@example.ma - 0671234567", "Membre"],
        name="Ifrane.xlsx",
    )
    assert [(p.phone, p.email) for p in found] == [
        ("+212661234567", "k.tazi2024@example.ma"), ("+212671234567", "t.ouchen@example.ma"),
    ]  # fmt: skip


def test_a_cross_under_one_of_two_columns_says_the_sex() -> None:
    found = persons(
        ["N°", "Commune", "Nom et prénom", "H", "F", "Fonction"],
        [1, "Azrou", "Karim TAZI", "x", "", "Membre"],
        [2, "Azrou", "Touda OUCHEN", "", "X", "Membre"],
        [3, "Azrou", "Idir ALAMI", 1, 0, "Membre"],
        [4, "Azrou", "Itto BAHA", "", "", "Membre"],
    )
    assert [p.sex for p in found] == ["m", "f", "m", None]
    assert not any(p.problems for p in found)


def test_two_crosses_for_one_person_are_a_doubt_and_no_sex() -> None:
    (found,) = persons(["Commune", "Nom et prénom", "M", "F", "Fonction"], ["Azrou", "Karim TAZI", "✓", "✓", "Membre"])
    assert found.sex is None
    assert [(p.cell, p.why) for p in found.problems] == [("D2", "sex_unknown")]


def test_crosses_and_a_birth_in_three_columns_stand_under_their_group_on_a_second_line() -> None:
    found = persons(
        ["ر.ت", "الجماعة", "الاسم الكامل", "الجنس", "", "تاريخ الازدياد", "", "", "الصفة"],
        ["", "", "", "ذ", "أ", "اليوم", "الشهر", "السنة", ""],
        [1, "أزرو", "محمد العلوي", "×", "", "05", "مارس", "1975", "عضو"],
        [2, "أزرو", "خديجة بنعلي", "", "×", 1, 2, 80, "عضو"],
        [3, "أزرو", "يوسف الفيلالي", "×", "", "", "", 1966, "عضو"],
        [4, "أزرو", "لحسن أوعقا", "×", "", 31, 2, 1966, "عضو"],
    )
    assert [(p.row, p.sex, p.birth) for p in found] == [
        (3, "m", "1975-03-05"), (4, "f", "1980-02-01"), (5, "m", "1966"), (6, "m", "1966"),
    ]  # fmt: skip
    assert [[p.why for p in one.problems] for one in found] == [[], [], [], ["birth_no_such_day"]]


def test_each_part_of_a_birth_may_say_the_whole() -> None:
    (found,) = persons(
        ["Nom et prénom", "Année de naissance", "Mois de naissance", "Jour de naissance", "Commune"],
        ["Karim TAZI", 1971, 9, 8, "Azrou"],
    )
    assert found.birth == "1971-09-08"


def test_a_day_of_election_in_three_columns_is_no_birth() -> None:
    (found,) = persons(
        ["Nom et prénom", "Date d'élection", "", "", "Commune"],
        ["", "Jour", "Mois", "Année", ""],
        ["Karim TAZI", 8, 9, 1991, "Azrou"],
    )
    assert found.birth is None


def test_letters_of_sex_beside_names_are_values_and_no_heading() -> None:
    found = persons(
        ["M", "Karim TAZI", "Membre", "F", "Touda OUCHEN", "Membre"],
        ["M", "Idir ALAMI", "Membre", "F", "Rkia BAHA", "Membre"],
    )
    assert [(p.cell, p.sex) for p in found] == [("B1", "m"), ("B2", "m"), ("E1", "f"), ("E2", "f")]


def test_a_list_of_two_rows_without_headings_is_told_by_what_it_holds() -> None:
    found = persons(
        ["OUHSSINE", "Haddou", "", 612345678, "Azrou"],
        ["BOUZEKRI", "Itto", "ZT12345", "", "Azrou"],
    )
    assert [(p.name_fr, p.cin, p.phone) for p in found] == [
        ("Haddou OUHSSINE", None, "+212612345678"), ("Itto BOUZEKRI", "ZT12345", None),
    ]  # fmt: skip
    (alone,) = persons(["حدو أوحسين", "ZT12345", "عضو"])
    assert (alone.name_ar, alone.cin, alone.office_code) == ("حدو أوحسين", "ZT12345", "member")


def test_a_formula_in_one_of_two_names_hides_no_person_that_the_other_names() -> None:
    found = persons(
        ["الاسم بالعربية", "Nom et prénom", "CIN", "الجماعة"],
        ["محمد العلوي", "Mohamed El Alaoui", "AB123456", "أزرو"],
        ["=1+1", "Karim Bennani", "CD123456", "أزرو"],
        ["فاطمة بناني", "Fatima Bennani", "EF123456", "أزرو"],
    )
    assert [one["name_fr"] for one in found] == ["Mohamed El Alaoui", "Karim Bennani", "Fatima Bennani"]
    assert [(problem.cell, problem.why) for problem in found[1].problems] == [("A3", "name_odd")]
