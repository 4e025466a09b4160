"""The cost of a programme shared on screen, and days received elsewhere that a second person accepts."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from takwin.core import clock
from takwin.people.enums import Title
from takwin.people.models import Office
from takwin.programmes.enums import ClaimState
from takwin.programmes.models import ElsewhereDay, Share
from takwin.rights.enums import Role
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import choose, control, fill, press, reads, send, sound, step
from tests.factories.people import make_office, make_person
from tests.factories.programmes import make_programme
from tests.factories.rights import user_as

PDF: Any = {"name": "attestation.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def member_of(here: Corner, **facts: str) -> Office:
    """Someone elected to the council of Azrou in its present mandate."""
    return make_office(make_person(**facts), here.azrou, Title.MEMBER, mandate=here.azrou.mandates.get())


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
def test_the_cost_of_a_programme_is_shared_by_members_who_benefit(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    for _ in range(3):
        member_of(here)
    programme = make_programme(here.council, year=clock.today().year)
    page = open_page(here.officer, language=language, wide=wide)
    page.goto(programme.get_absolute_url())
    sound(page)
    page.goto(f"/programmes/{programme.pk}/cost/share/")
    fill(page, "Cost to share (dirhams)", "100000")
    fill(page, "Region's part, in %", "25")
    sound(page)
    send(page)
    reads(page, "The cost is shared.")
    sound(page)
    shares = dict(Share.objects.values_list("body", "base"))
    assert shares == {here.council.pk: Decimal("25000.00"), here.azrou.pk: Decimal("75000.00")}


def test_days_received_elsewhere_count_once_a_second_person_accepts_them(open_page: OpenPage) -> None:
    here = corner()
    office = member_of(here, name_ar="كريم أيت لحسن")
    day = clock.today() - dt.timedelta(days=30)
    page = open_page(here.officer)
    page.goto("/programmes/days/elsewhere/")
    press(page, "Record days received elsewhere")
    page.locator('input[name="member_words"]').press_sequentially("كريم")
    page.locator(f'.pick-list input[value="{office.pk}"]').check(force=True)
    fill(page, "First day", day)
    fill(page, "Last day", day)
    fill(page, "Given by", "جهة الشرق")
    sound(page)
    send(page)
    assert not ElsewhereDay.objects.exists()
    page.locator('input[type="file"]').set_input_files(PDF)
    press(page, "Record these days")
    page.locator(".toast").first.wait_for()
    stay = ElsewhereDay.objects.first()
    assert stay.state == ClaimState.PROPOSED
    colleague = open_page(user_as(Role.REGION_OFFICER, here.region, name="إدريس أوعقا"))
    colleague.goto("/")
    sound(colleague)
    colleague.goto(stay.get_absolute_url())
    sound(colleague)
    step(colleague, "Accept these days")
    reads(colleague, "The days are accepted and count.")
    assert set(ElsewhereDay.objects.values_list("state", flat=True)) == {ClaimState.ACCEPTED}
    assert colleague.goto("/programmes/days/").ok
    sound(colleague)


def test_the_one_who_recorded_days_cannot_accept_them(open_page: OpenPage) -> None:
    here = corner()
    office = member_of(here)
    page = open_page(here.officer)
    page.goto(f"/programmes/days/elsewhere/new/?member={office.pk}")
    day = clock.today() - dt.timedelta(days=30)
    fill(page, "First day", day)
    fill(page, "Last day", day)
    choose(page, "To the end of", "1")
    fill(page, "Given by", "جهة الشرق")
    page.locator('input[type="file"]').set_input_files(PDF)
    press(page, "Record these days")
    page.locator(".toast").first.wait_for()
    stay = ElsewhereDay.objects.get()
    page.goto(stay.get_absolute_url())
    sound(page)
    if control(page, "Accept these days").count():
        step(page, "Accept these days")
    sound(page)
    stay.refresh_from_db()
    assert stay.state == ClaimState.PROPOSED
