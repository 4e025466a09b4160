"""Pages of places, bodies, rooms, sittings, holidays and parameters."""

import datetime as dt

import pytest
from django.urls import reverse

from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Holiday, Parameter, Room, Sitting
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.directory import (
    make_body,
    make_cercle,
    make_committee,
    make_commune,
    make_holiday,
    make_province,
    make_region,
    make_room,
    make_sitting,
)
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
LISTS = ["places", "bodies", "rooms", "sittings", "parameters"]


def url(name, *args):
    return reverse(f"territory:{name}", args=args)


def pages(world):
    room, sitting, holiday = make_room(world.council), make_sitting(world.council), make_holiday()
    return [
        *(url(name) for name in LISTS),
        *(place.get_absolute_url() for place in (world.kingdom, world.region, world.province, world.commune)),
        world.council.get_absolute_url(),
        url("room", room.pk),
        url("sitting", sitting.pk),
        url("holiday", holiday.pk),
        url("holidays") + "?year=2026",
        url("parameter", "morning_hours"),
    ]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_page_opens_in_both_languages(world, as_user, language):
    browser = as_user(world.officer, language=language)
    assert [page for page in pages(world) if browser.get(page).status_code != 200] == []


def test_a_visitor_is_sent_to_log_in_and_a_user_without_role_is_refused(world, as_user):
    assert as_user().get(url("places")).status_code == 302
    assert as_user(make_user()).get(url("places")).status_code == 403


def test_whoever_sees_places_sees_those_of_his_neighbours_too(world, as_user):
    browser = as_user(user_as(Role.COMMUNE, body=world.council))
    assert browser.get(world.neighbour.get_absolute_url()).status_code == 200
    assert browser.get(world.foreign_council.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["place_names", "place_alias", "body_edit", "room_edit", "sitting_convene"])
def test_what_lies_in_a_neighbours_territory_cannot_be_edited(world, as_user, name):
    rows = {"place": world.neighbour, "body": world.foreign_council, "room": make_room(world.foreign_council)}
    row = rows.get(name.split("_")[0]) or make_sitting(world.foreign_council)
    assert as_user(world.officer).get(url(name, row.pk)).status_code == 404


@pytest.mark.parametrize("name", ["body_add", "room_add", "sitting_add", "holiday_add", "pick_body", "pick_place"])
def test_an_auditor_writes_nothing_and_is_offered_nothing(world, as_user, name):
    browser = as_user(world.auditor)
    assert browser.get(url(name)).status_code == 403
    assert url("body_edit", world.council.pk) not in browser.get(world.council.get_absolute_url()).content.decode()


def test_a_list_is_searched_as_people_spell_and_filtered_by_level(world, as_user):
    browser = as_user(world.officer, htmx=True)
    assert "Azrou" in browser.get(url("places"), {"q": "ازرو"}).content.decode()
    told = browser.get(url("places"), {"level": "province"}).content.decode()
    assert "Ifrane" in told
    assert "Azrou" not in told


def test_of_one_name_a_commune_comes_before_its_cercle(world, as_user):
    make_cercle(world.province, name_fr="Azrou", name_ar="أزرو")
    answer = as_user(world.officer).get(url("places"), {"q": "أزرو"})
    listed = answer.context["page"].object_list
    assert 'id="list-search"' in answer.content.decode()
    assert [place.level for place in listed] == [Level.COMMUNE, Level.CERCLE]


def test_provinces_offered_are_those_of_the_region_chosen(world, as_user):
    told = (
        as_user(world.officer, language="fr").get(url("places"), {"region": world.neighbour.region_id}).content.decode()
    )
    assert f'value="{world.neighbour.province_id}"' in told
    assert f'<option value="{world.province.pk}"' not in told


def rooms_shown(browser, **asked):
    return set(browser.get(url("rooms"), asked).context["page"].object_list)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_room_is_found_by_all_that_stands_on_its_row(world, as_user, language):
    ours = make_room(
        make_body(BodyKind.UNIVERSITY, place=world.commune, name_ar="كلية العلوم", name_fr="Faculté des sciences")
    )
    elsewhere = make_province(make_region(name_ar="الشرق", name_fr="Oriental"), name_ar="جرسيف", name_fr="Guercif")
    far = make_body(place=make_commune(elsewhere, name_ar="تافرانت", name_fr="Tafrant"))
    make_room(far, name_ar="قاعة الاجتماعات", name_fr="Salle de réunion")
    browser = as_user(world.officer, language=language)
    for words in ("إفران", "Azrou", "فاس مكناس", "كلية", f"{ours.name_fr} Ifrane"):
        assert rooms_shown(browser, q=words) == {ours}, words
    assert rooms_shown(browser, q="ورزازات") == set()


