"""The attendance sheet is drawn where its geometry says, whoever stands on it: its reader trusts that file alone."""

import datetime as dt
import json
from typing import Any

import pytest

from takwin.core.halfdays import half_days
from takwin.documents.papers import facts
from takwin.documents.papers.engine import HERE, render
from takwin.documents.papers.parts import row_code
from tests.documents.reading import Sheet, pages, plain, seen_in, squares, text_of
from tests.documents.samples import HALF_DAYS, PEOPLE, TOPIC, attendance_sheet

GEOMETRY: dict[str, Any] = json.loads((HERE / "attendance-sheet.geometry.json").read_text("utf-8"))
TABLE, COLUMNS, STRIP = GEOMETRY["table"], GEOMETRY["columns"], GEOMETRY["strip"]
LEFT = TABLE["right"] - sum(COLUMNS)
LONGEST = (
    "مولاي عبد الرحمان سيدي محمد العلوي البلغيثي الإدريسي الودغيري الحسني",
    "رئيسة لجنة الميزانية والشؤون المالية والبرمجة وتتبع تنفيذ الاتفاقيات",
    "جماعة سيدي يحيى بني زروال",
)


def crowd(n: int) -> list[tuple[str, str, str]]:
    return [PEOPLE[i % len(PEOPLE)] for i in range(n)]


def long_sheet() -> facts.Facts:
    sheet = attendance_sheet([LONGEST] * 16, HALF_DAYS)
    sheet["session"] |= {
        "topic": f"{TOPIC} في ضوء القوانين التنظيمية ونظام المراقبة والتدقيق وتقييم السياسات العمومية الترابية",
        "venue": "القاعة الكبرى للاجتماعات والندوات بالمقر الجديد لعمالة إقليم مولاي يعقوب قرب المحطة الطرقية",
        "trainers": "الأستاذ رشيد الوزاني التهامي، الأستاذة خديجة أيت القايد، السيد عبد السلام الإدريسي القيطوني",
    }
    return sheet


SHEETS = {
    "full": attendance_sheet(crowd(16), HALF_DAYS),
    "of one": attendance_sheet(crowd(1), HALF_DAYS),
    "empty": attendance_sheet([], HALF_DAYS),
    "of one day": attendance_sheet(crowd(5), HALF_DAYS[:2]),
    "of the longest names": long_sheet(),
}


@pytest.fixture(params=SHEETS, scope="module")
def sheet(request: pytest.FixtureRequest) -> Sheet:
    return Sheet.of(render("attendance-sheet", SHEETS[request.param]))


def row_top(row: int) -> float:
    return float(TABLE["top"] + TABLE["head"] + row * TABLE["row"])


@pytest.mark.parametrize(("people", "expected"), [(0, 1), (1, 1), (16, 1), (17, 2), (32, 2), (33, 3)])
def test_sixteen_people_stand_on_a_page(people: int, expected: int) -> None:
    assert pages(render("attendance-sheet", attendance_sheet(crowd(people), HALF_DAYS))) == expected


def test_a_fifth_half_day_begins_another_set_of_pages() -> None:
    three_days = half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 10))
    told = attendance_sheet(crowd(17), three_days)["pages"]
    assert [(page["number"], len(page["half_days"]), page["rows"][0]["number"]) for page in told] == [
        (1, 4, 1),
        (2, 4, 17),
        (3, 2, 1),
        (4, 2, 17),
    ]
    assert pages(render("attendance-sheet", attendance_sheet(crowd(17), three_days))) == 4


def test_a_row_keeps_its_code_on_every_page_it_stands_on() -> None:
    three_days = half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 10))
    told = attendance_sheet(crowd(3), three_days)["pages"]
    assert [row["code"] for row in told[0]["rows"]] == [row["code"] for row in told[1]["rows"]]


def test_no_two_rows_of_a_sheet_share_a_code() -> None:
    codes = {row_code("TKW-ATT-2026-00218", n) for n in range(1, 5001)}
    assert len(codes) == 5000
    assert {len(code) for code in codes} == {5}


def test_the_chunks_of_the_facts_are_those_of_the_geometry() -> None:
    assert (TABLE["rows"], GEOMETRY["signatures"]["count"]) == (facts.ROWS_A_PAGE, facts.BOXES_A_PAGE)
    assert GEOMETRY["signatures"]["first"] + GEOMETRY["signatures"]["count"] == len(COLUMNS)


