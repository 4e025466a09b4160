"""Lists found in the workbooks of offices, for a subject that is not about persons."""

import io

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from takwin.documents.tables import FieldSpec, SheetChoice, Subject, open_book, read_file

SUBJECT = Subject(
    "test.fruit",
    (
        FieldSpec(
            "fruit", "Fruit", ("fruit", "فاكهة"), lambda v: float(isinstance(v, str) and v.isalpha()), anchor=True
        ),
        FieldSpec("weight", "Weight", ("weight", "poids", "الوزن"), lambda v: float(isinstance(v, int | float))),
        FieldSpec("farm", "Farm", ("farm", "ferme"), fills_down=True),
        FieldSpec("secret", "Secret", ("secret",), use="refuse", why="it is a secret."),
    ),
    is_entry=str.isalpha,
)


def workbook(rows, merged=(), hidden_columns=(), stale=False):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Fruits")
        for reference in merged:
            sheet.merge_range(reference, "")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for column in hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
        if stale:
            book.add_worksheet("Old").hide()
    return out.getvalue()


def reading(rows, choices=None, **shape):
    return read_file(workbook(rows, **shape), "fruits.xlsx", SUBJECT, choices)


def test_a_table_is_found_below_its_titles_with_its_totals_and_signatures_left_out():
    found = reading(
        [["A title"], [], ["N", "Fruit", "Weight"], [1, "Fig", 3], [2, "Date", 4], ["Total", "", 7], ["Signature"]]
    )
    (table,) = found.tables
    assert table.header_rows == (3,)
    assert [row.text("fruit") for row in table.rows] == ["Fig", "Date"]
    assert [(left.row, left.code) for left in found.left_out["Fruits"]] == [
        (1, "title"),
        (3, "header"),
        (6, "total"),
        (7, "signature"),
    ]


def test_headings_in_two_languages_and_misspelt_are_recognised():
    (table,) = reading([["فاكهة\nFruit", "الوزن / Poids", "Ferm"], ["Fig", 3, "North"]]).tables
    assert [column.field for column in table.columns][:2] == ["fruit", "weight"]


def test_a_blank_or_merged_cell_means_what_stands_above_it():
    rows = [["Farm", "Fruit", "Weight"], ["North", "Fig", 3], ["", "Date", 4], ["South", "Plum", 5]]
    assert [row.text("farm") for row in reading(rows).rows] == ["North", "North", "South"]
    assert [row.text("farm") for row in reading(rows, merged=["A2:A3"]).rows] == ["North", "North", "South"]


def test_lists_side_by_side_are_two_tables_of_the_same_rows():
    found = reading([["Fruit", "Weight", "", "Fruit", "Weight"], ["Fig", 3, "", "Date", 4]])
    assert [(row.cell("fruit").address, row.text("weight")) for row in found.rows] == [("A2", "3"), ("D2", "4")]


def test_a_line_between_rows_is_the_context_of_those_below():
    found = reading([["Fruit", "Weight"], ["Orchard of 1990"], ["Fig", 3], ["Orchard of 2000"], ["Date", 4]])
    assert [row.context.lines[-1] for row in found.rows] == ["Orchard of 1990", "Orchard of 2000"]


def test_values_swapped_half_way_go_back_to_their_columns():
    found = reading([["Fruit", "Weight"], ["Fig", 3], [4, "Date"], [5, "Plum"]])
    assert [(row.text("fruit"), row.text("weight")) for row in found.rows] == [
        ("Fig", "3"),
        ("Date", "4"),
        ("Plum", "5"),
    ]
    assert found.rows[1].moved


def test_a_column_that_may_not_be_read_is_said_and_its_values_are_nowhere():
    found = reading([["Fruit", "Secret"], ["Fig", "hush"], ["Date", "quiet"]])
    assert "it is a secret" in found.remarks[0].said(SUBJECT)
    assert "hush" not in repr(found.tables)


def test_a_hidden_sheet_is_not_read_and_it_is_said():
    found = reading([["Fruit", "Weight"], ["Fig", 3]], stale=True)
    assert [table.sheet for table in found.tables] == ["Fruits"]
    assert any("Old" in remark.sheet for remark in found.remarks)


def test_hidden_columns_are_known():
    (table,) = reading([["Fruit", "Weight"], ["Fig", 3]], hidden_columns=[1]).tables
    assert [column.hidden for column in table.columns] == [False, True]


def test_a_choice_is_obeyed_before_any_guess():
    choices = {"Fruits": SheetChoice(columns={"A": "farm", "B": "fruit"}, header_row=1)}
    (row,) = reading([["Fruit", "Farm"], ["North", "Fig"]], choices).rows
    assert (row.text("farm"), row.text("fruit")) == ("North", "Fig")
    assert not reading([["Fruit"], ["Fig"]], {"Fruits": SheetChoice(skip=True)}).tables


def test_two_files_of_one_layout_have_one_fingerprint():
    first, second = (reading([["Fruit", "Weight"], ["Fig", n]]).tables[0] for n in (1, 2))
    other = reading([["Weight", "Fruit"], [1, "Fig"]]).tables[0]
    assert first.fingerprint == second.fingerprint != other.fingerprint


def test_a_sheet_without_a_list_leaves_every_row_out_with_a_reason():
    found = reading([["12"], ["34"]])
    assert not found.rows
    assert {left.code for left in found.left_out["Fruits"]} == {"no_list"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_files_are_read_whatever_their_encoding_and_separator(encoding, delimiter):
    text = f"Liste, des; fruits\nفاكهة{delimiter}Poids\nتمر{delimiter}3\nتين{delimiter}4\n"
    found = read_file(text.encode(encoding), "fruits.csv", SUBJECT)
    assert [(row.number, row.text("fruit")) for row in found.rows] == [(3, "تمر"), (4, "تين")]


def test_a_text_file_counts_the_lines_a_text_editor_shows():
    found = read_file('"Fruit\nفاكهة";Weight\nFig;3\n'.encode(), "fruits.csv", SUBJECT)
    assert found.rows[0].number == 3


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 damaged", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused_with_a_sentence(data):
    with pytest.raises(ValidationError):
        open_book(data, "fruits.xlsx")
