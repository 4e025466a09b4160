import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from takwin.documents.sheets import Cell, guards, letter_of, open_sheet

COMPOUND = guards.COMPOUND
HEADING = ["الاسم", "CIN", "تاريخ الانتخاب"]


def workbook(*rows: list, title: str = "الأعضاء", **sheets: list) -> bytes:
    """An xlsx with these rows in its first sheet, and other sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one more part."""
    changed = io.BytesIO(data)
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return changed.getvalue()


def compound(*streams: str) -> bytes:
    """The beginning of a compound file (xls, encrypted xlsx) whose directory lists these streams."""
    entries = b"".join((name.encode("utf-16-le")).ljust(128, b"\0") for name in ("Root Entry", *streams))
    return COMPOUND + b"\0" * (512 - len(COMPOUND)) + entries + b"\0" * 4096


def refusal(data: bytes, name: str = "members.xlsx") -> str:
    with pytest.raises(ValidationError) as refused:
        open_sheet(data, name)
    return " ".join(refused.value.messages)


def test_a_clean_sheet_gives_its_cells_with_the_addresses_excel_shows() -> None:
    sheet = open_sheet(workbook(HEADING, ["حسن", "ZT148220", dt.date(2021, 9, 8)], [], ["مليكة", None, None]), "a.xlsx")

    assert [cell.text for cell in sheet.heading] == HEADING
    assert sheet.title == "الأعضاء"
    assert [cell.address for cell in sheet.rows[0]] == ["A2", "B2", "C2"]
    assert sheet.rows[0][2] == Cell(dt.date(2021, 9, 8), 2, 3)
    assert sheet.rows[0][2].text == "2021-09-08"
    assert sheet.rows[0][2].shown == "08/09/2021"
    assert sheet.rows[1][0].address == "A4"
    assert sheet.rows[1][1].text == ""


def test_a_table_that_does_not_start_at_a1_keeps_its_addresses() -> None:
    book = openpyxl.Workbook()
    book.active["C3"], book.active["C4"] = "CIN", "ZT1"
    saved = io.BytesIO()
    book.save(saved)

    sheet = open_sheet(saved.getvalue(), "a.xlsx")

    assert sheet.heading[2].address == "C3"
    assert sheet.rows[0][2].address == "C4"


def test_numbers_are_read_as_they_were_typed() -> None:
    sheet = open_sheet(workbook(["h", "i", "j"], [612345678, 12.5, 115190000012050005349211.0]), "a.xlsx")

    assert [cell.text for cell in sheet.rows[0]] == ["612345678", "12.5", "1.1519000001205e+23"]


def test_columns_have_the_letters_of_excel() -> None:
    assert [letter_of(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


@pytest.mark.parametrize(
    "data",
    [
        "الاسم;CIN\nحسن;ZT1\n".encode(),
        "\ufeffالاسم,CIN\r\nحسن,ZT1\r\n".encode(),
        "الاسم;CIN\nحسن;ZT1\n".encode("cp1256"),
        "الاسم\tCIN\nحسن\tZT1\n".encode("utf-16"),
    ],
    ids=["utf-8 ;", "utf-8 with mark ,", "Arabic Windows ;", "utf-16 tab"],
)
def test_a_csv_is_read_however_excel_saved_it(data: bytes) -> None:
    sheet = open_sheet(data, "members.csv")

    assert [cell.text for cell in sheet.heading] == ["الاسم", "CIN"]
    assert [cell.text for cell in sheet.rows[0]] == ["حسن", "ZT1"]


def test_an_ods_is_read() -> None:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>CIN</text:p>'
        '</table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>ZT1</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")

    assert open_sheet(saved.getvalue(), "a.ods").rows[0][0].text == "ZT1"


def test_a_formula_gives_the_result_saved_with_it_and_is_never_run() -> None:
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["CIN", "n"])
    sheet.write_formula(1, 0, '=HYPERLINK("http://example.ma","x")', None, "ZT1")
    sheet.write_formula(1, 1, "=1+1", None, 2)
    book.close()

    assert [cell.text for cell in open_sheet(saved.getvalue(), "a.xlsx").rows[0]] == ["ZT1", "2"]


def test_a_formula_without_its_result_is_refused_with_its_address() -> None:
    assert "Cell B2 holds a formula" in refusal(workbook(["a", "b"], ["x", "=1+1"]))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 ...", "members.xlsx"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "members.xls"),
        (b"<html><table></table></html>", "members.xls"),
        (b"PK\x03\x04 not an archive", "members.xlsx"),
        (b"name;cin\na;b", "members.docx"),
        (b"name;cin\na;b", "members"),
    ],
)
def test_what_is_not_a_workbook_is_refused(data: bytes, name: str) -> None:
    assert "not an Excel file" in refusal(data, name)


def test_another_archive_is_not_a_workbook() -> None:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert "not an Excel file" in refusal(saved.getvalue())


def test_a_name_that_contradicts_the_content_is_told() -> None:
    assert "named as xls but its content is xlsx" in refusal(workbook(HEADING, ["x"]), "members.xls")
    assert "content is csv" in refusal(b"name;cin\na;b", "members.xlsx")


def test_an_empty_file_is_refused() -> None:
    assert "empty" in refusal(b"")
    assert "no sheet has anything" in refusal(workbook())
    assert "no sheet has anything" in refusal(b"\n\n;;\n", "a.csv")


