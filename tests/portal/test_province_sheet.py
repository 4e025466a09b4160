"""A province on one page: figures of every app, over what the reader sees, each leading to the list it counts."""

from typing import Any

import pytest
from django.test import Client

from takwin.core.formats import money
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.rights.enums import Role
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.projects import make_milestone, make_project
from tests.factories.rights import officer_of, user_as
from tests.factories.training import figures, make_session
from tests.factories.treasury import RIB, make_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Place:
    figures()
    return make_province(name_fr="Ifrane", name_ar="إفران")


def _some(province: Place) -> None:
    """An agreement, a contribution received in part, a late project and a session of the province."""
    region = Body.objects.filter(place=province.region, kind=BodyKind.REGION).first()
    region = region or make_body(BodyKind.REGION, province.region, rib=RIB)
    agreement = make_agreement(owner=region, place=province)
    council = make_body(place=make_commune(province))
    instalment = make_instalment(make_party(agreement, council), "10000.00")
    make_receipt(instalment, amount="4000.00")
    make_milestone(make_project(agreement))
    make_session(owner=region, place=province)


def test_a_governors_office_reads_its_province_in_figures(province: Place, client: Client) -> None:
    _some(province)
    reader = user_as(Role.PROVINCE_OFFICER, province, language="fr")
    client.force_login(reader)
    rows = client.get(f"/territory/places/{province.pk}/sheet/").context["rows"]
    urls = {figure.url for _title, row in rows for figure in row if figure.url}
    assert len(urls) > 4
    for url in urls:
        assert client.get(url.partition("#")[0]).status_code == 200
    told = {one.url.partition("?")[2]: one.value for _title, row in rows for one in row}
    assert told[f"tab=draft&place={province.pk}"] == "1"
    assert told[f"tab=late&place__province={province.pk}"] == "1"
    assert told["year=all#late"] == money(6000, language="ar")


def test_a_figure_is_the_count_of_its_list(province: Place, client: Client) -> None:
    _some(province)
    _some(make_province(province.region))
    client.force_login(officer_of(province.region))
    rows = client.get(f"/territory/places/{province.pk}/sheet/").context["rows"]
    counted = [one for _title, row in rows for one in row if "tab=" in one.url]
    assert counted
    for one in counted:
        page = client.get(one.url).context["page"]
        assert str(page.paginator.count) == one.value


def test_a_neighbours_province_is_not_found(province: Place, client: Client) -> None:
    client.force_login(user_as(Role.PROVINCE_OFFICER, make_province()))
    assert client.get(f"/territory/places/{province.pk}/sheet/").status_code == 404
    assert client.get(f"/territory/places/sheet/?place={province.pk}").status_code == 404


def test_a_commune_has_no_page_of_its_province(province: Place, client: Client) -> None:
    client.force_login(user_as(Role.COMMUNE, body=make_body(place=make_commune(province))))
    assert client.get(f"/territory/places/{province.pk}/sheet/").status_code == 404
    assert client.get("/territory/places/sheet/").status_code == 404


def test_a_region_chooses_among_its_provinces(province: Place, client: Client) -> None:
    other = make_province(province.region)
    client.force_login(officer_of(province.region))
    answer = client.get("/territory/places/sheet/", {"place": other.pk})
    assert answer.headers["Location"] == f"/territory/places/{other.pk}/sheet/"
    assert client.get("/territory/places/sheet/?place=²").status_code == 302
    page = client.get(f"/territory/places/{other.pk}/sheet/").content.decode()
    assert f'<option value="{other.pk}" selected>' in page
    assert f'<option value="{province.pk}">' in page


def test_the_desk_of_a_province_leads_to_its_page(province: Place, client: Client) -> None:
    client.force_login(user_as(Role.PROVINCE_OFFICER, province))
    assert f'href="/territory/places/{province.pk}/sheet/"' in client.get("/").content.decode()


def test_the_page_costs_the_same_whatever_its_rows(
    province: Place, client: Client, django_assert_max_num_queries: Any
) -> None:
    _some(province)
    client.force_login(user_as(Role.PROVINCE_OFFICER, province))
    client.get(f"/territory/places/{province.pk}/sheet/")
    with django_assert_max_num_queries(60) as first:
        client.get(f"/territory/places/{province.pk}/sheet/")
    for _n in range(2):
        _some(province)
    with django_assert_max_num_queries(len(first)):
        client.get(f"/territory/places/{province.pk}/sheet/")
