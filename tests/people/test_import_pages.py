"""Lists of any office: undone, given back with remarks, refused, and the pages and the command around them."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from takwin.accounts.actions import open_account
from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportTrace
from takwin.documents.imports.recording import record_batch, undo_batch
from takwin.documents.models import StoredFile
from takwin.journal.models import Entry
from takwin.people.imports.fields import FIELDS
from takwin.people.imports.forms import PersonsForm
from takwin.people.imports.importer import PERSONS, SENTENCES, say
from takwin.people.imports.owners import owner_for
from takwin.people.models import Office, Person
from takwin.rights.enums import Role
from takwin.rights.services import COMMAND_LINE
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.people.batches import received, recorded, sent
from tests.people.lists import HEADING, book, line, listed, many

pytestmark = pytest.mark.django_db
HASSAN = {"cin": "ZT148220", "sex": "m", "name_ar": "حسن العبدلاوي"}
Browser = Callable[..., Client]


def test_an_import_is_undone_as_a_whole(officer: User, azrou: Body) -> None:
    known = make_office(make_person(**HASSAN, name_fr=""), azrou).person
    batch = recorded(listed(line(office="كاتب المجلس"), *many(3)), officer)
    assert (Person.objects.count(), ImportTrace.objects.count()) == (4, 5)  # where each comes from is traced too
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
    person = make_office(make_person(**HASSAN, name_fr="", phone=""), azrou).person
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
    batch = received(listed(line(cin="148220"), line(ar="كريم بنعلي", fr="=1+1", cin=None, phone="069564131")), officer)
    answer = as_user(officer, language=language).get(reverse("people:corrected", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")
    assert sheet["C5"].comment.text == say("card_malformed", 0)
    assert sheet["F6"].comment.text == say("phone_malformed", 0)
    assert [sheet[cell].fill.start_color.rgb for cell in ("C5", "F6")] == ["FFF9DAD7", "FFFBE9CC"]
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


def test_a_long_file_that_the_worker_could_not_read_says_so_wherever_it_is_shown(
    as_user: Browser, officer: User, councils: Any, django_capture_on_commit_callbacks: Any
) -> None:
    browser, bomb = as_user(officer), io.BytesIO(listed(*many(3500)))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(20_000_000))
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(browser, bomb.getvalue(), councils[0])
    batch = ImportBatch.objects.select_related("job").get()
    assert batch.is_refused
    page = browser.get(answer.url).content.decode()
    assert "The list could not be read" in page
    assert batch.job.error in page
    assert "being read" not in page
    lists = browser.get(reverse("people:imports")).content.decode()
    assert "could not be read" in lists
    assert batch.job.error in lists
    assert "being read" not in lists
    assert reverse("people:understood", args=[batch.pk]) not in lists


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
    assert "Record: 4 persons" in will
    assert browser.post(reverse("people:record", args=[batch.pk])).status_code == 302
    assert Person.objects.count() == 4
    assert browser.get(reverse("people:preview", args=[batch.pk])).url == reverse("people:imports")
    undo = reverse("people:undo_import", args=[batch.pk])
    assert "4 rows, recorded by" in browser.get(undo).content.decode()
    assert Person.objects.count() == 4
    assert browser.post(undo).url == reverse("people:imports")
    assert not Person.objects.exists()
    assert browser.get(undo).url == reverse("people:imports")
    assert "was undone already" in browser.post(undo).content.decode()


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


def test_the_command_that_names_nobody_acts_under_its_own_name_for_the_day(councils: Any, tmp_path: Any) -> None:
    file = tmp_path / "liste.xlsx"
    file.write_bytes(listed(*many(3)))
    asked = ["people", "import", str(file), "--place", "03.271"]
    call_command(*asked)
    assert not User.objects.filter(username=COMMAND_LINE).exists()
    call_command(*asked, "--write")
    assert Person.objects.count() == 3
    service = User.objects.get(username=COMMAND_LINE)
    assert not service.has_usable_password()
    assert {entry.by for entry in Entry.objects.filter(verb="import.recorded")} == {service}
    tomorrow = clock.today() + dt.timedelta(days=1)
    assert [given.ends_on for given in service.appointments.all()] == [tomorrow]
    with pytest.raises(ValidationError):
        open_account(username=COMMAND_LINE, name_fr="Quelqu'un", by=service)


def test_every_reason_is_a_sentence(language: str) -> None:
    assert all(say(why, 3 if "%(row)s" in str(said) else 0) for why, said in SENTENCES.items())


def test_who_receives_the_lists_of_several_says_which_of_them_sent_one(councils: Any) -> None:
    assert PersonsForm(by=officer_of(councils[0].place)).fields["body"].initial is None
    assert PersonsForm(by=user_as(Role.COMMUNE, body=councils[1])).fields["body"].initial == councils[1].pk


def test_a_list_is_received_by_the_body_of_its_sender(councils: Any) -> None:
    assert owner_for(user_as(Role.COMMUNE, body=councils[1])) == councils[1]
    assert owner_for(officer_of(councils[1].place)) == councils[1]
    assert owner_for(make_user()) is None
    assert councils[0].kind == BodyKind.PROVINCE


def test_a_list_is_received_by_the_council_and_not_by_an_association_seated_there(councils: Any) -> None:
    make_body(BodyKind.ASSOCIATION, place=councils[1].place)
    assert owner_for(officer_of(councils[1].place)) == councils[1]
