"""Finding a place, as people spell it."""

import unicodedata

import pytest

from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.directory.queries import bodies_meant, body_of, communes_in, find_places, name_terms

pytestmark = pytest.mark.django_db


def without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


MISSPELT = {
    "as it is written": lambda place: (place.official_ar, place.official_fr),
    "without hamza nor dots on the last letter": lambda place: (
        place.name_ar.translate(str.maketrans("أإآةى", "اااهي")),
        without_accents(place.name_fr),
    ),
    "without the article": lambda place: (
        " ".join(word.removeprefix("ال") for word in place.name_ar.replace("-", " ").split()),
        place.name_fr.upper(),
    ),
    "with the other way to write the valley": lambda place: (
        place.name_ar.replace("وادي ", "واد ") if "وادي " in place.name_ar else place.name_ar.replace("واد ", "وادي "),
        place.name_fr.replace("-", " "),
    ),
    "with what it is": lambda place: (f"جماعة {place.name_ar}", f"commune de {place.name_fr}"),
    "with the other alef of ait": lambda place: (
        place.name_ar.replace("آيت", "أيت") if "آيت" in place.name_ar else place.name_ar.replace("أيت", "ايت"),
        place.name_fr.replace("Ait", "Aït"),
    ),
}


@pytest.mark.parametrize("way", MISSPELT, ids=list(MISSPELT))
def test_every_commune_is_found_however_it_is_spelt(the_map, way):
    communes = list(Place.objects.filter(level=Level.COMMUNE))
    lost = [
        spelt
        for place in communes
        for spelt in MISSPELT[way](place)
        if not all(term in place.search_text for term in name_terms(spelt))
    ]
    assert len(communes) == 1503
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("commune d'Ifrane", "03.271.01.03"),
        ("إيفران", "03.271.01.03"),
        ("جماعة فجيج", "02.251.01.03"),
        ("figuig", "02.251.01.03"),
        ("الناضور", "02.381.01.05"),
        ("casa", "06.141.01.0"),
        ("Benguerir", "07.427.01.01"),
        ("dayet aoua", "03.271.01.05"),
        ("mgouna", "08.577.01.05"),
    ],
)
def test_usual_spellings_find_their_commune(the_map, typed, code):
    assert code in find_places(typed, level=Level.COMMUNE).values_list("code", flat=True)


def test_a_search_is_narrowed_by_level_and_refuses_what_is_not_there(the_map):
    assert [place.code for place in find_places("Sefrou", level=Level.PROVINCE)] == ["03.451"]
    assert not find_places("Paris").exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Boulmane", "03.131.01.01"),
        ("Azzrou", "03.271.01.01"),
        ("أزروو", "03.271.01.01"),
        ("Sefruo", "03.451.01.09"),
    ],
)
def test_a_slip_of_the_pen_finds_the_place_when_nothing_bears_the_name_as_typed(the_map, typed, code):
    assert code in find_places(typed).values_list("code", flat=True)


def test_a_slip_of_the_pen_finds_the_bodies_of_a_place_too(the_map):
    assert "جماعة أزرو" in bodies_meant(Body.objects.all(), "جماعة ازروو").values_list("name_ar", flat=True)
    assert not bodies_meant(Body.objects.all(), "xyzxyz").exists()


def test_a_name_rightly_typed_is_not_drowned_in_its_likes(the_map):
    assert {place.name_fr for place in find_places("Sefrou", level=Level.COMMUNE)} == {"Sefrou"}


def test_a_kind_alone_is_a_word_like_another():
    assert name_terms("commune") == ["commune"]


def test_names_are_not_unique_and_all_are_found(the_map):
    assert find_places("Sidi Ghanem", level=Level.COMMUNE).count() == 3


def test_communes_are_counted_without_boroughs_at_every_level(the_map):
    kingdom, region = Place.objects.get(level=Level.KINGDOM), Place.objects.get(code="03")
    assert (communes_in(kingdom).count(), communes_in(region).count()) == (1503, 194)


def test_the_council_of_a_place_is_found_by_its_kind(the_map):
    ifrane = Place.objects.get(code="03.271")
    assert body_of(ifrane, BodyKind.PROVINCE).name_fr == "Conseil provincial d’Ifrane"
