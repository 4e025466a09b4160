"""Nominative lists read as persons, cell by cell."""

import datetime as dt
import io

import pytest
import xlsxwriter

from takwin.people.rosters import ROSTER, understand, values
from takwin.people.rosters.names import name_of
from takwin.people.rosters.offices import OFFICES, office_of

TODAY = dt.date(2026, 3, 1)
HEADINGS = ["ر.ت", "الجماعة", "الاسم الكامل", "الجنس", "رقم ب.ت.و", "تاريخ الازدياد", "الهاتف", "الصفة"]


def workbook(rows, name="ورقة1"):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def persons(rows, file="إقليم إفران.xlsx", **asked):
    return understand(workbook(rows), file, **asked)[1]


def test_a_row_says_a_person():
    (person,) = persons(
        [
            HEADINGS,
            [
                1,
                "جماعة أزرو",
                "السيدة فاطمة العلوي",
                "أ",
                "da 485020",
                "20/07/1986",
                "06-12-34-56-78",
                "النائبة الثانية",
            ],
        ]
    )
    assert (person.name_ar, person.sex, person.style, person.cin, person.birth) == (
        "فاطمة العلوي",
        "f",
        "mrs",
        "DA485020",
        "1986-07-20",
    )
    assert (person.phone, person.place_code, person.office_code) == (
        "+212612345678",
        "03.271.01.01",
        "vice_president_2",
    )
    assert (person.row, person.cell) == (2, "C2")
    assert {change.field for change in person.changes} >= {"name_ar", "cin", "phone"}
    assert not person.problems


@pytest.mark.parametrize("code", OFFICES)
def test_every_variant_of_an_office_in_the_table_is_read_back(code):
    assert {office_of(variant).code for variant in OFFICES[code].variants} == {code}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (612345678, "+212612345678"), (612345678.0, "+212612345678"), ("6.12345678E8", "+212612345678"), ("6,12345678E+08", "+212612345678"), ("00212 6 12 34 56 78", "+212612345678"),
        ("٠٦١٢٣٤٥٦٧٨", "+212612345678"), ("0535123456 / 0612345678", "+212612345678"), ("+212(0)612345678", "+212612345678"), ("0535123456", "+212535123456"), ("06123456780712345678", "+212612345678"),
        ("061234", None), ("-", None), ("néant", None), ("+33612345678", "+33612345678"),
    ],
)  # fmt: skip
def test_phones_are_read_as_moroccans_write_them(written, kept):
    assert values.phone(written).value == kept


@pytest.mark.parametrize(
    ("written", "kept", "sure"),
    [
        ("da 485020", "DA485020", True), ("DA-485020 ", "DA485020", True), ("da٤٨٥٠٢٠", "DA485020", True), ("DA4850O0", "DA485000", False), ("D0624325", "DO624325", False), ("485020DA", "DA485020", False),
        ("485020", None, False), ("-", None, True), ("لا يوجد", None, True),
    ],
)  # fmt: skip
def test_cards_are_tidied_and_the_doubtful_ones_flagged(written, kept, sure):
    read = values.card(written)
    assert (read.value, read.sure) == (kept, sure)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("08/09/1971", "1971-09-08"), ("8 شتنبر 1971", "1971-09-08"), ("8 sept. 1971", "1971-09-08"), ("1er août 1971", "1971-08-01"), ("08/09/71", "1971-09-08"), (26184, "1971-09-08"), (1971, "1971"), ("1971.0", "1971"),
        ("00/00/1971", "1971"), ("01/01/1971", "1971"), ("vers 1971", "1971"), ("31/02/1971", "1971"), ("09/25/1971", "1971-09-25"), (dt.datetime(1971, 9, 8), "1971-09-08"), (55, "1971"), ("08/09/2025", None), ("?", None),
    ],
)  # fmt: skip
def test_births_are_days_or_years(written, kept):
    assert values.birth(written, today=TODAY).value == kept


