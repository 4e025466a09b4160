"""What is past its time goes, once; figures and proofs stay."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from takwin.attendance.models import Presence
from takwin.attendance.queries import counted_half_days
from takwin.core import clock
from takwin.core.management.checkup import findings
from takwin.directory.enums import BodyKind
from takwin.documents.actions import path_of, store_file
from takwin.documents.models import ImportBatch, StoredFile
from takwin.journal.models import Entry
from takwin.people.actions import end_office
from takwin.people.models import IdentityDocument, Person, Rectification, RetentionRun
from takwin.people.privacy import retention
from takwin.people.privacy.actions import ask_file, ask_rectification
from takwin.people.privacy.enums import RequestChannel, Subject
from takwin.people.privacy.retention import due_on, let_go, report_daily
from takwin.people.privacy.rules import NEUTRAL_AR, NEUTRAL_FR
from takwin.people.queries import heads, namesakes
from takwin.training.models import Enrolment
from tests.factories.accounts import make_user
from tests.factories.attendance import make_register
from tests.factories.certificates import make_certificate
from tests.factories.directory import make_body
from tests.factories.letters import make_link
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
TODAY = dt.date(2026, 11, 22)
LONG_GONE = dt.date(2021, 11, 22)  # five years before, to the day


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.at(dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)):
        yield


def former(ended: dt.date = LONG_GONE, **facts: Any) -> Person:
    person = make_person(**({"phone": "+212661234567", "cin": f"ZT{Person.everyone.count() + 1000}"} | facts))
    make_office(person, starts_on=dt.date(2015, 9, 4), ends_on=ended)
    return person


def test_a_person_goes_five_years_after_the_last_office_to_the_day() -> None:
    gone, kept = former(), former(LONG_GONE + dt.timedelta(days=1))
    assert due_on(TODAY)["persons"] == 1
    let_go(TODAY, by=None)
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.name_ar, gone.name_fr) == (NEUTRAL_AR, NEUTRAL_FR)
    assert (gone.search_text, gone.sort_ar, gone.sort_fr) == ("", "", "")
    assert (gone.phone, gone.email, gone.birth_year) == ("", "", None)
    assert kept.phone == "+212661234567"
    assert IdentityDocument.objects.count() == 1


def test_saving_a_person_let_go_does_not_bring_him_back_into_the_search() -> None:
    person = former()
    let_go(TODAY, by=None)
    person = Person.objects.get(pk=person.pk)
    person.save()
    assert person.search_text == ""
    assert not namesakes(NEUTRAL_AR, "", Person.objects.exclude(pk=person.pk)).exists()


def test_who_holds_another_office_stays() -> None:
    person = former()
    make_office(person)
    assert due_on(TODAY)["persons"] == 0


def test_who_has_an_open_account_or_an_open_request_or_is_expected_stays() -> None:
    with_account, with_request, expected = former(), former(), former()
    with_account.user = make_user()
    with_account.save()
    ask_rectification(
        with_request, subject=Subject.NAME_FR, said="Autre", channel=RequestChannel.LETTER, by=None
    )  # fmt: skip
    register = make_register(TODAY, 1)
    register.expected.create(person=expected, body=make_body(BodyKind.COMMUNE), capacity="member")
    assert due_on(TODAY)["persons"] == 0


def test_who_never_held_an_office_goes_once_the_journal_has_been_silent() -> None:
    person = make_person()
    assert due_on(TODAY)["persons"] == 1
    Entry.objects.create(at=clock.now(), verb="person.added", target=f"people.Person:{person.pk}", facts={})
    assert due_on(TODAY)["persons"] == 0


def test_dry_changes_nothing_and_says_what_is_due() -> None:
    former()
    said = io.StringIO()
    call_command("retention", stdout=said)
    assert "Nothing was changed" in said.getvalue()
    assert Person.objects.filter(anonymised_at=None).count() == 1
    assert not RetentionRun.objects.exists()


def test_a_run_writes_counts_in_the_journal_and_a_second_finds_nothing() -> None:
    former(name_fr="Ahmed Secret")
    said = io.StringIO()
    call_command("retention", "--write", stdout=said)
    entry = Entry.objects.get(verb="retention.applied")
    assert entry.facts == {"rule": "persons", "count": 1, "as_of": "2026-11-22"}
    call_command("retention", "--write", stdout=said)
    assert Entry.objects.filter(verb="retention.applied").count() == 1
    assert "Secret" not in said.getvalue()


def test_nothing_is_let_go_for_a_day_to_come() -> None:
    former(dt.date(2022, 1, 1))
    call_command("retention", "--as-of", "2027-02-01", stdout=io.StringIO())
    with pytest.raises(CommandError, match="only reported"):
        call_command("retention", "--write", "--as-of", "2027-02-01", stdout=io.StringIO())
    with pytest.raises(ValueError, match="only reported"):
        let_go(dt.date(2027, 2, 1), by=None)


def test_a_run_cut_short_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        former()
    monkeypatch.setattr(retention, "BATCH", 2)

    class Cut(Exception):
        pass

    def cut(rule: Any, count: int) -> None:
        raise Cut

    with pytest.raises(Cut):
        let_go(TODAY, by=None, told=cut)
    assert due_on(TODAY)["persons"] == 3
    assert RetentionRun.objects.get().ended_at is None
    run = let_go(TODAY, by=None)
    assert run.counts["persons"] == 3
    assert due_on(TODAY)["persons"] == 0


def test_a_rule_that_lets_nothing_go_is_a_fault_and_not_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    former()
    idle = retention.Rule("idle", "", "", lambda day: Person.objects.all(), lambda keys: None)
    monkeypatch.setattr(retention, "RULES", [idle])
    with pytest.raises(retention.NothingGoes):
        let_go(TODAY, by=None)


def test_a_certificate_goes_on_being_verified_with_its_name() -> None:
    certificate = make_certificate()
    name = certificate.name_fr
    Person.objects.filter(pk=certificate.person_id).update(birth_year=1970)
    for office in certificate.person.offices.all():
        office.starts_on, office.ends_on = dt.date(2010, 1, 1), dt.date(2015, 1, 1)
        office.save()
    certificate.person.expected.all().delete()
    certificate.person.enrolments.update(reply_note="ill")
    let_go(TODAY, by=None)
    certificate.person.refresh_from_db()
    assert certificate.person.name_fr == NEUTRAL_FR
    page = Client(headers={"accept-language": "fr"}).get(reverse("certificates:verify", args=[certificate.code]))
    assert page.status_code == 200
    assert name in page.text
    assert not Enrolment.objects.filter(person=certificate.person, reply_note="ill").exists()


def test_what_the_person_asked_goes_with_him() -> None:
    person = former()
    asked = ask_rectification(
        person, subject=Subject.PHONE, said="0662345678", channel=RequestChannel.LETTER, by=None
    )  # fmt: skip
    Rectification.objects.filter(pk=asked.pk).update(
        state="refused", motive="no proof", before="+212661234567", decided_at=clock.now()
    )
    let_go(TODAY, by=None)
    asked.refresh_from_db()
    assert "0662345678" not in asked.said
    assert asked.before != "+212661234567"
    assert asked.motive


def test_a_person_let_go_asks_for_nothing_more() -> None:
    person = former()
    let_go(TODAY, by=None)
    person.refresh_from_db()
    with pytest.raises(ValidationError, match="has been removed"):
        ask_file(person, channel=RequestChannel.LETTER, by=None)


def _sheet(days: int, kind: str = "people.members") -> StoredFile:
    owner = make_body(BodyKind.COMMUNE)
    file = store_file(b"nom;cin", name="membres.csv", content_type="text/csv", owner=owner, by=None)
    StoredFile.objects.filter(pk=file.pk).update(received_at=clock.now() - dt.timedelta(days=days))
    ImportBatch.objects.create(kind=kind, owner=owner, file=file, read_at=clock.now())
    return file


def test_files_of_persons_go_after_ninety_days_with_their_bytes(django_capture_on_commit_callbacks: Any) -> None:
    old, path = _sheet(90), path_of(_sheet(90, "treasury.lines").sha256)
    young = _sheet(89)
    assert due_on(TODAY)["files"] == 1
    with django_capture_on_commit_callbacks(execute=True):
        let_go(TODAY, by=None)
    old.refresh_from_db()
    assert old.erased_at
    assert old.name == "—"
    young.refresh_from_db()
    assert young.erased_at is None
    assert path.exists(), "the same bytes are still a proof elsewhere"
    StoredFile.objects.exclude(pk=old.pk).update(received_at=clock.now() - dt.timedelta(days=99))
    ImportBatch.objects.update(kind="people.members")
    with django_capture_on_commit_callbacks(execute=True):
        let_go(TODAY, by=None)
    assert not path.exists()


def test_an_account_closed_for_a_year_loses_its_numbers_and_keeps_its_name() -> None:
    user = make_user(phone="+212661000000")
    type(user).objects.filter(pk=user.pk).update(is_active=False, date_joined=clock.now() - dt.timedelta(days=900))
    name = user.name
    let_go(TODAY, by=None)
    user.refresh_from_db()
    assert (user.phone, user.email, user.username) == ("", "", f"removed-{user.pk}")
    assert user.name == name
    assert not user.has_usable_password()
    assert due_on(TODAY)["accounts"] == 0


def test_links_that_ended_long_ago_go() -> None:
    link, _code = make_link(make_office().person)
    type(link).objects.filter(pk=link.pk).update(
        made_at=clock.now() - dt.timedelta(days=200), expires_at=clock.now() - dt.timedelta(days=91)
    )
    let_go(TODAY, by=None)
    assert not type(link).objects.exists()


def test_the_chore_reports_once_a_day_and_removes_nothing() -> None:
    former()
    report_daily()
    report_daily()
    run = RetentionRun.objects.get()
    assert (run.wrote, run.counts["persons"]) == (False, 1)
    assert Person.objects.filter(anonymised_at=None).exists()


def test_the_desk_and_the_doctor_say_what_is_past_its_time(as_user: Callable[..., Client]) -> None:
    person = former(dt.date(2021, 1, 1))
    region = person.offices.get().body.place.region
    report_daily()
    assert "past their time" in as_user(officer_of(region)).get("/").text
    assert any("past their time" in finding.what for finding in findings())
    let_go(TODAY, by=None)
    assert any("no personal data is past its time" in finding.what for finding in findings())


def _figures() -> dict[str, Any]:
    """What is counted of people: heads, half-days, women and men, certificates."""
    persons = list(Person.objects.values_list("pk", flat=True))
    bodies = list({office.body for person in Person.objects.all() for office in person.offices.all()})
    return {
        "heads": sorted(heads(bodies, TODAY).values()),
        "half_days": sorted(counted_half_days(persons, dt.date(2000, 1, 1), TODAY).items()),
        "sexes": sorted(Person.objects.values_list("sex", flat=True)),
        "persons": Person.objects.count(),
        "presence": Presence.objects.count(),
    }


@settings(max_examples=12)
@given(ended=st.lists(st.one_of(st.none(), st.dates(dt.date(2016, 1, 1), dt.date(2026, 1, 1))), max_size=6))
def test_figures_are_the_same_before_and_after(ended: list[dt.date | None]) -> None:
    register = make_register(dt.date(2019, 5, 6), 1)
    for last in ended:
        person = make_person()
        office = make_office(person, starts_on=dt.date(2015, 9, 4))
        if last:
            end_office(office, on=last, by=make_user())
        Presence.objects.create(
            register=register, person=person, body=office.body, day=dt.date(2019, 5, 6), part="1", status="present",
            marked_at=clock.now(),
        )  # fmt: skip
    before = _figures()
    let_go(TODAY, by=None)
    assert _figures() == before
