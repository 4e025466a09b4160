"""The screens of statements: brought in, looked at, confirmed; a neighbour's line does not exist."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.rights.enums import Role
from takwin.treasury.desk import to_match
from takwin.treasury.enums import BankLineState
from takwin.treasury.models import BankLine, BankStatement, Receipt
from takwin.treasury.statements.actions import import_statement, put_aside
from tests.factories.directory import make_region
from tests.factories.rights import officer_of
from tests.factories.treasury import make_receipt, make_statement

pytestmark = pytest.mark.django_db


def rows_of(instalment: Instalment) -> list[tuple[str, str, str]]:
    name = instalment.payer.place.name_fr  # type: ignore[union-attr]
    return [
        ("05/03/2026", f"VIR RECU COMMUNE {name} FORMATION 2026", "10000.00"),
        ("06/03/2026", "VERSEMENT ESPECES GUICHET 8", "700.00"),
        ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00"),
    ]


@pytest.fixture
def statement(instalment: Instalment, region: Body, accountant: User) -> BankStatement:
    data, name = make_statement(region, rows_of(instalment))
    return import_statement(data, name, owner=region, by=accountant)


@pytest.fixture
def desk(client: Client, accountant: User) -> Client:
    client.force_login(accountant)
    return client


def test_a_statement_is_sent_and_its_lines_wait(desk: Client, instalment: Instalment, region: Body) -> None:
    data, name = make_statement(region, rows_of(instalment))
    answer = desk.post("/treasury/bank/new/", {"owner": region.pk, "file": SimpleUploadedFile(name, data)}, follow=True)
    assert answer.status_code == 200
    assert BankLine.objects.filter(state=BankLineState.WAITING).count() == 3


def test_a_statement_that_overlaps_the_one_before_brings_its_new_lines_only_and_the_same_again_says_so(
    desk: Client, statement: BankStatement, instalment: Instalment, region: Body
) -> None:
    data, name = make_statement(region, [*rows_of(instalment), ("02/04/2026", "COMMISSION VIREMENT", "-5.00")])

    def send() -> Any:
        return desk.post("/treasury/bank/new/", {"owner": region.pk, "file": SimpleUploadedFile(name, data)})

    assert send().status_code == 302
    assert BankStatement.objects.count() == 2
    labels = [label for _day, label, _amount in rows_of(instalment)]
    assert sorted(BankLine.objects.values_list("label", flat=True)) == sorted([*labels, "COMMISSION VIREMENT"])
    again = send()
    assert (again.status_code, "محفوظة من قبل" in again.content.decode()) == (422, True)
    assert (BankStatement.objects.count(), BankLine.objects.count()) == (2, 4)


def test_what_is_to_be_matched_is_one_line_of_the_last_that_tells_the_first(
    statement: BankStatement, accountant: User
) -> None:
    [line] = to_match(accountant)
    assert line.due == dt.date(2026, 3, 30)
    assert line.detail == "3 lines to match · the longest waiting since 5 March 2026"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"a;b\n1;2", b"\x00\x01"])
def test_a_file_that_is_no_statement_is_refused_at_its_field(
    desk: Client, instalment: Instalment, region: Body, data: bytes
) -> None:
    answer = desk.post("/treasury/bank/new/", {"owner": region.pk, "file": SimpleUploadedFile("a.csv", data)})
    assert answer.status_code == 422
    assert not BankStatement.objects.exists()


@pytest.mark.parametrize("show", ["", "matched", "proposed", "unmatched", "received", "aside", "undone", "x"])
def test_each_group_of_lines_has_its_page(desk: Client, statement: BankStatement, show: str) -> None:
    assert desk.get(f"/treasury/bank/?show={show}").status_code == 200


def test_the_ticked_lines_are_confirmed_at_once(desk: Client, statement: BankStatement) -> None:
    sure = statement.lines.get(label__startswith="VIR")
    page = BeautifulSoup(desk.get("/treasury/bank/").content, "html.parser")
    ticked = [str(box["value"]) for box in page.select("input[name=lines][checked]")]
    assert ticked == [f"{sure.pk}-{sure.mark}"]
    answer = desk.post("/treasury/bank/confirm/", {"lines": ticked}, follow=True)
    assert "ربط سطر واحد." in answer.content.decode()
    assert Receipt.objects.count() == 1
    again = desk.post("/treasury/bank/confirm/", {"lines": [*ticked, "x", "-", "²-1"]}, follow=True)
    assert "سبقت تسوية سطر واحد" in again.content.decode()
    assert Receipt.objects.count() == 1


def test_a_line_that_is_refused_is_named_on_the_page_where_it_stays(
    desk: Client, statement: BankStatement, instalment: Instalment
) -> None:
    sure = statement.lines.get(label__startswith="VIR")
    make_receipt(instalment)
    answer = desk.post("/treasury/bank/confirm/", {"lines": [f"{sure.pk}-{sure.mark}"]}, follow=True)
    told = " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
    assert "لم يربط: 5 مارس 2026" in told
    assert f"{sure.label}. بقي على {instalment.payer}" in told
    assert "لم يربط أي سطر" not in told
    assert list(BankLine.objects.filter(state=BankLineState.WAITING)) == list(statement.lines.all())


def confirming(desk: Client, line: BankLine) -> str:
    """The address at which the page of a line confirms what it shows."""
    page = BeautifulSoup(desk.get(line.get_absolute_url()).content, "html.parser")
    return next(str(form["action"]) for form in page.select("form") if "/confirm/" in str(form.get("action")))


def test_what_was_proposed_since_the_page_was_opened_is_read_before_it_is_confirmed(
    desk: Client, statement: BankStatement, instalment: Instalment
) -> None:
    sure = statement.lines.get(label__startswith="VIR")
    stale = confirming(desk, sure)
    sure.proposal = [[instalment.pk, "1.00"]]
    sure.save(update_fields=["proposal"])
    for address in (stale, f"{sure.get_absolute_url()}confirm/"):
        answer = desk.post(address, follow=True)
        assert "تغير ما يقترح له" in answer.content.decode()
        assert not Receipt.objects.exists()
    desk.post(confirming(desk, sure))
    assert Receipt.objects.get().amount == 1


def test_a_line_is_looked_at_confirmed_received_by_hand_or_put_aside(desk: Client, statement: BankStatement) -> None:
    sure, cash, fee = statement.lines.order_by("line")
    for line in (sure, cash, fee):
        assert desk.get(line.get_absolute_url()).status_code == 200
    desk.post(confirming(desk, sure))
    amounts = {f"amount_{Receipt.objects.get().instalment_id}": ""}
    assert desk.get(f"{cash.get_absolute_url()}receive/").status_code == 200
    assert desk.post(f"{cash.get_absolute_url()}receive/", amounts).status_code == 422
    assert desk.get(f"{fee.get_absolute_url()}aside/").status_code == 200
    assert desk.post(f"{fee.get_absolute_url()}aside/", {"motive": ""}).status_code == 422
    desk.post(f"{fee.get_absolute_url()}aside/", {"motive": "charges"})
    states = BankLine.objects.order_by("line").values_list("state", flat=True)
    assert list(states) == ["received", "waiting", "aside"]
    desk.post(f"{fee.get_absolute_url()}take-up/")
    fee.refresh_from_db()
    assert fee.state == BankLineState.WAITING


def test_what_is_settled_is_refused_in_words(desk: Client, statement: BankStatement, accountant: User) -> None:
    fee = statement.lines.get(amount__lt=0)
    put_aside(fee, motive="charges", by=accountant)
    answer = desk.post(f"{fee.get_absolute_url()}confirm/", follow=True)
    assert answer.status_code == 200
    assert not Receipt.objects.exists()


def test_proposals_are_made_anew(desk: Client, statement: BankStatement) -> None:
    assert desk.post("/treasury/bank/propose/").status_code == 302


def test_the_line_of_another_region_does_not_exist(client: Client, statement: BankStatement) -> None:
    client.force_login(officer_of(make_region(), Role.FINANCE_OFFICER))
    line = statement.lines.get(label__startswith="VIR")
    assert client.get(line.get_absolute_url()).status_code == 404
    for act in ("confirm/", "receive/", "credit/", "aside/", "take-up/", "take-back/"):
        assert client.post(f"{line.get_absolute_url()}{act}").status_code == 404
    client.post("/treasury/bank/confirm/", {"lines": [f"{line.pk}-{line.mark}"]})
    assert not Receipt.objects.exists()


def test_a_commune_sees_no_line_of_the_bank(client: Client, statement: BankStatement, director: User) -> None:
    client.force_login(director)
    assert client.get("/treasury/bank/").status_code in (403, 404)


def test_the_list_asks_the_same_number_of_queries_for_one_line_and_for_three(
    desk: Client, statement: BankStatement
) -> None:
    with CaptureQueriesContext(connection) as one:
        desk.get("/treasury/bank/?show=matched")
    with CaptureQueriesContext(connection) as two:
        desk.get("/treasury/bank/?show=unmatched")
    assert len(two) <= len(one)
