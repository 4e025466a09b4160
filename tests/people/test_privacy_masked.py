"""Numbers in clear reach only those who may see them: every page, list, workbook and answer of the search."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.people.models import Person
from takwin.people.panels import numbers_of
from takwin.rights.enums import GRANTS, Permission, Role
from tests.factories.directory import make_body
from tests.factories.people import make_office, make_person
from tests.factories.rights import user_as
from tests.portal.test_every_url import PLAIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
CARD, PHONE, MAIL = "ZQ918273", "+212661928374", "secret.person@example.ma"
BLIND = [role for role in Role if Permission.PERSON_UNMASK not in GRANTS[role] and role != Role.TRAINER]
LISTS = ["people:persons", "training:sessions", "letters:letters", "certificates:certificates"]


@pytest.fixture
def person() -> Person:
    council = make_body(BodyKind.COMMUNE)
    found = make_person(name_fr="Zineb Secrete", cin=CARD, phone=PHONE, email=MAIL)
    make_office(found, council)
    return found


def words_of(answer: HttpResponseBase) -> Iterator[str]:
    """What an answer says, workbooks opened."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if not data.startswith(b"PK"):
        yield data.decode(errors="replace")
        return
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        yield from (parts.read(name).decode(errors="replace") for name in parts.namelist())


def leaks(answer: HttpResponseBase) -> set[str]:
    text = "".join(words_of(answer)).replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    return {secret for secret in (CARD, "661928374", MAIL) if secret in text}


@pytest.mark.parametrize("role", BLIND)
def test_no_page_tells_a_number_to_who_may_not_see_it(
    role: Role, person: Person, as_user: Callable[..., Client]
) -> None:
    region = person.offices.get().body.place.region
    browser = as_user(user_as(role, region))
    addresses = [reverse(name) for name, _view in PLAIN]
    addresses += [f"{reverse(name)}?export=xlsx" for name in LISTS]
    addresses += [person.get_absolute_url(), person.offices.get().body.get_absolute_url()]
    addresses += [f"{reverse('people:persons')}?q={words}" for words in ("Secrete", CARD, "0661928374")]
    told = {address: found for address in addresses if (found := leaks(browser.get(address)) - echoed(address))}
    assert told == {}


def echoed(address: str) -> set[str]:
    """What the reader typed himself stands in the box of the search."""
    return {secret for secret in (CARD, "661928374") if secret in address}


@pytest.mark.parametrize("words", [CARD, "661928374", "secret.person"])
def test_nobody_is_found_by_a_number_in_the_search_of_names(
    words: str, person: Person, as_user: Callable[..., Client]
) -> None:
    region = person.offices.get().body.place.region
    page = as_user(user_as(Role.AUDITOR, region)).get(reverse("people:persons"), {"q": words})
    assert "Secrete" not in page.text


@pytest.mark.parametrize("role", BLIND)
def test_who_may_not_see_numbers_is_refused_them_when_he_asks(
    role: Role, person: Person, as_user: Callable[..., Client]
) -> None:
    region = person.offices.get().body.place.region
    answer = as_user(user_as(role, region)).post(reverse("people:numbers", args=[person.pk]))
    assert answer.status_code == 403
    assert not Entry.objects.filter(verb="person.unmasked").exists()


def test_who_may_see_them_is_shown_masks_first_and_his_asking_is_written_down(
    person: Person, as_user: Callable[..., Client]
) -> None:
    browser = as_user(user_as(Role.REGION_OFFICER, person.offices.get().body.place.region))
    assert leaks(browser.get(person.get_absolute_url())) == set()
    assert leaks(browser.post(reverse("people:numbers", args=[person.pk]))) == {CARD, "661928374", MAIL}
    assert Entry.objects.filter(verb="person.unmasked").count() == 1
    assert leaks(browser.get(reverse("people:persons") + "?export=xlsx")) >= {CARD, "661928374"}
    assert Entry.objects.filter(verb="people.exported").count() == 1


def test_the_panel_masks_what_it_is_not_told_to_show(person: Person) -> None:
    shown: list[Any] = [value for _label, value in numbers_of(person, clear=False)]
    assert not [value for value in shown if CARD in value or "661928374" in value or MAIL in value]
