"""The pages of the year of an account: who may enter, what they say, what they do."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.directory.models import Body
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from takwin.treasury.enums import YearState
from takwin.treasury.models import FinancialYear
from takwin.treasury.years.actions import keep_as_credit
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.rights import officer_of
from tests.factories.treasury import make_line
from tests.factories.years import SCAN, close, make_year, on

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.fixture
def past(region: Body, accountant: User) -> FinancialYear:
    """The year 2025, over and open."""
    return make_year(region, accountant, 2025)


def test_an_account_is_opened_closed_and_certified_from_the_screens(
    as_user: AsUser, accountant: User, region: Body, instalment: Instalment, province: Any
) -> None:
    client = as_user(accountant)
    told = {"owner": region.pk, "year": "2025", "account_kind": "fund", "opening_balance": "1000"}
    client.post(reverse("treasury:open_year"), told)
    year = FinancialYear.objects.get()
    assert [item.url for item in waiting_for(accountant) if item.url == year.get_absolute_url()]
    assert "1,000" in client.get(reverse("treasury:close_year", args=[year.pk])).content.decode()
    client.post(reverse("treasury:close_year", args=[year.pk]))
    paper = client.get(reverse("treasury:year_paper", args=[year.pk]))
    assert paper["Content-Type"] == "application/pdf"
    for side, user in (("treasurer", accountant), ("region", officer_of(province.region, Role.REGION_OFFICER))):
        scan = SimpleUploadedFile("signed.pdf", SCAN.data)
        signed = {"certified_by": side, "signatory": "A. Amrani", "signed_on": clock.today().isoformat()}
        as_user(user).post(reverse("treasury:certify_year", args=[year.pk]), signed | {"proof": scan})
    year.refresh_from_db()
    assert year.state == YearState.CERTIFIED
    frozen = formats.rib(region.rib)
    Body.objects.filter(pk=region.pk).update(rib="")
    page = client.get(year.get_absolute_url()).content.decode()
    assert page.count("A. Amrani") == 2
    assert frozen in page, "the signed state keeps the account it was signed for"
    assert year.paper
    assert year.paper.facts["state"]["in_words"] in page
    kept = client.get(reverse("treasury:signed_year", args=[year.certifications.first().pk]))
    assert b"".join(kept.streaming_content) == SCAN.data  # type: ignore[attr-defined]


def test_a_scan_that_is_no_paper_is_refused_at_its_field(
    as_user: AsUser, accountant: User, past: FinancialYear
) -> None:
    closed = close(past, accountant)
    told = {"certified_by": "treasurer", "signatory": "A", "signed_on": "2026-02-01"}
    text = SimpleUploadedFile("signed.pdf", b"hello")
    answer = as_user(accountant).post(reverse("treasury:certify_year", args=[closed.pk]), told | {"proof": text})
    assert answer.status_code == 422
    assert "neither a PDF nor an image" in answer.content.decode()


@pytest.mark.parametrize("name", ["year", "close_year", "reopen_year", "certify_year", "year_paper", "use_credits"])
def test_a_neighbours_year_is_not_found(as_user: AsUser, accountant: User, past: FinancialYear, name: str) -> None:
    close(past, accountant)
    stranger = as_user(officer_of(make_province().region, Role.FINANCE_OFFICER))
    url = reverse(f"treasury:{name}", args=[past.pk])
    assert (stranger.post if name == "use_credits" else stranger.get)(url).status_code == 404


def test_a_year_closed_too_early_is_opened_again_with_a_motive(
    as_user: AsUser, accountant: User, past: FinancialYear
) -> None:
    close(past, accountant)
    client, url = as_user(accountant), reverse("treasury:reopen_year", args=[past.pk])
    assert client.post(url, {"motive": ""}).status_code == 422
    client.post(url, {"motive": "a slip was missing"})
    past.refresh_from_db()
    assert past.state == YearState.OPEN


def test_closing_what_is_not_over_says_why(as_user: AsUser, accountant: User, region: Body) -> None:
    present = make_year(region, accountant, clock.today().year)
    client = as_user(accountant)
    answer = client.post(reverse("treasury:close_year", args=[present.pk]), follow=True)
    assert "This year is not over" in answer.content.decode()


def test_what_is_left_of_a_line_is_kept_for_its_payer_then_used(
    as_user: AsUser, accountant: User, region: Body, instalment: Instalment, past: FinancialYear
) -> None:
    line, client = make_line(region, "500.00", booked_on=dt.date(2025, 7, 1)), as_user(accountant)
    client.post(reverse("treasury:keep_credit", args=[line.pk]), {"payer": instalment.payer_id})
    line.refresh_from_db()
    assert line.credit_of == instalment.payer
    assert instalment.payer.name in client.get(past.get_absolute_url()).content.decode()
    client.post(reverse("treasury:use_credits", args=[past.pk]))
    assert instalment.receipts.get().amount == 500


@pytest.mark.parametrize("rows", [1, 3])
def test_a_year_costs_the_same_whatever_its_payers(
    as_user: AsUser, accountant: User, past: FinancialYear, region: Body, due: Any, province: Any,
    django_assert_max_num_queries: Any, rows: int,
) -> None:  # fmt: skip
    for _n in range(rows):
        payer = make_body(place=make_commune(province))
        due(payer, year=2025, due_on=dt.date(2025, 6, 30))
        keep_as_credit(make_line(region, "10.00", booked_on=dt.date(2025, 7, 1)), payer, by=accountant)
    client = as_user(accountant)
    with django_assert_max_num_queries(45):
        page = client.get(past.get_absolute_url()).content.decode()
    assert page.count("10.00") >= rows


def test_the_region_is_told_what_it_has_not_signed(accountant: User, past: FinancialYear, province: Any) -> None:
    close(past, accountant)
    officer = officer_of(province.region, Role.REGION_OFFICER)
    with on(dt.date(2026, 2, 1)):
        assert "Financial state of 2025" in [str(item.title) for item in waiting_for(officer)]
    assert Decimal(past.opening_balance or 0) == 1000
