"""One person is not invited twice: a name spelt otherwise is known again, and two of one name are two."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.directory.enums import BodyKind
from takwin.meetings import actions
from takwin.meetings.queries.meetings import Guest
from takwin.people.enums import Title
from tests.factories.directory import make_body, make_commune, make_kingdom
from tests.factories.meetings import make_meeting
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
ADD = "It is somebody else of that name: add all the same"


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("سعيد العلمي", "سعيد علمي", True),
        ("سعيد العلمي", "السيد العلمي  سعيد", True),
        ("سعيد العلمي", "Saïd El Alami", True),
        ("عبد الله أيت حمو", "عبدالله ايت حمو", True),
        ("محمد أمين العلوي", "محمد العلوي", True),
        ("سعيد العلمي", "س. العلمي", True),
        ("سعيد العلمي", "حسن العلمي", False),
        ("سعيد العلمي", "سعيد بناني", False),
        ("سعيد", "حسن", False),
    ],
)
def test_a_name_is_known_again_in_another_spelling_order_or_script(first: str, second: str, *, one: bool) -> None:
    meeting, office = make_meeting(), make_body(BodyKind.NATIONAL, make_kingdom())
    actions.invite(meeting, [Guest(office, None, "مدير التكوين", first)], by=None)
    again = Guest(make_body(BodyKind.NATIONAL, office.place), None, "مندوب", second)
    if one:
        with pytest.raises(ValidationError, match="Already on the list"):
            actions.invite(meeting, [again], by=None)
    else:
        actions.invite(meeting, [again], by=None)
    assert meeting.invitations.count() == 2 - one


def test_who_is_on_the_list_is_told_at_the_name_and_two_persons_of_one_name_are_both_added(as_user: AsUser) -> None:
    meeting = make_meeting()
    office = make_body(BodyKind.NATIONAL, make_kingdom(), name_ar="مكتب التكوين", name_fr="Office de formation")
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:add", args=[meeting.pk])
    told = {"body": office.pk, "name": "سعيد العلمي", "capacity": "مدير التكوين"}
    assert ADD not in client.get(url).content.decode(), "nothing is asked before there is a reason"
    assert client.post(url, told).status_code == 302

    spelt = told | {"name": "سعيد علمي", "capacity": "مدير"}
    answer = client.post(url, spelt)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    said = page.select_one("#id_name_error")
    assert said
    assert "Already on the list: سعيد العلمي · مدير التكوين" in said.text
    assert page.select_one("input[name=is_another]")
    assert meeting.invitations.count() == 1

    missing = BeautifulSoup(client.post(url, spelt | {"is_another": "on", "capacity": ""}).content, "html.parser")
    assert missing.select_one("input[name=is_another][checked]"), "what was said is kept while something else is amiss"
    assert client.post(url, spelt | {"is_another": "on"}).status_code == 302
    assert meeting.invitations.count() == 2


def test_who_holds_an_office_of_the_body_is_known_in_another_spelling(as_user: AsUser) -> None:
    meeting = make_meeting()
    person = make_person(name_ar="عبد الرحيم الإدريسي", name_fr="Abderrahim El Idrissi")
    held = make_office(body=make_body(place=make_commune(meeting.place)), person=person, title=Title.PRESIDENT)
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:add", args=[meeting.pk])
    told = {"body": held.body_id, "name": "عبدالرحيم ادريسي", "capacity": "رئيس"}
    answer = client.post(url, told)
    assert (answer.status_code, "find this person by name above" in answer.content.decode()) == (422, True)
    assert client.post(url, told | {"is_another": "on"}).status_code == 302


def test_who_was_typed_is_told_where_he_is_found_or_proposed_and_is_not_ticked(as_user: AsUser) -> None:
    meeting = make_meeting()
    guest_of_office = Guest(make_body(BodyKind.NATIONAL, make_kingdom()), None, "مندوب", "عبدالرحيم ادريسي")
    actions.invite(meeting, [guest_of_office], by=None)
    person = make_person(name_ar="عبد الرحيم الإدريسي", name_fr="Abderrahim El Idrissi")
    make_office(body=make_body(place=make_commune(meeting.place)), person=person, title=Title.PRESIDENT)
    client = as_user(officer_of(meeting.series.owner.place))

    url = reverse("meetings:add", args=[meeting.pk])
    found = client.get(url, {"q": "الإدريسي"}).content.decode()
    assert "Perhaps already on the list:" in found
    assert "Add all the same" in found

    page = BeautifulSoup(client.get(reverse("meetings:invite", args=[meeting.pk])).content, "html.parser")
    [box] = page.select(f"input[value=p{person.pk}]")
    assert not box.has_attr("checked")
    client.post(url, {"guest": f"p{person.pk}", "q": "الإدريسي"})
    assert meeting.invitations.filter(person=person).exists(), "who adds all the same is believed"
    there = client.get(url, {"q": "الإدريسي"}).content.decode()
    assert "already on the list" in there
    assert "Nobody in office" not in there, "whom the list holds is not said to be unknown"
