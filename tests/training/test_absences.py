"""The councils of those absent without excuse are written to, once, and again when presence is corrected since."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance.actions import correct_presence
from takwin.attendance.enums import Status
from takwin.attendance.models import Presence
from takwin.certificates.dossiers.pieces import papers_of
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.journal.models import Entry
from takwin.letters.models import Letter
from takwin.rights.enums import Role
from takwin.training.absences import shown
from takwin.training.absences.actions import write_to_absent
from takwin.training.absences.queries import absences_of
from takwin.training.enums import Reply, SessionState
from takwin.training.models import AbsenceLetter, Enrolment, TrainingSession
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_session, next_tuesday
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def said(line: Enrolment, *statuses: str) -> Enrolment:
    """What the sealed half-days say of a person, in order; nothing where ""."""
    for half, status in zip(line.session.register.half_days.order_by("day", "part"), statuses, strict=False):
        if status:
            Presence.objects.create(
                register=line.session.register, person=line.person, body=line.body, day=half.day, part=half.part,
                status=status, marked_at=clock.now(),
            )  # fmt: skip
    return line


def closed(session: TrainingSession) -> TrainingSession:
    TrainingSession.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
    return TrainingSession.objects.get(pk=session.pk)


def council(session: TrainingSession) -> Body:
    return make_body(BodyKind.COMMUNE, make_commune(session.place))


@pytest.fixture
def session() -> TrainingSession:
    """Held: two absent of one council and one of another; a third council has only excused, present and guests."""
    session = make_session(first_day=next_tuesday(-3), state="confirmed")
    make_body(BodyKind.STATE, session.place)
    one, other, third = council(session), council(session), council(session)
    absent, present, excused = Status.ABSENT, Status.PRESENT, Status.EXCUSED
    said(make_enrolment(session, body=one), absent, absent, absent, absent)
    said(make_enrolment(session, body=one), present, present, absent)
    said(make_enrolment(session, body=other), absent, absent)
    said(make_enrolment(session, body=third), present, present, present, present)
    said(make_enrolment(session, body=third), excused, excused)
    answered = said(make_enrolment(session, body=third), absent, absent)
    guest = said(make_enrolment(session, body=third), absent, present)
    Enrolment.objects.filter(pk=answered.pk).update(reply=Reply.EXCUSED)
    Enrolment.objects.filter(pk=guest.pk).update(walk_in=True)
    return closed(session)


@pytest.fixture
def officer(session: TrainingSession) -> User:
    return user_as(Role.REGION_OFFICER, session.owner.place)


def text_of(paper: Paper) -> str:
    return str(paper.facts["paragraphs"])


def correct(line: Enrolment, status: str, by: User) -> None:
    for half in line.session.register.half_days.all():
        correct_presence(half, line.person, status, reason="شهادة طبية", by=by)


def test_each_council_gets_one_numbered_letter_that_names_its_absent_and_nobody_else(
    session: TrainingSession, officer: User
) -> None:
    assert write_to_absent(session, by=officer) == 2
    letters = list(AbsenceLetter.objects.order_by("pk"))
    assert sorted(len(one.told) for one in letters) == [1, 2]
    for one in letters:
        paper = one.letter.paper
        assert (paper.kind, one.letter.body) == (PaperKind.ABSENCE_LETTER, one.body)
        assert paper.facts["letter"]["through"].startswith("السيد ")
        assert f"وعددهم {len(one.told)}" in text_of(paper)
        named = Enrolment.objects.filter(pk__in=one.told).select_related("person")
        assert all(line.person.name_ar in text_of(paper) for line in named)
    entry = Entry.objects.get(verb="session.absent_told")
    assert entry.facts == {"letters": 2, "people": 3, "replaced": 0}


def test_written_once(session: TrainingSession, officer: User) -> None:
    write_to_absent(session, by=officer)
    with pytest.raises(ValidationError, match="nobody left to write to"):
        write_to_absent(session, by=officer)
    assert Letter.objects.count() == 2


def test_a_session_not_closed_is_refused(officer: User) -> None:
    with pytest.raises(ValidationError, match="once the session is closed"):
        write_to_absent(make_session(state="confirmed"), by=officer)


def test_a_presence_corrected_since_replaces_the_letter_then_takes_it_back(
    session: TrainingSession, officer: User
) -> None:
    write_to_absent(session, by=officer)
    first = next(one for one in AbsenceLetter.objects.all() if len(one.told) == 2)
    one, other = Enrolment.objects.filter(pk__in=first.told).order_by("pk")
    correct(one, Status.EXCUSED, officer)
    (waiting,) = shown.waiting(officer)
    assert "corrected" in waiting.detail
    assert write_to_absent(session, by=officer) == 1
    second = AbsenceLetter.objects.get(body=first.body, rank=2)
    first.letter.paper.refresh_from_db()
    assert first.letter.paper.cancelled_at
    assert list(second.told) == [str(other.pk)]
    assert first.letter.paper.reference in text_of(second.letter.paper)
    correct(other, Status.PRESENT, officer)
    assert write_to_absent(session, by=officer) == 1
    third = AbsenceLetter.objects.get(body=first.body, rank=3)
    assert third.told == {}
    assert "لاغية" in text_of(third.letter.paper)
    assert list(shown.waiting(officer)) == []


def test_the_letter_offers_the_sessions_that_keep_a_seat_for_the_council_its_own_topic_first(
    session: TrainingSession, officer: User
) -> None:
    facts = {"owner": session.owner, "place": session.place}
    make_session(state="confirmed", **facts)
    again = make_session(state="confirmed", first_day=next_tuesday(9), topic=session.topic, **facts)
    full = make_session(state="confirmed", first_day=next_tuesday(12), seats=1, **facts)
    make_enrolment(full)
    write_to_absent(session, by=officer)
    tables = [it for it in Paper.objects.latest("pk").facts["paragraphs"] if isinstance(it, dict)]
    offered = [row[0] for row in tables[1]["rows"]]
    assert (offered[0], len(offered)) == (again.topic.name_ar, 2)
    assert full.topic.name_ar not in offered


def test_the_page_shows_and_writes_and_prints_and_a_council_reads_only_its_own(
    session: TrainingSession, officer: User, as_user: Browser
) -> None:
    browser, page = as_user(officer), session.get_absolute_url()
    write, letters = (reverse(f"training:{name}", args=[session.pk]) for name in ("write_to_absent", "absence_letters"))
    assert browser.get(letters).status_code == 404
    assert "Write 2 letters" in browser.get(page).content.decode()
    assert browser.post(write).status_code == 302
    seen = browser.get(page).content.decode()
    assert "Write 2 letters" not in seen
    assert browser.get(letters).content.startswith(b"%PDF")
    own, other = AbsenceLetter.objects.order_by("pk")
    commune = as_user(user_as(Role.COMMUNE, body=own.body))
    mine = commune.get(page).content.decode()
    assert own.letter.paper.reference in mine
    assert other.letter.paper.reference not in mine
    assert commune.get(reverse("training:letter", args=[own.letter_id])).status_code == 200
    assert commune.get(reverse("training:letter", args=[other.letter_id])).status_code == 404
    assert commune.post(write).status_code == 403
    stranger = as_user(user_as(Role.REGION_OFFICER, make_region()))
    assert (stranger.post(write).status_code, stranger.get(letters).status_code) == (404, 404)


def test_the_dossier_holds_the_letters(session: TrainingSession, officer: User) -> None:
    write_to_absent(session, by=officer)
    assert {paper.kind for paper in papers_of(session)} == {PaperKind.ABSENCE_LETTER}


def test_the_absent_of_one_session_cost_as_many_queries_as_of_three(
    session: TrainingSession, django_assert_num_queries: Callable[..., Any]
) -> None:
    others = []
    for _n in range(2):
        more = make_session(state="confirmed")
        said(make_enrolment(more), Status.ABSENT)
        others.append(closed(more))
    for sessions in ([session], [session, *others]):
        with django_assert_num_queries(3):
            absences_of(sessions)


def test_a_council_has_one_letter_of_each_rank(session: TrainingSession, officer: User) -> None:
    write_to_absent(session, by=officer)
    one, other = AbsenceLetter.objects.all()
    with breaks(AbsenceLetter, "absence_letter_rank_once"):
        AbsenceLetter.objects.filter(pk=other.pk).update(body=one.body)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_write_once() -> None:
    session = make_session(first_day=next_tuesday(-3), state="confirmed")
    make_body(BodyKind.STATE, session.place)
    said(make_enrolment(session), Status.ABSENT)
    officer, found = make_user(), closed(session)
    done = at_once(*[lambda: write_to_absent(found, by=officer)] * 2)
    assert len(refusals(done)) == 1
    assert AbsenceLetter.objects.count() == 1
