"""What is kept of persons is said, shown on request, corrected in time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from takwin.core import clock
from takwin.core.personal import Keep
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.people.enums import DocumentKind
from takwin.people.models import Candidate, FileRequest, Person, Rectification, RetentionRun
from takwin.people.privacy import actions
from takwin.people.privacy.classes import declared, product_models, relations_to_person
from takwin.people.privacy.enums import RequestChannel, RequestState, Subject
from takwin.people.privacy.papers import file_of_request
from takwin.people.privacy.sections import SECTIONS, columns_told, file_of, own_facts
from takwin.people.privacy.words import KEEPS, PURPOSES, column_of, register_of
from takwin.rights.enums import Role
from tests.constraints import breaks
from tests.documents.reading import seen_in
from tests.factories.certificates import make_certificate
from tests.factories.directory import make_body, make_commune
from tests.factories.letters import make_link
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture
def officer(council: Any) -> Any:
    return officer_of(council.place.region)


@pytest.fixture
def council() -> Any:
    return make_body(BodyKind.COMMUNE)


@pytest.fixture
def person(council: Any) -> Person:
    found = make_person(phone="+212661234567", email="n@example.ma", cin="ZT148220", birth_year=1971, sex="f")
    make_office(found, council)
    return found


def test_each_purpose_declared_beside_a_column_is_said_in_both_languages() -> None:
    purposes = {held.purpose for model in product_models() for held in declared(model).values()}
    purposes |= {section.purpose for section in SECTIONS}
    assert purposes <= PURPOSES
    for language in ("ar", "fr"):
        with translation.override(language):
            assert {purpose for purpose in purposes if translation.gettext(purpose) == purpose} == set()
    assert set(KEEPS) == set(Keep)


def words_shown(language: str) -> set[str]:
    """How the page of what is kept calls its tables and their columns."""
    shown = [model for model in product_models() if declared(model)]
    with translation.override(language):
        named = [[register_of(model), *(column_of(model, name) for name in declared(model))] for model in shown]
        return {str(word) for words in named for word in words}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_public_page_names_no_table_and_no_column_as_programmers_do(language: str) -> None:
    english, told = words_shown("en"), words_shown(language)
    assert told & english <= {"note", "description", "message", "option", "observation"}


def words_of_the_file(language: str) -> set[str]:
    """How a person's file calls the tables that lead to him, and what it tells of their rows."""
    spoken_for = {model: one for one in SECTIONS for model in (one.model, *one.covers)}
    told: set[str] = set()
    with translation.override(language):
        for field in relations_to_person():
            if one := spoken_for.get(field.model):
                told |= {str(one.title), *(str(label) for label, _path in one.facts)}
            else:
                columns = (column_of(field.model, name) for name in columns_told(field))
                told |= {str(register_of(field.model)), *map(str, columns)}
    return told


def test_a_file_names_no_table_and_no_column_as_programmers_do() -> None:
    assert not words_of_the_file("ar") & words_of_the_file("en")


def test_each_table_that_leads_to_a_person_is_told_in_his_file(person: Person) -> None:
    tables = {field.model._meta.label for field in relations_to_person()}
    assert {"people.Office", "training.Enrolment", "attendance.Mark", "certificates.Certificate"} <= tables
    told = {one.title for one in file_of(person)}
    assert {"Identity documents", "Offices held"} <= told


def test_a_table_nobody_spoke_for_is_told_column_by_column(person: Person) -> None:
    other = make_person()
    first, second = sorted([person, other], key=lambda one: one.pk)
    Candidate.objects.create(a=first, b=second, score=0.5, proposed_at=clock.now())
    assert "Pairs of persons who may be one" in {one.title for one in file_of(person)}


def test_the_file_holds_what_is_held_in_clear_and_why(person: Person) -> None:
    facts = {fact.label: fact for fact in own_facts(person)}
    assert facts["phone"].value == "+212661234567"
    assert facts["phone"].purpose == "convene"
    assert "ZT148220" in [value for told in file_of(person) for row in told.rows for value in row]


