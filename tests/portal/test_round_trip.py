"""The journal goes out as a form: an auditor sends lines of it to an office, and reads back how they are explained."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.actions import rename_place
from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.documents.models import Observation
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune
from tests.factories.rights import officer_of, user_as
from tests.round_trips import cells_of, open_in, queries_to_take, read_back, record, take

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def place() -> Place:
    made = make_commune()
    make_body(BodyKind.REGION, made.region)
    return made


@pytest.fixture
def officer(place: Place) -> User:
    """Who renamed a commune, which the journal tells."""
    made = officer_of(place.region)
    rename_place(place, name_ar=place.name_ar, name_fr="Ain Leuh", by=made)
    return made


@pytest.fixture
def auditor(place: Place, officer: User, as_user: Browser) -> Client:
    return as_user(user_as(Role.AUDITOR, place.region))


def test_the_auditor_reads_back_how_an_office_explains_a_line_of_the_journal(auditor: Client, officer: User) -> None:
    renamed = Entry.objects.get(by=officer)
    book = take(auditor, "journal", verb=renamed.verb)
    assert open_in(book, "journal") == {"observation"}
    assert officer.name in cells_of(book, "journal")["by"].value
    read_back(auditor, "journal", book, observation="Decree of 3 May")
    assert "1 change recorded" in record(auditor)
    found = Observation.objects.get()
    assert officer.name in found.named
    page = auditor.get(found.get_absolute_url())
    assert "Decree of 3 May" in page.text
    assert reverse("portal:entry", args=[renamed.pk]) in page.text
    auditor.post(reverse("documents:settle_observation", args=[found.pk]))
    assert not Observation.objects.exists()
    assert Entry.objects.get(pk=renamed.pk).facts == renamed.facts


def test_the_auditor_of_another_region_does_not_explain_it(auditor: Client, officer: User, as_user: Browser) -> None:
    book, far = take(auditor, "journal", verb=Entry.objects.get(by=officer).verb), make_commune()
    make_body(BodyKind.REGION, far.region)
    stranger = as_user(user_as(Role.AUDITOR, far.region))
    assert "not yours to change" in read_back(stranger, "journal", book, observation="Mine")


def test_the_form_of_the_journal_asks_as_many_queries_for_one_line_as_for_five(
    auditor: Client, officer: User, place: Place
) -> None:
    verb = Entry.objects.get(by=officer).verb

    few = queries_to_take(auditor, "journal", verb=verb)
    for n in range(4):
        rename_place(place, name_ar=place.name_ar, name_fr=f"Ain Leuh {n}", by=officer)
    assert queries_to_take(auditor, "journal", verb=verb) == few
