"""Loading the official map: what it holds, what it refuses, what it leaves alone."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from takwin.core.text import search_terms
from takwin.directory.actions import add_alias, load_places, rename_place
from takwin.directory.actions.bodies import correct_body
from takwin.directory.enums import BodyKind, Level, PlaceKind
from takwin.directory.models import Body, Place, PlaceAlias, PlaceCode
from takwin.directory.source import Source
from takwin.journal.models import Entry
from tests.factories.accounts import make_user
from tests.factories.directory import make_commune

pytestmark = pytest.mark.django_db


def changed(source: Source, code: str, **facts: object) -> Source:
    """The source with one row told otherwise."""
    return replace(source, rows=[row._replace(**facts) if row.code == code else row for row in source.rows])


def test_the_map_holds_every_place_at_its_level(the_map):
    count = Place.objects.filter
    assert [count(level=level).count() for level in Level] == [1, 12, 75, 213, 1503, 41]
    assert count(kind=PlaceKind.MUNICIPALITY).count() == 221
    assert count(kind=PlaceKind.RURAL_COMMUNE).count() == 1282
    assert (count(kind=PlaceKind.PREFECTURE).count(), count(kind=PlaceKind.PROVINCE).count()) == (13, 62)


@pytest.mark.parametrize("name", ["Tizguite", "Dayat-Aoua", "Mirleft", "Oulad Tayeb"])
def test_a_commune_with_a_rural_area_is_rural_whatever_the_package_says(the_map, name):
    assert Place.objects.get(official_fr=name, level=Level.COMMUNE).kind == PlaceKind.RURAL_COMMUNE


def test_a_place_is_its_own_key_at_its_level_and_knows_its_ancestors(the_map):
    ifrane = Place.objects.get(code="03.271")
    assert ifrane.province == ifrane
    assert ifrane.region.code == "03"
    assert Place.objects.filter(province=ifrane, level=Level.COMMUNE).count() == 10
    assert Place.objects.filter(region__code="03", level=Level.COMMUNE).count() == 194


def test_boroughs_lie_in_the_commune_that_encloses_them(the_map):
    fez = Place.objects.get(code="03.231.01.0")
    assert Place.objects.filter(commune=fez, level=Level.BOROUGH).count() == 6
    assert Place.objects.filter(level=Level.BOROUGH).values("commune").distinct().count() == 6


def test_loading_makes_one_body_per_collectivity_and_state_administration(the_map):
    kinds = [BodyKind.REGION, BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.BOROUGH, BodyKind.STATE]
    assert [Body.objects.filter(kind=kind).count() for kind in kinds] == [12, 75, 1503, 41, 75 + 12]


@pytest.mark.parametrize(
    ("kind", "code", "ar", "fr"),
    [
        (BodyKind.REGION, "03", "جهة فاس-مكناس", "Région Fès-Meknès"),
        (BodyKind.REGION, "02", "جهة الشرق", "Région de l’Oriental"),
        (BodyKind.STATE, "03", "ولاية جهة فاس-مكناس", "Wilaya de la région Fès-Meknès"),
        (BodyKind.PROVINCE, "03.271", "مجلس إقليم إفران", "Conseil provincial d’Ifrane"),
        (BodyKind.PROVINCE, "03.231", "مجلس عمالة فاس", "Conseil préfectoral de Fès"),
        (BodyKind.STATE, "03.271", "عمالة إقليم إفران", "Province d’Ifrane"),
        (BodyKind.STATE, "03.231", "عمالة فاس", "Préfecture de Fès"),
        (BodyKind.STATE, "02.381", "عمالة إقليم الناظور", "Province de Nador"),
        (BodyKind.COMMUNE, "03.271.01.07", "جماعة تيزكيت", "Commune de Tizguite"),
        (BodyKind.BOROUGH, "03.231.01.01", "مقاطعة أكدال", "Arrondissement d’Agdal"),
    ],
)
def test_bodies_bear_the_proper_names_of_the_administration(the_map, kind, code, ar, fr):
    body = Body.objects.get(kind=kind, place__code=code)
    assert (body.name_ar, body.name_fr) == (ar, fr)


def test_regions_and_provinces_have_a_code_for_references(the_map):
    assert Body.objects.get(kind=BodyKind.REGION, place__code="03").short_code == "FM"
    assert Body.objects.get(kind=BodyKind.PROVINCE, place__code="03.271").short_code == "IFR"
    assert not Body.objects.filter(kind__in=["region", "province"], short_code="").exists()


def test_each_region_and_province_has_its_iso_code(the_map):
    isos = Place.objects.filter(level__in=[Level.REGION, Level.PROVINCE]).values_list("iso", flat=True)
    assert len(set(isos)) == 87
    assert all(iso.startswith("MA-") for iso in isos)


def test_codes_are_dated_and_the_207_renumbered_communes_keep_their_old_one(the_map):
    ended = PlaceCode.objects.exclude(ends_on=None)
    assert ended.count() == 207
    old = ended.get(code="01.051.05.01")
    assert (old.place.code, old.starts_on, old.ends_on) == ("01.051.11.01", dt.date(2014, 9, 1), dt.date(2024, 9, 1))


def test_a_place_is_shown_as_the_country_spells_it_and_keeps_its_official_name(the_map):
    nador = Place.objects.get(code="02.381")
    assert (nador.name_ar, nador.official_ar) == ("الناظور", "الناضور")


def test_spellings_of_our_own_are_of_places_that_answer_to_a_word_of_the_official_name(the_map):
    for code, display in the_map.displays.items():
        place = Place.objects.get(code=code)
        official = {*search_terms(place.official_ar), *search_terms(place.official_fr)}
        assert official & {*search_terms(display.name_ar), *search_terms(display.name_fr)}, code


def test_loading_again_changes_nothing_and_is_not_told_twice(the_map):
    entries = Entry.objects.count()
    again = load_places(the_map, by=None)
    assert not again.counts
    assert not again.differences
    assert Entry.objects.count() == entries


def test_a_load_is_one_entry_of_the_journal_with_its_counts(the_map):
    entry = Entry.objects.get(verb="places.loaded")
    assert entry.by is None
    assert (entry.facts["places_added"], entry.facts["bodies_added"]) == (1845, 1718)


def test_a_name_that_the_source_corrects_follows_to_the_place_its_body_and_the_search(the_map):
    done = load_places(changed(the_map, "03.561.13.11", name_fr="Meknassa-la-Neuve"), by=None)
    place = Place.objects.get(code="03.561.13.11")
    assert place.name_fr == "Meknassa-la-Neuve"
    assert Body.objects.get(place=place, kind=BodyKind.COMMUNE).name_fr == "Commune de Meknassa-la-Neuve"
    assert "neuve" in place.search_text
    assert "Meknassa-la-Neuve" in done.differences[0]


def test_names_chosen_by_an_administrator_survive_a_reload(the_map):
    user = make_user()
    place = Place.objects.get(code="03.271.01.07")
    rename_place(place, name_ar="تيزڭيت", name_fr="Tizguit", by=user)
    body = Body.objects.get(place__code="03.271.01.05", kind=BodyKind.COMMUNE)
    correct_body(body, name_fr="Commune rurale de Dayet Aoua", by=user)
    add_alias(place, name="Tizkit", by=user)
    load_places(the_map, by=None)
    place.refresh_from_db()
    body.refresh_from_db()
    assert (place.name_fr, place.official_fr) == ("Tizguit", "Tizguite")
    assert Body.objects.get(place=place, kind=BodyKind.COMMUNE).name_fr == "Commune de Tizguit"
    assert body.name_fr == "Commune rurale de Dayet Aoua"
    assert "tizkit" in place.search_text


def test_a_place_loaded_under_its_old_code_is_renumbered_and_not_doubled(the_map):
    place = Place.objects.get(code="01.051.11.01")
    Place.objects.filter(pk=place.pk).update(code="01.051.05.01")
    load_places(the_map, by=None)
    place.refresh_from_db()
    assert place.code == "01.051.11.01"
    assert Place.objects.filter(level=Level.COMMUNE).count() == 1503


def test_a_place_the_source_no_longer_has_is_told_and_kept(the_map):
    extra = make_commune(Place.objects.get(code="03.271"), code="03.271.99.99", name_fr="Ancienne")
    done = load_places(the_map, by=None)
    assert Place.objects.filter(pk=extra.pk).exists()
    assert any("03.271.99.99" in line for line in done.differences)


def test_an_alias_is_held_once_by_a_place(the_map):
    place = Place.objects.get(code="03.271")
    add_alias(place, name="Ifran", by=make_user())
    with pytest.raises(ValidationError, match="already answers to this name"):
        add_alias(place, name=" Ifran ", by=make_user())
    assert PlaceAlias.objects.filter(place=place, name="Ifran").count() == 1