def test_the_corner_marks_are_where_the_geometry_says_and_the_fourth_is_hollow(sheet: Sheet) -> None:
    size = GEOMETRY["mark"]["size"]
    for number, (x, y) in enumerate(GEOMETRY["mark"]["at"]):
        for dx, dy in ((0.3, 0.3), (size - 0.3, 0.3), (0.3, size - 0.3), (size - 0.3, size - 0.3)):
            assert sheet.black(x + dx, y + dy)
        for dx, dy in ((-0.3, 2.5), (size + 0.3, 2.5), (2.5, -0.3), (2.5, size + 0.3)):
            assert not sheet.black(x + dx, y + dy)
        assert sheet.black(x + size / 2, y + size / 2) == (number != GEOMETRY["mark"]["hollow"])


def test_the_strip_of_each_row_says_its_place_on_the_page(sheet: Sheet) -> None:
    width, height = STRIP["cell"]
    for row in range(TABLE["rows"]):
        y = row_top(row) + STRIP["from_top"] + height / 2
        first = TABLE["right"] - STRIP["from_right"] - width / 2
        start, *bits, parity, stop = (sheet.black(first - n * width, y) for n in range(8))
        assert (start, stop) == (True, True)
        assert int("".join(str(int(bit)) for bit in bits), 2) == row + 1
        assert parity == (sum(bits) % 2 == 1)


def test_the_boxes_to_sign_are_ruled_where_the_geometry_says_and_white_within(sheet: Sheet) -> None:
    first = GEOMETRY["signatures"]["first"]
    right = TABLE["right"] - sum(COLUMNS[:first])
    for row in range(TABLE["rows"]):
        top, bottom = row_top(row), row_top(row + 1)
        assert any(sheet.black(right, y / 10) for y in range(round(top * 10) + 5, round(bottom * 10) - 5))
        x = right - COLUMNS[first] / 2
        assert any(sheet.black(x, bottom + offset) for offset in (-0.1, 0, 0.1))
        assert not any(sheet.black(x, top + step / 10) for step in range(5, round(TABLE["row"] * 10) - 5))
    for n in range(len(COLUMNS) - first + 1):
        edge = right - sum(COLUMNS[first : first + n])
        assert any(sheet.black(edge + offset, row_top(2) + 3) for offset in (-0.1, 0, 0.1))
    assert right - sum(COLUMNS[first:]) == LEFT


def test_nothing_of_the_heading_touches_the_table(sheet: Sheet) -> None:
    assert not any(sheet.black(x / 5, TABLE["top"] - 0.5) for x in range(round(LEFT * 5), round(TABLE["right"] * 5)))


def test_the_qr_of_a_page_says_which_sheet_and_which_page() -> None:
    pdf = render("attendance-sheet", attendance_sheet(crowd(17), HALF_DAYS))
    told = GEOMETRY["qr"]
    for number in (1, 2):
        sheet = Sheet.of(pdf, number - 1)
        (code,) = squares(sheet)
        assert code.text == f"TKW1/TKW-ATT-2026-00218/{number}"
        corner = code.position.top_left
        quiet = told["size"] / 10  # two of some twenty-five squares
        assert 0 < corner.x / sheet.scale - told["x"] < quiet
        assert 0 < corner.y / sheet.scale - told["y"] < quiet


def test_the_sheet_shows_no_more_of_an_identity_card_than_its_last_signs() -> None:
    sheet = attendance_sheet(crowd(1), HALF_DAYS)
    row = sheet["pages"][0]["rows"][0]
    assert len(row["cin_tail"]) == 3
    assert f"…{row['cin_tail']}" in seen_in(render("attendance-sheet", sheet)).replace("...", "…")


def test_rows_for_those_who_come_uninvited_are_numbered_and_coded() -> None:
    pdf = render("attendance-sheet", attendance_sheet(crowd(1), HALF_DAYS))
    assert all(row_code("TKW-ATT-2026-00218", n) in seen_in(pdf) for n in range(1, 17))
    assert plain("توقيع المؤطر") in text_of(pdf)
