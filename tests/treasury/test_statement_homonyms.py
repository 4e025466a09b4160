"""A commune of another region that bears the name of one of ours: its money is never surely ours, by the matcher over
every such pair of the Kingdom and through the screens where a person confirms."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.treasury.enums import BankLineState, BankVerdict
from takwin.treasury.models import BankLine, Receipt
from takwin.treasury.statements.actions import import_statement
from takwin.treasury.statements.entries import Entry, Finding, Payer
from takwin.treasury.statements.folding import fold
from takwin.treasury.statements.places import Gazetteer, Named
from takwin.treasury.statements.recognising import Book
from tests.factories.directory import make_commune, make_province, make_region
from tests.factories.treasury import make_statement
from tests.treasury import statement_files as files

pytestmark = pytest.mark.django_db
DUE = Decimal(10000)
ARABIC, FRENCH = 0, 1


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return files.all_places()


def pairs(places: Gazetteer) -> list[tuple[Named, Named]]:
    """Each commune of the official map with one of another region that answers to its name."""
    found = []
    for ours in places.by_code.values():
        if ours.level == "commune":
            called = {twin.code: twin for name in ours.names for twin in places.called(name, "commune")}
            found += [(ours, twin) for twin in called.values() if twin.region != ours.region]
    return found


def judged(places: Gazetteer, ours: Named, label: str) -> Finding:
    """What is made of a credit of exactly what our commune owes."""
    payer = Payer("ours", ours.province, False, ours.names, {2025: DUE}, {2025: DUE}, place=ours.code)
    day = dt.date(2025, 4, 4)
    entries = [Entry(1, day, DUE, label), Entry(2, day + dt.timedelta(days=24), Decimal(1), "X")]
    return fold(entries, Book({"ours": payer}, [], places))[0]


def said(place: Named, language: int, seat: str = "") -> str:
    commune = f"جماعة {place.names[ARABIC]}" if language == ARABIC else f"COMMUNE {place.names[FRENCH].upper()}"
    return f"VIR RECU {commune} {seat} CONTRIB 2025"


def seat_of(place: Named, places: Gazetteer, language: int, *, region: bool = False) -> str:
    seat = places.by_code[place.region if region else place.province]
    word = (("إقليم", "PROVINCE DE"), ("جهة", "REGION"))[region][language]
    return f"{word} {seat.names[language].upper()}"


@pytest.mark.parametrize("language", [ARABIC, FRENCH])
def test_of_every_pair_of_the_kingdom_the_one_whose_province_is_named_is_told_and_no_other(
    places: Gazetteer, language: int
) -> None:
    assert len(pairs(places)) >= 40, "as the official map has them"
    for ours, twin in pairs(places):
        for region in (False, True):
            label = said(twin, language, seat_of(twin, places, language, region=region))
            foreign = judged(places, ours, label)
            assert (foreign.verdict, foreign.allocations) == ("unmatched", ()), label
            assert [reason.code for reason in foreign.reasons] == ["other_region"], label
        label = said(ours, language, seat_of(ours, places, language))
        assert judged(places, ours, label).verdict == "matched", label


@pytest.mark.parametrize("language", [ARABIC, FRENCH])
def test_of_every_pair_a_name_alone_is_at_most_proposed_with_its_reason(places: Gazetteer, language: int) -> None:
    for ours, twin in pairs(places):
        for bearer in (ours, twin):
            found = judged(places, ours, said(bearer, language))
            assert found.verdict in ("proposed", "unmatched"), said(bearer, language)
            if found.verdict == "proposed":
                assert "homonym" in [reason.code for reason in found.reasons], said(bearer, language)
            else:
                assert found.reasons, said(bearer, language)


# ── On the screens ──────────────────────────────────────────────────────────


@pytest.fixture
def lines(instalment: Instalment, region: Body, accountant: User) -> dict[str, BankLine]:
    """Two credits of what our commune owes: one names the province of its homonym, one the name and nothing else."""
    ours = instalment.payer.place
    assert ours is not None
    far = make_province(make_region(code="ZZ", name_fr="Sahel", name_ar="الساحل"), name_fr="Aousserd", name_ar="أوسرد")
    make_commune(far, name_ar=ours.name_ar, name_fr=ours.name_fr)
    data, name = make_statement(region, [
        ("05/03/2026", f"VIR COMMUNE {ours.name_fr} PROVINCE D'AOUSSERD 2026", "10000.00"),
        ("06/03/2026", f"VIR COMMUNE {ours.name_fr} FORMATION 2026", "10000.00"),
        ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00"),
    ])  # fmt: skip
    elsewhere, alone, _fee = import_statement(data, name, owner=region, by=accountant).lines.order_by("line")
    return {"elsewhere": elsewhere, "alone": alone}


@pytest.fixture
def desk(accountant: User, as_user: Any) -> Client:
    client: Client = as_user(accountant)
    return client


def shown(desk: Client, group: str) -> str:
    page = BeautifulSoup(desk.get("/treasury/bank/", {"show": group}).content, "html.parser")
    return " ".join(page.get_text(" ").split())


def test_the_line_of_a_homonym_elsewhere_waits_in_the_named_list_with_its_reason(
    desk: Client, lines: dict[str, BankLine]
) -> None:
    line = lines["elsewhere"]
    assert (line.verdict, line.proposal, line.payer) == (BankVerdict.UNMATCHED, [], None)
    assert line.label in shown(desk, "unmatched")
    assert "places its payer in another region or province" in desk.get(line.get_absolute_url()).content.decode()


def test_the_line_that_says_the_name_alone_is_for_a_person_to_judge(
    desk: Client, lines: dict[str, BankLine], instalment: Instalment
) -> None:
    line = lines["alone"]
    assert (line.verdict, line.payer) == (BankVerdict.PROPOSED, instalment.payer)
    assert line.label in shown(desk, "proposed")
    assert "Another commune of the Kingdom bears this name." in desk.get(line.get_absolute_url()).content.decode()


def test_neither_is_ticked_and_what_is_sent_for_the_first_receives_nothing(
    desk: Client, lines: dict[str, BankLine]
) -> None:
    for group in ("matched", "proposed", "unmatched"):
        page = BeautifulSoup(desk.get("/treasury/bank/", {"show": group}).content, "html.parser")
        assert not page.select("input[name=lines][checked]")
    line = lines["elsewhere"]
    desk.post("/treasury/bank/confirm/", {"lines": [f"{line.pk}-{line.mark}"]}, follow=True)
    assert not Receipt.objects.exists()
    line.refresh_from_db()
    assert line.state == BankLineState.WAITING
