"""An agreement from its draft to its last signature; a contribution from its request to the account."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from takwin.agreements.actions import record_step
from takwin.agreements.enums import AgreementState, StepKind
from takwin.agreements.models import Agreement, Instalment, Step
from takwin.agreements.queries import paths, state_of
from takwin.core import clock
from takwin.people.enums import Title
from takwin.treasury.actions import request_funds
from takwin.treasury.enums import LineSource
from takwin.treasury.models import PaymentOrder, Receipt
from takwin.treasury.payers.queries import label_of
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import download, fetched, fill, press, reads, sound, step, tick
from tests.factories.agreements import make_agreement, make_clause, make_instalment, make_party
from tests.factories.people import make_office

BOTH = pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])


def drafted(page: Page, here: Corner) -> Agreement:
    """Draft the agreement of the province with the parties proposed."""
    page.goto("/agreements/")
    press(page, "Draft an agreement")
    page.locator('select[name="province"]').select_option(str(here.province.pk))
    page.locator("main form button.main-act").click()
    page.wait_for_url("**/agreements/new/*/")
    sound(page)
    press(page, "Draft the agreement")
    reads(page, "Recorded.")
    sound(page)
    return Agreement.objects.get()


def others_go_their_way(agreement: Agreement, here: Corner) -> None:
    """What the other parties do, on paper."""
    for path in paths(agreement):
        if path.party.body == here.azrou:
            continue
        office = make_office(body=path.party.body, title=Title.PRESIDENT)
        for one in path.steps:
            signed = {"signatory": office.person, "capacity": "الرئيس"} if one.kind == StepKind.SIGNATURE else {}
            number = "12/26" if one.kind in (StepKind.VOTE, StepKind.VISA) else ""
            record_step(path.party, one.kind, done_on=clock.today(), number=number, by=here.officer, **signed)


def say(page: Page, agreement: Agreement, verb: str, number: str) -> None:
    """Record the step that is one's own to say, with the number of its act."""
    page.goto(agreement.get_absolute_url())
    step(page, verb)
    page.locator('input[name="done_on"]').fill(str(clock.today()))
    page.locator('input[name="number"]').fill(number)
    sound(page)
    press(page, "Record this step")
    reads(page, "Recorded.")


@BOTH
def test_an_agreement_is_in_force_once_each_has_said_its_word(open_page: OpenPage, language: str, wide: bool) -> None:
    here = corner()
    mayor = make_office(body=here.azrou, title=Title.PRESIDENT)
    officer = open_page(here.officer, language=language, wide=wide)
    agreement = drafted(officer, here)
    make_clause(agreement)
    others_go_their_way(agreement, here)
    commune = open_page(here.president, language=language, wide=wide)
    say(commune, agreement, "Declare the vote", "26/2026")
    votes = Step.objects.filter(party__body=here.azrou, kind=StepKind.VOTE)
    assert votes.filter(confirmed_at=None).count() == 1
    officer.goto(agreement.get_absolute_url())
    step(officer, "Confirm what is declared")
    reads(officer, "All that was declared is confirmed.")
    assert votes.exclude(confirmed_at=None).count() == 1
    say(open_page(here.province_officer, language=language, wide=wide), agreement, "Record the visa", "114")
    assert state_of(agreement, clock.today()) == AgreementState.DRAFT
    party = agreement.parties.get(body=here.azrou)
    officer.goto(f"/agreements/parties/{party.pk}/{StepKind.SIGNATURE}/")
    officer.evaluate("htmx.config.defaultSettleDelay = 60000")
    officer.locator('input[name="done_on"]').fill(str(clock.today()))
    officer.locator('select[name="office"]').select_option(str(mayor.pk))
    with officer.expect_response(lambda answer: "done_on=" in answer.url):
        officer.locator('input[name="done_on"]').dispatch_event("change")
    expect(officer.locator('select[name="office"]')).to_have_value(str(mayor.pk))
    press(officer, "Record this step")
    expect(officer.locator("p.sub .state.go")).to_be_visible()
    sound(officer)
    assert state_of(Agreement.objects.get(), clock.today()) == AgreementState.IN_FORCE


