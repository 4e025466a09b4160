"""Beside the letter: short messages and e-mails with a calendar, each sent once, then only what changed."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from takwin.attendance.tokens import read_token
from takwin.core import clock
from takwin.core.later import Job, run
from takwin.core.points import Point
from takwin.directory.actions import locate_room
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.letters.actions import enter
from takwin.letters.codes import all_to_hand_over
from takwin.letters.gateways import GatewayError
from takwin.letters.models import Channel, PersonalLink, Purpose, Sending
from takwin.people.models import Person
from takwin.rights.enums import Role
from takwin.territory.ways import way_to
from takwin.training import actions
from takwin.training.actions.telling import to_tell
from takwin.training.messages import message_for, said_of
from takwin.training.models import Convocation, TrainingSession
from takwin.training.papers import located_rooms, session_facts
from takwin.training.shown import channels_of
from tests.factories.directory import make_body, make_region
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_member, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PHONE = "+212661234567"


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.SMS_GATEWAY = "takwin.letters.gateways.File"
    settings.SMS_FILE = tmp_path / "messages.jsonl"
    return Path(settings.SMS_FILE)


@pytest.fixture
def session() -> TrainingSession:
    """One person with a phone and an address, one with neither; both convened."""
    session = make_session()
    make_body(BodyKind.STATE, session.place)
    person, body = make_member(body=make_body(BodyKind.COMMUNE, session.place))
    Person.objects.filter(pk=person.pk).update(phone=PHONE, email="naima@example.ma")
    make_enrolment(session, person=person, body=body)
    make_enrolment(session)
    actions.send_convocations(actions.confirm_session(teach(session), by=None), by=None)
    return session


def sent(outbox: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in outbox.read_text().splitlines()] if outbox.exists() else []


def calendar_of(message: Any) -> bytes:
    (attached,) = message.attachments
    content: bytes | str = attached[1]
    return content if isinstance(content, bytes) else content.encode()


def move_the_hours(session: TrainingSession) -> None:
    half = session.register.half_days.earliest("day", "part")
    half.starts_at, half.ends_at = dt.time(10, 15), dt.time(12, 45)
    half.save()


def test_a_short_message_says_all_in_both_languages_and_opens_the_page(session: TrainingSession, outbox: Path) -> None:
    assert actions.tell_by(session, Channel.PHONE, by=None) == 1
    (message,) = sent(outbox)
    link = PersonalLink.objects.get(person__phone=PHONE)
    assert message["to"] == PHONE
    arabic, french = message["text"].splitlines()
    assert session.topic.name_ar in arabic
    assert session.topic.name_fr in french
    assert f"/p/{link.token}/" in french
    assert enter(link, french.rpartition(": ")[2]) == link


def test_a_message_leaves_once_by_each_channel_and_is_recorded_without_its_words(
    session: TrainingSession, outbox: Path
) -> None:
    actions.tell_by(session, Channel.PHONE, by=None)
    assert actions.tell_by(session, Channel.PHONE, by=None) == 0
    assert actions.tell_by(session, Channel.EMAIL, by=None) == 1
    assert len(sent(outbox)) == 1
    assert sorted(Sending.objects.values_list("channel", "purpose")) == [("email", "convene"), ("phone", "convene")]
    told = Entry.objects.filter(verb="letter.told").order_by("pk").first()
    assert told is not None
    assert PHONE not in str(told.facts)


def failed_in(session: TrainingSession) -> int:
    """How many the page of messages says could not be reached by phone."""
    now, rooms = said_of(session), located_rooms(session)
    counts = channels_of([message_for(one, now, rooms) for one in to_tell(session)])
    return next(one.failed for one in counts if one.channel == Channel.PHONE)


def test_what_the_gateway_refuses_is_kept_and_sent_again(
    session: TrainingSession, outbox: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_said: str) -> None:
        raise GatewayError("no credit left")

    monkeypatch.setattr("takwin.letters.gateways.File.send", refuse)
    assert actions.tell_by(session, Channel.PHONE, by=None) == 0
    assert Sending.objects.get().error == "no credit left"
    assert failed_in(session) == 1
    monkeypatch.undo()
    assert actions.tell_by(session, Channel.PHONE, by=None) == 1
    assert Sending.objects.filter(error="").count() == 1
    assert failed_in(session) == 0


def test_what_went_before_a_change_is_not_said_to_have_failed_after_it(session: TrainingSession, outbox: Path) -> None:
    actions.tell_by(session, Channel.PHONE, by=None)
    move_the_hours(session)
    assert failed_in(session) == 0
    actions.note_changes(session, by=None)
    assert failed_in(session) == 0


def test_a_gateway_that_breaks_in_an_unforeseen_way_keeps_nobody_waiting(
    session: TrainingSession, settings: Any
) -> None:
    settings.SMS_GATEWAY, settings.SMS_FILE = "takwin.letters.gateways.File", Path("/nowhere/at/all")
    assert actions.tell_by(session, Channel.PHONE, by=None) == 0
    assert "nowhere" in Sending.objects.get().error


def test_nothing_is_locked_while_a_message_leaves_and_two_works_send_it_once(
    session: TrainingSession, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is about to leave is noted first: whoever asks meanwhile finds it, and a slow server holds nobody up."""
    meanwhile: list[Any] = []

    def send(_self: Any, _to: str, _text: str) -> None:
        meanwhile.append((Sending.objects.get().answered_at, actions.tell_by(session, Channel.PHONE, by=None)))

    monkeypatch.setattr("takwin.letters.gateways.File.send", send)
    assert actions.tell_by(session, Channel.PHONE, by=None) == 1
    assert meanwhile == [(None, 0)]
    assert Sending.objects.get().answered_at is not None


