"""A room on the map: pasted by an officer, checked, and shown to whoever was sent its short link."""

from decimal import Decimal

import pytest
from django.urls import reverse

from takwin.core.points import Point
from takwin.directory.actions import locate_room
from takwin.directory.models import Room
from takwin.journal.models import Entry
from takwin.territory.ways import checked_point, sketch_of
from tests.factories.directory import make_body, make_commune, make_province, make_region, make_room

pytestmark = pytest.mark.django_db
IFRANE = Point(Decimal("33.52847"), Decimal("-5.10953"))


@pytest.fixture
def room(world):
    return make_room(world.council, address="شارع الحسن الثاني 12")


def scale_of(sketch):
    return float(sketch.transform.partition("(")[2].partition(")")[0])


def page(room):
    return reverse("territory:room_locate", args=[room.pk])


def test_an_officer_pastes_where_the_room_is_and_may_take_it_back(world, room, as_user):
    browser = as_user(world.officer)
    answer = browser.post(page(room), {"point": "https://maps.google.com/?q=33.52847,-5.10953"}, follow=True)
    room.refresh_from_db()
    assert room.point == IFRANE
    assert f"/w/{room.pk}/" in answer.content.decode()
    browser.post(page(room), {"point": "33.52847, -5.10953"})
    assert browser.post(page(room), {"point": ""}).status_code == 302
    assert Room.objects.get().point is None
    verbs = Entry.objects.filter(verb__contains="located").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["room.located", "room.unlocated"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("48.8566, 2.3522", "does not lie in Morocco"),
        ("34.88, -1.32", "does not lie in Morocco"),  # Tlemcen
        ("33.52847, 5.10953", "does not lie in Morocco"),
        ("-5.10953, 33.52847", "write the latitude first"),
        ("33.5731, -7.5898", "km away from"),
        ("دار الجماعة", "Write the latitude, then the longitude"),
    ],
)
def test_a_point_that_cannot_be_the_room_is_refused_in_words(world, room, as_user, typed, sentence):
    answer = as_user(world.officer).post(page(room), {"point": typed})
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors)
    assert Room.objects.get().point is None


@pytest.mark.parametrize(
    "point", ["35.78,-5.81", "30.43,-9.6", "23.7,-15.93", "34.68,-1.91", "27.15,-13.2", "21.4,-16.9", "35.17,-2.93"]
)
def test_the_edges_of_the_kingdom_are_in_morocco(point):
    latitude, longitude = map(Decimal, point.split(","))
    assert checked_point(make_region(), Point(latitude, longitude)) == Point(latitude, longitude)


def test_a_neighbours_room_is_not_put_on_the_map(world, as_user):
    foreign = make_room(world.foreign_council)
    assert as_user(world.officer).post(page(foreign), {"point": "33.5, -5.1"}).status_code == 404


def test_whoever_has_the_link_sees_the_way_without_an_account(world, room, client, django_assert_num_queries):
    locate_room(room, IFRANE, by=None)
    with django_assert_num_queries(3):
        told = client.get(f"/w/{room.pk}/").content.decode()
    assert 'href="geo:33.52847,-5.10953?q=33.52847,-5.10953"' in told
    assert room.address in told
    assert 'class="pin"' in told
    assert not [source for source in ('src="http', "url(http") if source in told]
    assert client.get("/w/999999/").status_code == 404


def test_a_room_that_nobody_put_on_the_map_still_says_its_building(room, client):
    told = client.get(f"/w/{room.pk}/").content.decode()
    assert "geo:" not in told
    assert room.lender.name_ar in told


def test_the_sketch_names_its_province_and_keeps_names_apart_inside_its_frame(world):
    for iso, name in {"MA-FES": "Fès", "MA-MOU": "Moulay Yacoub", "MA-BOM": "Boulemane", "MA-HAJ": "El Hajeb"}.items():
        make_province(world.region, iso=iso, name_fr=name, name_ar=name)
    sketch = sketch_of(locate_room(make_room(world.council), IFRANE, by=None))
    assert sketch
    named = [shape for shape in sketch.shapes if shape.is_named]
    assert named[0].name in ("إفران", "Ifrane")
    assert all(0 < shape.x < sketch.width and 0 < shape.y < sketch.height for shape in named)
    assert 0 < sketch.x < sketch.width
    assert sketch.bar <= sketch.width / 3


def test_the_scale_is_that_of_the_places_known_nearest_and_a_building_nearby_is_named(world):
    room = locate_room(make_room(world.council), IFRANE, by=None)
    alone = sketch_of(room)
    azrou = make_body(place=make_commune(world.province))
    locate_room(make_room(azrou), Point(Decimal("33.43500"), Decimal("-5.22000")), by=None)
    sketch = sketch_of(room)
    assert alone
    assert sketch
    assert [one.name for one in sketch.landmarks] == [azrou.name]
    (near,) = sketch.landmarks
    assert 0 < near.x < sketch.x, "west of the room"
    assert sketch.y < near.y < sketch.height, "and south of it"
    assert scale_of(sketch) >= scale_of(alone), "a building nearby brings the sketch closer"


def test_a_place_without_a_drawing_has_no_sketch():
    room = make_room(make_body(place=make_commune()))
    assert sketch_of(locate_room(room, IFRANE, by=None)) is None