@pytest.mark.parametrize("spoken", ["ar", "fr"])
def test_the_file_is_printed_in_the_language_asked_for(spoken: str, person: Person, officer: Any, council: Any) -> None:
    wanted = actions.ask_file(person, channel=RequestChannel.COUNTER, language=spoken, by=officer)
    pdf = file_of_request(wanted, council)
    assert pdf.startswith(b"%PDF-")
    assert "ZT148220" in seen_in(pdf)


def test_a_note_with_a_sign_the_papers_cannot_print_does_not_stop_the_file(person: Person, council: Any) -> None:
    actions.ask_rectification(
        person, subject=Subject.OTHER, said="absent 😀", channel=RequestChannel.PERSONAL, by=None
    )  # fmt: skip
    wanted = actions.ask_file(person, channel=RequestChannel.PERSONAL, by=None)
    assert file_of_request(wanted, council)


def test_a_file_is_handed_over_once_and_the_journal_has_its_digest_but_no_name(person: Person, officer: Any) -> None:
    with clock.at(MONDAY):
        wanted = actions.ask_file(person, channel=RequestChannel.LETTER, by=officer)
        done = actions.hand_over(wanted, pdf=b"x", by=officer)
    assert wanted.due_on == dt.date(2026, 12, 3)
    assert done.digest == Entry.objects.get(verb="person_file.handed_over").facts["digest"]
    with pytest.raises(ValidationError, match="already handed over"):
        actions.hand_over(wanted, pdf=b"x", by=officer)


def test_a_file_is_asked_for_once_at_a_time(person: Person, officer: Any) -> None:
    actions.ask_file(person, channel=RequestChannel.COUNTER, by=officer)
    with pytest.raises(ValidationError, match="already asked"):
        actions.ask_file(person, channel=RequestChannel.COUNTER, by=officer)


@pytest.mark.parametrize(
    ("subject", "said", "stands"),
    [
        (Subject.PHONE, "0662 34 56 78", "+212662345678"),
        (Subject.NAME_FR, "Naïma El Bouazzaoui", "Naïma El Bouazzaoui"),
        (Subject.CIN, "zt 999111", "ZT999111"),
        (Subject.SEX, "m", "male"),
    ],
)
def test_an_accepted_correction_changes_the_register_and_keeps_what_stood_before(
    subject: Subject, said: str, stands: str, person: Person, officer: Any
) -> None:
    asked = actions.ask_rectification(person, subject=subject, said=said, channel=RequestChannel.COUNTER, by=officer)
    done = actions.accept_rectification(asked, by=officer)
    assert (done.state, done.after) == (RequestState.ACCEPTED, stands)
    assert done.before != done.after
    facts = Entry.objects.get(verb="rectification.accepted").facts
    assert stands not in str(facts)
    assert done.before not in str(facts) or len(done.before) < 5


def test_a_date_of_birth_is_corrected_with_its_year(person: Person, officer: Any) -> None:
    asked = actions.ask_rectification(
        person, subject=Subject.BIRTH, said="08/09/1972", channel=RequestChannel.COUNTER, by=officer
    )
    actions.accept_rectification(asked, by=officer)
    person.refresh_from_db()
    assert (person.birth_date, person.birth_year) == (dt.date(1972, 9, 8), 1972)


def test_what_cannot_be_a_number_is_refused_when_it_is_asked(person: Person) -> None:
    with pytest.raises(ValidationError):
        actions.ask_rectification(person, subject=Subject.CIN, said="148220", channel=RequestChannel.PERSONAL, by=None)
    with pytest.raises(ValidationError, match="Write what is right"):
        actions.ask_rectification(person, subject=Subject.PHONE, said=" ", channel=RequestChannel.PERSONAL, by=None)
    assert not Rectification.objects.exists()


def test_a_card_that_another_holds_is_refused_when_it_is_accepted_and_nothing_is_done(
    person: Person, officer: Any
) -> None:
    make_person(cin="AB12345")
    asked = actions.ask_rectification(
        person, subject=Subject.CIN, said="AB12345", channel=RequestChannel.COUNTER, by=officer
    )
    with pytest.raises(ValidationError, match="Another person already holds"):
        actions.accept_rectification(asked, by=officer)
    asked.refresh_from_db()
    assert asked.state == RequestState.ASKED
    assert person.identity_documents.get(kind=DocumentKind.CIN).number == "ZT148220"