@pytest.mark.django_db(transaction=True)
def test_the_message_leaves_outside_any_transaction(
    session: TrainingSession, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []
    monkeypatch.setattr("takwin.letters.gateways.File.send", lambda *_said: inside.append(connection.in_atomic_block))
    actions.tell_by(session, Channel.PHONE, by=None)
    assert inside == [False]


def test_what_broke_off_before_its_answer_is_sent_again_a_little_later(
    session: TrainingSession, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_said: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("takwin.letters.gateways.File.send", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.tell_by(session, Channel.PHONE, by=None)
    monkeypatch.undo()
    assert actions.tell_by(session, Channel.PHONE, by=None) == 0
    Sending.objects.update(sent_at=clock.now() - dt.timedelta(minutes=6))
    assert actions.tell_by(session, Channel.PHONE, by=None) == 1
    assert (Sending.objects.count(), len(sent(outbox))) == (1, 1)


@pytest.mark.parametrize("named", ["", "takwin.letters.gateways.Console"])
def test_without_an_operator_no_short_message_is_offered_nor_written_in_a_log(
    as_user: Browser, session: TrainingSession, settings: Any, caplog: pytest.LogCaptureFixture, named: str
) -> None:
    settings.SMS_GATEWAY = named
    officer = as_user(user_as(Role.REGION_OFFICER, session.owner.place))
    page = officer.get(reverse("training:tell", args=[session.pk]))
    assert [one.channel for one in page.context["channels"]] == [Channel.EMAIL]
    assert officer.post(reverse("training:send", args=[session.pk]), {"channel": "phone"}).status_code == 404
    assert actions.tell_by(session, Channel.PHONE, by=None) == 0
    assert Sending.objects.get().error == "No operator of short messages is set up."
    assert PHONE not in caplog.text


def test_where_one_develops_the_console_takes_short_messages(
    session: TrainingSession, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG, settings.SMS_GATEWAY = True, "takwin.letters.gateways.Console"
    assert actions.tell_by(session, Channel.PHONE, by=None) == 1
    assert PHONE in caplog.text


def test_nobody_else_reads_the_file_of_messages(session: TrainingSession, outbox: Path) -> None:
    actions.tell_by(session, Channel.PHONE, by=None)
    assert outbox.stat().st_mode & 0o777 == 0o600


def test_a_change_resends_only_the_difference(session: TrainingSession, outbox: Path) -> None:
    actions.tell_by(session, Channel.PHONE, by=None)
    move_the_hours(session)
    assert actions.tell_by(session, Channel.PHONE, by=None) == 1
    whole, change = (message["text"] for message in sent(outbox))
    assert "10:15" in change
    assert "10:15" not in whole
    assert session.place.name_fr not in change.partition("Changement")[2].replace(session.topic.name_fr, "")
    assert actions.tell_by(session, Channel.PHONE, by=None) == 0
    assert set(Convocation.objects.values_list("changes", flat=True)) == {1}


def test_the_calendar_is_one_event_for_two_parsers_and_follows_change_and_cancellation(
    session: TrainingSession, django_capture_on_commit_callbacks: Any
) -> None:
    actions.tell_by(session, Channel.EMAIL, by=None)
    move_the_hours(session)
    actions.tell_by(session, Channel.EMAIL, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel_session(session, reason="strike", by=None)
    read = [Calendar.from_ical(calendar_of(message)) for message in mail.outbox]
    again = [vobject.readOne(calendar_of(message).decode()) for message in mail.outbox]
    events = [calendar.walk("VEVENT") for calendar in read]
    assert [len(several) for several in events] == [1, 1, 1]
    assert len({str(event["UID"]) for (event,) in events}) == 1
    sequences = [int(event["SEQUENCE"]) for (event,) in events]
    assert sequences == sorted(set(sequences))
    assert [str(calendar["METHOD"]) for calendar in read] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [one.method.value for one in again] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [one.vevent.uid.value for one in again] == [str(event["UID"]) for (event,) in events]
    assert [int(one.vevent.sequence.value) for one in again] == sequences
    assert [one.vevent.dtstart.value for one in again] == [event["DTSTART"].dt for (event,) in events]
    assert again[-1].vevent.status.value == "CANCELLED"


def test_new_days_are_told_by_the_channels_that_convened(
    session: TrainingSession, outbox: Path, django_capture_on_commit_callbacks: Any
) -> None:
    actions.tell_by(session, Channel.PHONE, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        actions.postpone_session(session, first_day=next_tuesday(8), reason="strike", motive="asked", by=None)
    assert len(sent(outbox)) == 2
    assert not mail.outbox


def test_whatsapp_is_pasted_by_hand_and_noted_once(session: TrainingSession) -> None:
    convocation = Convocation.objects.select_related("letter__paper", "enrolment__session").earliest("pk")
    officer = user_as(Role.REGION_OFFICER, session.owner.place)
    assert actions.note_pasted(convocation, by=officer) is not None
    assert actions.note_pasted(convocation, by=officer) is None
    assert Sending.objects.get().channel == Channel.WHATSAPP
    with pytest.raises(ValidationError, match="by phone or by e-mail"):
        actions.tell_by(session, Channel.WHATSAPP, by=None)


def test_the_page_counts_whom_each_channel_reaches_and_has_the_words_ready(
    as_user: Browser, session: TrainingSession, outbox: Path, django_capture_on_commit_callbacks: Any
) -> None:
    officer = as_user(user_as(Role.REGION_OFFICER, session.owner.place))
    address = reverse("training:tell", args=[session.pk])
    page = officer.get(address)
    assert [(one.reached, one.told) for one in page.context["channels"]] == [(1, 0), (1, 0)]
    assert page.content.decode().count("<textarea") == 2
    assert page.content.decode().count("https://wa.me/212661234567?text=") == 1
    send = reverse("training:send", args=[session.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post(send, {"channel": "phone"}).status_code == 302
    assert len(sent(outbox)) == 1
    assert officer.post(send, {"channel": "pigeon"}).status_code == 404
    pasted = reverse("training:pasted", args=[Convocation.objects.earliest("pk").pk])
    assert officer.post(pasted).status_code == 302
    move_the_hours(session)
    assert officer.get(address).context["changed"] == 2
    officer.post(reverse("training:note_changes", args=[session.pk]))
    assert officer.get(address).context["changed"] == 0


def test_a_council_reads_its_own_messages_sends_none_by_itself_and_a_neighbour_reads_none(
    as_user: Browser, session: TrainingSession
) -> None:
    own = Convocation.objects.select_related("enrolment__body").earliest("pk")
    commune = as_user(user_as(Role.COMMUNE, body=own.enrolment.body))
    address = reverse("training:tell", args=[session.pk])
    assert commune.get(address).content.decode().count("<textarea") == 1
    assert commune.post(reverse("training:send", args=[session.pk]), {"channel": "phone"}).status_code == 403
    stranger = as_user(user_as(Role.REGION_OFFICER, make_region()))
    assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("training:pasted", args=[own.pk])).status_code == 404


def test_the_work_is_followed_and_done_again_sends_nothing(session: TrainingSession, outbox: Path) -> None:
    arguments = {"session": {"model": "training.TrainingSession", "pk": session.pk}, "channel": "phone", "by": None}
    for _again in range(2):
        job = Job.objects.create(action="takwin.training.actions.telling.tell_by", arguments=arguments)
        run.func(job.pk)
        job.refresh_from_db()
        assert (job.done, job.total) == (1, 1)
    assert len(sent(outbox)) == 1


def test_the_square_of_a_convocation_is_judged_without_a_network_and_keeps_the_code_printable(
    session: TrainingSession,
) -> None:
    convocation = Convocation.objects.select_related("letter__paper", "enrolment").earliest("pk")
    invited = read_token(convocation.letter.paper.facts["qr"]["text"])
    assert (invited.register, invited.person) == (session.register_id, convocation.enrolment.person_id)
    (paper,) = all_to_hand_over([convocation.letter])
    assert paper.facts["reply"]["code"].isdecimal()


def test_who_has_no_name_in_arabic_is_convened_in_french() -> None:
    session = make_session()
    make_body(BodyKind.STATE, session.place)
    person, body = make_member(body=make_body(BodyKind.COMMUNE, session.place))
    Person.objects.filter(pk=person.pk).update(name_ar="")
    make_enrolment(session, person=person, body=body)
    actions.send_convocations(actions.confirm_session(teach(session), by=None), by=None)
    paper = Convocation.objects.get().letter.paper
    assert (paper.language, paper.facts["letter"]["subject"]) == ("fr", "Convocation à une session de formation")
    assert Purpose.CONVENE.label


def test_the_letter_the_message_and_the_calendar_lead_to_a_room_that_is_on_the_map(
    session: TrainingSession, outbox: Path
) -> None:
    """Also when it was put there after people were convened: nobody is told of a change for it."""
    room = session.slots.earliest("pk").room
    assert room
    locate_room(room, Point(Decimal("33.52847"), Decimal("-5.10953")), by=None)
    actions.tell_by(session, Channel.PHONE, by=None)
    actions.tell_by(session, Channel.EMAIL, by=None)
    assert sent(outbox)[0]["text"].splitlines()[-1] == f"الطريق / Itinéraire : {way_to(room)}"
    assert not Convocation.objects.exclude(changes=0).exists()
    (event,) = Calendar.from_ical(calendar_of(mail.outbox[0])).walk("VEVENT")
    assert event["geo"].to_ical() == "33.52847;-5.10953"
    assert way_to(room) in event["description"]
    assert session_facts(session)["ways"] == [way_to(room)]
    locate_room(room, None, by=None)
    assert session_facts(session)["ways"] == []
