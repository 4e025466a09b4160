import datetime as dt
import io
from collections.abc import Sequence

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from takwin.accounts.models import User
from takwin.core import clock, identifiers
from takwin.core.text import tidy
from takwin.directory.models import Room
from takwin.documents.enums import BatchState
from takwin.documents.imports import Field, Importer, Outcome, Row, read_rows, refuse_repeats
from takwin.documents.imports.batches import RowsRefused, preview_of, receive_sheet, record_batch
from takwin.documents.imports.corrected import corrected_workbook
from takwin.documents.imports.screens import SheetForm, preview_context
from takwin.documents.models import ImportBatch, StoredFile
from takwin.documents.sheets import open_sheet
from takwin.journal.models import Entry
from tests.documents.test_sheets import workbook
from tests.factories.accounts import make_user
from tests.factories.directory import make_body

pytestmark = pytest.mark.django_db

HEADING = ["الاسم الكامل", "C.I.N", "Téléphone", "Observations"]
SOUND = [HEADING, ["حسن العبدلاوي", "ZT 148 220", 661234567, "x"], ["مليكة بوزيان", None, "06 62 10 48 73", None]]
FAULTY = [HEADING, ["حسن", "ZT-48X", "0661 23 45", "x"], [None, "ZT1", None, None], ["عمر", "zt 1", None, None]]


def rooms_importer(**changes) -> Importer:
    """An importer of people's rows that writes rooms of one lender: the engine knows neither."""
    lender = make_body()

    def save(rows: Sequence[Row], by: User) -> Outcome:
        Room.objects.bulk_create(
            Room(lender=lender, place=lender.place, name_ar=row["name"], name_fr=row["name"], seats=10) for row in rows
        )
        return Outcome(created=len(rows))

    def check(rows: Sequence[Row]) -> None:
        refuse_repeats(rows, "cin")
        for row in rows:
            if row["phone"] is None:
                row.remark("phone", "Without a phone, no message.")

    facts = {
        "kind": "tests.rooms",
        "fields": (
            Field("name", "Name", ("الاسم الكامل", "Nom complet"), tidy, required=True),
            Field("cin", "CIN", ("رقم البطاقة", "C.I.N"), identifiers.cin),
            Field("phone", "Phone", ("الهاتف", "Téléphone"), identifiers.phone),
            Field("born", "Birth", ("تاريخ الازدياد",), identifiers.birth),
        ),
        "save": save,
        "check": check,
    }
    return Importer(**facts | changes)


def previewed(rows: list, importer: Importer | None = None):
    return read_rows(open_sheet(workbook(*rows), "a.xlsx"), importer or rooms_importer())


def received(rows: list, importer: Importer, **facts) -> ImportBatch:
    facts = {"owner": make_body(), "by": make_user()} | facts
    return receive_sheet(workbook(*rows), "members.xlsx", importer=importer, **facts)


def test_columns_are_known_by_their_headings_in_any_language_and_spelling() -> None:
    preview = previewed([["  الإسم  الكامل ", "CIN", "TELEPHONE", "NOTES"], ["حسن", "zt1", "0612345678", ""]])

    assert [(c.field.name, c.heading.letter) for c in preview.columns] == [("name", "A"), ("cin", "B"), ("phone", "C")]
    assert [cell.address for cell in preview.ignored] == ["D1"]
    assert [field.name for field in preview.missing] == ["born"]


def test_sound_rows_have_their_values_and_leave_the_import_open() -> None:
    preview = previewed(SOUND)

    assert preview.refusal == ""
    assert preview.rows[0].values == {"name": "حسن العبدلاوي", "cin": "ZT148220", "phone": "+212661234567"}
    assert preview.rows[1]["cin"] is None
    assert preview.rows[1]["born"] is None


