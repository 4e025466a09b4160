"""Lists of other regions: headings of a relative, communes over lists side by side, names that sound like offices."""

import io
from typing import Any

import xlsxwriter

from takwin.people.rosters import PersonRow, understand
from takwin.people.rosters.offices import office_of
from takwin.people.rosters.telling import is_name
from tests.people.lists import book


def persons(*rows: list[Any], name: str = "liste.xlsx") -> list[PersonRow]:
    return understand(book(Feuil1=list(rows)), name)[1]


def test_the_name_of_a_father_and_the_commune_of_residence_are_not_those_of_the_person() -> None:
    found = persons(
        ["Prénom", "Nom", "Prénom du père", "Commune de résidence", "Commune", "Mandat"],
        ["Itto", "OUBELLA", "Bassou", "Taliouine", "Aoulouz", "Présidente"],
        ["Zaid", "AMZAL", "Haddou", "Aoulouz", "Taliouine", "Membre"],
        name="Taroudannt.xlsx",
    )
    assert [(p.cell, p.name_fr, p.office_code) for p in found] == [
        ("A2", "Itto OUBELLA", "president"), ("A3", "Zaid AMZAL", "member"),
    ]  # fmt: skip
    assert [p.place_code for p in persons(["Nom", "Commune"], ["Zaid Amzal", "Aoulouz"])] == [found[0].place_code]


def test_a_part_of_a_name_said_of_an_office_is_that_part() -> None:
    found = persons(
        ["الجماعة الترابية", "الاسم الشخصي لرئيس الجماعة", "الاسم العائلي لرئيس الجماعة", "ر.ب.ت.و"],
        *[["تافراوت", given, family, f"JE{10_000 + n}"] for n, (given, family) in enumerate(
            [("بدر", "التناني"), ("نبيل", "اليحياوي"), ("فاطنة", "أزواغ"), ("عابد", "زمراني"), ("رشيد", "بوشتاوي"),
             ("طارق", "إحيحي"), ("كمال", "أكوجيل"), ("يونس", "أوبركا"), ("حمدي", "قضاض")])],
        name="تيزنيت.xlsx",
    )  # fmt: skip
    assert [p.name_ar for p in found][:3] == ["بدر التناني", "نبيل اليحياوي", "فاطنة أزواغ"]


def test_each_of_two_lists_side_by_side_has_the_commune_that_stands_over_it() -> None:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "إقليم ميدلت")
        for top, (left, right) in ((1, ("الريش", "إملشيل")), (6, ("زايدة", "بومية"))):
            sheet.merge_range(top, 0, top, 2, f"جماعة {left}")
            sheet.merge_range(top, 4, top, 6, f"جماعة {right}")
            sheet.write_row(top + 1, 0, ["ر.ت", "الاسم الكامل", "الصفة", "", "ر.ت", "الاسم الكامل", "الصفة"])
            sheet.write_row(top + 2, 0, [1, "سعيد أمزيان", "رئيس", "", 1, "عدي أوشريف", "رئيس"])
            sheet.write_row(top + 3, 0, [2, "يطو أوبلا", "عضوة", "", 2, "حدو أمهاوش", "عضو"])
    found = understand(saved.getvalue(), "ميدلت.xlsx")[1]
    said = {p.cell: p.place_code for p in found}
    assert said["B4"] == said["B5"] != said["F4"] == said["F5"]
    assert len(set(said.values())) == 4
    assert None not in said.values()


def test_a_commune_between_stars_or_after_a_joined_preposition_is_over_the_rows_below() -> None:
    starred = persons(
        ["إقليم العرائش"],
        ["ر.ت", "الاسم الكامل", "الصفة"],
        ["* جماعة العوامرة *"],
        [1, "سعيد مزيان", "رئيس"],
        ["* جماعة الساحل *"],
        [1, "رابحة حجي", "رئيسة"],
    )
    joined = persons(
        ["إقليم العرائش"], ["لائحة أعضاء المجلس الجماعي للعوامرة"], ["ر.ت", "الاسم الكامل"], [1, "سعيد مزيان"]
    )
    assert starred[0].place_code == joined[0].place_code
    assert starred[0].place_code != starred[1].place_code


