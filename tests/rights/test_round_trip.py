"""Accounts and roles go out as a form, to be looked at by those who know who is still there; numbers stay masked."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.rights import officer_of, user_as
from tests.round_trips import cells_of, open_in, read_back, record, take

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NUMBER = "+212661000077"
USERS = reverse("rights:users")


@pytest.fixture
def region() -> Place:
    place = make_region()
    make_body(BodyKind.REGION, place)
    return place


@pytest.fixture
def officer(region: Place, as_user: Browser) -> Client:
    user_as(Role.COMMUNE, make_commune(), name="Elsewhere")
    clerk = user_as(Role.COMMUNE, region, name="Aïcha", username=NUMBER, phone=NUMBER)
    assert clerk.pk
    return as_user(officer_of(region))


def test_what_is_observed_of_an_account_is_shown_on_its_page_to_who_opens_accounts(
    officer: Client, region: Place, as_user: Browser
) -> None:
    book = take(officer, "accounts", q="Aïcha")
    assert open_in(book, "accounts") == {"observation"}
    assert "الجماعة (الرئيس أو مدير المصالح)" in cells_of(book, "accounts")["name"].value
    read_back(officer, "accounts", book, observation="Left in June")
    assert "1 change recorded" in record(officer)
    [row] = officer.get(USERS, {"q": "Aïcha"}).context["rows"]
    assert "Left in June" in officer.get(row.url).text
    assert "Left in June" not in as_user(user_as(Role.AUDITOR, region)).get(row.url).text


def test_a_file_of_accounts_keeps_their_numbers_masked_even_from_whoever_opens_them(officer: Client) -> None:
    assert NUMBER in officer.get(USERS).text
    shown = cells_of(take(officer, "accounts", q="Aïcha"), "accounts")["username"].value
    assert NUMBER not in shown
    assert shown.endswith("77")
    answer = officer.get(USERS, {"export": "xlsx", "q": "0077"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert shown in cells
    assert NUMBER not in cells


def test_the_auditor_exports_accounts_and_sends_no_form_of_them(
    region: Place, officer: Client, as_user: Browser
) -> None:
    page = as_user(user_as(Role.AUDITOR, region)).get(USERS).text
    assert "export=xlsx" in page
    assert "export=form" not in page


def test_an_account_of_another_territory_is_refused(officer: Client, as_user: Browser) -> None:
    book, place = take(officer, "accounts", q="Aïcha"), make_region()
    make_body(BodyKind.REGION, place)
    assert "not yours to change" in read_back(as_user(officer_of(place)), "accounts", book, observation="Mine")
