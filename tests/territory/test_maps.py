"""The maps: every region has its drawing, figures become tints, and the table says the same."""

import re

import pytest
from django.template.loader import render_to_string

from takwin.core.formats import LRM
from takwin.directory.source import read_source
from takwin.territory.maps import outlines, region_map
from tests.factories.directory import make_province, make_region

pytestmark = pytest.mark.django_db


def test_every_region_and_province_of_the_map_is_drawn():
    isos = read_source().isos
    regions = {iso for code, iso in isos.items() if "." not in code}
    provinces = {iso for code, iso in isos.items() if "." in code}
    drawn = outlines()
    assert set(drawn) == regions | {"MA"}
    assert set(drawn["MA"]["shapes"]) == regions
    assert {iso for region in regions for iso in drawn[region]["shapes"]} == provinces


def test_names_stand_inside_the_drawing():
    for drawing in outlines().values():
        for shape in drawing["shapes"].values():
            assert 0 <= shape["x"] <= drawing["width"]
            assert 0 <= shape["y"] <= drawing["height"]
            assert re.fullmatch(r"(M\d+,\d+( \d+,\d+){2,}Z)+", shape["d"])


def test_neighbours_share_their_border_point_by_point():
    ifrane, boulemane = (outlines()["MA-03"]["shapes"][code]["d"] for code in ("MA-IFR", "MA-BOM"))
    shared = set(re.findall(r"\d+,\d+", ifrane)) & set(re.findall(r"\d+,\d+", boulemane))
    assert len(shared) > 5


@pytest.fixture
def region():
    region = make_region(iso="MA-03")
    names = {"MA-IFR": "Ifrane", "MA-FES": "Fès", "MA-MOU": "Moulay Yacoub", "MA-BOM": "Boulemane"}
    for iso, name in names.items():
        make_province(region, iso=iso, name_fr=name)
    return region


@pytest.mark.parametrize(
    ("share", "css", "told"),
    [
        (0, "q1", "0%"),
        (0.2, "q2", "20%"),
        (0.99, "q5", "99%"),
        (1, "q5", "100%"),
        (1.2, "q5", "120%"),
        (None, "b-bg", "–"),
    ],
)
def test_a_share_chooses_one_of_five_tints_and_none_stays_pale(region, share, css, told):
    first = region_map(region, {}, label="x").shapes[0]
    shape = region_map(region, {first.place.pk: share}, label="x").shapes[0]
    assert (shape.css, shape.told.removeprefix(LRM)) == (css, told)


def test_a_name_without_room_gives_way_to_its_number_in_the_table(region):
    shapes = {shape.place.name_fr: shape for shape in region_map(region, {}, label="x").shapes}
    assert shapes["Boulemane"].written == "Boulemane"
    assert shapes["Fès"].written == "Fès"
    assert shapes["Moulay Yacoub"].written == str(shapes["Moulay Yacoub"].number)


def test_the_map_comes_with_its_table_its_legend_and_its_credit(region):
    drawn = region_map(region, {}, label="Share received")
    told = render_to_string("territory/map.html", {"map": drawn})
    assert told.count("<path") == told.count("<title>") == 4
    assert told.count('scope="row"') == 4
    assert told.count("swatch") == 5
    assert "© OpenStreetMap contributors, ODbL" in told


def test_a_place_without_drawing_has_no_map():
    assert region_map(make_region(iso=""), {}, label="x") is None


def test_a_map_costs_one_query(region, django_assert_num_queries):
    with django_assert_num_queries(1):
        region_map(region, {}, label="x")
