"""What a payer has neither voted nor signed is promised: not due, not late, until its act is confirmed."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from takwin.accounts.models import User
from takwin.agreements.enums import CommitmentState, StepKind
from takwin.agreements.models import Agreement, Instalment, Step
from takwin.core import clock
from takwin.directory.models import Body
from takwin.meetings.queries.meetings import late_payers
from takwin.treasury import actions, desk, issuing
from takwin.treasury.ages.queries import by_age
from takwin.treasury.papers import payment_statement_facts
from takwin.treasury.province import money
from takwin.treasury.queries import Transfers, grand_total, state_of_transfers, with_money
from takwin.treasury.shown import Contribution
from takwin.treasury.states import state_of_due
from takwin.treasury.years.actions import keep_as_credit, use_credits
from tests.factories.agreements import make_vote
from tests.factories.directory import make_body, make_commune
from tests.factories.meetings import make_meeting, make_series
from tests.factories.treasury import make_line
from tests.factories.years import on

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.fixture(autouse=True)
def five_months_after_the_day_of_the_promise() -> Iterator[None]:
    with on(dt.date(2026, 11, 22)):
        yield


@pytest.fixture
def promise(instalment: Instalment) -> Instalment:
    """Ten thousand dirhams promised for last 30 June in an agreement that the commune has not voted."""
    steps_of(instalment).delete()
    return instalment


def steps_of(instalment: Instalment) -> Any:
    return Step.objects.filter(party=instalment.commitment.party)


def told(day: dt.date | None = None) -> Transfers:
    return grand_total(state_of_transfers(Instalment.objects.all(), day or clock.today()))


def row_of(instalment: Instalment) -> Any:
    return with_money(Instalment.objects.filter(pk=instalment.pk)).get()


def figures(total: Transfers) -> tuple[Decimal, ...]:
    return total.due, total.promised, total.late


def plain(text: str) -> str:
    return " ".join(text.split())


def page(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("step", "is_due"),
    [
        ("none", False),
        ("vote declared", False),
        ("vote confirmed", True),
        ("vote withdrawn", False),
        ("vote opposed", False),
        ("signed", True),
    ],
)
def test_a_promise_falls_due_by_the_confirmed_vote_or_signature_of_its_payer(
    step: str, is_due: bool, promise: Instalment, accountant: User
) -> None:
    party = promise.commitment.party
    if step.startswith("vote"):
        make_vote(party)
    if step == "vote declared":
        steps_of(promise).update(confirmed_at=None, confirmed_by=None)
    if step == "vote withdrawn":
        steps_of(promise).update(withdrawn_at=clock.now(), motive="faux")
    if step in ("vote opposed", "signed"):
        said = {"objection": "budget"} if step == "vote opposed" else {"signatory_name": "x", "capacity": "y"}
        kind = StepKind.OPPOSITION if step == "vote opposed" else StepKind.SIGNATURE
        now = clock.now()
        Step.objects.create(
            party=party, kind=kind, done_on=dt.date(2026, 2, 7), declared_at=now, confirmed_at=now,
            confirmed_by=accountant, **said,
        )  # fmt: skip
    amount = promise.amount
    assert figures(told()) == ((amount, 0, amount) if is_due else (0, amount, 0))
    state = state_of_due(row_of(promise), clock.today())
    assert state == (CommitmentState.OVERDUE if is_due else CommitmentState.PROMISED)


def test_on_the_day_it_is_due_a_promise_and_a_debt_are_apart_and_nobody_is_late(promise: Instalment, due: Any) -> None:
    debt = due(make_body(place=make_commune(promise.payer.place.province)), "700.00")
    assert figures(told(promise.due_on)) == (700, 10000, 0)
    assert figures(told(promise.due_on + dt.timedelta(days=1))) == (700, 10000, 700)
    debt.delete()


def test_what_came_all_the_same_is_received_and_does_not_make_the_promise_due(
    promise: Instalment, region: Body, accountant: User
) -> None:
    actions.receive(make_line(region), {promise: Decimal(4000)}, by=accountant)
    total = told()
    assert (total.due, total.received, total.remaining, total.promised, total.late) == (0, 4000, 0, 10000, 0)
    one = Contribution.of(row_of(promise), clock.today())
    assert (one.due, one.promised, one.missing, one.days_late) == (0, 10000, 0, 0)
    make_vote(promise.commitment.party)
    total = told()
    assert (total.due, total.received, total.remaining, total.promised) == (10000, 4000, 6000, 0)


def test_what_came_of_a_promise_hides_nothing_of_what_others_owe(
    promise: Instalment, due: Any, region: Body, accountant: User
) -> None:
    debt = due(make_body(place=make_commune(promise.payer.place.province)), "700.00")
    actions.receive(make_line(region), {promise: Decimal(4000)}, by=accountant)
    actions.receive(make_line(region), {debt: Decimal(70)}, by=accountant)
    total = told()
    assert (total.due, total.received, total.settled, total.remaining) == (700, 4070, 70, 630)
    assert total.share == Decimal("0.1")
    paper = issuing.issue_statement(region, years=[2026], by=accountant).paper.facts["state"]
    assert (paper["total"]["owed"], paper["total"]["rate"]) == ("630.00", "\u200e10%")


def test_of_a_cancelled_agreement_nothing_is_promised_any_more(promise: Instalment) -> None:
    Agreement.objects.update(cancelled_on=clock.today(), motive="x")
    total = told()
    assert (total.due, total.promised, total.given_up) == (0, 0, 10000)


def test_a_part_written_off_is_no_promise(promise: Instalment) -> None:
    Instalment.objects.update(written_off=Decimal(3000), written_off_on=clock.today(), motive="x")
    total = told()
    assert (total.due, total.promised, total.given_up) == (0, 7000, 3000)


def test_nobody_is_reminded_of_a_promise_nor_told_late_in_a_meeting(promise: Instalment, accountant: User) -> None:
    assert list(desk.to_remind(accountant)) == []
    assert sum(band.count for band in by_age(Instalment.objects.all(), clock.today())) == 0
    place = promise.payer.place.province
    meeting = make_meeting(make_series(promise.beneficiary, place=place))
    assert late_payers(meeting) == []
    make_vote(promise.commitment.party)
    assert len(list(desk.to_remind(accountant))) == 1
    assert late_payers(meeting) == [(promise.payer, promise.amount)]


def test_a_credit_waits_until_the_promise_is_voted(promise: Instalment, region: Body, accountant: User) -> None:
    keep_as_credit(make_line(region, "800.00"), promise.payer, by=accountant)
    assert use_credits(region, by=accountant) == 0
    make_vote(promise.commitment.party)
    assert use_credits(region, by=accountant) == 1


def test_the_payer_reads_what_it_promised_apart_from_what_it_owes_and_is_asked_to_pay_nothing(
    as_user: AsUser, promise: Instalment, director: User
) -> None:
    main = page(as_user(director), reverse("treasury:payer", args=[promise.payer_id])).find("main")
    assert main is not None
    said = plain(main.get_text(" "))
    assert "and 10,000.00 promised, not voted yet" in said
    assert "no vote recorded" in said
    assert "How to pay" not in said
    assert "late" not in said.replace("Late, in dirhams 0.00", "")
    figure = desk.own_debt(director)
    assert figure is not None
    assert (plain(figure.value), figure.tone) == ("0 MAD", "")
    assert plain(figure.note) == "nothing is late · and 10,000 MAD promised, not voted yet"


def test_the_page_of_the_promise_says_when_it_falls_due(as_user: AsUser, promise: Instalment, accountant: User) -> None:
    said = page(as_user(accountant), promise.get_absolute_url()).get_text(" ")
    assert "Promised, not due yet." in said
    assert "Late since" not in said


def test_the_list_of_contributions_keeps_a_promise_among_those_not_due(
    as_user: AsUser, promise: Instalment, accountant: User
) -> None:
    client, url = as_user(accountant), reverse("treasury:contributions")
    for tab, is_there in (("late", False), ("open", True), ("settled", False)):
        assert (promise.payer.name in page(client, f"{url}?tab={tab}").find("main").get_text()) == is_there, tab  # type: ignore[union-attr]
    aged = page(client, f"{url}?age=90-180&age=180-365&age=365").find("main")
    assert promise.payer.name not in aged.get_text()  # type: ignore[union-attr]


def test_state_sheet_and_paper_have_the_promise_in_a_column_of_its_own(
    as_user: AsUser, promise: Instalment, region: Body, accountant: User
) -> None:
    [due, *_others] = money(promise.payer.place.province, accountant)  # type: ignore[arg-type]
    assert (due.value, due.note) == ("0.00", "and 10,000.00 promised, not voted yet")
    client = as_user(accountant, language="fr")
    said = page(client, reverse("treasury:transfers") + "?year=2026").find("main").get_text(" ")  # type: ignore[union-attr]
    assert "et 10 000,00 promis, pas encore votés" in plain(said)
    response = client.get(reverse("treasury:excel") + "?year=2026")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    assert [sheet.cell(4, n).value for n in (3, 4)] == ["Dû", "Promis, pas encore voté"]
    assert [sheet.cell(5, n).value for n in (3, 4, 9, 10)] == [0, 10000, 0, 0]
    paper = issuing.issue_statement(region, years=[2026], by=accountant).paper.facts["state"]
    assert (paper["total"]["promised"], paper["total"]["unvoted"]) == ("0.00", "10000.00")


def test_the_payment_statement_asks_nothing_of_a_promise(promise: Instalment, region: Body, accountant: User) -> None:
    def rows() -> str:
        return str(payment_statement_facts(region, promise.payer))

    assert "10000.00" not in rows()
    actions.receive(make_line(region), {promise: Decimal(4000)}, by=accountant)
    assert "4000.00" in rows()
    assert "6000.00" not in rows()
    make_vote(promise.commitment.party)
    assert "6000.00" in rows()