def test_a_heading_without_rows_is_refused() -> None:
    assert "Only row 1" in refusal(workbook(HEADING))


def test_several_written_sheets_are_refused_by_name() -> None:
    assert "الأعضاء, Old" in refusal(workbook(HEADING, ["x"], Old=[["y"], ["z"]]))


def test_a_sheet_left_empty_or_hidden_does_not_count() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADING, ["x"], Lists=[["a"], ["b"]], Sheet3=[])))
    book["Lists"].sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)

    assert open_sheet(saved.getvalue(), "a.xlsx").rows[0][0].text == "x"


@pytest.mark.parametrize("name", ["members.xlsx", "members.xls"])
def test_a_workbook_with_a_password_is_refused(name: str) -> None:
    data = compound("EncryptionInfo", "EncryptedPackage")
    if name.endswith("xlsx"):
        assert "password" in refusal(data, name)
    else:
        assert "content is xlsx" in refusal(data, name)


def test_an_encrypted_ods_is_refused() -> None:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("content.xml", b"\x93\x11\x08")
        archive.writestr("META-INF/manifest.xml", '<m xmlns="urn:m"><encryption-data/></m>')

    assert "password" in refusal(saved.getvalue(), "a.ods")


def test_macros_are_refused_whatever_the_name_says() -> None:
    plain = workbook(HEADING, ["x"])

    assert "macros" in refusal(plain, "members.xlsm")
    assert "macros" in refusal(with_part(plain, "xl/vbaProject.bin", b"program"), "members.xlsx")
    assert "macros" in refusal(compound("Workbook", "_VBA_PROJECT_CUR"), "members.xls")


def test_links_to_other_files_are_refused() -> None:
    data = with_part(workbook(HEADING, ["x"]), "xl/externalLinks/externalLink1.xml", b"<externalLink/>")

    assert "other files" in refusal(data)


def test_a_zip_bomb_is_refused_by_the_size_it_declares() -> None:
    data = with_part(workbook(HEADING, ["x"]), "xl/media/a.bin", b"\0" * 50_000_000)

    assert len(data) < 100_000
    assert "zip bomb" in refusal(data)


def test_a_zip_bomb_that_lies_about_its_size_is_refused_at_the_size_it_told() -> None:
    data = bytearray(with_part(workbook(HEADING, ["x"]), "xl/media/a.bin", b"\0" * 50_000_000))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")

    assert "damaged" in refusal(bytes(data))


def test_many_parts_that_are_large_together_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(guards, "MAX_INFLATED", 2_000)

    assert "zip bomb" in refusal(workbook(HEADING, ["x"]))


def test_a_file_over_the_limit_is_refused_before_it_is_opened(settings) -> None:
    settings.UPLOAD_LIMIT = 1000

    assert "largest accepted" in refusal(workbook(HEADING, ["x"]))


def test_a_cell_at_the_end_of_the_sheet_is_refused_before_the_parser_fills_the_way_to_it() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "CIN", "ZT1"
    saved = io.BytesIO()
    book.save(saved)

    assert "rows" in refusal(saved.getvalue())


def test_what_the_parser_cannot_hold_ends_the_child_and_not_the_server(monkeypatch) -> None:
    monkeypatch.setattr(guards, "check", lambda data: None)
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "CIN", "ZT1"
    saved = io.BytesIO()
    book.save(saved)

    assert "damaged" in refusal(saved.getvalue())


def test_more_rows_or_columns_than_a_person_writes_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(guards, "MAX_ROWS", 3)
    monkeypatch.setattr(guards, "MAX_COLUMNS", 4)

    assert open_sheet(workbook(["a", "b", "c", "d"], ["x"], ["x"]), "a.xlsx").rows
    assert "more than 3 rows" in refusal(workbook(["a"], ["x"], ["x"], ["x"]))
    assert "more than 4 columns" in refusal(workbook(["a", "b", "c", "d", "e"], ["x"]))
    assert "more than 3 rows" in refusal(b"a\nb\nc\nd\n", "a.csv")


def test_a_document_type_declaration_is_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;">]><a>&c;</a>'

    assert "damaged" in refusal(with_part(workbook(HEADING, ["x"]), "xl/theme/theme9.xml", laughs))


def test_a_damaged_workbook_is_told_so() -> None:
    data = workbook(HEADING, ["x"])
    middle = len(data) // 3
    broken = data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 400]) + data[middle + 400 :]

    assert "damaged" in refusal(broken)
    assert "damaged" in refusal(compound("Workbook"), "members.xls")


def test_the_reader_loads_nothing_of_the_product() -> None:
    assert "takwin" not in Path(guards.__file__).with_name("reader.py").read_text()


def test_a_cell_is_placed_by_its_address_whatever_the_row_around_it_says() -> None:
    watch, placed = guards.CellWatch(), []
    watch.seen["v"] = lambda said: placed.append((watch.row, watch.column))
    rows = [("5", "A5", "C9", "B5"), ("1", "A11", "CV1", "CW1"), ("", "B2"), ("7", ""), ("8", "AAA8", "a8")]
    cells = "".join(f'<row r="{row}">{"".join(f"<c r={at!r}><v>1</v></c>" for at in ats)}</row>' for row, *ats in rows)
    watch.parser().Parse(f"<sheetData>{cells}</sheetData>", True)
    assert placed == [(5, 1), (9, 3), (5, 2), (11, 1), (1, 100), (1, 101), (2, 2), (7, 1), (8, 703), (8, 1)]
