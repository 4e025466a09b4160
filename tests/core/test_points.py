"""A point on the map, as people type it and as map applications share it."""

import pytest
from django.core.exceptions import ValidationError

from takwin.core.points import read_point


@pytest.mark.parametrize(
    "typed",
    [
        "33.5731, -7.5898",
        " 33.5731 -7.5898 ",
        "33,5731; -7,5898",
        "33,5731, -7,5898",
        "٣٣٫٥٧٣١، −٧٫٥٨٩٨",
        "33°34'23.16\"N 7°35'23.28\"W",
        "33°34′23,16″N 7°35′23,28″O",
        "geo:33.5731,-7.5898?z=17",
        "https://www.google.com/maps/place/Casa/@33.1,-7.1,17z/data=!3m1!4b1!4m6!3m5!1s0x0:0x0!8m2!3d33.5731!4d-7.5898!16s",
        "https://www.google.com/maps/@33.5731,-7.5898,17z",
        "https://www.google.com/maps/search/?api=1&query=33.5731%2C-7.5898",
        "https://maps.google.com/?q=33.5731,-7.5898",
        "https://maps.apple.com/?ll=33.5731,-7.5898&q=Salle",
        "https://www.openstreetmap.org/?mlat=33.5731&mlon=-7.5898#map=12/33.1/-7.1",
        "https://www.openstreetmap.org/#map=17/33.5731/-7.5898",
        "https://ul.waze.com/ul?ll=33.5731%2C-7.5898&navigate=yes",
    ],
)
def test_every_way_of_writing_it_is_the_same_point(typed: str) -> None:
    point = read_point(typed)
    assert str(point) == "33.57310, -7.58980"
    assert point.geo == "geo:33.57310,-7.58980?q=33.57310,-7.58980"


@pytest.mark.parametrize(
    "typed",
    [
        "Azrou",
        "33.5731",
        "33.5731, -7.5898, 12",
        "nan, nan",
        "1e9, 2",
        "33.5731, W",
        "33°1'1\"N 33°1'1\"N",
        "33°99'99\"N 7°35'23\"W",
    ],
)
def test_what_is_no_point_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"33\.5731, -7\.5898"):
        read_point(typed)


def test_a_short_link_says_nothing_without_a_network_and_it_is_told_what_to_copy() -> None:
    with pytest.raises(ValidationError, match="does not say where it leads"):
        read_point("https://maps.app.goo.gl/Ab12Cd")


@pytest.mark.parametrize(
    ("typed", "sentence"), [("91, -5", "A latitude goes no further"), ("33, 181", "A longitude goes")]
)
def test_a_figure_beyond_the_poles_or_the_date_line_is_told_at_the_field(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        read_point(typed)