def test_the_commune_that_bears_the_name_of_its_province_is_meant_when_the_line_says_commune() -> None:
    found = persons(["لائحة أعضاء مجلس جماعة زاكورة"], ["ر.ت", "الاسم الكامل"], [1, "سعيد مزيان"], name="زاكورة.xlsx")
    assert found[0].place_code == "08.587.01.13"


def test_a_heading_in_words_nobody_knows_is_no_person() -> None:
    found = persons(
        ["Dénomination", "Sceau", "Ligne", "Collège"],
        *[[f"Zaid Amzal{'i' * n}", f"JB{10_000 + n}", f"06123456{n:02}", "Aoulouz"] for n in range(6)],
    )
    assert [p.row for p in found] == [2, 3, 4, 5, 6, 7]


def test_a_first_person_without_card_nor_phone_is_no_heading() -> None:
    found = persons(
        ["Rachid Benali", "Passeport FR", "(néant)"],
        *[[f"Zaid Amzal{'i' * n}", f"JB{10_000 + n}", f"06123456{n:02}"] for n in range(6)],
    )
    assert [p.row for p in found] == [1, 2, 3, 4, 5, 6, 7]


def test_names_that_are_one_slip_from_an_office_are_names_and_assistants_no_vice_presidents() -> None:
    assert all(map(is_name, ["الوكيلي", "أوعلي الوكيلي", "مديحة", "وسيلة كديرة", "الوالي محمد"]))
    assert not is_name("الوالي")
    assert not office_of("Adjoint administratif").code
    assert not office_of("مساعد إداري").code
    said = ["Vice président n°3", "3VP", "نائب ثان", "V/Président 1", "Président de la CP du budget", "Maire"]
    assert [office_of(text).code for text in said] == [
        "vice_president_3", "vice_president_3", "vice_president_2", "vice_president_1", "committee_chair", "president",
    ]  # fmt: skip


def test_a_director_general_is_that_of_services_unless_an_office_or_an_agency_is_named() -> None:
    for said in ("المدير العام", "المديرة العامة للمصالح", "المدير العام للجماعة", "Directrice générale"):
        assert office_of(said).code == "dgs"
    for said in (
        "المدير العام لمكتب التكوين المهني",
        "المدير العام للوكالة الحضرية",
        "Directeur général de l'Agence urbaine",
    ):
        assert not office_of(said).code


def test_a_given_name_of_the_sahara_is_no_title_and_a_phone_is_read_between_slashes() -> None:
    found = persons(
        ["الاسم الكامل", "الجنس", "الهاتف"],
        ["سيد أحمد الركيبي", "Masc.", "06/10/52/98/27"],
        ["السيدة الغالية دادا", "Fém.", ""],
    )
    assert [(p.name_ar, p.sex, p.phone) for p in found] == [
        ("سيد أحمد الركيبي", "m", "+212610529827"), ("الغالية دادا", "f", None),
    ]  # fmt: skip


def test_a_page_of_instructions_names_nobody_and_a_lone_column_of_names_does() -> None:
    told = persons(["Consignes de remplissage"], ["Saisir le nom complet en majuscules"], ["Renvoyer avant le 15 mars"])
    assert told == []
    listed = persons(["Bassou Amzal"], ["Itto Oubella"], ["Lahcen Azengad"])
    assert [p.name_fr for p in listed] == ["Bassou Amzal", "Itto Oubella", "Lahcen Azengad"]


def test_the_council_of_a_region_is_told_by_its_title() -> None:
    found = persons(["مجلس جهة سوس ماسة"], ["ر.ت", "الاسم والنسب", "الصفة"], [1, "سعيد مزيان", "رئيس"])
    assert [p.place_code for p in found] == ["09"]
