"""Bodies and rooms: what an officer may add and correct, and what the database refuses."""

import pytest
from django.core.exceptions import ValidationError

from takwin.directory.actions import add_body, add_room, correct_body, correct_room
from takwin.directory.enums import BodyKind
from takwin.directory.naming import body_names, of_french
from takwin.journal.models import Entry
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_committee, make_commune, make_room

pytestmark = pytest.mark.django_db


def facts(**more):
    return {"name_ar": "جامعة", "name_fr": "Université", "kind": BodyKind.UNIVERSITY, "by": make_user()} | more


def test_a_university_is_added_and_found_by_its_town():
    body = add_body(**facts(place=make_commune(name_fr="Sefrou")))
    assert "sefrou" in body.search_text
    assert Entry.objects.get(verb="body.added").facts["kind"] == "university"


@pytest.mark.parametrize("kind", [BodyKind.COMMUNE, BodyKind.STATE])
def test_councils_and_state_administrations_are_not_added_by_hand(kind):
    with pytest.raises(ValidationError, match="come with the map"):
        add_body(**facts(kind=kind, place=make_commune()))


@pytest.mark.parametrize("kind", [BodyKind.COMMITTEE, BodyKind.SERVICE])
def test_a_committee_or_a_service_belongs_to_something(kind):
    with pytest.raises(ValidationError, match="Say of which council"):
        add_body(**facts(kind=kind, place=make_commune()))


def test_a_body_is_not_a_part_of_itself_even_through_another():
    council = make_body(BodyKind.ASSOCIATION)
    organ = make_committee(council)
    with pytest.raises(ValidationError, match="part of itself"):
        correct_body(council, parent=organ, by=make_user())


def test_a_correction_is_told_by_the_names_of_what_changed_and_no_more():
    body = make_body(BodyKind.FOUNDATION)
    correct_body(body, name_fr="Fondation", ice="", by=make_user())
    assert Entry.objects.get(verb="body.corrected").facts == {"changed": ["name_fr"]}
    correct_body(body, name_fr="Fondation", by=make_user())
    assert Entry.objects.filter(verb="body.corrected").count() == 1


def test_what_came_with_the_map_keeps_its_kind_and_place():
    with pytest.raises(ValidationError, match="comes with the map"):
        correct_body(make_body(), kind=BodyKind.FOUNDATION, by=make_user())
    with pytest.raises(ValidationError, match="comes with the map"):
        correct_body(make_body(BodyKind.UNIVERSITY), kind=BodyKind.COMMUNE, by=make_user())


def test_a_rib_has_24_digits():
    with pytest.raises(ValidationError):
        correct_body(make_body(), rib="123", by=make_user())


def test_a_room_is_added_corrected_and_closed():
    user, lender = make_user(), make_body()
    names = {"name_ar": "قاعة", "name_fr": "Salle"}
    room = add_room(**names, lender=lender, place=lender.place, seats=40, by=user)
    room = correct_room(room, seats=50, is_open=False, by=user)
    assert (room.seats, room.is_open) == (50, False)
    with pytest.raises(ValidationError, match="already lends a room of that name"):
        add_room(**names, lender=lender, place=lender.place, seats=10, by=user)


def test_a_room_without_a_seat_is_refused():
    with pytest.raises(ValidationError, match="at least one seat"):
        correct_room(make_room(), seats=0, by=make_user())


@pytest.mark.parametrize(
    ("name", "written"),
    [("Ifrane", "d’Ifrane"), ("Fès", "de Fès"), ("Échemmaia", "d’Échemmaia"), ("Harhoura", "de Harhoura"),
     ("Le Rif", "du Rif"), ("Les Sources", "des Sources")],
)  # fmt: skip
def test_french_elides_before_a_vowel_and_not_before_an_h(name, written):
    assert of_french(name) == written


def test_only_collectivities_and_administrations_are_named_after_their_place():
    with pytest.raises(ValueError, match="not named after its place"):
        body_names(BodyKind.UNIVERSITY, make_commune())


def test_names_are_given_in_the_language_of_the_reader(language):
    room, body = make_room(), make_body()
    for row in (room, body, body.place):
        assert str(row) == (row.name_ar if language == "ar" else row.name_fr)
