"""The table of a statement as banks, treasuries and clerks lay it out, read to the centime or said to be unread."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.documents.sheets import Value
from takwin.treasury.statements.cells import Grid, grids_of
from takwin.treasury.statements.days import Days, day_of
from takwin.treasury.statements.headings import field_of
from takwin.treasury.statements.layout import StatementRead, broken_at, read_statement
from takwin.treasury.statements.places import Gazetteer
from tests.treasury.agreement_files import agreements
from tests.treasury.statement_files import all_places, make_world

HEAD = ["Date", "Libellé", "Débit", "Crédit", "Solde"]
ONE, TWO = "VIR COMMUNE TICHLA", "VIR COMMUNE AOUSSERD"


def read(*rows: list[Any], titles: tuple[str, ...] = ("",)) -> StatementRead:
    width = max(map(len, rows))
    grid = tuple((*row, *[None] * (width - len(row))) for row in rows)
    return read_statement([Grid(title, grid) for title in titles])


def told(statement: StatementRead) -> list[tuple[int, str, str]]:
    return [(entry.booked_on.day, f"{entry.amount:.2f}", entry.label) for entry in statement.entries]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Montant débit", "debit"), ("Mouvement crédit", "credit"), ("السحوبات", "debit"), ("الإيداعات", "credit"),
        ("مدين / Débit", "debit"), ("Débit / Crédit", "sense"), ("Dt. Opér.", "day"), ("Date de l'opération", "day"),
        ("Date val.", "value_day"), ("تاريخ الاستحقاق", "value_day"), ("Solde débiteur", "balance"),
        ("Mt", "amount"), ("Montant en DH", "amount"), ("Nature des opérations", "label"), ("Agence", None),
    ],
)  # fmt: skip
def test_a_heading_announces_its_column(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    "head",
    [
        [["تاريخ العملية", "نوع العملية", "السحوبات", "الإيداعات", "الرصيد"]],
        [["Date", "Libellé", "Mouvements", None, "Solde"], [None, None, "Débit", "Crédit", None]],
        [HEAD, ["التاريخ", "البيان", "مدين", "دائن", "الرصيد"]],
        [[None, None, None, None, "(en DH)"], ["التاريخ", "البيان", "مدين", "دائن", "الرصيد"], HEAD],
        [["Date", "Libellé", "Mt sorti", "Crédit", "Solde"]],
        [["Le", "Libellé", "Débit", "Crédit", "Solde"]],
        [["Date", "Texte", "Débit", "Crédit", "Solde"]],
    ],
)
def test_the_columns_are_known_by_their_headings_or_by_their_cells(head: list[list[str | None]]) -> None:
    rows = [["03/01/2025", ONE, None, "1 000,00", "1 000,00"], ["04/01/2025", TWO, "22,00", None, "978,00"]]
    assert told(read(*head, *rows)) == [(3, "1000.00", ONE), (4, "-22.00", TWO)]


def test_a_word_over_two_days_is_told_apart_by_what_stands_under_it() -> None:
    heads: list[list[Any]] = [["Date", None, "Libellé", "Montant"], ["Opération", "Valeur", None, None]]
    assert told(read(*heads, ["03/01/2025", "05/01/2025", ONE, 1000.0])) == [(3, "1000.00", ONE)]


def test_a_column_of_both_sides_is_the_amount_when_it_holds_figures() -> None:
    rows = [["Date", "Libellé", "Débit/Crédit"], ["03/01/2025", ONE, "1 000,00 CR"], ["04/01/2025", TWO, "22,00 DB"]]
    assert told(read(*rows)) == [(3, "1000.00", ONE), (4, "-22.00", TWO)]


@pytest.mark.parametrize(
    ("values", "days"),
    [
        (["03/04/2025", "13/04/2025"], [(3, 4), (13, 4)]),
        (["04/03/2025", "04/13/2025"], [(3, 4), (13, 4)]),
        ([45750, "45751", 45752.0], [(3, 4), (4, 4), (5, 4)]),
        (["03042025", 4042025], [(3, 4), (4, 4)]),
        (["3 أبريل 2025", "4 مايو 2025", "05-APR-2025"], [(3, 4), (4, 5), (5, 4)]),
        ([True, "99/99/2025", "quinze"], [None, None, None]),
    ],
)
def test_the_days_of_a_column_are_read_together(values: list[Value], days: list[tuple[int, int] | None]) -> None:
    found = [Days(values).read(value) for value in values]
    assert [(day.day, day.month) if day else None for day in found] == days


def test_a_day_without_its_year_takes_that_of_its_value_or_of_the_period() -> None:
    head = ["Date", "Valeur", "Libellé", "Montant"]
    assert read(head, ["31/12", "02/01/2025", ONE, 1.0]).entries[0].booked_on == dt.date(2024, 12, 31)
    period = ["Du 15/12/2024 au 14/01/2025"]
    dated = read(period, ["Date", "Libellé", "Montant"], ["31/12", ONE, 1.0], ["02 01", TWO, 1.0])
    assert [entry.booked_on.year for entry in dated.entries] == [2024, 2025]
    assert read(["Date", "Libellé", "Montant"], ["31/12", ONE, 1.0], ["01/01/2025", TWO, 1.0]).unread == (2,)
    assert day_of("31/12") is None


def test_a_day_written_once_is_that_of_the_movements_under_it() -> None:
    rows = [["03/01/2025", ONE, None, "1 000,00", "1 000,00"], [None, TWO, "22,00", None, "978,00"]]
    assert told(read(HEAD, *rows)) == [(3, "1000.00", ONE), (3, "-22.00", TWO)]
    newest = [["03/01/2025", TWO, "22,00", None, "978,00"], [None, ONE, None, "1 000,00", "1 000,00"]]
    assert told(read(HEAD, *newest)) == [(3, "-22.00", TWO), (3, "1000.00", ONE)]


@pytest.mark.parametrize(
    "total",
    [
        [None, "Cumul janvier", None, "3 000,00", None],
        [None, "Recap.", None, "3 000,00", None],
        [None, "Recap.", "22,00", "3 000,00", None],
        [None, "Recap.", None, "3 000,00", "9 000,00"],
        ["TOTAL", None, None, "3 000,00", None],
    ],
)
def test_a_total_between_movements_is_none_of_them(total: list[Any]) -> None:
    balances = ["1 000,00", "3 000,00"] if total[4] else [None, None]
    rows = [["03/01/2025", ONE, None, "1 000,00", balances[0]], ["04/01/2025", TWO, None, "2 000,00", balances[1]]]
    found = read(HEAD, *rows, total)
    assert (len(found.entries), found.unread) == (2, ())


def test_pages_carry_their_balance_and_repeat_their_headings() -> None:
    found = read(
        HEAD,
        [None, "Solde départ", None, None, "100,00"],
        ["03/01/2025", ONE, None, "1 000,00", "1 100,00"],
        [None, "A reporter", None, None, "1 100,00"],
        ["Page 2"],
        HEAD,
        [None, "Report", None, None, "1 100,00"],
        ["04/01/2025", TWO, "22,00", None, "1 078,00"],
        [None, "Page 2 sur 2"],
        [None, "رصيد نهاية المدة", None, None, "1 078,00"],
    )
    assert told(found) == [(3, "1000.00", ONE), (4, "-22.00", TWO)]
    assert (found.opening, found.closing, broken_at(found)) == (100, 1078, None)


def test_a_balance_that_has_one_name_is_the_opening_above_and_the_closing_under() -> None:
    rows = [["03/01/2025", ONE, None, "1 000,00", None], ["04/01/2025", TWO, "22,00", None, None]]
    first, last = [None, "Solde au 01/01", None, None, "100,00"], [None, "Solde au 31/01", None, None, "1 078,00"]
    found = read(HEAD, first, *rows, last)
    assert (found.opening, found.closing) == (100, 1078)
    upside_down = read(HEAD, last, *rows[::-1], first)
    assert (upside_down.opening, upside_down.closing) == (100, 1078)


def test_a_payment_whose_words_begin_as_a_total_is_a_payment() -> None:
    rows = [["03/01/2025", "SOLDE CONVENTION TICHLA", None, "1 000,00", None], ["04/01/2025", "TOTAL ENERGIES", 2.0]]
    assert [label for _day, _amount, label in told(read(HEAD, *rows))] == ["SOLDE CONVENTION TICHLA", "TOTAL ENERGIES"]
    follows = [["03/01/2025", ONE, None, 5.0, 5.0], ["04/01/2025", "SOLDE 2024", None, 1.0, 6.0]]
    assert len(read(HEAD, *follows).entries) == 2


def test_what_is_written_and_cannot_be_read_is_told_by_its_line() -> None:
    rows = [
        ["03/01/2025", ONE, None, "mille", None],
        ["le trois", TWO, None, "1 000,00", None],
        ["04/01/2025", ONE, "-"],
    ]
    assert read(HEAD, *rows).unread == (2, 3)


def test_the_other_tables_of_a_file_are_named() -> None:
    rows = [HEAD, ["03/01/2025", ONE, None, "1 000,00", None]]
    assert read(*rows, titles=("janvier", "février")).others == ("février",)
    other = "310" + "0" * 19
    other += f"{97 - int(other + '00') % 97:02}"
    found = read(*rows, [], [f"Compte IBAN MA64 {other}"], *rows)
    assert (found.others, len(found.entries)) == ((other,), 1)


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return all_places()


@pytest.mark.parametrize("layout", ["column", "arabic", "long", "titles"])
def test_a_workbook_of_agreements_and_orders_is_refused_as_a_statement_by_its_headings(
    layout: str, places: Gazetteer
) -> None:
    data = agreements(make_world(5, places), layout)
    with pytest.raises(ValidationError, match="is no statement of an account: its headings"):
        read_statement(grids_of(data, "conventions.xlsx"))


@pytest.mark.parametrize(
    "head",
    [
        ["Agreement", "Mandat", "Date", "Amount"],
        ["Convention", "Partie", "Date", "Objet", "Montant"],
        ["الاتفاقية", "الطرف", "التاريخ", "الموضوع", "المبلغ"],
    ],
)
def test_a_table_of_parties_and_amounts_is_no_table_of_movements(head: list[str]) -> None:
    row = {"Date": "03/01/2026", "التاريخ": "03/01/2026", "Amount": "1 000,00", "Montant": "1 000,00", "المبلغ": "10,5"}
    with pytest.raises(ValidationError, match="no statement of an account"):
        read(head, *[[row.get(name, ONE) for name in head]] * 3)


def test_amounts_alone_are_movements_when_their_label_is_headed_and_nothing_speaks_of_parties() -> None:
    titles = [["كشف حساب جماعة الجهة"], ["Date", "Libellé", "Montant"]]
    assert told(read(*titles, ["03/01/2025", ONE, "1 000,00"], ["04/01/2025", TWO, "-22,00"])) == [
        (3, "1000.00", ONE),
        (4, "-22.00", TWO),
    ]
    with pytest.raises(ValidationError, match="No table of movements"):
        read(["Date", "Ville", "Montant"], ["03/01/2025", ONE, "1 000,00"])
