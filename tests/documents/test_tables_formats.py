"""Lists in the formats of other office suites: OpenDocument, and Excel before 2007."""

import base64
import io
import zipfile
import zlib

from takwin.documents.tables import open_book, read_file
from tests.documents.test_tables import SUBJECT

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)

# A workbook of Excel 97, deflated: a title, a blank row, headings, two fruits; and a hidden sheet with a plum.
EXCEL_97 = (
    "eNrtWE1oE0EU/mZ389s2TWoqtEIJBavWXsSLIO1a0fRkjF4qImhqlhoaU4nbgx60WnMUBE+Kl0IvXqpe/EEPevMgVPQgCEKiR08FCx7arG/e7t"
    "ak5tCAVi37LfNm9s37ZmbnvZmd3bcLsfLso+4K1mAIKqpWCP4anaAUcm+ioHrLkkU3D1KyPPxXCAXJkX4fnre9CUgfSn9XoOCh9ook8JnSKVxA"
    "arJgJDYQB3kMGSHHMCg0ij0F9yhF0MXj6mB5luUWlg/Y9gXLA6y5yXKQbMviJBb0VP8+J45PKL1cFyEp8IQ5H1mzB514LeP46i1h2/owXMxl8v"
    "9mRY/WijmQ50aMglHM5MuIkwvnsGQlgG/uWn2Z8PQbqxcg/fd6faCB/raiAdOwzggZiCUKyEXVXobJ4lTOvFhCC4RfOlzF0Xx2Gft5lw3YaThh"
    "5sy8QSGR8sFmkO2okRs/Z1Izydw4tX4oYxqUpfNT58NyA+cFH61b8G28DFpJZtHO5Rgvhih1tnx/8d2RsbR+mjXT3L39Ktguxw4L1ySDyBGu8b"
    "GUD9HPjN0sr3Or27jczTJOlpT3pTudQnKGbW5wbR/1s5fxXt9RU95J5dLXY097Sl/0XVSeH6lcjs9/0GfRS6+mLPHlNYMBMSDu3pF4pru5cDaN"
    "Tyy7ftlAgkrUeTbLed+1YwVhLsZYSguFn67eQmELOSf2nTt/9p1Cd6rDVtewryhh1sXYD9JeZbacWbtOsiMOW2vA1pgddtgas30OW2N2C/l5SO"
    "nAYzkk2hp/YiPiQVmt31zx4FqIBhZi1aM872g07x48ePDgwYMHD38JwjmiyUOo5hzf/c4Xhvyvs0Kp6v0m2bQ4jkm6TPosPYwC5UVcaip+tsIn"
    "3LbEOjnu/0KJUeq9iAmM8Tgmmo5fOsKL2udZNzH6+5ZQs/1XmxnnH+7/B/ns/s0="
)


def cell(value: str | int = "", **said: int) -> str:
    spans = "".join(f' table:number-{name.replace("_", "-")}="{count}"' for name, count in said.items())
    if isinstance(value, int):
        return f'<table:table-cell{spans} office:value-type="float" office:value="{value}"/>'
    text = f"<text:p>{value}</text:p>" if value else ""
    return f'<table:table-cell{spans} office:value-type="string">{text}</table:table-cell>'


def row(*cells: str, hidden: bool = False) -> str:
    return f"<table:table-row{HIDDEN if hidden else ''}>{''.join(cells)}</table:table-row>"


HIDDEN = ' table:visibility="collapse"'


def style(name: str, display: str) -> str:
    shown = f'<style:table-properties table:display="{display}"/>'
    return f'<style:style style:name="{name}" style:family="table">{shown}</style:style>'


def opendocument(*tables: str) -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>"
        f"{style('shown', 'true')}{style('hid', 'false')}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return saved.getvalue()


def table(name: str, *inside: str, style: str = "shown") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(inside)}</table:table>'


def test_an_opendocument_list_keeps_what_its_author_hid_and_merged():
    data = opendocument(
        table(
            "Fruits",
            f'<table:table-column table:number-columns-repeated="2"/><table:table-column{HIDDEN}/>',
            row(cell("A title", columns_spanned=3)),
            row(cell("Farm"), cell("Fruit"), cell("Weight")),
            row(cell("North", rows_spanned=2), cell("Fig"), cell(3)),
            row("<table:covered-table-cell/>", cell("Date"), cell(4), hidden=True),
        )
    )
    (found,) = read_file(data, "fruits.ods", SUBJECT).tables
    assert [(r.number, r.text("fruit"), r.text("farm"), r.text("weight"), r.hidden) for r in found.rows] == [
        (3, "Fig", "North", "3", False),
        (4, "Date", "North", "4", True),
    ]
    assert [column.hidden for column in found.columns] == [False, False, True]


def test_a_hidden_sheet_of_an_opendocument_workbook_is_not_read_and_it_is_said():
    head = row(cell("Fruit"), cell("Weight"))
    data = opendocument(
        table("Fruits", head, row(cell("Fig"), cell(3))), table("Old", head, row(cell("Plum"), cell(1)), style="hid")
    )
    found = read_file(data, "fruits.ods", SUBJECT)
    assert [r.text("fruit") for r in found.rows] == ["Fig"]
    assert open_book(data, "fruits.ods").hidden == ("Old",)


def test_a_list_of_excel_97_is_read_without_its_hidden_sheet():
    data = zlib.decompress(base64.b64decode(EXCEL_97))
    found = read_file(data, "fruits.xls", SUBJECT)
    assert [(r.number, r.text("fruit"), r.text("weight")) for r in found.rows] == [(4, "Fig", "3"), (5, "Date", "4.5")]
    assert open_book(data, "fruits.xls").hidden == ("Old",)
