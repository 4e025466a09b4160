"""Bad input through the wizard: each file gets its sentence, and nothing of it is kept."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.actions import discard_file, path_of
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.deciding import fix_row
from takwin.documents.models import StoredFile
from takwin.people.imports.importer import PERSONS
from takwin.people.models import Person
from tests.documents.test_sheets import compound, with_part
from tests.people.batches import received, recorded, sent, stops
from tests.people.lists import HEADING, book, line, listed, many

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def damaged(data: bytes) -> bytes:
    """The same file with four hundred bytes turned round, a third of the way."""
    at = len(data) // 3
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 400]) + data[at + 400 :]


SOUND = listed(*many(3))
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "encrypted": ("liste.xlsx", compound("EncryptionInfo", "EncryptedPackage"), "password"),
    "a zip bomb": ("liste.xlsx", with_part(SOUND, "xl/media/a.bin", b"\0" * 50_000_000), "zip bomb"),
    "links to other files": (
        "liste.xlsx", with_part(SOUND, "xl/externalLinks/externalLink1.xml", b"<externalLink/>"), "other files",
    ),
    "macros": ("liste.xlsx", with_part(SOUND, "xl/vbaProject.bin", b"program"), "macros"),
    "macros by name": ("liste.xlsm", SOUND, "macros"),
    "a wrong extension": ("liste.xls", SOUND, "content is xlsx"),
    "corrupt": ("liste.xlsx", damaged(SOUND), "damaged"),
    "cut short": ("liste.xlsx", SOUND[: len(SOUND) // 2], "not an Excel file"),
    "a picture": ("liste.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "xlsx"),
    "empty": ("liste.xlsx", b"", "empty"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_file_is_refused_with_its_sentence_and_leaves_nothing(
    as_user: Browser,
    officer: User,
    councils: Any,
    name: str,
    data: bytes,
    sentence: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(as_user(officer), data, councils[0], name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()
    assert not path_of(hashlib.sha256(data).hexdigest()).exists()


def test_a_file_refused_stays_when_something_else_names_it(officer: User, councils: Any) -> None:
    file = recorded(SOUND, officer).file
    discard_file(file, by=officer)
    assert StoredFile.objects.get() == file
    assert path_of(file.sha256).exists()


def test_an_enormous_file_is_refused_before_it_is_read(
    as_user: Browser, officer: User, councils: Any, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 1000
    answer = sent(as_user(officer), SOUND, councils[0])
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_a_file_without_a_list_says_why_each_row_is_not_read(as_user: Browser, officer: User, councils: Any) -> None:
    browser = as_user(officer)
    sent(browser, book(ورقة=[["محضر اجتماع"], ["انعقد الاجتماع يوم الثلاثاء"]]), councils[0])
    batch = ImportBatch.objects.get()
    assert batch.count == 0
    assert browser.get(reverse("people:understood", args=[batch.pk])).status_code == 200
    assert "No row is left to be recorded" in browser.get(reverse("people:record", args=[batch.pk])).text
    assert browser.post(reverse("people:record", args=[batch.pk])).status_code == 422
    assert not Person.objects.exists()


def test_two_lists_of_a_sheet_are_both_read(officer: User) -> None:
    data = book(ورقة=[HEADING, *many(3), [], ["لائحة الموظفين"], HEADING, line(), line(ar="كريم بنعلي", cin=None)])
    assert received(data, officer).count == 5


def test_a_column_swapped_half_way_goes_back_to_its_place(officer: User) -> None:
    rows = many(8)
    for row in rows[4:]:
        row[2], row[5] = row[5], row[2]
    batch = received(listed(*rows), officer)
    values = [data["values"] for data in batch.rows.order_by("position").values_list("data", flat=True)]
    assert [said["cin"] for said in values] == [f"ZT{20000 + n}" for n in range(8)]
    assert all(said["phone"] for said in values)


def test_a_phone_that_cannot_be_read_is_left_blank_and_flagged_and_stops_nothing(officer: User) -> None:
    batch = received(listed(line(phone="069564131")), officer)
    assert (stops(batch), batch.counts["doubtful"], batch.counts["stopped"]) == ([], 1, 0)
    assert batch.rows.get().data["problems"][0][1:3] == ["phone", "phone_malformed"]
    recorded(listed(line(phone="069564131"), []), officer)
    assert Person.objects.get().phone == ""


def test_what_was_written_stands_beside_what_could_not_be_read_until_it_is_corrected(
    as_user: Browser, officer: User
) -> None:
    batch = received(listed(line(phone="069564131")), officer)
    browser, row = as_user(officer), batch.rows.get()
    for address in (reverse("people:preview", args=[batch.pk]), reverse("people:import_row", args=[row.pk])):
        assert "<bdi>069564131</bdi>" in browser.get(address).text
    fix_row(row, values={"phone": "0695641310"}, importer=PERSONS, by=officer)
    assert "<bdi>069564131</bdi>" not in browser.get(reverse("people:preview", args=[batch.pk]) + "?show=all").text


def test_formulas_of_the_sender_are_texts_in_the_corrected_file(as_user: Browser, officer: User, azrou: Body) -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    batch = received(listed(line(cin="148220"), line(ar="كريم بنعلي", fr=evil, cin="@SUM(1)", phone="+1+1")), officer)
    answer = as_user(officer).get(reverse("people:corrected", args=[batch.pk]))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not any(cell.hyperlink for cell in cells)
    written = [cell for cell in cells if str(cell.value) in (evil, "@SUM(1)", "+1+1")]
    assert len(written) >= 2
    assert all(cell.quotePrefix for cell in written)
