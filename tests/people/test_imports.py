"""Lists of any office through the wizard: understood, corrected in place, all or nothing, undone as a whole."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import BatchState
from takwin.documents.imports.deciding import choose, fix_row, leave_out, settle_stops
from takwin.documents.imports.models import ImportBatch, ImportLayout, ImportRow, ImportTrace
from takwin.documents.imports.reading import read_batch, receive_file
from takwin.documents.imports.recording import record_batch, undo_batch
from takwin.documents.models import StoredFile
from takwin.journal.models import Entry
from takwin.people.enums import Title
from takwin.people.imports.fields import BLANKABLE, FIELDS
from takwin.people.imports.importer import PERSONS, SENTENCES, say
from takwin.people.imports.owners import owner_for
from takwin.people.merging.models import Candidate
from takwin.people.models import IdentityDocument, Office, Person
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.people import make_mandate, make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.people.lists import HEADING, book, ifrane, line, listed, many

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def councils() -> tuple[Body, Body, Body]:
    return ifrane()


@pytest.fixture
def azrou(councils: tuple[Body, Body, Body]) -> Body:
    return councils[1]


@pytest.fixture
def officer(councils: tuple[Body, Body, Body]) -> User:
    return officer_of(councils[0].place, Role.PROVINCE_OFFICER)


def received(data: bytes, by: User, name: str = "liste.xlsx") -> ImportBatch:
    """A list sent by the province of the officer, and read."""
    owner = owner_for(by)
    assert owner
    batch = receive_file(
        data, name, importer=PERSONS, owner=owner, place=owner.place, options={"since": "2021-09-08"}, by=by
    )
    read_batch(batch, importer=PERSONS, by=by, anew=True)
    return ImportBatch.objects.get(pk=batch.pk)


def recorded(data: bytes, by: User) -> ImportBatch:
    batch = received(data, by)
    record_batch(batch, importer=PERSONS, by=by)
    return ImportBatch.objects.get(pk=batch.pk)


def stops(batch: ImportBatch) -> list[tuple[str, str]]:
    """Addresses and reasons of the cells that stop, in the order of the file."""
    return [
        (said[0], said[2])
        for data in batch.rows.order_by("position").values_list("data", flat=True)
        for said in (*data["problems"], *data["judged"])
        if said[3]
    ]


def sent(browser: Client, data: bytes, body: Body, name: str = "liste.xlsx") -> Any:
    file = SimpleUploadedFile(name, data)
    return browser.post(reverse("people:import"), {"file": file, "body": body.pk, "since": "2021-09-08"})


def test_a_messy_list_becomes_persons_with_cards_and_offices(officer: User, azrou: Body) -> None:
    batch = recorded(listed(line(), line(ar="السيدة سعاد المرنيسي", fr=None, cin=None, phone=None, sex=None)), officer)
    man, woman = Person.objects.order_by("pk")
    assert (batch.state, batch.count, ImportRow.objects.count()) == (BatchState.RECORDED, 2, 0)
    assert (man.name_ar, man.name_fr, man.sex, man.phone, man.birth_year) == (
        "حسن العبدلاوي", "Hassan El Abdellaoui", "m", "+212661234567", 1975,
    )  # fmt: skip
    assert (woman.name_ar, woman.sex) == ("سعاد المرنيسي", "f")
    assert IdentityDocument.objects.get().number == "ZT148220"
    assert {(o.body_id, o.title, o.starts_on.isoformat()) for o in Office.objects.all()} == {
        (azrou.pk, Title.MEMBER, "2021-09-08")
    }


def test_an_import_is_one_entry_of_the_journal_with_count_and_digest(officer: User) -> None:
    recorded(listed(*many(50)), officer)
    entry = Entry.objects.get(verb="import.recorded")
    assert (entry.facts["rows"], entry.facts["persons"], len(entry.facts["digest"])) == (50, 50, 64)
    assert not Entry.objects.filter(verb="person.added").exists()


def test_the_same_file_again_is_told_so_and_changes_nothing(officer: User) -> None:
    data = listed(*many(5))
    recorded(data, officer)
    with pytest.raises(ValidationError, match="already imported"):
        received(data, officer)
    assert (Person.objects.count(), ImportBatch.objects.count()) == (5, 1)


def test_the_same_rows_in_another_file_change_nothing(officer: User) -> None:
    rows = [*many(5), line(ar="سعاد المرنيسي", fr=None, cin=None, phone=None, sex="أنثى")]
    recorded(listed(*rows), officer)
    before = list(Person.objects.order_by("pk").values())
    again = recorded(book(ورقة=[HEADING, *rows]), officer)
    assert again.counts["did"] == {"persons": 0, "filled": 0, "cards": 0, "offices": 0, "same": 6}
    assert list(Person.objects.order_by("pk").values()) == before


def test_the_holder_of_a_card_is_the_same_person_and_only_blanks_are_filled(officer: User, azrou: Body) -> None:
    known = make_office(make_person(cin="ZT148220", sex="m", name_ar="حسن العبدلاوي", name_fr="", phone="+212699999999"), azrou)
    recorded(listed(line()), officer)
    known.person.refresh_from_db()
    assert Person.objects.count() == 1
    assert (known.person.name_fr, known.person.phone) == ("Hassan El Abdellaoui", "+212699999999")


def test_two_persons_of_one_name_stay_two_and_a_pair_is_proposed(
    officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [line(cin="ZT100001", phone="0661000001"), line(cin="ZT100002", phone="0661000002", born="03/02/1950")]
    recorded(listed(*rows), officer)
    assert Person.objects.count() == 2
    spelt = line(ar=None, fr="Hassan ABDELLAOUI", cin=None)
    with django_capture_on_commit_callbacks(execute=True):
        recorded(listed(spelt), officer)
    assert Candidate.objects.exists()


def test_a_person_may_hold_two_offices_in_one_list(officer: User) -> None:
    recorded(listed(line(), line(office="النائب الأول للرئيس")), officer)
    assert Person.objects.count() == 1
    assert sorted(Office.objects.values_list("title", "detail")) == [("member", ""), ("vice_president", "1")]


def test_an_office_begins_with_the_mandate_of_its_council(officer: User, azrou: Body) -> None:
    mandate = make_mandate(azrou)
    recorded(listed(line()), officer)
    assert (Office.objects.get().mandate, Office.objects.get().starts_on) == (mandate, mandate.starts_on)


def test_a_second_president_stops_at_his_cell(officer: User, azrou: Body) -> None:
    rows = [
        line(office="رئيس"),
        line(ar="سعاد المرنيسي", fr=None, sex="أنثى", cin="ZT22222", phone=None, office="رئيسة"),
    ]
    assert [why for _cell, why in stops(received(listed(*rows), officer))] == ["president_twice"]
    make_office(body=azrou, title=Title.PRESIDENT)
    assert [why for _cell, why in stops(received(listed(*rows), officer))] == ["president_there", "president_there"]


def test_one_card_under_two_names_stops_and_tells_the_other_row(officer: User) -> None:
    rows = [line(), line(ar="كريم بنعلي", fr="Karim Benali", phone=None)]
    assert stops(received(listed(*rows), officer)) == [("C6", "card_of_another_row")]


def test_a_card_of_the_register_under_another_name_stops_without_telling_whose(officer: User, azrou: Body) -> None:
    make_office(make_person(cin="ZT148220", name_ar="سعاد المرنيسي", name_fr="Souad", sex="f"))
    assert [why for _cell, why in stops(received(listed(line()), officer))] == ["card_of_another_name"]


def test_the_same_person_under_two_cards_is_two_and_doubtful(officer: User) -> None:
    batch = received(listed(line(), line(cin="ZT999111")), officer)
    assert batch.counts["doubtful"] == 2
    assert not batch.counts["stopped"]


def test_a_commune_of_another_region_is_refused_at_its_cell(officer: User) -> None:
    other = make_province(make_region(code="02"), code="02.113", name_ar="بركان", name_fr="Berkane")
    make_body(place=make_commune(other, code="02.113.01.05", name_ar="بركان", name_fr="Berkane"))
    batch = received(listed(line(), line(cin="ZT22222", council="02.113.01.05", phone=None)), officer)
    assert [cell for cell, _why in stops(batch)] == ["G6"]
    with pytest.raises(ValidationError, match="stops the import"):
        record_batch(batch, importer=PERSONS, by=officer)
    assert not Person.objects.exists()


def test_a_body_that_left_the_officers_territory_since_is_never_written(officer: User, azrou: Body) -> None:
    batch = received(listed(line()), officer)
    colleague = user_as(Role.COMMUNE, body=make_body(place=make_commune()))
    with pytest.raises(ValidationError, match="stops the import"):
        record_batch(batch, importer=PERSONS, by=colleague)
    assert not Person.objects.exists()


def test_a_column_of_political_affiliation_is_refused_with_the_reason(
    as_user: Browser, officer: User, councils: Any
) -> None:
    data = listed([*line(), "حزب الوردة"], heading=[*HEADING, "الانتماء السياسي"])
    browser = as_user(officer)
    sent(browser, data, councils[0])
    batch = ImportBatch.objects.get()
    page = browser.get(reverse("people:understood", args=[batch.pk])).content.decode()
    assert "political opinions are sensitive data" in page
    assert "حزب الوردة" not in page + str(batch.understood) + str(batch.rows.get().data)
    browser.post(reverse("people:understood", args=[batch.pk]), {"sheet": "0", "column-I": "name_fr"})
    assert "حزب الوردة" not in str(ImportRow.objects.get().data)


def test_a_cell_is_corrected_in_place_and_judged_again(as_user: Browser, officer: User) -> None:
    batch = received(listed(line(cin="148220"), *many(2)), officer)
    assert stops(batch) == [("C5", "card_malformed")]
    row = batch.rows.get(is_stopped=True)
    browser = as_user(officer)
    page = reverse("people:import_row", args=[row.pk])
    assert browser.post(page, {"name_ar": "حسن", "cin": "12"}).status_code == 422
    shown = {field.name: value for field in FIELDS if (value := row.data["values"].get(field.name))}
    shown |= {"place": row.data["values"]["place"], "office": "عضو", "cin": "zt 148 220"}
    assert browser.post(page, shown).status_code == 302
    batch.refresh_from_db()
    assert batch.counts["stopped"] == 0
    record_batch(batch, importer=PERSONS, by=officer)
    assert IdentityDocument.objects.filter(number="ZT148220").exists()


def test_corrections_outlive_another_reading_of_the_file(officer: User) -> None:
    batch = received(listed(line(cin="148220")), officer)
    fix_row(batch.rows.get(), values={"cin": "ZT1234"}, importer=PERSONS, by=officer)
    read_batch(batch, importer=PERSONS, by=officer)
    assert batch.rows.get().data["values"]["cin"] == "ZT1234"


def test_a_row_is_left_out_and_taken_in_again(officer: User) -> None:
    batch = received(listed(line(), *many(1)), officer)
    leave_out(batch.rows.get(position=1), importer=PERSONS, by=officer)
    assert ImportBatch.objects.get().counts["out"] == 1
    leave_out(batch.rows.get(position=1), importer=PERSONS, by=officer, is_out=False)
    assert ImportBatch.objects.get().counts["out"] == 0


def test_all_that_stops_is_settled_at_once(officer: User) -> None:
    batch = received(
        listed(line(cin="148220"), line(ar="كريم بنعلي", fr=None, cin=None, phone=None, council="لا مكان")), officer
    )
    assert settle_stops(batch, importer=PERSONS, blank=BLANKABLE, by=officer) == 1
    batch = ImportBatch.objects.get()
    assert (batch.counts["stopped"], batch.counts["out"]) == (0, 1)
    record_batch(batch, importer=PERSONS, by=officer)
    assert (Person.objects.count(), IdentityDocument.objects.count()) == (1, 0)


def test_a_column_corrected_once_is_remembered_for_the_next_file_and_can_be_forgotten(officer: User) -> None:
    heading = ["الاسم الكامل", "خانة", "الجماعة", "الصفة"]
    rows = [["كريم بنعلي", "ZT1001", "أزرو", "عضو"], ["سعيد العلوي", "ZT1002", "أزرو", "عضو"]]
    batch = received(book(ورقة=[heading, *rows]), officer)
    choose(batch, sheet="ورقة", choice={"columns": {"B": ""}}, importer=PERSONS, by=officer)
    read_batch(batch, importer=PERSONS, by=officer)
    assert {row.data["values"]["cin"] for row in batch.rows.all()} == {None}
    later = received(book(ورقة=[heading, *rows[:1]]), officer)
    assert later.understood["layouts"] == ["ورقة"]
    assert later.rows.get().data["values"]["cin"] is None
    ImportLayout.objects.get().delete()
    assert received(book(ورقة=[heading, rows[1]]), officer).rows.get().data["values"]["cin"] == "ZT1002"


def test_a_sheet_is_left_out_and_its_heading_chosen(as_user: Browser, officer: User, councils: Any) -> None:
    browser = as_user(officer)
    sent(browser, book(أولى=[HEADING, line()], ثانية=[HEADING, *many(3)]), councils[0])
    batch = ImportBatch.objects.get()
    assert batch.count == 4
    page = reverse("people:understood", args=[batch.pk])
    browser.post(page, {"sheet": "1", "skip": "1"})
    batch.refresh_from_db()
    assert batch.count == 1
    browser.post(page, {"sheet": "1", "skip": "0"})
    browser.post(page, {"sheet": "1", "header": "2"})
    batch.refresh_from_db()
    assert batch.count == 3
    refused = browser.post(page, {"sheet": "9"})
    assert "This sheet is not in the file." in refused.content.decode()


def test_an_import_is_undone_as_a_whole(officer: User, azrou: Body) -> None:
    known = make_office(make_person(cin="ZT148220", sex="m", name_ar="حسن العبدلاوي", name_fr=""), azrou).person
    batch = recorded(listed(line(office="كاتب المجلس"), *many(3)), officer)
    assert (Person.objects.count(), ImportTrace.objects.count()) == (4, 4)
    undo_batch(batch, importer=PERSONS, by=officer)
    known.refresh_from_db()
    assert (list(Person.objects.all()), known.name_fr, Office.objects.count()) == ([known], "", 1)
    assert Entry.objects.get(verb="import.undone").facts["rows"] == 4
    assert recorded(listed(*many(3)), officer).state == BatchState.RECORDED


def test_an_import_on_which_something_depends_is_not_undone(officer: User) -> None:
    batch = recorded(listed(*many(2)), officer)
    make_office(Person.objects.first(), make_body())
    with pytest.raises(ValidationError, match="1 row of: offices"):
        undo_batch(batch, importer=PERSONS, by=officer)
    assert Person.objects.count() == 2


def test_what_someone_changed_since_is_left_when_an_import_is_undone(officer: User, azrou: Body) -> None:
    person = make_office(make_person(cin="ZT148220", sex="m", name_ar="حسن العبدلاوي", name_fr="", phone=""), azrou).person
    batch = recorded(listed(line()), officer)
    Person.objects.filter(pk=person.pk).update(phone="+212600000001")
    undo_batch(batch, importer=PERSONS, by=officer)
    person.refresh_from_db()
    assert (person.phone, person.name_fr) == ("+212600000001", "")


def test_a_recording_cut_short_leaves_nothing(officer: User) -> None:
    """The machine stops after the persons are written: the transaction of the recording takes everything with it."""
    batch = received(listed(*many(3)), officer)

    def cut(_batch: ImportBatch, _by: User) -> None:
        assert Person.objects.count() == 3
        raise SystemExit

    with pytest.raises(SystemExit):
        record_batch(batch, importer=replace(PERSONS, after=cut), by=officer)
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count(), ImportTrace.objects.count(), batch.rows.count()) == ("read", 0, 0, 3)


def test_the_corrected_file_says_each_reason_at_its_cell_and_holds_no_formula(
    as_user: Browser, officer: User, language: str
) -> None:
    batch = received(listed(line(cin="148220"), line(ar="كريم بنعلي", fr="=1+1", cin=None, phone=None)), officer)
    answer = as_user(officer, language=language).get(reverse("people:corrected", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")
    assert sheet["C5"].comment.text == say("card_malformed", 0)
    assert sheet["C5"].fill.start_color.rgb == "FFF9DAD7"
    assert (sheet["B6"].value, sheet["B6"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7", "This is not an Excel file"),
        ("a.xls", listed(line()), "named as xls but its content is xlsx"),
        ("a.xlsm", listed(line()), "macros"),
        ("a.xlsx", listed(line())[:900], "not an Excel file"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_sentence_and_leaves_nothing(
    as_user: Browser, officer: User, councils: Any, name: str, data: bytes, sentence: str
) -> None:
    answer = sent(as_user(officer), data, councils[0], name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_without_a_list_says_so(as_user: Browser, officer: User, councils: Any) -> None:
    browser = as_user(officer)
    sent(browser, book(ورقة=[["المجموع", 3], [12, 13]]), councils[0])
    batch = ImportBatch.objects.get()
    assert (
        "No list was found in this sheet."
        in browser.get(reverse("people:understood", args=[batch.pk])).content.decode()
    )
    with pytest.raises(ValidationError, match="No row is left"):
        record_batch(batch, importer=PERSONS, by=officer)


def test_two_tables_in_a_sheet_are_both_read(officer: User) -> None:
    rows = [
        HEADING,
        line(),
        [],
        ["الموظفون"],
        ["Nom et prénom", "Fonction", "GSM"],
        ["Karim BENALI", "DGS", "0661000009"],
    ]
    assert received(book(ورقة=rows), officer).count == 2


def test_a_long_file_is_read_and_recorded_by_the_worker(
    as_user: Browser, officer: User, councils: Any, django_capture_on_commit_callbacks: Any
) -> None:
    browser = as_user(officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(browser, listed(*many(3500)), councils[0])
    assert answer.url == reverse("people:import_work", args=[ImportBatch.objects.get().pk])
    batch = ImportBatch.objects.select_related("job").get()
    assert (batch.state, batch.count, batch.job.state) == (BatchState.READ, 3500, "done")
    assert browser.get(answer.url).url == reverse("people:understood", args=[batch.pk])
    page = browser.get(reverse("people:preview", args=[batch.pk]), {"show": "all", "page": "90"})
    assert page.context["page"].start_index() == 2226
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("people:record", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (BatchState.RECORDED, 3500)


@pytest.mark.parametrize("rows", [1, 60])
def test_the_preview_asks_as_much_for_a_row_as_for_sixty(
    as_user: Browser, officer: User, rows: int, django_assert_num_queries: Any
) -> None:
    batch = received(listed(*many(rows)), officer)
    browser = as_user(officer)
    browser.get(reverse("people:preview", args=[batch.pk]))
    with django_assert_num_queries(5):
        browser.get(reverse("people:preview", args=[batch.pk]))


def test_another_officers_list_is_not_mine_but_the_list_of_imports_is_shared(
    as_user: Browser, officer: User, councils: Any
) -> None:
    batch = recorded(listed(line()), officer)
    waiting = received(listed(*many(2)), officer)
    colleague = as_user(officer_of(councils[0].place, Role.PROVINCE_OFFICER))
    for name in ("understood", "preview", "corrected", "record"):
        assert colleague.get(reverse(f"people:{name}", args=[waiting.pk])).status_code == 404
    assert colleague.get(reverse("people:import_row", args=[waiting.rows.first().pk])).status_code == 404
    assert "liste.xlsx" in colleague.get(reverse("people:imports")).content.decode()
    colleague.post(reverse("people:undo_import", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE


def test_a_list_goes_through_the_wizard_from_file_to_undo(as_user: Browser, officer: User, councils: Any) -> None:
    browser = as_user(officer)
    sent(browser, listed(line(), *many(3)), councils[0])
    batch = ImportBatch.objects.get()
    will = browser.get(reverse("people:record", args=[batch.pk])).content.decode()
    assert "Record 4 rows" in will
    assert browser.post(reverse("people:record", args=[batch.pk])).status_code == 302
    assert Person.objects.count() == 4
    assert browser.get(reverse("people:preview", args=[batch.pk])).url == reverse("people:imports")
    browser.post(reverse("people:undo_import", args=[batch.pk]))
    assert not Person.objects.exists()


def test_the_empty_sheet_is_understood_as_it_comes_back(as_user: Browser, officer: User, language: str) -> None:
    answer = as_user(officer, language=language).get(reverse("people:template"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    heading = [cell.value for cell in sheet[1]]
    filled = [
        "كريم بنعلي",
        "Karim Benali",
        "ذكر",
        "ZT1001",
        "1970",
        "0661000000",
        "a@example.ma",
        "أزرو",
        "عضو",
        "01/10/2022",
    ]
    batch = received(book(ورقة=[heading, filled]), officer)
    values = batch.rows.get().data["values"]
    assert {field.name for field in FIELDS if values.get(field.name)} == {field.name for field in FIELDS}
    assert values["since"] == "2022-10-01"


def test_the_command_is_dry_unless_told_to_write(officer: User, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "liste.xlsx"
    file.write_bytes(listed(*many(3)))
    asked = ["people", "import", str(file), "--place", "03.271", "--by", officer.username]
    call_command(*asked)
    assert "Ifrane: 3 rows · new 3" in capsys.readouterr().out
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()
    call_command(*asked, "--write")
    assert "persons 3" in capsys.readouterr().out
    with pytest.raises(CommandError, match="already imported"):
        call_command(*asked, "--write")
    for wrong in (["--place", "99", "--by", officer.username], ["--place", "03.271", "--by", "nobody"]):
        with pytest.raises(CommandError):
            call_command("people", "import", str(file), *wrong)


def test_every_reason_is_a_sentence(language: str) -> None:
    assert all(say(why, 3 if "%(row)s" in str(said) else 0) for why, said in SENTENCES.items())


def test_a_list_is_received_by_the_body_of_its_sender(councils: Any) -> None:
    assert owner_for(user_as(Role.COMMUNE, body=councils[1])) == councils[1]
    assert owner_for(officer_of(councils[1].place)) == councils[1]
    assert owner_for(make_user()) is None
    assert councils[0].kind == BodyKind.PROVINCE
