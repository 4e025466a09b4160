"""What the author of a workbook struck through or hid, in each format of office suites."""

import base64
import io
import random
import zipfile
import zlib

import pytest
import xlsxwriter

from takwin.documents.sheets.guards import MAX_COLUMNS, MAX_ROWS
from takwin.documents.tables import open_book, read_file
from takwin.documents.tables.shapes import shapes_of, xls
from tests.documents.test_sheets import with_part
from tests.documents.test_tables import SUBJECT
from tests.documents.test_tables_formats import SPACES, cell, row, table

LINE = 'style:text-line-through-style="{}"'
HEAD = row(cell("Fruit"), cell("Weight"))

# A workbook of Excel 97, deflated: headings in bold; Fig, Date (struck through), Plum in bold, Pear (on a hidden row),
# beside a hidden column; a second sheet where Olive is struck through.
EXCEL_97 = (
    "eNrtWE1IVFEU/u6dN7/+jeMPaCCD0I/mJty00bGocVNmtTAkqDEfOjg68ZoJCirLXAZRq6KN4KaN1aYfclG7FoFRiyAItJYtIihooU7nnrkvZvQJ"
    "DplkvDPcc+8953zvnvfud++7897MVc9PPWpcwArphAfLuSB8BTZBJWh3wiB/Lqeadh2gknNlS0kwQBPp8+J5xWu/mkM13wuQeGi8JA18onISZ9GT"
    "HjOjmyj7OYeEUDl0CIO4J3GPSiUaOK8I6zOsa1g/4NhZ1l1sucG6g2LnRT/mYj2tezWPT8hm9lWSFnjCmA9s2YM6vFI8vnJT5GO92GclE6l/wCHI"
    "MStLQQRXI5qMckyD5rrbHDOtRGoetTTp0/iRiwLf7dX9IuraN9cuQPafxXb/GvbAGvagg/22NIBx5E4LRfVJonzWyC/0uJVNZs4py1fe5T2i3Rf3"
    "tfgW0Y8q6pdR8SIfRgF9ZnJoOEPYeMIa9VCVHCJvT9rKDJPxQCJjUtWbyo6qykxY5DyezrLzUHLUpO6RVPK8GVIvEd50wkWbTgUvxXLSgzS6alfz"
    "ggzT3S7e//b28EBv7BRbxvlFoygtsF3dHXK4qhDllxgvcausil9WkJUc6WVNOaOVr7Cb9TUeZRu3G1nXUiTVO3rrdCM+wTHX2buDxm1neRfbWdDe"
    "Re3JL0efNk1+jrVQe6Z74WLtzPvYFJppRgY5T4EJtIk2cfeOkmcxuxZ6I/vIumHVphaQYZ17Tr+Dq7CEEDerWed76mmJ3z2pn51CCwe04A1UPY/L"
    "MsTZRVCp0WqjjcDQaOmAzmfn1Wj1fGoIAe2T1LPRHge0hzP3abSHM6/XaA9nbqONAnRUow3O3K/RBmfeqNEGZ6640SkjeMzbXlfB8WUjmYcVzLOZ"
    "5mEttzDTpAPTIkVMi/D929ySjtwKFnErVMAm6cimUAGb8vE8h3CaQ1dcccUVV1xx5Q9F6OOKOrgY+qisDkV+/V1nicqy+5nkv5VjSNMvQ38aD2KM"
    "agsXSuJPPbzCvpZYJ8b+Xqikj0a3MIIBzmOkZP7SoVYU3s+6geGNW0Kljr9cSp5/efxfChMlzg=="
)


def excel_97() -> bytes:
    return zlib.decompress(base64.b64decode(EXCEL_97))


def style(name: str, line: str = "", *, family: str = "table-cell", parent: str = "") -> str:
    made_from = f' style:parent-style-name="{parent}"' if parent else ""
    text = f"<style:text-properties {LINE.format(line)}/>" if line else '<style:text-properties style:font-size="9"/>'
    return f'<style:style style:name="{name}" style:family="{family}"{made_from}>{text}</style:style>'


