"""Lists of any office through the wizard: understood, corrected in place, all or nothing, undone as a whole."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportLayout, ImportRow
from takwin.documents.imports.deciding import choose, fix_row, leave_out, settle_stops
from takwin.documents.imports.reading import read_batch
from takwin.documents.imports.recording import record_batch
from takwin.journal.models import Entry
from takwin.people.enums import Title
from takwin.people.imports.fields import BLANKABLE, FIELDS
from takwin.people.imports.importer import PERSONS
from takwin.people.merging.models import Candidate
from takwin.people.models import IdentityDocument, Office, Person
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.people import make_mandate, make_office, make_person
from tests.factories.rights import user_as
from tests.people.batches import received, recorded, sent, stops
from tests.people.lists import HEADING, book, line, listed, many

pytestmark = pytest.mark.django_db
HASSAN = {"cin": "ZT148220", "sex": "m", "name_ar": "حسن العبدلاوي"}
Browser = Callable[..., Client]


def test_a_messy_list_becomes_persons_with_cards_and_offices(officer: User, azrou: Body) -> None:
    batch = recorded(listed(line(), line(ar="السيدة سعاد المرنيسي", fr=None, cin=None, phone=None, sex=None)), officer)
    man, woman = Person.objects.order_by("pk")
    assert (batch.state, batch.count, ImportRow.objects.count()) == (BatchState.RECORDED, 2, 0)
    assert (man.name_ar, man.name_fr, man.sex, man.phone, man.birth_year) == (
        "حسن العبدلاوي", "Hassan El Abdellaoui", "m", "+212661234567", 1975,
    )  # fmt: skip
    assert (woman.name_ar, woman.sex) == ("سعاد المرنيسي", "f")
    assert IdentityDocument.objects.get().number == "ZT148220"
    assert {(o.body_id, o.title, o.starts_on.isoformat()) for o in Office.objects.all()} == {
        (azrou.pk, Title.MEMBER, "2021-09-08")
    }


def test_an_import_is_one_entry_of_the_journal_with_count_and_digest(officer: User) -> None:
    recorded(listed(*many(50)), officer)
    entry = Entry.objects.get(verb="import.recorded")
    assert (entry.facts["rows"], entry.facts["persons"], len(entry.facts["digest"])) == (50, 50, 64)
    assert not Entry.objects.filter(verb="person.added").exists()


def test_the_same_file_again_is_told_so_and_changes_nothing(officer: User) -> None:
    data = listed(*many(5))
    recorded(data, officer)
    with pytest.raises(ValidationError, match="already imported"):
        received(data, officer)
    assert (Person.objects.count(), ImportBatch.objects.count()) == (5, 1)


def test_the_same_rows_in_another_file_change_nothing(officer: User) -> None:
    rows = [*many(5), line(ar="سعاد المرنيسي", fr=None, cin=None, phone=None, sex="أنثى")]
    recorded(listed(*rows), officer)
    before = list(Person.objects.order_by("pk").values())
    again = recorded(book(ورقة=[HEADING, *rows]), officer)
    assert again.counts["did"] == {"persons": 0, "filled": 0, "cards": 0, "offices": 0, "ended": 0, "same": 6}
    assert list(Person.objects.order_by("pk").values()) == before


def test_the_holder_of_a_card_is_the_same_person_and_only_blanks_are_filled(officer: User, azrou: Body) -> None:
    known = make_office(make_person(**HASSAN, name_fr="", phone="+212699999999"), azrou)
    recorded(listed(line()), officer)
    known.person.refresh_from_db()
    assert Person.objects.count() == 1
    assert (known.person.name_fr, known.person.phone) == ("Hassan El Abdellaoui", "+212699999999")


def test_two_persons_of_one_name_stay_two_and_a_pair_is_proposed(
    officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [line(cin="ZT100001", phone="0661000001"), line(cin="ZT100002", phone="0661000002", born="03/02/1950")]
    recorded(listed(*rows), officer)
    assert Person.objects.count() == 2
    spelt = line(ar=None, fr="Hassan ABDELLAOUI", cin=None)
    with django_capture_on_commit_callbacks(execute=True):
        recorded(listed(spelt), officer)
    assert Candidate.objects.exists()


def test_a_person_may_hold_two_offices_in_one_list(officer: User) -> None:
    recorded(listed(line(), line(office="النائب الأول للرئيس")), officer)
    assert Person.objects.count() == 1
    assert sorted(Office.objects.values_list("title", "detail")) == [("member", ""), ("vice_president", "1")]


def test_an_office_begins_with_the_mandate_of_its_council(officer: User, azrou: Body) -> None:
    mandate = make_mandate(azrou)
    recorded(listed(line()), officer)
    assert (Office.objects.get().mandate, Office.objects.get().starts_on) == (mandate, mandate.starts_on)


def test_a_second_president_stops_at_his_cell(officer: User, azrou: Body) -> None:
    rows = [
        line(office="رئيس"),
        line(ar="لطيفة الصقلي", fr=None, sex="أنثى", cin="ZT22222", phone=None, office="رئيسة"),
    ]
    assert [why for _cell, why in stops(received(listed(*rows), officer))] == ["president_twice"]
    make_office(body=azrou, title=Title.PRESIDENT, starts_on=dt.date(2020, 1, 6))
    assert [why for _cell, why in stops(received(listed(*rows), officer))] == ["president_there", "president_there"]


def test_one_card_under_two_names_stops_and_tells_the_other_row(officer: User) -> None:
    rows = [line(), line(ar="كريم بنعلي", fr="Karim Benali", phone=None)]
    assert stops(received(listed(*rows), officer)) == [("C6", "card_of_another_row")]


def test_a_card_of_the_register_under_another_name_stops_without_telling_whose(officer: User, azrou: Body) -> None:
    make_office(make_person(cin="ZT148220", name_ar="سعاد المرنيسي", name_fr="Souad", sex="f"), azrou)
    assert [why for _cell, why in stops(received(listed(line()), officer))] == ["card_of_another_name"]


def test_the_same_person_under_two_cards_is_two_and_doubtful(officer: User) -> None:
    batch = received(listed(line(), line(cin="ZT999111")), officer)
    assert batch.counts["doubtful"] == 2
    assert not batch.counts["stopped"]


def test_a_commune_of_another_region_is_refused_at_its_cell(officer: User) -> None:
    other = make_province(make_region(code="02"), code="02.113", name_ar="بركان", name_fr="Berkane")
    make_body(place=make_commune(other, code="02.113.01.05", name_ar="بركان", name_fr="Berkane"))
    batch = received(listed(line(), line(cin="ZT22222", council="02.113.01.05", phone=None)), officer)
    assert [cell for cell, _why in stops(batch)] == ["G6"]
    with pytest.raises(ValidationError, match="stops the import"):
        record_batch(batch, importer=PERSONS, by=officer)
    assert not Person.objects.exists()


def test_a_body_that_left_the_officers_territory_since_is_never_written(officer: User, azrou: Body) -> None:
    batch = received(listed(line()), officer)
    colleague = user_as(Role.COMMUNE, body=make_body(place=make_commune()))
    with pytest.raises(ValidationError, match="stops the import"):
        record_batch(batch, importer=PERSONS, by=colleague)
    assert not Person.objects.exists()


def test_a_column_of_political_affiliation_is_refused_with_the_reason(
    as_user: Browser, officer: User, councils: Any
) -> None:
    data = listed([*line(), "حزب الوردة"], heading=[*HEADING, "الانتماء السياسي"])
    browser = as_user(officer)
    sent(browser, data, councils[0])
    batch = ImportBatch.objects.get()
    page = browser.get(reverse("people:understood", args=[batch.pk])).content.decode()
    assert "political opinions are sensitive data" in page
    assert "حزب الوردة" not in page + str(batch.understood) + str(batch.rows.get().data)
    browser.post(reverse("people:understood", args=[batch.pk]), {"sheet": "0", "column-I": "name_fr"})
    assert "حزب الوردة" not in str(ImportRow.objects.get().data)


def test_a_cell_is_corrected_in_place_and_judged_again(as_user: Browser, officer: User) -> None:
    batch = received(listed(line(cin="148220"), *many(2)), officer)
    assert stops(batch) == [("C5", "card_malformed")]
    row = batch.rows.get(is_stopped=True)
    browser = as_user(officer)
    page = reverse("people:import_row", args=[row.pk])
    assert browser.post(page, {"name_ar": "حسن", "cin": "12"}).status_code == 422
    shown = {field.name: value for field in FIELDS if (value := row.data["values"].get(field.name))}
    shown |= {"place": row.data["values"]["place"], "office": "عضو", "cin": "zt 148 220"}
    assert browser.post(page, shown).status_code == 302
    batch.refresh_from_db()
    assert batch.counts["stopped"] == 0
    record_batch(batch, importer=PERSONS, by=officer)
    assert IdentityDocument.objects.filter(number="ZT148220").exists()


def test_corrections_outlive_another_reading_of_the_file(officer: User) -> None:
    batch = received(listed(line(cin="148220")), officer)
    fix_row(batch.rows.get(), values={"cin": "ZT1234"}, importer=PERSONS, by=officer)
    read_batch(batch, importer=PERSONS, by=officer)
    assert batch.rows.get().data["values"]["cin"] == "ZT1234"


def test_a_row_is_left_out_and_taken_in_again(officer: User) -> None:
    batch = received(listed(line(), *many(1)), officer)
    leave_out(batch.rows.get(position=1), importer=PERSONS, by=officer)
    assert ImportBatch.objects.get().counts["out"] == 1
    leave_out(batch.rows.get(position=1), importer=PERSONS, by=officer, is_out=False)
    assert ImportBatch.objects.get().counts["out"] == 0


def test_all_that_stops_is_settled_at_once(officer: User) -> None:
    batch = received(
        listed(line(cin="148220"), line(ar="كريم بنعلي", fr=None, cin=None, phone=None, council="لا مكان")), officer
    )
    assert settle_stops(batch, importer=PERSONS, blank=BLANKABLE, by=officer) == 1
    batch = ImportBatch.objects.get()
    assert (batch.counts["stopped"], batch.counts["out"]) == (0, 1)
    record_batch(batch, importer=PERSONS, by=officer)
    assert (Person.objects.count(), IdentityDocument.objects.count()) == (1, 0)


def test_a_column_corrected_once_is_remembered_for_the_next_file_and_can_be_forgotten(officer: User) -> None:
    heading = ["الاسم الكامل", "خانة", "الجماعة", "الصفة"]
    rows = [["كريم بنعلي", "ZT1001", "أزرو", "عضو"], ["سعيد العلوي", "ZT1002", "أزرو", "عضو"]]
    batch = received(book(ورقة=[heading, *rows]), officer)
    choose(batch, sheet="ورقة", choice={"columns": {"B": ""}}, importer=PERSONS, by=officer)
    read_batch(batch, importer=PERSONS, by=officer)
    assert {row.data["values"]["cin"] for row in batch.rows.all()} == {None}
    later = received(book(ورقة=[heading, *rows[:1]]), officer)
    assert later.understood["layouts"] == ["ورقة"]
    assert later.rows.get().data["values"]["cin"] is None
    ImportLayout.objects.get().delete()
    assert received(book(ورقة=[heading, rows[1]]), officer).rows.get().data["values"]["cin"] == "ZT1002"


def test_a_sheet_is_left_out_and_its_heading_chosen(as_user: Browser, officer: User, councils: Any) -> None:
    browser = as_user(officer)
    sent(browser, book(أولى=[HEADING, line()], ثانية=[HEADING, *many(3)]), councils[0])
    batch = ImportBatch.objects.get()
    assert batch.count == 4
    page = reverse("people:understood", args=[batch.pk])
    browser.post(page, {"sheet": "1", "skip": "1"})
    batch.refresh_from_db()
    assert batch.count == 1
    browser.post(page, {"sheet": "1", "skip": "0"})
    browser.post(page, {"sheet": "1", "header": "2"})
    batch.refresh_from_db()
    assert batch.count == 3
    refused = browser.post(page, {"sheet": "9"})
    assert "This sheet is not in the file." in refused.content.decode()
