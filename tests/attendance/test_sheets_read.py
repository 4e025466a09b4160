"""The signed sheet comes back: prints are remembered, photographs read, doubts decided, marks written by the rules."""

import io
import random
from typing import Any
from unittest.mock import patch

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from takwin.accounts.models import User
from takwin.attendance import actions as ledger
from takwin.attendance.enums import PhotoState, Said, Source, Status
from takwin.attendance.models import Expected, Mark, Presence, Register, SheetBox, SheetLine, SheetPhoto, SheetRound
from takwin.attendance.papers import sheet
from takwin.attendance.scans import actions
from takwin.attendance.scans.merging import Turn, verdict
from takwin.attendance.scans.queries import code_of, missing_pages, page_at, weighed
from takwin.attendance.sync.enums import Why
from takwin.attendance.sync.models import Case
from takwin.documents.scans.ink import Ink
from takwin.rights.enums import Role
from tests.constraints import breaks
from tests.documents.photographed import pens
from tests.documents.photographed.phone import Shot, taken
from tests.documents.samples import PEOPLE
from tests.factories.attendance import make_expected, make_register
from tests.factories.directory import make_region
from tests.factories.people import make_person
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> Register:
    return make_register(days=1, place=make_region())


@pytest.fixture
def lines(register: Register) -> list[Expected]:
    return [make_expected(register, make_person(name_ar=name)) for name, *_rest in PEOPLE[:3]]


@pytest.fixture
def officer(register: Register) -> User:
    return officer_of(register.place)


def photo_of(register: Register, officer: User, **inks: tuple[Ink, float]) -> SheetPhoto:
    """A photograph as if it had been read: the ink of each box by ``r<row>c<column>``."""
    printed = actions.remember_print(register, by=officer)
    stored = actions.store_file(b"photo %d" % SheetPhoto.objects.count(), name="a.jpg", content_type="image/jpeg",
                                owner=register.owner, by=officer)  # fmt: skip
    photo = SheetPhoto.objects.create(
        register=register, file=stored, flat=stored, state="read", sheet=printed, page=1,
        received_at=printed.printed_at, received_by=officer,
    )  # fmt: skip
    persons = list(printed.lines.values_list("person", flat=True))
    for row, person in enumerate([*persons, None], 1):
        for column, half in enumerate(printed.columns, 1):
            ink, sure = inks.get(f"r{row}c{column}", (Ink.NONE, 1.0))
            SheetBox.objects.create(photo=photo, row=row, column=column, person_id=person, day=half.day,
                                    part=half.part, ink=ink, sure=sure)  # fmt: skip
    return photo


def person_at(photo: SheetPhoto, row: int) -> int:
    return int(photo.sheet.lines.get(number=row).person_id)


def test_the_same_roll_prints_the_same_round_and_another_roll_another(
    register: Register, lines: list[Expected], officer: User
) -> None:
    first = actions.remember_print(register, by=officer)
    assert actions.remember_print(register, by=officer) == first
    make_expected(register)
    second = actions.remember_print(register, by=officer)
    assert (first.number, second.number) == (1, 2)
    assert first.lines.count() == 3


def test_a_code_names_its_print_and_page(register: Register, lines: list[Expected], officer: User) -> None:
    printed = actions.remember_print(register, by=officer)
    assert page_at(register, f"TKW1/{code_of(printed)}/1", officer) == (printed, 1)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "does not say which print"),
        ("https://example.org/1", "does not say which print"),
        ("TKW1/TKW-ATT-REG/x", "does not say which print"),
        ("TKW1/TKW-ATT-OTHER-1/1", "sheet of another session"),
        ("TKW1/TKW-ATT-{}-7/1", "not known here"),
        ("TKW1/TKW-ATT-{}-1/9", "not known here"),
        ("TKW1/TKW-ATT-{}-1/0", "not known here"),
    ],
)
def test_a_code_of_something_else_is_said_in_words(
    register: Register, lines: list[Expected], officer: User, code: str, sentence: str
) -> None:
    actions.remember_print(register, by=officer)
    with pytest.raises(ValidationError, match=sentence):
        page_at(register, code.format(register.reference), officer)