@pytest.mark.parametrize(
    ("written", "arabic", "latin", "sex"),
    [
        ("السيد محمــد  العُلوي", "محمد العلوي", "", "m"), ("Mme Fatima-Zahra EL ALAOUI", "", "Fatima-Zahra EL ALAOUI", "f"), ("حسن أسكور Hassan ASGOUR", "حسن أسكور", "Hassan ASGOUR", ""),
        ("الحاج علي الرحماني", "علي الرحماني", "", "m"), ("\u200fكريم\xa0بنعلي\u200e", "كريم بنعلي", "", ""), ("ﻣﺤﻤﺪ علی", "محمد علي", "", ""),
    ],
)  # fmt: skip
def test_names_lose_their_titles_and_dirt(written, arabic, latin, sex):
    name = name_of(written)
    assert (name.arabic, name.latin, name.sex) == (arabic, latin, sex)


def test_a_homonym_is_the_commune_of_the_province_of_the_file():
    rows = [["الجماعة", "الاسم الكامل"], ["سيدي المخفي", "علي حداد"]]
    assert persons(rows, "إقليم إفران.xlsx")[0].place_code == "03.271.03.07"
    assert persons(rows, "إقليم تاونات.xlsx")[0].place_code == "03.531.03.15"


def test_a_commune_of_another_region_is_kept_and_flagged():
    (person,) = persons([["إقليم إفران"], ["الجماعة", "الاسم الكامل"], ["ميسور", "علي حداد"]])
    assert person.place_code == "03.131.01.03"
    assert [problem.why for problem in person.problems] == ["place_elsewhere"]


def test_the_commune_comes_from_the_line_above_when_no_column_says_it():
    rows = [
        ["الاسم الكامل", "الهاتف"],
        ["جماعة أزرو"],
        ["علي حداد", "0612345678"],
        ["جماعة تزكيت"],
        ["موحى باها", "0612345679"],
    ]
    assert [person.place_code for person in persons(rows)] == ["03.271.01.01", "03.271.01.07"]


def test_a_row_pasted_twice_and_a_card_of_two_persons_are_flagged():
    row = ["علي حداد", "DA111111", "0612345678"]
    found = persons([["الاسم الكامل", "رقم ب.ت.و", "الهاتف"], row, row, ["مريم الفاسي", "DA111111", "0712345678"]])
    assert [problem.why for problem in found[1].problems] == ["place_unsaid", "repeated", "card_shared"]
    assert "card_shared" in [problem.why for problem in found[2].problems]


@pytest.mark.parametrize(
    ("one", "other", "is_flagged"),
    [
        ("عبد الباقي القادري", "ABDELBAQI KADIRI", False), ("Mhamed Chekraoui", "M'hamed ECHCHAKRAOUI", False), ("Alal Ou Bihi", "Allal OUBIHI", False),
        ("عبد الباقي القادري", "Yugurten AZELMAT", True), ("أحمد العلوي", "كريم العلوي", True),
    ],
)  # fmt: skip
def test_a_card_written_twice_is_flagged_between_two_persons_but_not_between_two_spellings_of_one(
    one, other, is_flagged
):
    rows = [["الاسم الكامل", "رقم ب.ت.و", "الجماعة"], [one, "DA111111", "أزرو"], [other, "DA111111", "أزرو"]]
    said = ["card_shared" in [problem.why for problem in person.problems] for person in persons(rows)]
    assert said == [is_flagged, is_flagged]


@pytest.mark.parametrize("written", ['=HYPERLINK("http://x")', "www.example.ma", "Ali@example.ma"])
def test_a_formula_or_an_address_among_the_names_is_flagged(written):
    found = persons([["الاسم الكامل", "الهاتف"], ["علي حداد", "0612345678"], [written, "0712345678"]])
    assert "name_odd" not in [problem.why for problem in found[0].problems]
    assert all("name_odd" in [problem.why for problem in person.problems] for person in found[1:])


def test_the_sentences_of_minutes_are_no_list():
    rows = [
        ["محضر اجتماع"],
        ["حضر الاجتماع السيد الرئيس وبعض الأعضاء وتم التداول في النقط المدرجة"],
        ["رفعت الجلسة على الساعة الثالثة"],
    ]
    reading, found = understand(workbook(rows), "محضر.xlsx")
    assert not found
    assert [left.code for left in reading.left_out["ورقة1"]] == ["no_list"] * 3


