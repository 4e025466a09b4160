"""The states of an account speak the words of the body whose account it is; one issued keeps those it was made with."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.agreements.models import Instalment, Step
from takwin.core import clock
from takwin.directory.actions import correct_body
from takwin.directory.models import Body
from takwin.documents.models import Paper
from takwin.documents.papers.engine import render
from takwin.documents.serving import pdf_of
from takwin.documents.wording.actions import write_wording
from takwin.documents.wording.letters import LETTERS
from takwin.treasury import actions, issuing
from takwin.treasury.enums import Ledger
from takwin.treasury.years.actions import issue_annex
from takwin.treasury.years.ledger import Balance, Books
from takwin.treasury.years.papers import annex_facts
from tests.documents.reading import plain, text_of
from tests.factories.treasury import make_line
from tests.factories.years import close, make_year, on

pytestmark = pytest.mark.django_db
OPENING = "بناء على الاتفاقيات المبرمة، نعرض ما يلي."


@pytest.fixture(autouse=True)
def the_year_of_the_account() -> Iterator[None]:
    with on(dt.date(2026, 11, 22)):
        yield


def write(owner: Body, key: str, by: User, **texts: str) -> None:
    letter = LETTERS[key]
    original = {part.name: part.ar for part in letter.parts}
    write_wording(owner, letter, "ar", texts=original | {"opening": OPENING} | texts, by=by)


def said(paper: Paper | None) -> dict[str, Any]:
    assert paper
    found: dict[str, Any] = paper.facts["words"]
    return found


def state(region: Body, by: User) -> Paper:
    paper = issuing.issue_statement(region, years=[2026], by=by).paper
    assert paper
    return paper


def test_a_state_of_transfers_speaks_the_words_of_its_body(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    actions.receive(make_line(region, "4000.00"), {instalment: Decimal(4000)}, by=accountant)
    closing = "برسم {years}: حول {received} ({received_in_words}) من {promised}، والباقي {amount} ({amount_in_words})."
    write(region, "state-of-transfers", accountant, closing=closing)
    paper = state(region, accountant)
    nbsp = "\u00a0"
    assert said(paper)["version"] == 1
    told = [f"4.000,00{nbsp}درهم (أربعة آلاف درهم)", f"10.000,00{nbsp}درهم", f"6.000,00{nbsp}درهم (ستة آلاف درهم)"]
    assert said(paper)["closing"] == ["برسم سنة 2026: حول {} من {}، والباقي {}.".format(*told)]
    read = plain(text_of(pdf_of(paper)))
    assert plain(OPENING) in read
    assert plain("حصر هذا البيان") not in read


def test_a_state_issued_keeps_its_words_and_is_issued_anew_once_they_or_the_letterhead_change(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    first = state(region, accountant)
    assert said(first)["version"] == 0
    assert said(first)["closing"][0].startswith("حصر هذا البيان، إلى غاية الأحد 22 نونبر 2026،")
    write(region, "state-of-transfers", accountant)
    second = state(region, accountant)
    assert (second.reference, said(second)["version"]) == ("2/2026", 1)
    correct_body(region, by=accountant, authority_ar="المملكة المغربية\nرئاسة", authority_fr="Royaume\nPrésidence")
    third = state(region, accountant)
    assert third.facts["issuer"]["lines"]["ar"][:2] == ["المملكة المغربية", "رئاسة"]
    assert state(region, accountant) == third
    first.refresh_from_db()
    assert (said(first)["version"], first.facts["issuer"]["lines"]["ar"][1]) == (0, region.name_ar)


def test_a_state_issued_before_its_body_had_words_is_not_issued_twice_for_them(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    paper = state(region, accountant)
    before = {name: told for name, told in paper.facts.items() if name not in ("words", "closes_on")}
    Paper.objects.filter(pk=paper.pk).update(facts=before)
    assert state(region, accountant) == paper
    paper.refresh_from_db()
    assert plain("حصر هذا البيان") in plain(text_of(pdf_of(paper)))


def test_the_annex_of_a_year_speaks_the_words_of_its_body(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    year = make_year(region, accountant)
    before = issue_annex(year, by=accountant)
    assert said(before)["closing"] == [
        "حصر هذا الملحق، حسب ما هو مسجل إلى غاية 22 نونبر 2026، على رصيد قدره 1.000,00\u00a0درهم (ألف درهم)."
    ]
    write(region, "financial-annex", accountant, closing="رصيد {year} لحساب {region}: {balance}.")
    paper = issue_annex(year, by=accountant)
    assert said(paper)["closing"] == [f"رصيد 2026 لحساب {region.name_ar}: 1.000,00\u00a0درهم."]
    read = plain(text_of(pdf_of(paper)))
    assert plain(OPENING) in read
    assert plain("حصر هذا الملحق") not in read
    before.refresh_from_db()
    assert plain("حصر هذا الملحق") in plain(text_of(pdf_of(before)))


def test_a_balance_below_zero_is_not_said_in_words(region: Body, accountant: User) -> None:
    kept = Books()
    kept.accounts[Ledger.CASH] = Balance(credit=Decimal(250))
    facts = annex_facts(make_year(region, accountant), kept, number="1/2026", on=clock.today())
    assert facts["words"]["closing"][0].endswith("قدره \u200e-250,00\u00a0درهم.")
    assert "250,00" in text_of(render("financial-annex", facts))


def test_what_is_promised_and_not_voted_is_said_in_the_words_of_the_body_when_there_is_some(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    sentence = "وُعد كذلك بمبلغ {unvoted}."
    for key in ("state-of-transfers", "financial-annex"):
        write(region, key, accountant, unvoted=sentence)
    year = make_year(region, accountant)
    assert all(plain("وعد كذلك") not in read(paper) for paper in (state(region, accountant), issued(year, accountant)))
    Step.objects.filter(party=instalment.commitment.party).delete()
    papers = (state(region, accountant), issued(year, accountant))
    assert [said(paper)["unvoted"] for paper in papers] == [["وُعد كذلك بمبلغ 10.000,00\u00a0درهم."]] * 2
    assert all(plain("عد كذلك بمبلغ") in read(paper) for paper in papers)


def issued(year: Any, by: User) -> Paper:
    return issue_annex(year, by=by)


def read(paper: Paper) -> str:
    return plain(text_of(pdf_of(paper)))


def test_the_state_of_a_closed_year_speaks_the_words_of_its_body(region: Body, accountant: User) -> None:
    write(region, "financial-year", accountant, closing="أقفلت سنة {year} في {day} على {balance}{balance_in_words}.")
    closed = close(make_year(region, accountant), accountant)
    assert said(closed.paper)["closing"] == ["أقفلت سنة 2026 في 15 يناير 2027 على 1.000,00\u00a0درهم (ألف درهم)."]
    assert closed.paper
    assert plain(OPENING) in plain(text_of(pdf_of(closed.paper)))


def test_the_amount_it_closes_on_is_not_taken_for_the_end_of_a_longer_one(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    """Nothing came: «0,00» also ends «10.000,00», which stays in one piece."""
    write(region, "state-of-transfers", accountant, closing="حول {received} من {promised}.")
    paper = state(region, accountant)
    assert "10.000,00" in text_of(render("state-of-transfers", paper.facts))