def test_each_fault_stands_at_its_cell_with_its_reason_and_what_was_written() -> None:
    preview = previewed(FAULTY)

    assert [(n.cell.address, n.field.label, n.message, n.cell.text) for n in preview.faults] == [
        (
            "B2",
            "CIN",
            "This is not a card number: one or two letters, then one to seven digits, as in ZT148220.",
            "ZT-48X",
        ),
        ("C2", "Phone", "8 digits instead of 10.", "0661 23 45"),
        ("A3", "Name", "This cell is empty.", ""),
        ("B4", "CIN", "Same as row 3.", "zt 1"),
    ]
    assert preview.refusal == "4 cells stop the import."


def test_a_remark_does_not_stop_the_import() -> None:
    preview = previewed([HEADING, ["حسن", "ZT1", None, None]])

    assert [(n.cell.address, n.stops) for n in preview.notes] == [("C2", False)]
    assert preview.refusal == ""


def test_blanks_never_repeat_each_other() -> None:
    assert previewed([HEADING, ["a", None, None], ["b", None, None]]).refusal == ""


def test_a_missing_required_column_shuts_the_import_and_is_named() -> None:
    preview = previewed([["CIN"], ["ZT1"]])

    assert preview.refusal == "This column is missing: Name."


def test_headings_none_of_which_is_known_are_refused() -> None:
    with pytest.raises(ValidationError, match="No heading of row 1 is known"):
        previewed([["x", "y"], ["1", "2"]])


def test_two_columns_for_one_field_are_refused() -> None:
    with pytest.raises(ValidationError, match="Columns B, C all say “CIN”"):
        previewed([["الاسم الكامل", "CIN", "رقم البطاقة"], ["a", "b", "c"]])


def test_a_fault_on_a_field_without_column_speaks_at_the_first_cell() -> None:
    importer = rooms_importer(check=lambda rows: rows[0].refuse("born", "Too young."))

    assert [n.cell.address for n in previewed(SOUND, importer).faults] == ["A2"]


def test_a_received_sheet_changes_nothing_but_waits() -> None:
    batch = received(SOUND, rooms_importer())

    assert (batch.state, batch.count, batch.file.name) == (BatchState.READ, 2, "members.xlsx")
    assert Room.objects.count() == 0


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"x;y\n1;2\n"], ids=["not a workbook", "no known heading"])
def test_a_file_that_cannot_be_read_leaves_no_trace(data: bytes) -> None:
    with pytest.raises(ValidationError):
        receive_sheet(data, "members.csv", importer=rooms_importer(), owner=make_body(), by=make_user())

    assert not StoredFile.objects.exists()
    assert not ImportBatch.objects.exists()


def test_recording_saves_every_row_under_one_journal_entry_without_names() -> None:
    importer, by = rooms_importer(), make_user()
    batch = received(SOUND, importer, by=by)

    outcome = record_batch(batch, importer=importer, by=by)

    batch.refresh_from_db()
    entry = Entry.objects.get(verb="import.recorded")
    assert outcome == Outcome(created=2)
    assert Room.objects.count() == 2
    assert batch.state == BatchState.RECORDED
    assert entry.by == by
    assert entry.facts == {
        "importer": "tests.rooms", "rows": 2, "digest": preview_of(batch, importer).digest, "created": 2, "updated": 0,
        "unchanged": 0,
    }  # fmt: skip
    assert "حسن" not in str(entry.facts)


def test_nothing_is_recorded_while_one_cell_is_at_fault() -> None:
    importer = rooms_importer()
    batch = received(FAULTY, importer)

    with pytest.raises(RowsRefused, match="4 cells stop the import") as refused:
        record_batch(batch, importer=importer, by=make_user())

    assert len(refused.value.preview.faults) == 4
    assert Room.objects.count() == 0
    assert not Entry.objects.filter(verb="import.recorded").exists()


def test_a_row_refused_while_saving_undoes_the_others() -> None:
    importer = rooms_importer()

    def save_then_refuse(rows: Sequence[Row], by: User) -> Outcome:
        outcome = importer.save(rows, by)
        rows[1].refuse("name", "Someone has just taken this seat.")
        return outcome

    batch = received(SOUND, importer)
    with pytest.raises(RowsRefused) as refused:
        record_batch(batch, importer=rooms_importer(save=save_then_refuse), by=make_user())

    batch.refresh_from_db()
    assert refused.value.preview.rows[1].note_at("name").message == "Someone has just taken this seat."
    assert Room.objects.count() == 0
    assert batch.state == BatchState.READ


