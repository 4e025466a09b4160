"""A statement of the account, from the bank's file to what was received, with a finger, in Arabic."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from takwin.core import clock
from takwin.treasury.models import BankLine, Receipt
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import fill, press, reads, sound, step
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.treasury import make_statement


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
def test_a_statement_is_brought_in_and_each_line_is_said(open_page: OpenPage, language: str, wide: bool) -> None:
    here = corner()
    today = clock.today()
    here.council.rib = ""
    here.council.save(update_fields=["rib"])
    agreement = make_agreement(here.council, here.province, first_year=today.year, last_year=today.year)
    make_instalment(make_party(agreement, here.azrou), "10000.00", year=today.year, due_on=today)
    days = [f"{today - dt.timedelta(days=ago):%d/%m/%Y}" for ago in (40, 30, 20)]
    data, name = make_statement(
        here.council,
        [
            (days[0], f"تحويل جماعة أزرو إقليم إفران مساهمة التكوين {today.year}", "10000.00"),
            (days[1], "VERSEMENT ESPECES GUICHET 8", "700.00"),
            (days[2], "FRAIS DE TENUE DE COMPTE", "-12.00"),
        ],
    )
    page = open_page(here.finance, language=language, wide=wide)
    page.goto("/treasury/bank/")
    sound(page)
    press(page, "Import a statement")
    page.locator('input[name="file"]').set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    sound(page)
    press(page, "Import this statement")
    page.wait_for_url("**/treasury/bank/")
    expect(page.locator('input[name="lines"]')).to_be_checked()
    sound(page)
    press(page, "Confirm the ticked lines")
    page.wait_for_url("**/treasury/bank/")
    assert Receipt.objects.get().amount == 10000
    page.goto(BankLine.objects.get(amount__lt=0).get_absolute_url())
    sound(page)
    step(page, "Put aside")
    fill(page, "Motive", "مصاريف")
    sound(page)
    press(page, "Put this line aside")
    reads(page, "Recorded.")
    page.goto(BankLine.objects.get(amount=700).get_absolute_url())
    step(page, "Receive by hand")
    page.wait_for_url("**/receive/")
    sound(page)
    states = BankLine.objects.order_by("line").values_list("state", flat=True)
    assert list(states) == ["received", "waiting", "aside"]
