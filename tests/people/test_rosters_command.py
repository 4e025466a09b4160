"""``takwin people read`` and ``takwin people match``: what other programs read of them, and a database left alone.

No test here may reach the database: the commands are for machines that have none.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.people.test_rosters import workbook

TITLE = ["الجماعة", "الاسم الكامل", "رقم ب.ت.و", "تاريخ الازدياد", "الهاتف", "الصفة"]
SANAA = ["أزرو", "سناء الودغيري", "-", "17/05/1980", "0535123456 / 0612345678", "عضو"]
LATIN = ["Azrou", "Mme Sanae El Oudghiri", "", "17/05/1980", "06.12.34.56.78", "Membre du conseil"]
KARIM = ["أزرو", "كريم بنعلي", "ZT148220", 1971, "", "رئيس المجلس"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "إفران.xlsx").write_bytes(workbook([TITLE, SANAA, KARIM]))
    (tmp_path / "liste.xlsx").write_bytes(workbook([TITLE, LATIN], name="Feuil1"))
    (tmp_path / "secret.xlsx").write_bytes(b"%PDF-1.7")
    return tmp_path


def lines(folder: Path, verb: str, *names: str, **options: Any) -> list[dict[str, Any]]:
    out = folder / "out.jsonl"
    call_command("people", verb, *(str(folder / name) for name in names), "--json", str(out), **options)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_a_person_is_told_by_the_same_words_in_the_same_order(folder: Path) -> None:
    one, other = lines(folder, "read", "إفران.xlsx")
    assert list(one.items()) == [
        ("file", "إفران.xlsx"), ("sheet", "ورقة1"), ("row", 2), ("cell", "B2"), ("name_ar", "سناء الودغيري"),
        ("name_fr", None), ("sex", None), ("cin", None), ("phone", "+212612345678"), ("birth", "1980-05-17"),
        ("place_code", "03.271.01.01"), ("office_code", "member"), ("problems", []),
    ]  # fmt: skip
    assert (other["cin"], other["birth"], other["phone"], other["office_code"]) == (
        "ZT148220", "1971", None, "president",
    )  # fmt: skip


def test_a_doubt_says_its_cell_and_its_reason_in_words(folder: Path) -> None:
    (folder / "doubt.xlsx").write_bytes(workbook([TITLE, [*KARIM[:2], "148220", *KARIM[3:]]]))
    (person,) = lines(folder, "read", "doubt.xlsx", place="03.271")
    (problem,) = person["problems"]
    assert person["cin"] is None
    assert (problem["cell"], problem["field"], problem["why"]) == ("C2", "cin", "card_malformed")
    assert problem["message"]


def test_two_persons_of_a_row_have_each_their_cell(folder: Path) -> None:
    councils = [["أزرو", "علي حداد", "كريم بنعلي"], ["إفران", "سناء الودغيري", "حسن العبدلاوي"]]
    (folder / "two.xlsx").write_bytes(workbook([["الجماعة", "رئيس المجلس", "كاتب المجلس"], *councils]))
    told = sorted(
        (one["row"], one["cell"], one["office_code"]) for one in lines(folder, "read", "two.xlsx", place="03.271")
    )
    assert told == [(2, "B2", "president"), (2, "C2", "secretary"), (3, "B3", "president"), (3, "C3", "secretary")]


@pytest.mark.parametrize("verb", ["read", "match"])
def test_a_file_that_cannot_be_opened_is_named_and_the_others_are_done(
    folder: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="1 of 3 files could not be read"):
        lines(folder, verb, "إفران.xlsx", "secret.xlsx", "liste.xlsx")
    assert "secret.xlsx: This is not an Excel file" in capsys.readouterr().err
    written = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == {"read": 3, "match": 1}[verb]


@pytest.mark.parametrize("verb", ["read", "match"])
def test_a_code_of_no_place_is_refused_before_anything_is_written(folder: Path, verb: str) -> None:
    with pytest.raises(CommandError, match="is the code of no place"):
        lines(folder, verb, "إفران.xlsx", place="99.999")
    assert not (folder / "out.jsonl").exists()


def test_a_pair_is_told_by_its_two_addresses_its_score_and_reasons_in_words(folder: Path) -> None:
    (pair,) = lines(folder, "match", "إفران.xlsx", "liste.xlsx")
    assert list(pair) == ["a", "b", "score", "same", "reasons"]
    assert sorted((pair["a"], pair["b"]), key=lambda side: side["file"], reverse=True) == [
        {"file": "إفران.xlsx", "sheet": "ورقة1", "row": 2, "cell": "B2"},
        {"file": "liste.xlsx", "sheet": "Feuil1", "row": 2, "cell": "B2"},
    ]
    assert pair["same"] is True
    assert 0.8 < pair["score"] <= 1
    codes = {reason["code"] for reason in pair["reasons"]}
    assert {"same_birth_date", "same_phone"} <= codes
    assert all(reason["message"] and reason["bits"] for reason in pair["reasons"])


def test_what_may_be_one_person_is_told_apart_from_what_is(folder: Path) -> None:
    bare = [*SANAA[:2], "-", "", "", "عضو"]
    (folder / "twice.xlsx").write_bytes(workbook([TITLE, bare, bare]))
    (pair,) = lines(folder, "match", "twice.xlsx")
    assert pair["same"] is False
    assert pair["score"] <= 0.5
