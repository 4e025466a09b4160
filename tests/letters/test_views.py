"""The register of letters, an officer's button, and the person's own page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.documents import serving
from takwin.documents.models import Paper
from takwin.journal.models import Entry
from takwin.letters import actions, panels
from takwin.letters.access import COOKIE, has_entered
from takwin.letters.actions import end_personal_links
from takwin.letters.codes import HIDDEN
from takwin.letters.models import PersonalLink
from takwin.letters.queries import link_of
from takwin.people.models import Person
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_province
from tests.factories.letters import make_letter, make_link, make_paper
from tests.factories.people import make_office, make_person
from tests.factories.rights import make_user, officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]

Browser = Callable[..., Client]


@pytest.fixture
def client(as_user: Browser) -> Client:
    """The browser of someone without an account, who reads English."""
    return as_user()


def entered(client: Client, person: Person | None = None) -> PersonalLink:
    """A browser in which the code of the person's link was given."""
    link, code = make_link(person)
    client.post(reverse("personal:code", args=[link.token]), {"code": code})
    return link


def test_a_forged_address_leads_nowhere(client: Client) -> None:
    for name in ("personal:page", "personal:code"):
        assert client.get(reverse(name, args=["forged"])).status_code == 404


def test_the_page_asks_for_the_code_first(client: Client) -> None:
    link, code = make_link()
    asked = client.get(link.get_absolute_url())
    assert asked.url == reverse("personal:code", args=[link.token])
    assert link.person.name_fr not in client.get(asked.url).content.decode()
    opened = client.post(asked.url, {"code": code})
    assert opened.url == link.get_absolute_url()
    page = client.get(opened.url)
    assert link.person.name_fr in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")


def test_the_proof_of_one_link_opens_no_other(client: Client) -> None:
    entered(client)
    other, _code = make_link()
    assert client.get(other.get_absolute_url()).url == reverse("personal:code", args=[other.token])
    client.cookies[COOKIE] = str(other.pk)
    assert client.get(other.get_absolute_url()).status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts(client: Client) -> None:
    entered(client)
    assert client.cookies[COOKIE]["httponly"]
    assert client.cookies[COOKIE]["samesite"] == "Lax"


def test_the_page_opens_no_screen_of_officers(client: Client) -> None:
    entered(client)
    assert client.get(reverse("people:persons")).status_code == 302


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_wrong_code_is_said_at_its_field_with_what_is_left(client: Client) -> None:
    link, code = make_link()
    url = reverse("personal:code", args=[link.token])
    short = client.post(url, {"code": "12"})
    assert short.context["form"].errors["code"] == ["A code has six digits, as printed on your letter."]
    response = client.post(url, {"code": wrong(code)})
    assert response.status_code == 422
    assert response.context["form"].errors["code"] == ["This is not the code. 4 tries left."]


def test_trying_codes_one_after_the_other_shuts_the_link(client: Client) -> None:
    link, code = make_link()
    url = reverse("personal:code", args=[link.token])
    statuses = [client.post(url, {"code": wrong(code)}).status_code for _n in range(5)]
    assert statuses == [422, 422, 422, 422, 410]
    assert client.post(url, {"code": code}).status_code == 410
    assert "This link is shut." in client.get(url).content.decode()


def test_a_link_that_ended_shuts_the_page_at_once(client: Client) -> None:
    link = entered(client)
    end_personal_links(link.person, by=make_user())
    assert client.get(link.get_absolute_url()).status_code == 302
    assert client.get(reverse("personal:code", args=[link.token])).status_code == 410


def test_leaving_forgets_the_code(client: Client) -> None:
    link = entered(client)
    client.post(reverse("personal:leave", args=[link.token]))
    assert client.get(link.get_absolute_url()).status_code == 302


def test_the_page_speaks_the_readers_language(client: Client, language: str) -> None:
    person = make_person(name_ar="نعيمة", name_fr="Naïma", sex="f")
    make_office(person)
    link, code = make_link(person)
    client.cookies["django_language"] = language
    client.post(reverse("personal:code", args=[link.token]), {"code": code})
    page = client.get(link.get_absolute_url()).content.decode()
    expected = ("عضوة مجلس", 'dir="rtl"') if language == "ar" else ("membre du conseil", 'dir="ltr"')
    for words in expected:
        assert words in page


def test_apps_above_bring_panels_that_speak_of_this_person_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "PERSONAL_PANELS", type(panels.PERSONAL_PANELS)())
    panels.personal_panel(lambda person: None, "second.html", order=20)
    panels.personal_panel(lambda person: {"who": person.pk}, "first.html", order=10)
    assert panels.panels_of(make_person(pk=77)) == [{"template": "first.html", "who": 77}]


def test_a_proof_without_its_cookie_is_none(client: Client, rf) -> None:
    link = entered(client)
    assert not has_entered(rf.get("/"), link)


