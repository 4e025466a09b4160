"""Where a person came from: the row of the list, told beside each of a pair, gone with the import or with the name."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.directory.models import Body
from takwin.documents.imports.recording import undo_batch
from takwin.journal.actions import record
from takwin.people.imports.importer import PERSONS
from takwin.people.merging.actions import merge_persons, undo_merge
from takwin.people.models import Origin, Person
from takwin.people.privacy.rules import let_persons_go
from takwin.people.privacy.sections import file_of
from tests.constraints import breaks
from tests.factories.directory import make_region
from tests.factories.merging import make_candidate
from tests.factories.people import make_office
from tests.factories.rights import officer_of
from tests.people.batches import recorded
from tests.people.lists import line, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]


def test_the_file_of_a_person_tells_from_which_list_he_comes_and_with_whom_he_was_merged(
    officer: User, azrou: Body
) -> None:
    recorded(listed(line()), officer)
    kept, gone = Person.objects.get(), make_office(body=azrou).person
    merge_persons(kept, gone, by=officer)
    told = {one.title: one.rows for one in file_of(kept)}
    assert told["Where it comes from"] == [["liste.xlsx", "اللائحة", "5"]]
    assert [row[:2] for row in told["Merges"]] == [[kept.name, gone.name]]


def test_each_of_a_pair_says_its_file_sheet_row_and_since_when(
    as_user: Callable[..., Client], officer: User, azrou: Body
) -> None:
    recorded(listed(line(), line(ar="السيدة سعاد المرنيسي", fr=None, cin=None, phone=None, sex=None)), officer)
    listed_one = Person.objects.get(name_ar="سعاد المرنيسي")
    by_hand = make_office(body=azrou).person
    record("person.added", by_hand, by=officer)
    told = as_user(officer).get(make_candidate(listed_one, by_hand).get_absolute_url()).content.decode()
    origin = Origin.objects.get(person=listed_one)
    assert (origin.sheet, origin.row) == ("اللائحة", 6)
    assert "liste.xlsx" in told
    assert "row 6" in told
    assert "no list that was imported" in told
    assert told.count(f"In the register since {formats.day(clock.today())}") == 2


def test_an_origin_follows_a_merge_and_comes_back_with_it(officer: User, azrou: Body) -> None:
    recorded(listed(line()), officer)
    gone = Person.objects.get()
    kept = make_office(body=azrou).person
    merge = merge_persons(kept, gone, by=None)
    assert kept.origins.count() == 1
    undo_merge(merge, by=None)
    assert gone.origins.count() == 1


def test_an_origin_goes_with_the_import_undone_and_with_the_name(officer: User) -> None:
    undo_batch(recorded(listed(line()), officer), importer=PERSONS, by=officer)
    assert not Origin.objects.exists()
    recorded(listed(line(), line(ar="سعاد المرنيسي", fr=None, cin=None, phone=None, sex=None)), officer)
    let_persons_go([Person.objects.first().pk])  # type: ignore[union-attr]
    assert Origin.objects.count() == 1


def test_a_row_is_told_once_as_the_origin_of_a_person(officer: User) -> None:
    recorded(listed(line()), officer)
    first = Origin.objects.get()
    with breaks(Origin, "origin_once"):
        Origin.objects.create(person=first.person, batch=first.batch, sheet=first.sheet, row=first.row)


def test_a_recorded_list_leads_to_the_people_it_brought_and_to_nobody_else(
    as_user: Callable[..., Client], officer: User, azrou: Body
) -> None:
    make_office(body=azrou)
    batch = recorded(listed(line()), officer)
    address = f"{reverse('people:persons')}?list={batch.pk}"
    assert address in as_user(officer).get(reverse("people:imports")).content.decode()
    page = as_user(officer).get(address)
    assert [row.pk for row in page.context["page"]] == [Origin.objects.get().person_id]
    assert "liste.xlsx" in page.content.decode()
    stranger = as_user(officer_of(make_region())).get(address).content.decode()
    assert "liste.xlsx" not in stranger, "the list of a neighbour is not even named"
    assert as_user(officer).get(f"{reverse('people:persons')}?list=x").status_code == 200


def test_a_list_undone_leads_nowhere(as_user: Callable[..., Client], officer: User) -> None:
    batch = undo_batch(recorded(listed(line()), officer), importer=PERSONS, by=officer)
    assert f"?list={batch.pk}" not in as_user(officer).get(reverse("people:imports")).content.decode()