def test_recording_twice_records_once_and_says_so() -> None:
    importer = rooms_importer()
    batch = received(SOUND, importer)
    record_batch(batch, importer=importer, by=make_user())

    with pytest.raises(ValidationError, match="already imported"):
        record_batch(batch, importer=importer, by=make_user())

    assert Room.objects.count() == 2


def test_the_same_file_sent_again_after_recording_changes_nothing_and_says_so() -> None:
    importer, owner, by = rooms_importer(), make_body(), make_user()
    data = workbook(*SOUND)
    batch = receive_sheet(data, "a.xlsx", importer=importer, owner=owner, by=by)
    record_batch(batch, importer=importer, by=by)

    with pytest.raises(ValidationError, match="already imported"):
        receive_sheet(data, "renamed.xlsx", importer=importer, owner=owner, by=by)

    assert ImportBatch.objects.count() == 1
    assert Room.objects.count() == 2


def test_the_same_file_sent_twice_before_recording_is_one_batch() -> None:
    importer, owner, by = rooms_importer(), make_body(), make_user()
    data = workbook(*SOUND)

    first = receive_sheet(data, "a.xlsx", importer=importer, owner=owner, by=by)

    assert receive_sheet(data, "a.xlsx", importer=importer, owner=owner, by=by) == first


def test_another_body_may_import_the_same_file() -> None:
    importer, by = rooms_importer(), make_user()
    data = workbook(*SOUND)
    batch = receive_sheet(data, "a.xlsx", importer=importer, owner=make_body(), by=by)
    record_batch(batch, importer=importer, by=by)

    other = receive_sheet(data, "a.xlsx", importer=importer, owner=make_body(), by=by)

    assert other.state == BatchState.READ


@pytest.mark.parametrize(("language", "is_rtl"), [("ar", True), ("fr", False)])
def test_the_sheet_is_given_back_with_its_faults_marked_in_their_cells(language: str, is_rtl: bool) -> None:
    with translation.override(language):
        preview = previewed([*FAULTY, ["=1+1", "ZT9", "+212612345678", dt.date(2021, 9, 8)]][:4])
        book = openpyxl.load_workbook(io.BytesIO(corrected_workbook(preview)))
    sheet = book.active

    assert bool(sheet.sheet_view.rightToLeft) is is_rtl
    assert sheet["A1"].value == "الاسم الكامل"
    assert sheet["B2"].value == "ZT-48X"
    assert sheet["B2"].comment.text.strip() == preview.faults[0].message
    assert sheet["B2"].fill.fgColor.rgb == "FFF9DAD7"
    assert sheet["C3"].fill.fgColor.rgb == "FFFBE9CC"
    assert sheet["A2"].comment is None
    assert sheet["D2"].value == "x"


def test_a_text_that_looks_like_a_formula_comes_back_as_a_text() -> None:
    data = b"Nom complet;CIN\n=HYPERLINK(1);ZT1\n+cmd|calc;ZT2\n"
    preview = read_rows(open_sheet(data, "a.csv"), rooms_importer())

    sheet = openpyxl.load_workbook(io.BytesIO(corrected_workbook(preview))).active

    assert sheet["A2"].value == "=HYPERLINK(1)"
    assert sheet["A2"].quotePrefix
    assert sheet["A3"].value == "+cmd|calc"


def test_a_sheet_mended_in_the_file_given_back_is_sound() -> None:
    book = openpyxl.load_workbook(io.BytesIO(corrected_workbook(previewed(FAULTY))))
    book.active["B2"], book.active["C2"], book.active["A3"], book.active["B4"] = "ZT48", "0661234567", "أمينة", "ZT2"
    mended = io.BytesIO()
    book.save(mended)

    assert read_rows(open_sheet(mended.getvalue(), "a.xlsx"), rooms_importer()).refusal == ""