def test_an_officer_makes_a_link_whose_code_is_shown_once(as_user: Browser, client: Client) -> None:
    office = make_office()
    officer = as_user(officer_of(office.body.place.province, Role.PROVINCE_OFFICER))
    page = officer.post(reverse("letters:make_link", args=[office.person.pk]))
    link = link_of(office.person)
    assert link.token in page.content.decode()
    assert "<svg" in page.content.decode()
    code = page.context["code"]
    assert client.post(reverse("personal:code", args=[link.token]), {"code": code}).status_code == 302
    assert code not in officer.get(office.person.get_absolute_url()).content.decode()


def test_an_officer_ends_all_the_links_of_a_person_from_the_newest(as_user: Browser) -> None:
    office = make_office()
    make_link(office.person)
    link, _code = make_link(office.person)
    officer = as_user(officer_of(office.body.place.province, Role.PROVINCE_OFFICER))
    officer.post(reverse("letters:end_link", args=[link.pk]))
    assert link_of(office.person) is None


def test_a_link_an_officer_makes_replaces_those_of_letters(as_user: Browser) -> None:
    office = make_office()
    former, _code = make_link(office.person)
    officer = as_user(officer_of(office.body.place.province, Role.PROVINCE_OFFICER))
    officer.post(reverse("letters:make_link", args=[office.person.pk]))
    former.refresh_from_db()
    assert former.ended_at
    assert office.person.links.filter(ended_at=None).count() == 1


def test_nobody_makes_a_link_for_a_neighbours_person(as_user: Browser) -> None:
    link, _code = make_link(make_office().person)
    stranger = as_user(officer_of(make_province(), Role.PROVINCE_OFFICER))
    assert stranger.post(reverse("letters:make_link", args=[link.person_id])).status_code == 404
    assert stranger.post(reverse("letters:end_link", args=[link.pk])).status_code == 404


def test_the_register_says_who_which_paper_and_whether_delivered(as_user: Browser) -> None:
    office = make_office()
    letter = make_letter(make_paper(owner=office.body), person=office.person)
    officer = as_user(officer_of(office.body.place.province, Role.PROVINCE_OFFICER))
    page = officer.get(reverse("letters:letters")).content.decode()
    assert letter.paper.reference in page
    assert office.person.name_fr in page
    for words, count in ((letter.paper.reference, 1), (office.person.name_fr, 1), ("nobody", 0)):
        found = officer.get(reverse("letters:letters"), {"q": words}).context["page"].paginator.count
        assert found == count
    assert officer.post(reverse("letters:delivered", args=[letter.pk])).url == letter.get_absolute_url()
    assert "delivered" in officer.get(letter.get_absolute_url()).content.decode()
    officer.post(reverse("letters:delivered", args=[letter.pk]))
    assert Entry.objects.filter(verb="letter.delivered").count() == 1


def test_the_authority_of_the_addressee_sees_the_letter_and_a_neighbour_does_not(as_user: Browser) -> None:
    office = make_office()
    letter = make_letter(person=office.person)
    near = as_user(officer_of(office.body.place.province, Role.PROVINCE_OFFICER))
    far = as_user(officer_of(make_province(), Role.PROVINCE_OFFICER))
    assert near.get(letter.get_absolute_url()).status_code == 200
    for name in ("letters:letter", "letters:paper"):
        assert far.get(reverse(name, args=[letter.pk])).status_code == 404
    assert far.post(reverse("letters:delivered", args=[letter.pk])).status_code == 404


def test_the_register_costs_the_same_for_one_letter_and_three(as_user: Browser) -> None:
    body = make_office().body
    costs = []
    for letters in (1, 2):
        for _n in range(letters):
            make_letter(make_paper(owner=body))
        with CaptureQueriesContext(connection) as asked:
            as_user(officer_of(body.place.province)).get(reverse("letters:letters"))
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("forged", ["%00", "%E2%80%AE", "a%20b", "x" * 300])
def test_an_address_that_was_never_printed_leads_nowhere(client: Client, forged: str) -> None:
    assert client.get(f"/p/{forged}/").status_code == 404
    assert client.get(f"/p/{forged}/code/").status_code == 404


def test_the_code_of_a_letter_is_read_by_those_who_hand_it_over_only(
    as_user: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = make_body()
    person = make_office(body=body).person
    letter = make_letter(make_paper(owner=body), person=person)
    link, code = make_link(person)
    facts = {"paper": {}, "reply": {"code": HIDDEN}, "qr": {"text": f"https://takwin.ma{link.get_absolute_url()}"}}
    Paper.objects.filter(pk=letter.paper_id).update(template="convocation", facts=facts)
    printed: list[str] = []

    def render(_template: str, facts: dict[str, Any]) -> bytes:
        printed.append(facts["reply"]["code"])
        return b""

    monkeypatch.setattr(serving, "render", render)
    address = reverse("letters:paper", args=[letter.pk])
    for role in (Role.PROVINCE_OFFICER, Role.AUDITOR):
        assert as_user(officer_of(body.place.province, role)).get(address).status_code == 200
    assert printed == [code, HIDDEN]
    assert Paper.objects.get(pk=letter.paper_id).facts == facts
    printed.clear()
    actions.mark_delivered(letter, by=make_user())
    as_user(officer_of(body.place.province, Role.PROVINCE_OFFICER)).get(address)
    assert printed == [HIDDEN]