def test_a_sheet_of_another_session_is_named_only_to_who_may_see_it(register: Register, officer: User) -> None:
    mine, foreign = make_register(place=register.place, title="Budget"), make_register(place=make_region(), title="Far")
    for other, named in ((mine, True), (foreign, False)):
        with pytest.raises(ValidationError) as refusal:
            page_at(register, f"TKW1/TKW-ATT-{other.reference}-1/1", officer)
        assert (other.title in refusal.value.messages[0]) is named


def test_a_sheet_whose_days_moved_since_is_not_read(register: Register, lines: list[Expected], officer: User) -> None:
    code = f"TKW1/{code_of(actions.remember_print(register, by=officer))}/1"
    half = register.half_days.first()
    half.day = half.day.replace(year=2025)
    half.save()
    with pytest.raises(ValidationError, match="were moved"):
        page_at(register, code, officer)


RULES = [
    # ink, doubtful, in the roll, said by a person, sealed: turn
    (Ink.HAND, False, "", "", False, Turn.WRITE),
    (Ink.HAND, True, "", "", False, Turn.ASK),
    (Ink.HAND, True, "present", "", False, Turn.NOTHING),
    (Ink.HAND, False, "late", "", False, Turn.NOTHING),
    (Ink.HAND, False, "absent", "", False, Turn.ASK),
    (Ink.HAND, False, "absent", "present", False, Turn.WRITE),
    (Ink.HAND, False, "absent", "", True, Turn.CASE),
    (Ink.HAND, False, "absent", "nothing", True, Turn.NOTHING),
    (Ink.STRUCK, False, "", "", False, Turn.WRITE),
    (Ink.STRUCK, False, "excused", "", False, Turn.NOTHING),
    (Ink.STRUCK, False, "present", "", False, Turn.ASK),
    (Ink.NONE, False, "present", "", False, Turn.NOTHING),
    (Ink.NONE, False, "present", "", True, Turn.NOTHING),
    (Ink.NONE, True, "", "", False, Turn.ASK),
    (Ink.NONE, True, "absent", "", True, Turn.NOTHING),
]


@pytest.mark.parametrize(("ink", "doubtful", "now", "said", "sealed", "turn"), RULES)
def test_what_paper_brings_follows_the_written_rules(
    ink: Ink, doubtful: bool, now: str, said: str, sealed: bool, turn: Turn
) -> None:
    assert verdict(ink, doubtful=doubtful, now=now, said=said, sealed=sealed).turn is turn


def test_recording_writes_first_words_with_their_source(
    register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0), r2c1=(Ink.STRUCK, 1.0))
    actions.record_photo(photo, by=officer)
    marks = Mark.objects.filter(register=register).values_list("person", "status", "source")
    assert set(marks) == {
        (person_at(photo, 1), Status.PRESENT, Source.SHEET),
        (person_at(photo, 2), Status.ABSENT, Source.SHEET),
    }


def test_nothing_is_recorded_while_a_question_waits(register: Register, lines: list[Expected], officer: User) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 0.5))
    with pytest.raises(ValidationError, match="wait for your word"):
        actions.record_photo(photo, by=officer)
    actions.decide(photo.boxes.get(row=1, column=1), Said.NOTHING, by=officer)
    actions.record_photo(photo, by=officer)
    assert not Mark.objects.exists()


def test_what_a_person_decides_against_the_roll_is_a_counter_entry(
    register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0))
    half = register.half_days.first()
    ledger.mark(half, person_at(photo, 1), Status.ABSENT, by=officer)
    actions.decide(photo.boxes.get(row=1, column=1), Said.PRESENT, by=officer)
    actions.record_photo(photo, by=officer)
    last = Mark.objects.latest("pk")
    assert (last.status, last.source) == (Status.PRESENT, Source.CORRECTION)
    assert last.reason
    assert Presence.objects.get(register=register, person=person_at(photo, 1)).status == Status.PRESENT