def test_the_form_says_at_its_field_what_is_wrong_with_the_file() -> None:
    importer, owner, by = rooms_importer(), make_body(), make_user()
    form = SheetForm({}, {"file": SimpleUploadedFile("members.xlsx", b"%PDF-1.7")})

    assert form.received(importer=importer, owner=owner, by=by) is None
    assert "not an Excel file" in form.errors["file"][0]
    assert SheetForm({}, {}).received(importer=importer, owner=owner, by=by) is None


def test_the_form_makes_a_batch_of_a_good_file() -> None:
    form = SheetForm({}, {"file": SimpleUploadedFile("members.xlsx", workbook(*SOUND))})

    batch = form.received(importer=rooms_importer(), owner=make_body(), by=make_user())

    assert batch is not None
    assert batch.count == 2


def drawn(rows: list, show: str = "") -> str:
    importer = rooms_importer()
    batch = received(rows, importer)
    urls = {"record_url": "/record/", "corrected_url": "/corrected/", "again_url": "/again/", "title": "Members"}
    context = preview_context(batch, preview_of(batch, importer), show) | urls
    request = RequestFactory().get("/")
    request.user = batch.read_by or AnonymousUser()
    return render_to_string("documents/import_preview.html", context, request)


def test_the_preview_shuts_the_button_and_says_why() -> None:
    page = drawn(FAULTY)

    assert 'aria-disabled="true" aria-describedby="why-not"' in page
    assert "4 cells stop the import." in page
    assert 'action="/record/"' not in page
    assert '<span class="why">8 digits instead of 10.</span>' in page


def test_the_preview_of_sound_rows_opens_the_button() -> None:
    page = drawn(SOUND)

    assert 'action="/record/"' in page
    assert "Import 2 rows" in page


def test_the_tabs_show_rows_to_review_sound_ones_or_all() -> None:
    rows = [HEADING, ["good-row", "ZT1", "0612345678"], ["bad-row", "X", "0612345678"]]

    assert "good-row" not in drawn(rows, "review")
    assert "bad-row" not in drawn(rows, "sound")
    assert "good-row" in drawn(rows, "all")
    assert "good-row" not in drawn(rows, "nonsense")


def test_what_was_typed_in_a_cell_is_never_markup() -> None:
    assert "<script>alert" not in drawn([HEADING, ["<script>alert(1)</script>", "<b>", None]])


def test_a_long_sheet_draws_its_first_rows_and_counts_the_others() -> None:
    page = drawn([HEADING, *([f"row {n}", f"ZT{n}", "0612345678"] for n in range(203))], "all")

    assert page.count('<th scope="row">') == 200
    assert "3 more rows are not drawn here" in page
    assert "Import 203 rows" in page


def test_the_form_lists_the_columns_the_file_may_have() -> None:
    request = RequestFactory().get("/")
    request.user = make_user()
    context = {"form": SheetForm(), "importer": rooms_importer(), "title": "Members", "submit": "Read the file"}
    page = render_to_string("documents/import_form.html", context, request)

    assert 'enctype="multipart/form-data"' in page
    assert '<th scope="row">Name <span class="tag">required</span></th>' in page
    assert "<bdi>Téléphone</bdi>" in page


def test_sentences_are_in_the_language_of_the_reader(language: str) -> None:
    told = {"ar": "8 أرقام عوض 10.", "fr": "8 chiffres au lieu de 10."}

    assert told[language] in {note.message for note in previewed(FAULTY).faults}


def test_two_officers_who_looked_at_the_same_file_record_it_once() -> None:
    importer = rooms_importer()
    batch = received(SOUND, importer)
    twin = ImportBatch.objects.create(kind=batch.kind, owner=batch.owner, file=batch.file, read_at=clock.now())
    record_batch(batch, importer=rooms_importer(), by=make_user())

    with pytest.raises(ValidationError, match="already been recorded: nothing was changed"):
        record_batch(twin, importer=importer, by=make_user())

    assert Room.objects.count() == 2
    assert Entry.objects.filter(verb="import.recorded").count() == 1
