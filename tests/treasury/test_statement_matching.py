"""Lines laid to what is due, in layouts and spellings no rule was written from."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from takwin.treasury.statements.agreements import read_agreements
from takwin.treasury.statements.cells import amount_of, grids_of
from takwin.treasury.statements.days import day_of
from takwin.treasury.statements.entries import Entry, Finding, Payer
from takwin.treasury.statements.folding import fold
from takwin.treasury.statements.labels import read_label
from takwin.treasury.statements.layout import broken_at, in_order, read_statement
from takwin.treasury.statements.names import likeness
from takwin.treasury.statements.places import Gazetteer
from takwin.treasury.statements.recognising import Book
from tests.treasury import statement_files as files
from tests.treasury.agreement_files import agreements

pytestmark = pytest.mark.django_db
LAYOUTS = ["english", "arabic", "donor", "sense", "suffix", "newest"]
SHARES = ["column", "arabic", "long", "titles"]


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return files.all_places()


def judged(seed: int, places: Gazetteer) -> tuple[files.World, dict[int, Finding], dict[int, files.Movement]]:
    world = files.make_world(seed, places, count=30)
    name, data, at = files.statement(world, LAYOUTS[seed % 6])
    due = read_agreements(grids_of(agreements(world, SHARES[seed % 4]), "a.xlsx"), places)
    read = read_statement(grids_of(data, name))
    assert broken_at(read) is None
    found = fold(in_order(read), Book(due.payers, due.orders, places, known_since=2024))
    return world, {finding.entry.line: finding for finding in found}, at


@pytest.mark.parametrize("seed", range(12))
def test_lines_of_any_layout_are_laid_right_and_never_surely_wrong(seed: int, places: Gazetteer) -> None:
    _world, found, at = judged(seed, places)
    assert found.keys() == at.keys()
    counts: Counter[bool] = Counter()
    for line, movement in at.items():
        given_ = tuple(sorted((one.payer, one.year, one.amount) for one in found[line].allocations))
        counts[given_ == tuple(sorted(movement.truth))] += 1
        if found[line].verdict == "matched":
            assert {one[0] for one in given_} <= {one[0] for one in movement.truth}, movement
    assert counts[True] >= 0.97 * counts.total()


@pytest.mark.parametrize("layout", SHARES)
def test_shares_are_read_from_any_layout(layout: str, places: Gazetteer) -> None:
    world = files.make_world(3, places, count=40)
    read = read_agreements(grids_of(agreements(world, layout), "a.xlsx"), places)
    assert {code: payer.due for code, payer in read.payers.items()} == {p.place.code: p.due for p in world.payers}
    assert len(read.orders) == len(world.orders)


@settings(max_examples=60)
@given(
    dues=st.lists(st.integers(1, 40_000), min_size=1, max_size=3, unique=True),
    paid=st.lists(st.integers(1, 60_000), max_size=8),
)
def test_no_line_pays_more_than_it_holds_nor_a_year_more_than_is_due(
    dues: list[int], paid: list[int], places: Gazetteer
) -> None:
    due = {2024 + n: Decimal(amount) for n, amount in enumerate(dues)}
    payer = Payer("1", "03.271", False, ("Timahdite",), dict(due), dict(due), place="03.271.03.05")
    day = files.dt.date(2026, 1, 1)
    entries = [Entry(n, day, Decimal(amount), "COMMUNE TIMAHDITE") for n, amount in enumerate(paid, 1)]
    received: Counter[int] = Counter()
    for finding in fold(entries, Book({"1": payer}, [], places)):
        laid = sum((one.amount for one in finding.allocations), Decimal(0))
        assert laid + finding.excess == finding.entry.amount or not finding.allocations
        for one in finding.allocations:
            assert one.amount > 0
            received[one.year] += one.amount  # type: ignore[assignment]
    assert all(received[year] <= due[year] for year in received)


@pytest.mark.parametrize("said", ["Annulation  mandat 371 timahdite", "ANNULATION MANDAT 371 TIMAHDITE"])
def test_what_the_bank_undid_is_found_however_the_label_is_typed(said: str, places: Gazetteer) -> None:
    """The payment came twice in the same words: the one before the cancellation is undone, the other counts."""
    due = {2025: Decimal(1000)}
    payer = Payer("1", "03.271", False, ("Timahdite",), due, dict(due), place="03.271.03.05")
    moves = [(4, 1000, "MANDAT 371 TIMAHDITE"), (4, 1000, "CR TIMAHDITE 2025"), (6, -1000, said)]
    moves += [(20, 1000, "MANDAT 371 TIMAHDITE"), (28, 1, "X")]
    entries = [Entry(n, files.dt.date(2025, 4, d), Decimal(a), text) for n, (d, a, text) in enumerate(moves, 1)]
    first, second, undoing, third, _last = fold(entries, Book({"1": payer}, [], places))
    assert (first.pair, undoing.pair) == (3, 1)
    assert [second.verdict, third.verdict].count("unmatched") == 1  # one payment is due, and one is made


@pytest.mark.parametrize(("debit", "verdict"), [(-999, "matched"), (-1000, "proposed")])
def test_a_debit_that_names_nobody_leaves_a_doubt_on_what_came_before_of_its_amount(
    debit: int, verdict: str, places: Gazetteer
) -> None:
    due = {2025: Decimal(1000)}
    payer = Payer("1", "12.066", False, ("Tichla",), due, dict(due), place="12.066.03.07")
    moves = [(4, 1000, "CR TICHLA 2025"), (6, debit, "OPERATION 77"), (28, 1, "X")]
    entries = [Entry(n, files.dt.date(2025, 4, d), Decimal(a), text) for n, (d, a, text) in enumerate(moves, 1)]
    assert fold(entries, Book({"1": payer}, [], places))[0].verdict == verdict


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1 234,50", "1234.50"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("12\u00a0825,33", "12825.33"),
        ("(12,00)", "-12"), ("12,00-", "-12"), ("1234.5 DH", "1234.5"), ("1.234", "1234"), ("٢٥٠٫٥", "250.5"),
        (7.1, "7.1"), ("1?234?567,50", "1234567.50"), ("MAD 1,234.50", "1234.50"), ("12,00 DB", "-12"),
        ("12,00 درهم دائن", "12"), ("(MAD 12,00)", "-12"), ("***1.234,50", "1234.50"), ("27،540.00", "27540"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(written: str | float, amount: str) -> None:
    assert amount_of(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["", "RIB", "12a", "1?23,50", None, True])
def test_what_is_no_amount_is_none(written: str | bool | None) -> None:
    assert amount_of(written) is None


@pytest.mark.parametrize(
    "written", ["08/09/2025", "2025-09-08", "08.09.25", "20250908", "8 septembre 2025", "8 شتنبر 2025"]
)
def test_days_are_read_as_banks_write_them(written: str) -> None:
    assert day_of(written) == files.dt.date(2025, 9, 8)


def test_a_label_is_taken_apart(places: Gazetteer) -> None:
    label = read_label("VIR PERCEPTION TAZA P/C AKNOUL 2024+2025 RIB 310 447 0169130774364121 03", places)
    assert (label.runs, label.office, label.years) == ([["aknoul"]], ["taza"], (2024, 2025))
    assert label.ribs == ("310447016913077436412103",)
    assert read_label("OP 1117/2024", places).order == ("1117", 2024)


def test_likeness_counts_letters_changed_or_swapped() -> None:
    assert likeness("taza", "taza") == 1
    assert likeness("taza", "atza") == 0.75
    assert likeness("taza", "timahdite") == 0


def test_the_command_writes_an_object_for_each_line_and_nothing_else(tmp_path: Path, places: Gazetteer) -> None:
    world = files.make_world(5, places, count=20)
    name, data, at = files.statement(world, "newest")
    (tmp_path / name).write_bytes(data)
    (tmp_path / "a.xlsx").write_bytes(agreements(world, "long"))
    out = tmp_path / "out.jsonl"
    call_command(
        "statement", "match", str(tmp_path / name), "--agreements", str(tmp_path / "a.xlsx"), "--json", str(out)
    )
    objects = [json.loads(line) for line in out.read_text().splitlines()]
    assert [one["line"] for one in objects] == sorted(at)
    assert all(one["file"] == name and one["reasons"] for one in objects)


@pytest.mark.parametrize(("charge", "verdict"), [("-33,00", "matched"), ("trente", "proposed")])
def test_nothing_is_certain_of_a_file_that_lacks_a_line(
    charge: str, verdict: str, tmp_path: Path, places: Gazetteer
) -> None:
    world = files.make_world(5, places, count=20)
    payer, year = world.payers[0], world.years[0]
    rows = [
        "Date;Libellé;Montant",
        f"03/01/{year};VIR {payer.rib};{payer.due[year]:.2f}",
        f"04/05/{year};FRAIS;{charge}",
    ]
    (tmp_path / "s.csv").write_text("\n".join(rows))
    (tmp_path / "a.xlsx").write_bytes(agreements(world, "long"))
    out = tmp_path / "out.jsonl"
    call_command(
        "statement", "match", str(tmp_path / "s.csv"), "--agreements", str(tmp_path / "a.xlsx"), "--json", str(out)
    )
    assert json.loads(out.read_text().splitlines()[0])["verdict"] == verdict


def test_the_command_refuses_what_is_no_statement_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nothing here")
    (tmp_path / "b.csv").write_text("nor;here")
    with pytest.raises(CommandError, match="No table"):
        call_command(
            "statement", "match", str(tmp_path / "b.csv"), "--agreements", str(tmp_path / "a.csv"), "--json", "x"
        )


def test_the_command_says_how_many_labels_lost_their_digits(
    tmp_path: Path, places: Gazetteer, capsys: pytest.CaptureFixture[str]
) -> None:
    world = files.make_world(5, places, count=20)
    (tmp_path / "s.csv").write_text("Date;Libellé;Montant\n03/01/2026;برسم سنة ????;100,00\n04/01/2026;VIR;50,00")
    (tmp_path / "a.xlsx").write_bytes(agreements(world, "long"))
    call_command(
        "statement", "match", str(tmp_path / "s.csv"), "--agreements", str(tmp_path / "a.xlsx"), "--json",
        str(tmp_path / "o.jsonl"),
    )  # fmt: skip
    assert "In 1 line, digits or words of the label were lost" in capsys.readouterr().err