def test_after_the_seal_paper_opens_a_case_and_changes_nothing(
    register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0))
    ledger.seal(register.half_days.first(), by=officer)
    actions.record_photo(photo, by=officer)
    case = Case.objects.get(register=register)
    assert (case.why, case.status, case.person_id) == (Why.SEALED, Status.PRESENT, person_at(photo, 1))
    assert Presence.objects.get(register=register, person=person_at(photo, 1), part="1").status == Status.ABSENT


def test_someone_taken_off_the_roll_since_becomes_a_case(
    register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0))
    register.expected.filter(person=person_at(photo, 1)).delete()
    actions.record_photo(photo, by=officer)
    assert Case.objects.get(register=register).why == Why.NOT_INVITED


def test_a_sheet_is_recorded_once(register: Register, lines: list[Expected], officer: User) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 1.0))
    actions.record_photo(photo, by=officer)
    with pytest.raises(ValidationError, match="already recorded"):
        actions.record_photo(photo, by=officer)
    with pytest.raises(ValidationError, match="already recorded"):
        actions.decide(photo.boxes.first(), Said.ABSENT, by=officer)


def test_pages_not_photographed_yet_are_named(register: Register, officer: User) -> None:
    for _n in range(17):
        make_expected(register)
    assert missing_pages(register) == []
    photo_of(register, officer)
    assert missing_pages(register) == [2]


def signed_sheet(register: Register, officer: User, signed: str = "1:1") -> bytes:
    """The register's own sheet, printed, signed in one box and photographed."""
    pdf = sheet(actions.remember_print(register, by=officer))
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=8 * 25.4 / 72).to_pil().convert("RGB")
    rng, paper = random.Random(1), pens.Sheet(page)
    paper.strokes(
        pens.arabic_like(actions.form_of(actions.PAPER).boxes[signed], rng), pens.Pen((20, 25, 90), 0.6, 0.9), rng
    )
    return taken(paper.page, Shot(2000, 0.3), rng)


@pytest.mark.slow
def test_a_photo_of_ones_own_sheet_is_read_to_the_ledger(
    as_user: Any, register: Register, lines: list[Expected], officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    browser: Client = as_user(officer)
    data = signed_sheet(register, officer)
    with django_capture_on_commit_callbacks(execute=False):
        browser.post(reverse("attendance:photos", args=[register.pk]), {"file": _file(data)})
    photo = actions.read_photo(SheetPhoto.objects.get(), by=officer)
    assert photo.state == PhotoState.READ
    page = browser.get(photo.get_absolute_url())
    assert page.status_code == 200
    crop = browser.get(reverse("attendance:crop", args=[photo.boxes.first().pk]))
    assert Image.open(io.BytesIO(crop.content)).size == (183, 106)
    proof = browser.get(reverse("attendance:photo_file", args=[photo.pk]))
    assert b"".join(proof.streaming_content) == data
    browser.post(reverse("attendance:record_photo", args=[photo.pk]))
    assert Mark.objects.get().person_id == person_at(photo, 1)


@pytest.mark.slow
def test_a_photo_of_another_sessions_sheet_is_kept_and_said(register: Register, officer: User) -> None:
    other = make_register(days=1, place=register.place, title="Budget")
    make_expected(other)
    with patch("takwin.attendance.scans.actions.later"):
        photo = actions.receive_photo(register, signed_sheet(other, officer), name="x.jpg", by=officer)
    photo = actions.read_photo(photo, by=officer)
    assert (photo.state, "Budget" in photo.refusal) == (PhotoState.REFUSED, True)
    assert photo.file.sha256


def _file(data: bytes, name: str = "photo.jpg") -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 1200), 30).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_the_same_photo_twice_is_refused_in_words(as_user: Any, register: Register, officer: User) -> None:
    browser, data = as_user(officer), _jpeg()
    address = reverse("attendance:photos", args=[register.pk])
    assert browser.post(address, {"file": _file(data)}).status_code == 302
    again = browser.post(address, {"file": _file(data)})
    assert again.status_code == 422
    assert "already sent" in again.content.decode()
    assert SheetPhoto.objects.count() == 1


