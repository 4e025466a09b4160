"""Members from one Excel sheet: each fault at its cell, all or nothing, the same rows again change nothing."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.imports import Preview, read_rows
from takwin.documents.models import ImportBatch
from takwin.documents.sheets import open_sheet
from takwin.journal.models import Entry
from takwin.people.enums import Sex, Title
from takwin.people.imports import members_importer, words
from takwin.people.imports.members import FIELDS, owner_for
from takwin.people.models import IdentityDocument, Office, Person
from takwin.rights.enums import Role
from tests.documents.test_sheets import workbook
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_mandate, make_office, make_person
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db

HEADING = ["الاسم الكامل", "Nom et prénom", "CIN", "الجنس", "تاريخ الازدياد", "الهاتف", "الجماعة", "الصفة", "ابتداء من"]
Browser = Callable[..., Client]


@pytest.fixture
def council() -> Body:
    return make_body(place=make_commune(name_ar="أزرو", name_fr="Azrou"))


@pytest.fixture
def officer(council: Body) -> User:
    make_body(BodyKind.STATE, council.place.province)
    return officer_of(council.place.province, Role.PROVINCE_OFFICER)


def line(**cells: Any) -> list[Any]:
    facts = {
        "ar": "حسن العبدلاوي", "fr": "Hassan El Abdellaoui", "cin": "ZT 148 220", "sex": "ذكر", "born": "08/09/1975",
        "phone": 661234567, "council": "جماعة ازرو", "office": "عضو", "from": "08/09/2021",
    } | cells  # fmt: skip
    return [facts[n] for n in ("ar", "fr", "cin", "sex", "born", "phone", "council", "office", "from")]


def previewed(user: User, *rows: list[Any]) -> Preview:
    return read_rows(open_sheet(workbook(HEADING, *rows), "a.xlsx"), members_importer(user))


def faults(preview: Preview) -> list[tuple[str, str]]:
    return [(note.cell.address, note.message) for note in preview.faults]


def sent(browser: Client, *rows: list[Any]) -> Any:
    file = SimpleUploadedFile("members.xlsx", workbook(HEADING, *rows))
    return browser.post(reverse("people:import"), {"file": file})


def fifty(**odd: Any) -> list[list[Any]]:
    rows = [line(ar=f"عضو {n}", fr=f"Membre {n}", cin=f"ZT{n}", phone=None) for n in range(1, 50)]
    return [*rows, line(ar="عضو 50", fr="Membre 50", cin="ZT50", phone=None) if not odd else line(**odd)]


def test_headings_are_understood_whatever_the_readers_language(officer: User, council: Body, language: str) -> None:
    preview = previewed(officer, line())
    assert not preview.ignored
    assert [field.name for field in preview.missing] == ["email"]


def test_a_row_becomes_a_person_with_card_and_office(as_user: Browser, officer: User, council: Body) -> None:
    browser = as_user(officer)
    preview = sent(browser, line())
    assert not Person.objects.exists()
    browser.post(reverse("people:record", args=[ImportBatch.objects.get().pk]))
    office = Office.objects.select_related("person").get()
    assert preview.url == reverse("people:preview", args=[ImportBatch.objects.get().pk])
    assert (office.body, office.title, office.starts_on.isoformat()) == (council, Title.MEMBER, "2021-09-08")
    person = office.person
    assert (person.name_fr, person.sex, person.phone, person.birth_year) == (
        "Hassan El Abdellaoui", Sex.MALE, "+212661234567", 1975,
    )  # fmt: skip
    assert person.search_text
    assert IdentityDocument.objects.get().number == "ZT148220"


def test_one_bad_cell_among_fifty_rows_stops_everything(as_user: Browser, officer: User) -> None:
    browser = as_user(officer)
    sent(browser, *fifty(cin="148220"))
    batch = ImportBatch.objects.get()
    page = browser.get(reverse("people:preview", args=[batch.pk])).content.decode()
    assert "The letters of the card number are missing" in page
    refused = browser.post(reverse("people:record", args=[batch.pk]))
    assert refused.status_code == 422
    assert not Person.objects.exists()
    assert not Office.objects.exists()
    assert browser.get(reverse("people:corrected", args=[batch.pk])).status_code == 200


def test_fifty_sound_rows_are_recorded_at_once_under_one_entry(as_user: Browser, officer: User) -> None:
    browser = as_user(officer)
    sent(browser, *fifty())
    browser.post(reverse("people:record", args=[ImportBatch.objects.get().pk]))
    assert Office.objects.count() == 50
    assert Entry.objects.get(verb="import.recorded").facts["created"] == 50


def test_the_same_file_again_changes_nothing(as_user: Browser, officer: User) -> None:
    browser = as_user(officer)
    data = workbook(HEADING, *fifty())
    for _n in range(2):
        again = browser.post(reverse("people:import"), {"file": SimpleUploadedFile("m.xlsx", data)})
        browser.post(reverse("people:record", args=[ImportBatch.objects.get().pk]))
    assert again.status_code == 422
    assert "already imported" in again.content.decode()
    assert (Person.objects.count(), Office.objects.count()) == (50, 50)


def test_the_same_rows_in_another_file_change_nothing(officer: User, council: Body) -> None:
    rows = [line(), line(ar="سعاد", fr="Souad", cin=None)]
    importer = members_importer(officer)
    for _n in range(2):
        outcome = importer.save(previewed(officer, *rows).rows, officer)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 2)
    assert (Person.objects.count(), Office.objects.count()) == (2, 2)


def test_what_was_blank_is_filled_and_what_was_known_stands(officer: User, council: Body) -> None:
    person = make_person(cin="ZT148220", name_ar="حسن العبدلاوي", name_fr="", phone="+212699999999", sex="")
    outcome = members_importer(officer).save(previewed(officer, line()).rows, officer)
    person.refresh_from_db()
    assert outcome.updated == 1
    assert (person.name_fr, person.phone, person.sex) == ("Hassan El Abdellaoui", "+212699999999", "m")


def test_a_row_outside_the_territory_is_refused_in_its_cell(officer: User, council: Body) -> None:
    make_body(place=make_commune(name_ar="بركان", name_fr="Berkane"))
    preview = previewed(officer, line(council="بركان"), line(cin="ZT2", council="Nulle part"))
    assert faults(preview) == [
        ("G2", "This council is outside your territory."),
        ("G3", "No council bears this name."),
    ]


def test_a_council_is_known_by_name_however_spelt_or_by_code(officer: User, council: Body) -> None:
    province = make_body(BodyKind.PROVINCE, council.place.province)
    named = {"commune d'AZROU": council, "مجلس جماعة أزرو": council, council.place.code: council}
    named[f"Conseil provincial {province.place.name_fr}"] = province
    for text, expected in named.items():
        preview = previewed(officer, line(council=text))
        assert preview.rows[0]["council"] == expected, text


def test_councils_of_one_name_are_told_apart_by_their_code(council: Body) -> None:
    twin = make_body(place=make_commune(make_province(council.place.region), name_ar="أزرو", name_fr="Azrou"))
    boss = officer_of(council.place.region)
    ((cell, message),) = faults(previewed(boss, line()))
    assert cell == "G2"
    assert twin.place.code in message
    assert previewed(boss, line(council=twin.place.code)).rows[0]["council"] == twin


def test_a_card_under_another_name_is_refused_without_telling_whose(officer: User, council: Body) -> None:
    make_office(make_person(cin="ZT148220", name_ar="سعاد المرنيسي", name_fr="Souad"))
    assert faults(previewed(officer, line())) == [("C2", "This card is already in the register under another name.")]


def test_repeated_rows_and_cards_are_refused(officer: User, council: Body) -> None:
    preview = previewed(officer, line(), line(), line(ar="سعاد", fr="Souad"))
    assert faults(preview) == [("C3", "Same as row 2."), ("C4", "Row 2 gives this card to another name.")]


def test_a_person_may_hold_two_offices_in_one_sheet(officer: User, council: Body) -> None:
    preview = previewed(officer, line(), line(office="النائب الأول للرئيس"))
    assert preview.refusal == ""
    outcome = members_importer(officer).save(preview.rows, officer)
    assert outcome.created == 1
    assert sorted(Office.objects.values_list("title", "detail")) == [("member", ""), ("vice_president", "1")]


def test_a_second_president_is_refused(officer: User, council: Body) -> None:
    rows = [line(office="رئيس"), line(ar="سعاد", fr="Souad", cin="ZT2", office="Présidente")]
    assert faults(previewed(officer, *rows)) == [("H3", "Row 2 already names the president of this council.")]
    make_office(body=council, title=Title.PRESIDENT)
    assert [cell for cell, _message in faults(previewed(officer, *rows))] == ["H2", "H3"]


def test_a_row_without_a_date_begins_with_the_mandate(officer: User, council: Body) -> None:
    blank = line(**{"from": None})
    assert faults(previewed(officer, blank)) == [
        ("I2", "Write since when: no mandate of this council is recorded.")
    ]  # fmt: skip
    mandate = make_mandate(council)
    assert previewed(officer, blank).rows[0]["starts_on"] == mandate.starts_on


def test_a_row_without_a_name_is_refused(officer: User, council: Body) -> None:
    assert [cell for cell, _message in faults(previewed(officer, line(ar=None, fr=None)))] == ["A2"]


@pytest.mark.parametrize(
    ("text", "title", "rank"),
    [
        ("رئيسة المجلس", Title.PRESIDENT, ""),
        ("نائب الرئيس", Title.VICE_PRESIDENT, ""),
        ("النائبة الثانية للرئيس", Title.VICE_PRESIDENT, "2"),
        ("1er vice-président", Title.VICE_PRESIDENT, "1"),
        ("CONSEILLÈRE COMMUNALE", Title.MEMBER, ""),
        ("Secrétaire du conseil", Title.SECRETARY, ""),
        ("مديرة المصالح", Title.DIRECTOR, ""),
    ],
)
def test_offices_are_known_in_both_languages(text: str, title: Title, rank: str) -> None:
    assert words.office(text) == (title, rank)


def test_what_is_no_office_or_sex_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError, match="Write for example"):
        words.office("سائق")
    with pytest.raises(ValidationError, match="F or M"):
        words.sex("؟")
    with pytest.raises(ValidationError, match="200"):
        words.name("ا" * 201)


def test_the_empty_sheet_is_understood_as_it_comes_back(as_user: Browser, officer: User, language: str) -> None:
    response = as_user(officer, language=language).get(reverse("people:template"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    sheet = book.active
    heading = [cell.value for cell in sheet[1]]
    assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")
    found = read_rows(open_sheet(workbook(heading, ["x"] * len(heading)), "a.xlsx"), members_importer(officer))
    assert not found.missing
    assert len(found.columns) == len(FIELDS)
    for validation in sheet.data_validations.dataValidation:
        read = words.sex if "D" in str(validation.sqref) else words.office
        for choice in validation.formula1.strip('"').split(","):
            assert read(choice)


def test_another_officers_sheet_is_not_mine(as_user: Browser, officer: User, council: Body) -> None:
    sent(as_user(officer), line())
    batch = ImportBatch.objects.get().pk
    colleague = as_user(officer_of(council.place.province, Role.PROVINCE_OFFICER))
    for name in ("people:preview", "people:corrected"):
        assert colleague.get(reverse(name, args=[batch])).status_code == 404
    assert colleague.post(reverse("people:record", args=[batch])).status_code == 404


def test_a_sheet_is_received_by_the_body_of_its_sender(council: Body) -> None:
    commune = user_as(Role.COMMUNE, body=council)
    assert owner_for(commune) == council
    assert owner_for(officer_of(council.place)) == council
    assert owner_for(make_user()) is None


def test_a_file_without_a_body_to_receive_it_is_refused_at_its_field(as_user: Browser) -> None:
    response = sent(as_user(officer_of(make_province())), line())
    assert "No body of your territory can receive this file." in response.content.decode()