def opendocument(styles: str, *tables: str, named: str = "") -> bytes:
    """A workbook with styles of its own, and in another part those it has names for."""
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    own = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{own}{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("styles.xml", f"<office:document-styles {SPACES}>{named}</office:document-styles>")
    return saved.getvalue()


def styled(cell: str, style: str) -> str:
    return cell.replace("<table:table-cell", f'<table:table-cell table:style-name="{style}"', 1)


def struck(data: bytes, name: str = "fruits.ods") -> list[str]:
    return [row.text("fruit") for row in read_file(data, name, SUBJECT).rows if row.struck]


def test_a_fruit_struck_through_in_an_opendocument_list_is_told() -> None:
    styles = style("ce1", "solid") + style("ce2", "none") + style("ce3", "dotted")
    fruits = ("Fig", "ce1"), ("Date", "ce2"), ("Plum", "ce3")
    rows = [row(styled(cell(fruit), style), cell(1)) for fruit, style in fruits]
    data = opendocument(styles, table("Fruits", HEAD, *rows, row(cell("Pear"), styled(cell(2), "ce1"))))
    assert struck(data) == ["Fig", "Plum"]


@pytest.mark.parametrize("line", ["solid", 'solid" style:text-line-through-type="double'])
def test_a_style_strikes_through_as_the_one_it_is_made_from(line: str) -> None:
    named = style("Gone", line) + style("Long_gone", parent="Gone") + style("Back", "none", parent="Gone")
    styles = style("ce1", parent="Long_gone") + style("ce2", parent="Back") + style("ce3")
    rows = [row(styled(cell(f), s), cell(1)) for f, s in (("Fig", "ce1"), ("Date", "ce2"), ("Plum", "ce3"))]
    assert struck(opendocument(styles, table("Fruits", HEAD, *rows), named=named)) == ["Fig"]


def test_a_style_of_another_part_does_not_lend_its_line_to_one_of_its_name() -> None:
    rows = [HEAD, row(styled(cell("Fig"), "ce1"), cell(1))]
    assert struck(opendocument(style("ce1"), table("Fruits", *rows), named=style("ce1", "solid"))) == []


def test_the_cells_of_a_row_or_a_column_are_struck_through_with_it_unless_they_have_a_style() -> None:
    of_row = HEAD.replace("<table:table-row", '<table:table-row table:default-cell-style-name="ce1"', 1)
    rows = [of_row.replace("Fruit", "Fig").replace("Weight", "x"), row(cell("Date"), cell(1))]
    rows.append(
        of_row.replace("Fruit", "Plum").replace("<table:table-cell", '<table:table-cell table:style-name="ce2"')
    )
    styles = style("ce1", "solid") + style("ce2")
    assert struck(opendocument(styles, table("Fruits", HEAD, *rows))) == ["Fig"]
    column = '<table:table-column table:default-cell-style-name="ce1"/><table:table-column/>'
    rows = [row(cell("Fig"), cell(1)), row(styled(cell("Date"), "ce2"), cell(1))]
    tables = table("Fruits", column, HEAD, *rows), table("More", HEAD, *(r.replace("Fig", "Lime") for r in rows))
    assert struck(opendocument(styles, *tables)) == ["Fig"]


def test_a_part_of_a_name_struck_through_is_told_and_equal_rows_are_as_many() -> None:
    styles = style("T1", "solid", family="text") + style("T2", family="text") + style("ce1", "solid")
    spans = [
        f'<text:span text:style-name="{name}">{said}</text:span>' for name, said in (("T1", "Fig"), ("T2", "Date"))
    ]
    again = row(styled(cell("Plum"), "ce1"), cell(1)).replace(
        "<table:table-row", '<table:table-row table:number-rows-repeated="2"'
    )
    data = opendocument(styles, table("Fruits", HEAD, *(row(cell(span), cell(1)) for span in spans), again, again))
    assert struck(data) == ["Fig", "Plum", "Plum", "Plum", "Plum"]


def test_a_list_of_excel_97_tells_what_is_struck_through_and_hidden() -> None:
    found = read_file(excel_97(), "fruits.xls", SUBJECT)
    told = [(r.text("fruit"), r.struck, r.hidden) for r in found.rows]
    assert told == [
        ("Fig", False, False), ("Date", True, False), ("Plum", False, False), ("Pear", False, True),
        ("Lime", False, False), ("Olive", True, False),
    ]  # fmt: skip
    assert [column.hidden for column in found.tables[0].columns] == [False, False, True]


@pytest.mark.parametrize("shared", [True, False])
def test_a_name_of_an_xlsx_written_in_several_fonts_is_struck_through_by_one(shared: bool) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": not shared}) as book:
        gone, bold = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
        sheet = book.add_worksheet("Fruits")
        sheet.write_row(0, 0, ["Fruit", "Weight"])
        for number, first in enumerate((gone, bold, gone), 1):
            sheet.write_rich_string(number, 0, first, "Fi", bold, "g" * number)
            sheet.write(number, 1, number)
    assert struck(out.getvalue(), "fruits.xlsx") == ["Fig", "Figgg"]


def test_a_million_hidden_or_struck_rows_and_columns_take_no_more_room_than_the_largest_list() -> None:
    many = '{} table:number-{}-repeated="1000000" table:visibility="collapse"'
    column, rows = many.format("<table:table-column", "columns"), many.format("<table:table-row", "rows")
    wide = styled(cell("Fig", columns_repeated=16_000), "ce1")
    data = opendocument(
        style("ce1", "solid"), table("Fruits", f"{column}/>", f"{column}/>", f"{rows}>{wide}</table:table-row>")
    )
    shape = shapes_of(data, "ods")["Fruits"]
    assert shape.hidden_columns == set(range(1, MAX_COLUMNS + 1))
    for marked in (shape.hidden_rows, shape.struck):
        assert (marked.firsts, [last for last, _bits in marked.runs], marked.alone) == ([1], [MAX_ROWS], {})
    struck_in = [shape.struck.of(row).bit_count() for row in (0, 1, MAX_ROWS, MAX_ROWS + 1)]
    assert struck_in == [0, MAX_COLUMNS, MAX_COLUMNS, 0]


def test_rows_alike_and_rows_alone_are_told_apart() -> None:
    alike = row(styled(cell("Fig"), "ce1"), cell(1)).replace(">", ' table:number-rows-repeated="2">', 1)
    alone = row(cell("Kiwi"), cell(2)), row(styled(cell("Date"), "ce1"), cell(3)), row(cell("Plum"), cell(4))
    assert struck(opendocument(style("ce1", "solid"), table("Fruits", HEAD, alike, *alone))) == ["Fig", "Fig", "Date"]


def test_a_comment_struck_through_strikes_nothing_that_its_cell_says() -> None:
    note = '<office:annotation><text:p><text:span text:style-name="T1">old</text:span></text:p></office:annotation>'
    noted, gone = (one.replace("<text:p>", f"{note}<text:p>", 1) for one in (cell("Fig"), styled(cell("Date"), "ce1")))
    styles = style("ce1", "solid") + style("T1", "solid", family="text")
    data = opendocument(styles, table("Fruits", HEAD, row(noted, cell(1)), row(gone, cell(2))))
    shape = shapes_of(data, "ods")["Fruits"]
    assert [shape.is_struck(line, 1) for line in (2, 3)] == [False, True]


def test_an_old_workbook_whose_list_of_sectors_comes_back_on_itself_ends() -> None:
    header = bytearray(512)
    header[:8], header[30:34] = bytes.fromhex("d0cf11e0a1b11ae1"), bytes([9, 0, 6, 0])
    body = bytes(508) + bytes(4)  # the sectors that this one lists, then itself again
    assert xls.shapes_of(bytes(header) + body * 400) == {}


@pytest.mark.parametrize("damage", [b"", b"<styleSheet><fonts", b"\0" * 99, b"<a xmlns='x'><fonts><font><strike/></a>"])
def test_damaged_styles_never_refuse_a_list_that_can_be_read(damage: bytes) -> None:
    data = opendocument(style("ce1"), table("Fruits", HEAD, row(styled(cell("Fig"), "ce1"), cell(1))), named="<")
    assert [r.text("fruit") for r in read_file(data, "fruits.ods", SUBJECT).rows] == ["Fig"]
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(saved, "w") as other:
        for part in whole.namelist():
            other.writestr(part, damage if part == "styles.xml" else whole.read(part))
    assert [r.text("fruit") for r in read_file(saved.getvalue(), "fruits.ods", SUBJECT).rows] == ["Fig"]


@pytest.mark.parametrize(
    "odd",
    ['<col min="x" max="²" hidden="1"/>', f'<col min="1" max="{"9" * 5000}" hidden="1"/>', '<mergeCell ref="A0:"/>'],
)
def test_what_a_sheet_says_oddly_of_its_shape_is_left_unknown(odd: str) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Fruits").write_row(0, 0, ["Fig", 3])
    styles = f'<styleSheet><fonts><font/></fonts><cellXfs><xf fontId="²"/>{odd}</cellXfs></styleSheet>'
    data = with_part(out.getvalue(), "xl/more.xml", f"<worksheet>{odd}{styles}</worksheet>".encode())
    assert [grid.values for grid in open_book(data, "fruits.xlsx").grids] == [[["Fig", 3]]]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_list_of_excel_97_says_what_it_can_and_ends(seed: int) -> None:
    chance, data = random.Random(seed), bytearray(excel_97())
    for _blow in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.choice((0, 255, chance.randrange(256)))
    assert isinstance(xls.shapes_of(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])), dict)


def test_a_compound_file_whose_sectors_come_back_on_themselves_ends() -> None:
    data = bytearray(excel_97())
    first = int.from_bytes(data[76:80], "little")
    at = (first + 1) * 512
    for sector in range(128):
        data[at + 4 * sector : at + 4 * sector + 4] = sector.to_bytes(4, "little")
    assert isinstance(xls.shapes_of(bytes(data)), dict)
