"""A list that names a president where another is in office: offered, decided, recorded, undone, and raced."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.formats import day
from takwin.directory.models import Body
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import recording
from takwin.documents.imports.deciding import decide_for_all, leave_out
from takwin.journal.models import Entry
from takwin.people.actions import change_president, open_account_for
from takwin.people.enums import Title
from takwin.people.imports.importer import PERSONS
from takwin.people.imports.roster import PRESIDENT_ENDS
from takwin.people.models import Office
from takwin.rights.enums import Role
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.people.batches import received, stops
from tests.people.lists import ifrane, line, listed
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
BEGAN, CHANGED = dt.date(2020, 1, 6), dt.date(2021, 9, 8)


def presiding(body: Body) -> Office:
    person = make_person(name_ar="خديجة بنسعيد", name_fr="Khadija Bensaïd", sex="f")
    return make_office(person, body, title=Title.PRESIDENT, starts_on=BEGAN)


def decided(batch: ImportBatch, by: User, *, is_on: bool = True) -> ImportBatch:
    decide_for_all(batch, name=PRESIDENT_ENDS, is_on=is_on, importer=PERSONS, by=by)
    return ImportBatch.objects.get(pk=batch.pk)


def in_place(body: Body) -> list[str]:
    held = Office.objects.filter(body=body, title=Title.PRESIDENT, ends_on=None)
    return [office.person.name_ar for office in held.select_related("person")]


def test_the_former_presidency_ends_the_day_the_new_one_begins_and_undoing_gives_it_back(
    officer: User, azrou: Body
) -> None:
    former = presiding(azrou)
    batch = received(listed(line(office="رئيس")), officer)
    assert [why for _cell, why in stops(batch)] == ["president_there"]
    batch = decided(batch, officer)
    assert (stops(batch), batch.counts["will"]["ended"]) == ([], 1)
    recording.record_batch(batch, importer=PERSONS, by=officer)
    former.refresh_from_db()
    assert (former.ends_on, in_place(azrou)) == (CHANGED, ["حسن العبدلاوي"])
    assert Entry.objects.filter(verb="office.ended").count() == 1
    recording.undo_batch(batch, importer=PERSONS, by=officer)
    former.refresh_from_db()
    assert (former.ends_on, in_place(azrou)) == (None, ["خديجة بنسعيد"])


def test_the_decision_taken_back_stops_the_list_again(officer: User, azrou: Body) -> None:
    presiding(azrou)
    batch = decided(received(listed(line(office="رئيس")), officer), officer)
    batch = decided(batch, officer, is_on=False)
    assert [why for _cell, why in stops(batch)] == ["president_there"]
    with pytest.raises(ValidationError, match="stops the import"):
        recording.record_batch(batch, importer=PERSONS, by=officer)


def test_a_president_who_began_no_earlier_is_not_ended_but_the_day_is_asked(officer: User, azrou: Body) -> None:
    make_office(body=azrou, title=Title.PRESIDENT, starts_on=CHANGED)
    batch = decided(received(listed(line(office="رئيس")), officer), officer)
    assert [why for _cell, why in stops(batch)] == ["president_since"]


def test_two_presidents_of_one_list_still_stop_each_other(officer: User, azrou: Body) -> None:
    presiding(azrou)
    other = line(ar="لطيفة الصقلي", fr=None, sex="أنثى", cin="ZT22222", phone=None, office="رئيسة")
    batch = decided(received(listed(line(office="رئيس"), other), officer), officer)
    assert [why for _cell, why in stops(batch)] == ["president_twice"]
    leave_out(batch.rows.get(position=1), importer=PERSONS, by=officer)
    batch.refresh_from_db()
    recording.record_batch(batch, importer=PERSONS, by=officer)
    assert in_place(azrou) == ["لطيفة الصقلي"]


def test_a_list_that_names_the_president_in_office_and_another_ends_nothing(officer: User, azrou: Body) -> None:
    presiding(azrou)
    same = line(ar="خديجة بنسعيد", fr="Khadija Bensaïd", sex="أنثى", cin=None, phone=None, office="رئيسة")
    batch = decided(received(listed(same, line(office="رئيس")), officer), officer)
    assert [why for _cell, why in stops(batch)] == ["president_twice"]


def test_a_role_given_for_the_office_ends_and_can_be_given_anew_after_undoing(officer: User, azrou: Body) -> None:
    former = presiding(azrou)
    administrator = user_as(Role.ADMINISTRATOR, azrou.place.region)
    open_account_for(former, role=Role.COMMUNE, username="khadija", by=administrator)
    batch = decided(received(listed(line(office="رئيس")), officer), officer)
    recording.record_batch(batch, importer=PERSONS, by=officer)
    former.refresh_from_db()
    assert former.appointment
    role = former.appointment
    assert role.ends_on == clock.today()
    recording.undo_batch(batch, importer=PERSONS, by=officer)
    former.refresh_from_db()
    role.refresh_from_db()
    assert (former.ends_on, former.appointment, role.ends_on) == (None, None, clock.today())


def test_undoing_is_refused_in_words_once_a_third_person_presides(officer: User, azrou: Body) -> None:
    former = presiding(azrou)
    batch = decided(received(listed(line(office="رئيس")), officer), officer)
    recording.record_batch(batch, importer=PERSONS, by=officer)
    third = make_person(name_ar="سعاد المرنيسي", name_fr="Souad El Mernissi", sex="f")
    change_president(azrou, third, on=dt.date(2024, 5, 2), by=officer)
    with pytest.raises(ValidationError, match="already has a president"):
        recording.undo_batch(batch, importer=PERSONS, by=officer)
    former.refresh_from_db()
    batch.refresh_from_db()
    assert (former.ends_on, batch.state, in_place(azrou)) == (CHANGED, BatchState.RECORDED, ["سعاد المرنيسي"])


def test_the_preview_names_who_leaves_who_comes_and_the_last_day(as_user: Browser, officer: User, azrou: Body) -> None:
    presiding(azrou)
    batch = received(listed(line(office="رئيس")), officer)
    browser = as_user(officer)
    page = browser.get(reverse("people:preview", args=[batch.pk])).content.decode()
    for said in (
        "Khadija Bensaïd",
        day(CHANGED - dt.timedelta(days=1)),
        "Hassan El Abdellaoui",
        "End the former presidencies",
    ):
        assert said in page
    browser.post(reverse("people:end_presidents", args=[batch.pk]), {"end": "1"})
    page = browser.get(reverse("people:preview", args=[batch.pk])).content.decode()
    assert "Recording the list ends 1 presidency." in page
    assert "Presidencies ended, to make room" in browser.get(reverse("people:record", args=[batch.pk])).content.decode()
    browser.post(reverse("people:end_presidents", args=[batch.pk]), {"end": "0"})
    assert [why for _cell, why in stops(ImportBatch.objects.get())] == ["president_there"]


def test_a_list_of_another_officer_is_not_decided(as_user: Browser, officer: User, azrou: Body) -> None:
    presiding(azrou)
    batch = received(listed(line(office="رئيس")), officer)
    colleague = officer_of(azrou.place.province or azrou.place, Role.PROVINCE_OFFICER)
    address = reverse("people:end_presidents", args=[batch.pk])
    assert as_user(colleague).post(address, {"end": "1"}).status_code == 404


def test_the_preview_asks_the_same_number_of_queries_for_two_presidents_as_for_one(
    as_user: Browser, officer: User, councils: Any, django_assert_max_num_queries: Any
) -> None:
    _province, azrou, leuh = councils
    presiding(azrou)
    presiding(leuh)
    other = line(ar="كريم بنعلي", fr=None, cin="ZT22222", phone=None, council="عين اللوح", office="رئيس")
    browser = as_user(officer)
    numbers = []
    for rows in ([line(office="رئيس")], [line(office="رئيس"), other]):
        batch = received(listed(*rows), officer)
        with django_assert_max_num_queries(60) as asked:
            browser.get(reverse("people:preview", args=[batch.pk]))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


@pytest.mark.django_db(transaction=True)
def test_a_list_and_a_change_by_hand_at_once_leave_one_president() -> None:
    province, azrou, _leuh = ifrane()
    officer = officer_of(province.place, Role.PROVINCE_OFFICER)
    presiding(azrou)
    third = make_person(name_ar="سعاد المرنيسي", name_fr="Souad El Mernissi", sex="f")
    batch = decided(received(listed(line(office="رئيس")), officer), officer)
    said = at_once(
        lambda: recording.record_batch(batch, importer=PERSONS, by=officer),
        lambda: change_president(azrou, third, on=dt.date(2024, 5, 2), by=officer),
    )
    assert len(refusals(said)) <= 1
    assert len(in_place(azrou)) == 1
    batch.refresh_from_db()
    if batch.state == BatchState.READ:
        assert in_place(azrou) == ["سعاد المرنيسي"]
        assert not Office.objects.filter(person__name_ar="حسن العبدلاوي").exists()
