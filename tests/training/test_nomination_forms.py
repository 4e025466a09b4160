"""The people of a council go to a commune as a form for one session, and come back as nominations."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core.workbooks import XLSX
from takwin.documents.actions import store_file
from takwin.documents.models import ReturnedForm
from takwin.journal.models import Entry
from takwin.people.models import Person
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.enums import EnrolmentState
from takwin.training.models import TrainingSession
from tests.factories.directory import make_commune
from tests.factories.rights import officer_of, user_as
from tests.factories.training import WHY, make_enrolment, make_member, make_session

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
BACK = reverse("documents:give_back")
LETTERS = "BCDEFGH"  # session, names, office, days, obstacle, nominated


class Scene:
    """A session, a council of its province with three people, the commune's user and the region's officer."""

    def __init__(self, seats: int = 40) -> None:
        self.session: TrainingSession = make_session(seats=seats)
        first, self.council = make_member(make_commune(self.session.place))
        self.people: list[Person] = [first, *(make_member(body=self.council)[0] for _n in range(2))]
        self.officer: User = officer_of(self.session.owner.place)
        self.commune: User = user_as(Role.COMMUNE, body=self.council)
        actions.keep_seats(self.session, {self.council: min(seats, 2)}, by=None)

    @property
    def address(self) -> str:
        return reverse("training:nomination_form", args=[self.session.pk, self.council.pk])

    def states(self) -> dict[int, str]:
        return dict(self.session.enrolments.values_list("person", "state"))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def answered(data: bytes, answers: dict[Person, str], **cells: str) -> SimpleUploadedFile:
    """The form as the commune fills it in: what it says of whom, found by the name."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        for person, answer in answers.items():
            if sheet[f"D{row}"].value == person.name_fr:
                sheet[f"H{row}"] = answer
    for address, value in cells.items():
        sheet[address] = value
    saved = io.BytesIO()
    book.save(saved)
    return SimpleUploadedFile("back.xlsx", saved.getvalue(), XLSX)


def recorded(browser: Client, file: SimpleUploadedFile) -> Any:
    browser.post(BACK, {"file": file})
    return browser.post(reverse("documents:record_form", args=[ReturnedForm.objects.latest("pk").pk]), follow=True)


def test_the_form_says_who_is_free_and_asks_only_who_comes(scene: Scene, as_user: Browser) -> None:
    make_enrolment(scene.session, person=scene.people[0], body=scene.council)
    other = make_member(make_commune(scene.session.place))[1]
    actions.keep_seats(scene.session, {scene.council: 2, other: 0}, by=None)
    make_enrolment(scene.session, body=other)
    browser = as_user(scene.officer)
    page = browser.get(reverse("training:nominate_for", args=[scene.session.pk, scene.council.pk]))
    assert scene.address in page.text
    answer = browser.get(scene.address)
    assert answer["content-type"] == XLSX
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert sheet.max_row == 4
    assert [sheet[f"{letter}2"].protection.locked for letter in LETTERS] == [True] * 6 + [False]
    assert sorted(sheet[f"H{row}"].value for row in (2, 3, 4)) == ["لا", "لا", "نعم"]
    [choice] = sheet.data_validations.dataValidation
    assert choice.formula1 == '"نعم,لا"'
    assert "37" in choice.prompt  # common seats: two are kept, one is taken by the other council
    assert Entry.objects.get(verb="form.sent").facts["rows"] == 3


def test_a_commune_says_who_comes_and_only_that_is_seen_and_recorded(scene: Scene, as_user: Browser) -> None:
    first, second, third = scene.people
    make_enrolment(scene.session, person=third, body=scene.council)
    browser = as_user(scene.commune)
    data = browser.get(scene.address).content
    file = answered(data, {first: "نعم", second: "", third: "no"})
    seen = browser.post(BACK, {"file": file}, follow=True).text
    assert "Record 2 changes" in seen
    assert first.name_fr in seen
    assert second.name_fr not in seen
    assert scene.states() == {third.pk: EnrolmentState.ENROLLED}
    file.seek(0)
    said = recorded(browser, file)
    assert "2 changes recorded" in said.text
    assert scene.states() == {first.pk: EnrolmentState.ENROLLED, third.pk: EnrolmentState.WITHDRAWN}
    assert Entry.objects.filter(verb="session.nominated", facts__people=1).exists()
    file.seek(0)
    assert "Nothing changed" in browser.post(BACK, {"file": file}, follow=True).text


def test_beyond_the_seats_one_waits_as_for_any_nomination(as_user: Browser) -> None:
    scene = Scene(seats=1)
    browser = as_user(scene.commune)
    recorded(browser, answered(browser.get(scene.address).content, dict.fromkeys(scene.people[:2], "yes")))
    assert sorted(scene.states().values()) == [EnrolmentState.ENROLLED, EnrolmentState.WAITING]


