"""A list sent again, given back, undone by another, or with days that cannot be."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.actions import seed_parameters
from takwin.directory.models import Body
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.corrected import corrected_workbook
from takwin.documents.imports.deciding import fix_row
from takwin.documents.imports.recording import undo_batch
from takwin.documents.models import StoredFile
from takwin.people import actions
from takwin.people.enums import Title
from takwin.people.imports.importer import PERSONS
from takwin.people.models import Office, Person
from takwin.people.privacy.retention import let_go
from takwin.rights.enums import Role
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.people.batches import received, recorded, stops
from tests.people.lists import HEADING, line, listed, many

pytestmark = pytest.mark.django_db


def test_a_commune_does_not_take_back_a_list_that_gave_offices_in_another(officer: User, azrou: Body) -> None:
    there = line(ar="سعاد المرنيسي", fr=None, cin=None, phone=None, sex="أنثى", council="جماعة عين اللوح")
    batch = recorded(listed(line(), there), officer)
    with pytest.raises(ValidationError, match="beyond your territory"):
        undo_batch(batch, importer=PERSONS, by=user_as(Role.COMMUNE, body=azrou))
    assert Person.objects.count() == 2
    assert undo_batch(batch, importer=PERSONS, by=officer).state == BatchState.UNDONE


def test_a_list_sent_again_while_it_waits_keeps_its_corrections(officer: User) -> None:
    data = listed(line(cin="999"))
    first = received(data, officer)
    fix_row(first.rows.get(), values={"cin": "ZZ12345"}, importer=PERSONS, by=officer)
    again = received(data, officer)
    assert again.pk == first.pk
    assert again.rows.get().data["values"]["cin"] == "ZZ12345"


def test_the_corrected_file_bears_what_was_corrected(officer: User) -> None:
    batch = received(listed(line(cin="999"), *many(5)), officer)
    fix_row(batch.rows.get(position=1), values={"cin": "ZZ12345"}, importer=PERSONS, by=officer)
    book = openpyxl.load_workbook(io.BytesIO(corrected_workbook(ImportBatch.objects.get(), PERSONS)))
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "ZZ12345" in values
    assert "999" not in values


def test_a_list_let_go_may_be_sent_again_and_goes_again_in_its_time(officer: User) -> None:
    seed_parameters(by=None)
    data = listed(line())
    with clock.at(dt.datetime(2026, 1, 2, 10, tzinfo=dt.UTC)):
        received(data, officer)
    with clock.at(dt.datetime(2026, 12, 2, 10, tzinfo=dt.UTC)):
        let_go(clock.today(), by=None)
        assert received(data, officer).state == BatchState.READ
        assert StoredFile.objects.get().erased_at is None
    with clock.at(dt.datetime(2027, 12, 2, 10, tzinfo=dt.UTC)):
        let_go(clock.today(), by=None)
    assert StoredFile.objects.get().erased_at


@pytest.mark.parametrize("since", ["01/01/1200", "31/12/9999"])
def test_a_row_whose_office_begins_centuries_away_stops(officer: User, since: str) -> None:
    heading = [*HEADING, "تاريخ الانتخاب"]
    batch = received(listed([*line(office="مدير المصالح"), None], heading=heading), officer)
    fix_row(batch.rows.get(), values={"since": since}, importer=PERSONS, by=officer)
    assert "since_absurd" in [why for _cell, why in stops(batch)]


def test_an_office_is_neither_given_nor_ended_centuries_away(officer: User, azrou: Body) -> None:
    office = make_office(make_person(), azrou)
    with pytest.raises(ValidationError, match="check the year"):
        actions.end_office(office, on=dt.date(9998, 1, 1), by=officer)
    with pytest.raises(ValidationError, match="check the year"):
        actions.give_office(make_person(), body=azrou, title=Title.MEMBER, starts_on=dt.date(1200, 1, 1), by=officer)


def test_a_list_is_not_undone_once_one_of_its_persons_has_an_account(officer: User, azrou: Body) -> None:
    seed_parameters(by=None)
    batch = recorded(listed(line()), officer)
    assert azrou.place.region
    by = officer_of(azrou.place.region)
    user, _token = actions.open_account_for(Office.objects.get(), role=Role.COMMUNE, by=by)
    with pytest.raises(ValidationError, match="depend on it"):
        undo_batch(batch, importer=PERSONS, by=officer)
    assert Person.objects.get().user == user


def test_a_list_is_not_undone_once_one_of_its_persons_was_corrected(officer: User) -> None:
    batch = recorded(listed(line(), line(ar="سعاد المرنيسي", fr=None, cin=None, phone=None, sex="أنثى")), officer)
    person = Person.objects.order_by("pk")[0]
    actions.correct_person(person, phone="0661000000", by=officer)
    with pytest.raises(ValidationError, match="1 row corrected since"):
        undo_batch(batch, importer=PERSONS, by=officer)
    person.refresh_from_db()
    assert person.phone == "+212661000000"
