import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from openpyxl import load_workbook

from takwin.directory.models import Place
from tests.factories.directory import make_commune, make_province, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]
URL = "/tests/places/"


@pytest.fixture
def client(as_user: Callable[..., Client]) -> Client:
    """A reader of English: sentences are compared as they stand in the code."""
    return as_user()


def page(client: Client, query: str = "") -> BeautifulSoup:
    response = client.get(URL + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def codes(soup: BeautifulSoup) -> list[str]:
    return [row.find("td").get_text() for row in soup.select("#rows tbody tr")]


@pytest.mark.parametrize(("rows", "queries"), [(1, 3), (3, 3), (25, 3), (26, 4), (60, 4)])
def test_a_list_costs_three_queries_and_counts_only_rows_that_fill_a_page(
    client: Client, django_assert_num_queries: Any, rows: int, queries: int
) -> None:
    region = make_region()
    for _ in range(rows - 1):
        make_province(region)
    with django_assert_num_queries(queries):  # tabs, keys, rows; the count when there is another page
        soup = page(client)
    assert len(codes(soup)) == min(rows, 25)
    assert f"of {rows}" in soup.select_one("#rows footer").get_text()


@pytest.mark.parametrize(
    ("asked", "first"),
    [("1", 1), ("2", 26), ("3", 51), ("4", 51), ("9" * 30, 51), ("٢", 26), ("0", 1), ("-1", 1), ("²", 1), ("x", 1)],
)
def test_the_page_asked_for_is_shown_or_the_last_one_or_the_first(client: Client, asked: str, first: int) -> None:
    region = make_region()
    for _ in range(59):
        make_province(region)
    soup = page(client, f"?page={asked}")
    last = min(first + 24, 60)
    assert f"{first} to {last} of 60" in soup.select_one("#rows footer").get_text()
    assert len(codes(soup)) == last - first + 1


def test_a_search_finds_every_word_whatever_the_spelling(client: Client) -> None:
    province = make_province(name_ar="تاونات", name_fr="Taounate")
    make_commune(province, code="A1", name_ar="أيت عمرو", name_fr="Aït Amrou")
    make_commune(province, code="A2", name_ar="أيت بوزيد", name_fr="Aït Bouzid")
    assert codes(page(client, "?q=آيت+عمرو")) == ["A1"]
    assert codes(page(client, "?q=AIT+bouzid")) == ["A2"]


def test_filters_order_and_tab_live_in_the_address(client: Client) -> None:
    region = make_region(code="R", population=3)
    make_province(region, code="P1", population=2)
    make_province(region, code="P2", population=1)
    assert codes(page(client, "?level=province&sort=population")) == ["P2", "P1"]
    assert codes(page(client, "?level=province&level=region&sort=-population")) == ["R", "P1", "P2"]
    assert codes(page(client, "?population_min=2&population_max=2")) == ["P1"]
    assert codes(page(client, "?tab=communes")) == []


def test_a_chip_says_what_it_keeps_and_its_cross_takes_it_off(client: Client) -> None:
    make_province()
    soup = page(client, "?level=province&level=region&population_min=1&q=x&page=2")
    off = {link["aria-label"].split(": ")[1]: link["href"] for link in soup.select(".chip-off")}
    assert off["Level"] == "?population_min=1&q=x"
    assert off["Population"] == "?level=province&level=region&q=x"
    assert "province or prefecture, region" in soup.select_one("#chip-level summary").get_text()


def test_what_the_list_does_not_know_is_ignored(client: Client) -> None:
    make_region(code="R")
    for query in ("?sort=password", "?tab=none", "?page=abc", "?page=99", "?level=moon", "?population_min=many"):
        assert client.get(URL + query).status_code == 200
    assert codes(page(client, "?sort=password&page=99")) == ["R"]


def test_the_fragment_is_the_part_of_the_page_that_changes(client: Client) -> None:
    make_region()
    whole = page(client, "?q=fes&sort=-code")
    part = BeautifulSoup(client.get(URL + "?q=fes&sort=-code", headers={"hx-request": "true"}).content, "html.parser")
    assert part.find("html") is None
    assert str(part.select_one("#rows")) == str(whole.select_one("#rows"))
    chips = part.select_one("#chips")
    assert chips.attrs.pop("hx-swap-oob") == "true"
    assert str(chips) == str(whole.select_one("#chips"))
    assert part.select_one("#found").get_text() == whole.select_one("#found").get_text()


def test_a_page_restored_from_history_is_whole(client: Client) -> None:
    headers = {"hx-request": "true", "hx-history-restore-request": "true"}
    assert b"<!doctype html>" in client.get(URL, headers=headers).content


def test_twenty_five_rows_a_page_and_no_row_twice(client: Client) -> None:
    region = make_region(population=0)
    for _ in range(30):
        make_province(region, population=7)
    first, second = page(client, "?sort=population"), page(client, "?sort=population&page=2")
    assert (len(codes(first)), len(codes(second))) == (25, 6)
    assert not set(codes(first)) & set(codes(second))
    assert first.select_one("[rel=next]")["href"] == "?sort=population&page=2"
    assert "26 to 31 of 31" in second.select_one("#rows footer").get_text()


def test_an_empty_list_says_what_to_do_and_an_empty_search_says_how_to_leave_it(client: Client) -> None:
    assert "No place yet" in page(client).select_one(".empty h2").get_text()
    assert page(client).select_one(".empty a.main-act")["href"] == "/load/"
    assert page(client, "?q=nowhere").select_one(".empty a")["href"] == URL


def test_the_row_leads_to_its_page_and_keeps_table_roles(client: Client) -> None:
    region = make_region()
    soup = page(client)
    assert soup.select_one("tbody th[scope=row] a.row")["href"] == f"{URL}{region.pk}/"
    assert {tag["role"] for tag in soup.select("#rows [role]")} >= {"table", "row", "columnheader", "rowheader", "cell"}
    assert soup.select_one("th[aria-sort]")["aria-sort"] == "ascending"


def test_names_sort_in_the_order_of_the_readers_language(as_user: Callable[..., Client]) -> None:
    make_region(code="1", name_ar="ياء", name_fr="Azrou")
    make_region(code="2", name_ar="ألف", name_fr="Zagora")
    assert codes(page(as_user(language="fr"), "?sort=name")) == ["1", "2"]
    assert codes(page(as_user(language="ar"), "?sort=name")) == ["2", "1"]


def exported(client: Client, query: str = "") -> Any:
    response = client.get(f"{URL}?export=xlsx{query}")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert re.search(r'filename="places-\d{4}-\d\d-\d\d\.xlsx"', response["Content-Disposition"])
    return load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def test_the_export_holds_every_row_kept_by_the_filters_with_real_figures_and_dates(client: Client) -> None:
    region = make_region(code="R", population=4)
    for _ in range(26):
        make_province(region)
    sheet = exported(client, "&level=province")
    assert [cell.value for cell in sheet[1]] == ["Code", "Name", "Population", "Cost", "Day", "State"]
    assert sheet.max_row == 27
    sheet = exported(client, "&level=region")
    code, _name, population, cost, day, state = sheet[2]
    assert (code.value, population.value, cost.value, state.value) == ("R", 4, 28588.23, "Confirmed")
    assert day.is_date
    assert cost.number_format == "#,##0.00"


def test_the_export_opens_from_the_right_in_arabic_only(as_user: Callable[..., Client]) -> None:
    make_region()
    assert exported(as_user(language="ar")).sheet_view.rightToLeft
    assert not exported(as_user(language="fr")).sheet_view.rightToLeft


def test_a_phone_number_is_exported_as_it_was(client: Client) -> None:
    Place.objects.filter(pk=make_region().pk).update(name_fr="+212612345678", name_ar="+212612345678")
    assert exported(client)[2][1].value == "+212612345678"


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_the_export_never_holds_a_formula(client: Client, evil: str) -> None:
    Place.objects.filter(pk=make_region().pk).update(name_fr=evil, name_ar=evil)
    cell = exported(client)[2][1]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