def test_a_refusal_says_why_and_leaves_the_register_alone(person: Person, officer: Any) -> None:
    asked = actions.ask_rectification(
        person, subject=Subject.NAME_FR, said="Autre", channel=RequestChannel.LETTER, by=officer
    )
    with pytest.raises(ValidationError, match="says why"):
        actions.refuse_rectification(asked, motive=" ", by=officer)
    actions.refuse_rectification(asked, motive="The card says otherwise.", by=officer)
    with pytest.raises(ValidationError, match="already been answered"):
        actions.accept_rectification(asked, by=officer)
    person.refresh_from_db()
    assert person.name_fr != "Autre"


def test_something_else_is_corrected_where_it_stands_and_said_in_words(person: Person, officer: Any) -> None:
    asked = actions.ask_rectification(
        person, subject=Subject.OTHER, said="I was present", channel=RequestChannel.PERSONAL, by=None
    )
    with pytest.raises(ValidationError, match="what was done"):
        actions.accept_rectification(asked, by=officer)
    assert actions.accept_rectification(asked, done="Presence corrected.", by=officer).after == "Presence corrected."


def test_the_law_gives_ten_days_and_the_desk_shows_them(
    person: Person, officer: Any, as_user: Callable[..., Client]
) -> None:
    asked = actions.ask_rectification(
        person, subject=Subject.PHONE, said="0662345678", channel=RequestChannel.PERSONAL, by=None
    )
    assert asked.due_on == clock.today() + dt.timedelta(days=10)
    assert asked.get_absolute_url() in as_user(officer).get("/").text


def test_the_page_of_what_is_kept_is_open_to_everyone_in_their_language() -> None:
    page = Client(headers={"accept-language": "fr"}).get(reverse("people:kept"))
    assert page.status_code == 200
    assert "09-08" in page.text
    assert "Personnes" in page.text


def test_an_officer_hands_over_the_file_from_its_page(
    person: Person, officer: Any, as_user: Callable[..., Client]
) -> None:
    make_body(BodyKind.REGION, place=officer.appointments.get().place)
    browser = as_user(officer)
    asked = browser.post(reverse("people:ask_file", args=[person.pk]), {"channel": "counter", "language": "fr"})
    wanted = FileRequest.objects.get()
    assert asked["location"] == wanted.get_absolute_url()
    assert browser.get(wanted.get_absolute_url()).status_code == 200
    answer = browser.post(reverse("people:hand_over", args=[wanted.pk]))
    assert answer["content-type"] == "application/pdf"
    assert browser.post(reverse("people:hand_over", args=[wanted.pk])).status_code == 302
    assert browser.get(reverse("people:requests")).status_code == 200


def test_an_officer_answers_a_correction_and_his_looking_is_written_down(
    person: Person, officer: Any, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    ask = reverse("people:ask_rectification", args=[person.pk])
    assert browser.post(ask, {"subject": "phone", "said": "12", "channel": "counter"}).status_code == 422
    browser.post(ask, {"subject": "phone", "said": "0662345678", "channel": "counter"})
    asked = Rectification.objects.get()
    assert "+212661234567" in browser.get(asked.get_absolute_url()).text
    assert Entry.objects.filter(verb="person.unmasked").count() == 1
    assert browser.post(asked.get_absolute_url(), {"answer": "refuse", "words": ""}).status_code == 422
    assert browser.post(asked.get_absolute_url(), {"answer": "accept"}).status_code == 302
    person.refresh_from_db()
    assert person.phone == "+212662345678"


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.COMMUNE, Role.FINANCE_OFFICER, Role.AUDITOR])
def test_only_those_who_answer_such_requests_may_print_a_file(
    role: Role, person: Person, council: Any, officer: Any, as_user: Callable[..., Client]
) -> None:
    wanted = actions.ask_file(person, channel=RequestChannel.COUNTER, by=officer)
    browser = as_user(user_as(role, council.place.region))
    assert browser.post(reverse("people:hand_over", args=[wanted.pk])).status_code == 403
    assert browser.get(reverse("people:ask_file", args=[person.pk])).status_code == 403