def test_a_political_affiliation_is_refused_with_its_reason():
    reading, found = understand(workbook([["الاسم الكامل", "الانتماء السياسي"], ["علي حداد", "حزب ا"]]), "x.xlsx")
    assert "09-08" in reading.remarks[0].said(ROSTER)
    assert "حزب" not in repr(found)


def test_an_office_beside_the_name_is_taken_apart():
    (person,) = persons([["إقليم إفران"], ["الاسم الكامل", "الهاتف"], ["السيد علي حداد رئيس المجلس", "0612345678"]])
    assert (person.name_ar, person.office_code) == ("علي حداد", "president")


def test_a_heading_merged_over_two_columns_names_their_group_only():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Liste")
        sheet.write_row(0, 0, ["N°", "C.T", "", "", "CNIE"])
        sheet.merge_range("C1:D1", "Identité")
        sheet.write_row(1, 2, ["Nom", "Prénom"])
        sheet.write_row(2, 0, [1, "Azrou", "AIT OUAKRIM", "Lahcen", "JC 123456"])
        sheet.write_row(3, 0, [2, "Azrou", "NAIT BELAID", "Fadma", "JC45678"])
    found = understand(out.getvalue(), "Ifrane.xlsx")[1]
    assert [person.name_fr for person in found] == ["Lahcen AIT OUAKRIM", "Fadma NAIT BELAID"]


def test_a_column_of_situations_is_not_one_of_names():
    rows = [["Nom", "Prénom", "CIN", "Rang administratif du moment"], ["BENALI", "Fatima", "F123456", "En détachement"]]
    assert persons(rows)[0].name_fr == "Fatima BENALI"


def test_an_age_is_counted_from_the_year_of_the_list():
    rows = [["لائحة سنة 2021"], ["الاسم", "السن", "الصفة"], ["محمد غانم", 50, "رئيس"]]
    assert persons(rows)[0].birth == "1971"
    assert persons([["مجالس 2021-2027"], *rows[1:]], file="لائحة 2022.xlsx")[0].birth == "1972"


def test_the_president_of_a_committee_is_no_president_of_the_council():
    rows = [["جماعة أزرو"], ["لجنة المالية"], ["ر.ت", "الاسم", "الصفة"], [1, "أحمد القاسمي", "رئيس"]]
    (person,) = persons(rows)
    assert (person.office_code, person.office_detail) == ("committee_chair", "لجنة المالية")


def test_a_region_that_sent_the_file_bounds_the_province_its_name_says():
    rows = [["Nom", "Prénom", "Commune"], ["TAZI", "Omar", "Azrou"], ["ALAMI", "Hind", "Azrou"]]
    assert persons(rows, file="Taza.xlsx", place="03")[0].place_code == "03.271.01.01"


@pytest.mark.parametrize(
    ("province", "written", "code"),
    [("تاونات", "راس الود", "03.531.09.21"), ("تارودانت", "Sebt El Guerdane", "09.541.01.03")],
)
def test_a_place_named_with_a_slip_or_a_word_more_is_the_nearest_of_the_province(province, written, code):
    rows = [[f"إقليم {province}"], HEADINGS, [1, written, "محمد العلوي", "", "", "", "", "رئيس"]]
    assert persons(rows, file="لائحة.xlsx")[0].place_code == code


def test_a_list_without_headings_is_told_by_what_it_holds_whatever_its_totals():
    rows = [
        [1, "صابر", "عبد الرحمان", "PA633828", "06.38.68.78.23"], [2, "النادي", "لحسن", "H562014", ""],
        ["المجموع", 19], [1, "أمغار", "يامنة", "", "0761931833"],
    ]  # fmt: skip
    assert [person.name_ar for person in persons(rows)] == ["عبد الرحمان صابر", "لحسن النادي", "يامنة أمغار"]


def test_a_formula_without_its_result_is_said_at_its_cell():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("ورقة1")
        sheet.write_row(0, 0, ["الاسم الكامل", "رقم ب.ت.و"])
        sheet.write_row(1, 0, ["محمد العلوي", "DA12345"])
        sheet.write(2, 0, "كريم الفاسي")
        sheet.write_formula(2, 1, "=B2", None, "")
    data = out.getvalue()
    (problem,) = [p for person in understand(data, "ل.xlsx")[1] for p in person.problems if p.why == "formula"]
    assert (problem.cell, problem.field) == ("B3", "cin")
