"""A national body that was only named is put right by who named it, until somebody else uses it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from takwin.accounts.models import User
from takwin.directory.actions import name_body
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.meetings.actions import invite
from takwin.meetings.queries.meetings import Guest
from takwin.rights.enums import Permission, Role
from takwin.rights.queries import allowed
from takwin.territory.queries import used_by_others
from tests.factories.agreements import make_agreement, make_party
from tests.factories.directory import make_body, make_kingdom, make_province
from tests.factories.meetings import make_meeting, make_series
from tests.factories.people import make_office
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
NAMED = {"name_ar": "مكتب التكوين المهني", "name_fr": "Office de formation"}
RIGHT = {"name_ar": "مكتب التكوين المهني وإنعاش الشغل", "name_fr": "Office de la formation professionnelle"}


@pytest.fixture
def officer() -> User:
    return officer_of(make_province().region)


@pytest.fixture
def office(officer: User) -> Body:
    return name_body(kind=BodyKind.NATIONAL, place=make_kingdom(), by=officer, **NAMED)


def names_url(body: Body) -> str:
    return reverse("territory:body_names", args=[body.pk])


def test_who_named_it_corrects_both_names_and_a_stranger_does_not(as_user: AsUser, officer: User, office: Body) -> None:
    client, stranger = as_user(officer), as_user(officer_of(make_province().region))
    own_page = client.get(office.get_absolute_url()).content.decode()
    assert names_url(office) in own_page
    assert "an administrator corrects" not in own_page
    page = stranger.get(office.get_absolute_url()).content.decode()
    assert names_url(office) not in page
    assert "Somebody else wrote this body down" in page
    assert stranger.post(names_url(office), RIGHT).status_code == 404
    other = name_body(kind=BodyKind.NATIONAL, place=office.place, by=officer, name_ar="وزارة", name_fr="Ministère")
    assert client.post(names_url(office), RIGHT | {"name_ar": other.name_ar}).status_code == 422, "another is called so"
    assert client.post(names_url(office), RIGHT | {"name_fr": "-"}).status_code == 422
    assert client.post(names_url(office), RIGHT).status_code == 302
    office.refresh_from_db()
    assert (office.name_ar, office.name_fr) == (RIGHT["name_ar"], RIGHT["name_fr"])
    assert client.post(names_url(office), RIGHT).status_code == 302, "its own name is not another's"


@pytest.mark.parametrize(
    ("back", "inside"), [("/agreements/new/1/another/", True), ("https://elsewhere.example/x", False)]
)
def test_one_is_led_back_to_the_form_in_which_the_body_was_missing_never_to_another_site(
    as_user: AsUser, officer: User, back: str, *, inside: bool
) -> None:
    client, url = as_user(officer), f"{reverse('territory:body_elsewhere')}?{urlencode({'back': back})}"
    assert (f'href="{back}"' in client.get(url).content.decode()) is inside
    answer = client.post(url, NAMED | {"kind": "national", "place": make_kingdom().pk})
    assert answer["location"] == (back if inside else Body.objects.get(kind=BodyKind.NATIONAL).get_absolute_url())


def test_what_was_typed_for_one_missing_body_is_kept_apart_from_the_next(as_user: AsUser, officer: User) -> None:
    client, url = as_user(officer), reverse("territory:body_elsewhere")
    pages = [client.get(f"{url}?{urlencode({'name': name})}").content.decode() for name in ("Université", "Office")]
    assert ['data-keep="Université"' in pages[0], 'data-keep="Office"' in pages[1]] == [True, True]


def test_once_others_use_it_an_administrator_corrects_it(as_user: AsUser, officer: User, office: Body) -> None:
    client = as_user(officer)
    own = make_agreement(place=make_province(officer.appointments.get().place))
    make_party(own, office)
    assert client.post(names_url(office), RIGHT).status_code == 302, "one's own agreement is one's own use"
    make_party(make_agreement(), office)
    page = client.get(office.get_absolute_url()).content.decode()
    assert names_url(office) not in page, "what would be refused is not offered"
    assert "Others use this body by now: an administrator corrects its names." in page
    refused = client.post(names_url(office), NAMED)
    assert (refused.status_code, "Others use this body" in refused.content.decode()) == (422, True)
    administrator = as_user(officer_of(office.place, Role.ADMINISTRATOR))
    page = administrator.get(office.get_absolute_url()).content.decode()
    assert reverse("territory:body_edit", args=[office.pk]) in page
    assert names_url(office) not in page


def test_a_person_who_holds_an_office_there_is_a_use_of_others(as_user: AsUser, officer: User, office: Body) -> None:
    make_office(body=office)
    assert as_user(officer).post(names_url(office), RIGHT).status_code == 422


def test_whether_others_use_it_is_asked_in_one_query(
    officer: User, office: Body, django_assert_num_queries: Any
) -> None:
    make_party(make_agreement(), office)
    allowed(Body.objects, officer, Permission.BODY_EDIT)  # what he holds is read once a request
    with django_assert_num_queries(1):
        assert used_by_others(office, officer)


def test_only_a_national_body_is_put_right_so(as_user: AsUser, officer: User) -> None:
    named = name_body(kind=BodyKind.ASSOCIATION, place=make_province(), by=officer, **NAMED)
    for body in (named, make_body()):
        assert as_user(officer).get(names_url(body)).status_code == 404


def test_an_invitation_to_the_meeting_of_another_is_a_use_of_others(
    as_user: AsUser, officer: User, office: Body
) -> None:
    """The key of an invitation has no way back from the body, as most of those to a body."""
    client = as_user(officer)
    own = make_meeting(make_series(make_body(BodyKind.REGION, officer.appointments.get().place)))
    invite(own, [Guest(office, None, "مدير")], by=officer)
    assert client.post(names_url(office), RIGHT).status_code == 302, "one's own meeting is one's own use"
    invite(make_meeting(), [Guest(office, None, "مدير")], by=None)
    assert client.post(names_url(office), NAMED).status_code == 422


def test_a_name_that_no_paper_can_print_is_refused_at_its_field(as_user: AsUser, officer: User) -> None:
    told = {"kind": "national", "place": make_kingdom().pk} | NAMED | {"name_fr": "Office 😀"}
    answer = as_user(officer).post(reverse("territory:body_elsewhere"), told)
    assert answer.status_code == 422
    assert "cannot be printed on an official paper" in answer.content.decode()
    assert not Body.objects.filter(name_fr="Office 😀")