def test_a_photo_that_shows_no_sheet_is_kept_with_its_sentence(register: Register, officer: User) -> None:
    with patch("takwin.attendance.scans.actions.later"):
        photo = actions.receive_photo(register, _jpeg(), name="x.jpg", by=officer)
    photo = actions.read_photo(photo, by=officer)
    assert photo.state == PhotoState.REFUSED
    assert "No attendance sheet is seen" in photo.refusal


def test_what_is_no_photo_is_refused_at_its_field(as_user: Any, register: Register, officer: User) -> None:
    answer = as_user(officer).post(reverse("attendance:photos", args=[register.pk]), {"file": _file(b"%PDF-1.7")})
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert not SheetPhoto.objects.exists()


def test_one_tap_decides_a_box(as_user: Any, register: Register, lines: list[Expected], officer: User) -> None:
    photo = photo_of(register, officer, r1c1=(Ink.HAND, 0.5))
    box = photo.boxes.get(row=1, column=1)
    as_user(officer).post(reverse("attendance:decide_box", args=[box.pk]), {"said": "present"})
    box.refresh_from_db()
    assert (box.said, box.said_by) == (Said.PRESENT, officer)
    assert weighed(photo)[0].verdict.turn is Turn.WRITE


def test_a_neighbour_sees_no_photo_and_no_box(
    as_user: Any, register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer)
    box, browser = photo.boxes.first(), as_user(officer_of(make_region(), Role.REGION_OFFICER))
    for name, pk in (("photos", register.pk), ("photo", photo.pk), ("photo_file", photo.pk), ("crop", box.pk)):
        assert browser.get(reverse(f"attendance:{name}", args=[pk])).status_code == 404
    assert browser.post(reverse("attendance:decide_box", args=[box.pk]), {"said": "present"}).status_code == 404
    assert browser.post(reverse("attendance:record_photo", args=[photo.pk])).status_code == 404


def test_the_database_keeps_prints_photos_and_boxes_whole(
    register: Register, lines: list[Expected], officer: User
) -> None:
    photo = photo_of(register, officer)
    printed, box = photo.sheet, photo.boxes.first()
    with breaks(SheetRound, "sheet_round_once"):
        SheetRound.objects.create(register=register, number=1, half_days=[], printed_at=printed.printed_at)
    with breaks(SheetLine, "sheet_line_once"):
        SheetLine.objects.create(sheet=printed, number=1, person=lines[0].person)
    with breaks(SheetPhoto, "sheet_photo_once"):
        SheetPhoto.objects.create(register=register, file=photo.file, received_at=photo.received_at)
    with breaks(SheetPhoto, "sheet_photo_page_known_when_read"):
        SheetPhoto.objects.filter(pk=photo.pk).update(page=None)
    with breaks(SheetPhoto, "sheet_photo_recorded_at_matches_state"):
        SheetPhoto.objects.filter(pk=photo.pk).update(recorded_at=photo.received_at)
    with breaks(SheetBox, "sheet_box_once"):
        SheetBox.objects.create(photo=photo, row=1, column=1, day=box.day, part="1", ink="none", sure=1)
    with breaks(SheetBox, "sheet_box_sure_is_a_share"):
        SheetBox.objects.filter(pk=box.pk).update(sure=2)
    with breaks(SheetBox, "sheet_box_said_by_someone"):
        SheetBox.objects.filter(pk=box.pk).update(said=Said.PRESENT)