def test_one_who_was_taken_elsewhere_meanwhile_keeps_all_from_being_nominated(scene: Scene, as_user: Browser) -> None:
    browser = as_user(scene.commune)
    data = browser.get(scene.address).content
    other = make_session(first_day=scene.session.starts_on, owner=scene.session.owner, place=scene.session.place)
    make_enrolment(other, person=scene.people[1], body=scene.council)
    refused = recorded(browser, answered(data, dict.fromkeys(scene.people[:2], "نعم")))
    assert refused.status_code == 422
    assert scene.people[1].name_fr in refused.text
    assert "Nothing was recorded" in refused.text
    assert scene.states() == {}


def test_a_nomination_by_form_is_undone_as_a_whole(scene: Scene, as_user: Browser) -> None:
    first, second, third = scene.people
    make_enrolment(scene.session, person=third, body=scene.council)
    browser = as_user(scene.commune)
    recorded(browser, answered(browser.get(scene.address).content, {first: "نعم", third: "لا"}))
    form = ReturnedForm.objects.get()
    undone = browser.post(reverse("documents:undo_form", args=[form.pk]), follow=True)
    assert "2 changes taken back" in undone.text
    standing = scene.session.enrolments.exclude(state=EnrolmentState.WITHDRAWN)
    assert [line.person for line in standing] == [third]
    assert second not in {line.person for line in scene.session.enrolments.all()}


def test_a_nomination_changed_since_is_not_undone(scene: Scene, as_user: Browser) -> None:
    browser = as_user(scene.commune)
    recorded(browser, answered(browser.get(scene.address).content, {scene.people[0]: "نعم"}))
    actions.withdraw(scene.session.enrolments.get(), by=None)
    refused = browser.post(reverse("documents:undo_form", args=[ReturnedForm.objects.get().pk]))
    assert refused.status_code == 422
    assert "was changed since" in refused.text


def test_a_session_given_up_meanwhile_takes_no_nomination(scene: Scene, as_user: Browser) -> None:
    browser = as_user(scene.commune)
    file = answered(browser.get(scene.address).content, {scene.people[0]: "نعم"})
    actions.cancel_session(scene.session, reason=WHY, by=None)
    refused = recorded(browser, file)
    assert refused.status_code == 422
    assert "this can no longer be done" in refused.text


@pytest.mark.parametrize(("cell", "value", "said"), [
    ("H2", "ربما", "is not in the list of this column"),
    ("D2", "Somebody Else", "the row was moved, or retyped"),
])  # fmt: skip
def test_what_is_no_answer_stops_the_form_with_its_row(
    scene: Scene, as_user: Browser, cell: str, value: str, said: str
) -> None:
    browser = as_user(scene.commune)
    refused = recorded(browser, answered(browser.get(scene.address).content, {}, **{cell: value}))
    assert refused.status_code == 422
    assert said in refused.text
    assert scene.states() == {}


def test_the_people_of_a_neighbour_are_neither_sent_nor_read_back(scene: Scene, as_user: Browser) -> None:
    file = answered(as_user(scene.commune).get(scene.address).content, {scene.people[0]: "نعم"})
    _person, council = make_member(make_commune(scene.session.place))
    actions.keep_seats(scene.session, {scene.council: 2, council: 2}, by=None)
    neighbour = as_user(user_as(Role.COMMUNE, body=council))
    assert neighbour.get(scene.address).status_code == 404
    refused = neighbour.post(BACK, {"file": file})
    assert refused.status_code == 422
    assert "not yours" in refused.text
    assert not ReturnedForm.objects.exists()


def test_whoever_lost_the_session_meanwhile_is_told_so(scene: Scene, as_user: Browser) -> None:
    file = store_file(b"x", name="x.xlsx", content_type=XLSX, owner=scene.council, by=scene.commune)
    facts = {"kind": "training.nominations_form", "about": f"0:{scene.council.pk}", "received_at": "2026-03-01T08:00Z"}
    form = ReturnedForm.objects.create(**facts, owner=scene.council, file=file, received_by=scene.commune)
    page = as_user(scene.commune).get(reverse("documents:returned", args=[form.pk]))
    assert page.status_code == 422
    assert "not yours" in page.text


def test_the_form_costs_the_same_for_one_person_and_for_three(
    as_user: Browser, django_assert_num_queries: Any, scene: Scene
) -> None:
    _person, council = make_member(make_commune(scene.session.place))
    browser = as_user(scene.officer)
    alone = reverse("training:nomination_form", args=[scene.session.pk, council.pk])
    browser.get(alone)
    with CaptureQueriesContext(connection) as one:
        browser.get(alone)
    cost = len(one)
    with django_assert_num_queries(cost):
        browser.get(scene.address)