def test_a_neighbour_s_requests_are_not_there(person: Person, officer: Any, as_user: Callable[..., Client]) -> None:
    wanted = actions.ask_file(person, channel=RequestChannel.COUNTER, by=officer)
    asked = actions.ask_rectification(
        person, subject=Subject.PHONE, said="0662345678", channel=RequestChannel.COUNTER, by=officer
    )
    browser = as_user(officer_of(make_commune().region))
    for name, pk in [("file", wanted.pk), ("rectification", asked.pk), ("ask_file", person.pk)]:
        assert browser.get(reverse(f"people:{name}", args=[pk])).status_code == 404
    assert person.name not in browser.get(reverse("people:requests")).text


def test_the_list_of_requests_costs_the_same_for_one_and_for_three(
    council: Any, officer: Any, as_user: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    browser = as_user(officer)
    browser.get(reverse("people:requests"))

    def ask() -> None:
        found = make_office(body=council).person
        actions.ask_file(found, channel=RequestChannel.COUNTER, by=officer)
        actions.ask_rectification(
            found, subject=Subject.PHONE, said="0662345678", channel=RequestChannel.COUNTER, by=officer
        )

    ask()
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("people:requests"))
    ask()
    ask()
    with django_assert_num_queries(len(one)):
        browser.get(reverse("people:requests"))


def test_a_person_asks_on_his_own_page(person: Person) -> None:
    link, code = make_link(person)
    browser = Client(headers={"accept-language": "en"})
    browser.post(reverse("personal:code", args=[link.token]), {"code": code})
    assert reverse("people:kept") in browser.get(link.get_absolute_url()).text
    browser.post(reverse("personal:ask_file", args=[link.token]))
    assert FileRequest.objects.get().recorded_by is None
    ask = reverse("personal:ask_rectification", args=[link.token])
    assert browser.get(ask).status_code == 200
    assert browser.post(ask, {"subject": "cin", "said": "12"}).status_code == 422
    browser.post(ask, {"subject": "phone", "said": "0662345678"})
    assert Rectification.objects.get().channel == RequestChannel.PERSONAL
    assert (
        "Waits" in browser.get(link.get_absolute_url()).text
        or "answer before" in browser.get(link.get_absolute_url()).text
    )


def test_a_stranger_to_the_link_asks_nothing(person: Person) -> None:
    link, _code = make_link(person)
    Client().post(reverse("personal:ask_file", args=[link.token]))
    assert not FileRequest.objects.exists()


def _file(person: Person, **facts: Any) -> FileRequest:
    given: dict[str, Any] = {"asked_at": MONDAY, "due_on": MONDAY.date(), "channel": "letter"} | facts
    return FileRequest.objects.create(person=person, **given)


def _correction(person: Person, **facts: Any) -> Rectification:
    given: dict[str, Any] = {"asked_at": MONDAY, "due_on": MONDAY.date(), "channel": "letter", "said": "x"} | facts
    return Rectification.objects.create(person=person, subject=Subject.PHONE, **given)


@pytest.mark.parametrize(
    ("model", "name", "write"),
    [
        (FileRequest, "file_request_open_once", lambda p: [_file(p), _file(p)]),
        (FileRequest, "file_request_answered_with_digest", lambda p: _file(p, answered_at=MONDAY)),
        (Rectification, "rectification_open_once", lambda p: [_correction(p), _correction(p)]),
        (
            Rectification,
            "rectification_refused_with_motive",
            lambda p: _correction(p, state="refused", decided_at=MONDAY),
        ),
        (Rectification, "rectification_decided_matches_state", lambda p: _correction(p, decided_at=MONDAY)),
        (
            RetentionRun,
            "retention_run_ends_after_it_starts",
            lambda p: RetentionRun.objects.create(
                as_of=MONDAY.date(), started_at=MONDAY, ended_at=MONDAY - dt.timedelta(days=1)
            ),
        ),
    ],
)
def test_the_database_refuses(
    model: type[models.Model], name: str, write: Callable[[Person], Any], person: Person
) -> None:
    with breaks(model, name):
        write(person)


def test_a_certificate_is_in_the_file_with_the_name_it_prints() -> None:
    certificate = make_certificate()
    told = {one.title: one for one in file_of(certificate.person)}
    assert certificate.code in [value for row in told["Certificates"].rows for value in row]