def test_rooms_are_narrowed_to_a_region_and_a_province(world, as_user):
    ours, theirs = make_room(world.council), make_room(world.foreign_council)
    browser = as_user(world.officer)
    assert rooms_shown(browser) == {ours, theirs}
    assert rooms_shown(browser, province=world.province.pk) == {ours}
    assert rooms_shown(browser, region=world.neighbour.region_id) == {theirs}
    assert rooms_shown(browser, province=world.province.pk, q="صفرو") == set()


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_exported_to_excel(world, as_user, name):
    make_room(world.council)
    make_sitting(world.council)
    answer = as_user(world.officer).get(url(name), {"export": "xlsx"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("name", LISTS[:4])
def test_a_list_costs_the_same_for_one_row_and_for_three(world, as_user, name, django_assert_max_num_queries):
    def fill():
        body = make_body(place=make_commune(world.province))
        make_room(body)
        make_sitting(body)

    browser, costs = as_user(world.officer), []
    for count in (1, 2):
        for _ in range(count):
            fill()
        with django_assert_max_num_queries(30) as queries:
            browser.get(url(name))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_region_shows_its_map_with_its_table(world, as_user):
    told = as_user(world.officer, language="fr").get(world.region.get_absolute_url()).content.decode()
    assert '<svg class="map"' in told
    assert f'href="{world.province.get_absolute_url()}" aria-label="Ifrane\u00a0:' in told
    assert "OpenStreetMap" in told


def test_holidays_open_on_this_year(world, as_user):
    answer = as_user(world.officer).get(url("holidays"))
    assert answer.status_code == 302
    assert "?year=" in answer["Location"]


def test_an_officer_adds_a_committee_from_the_page_of_its_council(world, as_user):
    browser = as_user(world.officer)
    form = browser.get(url("body_add"), {"kind": "committee", "parent": world.council.pk})
    assert form.context["form"].initial["place"] == world.commune.pk
    facts = {"kind": "committee", "name_ar": "لجنة", "name_fr": "Commission", "place": world.commune.pk}
    answer = browser.post(url("body_add"), facts | {"parent": world.council.pk})
    made = Body.objects.get(kind="committee")
    assert answer["Location"] == made.get_absolute_url()
    assert made.parent == world.council


def test_a_body_cannot_be_added_in_a_neighbours_territory(world, as_user):
    facts = {"kind": "university", "name_ar": "جامعة", "name_fr": "Université", "place": world.neighbour.pk}
    answer = as_user(world.officer).post(url("body_add"), facts)
    assert answer.status_code == 422
    assert "place" in answer.context["form"].errors


def test_what_an_action_refuses_is_shown_at_its_field(world, as_user):
    facts = {"kind": "committee", "name_ar": "لجنة", "name_fr": "Commission", "place": world.commune.pk}
    answer = as_user(world.officer).post(url("body_add"), facts)
    assert answer.status_code == 422
    assert answer.context["form"].errors["parent"] == ["Say of which council or administration it is a part."]


def test_a_wrong_rib_is_told_at_its_field_and_a_right_one_is_kept_without_spaces(world, as_user):
    browser, page = as_user(world.officer), url("body_edit", world.council.pk)
    facts = {"name_ar": world.council.name_ar, "name_fr": world.council.name_fr}
    assert "rib" in browser.post(page, facts | {"rib": "1" * 24}).context["form"].errors
    rest = "230" + "270" + "0" * 16
    rib = f"{rest}{97 - int(rest + '00') % 97:02d}"
    assert browser.post(page, facts | {"rib": f"{rib[:3]} {rib[3:6]} {rib[6:]}"}).status_code == 302
    world.council.refresh_from_db()
    assert world.council.rib == rib


@pytest.mark.parametrize(
    ("field", "wrong", "right", "kept"),
    [
        ("ice", "001561191000067", "1561191000066", "001561191000066"),
        ("tax_number", "123", "1 510 2047", "15102047"),
    ],
)
def test_a_wrong_number_of_a_company_is_told_at_its_field(world, as_user, field, wrong, right, kept):
    browser, page = as_user(world.officer), url("body_edit", world.council.pk)
    facts = {"name_ar": world.council.name_ar, "name_fr": world.council.name_fr}
    answer = browser.post(page, facts | {field: wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert browser.post(page, facts | {field: right}).status_code == 302
    world.council.refresh_from_db()
    assert getattr(world.council, field) == kept


def test_the_lines_above_a_name_are_kept_or_told_at_their_field(world, as_user):
    browser, page = as_user(world.officer), url("body_edit", world.council.pk)
    facts = {
        "name_ar": world.council.name_ar,
        "name_fr": world.council.name_fr,
        "authority_ar": "المملكة\r\nوزارة الصحة",
    }
    assert "Kingdom first" in browser.get(page).content.decode()
    for wrong, told in (
        ("M" * 61, "longer than a line"),
        ("a\nb\nc\nd\ne", "room for 4 lines"),
        ("x" * 300, "at most"),
    ):
        answer = browser.post(page, facts | {"authority_fr": wrong})
        assert answer.status_code == 422
        assert told in str(answer.context["form"].errors["authority_fr"])
    answer = browser.post(page, facts)
    assert "in both languages, or in neither" in answer.content.decode()
    assert browser.post(page, facts | {"authority_fr": "Royaume\nMinistère de la Santé"}).status_code == 302
    world.council.refresh_from_db()
    assert world.council.authority_fr == "Royaume\nMinistère de la Santé"
    assert Entry.objects.get(verb="body.corrected").facts["changed"] == ["authority_ar", "authority_fr"]


def test_the_number_of_those_who_keep_an_account_is_a_phone_or_is_told_at_its_field(world, as_user):
    browser, page = as_user(world.officer), url("body_edit", world.council.pk)
    facts = {"name_ar": world.council.name_ar, "name_fr": world.council.name_fr}
    assert "call_number" in browser.post(page, facts | {"call_number": "12"}).context["form"].errors
    assert browser.post(page, facts | {"call_number": "05 35 62 00 12"}).status_code == 302
    world.council.refresh_from_db()
    assert world.council.call_number == "+212535620012"


@pytest.mark.parametrize("given", ["x", "²", "", "99999999"])
def test_a_strange_key_in_the_address_only_fills_nothing(world, as_user, given):
    browser = as_user(world.officer)
    for name, key in (("body_add", "parent"), ("room_add", "lender"), ("sitting_add", "body")):
        assert browser.get(url(name), {key: given}).status_code == 200


def test_rooms_are_added_and_corrected(world, as_user):
    browser = as_user(world.officer)
    facts = {"name_ar": "قاعة", "name_fr": "Salle", "lender": world.council.pk, "place": world.commune.pk, "seats": 30}
    room_url = browser.post(url("room_add"), facts)["Location"]
    room = Room.objects.get()
    assert room_url == url("room", room.pk)
    browser.post(url("room_edit", room.pk), facts | {"seats": 25})
    room.refresh_from_db()
    assert (room.seats, room.is_open) == (25, False)


def test_a_sitting_is_added_convened_and_then_stays(world, as_user):
    browser = as_user(world.officer)
    browser.post(url("sitting_add"), {"body": world.council.pk, "day": "2027-02-01", "kind": "ordinary"})
    sitting = Sitting.objects.get()
    browser.post(url("sitting_convene", sitting.pk), {"on": "2027-01-20"})
    browser.post(url("sitting_cancel", sitting.pk))
    sitting.refresh_from_db()
    assert sitting.convened_on == dt.date(2027, 1, 20)


def test_a_day_not_yet_convened_is_taken_back(world, as_user):
    sitting = make_sitting(world.council)
    as_user(world.officer).post(url("sitting_cancel", sitting.pk))
    assert not Sitting.objects.exists()


def test_the_day_of_a_holiday_is_confirmed(world, as_user):
    holiday = make_holiday(dt.date(2027, 3, 10), is_estimated=True)
    facts = {"day": "2027-03-11", "source": "Communiqué"}
    as_user(world.officer).post(url("holiday_confirm", holiday.pk), facts)
    holiday.refresh_from_db()
    assert (holiday.day, holiday.is_estimated) == (dt.date(2027, 3, 11), False)


def test_a_holiday_nobody_foresaw_is_recorded(world, as_user):
    facts = {"day": "2027-03-11", "name_ar": "عطلة", "name_fr": "Férié", "source": "Communiqué"}
    assert as_user(world.officer).post(url("holiday_add"), facts).status_code == 302
    assert Holiday.objects.get().name_fr == "Férié"


def test_who_governs_the_kingdom_sets_what_holds_for_everyone(world, as_user):
    administrator = user_as(Role.ADMINISTRATOR, world.kingdom)
    facts = {"value": "9", "starts_on": "2027-01-01", "source": "Décret"}
    assert as_user(administrator).post(url("parameter_set", "training_days_owed"), facts).status_code == 302
    assert Parameter.objects.get(key="training_days_owed", value="9").owner is None
    shown = as_user(administrator).get(url("parameter", "training_days_owed")).text
    assert "<bdi>Décret</bdi>" in shown


def test_who_governs_a_region_sets_only_the_figures_of_his_own_bodies(world, as_user):
    council = make_body(place=world.region)
    browser, page = as_user(world.officer), url("parameter_set", "convocation_notice_days")
    facts = {"value": "10", "starts_on": "2027-01-01", "source": "Décision"}
    assert "owner" in browser.post(page, facts).context["form"].errors
    assert browser.post(page, facts | {"owner": council.pk}).status_code == 302
    assert Parameter.objects.get(key="convocation_notice_days", value="10").owner == council


def test_a_value_that_cannot_be_read_is_told_and_an_unknown_figure_is_not_found(world, as_user):
    browser = as_user(user_as(Role.ADMINISTRATOR, world.kingdom))
    facts = {"value": "many", "starts_on": "2027-01-01", "source": "Décret"}
    answer = browser.post(url("parameter_set", "training_days_owed"), facts)
    assert answer.status_code == 422
    assert "cannot be read" in str(answer.context["form"].errors)
    assert browser.get(url("parameter", "nothing")).status_code == 404


def test_a_place_is_renamed_and_given_another_name(world, as_user):
    browser = as_user(world.officer)
    browser.post(url("place_names", world.commune.pk), {"name_ar": "آزرو", "name_fr": "Azrou-Ville"})
    browser.post(url("place_alias", world.commune.pk), {"name": "Azru"})
    world.commune.refresh_from_db()
    assert world.commune.name_fr == "Azrou-Ville"
    assert "azru" in world.commune.search_text
    assert Body.objects.get(place=world.commune).name_fr == "Commune d’Azrou-Ville"


def test_pickers_offer_only_what_the_officer_may_write_about(world, as_user):
    make_committee(world.council, name_fr="Azrou finances")
    browser = as_user(world.officer, htmx=True)
    places = browser.get(url("pick_place"), {"name": "place", "place_words": "o"}).content.decode()
    assert "Azrou" in places
    assert "Sefrou" not in places
    bodies = browser.get(url("pick_body"), {"name": "parent", "parent_words": "azrou"}).content.decode()
    councils = browser.get(url("pick_council"), {"name": "body", "body_words": "azrou"}).content.decode()
    assert ("finances" in bodies, "finances" in councils) == (True, False)


def test_the_page_of_a_council_tells_its_rooms_and_sittings(world, as_user):
    make_room(world.council, name_fr="Grande salle")
    make_sitting(world.council, day=dt.date(2099, 2, 2))
    told = as_user(world.officer, language="fr").get(world.council.get_absolute_url()).content.decode()
    assert "Grande salle" in told
    assert "2 février 2099" in told


def test_a_page_that_counts_with_a_figure_never_loaded_says_how_to_load_it(as_user, monkeypatch):
    """The desk of an officer of meetings counts with the days of grace of a promise."""
    officer = officer_of(make_region())
    Parameter.objects.all().delete()
    page = as_user(officer).get("/")
    assert page.status_code == 503
    told = page.content.decode()
    assert "The reference figures are not loaded" in told
    assert "takwin places load" in told
    Parameter.objects.create(key="training_days_owed", value="8", starts_on=dt.date(2016, 6, 29), source="x")
    assert as_user(officer).get("/").status_code == 503, "one that a newer version counts with is missing"