def due(here: Corner) -> Instalment:
    """A contribution of Azrou that is due today."""
    today = clock.today()
    agreement = make_agreement(here.council, here.province, first_year=today.year, last_year=today.year)
    return make_instalment(make_party(agreement, here.azrou), "10000.00", year=today.year, due_on=today)


def test_a_contribution_is_requested_ordered_and_received(open_page: OpenPage) -> None:
    here = corner()
    instalment = due(here)
    finance = open_page(here.finance)
    finance.goto(instalment.get_absolute_url())
    sound(finance)
    step(finance, "Request the funds")
    reads(finance, "The letter is written: print it below.")
    commune = open_page(here.president)
    commune.goto(instalment.get_absolute_url())
    step(commune, "Declare the payment order")
    fill(commune, "Number of the order", "318")
    fill(commune, "Date of the order", clock.today())
    sound(commune)
    press(commune, "Record the order")
    reads(commune, "Recorded.")
    assert PaymentOrder.objects.get().confirmed_at is None
    finance.goto(instalment.get_absolute_url())
    step(finance, "Confirm the order")
    reads(finance, "The order is confirmed. It becomes money when it is received.")
    receive(finance, here, "12000")
    expect(finance.locator("main .error").first).to_be_visible()
    amount = finance.locator(f'input[name="amount_{instalment.pk}"]')
    amount.fill("10000")
    press(finance, "Receive")
    reads(finance, "Received.")
    sound(finance)
    assert Receipt.objects.get().amount == instalment.amount
    state_is_told(open_page(here.officer))


@BOTH
def test_a_commune_finds_what_it_owes_and_how_to_pay_it_from_its_desk(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    instalment = due(here)
    request_funds(instalment, by=here.finance)
    commune = open_page(here.president, language=language, wide=wide)
    commune.goto("/")
    sound(commune)
    commune.locator('.stats a[href="/treasury/payers/own/"]').click()
    commune.wait_for_url(f"**/treasury/payers/{here.azrou.pk}/")
    reads(commune, "How to pay")
    assert "".join(commune.locator("table.rib td").all_inner_texts()) == instalment.beneficiary.rib
    expect(commune.get_by_text(label_of(instalment))).to_be_visible()
    sound(commune)
    commune.locator("#owed .acts a").click()
    fill(commune, "Number of the order", "318")
    fill(commune, "Date of the order", clock.today())
    press(commune, "Record the order")
    reads(commune, "Recorded.")
    commune.goto(f"/treasury/payers/{here.azrou.pk}/")
    expect(commune.locator("#owed .acts a")).to_have_count(0)


def receive(page: Page, here: Corner, amount: str) -> None:
    """Record a slip of the treasury and receive ``amount`` from it."""
    page.goto("/treasury/lines/")
    press(page, "Record a line")
    tick(page, LineSource.SLIP, "source")
    fill(page, "Reference of the line or slip", "BV-2026-77")
    fill(page, "Booked on", clock.today())
    fill(page, "Amount, in dirhams", "12000")
    fill(page, "Label", "جماعة أزرو")
    sound(page)
    press(page, "Record this line")
    step(page, "Receive this line")
    page.locator('input[name^="amount_"]').first.fill(amount)
    sound(page)
    press(page, "Receive")


def state_is_told(page: Page) -> None:
    """The state of transfers, its workbook and its official paper."""
    page.goto("/treasury/")
    sound(page)
    book = download(page, page.get_by_role("link", name="Excel"))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert any(10000 in row for row in sheet.iter_rows(values_only=True))
    with page.expect_response(re.compile(r"/treasury/statements/\d+/$")) as issued:
        page.locator('form[action$="/issue/"] button').click()
    assert fetched(page, issued.value.url).startswith(b"%PDF-")
    page.goto("/treasury/statements/")
    sound(page)
