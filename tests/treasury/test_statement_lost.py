"""Statements whose digits were lost when they were saved: nothing is guessed, and a better export completes them."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.treasury.enums import BankVerdict
from takwin.treasury.models import BankLine, BankStatement
from takwin.treasury.statements import shown
from takwin.treasury.statements.actions import confirm_line, import_statement, put_aside
from takwin.treasury.statements.lost import has_lost, may_be
from tests.factories.treasury import make_statement

pytestmark = pytest.mark.django_db
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LATER = ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00")


@pytest.fixture
def bring(region: Body, accountant: User) -> Any:
    """Import a statement without balances, as a bank saves it in this encoding."""

    def act(*rows: tuple[str, str, str], encoding: str = "cp1256") -> BankStatement:
        saved = io.StringIO()
        saved.write("Date;Libellé;Montant\r\n")
        saved.writelines(f"{day};{label};{amount}\r\n" for day, label, amount in rows)
        data = saved.getvalue().encode(encoding, errors="replace")
        return import_statement(data, "releve.csv", owner=region, by=accountant)

    return act


@pytest.fixture
def bring_numbered(region: Body, accountant: User) -> Any:
    """Import movements of one day and amount, each with its label and its reference, without balances."""

    def act(*rows: tuple[str, str], encoding: str = "cp1256") -> BankStatement:
        saved = io.StringIO()
        saved.write("Date;Libellé;Référence;Montant\r\n")
        saved.writelines(f"05/03/2026;{label};{reference};700.00\r\n" for label, reference in rows)
        saved.write("{};{};;{}\r\n".format(*LATER))
        data = saved.getvalue().encode(encoding, errors="replace")
        return import_statement(data, "releve.csv", owner=region, by=accountant)

    return act


@pytest.fixture
def paid(instalment: Instalment) -> tuple[str, str, str]:
    label = f"مساهمة جماعة {instalment.payer.place.name_ar} برسم سنة 2026".translate(ARABIC)  # type: ignore[union-attr]
    return "05/03/2026", label, "10000.00"


def lines(**facts: Any) -> list[BankLine]:
    return list(BankLine.objects.filter(amount__gt=0, **facts))


def test_a_label_that_lost_its_year_is_never_sure_and_says_why(bring: Any, paid: Any) -> None:
    bring(paid, LATER)
    [line] = lines()
    assert line.label.endswith("????")
    assert (line.verdict, line.amount) == (BankVerdict.PROPOSED, Decimal(10000))
    assert "lost" in [code for code, _facts in line.reasons]


def test_another_export_completes_the_lines_that_wait_and_stores_none_twice(bring: Any, paid: Any) -> None:
    bring(paid, LATER)
    again = bring(paid, LATER, encoding="utf-8")
    [line] = lines()
    assert (line.label, line.verdict) == (paid[1], BankVerdict.MATCHED)
    assert not again.lines.exists()
    with pytest.raises(ValidationError, match="already stored"):
        bring(paid, LATER, encoding="utf-8-sig")


def test_a_line_that_was_settled_keeps_its_words_and_is_known_again(bring: Any, paid: Any, accountant: User) -> None:
    bring(paid, LATER)
    confirm_line(lines()[0], by=accountant)
    with pytest.raises(ValidationError, match="already stored"):
        bring(paid, LATER, encoding="utf-8")
    assert [has_lost(line.label) for line in lines()] == [True]


def test_lines_alike_once_their_digits_are_lost_come_back_in_their_order(bring: Any, paid: Any) -> None:
    day, label, amount = paid
    earlier = (day, label.replace("٢٠٢٦", "٢٠٢٥"), amount)
    bring(earlier, paid, LATER)
    more = (day, label.replace("٢٠٢٦", "٢٠٢٤"), amount)
    again = bring(earlier, paid, more, LATER, encoding="utf-8")
    assert [line.label for line in again.lines.all()] == [more[1]]
    assert [line.label for line in BankLine.objects.filter(amount__gt=0).order_by("pk")] == [earlier[1], label, more[1]]


def test_a_better_export_in_reverse_order_gives_no_line_the_words_of_one_that_was_settled(
    bring: Any, paid: Any, accountant: User
) -> None:
    day, label, amount = paid
    earlier = (day, label.replace("٢٠٢٦", "٢٠٢٥"), amount)
    bring(paid, earlier, LATER)
    settled, waiting = lines()
    confirm_line(settled, by=accountant)
    with pytest.raises(ValidationError, match="keeps its question marks") as refusal:
        bring(earlier, paid, LATER, encoding="utf-8")
    assert "already stored" in refusal.value.messages[0]
    again = bring(earlier, paid, LATER, ("31/03/2026", "FRAIS", "-3.00"), encoding="utf-8")
    assert (again.completed, again.doubtful) == (0, 1)
    assert ["keeps its question marks" in told for told in shown.lost_in(again)] == [True]
    waiting.refresh_from_db()
    assert has_lost(waiting.label)


def test_each_line_takes_the_words_that_leave_the_least_to_guess(bring: Any) -> None:
    vague, clear = ("05/03/2026", "VIR ٤٥٦", "700.00"), ("05/03/2026", "VIR 1٢٣", "700.00")
    bring(vague, clear, LATER)
    assert [line.label for line in lines()] == ["VIR ???", "VIR 1??"]
    again = bring(clear, vague, LATER, encoding="utf-8")
    assert not again.lines.exists()
    assert [line.label for line in lines()] == [vague[1], clear[1]]


def test_a_line_is_told_from_its_twin_by_its_reference_before_its_words(bring_numbered: Any) -> None:
    bring_numbered(("VIR ٢٠٢٥", "٧٧٧٧٧"), ("VIR ٢٠٢٦", "R2"))
    bring_numbered(("VIR ٢٠٢٦", "R2"), ("VIR ٢٠٢٥", "٧٧٧٧٧"), encoding="utf-8")
    assert [(line.label, line.reference) for line in lines()] == [("VIR ٢٠٢٥", "77777"), ("VIR ٢٠٢٦", "R2")]


def test_references_are_completed_too_and_one_is_told_how_many_lines_were(bring_numbered: Any) -> None:
    bring_numbered(("VIR ٢٠٢٦", "١٢٣٤٥٦"), ("VIREMENT", "٤٥٦٧٨٩"))
    assert {line.reference for line in lines()} == {"??????"}
    again = bring_numbered(("VIR ٢٠٢٦", "١٢٣٤٥٦"), ("VIREMENT", "٤٥٦٧٨٩"), encoding="utf-8")
    assert [(line.label, line.reference) for line in lines()] == [("VIR ٢٠٢٦", "123456"), ("VIREMENT", "456789")]
    assert shown.brought(again) == (
        "0 new lines. 3 were already stored. 2 lines that had lost digits or words are completed."
    )


def test_twins_that_lost_their_references_are_not_given_each_others(bring_numbered: Any, accountant: User) -> None:
    bring_numbered(("VIREMENT", "١١١١١١"), ("VIREMENT", "٢٢٢٢٢٢"))
    put_aside(lines()[0], motive="other", by=accountant)
    with pytest.raises(ValidationError, match="keeps its question marks"):
        bring_numbered(("VIREMENT", "٢٢٢٢٢٢"), ("VIREMENT", "١١١١١١"), encoding="utf-8")
    assert {line.reference for line in lines()} == {"??????"}


def test_a_file_that_says_less_takes_no_reference_away(bring: Any, bring_numbered: Any) -> None:
    bring_numbered(("VIR ٢٠٢٦", "١٢٣٤٥٦"))
    bring(("05/03/2026", "VIR ٢٠٢٦", "700.00"), LATER, encoding="utf-8")
    assert [(line.label, line.reference) for line in lines()] == [("VIR ٢٠٢٦", "??????")]


def test_an_export_that_lost_its_digits_takes_nothing_from_the_sound_one(bring: Any, paid: Any) -> None:
    bring(paid, LATER, encoding="utf-8")
    bring(paid, LATER, ("02/04/2026", "COMMISSION", "-5.00"))
    assert [line.label for line in lines()] == [paid[1]]


def test_a_debit_undoes_none_of_two_credits_that_lost_what_tells_them_apart(bring: Any) -> None:
    rib = "VIR RIB 310270698442284812912485".translate(ARABIC)
    other = rib[:-1] + "٩"
    both = [("05/03/2026", label, "10000.00") for label in (rib, other)]
    bring(*both, ("06/03/2026", f"EXTOURNE {rib}", "-10000.00"), LATER)
    assert not BankLine.objects.exclude(proposed_pair=None).exists()


def test_amounts_or_days_whose_digits_were_lost_are_refused_with_the_reason(bring: Any, paid: Any) -> None:
    for row in ((paid[0], paid[1], paid[2].translate(ARABIC)), (paid[0].translate(ARABIC), paid[1], paid[2])):
        with pytest.raises(ValidationError) as refused:
            bring(LATER, row)
        assert "Export the statement again as xlsx" in " ".join(refused.value.messages)
    assert not BankLine.objects.exists()
    with pytest.raises(ValidationError) as refused:
        bring(("05/03/2026", "VIR", "dix"), LATER)
    assert "Export" not in " ".join(refused.value.messages)


def test_who_sends_such_a_statement_is_told_to_export_it_again(
    client: Client, accountant: User, region: Body, paid: Any
) -> None:
    client.force_login(accountant)
    for day, label, told in (("01/03/2026", "VIR", False), ("04/03/2026", re.sub("[٠-٩]", "?", paid[1]), True)):
        data, name = make_statement(region, [(day, label, "10000.00")])
        sent = {"owner": region.pk, "file": SimpleUploadedFile(name, data)}
        page = client.post("/treasury/bank/new/", sent, follow=True)
        assert ("UTF-8" in page.text) is told


@pytest.mark.parametrize(
    ("label", "lost"),
    [
        ("سنة ????", True), ("رقم ??", True), ("CONTRIB EX????", True), ("????? ????? 2026", True), ("N° ??/??", True),
        ("CR?DIT", False), ("VIR RECU ?", False), ("B??NI", False), ("\ufffd\ufffd\ufffd\ufffd", True),
    ],
)  # fmt: skip
def test_what_is_lost_is_told_from_a_letter_or_a_question(label: str, lost: bool) -> None:
    assert has_lost(label) is lost


def test_two_labels_may_be_one_when_they_differ_by_what_was_lost_alone() -> None:
    assert may_be("سنة ????", "سنة ٢٠٢٦")
    assert may_be("سنة 2026", "سنة ????")
    assert not may_be("سنة ????", "سنة 202")
    assert not may_be("سنة ????", "عام ٢٠٢٦")
    assert not may_be("سنة 2025", "سنة 2026")
    assert not may_be("VIR (*) ???", "VIR (x) 123")
