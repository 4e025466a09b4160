"""What the database itself refuses of places, bodies, rooms, holidays, sittings and parameters."""

import datetime as dt

import pytest

from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Holiday, Parameter, Place, PlaceAlias, PlaceCode, Room, Sitting
from tests.constraints import breaks
from tests.factories.directory import (
    make_body,
    make_borough,
    make_cercle,
    make_commune,
    make_holiday,
    make_kingdom,
    make_province,
    make_region,
    make_room,
    make_sitting,
)

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 1, 1)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("key", ["region", "province", "commune"])
def test_the_kingdom_lies_in_nothing(key):
    kingdom, other = make_kingdom(), make_commune()
    with breaks(Place, "place_keys_match_level"):
        Place.objects.filter(pk=kingdom.pk).update(**{key: other})


MAKERS = [make_region, make_province, make_cercle, make_commune, make_borough]
ANCESTORS = [["region"], *[["region", "province"]] * 2, *[["region", "province", "commune"]] * 2]


@pytest.mark.parametrize(
    ("make", "key"), [(make, key) for make, keys in zip(MAKERS, ANCESTORS, strict=True) for key in keys]
)
def test_a_place_has_all_its_ancestors(make, key):
    place = make()
    with breaks(Place, "place_keys_match_level"):
        Place.objects.filter(pk=place.pk).update(**{key: None})


@pytest.mark.parametrize(
    ("make", "key"),
    [(make_region, "province"), (make_region, "commune"), (make_province, "commune"), (make_cercle, "commune")],
)
def test_a_place_has_no_key_of_a_level_below_it(make, key):
    place, below = make(), make_commune()
    with breaks(Place, "place_keys_match_level"):
        Place.objects.filter(pk=place.pk).update(**{key: below})


def test_a_place_has_a_known_level():
    commune = make_commune()
    with breaks(Place, "place_keys_match_level"):
        Place.objects.filter(pk=commune.pk).update(level="village")


def coded(**facts):
    facts = {"place": make_province(), "code": "03", "source": "HCP", "starts_on": FIRST} | facts
    return PlaceCode.objects.create(**facts)


def test_a_code_names_one_place_from_a_date():
    coded()
    with breaks(PlaceCode, "place_code_once_by_date"):
        coded()


def test_a_code_may_name_another_place_later():
    coded()
    assert coded(starts_on=FIRST + DAY).pk


def test_a_place_answers_once_to_a_name():
    place = make_province()
    PlaceAlias.objects.create(place=place, name="فكيك")
    with breaks(PlaceAlias, "place_alias_once"):
        PlaceAlias.objects.create(place=place, name="فكيك")
    assert PlaceAlias.objects.create(place=make_province(), name="فكيك").pk


@pytest.mark.parametrize("kind", ["region", "province", "commune", "borough", "state"])
def test_a_place_has_one_council_or_administration_of_a_kind(kind):
    body = make_body(BodyKind(kind))
    with breaks(Body, "body_one_collectivity_per_place"):
        make_body(body.kind, body.place)


def test_a_code_in_references_is_of_one_body():
    make_body(short_code="FM")
    with breaks(Body, "body_short_code_once"):
        make_body(short_code="FM")


def test_a_province_has_its_council_and_its_administration():
    council = make_body(BodyKind.PROVINCE)
    assert make_body(BodyKind.STATE, council.place).pk


def test_a_place_may_have_several_associations():
    first = make_body(BodyKind.ASSOCIATION)
    assert make_body(BodyKind.ASSOCIATION, first.place).pk


def test_a_body_does_not_end_on_the_day_it_starts():
    with breaks(Body, "body_ends_after_it_starts"):
        make_body(starts_on=FIRST, ends_on=FIRST)
    assert make_body(starts_on=FIRST, ends_on=FIRST + DAY).pk


def test_the_lines_above_a_name_are_said_in_both_languages_or_in_none():
    for one in ({"authority_ar": "وزارة"}, {"authority_fr": "Ministère"}):
        with breaks(Body, "body_authority_in_both_languages"):
            make_body(**one)
    assert make_body(authority_ar="وزارة", authority_fr="Ministère").pk


def test_a_body_whose_beginning_is_not_known_may_end():
    assert make_body(ends_on=FIRST).pk


def test_a_room_has_a_seat():
    with breaks(Room, "room_has_seats"):
        make_room(seats=0)
    assert make_room(seats=1).pk


@pytest.mark.parametrize("point", [(None, -5), (33, None), (19, -5), (38, -5), (33, -19), (33, 1)])
def test_a_room_stands_on_the_map_by_two_figures_or_not_at_all(point):
    room = make_room(latitude=33, longitude=-5)
    with breaks(Room, "room_on_the_map"):
        Room.objects.filter(pk=room.pk).update(latitude=point[0], longitude=point[1])


def test_a_lender_has_one_room_of_a_name():
    room = make_room(name_ar="قاعة")
    with breaks(Room, "room_once_per_lender"):
        make_room(room.lender, name_ar="قاعة")
    assert make_room(name_ar="قاعة").pk


def test_a_holiday_is_once_on_a_day():
    make_holiday()
    with breaks(Holiday, "holiday_once"):
        make_holiday()


def test_two_holidays_may_fall_on_one_day():
    make_holiday()
    assert make_holiday(name_ar="عيد المولد النبوي").pk


def test_a_council_sits_once_a_day():
    sitting = make_sitting()
    with breaks(Sitting, "sitting_once_a_day"):
        make_sitting(sitting.body, sitting.day)
    assert make_sitting(sitting.body, sitting.day + DAY).pk


def test_a_council_is_convened_at_the_latest_on_the_day_it_sits():
    with breaks(Sitting, "sitting_convened_before_it_sits"):
        make_sitting(day=FIRST, convened_on=FIRST + DAY)
    assert make_sitting(day=FIRST, convened_on=FIRST).pk


def valued(**facts):
    facts = {"key": "mandate_years", "value": "6", "starts_on": FIRST, "source": "Loi"} | facts
    return Parameter.objects.create(**facts)


def test_a_parameter_has_one_common_value_from_a_date():
    valued()
    with breaks(Parameter, "parameter_once_by_date"):
        valued(value="5")
    assert valued(starts_on=FIRST + DAY).pk


def test_a_body_has_one_value_of_its_own_from_a_date():
    owner = make_body()
    valued(owner=owner)
    with breaks(Parameter, "parameter_once_by_owner_and_date"):
        valued(owner=owner, value="5")


def test_the_common_value_and_those_of_bodies_stand_side_by_side():
    assert all(valued(owner=owner).pk for owner in (None, make_body(), make_body()))


def test_a_value_does_not_end_on_the_day_it_starts():
    with breaks(Parameter, "parameter_ends_after_it_starts"):
        valued(ends_on=FIRST)
    assert valued(ends_on=FIRST + DAY).pk
