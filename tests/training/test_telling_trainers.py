"""A trainer is told of his half-days in his language and by the channels of the convened; then only what changed."""

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
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from takwin.core import clock
from takwin.core.points import Point
from takwin.directory.actions import locate_room
from takwin.journal.models import Entry
from takwin.letters.actions import enter, open_personal_link
from takwin.letters.codes import HIDDEN, code_of
from takwin.letters.models import Channel, Letter, PersonalLink, Sending
from takwin.people.models import Person
from takwin.rights.enums import Role
from takwin.territory.ways import way_to
from takwin.training.actions import cancel_session, postpone_session
from takwin.training.models import Slot, TrainerInvitation, TrainerMission
from takwin.training.trainers import actions, telling
from takwin.training.trainers.shown import asked as on_his_page
from tests.documents.reading import text_of
from tests.factories.catalogue import make_holder
from tests.factories.directory import make_region
from tests.factories.rights import officer_of, user_as
from tests.factories.trainers import halves_of, make_invitation, teach_all
from tests.factories.training import WHY, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PHONE = "+212661234567"


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.SMS_GATEWAY = "takwin.letters.gateways.File"
    settings.SMS_FILE = tmp_path / "messages.jsonl"
    return Path(settings.SMS_FILE)


@pytest.fixture
def mission() -> TrainerMission:
    """A trainer who is reached by phone and by e-mail, charged with the four half-days in a room on the map."""
    session = make_session()
    trainer = make_holder(session.topic)
    Person.objects.filter(pk=trainer.person_id).update(phone=PHONE, email="naima@example.ma")
    teach_all(session, trainer)
    room = session.slots.earliest("pk").room
    assert room
    locate_room(room, Point(Decimal("33.52847"), Decimal("-5.10953")), by=None)
    return actions.charge(session, trainer, by=None)


def sent(outbox: Path) -> list[str]:
    return [json.loads(line)["text"] for line in outbox.read_text().splitlines()] if outbox.exists() else []


def events(message: Any) -> list[Any]:
    """What two parsers both read in the calendar of an e-mail."""
    (attached,) = message.attachments
    text = attached[1] if isinstance(attached[1], str) else attached[1].decode()
    read, again = Calendar.from_ical(text), vobject.readOne(text)
    found = read.walk("VEVENT")
    assert (str(read["METHOD"]), again.method.value) == ("PUBLISH", "PUBLISH")
    assert [str(one["UID"]) for one in found] == [one.uid.value for one in again.vevent_list]
    assert [one["DTSTART"].dt for one in found] == [one.dtstart.value for one in again.vevent_list]
    return list(found)


def test_the_letter_is_in_the_language_of_the_trainer_and_leads_to_the_room(mission: TrainerMission) -> None:
    session, facts = mission.session, mission.letter.paper.facts
    room = session.slots.earliest("pk").room
    assert room
    assert (mission.letter.paper.language, facts["ways"][0]["address"]) == ("ar", way_to(room))
    other = make_holder(session.topic)
    Person.objects.filter(pk=other.person_id).update(name_ar="", name_fr="Anne MARTIN")
    other.person.refresh_from_db()
    Slot.objects.filter(session=session, half_day=halves_of(session)[0]).update(trainer=other)
    paper = actions.charge(session, other, by=None).letter.paper
    assert paper.language == paper.facts["paper"]["lang"] == "fr"
    assert paper.facts["letter"]["subject"].startswith("Lettre de mission")
    assert "Anne MARTIN" in paper.facts["opening"]
    assert session.topic.name_fr in paper.facts["opening"]
    assert "matin" in paper.facts["half_days"][0]["part"]


def test_the_mission_letter_of_who_was_not_invited_opens_his_page_with_its_code(
    mission: TrainerMission, as_user: Browser, outbox: Path
) -> None:
    link = PersonalLink.objects.get(person=mission.trainer.person)
    facts = mission.letter.paper.facts
    assert f"/p/{link.token}/" in facts["qr"]["text"]
    assert facts["reply"]["code"] == HIDDEN, "no table holds the code"
    printed = as_user(officer_of(mission.session.owner.place)).get(
        reverse("training:mission_letter", args=[mission.pk])
    )
    code = code_of(link.token)
    assert code in text_of(printed.content)
    telling.tell_trainers_by(mission.session, Channel.PHONE, by=None)
    arabic, french = sent(outbox)[0].splitlines()[:2]
    assert f"/p/{link.token}/ votre code : {code}" in french
    assert f"/p/{link.token}/ رمزكم: {code}" in arabic


def test_the_mission_letter_of_who_was_invited_leaves_his_page_to_the_invitation() -> None:
    asked = make_invitation(teach(make_session()))
    actions.accept(asked, by=None)
    charged = actions.charge(asked.session, asked.trainer, by=None)
    assert charged.letter.paper.facts["reply"] is None
    assert PersonalLink.objects.filter(person=asked.trainer.person).count() == 1


def test_an_invitation_is_told_with_its_link_and_code_once_by_each_channel(outbox: Path) -> None:
    asked = make_invitation(teach(make_session()))
    Person.objects.filter(pk=asked.trainer.person_id).update(phone=PHONE)
    assert telling.tell_trainers_by(asked.session, Channel.PHONE, by=None) == 1
    assert telling.tell_trainers_by(asked.session, Channel.PHONE, by=None) == 0
    assert telling.tell_trainers_by(asked.session, Channel.EMAIL, by=None) == 0  # no address is known
    (text,) = sent(outbox)
    arabic, french = text.splitlines()
    assert asked.session.topic.name_ar in arabic
    link = PersonalLink.objects.get(person=asked.trainer.person)
    assert f"/p/{link.token}/" in french
    assert enter(link, french.rpartition(": ")[2]) == link
    told = Entry.objects.get(verb="letter.told")
    assert PHONE not in str(told.facts)
    with pytest.raises(ValidationError, match="by phone or by e-mail"):
        telling.tell_trainers_by(asked.session, Channel.WHATSAPP, by=None)


def test_each_half_day_is_an_event_that_follows_change_and_cancellation(
    mission: TrainerMission, outbox: Path, django_capture_on_commit_callbacks: Any
) -> None:
    session, other = mission.session, make_holder(mission.session.topic)
    telling.tell_trainers_by(session, Channel.EMAIL, by=None)
    last = halves_of(session)[3]
    Slot.objects.filter(session=session, half_day=last).update(trainer=other)
    assert telling.tell_trainers_by(session, Channel.EMAIL, by=None) == 1
    with django_capture_on_commit_callbacks(execute=True):
        cancel_session(session, reason="strike", by=None)
    whole, change, end = (events(message) for message in mail.outbox)
    assert [str(one["STATUS"]) for one in whole] == ["CONFIRMED"] * 4
    assert [str(one["STATUS"]) for one in change] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert {str(one["STATUS"]) for one in end} == {"CANCELLED"}
    keys = [[str(one["UID"]) for one in several] for several in (whole, change, end)]
    assert keys[0] == keys[1] == keys[2]
    sequences = [int(several[0]["SEQUENCE"]) for several in (whole, change, end)]
    assert sequences == sorted(set(sequences))
    assert whole[0]["geo"].to_ical() == "33.52847;-5.10953"
    assert "Changement" in mail.outbox[1].body
    assert "strike" in mail.outbox[2].body


def test_new_days_are_told_by_the_channel_that_told_the_former_ones(
    outbox: Path, django_capture_on_commit_callbacks: Any
) -> None:
    asked = make_invitation(teach(make_session()))
    Person.objects.filter(pk=asked.trainer.person_id).update(phone=PHONE)
    actions.accept(asked, by=None)
    session = asked.session
    assert telling.tell_trainers_by(session, Channel.PHONE, by=None) == 0  # he has answered: his mission letter follows
    actions.charge(session, asked.trainer, by=None)
    assert telling.tell_trainers_by(session, Channel.PHONE, by=None) == 1
    first, last = next_tuesday(9), next_tuesday(9)
    with django_capture_on_commit_callbacks(execute=True):
        postpone_session(session, first_day=first, last_day=last, reason="strike", motive=WHY, by=None)
    charged, again = sent(outbox)
    assert "Lettre de mission" in charged
    assert "Session reportée" in again
    assert "Invitation" in again
    waiting = TrainerInvitation.objects.get(state="waiting")
    actions.take_back(waiting, reason="budget", by=None)
    telling.tell_trainers_by(session, Channel.PHONE, by=None)
    assert "budget" in sent(outbox)[2]


def test_who_was_told_nothing_is_not_told_that_it_is_over(outbox: Path) -> None:
    asked = make_invitation(teach(make_session()))
    Person.objects.filter(pk=asked.trainer.person_id).update(phone=PHONE)
    actions.take_back(asked, reason="x", by=None)
    assert telling.tell_trainers_by(asked.session, Channel.PHONE, by=None) == 0
    again = make_invitation(asked.session, trainer=asked.trainer)
    actions.decline(again, reason="سفر", by=None)
    assert telling.messages_of(asked.session) == []


@pytest.fixture
def charged() -> TrainerMission:
    """He accepted the first half-day, is charged with it and was told so; then he is asked for the third as well."""
    session = teach(make_session())
    first = make_invitation(session, half_days=halves_of(session)[:1])
    Person.objects.filter(pk=first.trainer.person_id).update(email="naima@example.ma")
    actions.accept(first, by=None)
    mission = actions.charge(session, first.trainer, by=None)
    telling.tell_trainers_by(session, Channel.EMAIL, by=None)
    make_invitation(session, trainer=first.trainer, half_days=halves_of(session)[2:3])
    mail.outbox.clear()
    return mission


def test_who_is_asked_for_more_keeps_what_he_teaches_in_his_calendar_and_on_his_page(charged: TrainerMission) -> None:
    session, again = charged.session, TrainerInvitation.objects.get(state="waiting")
    shown = on_his_page(charged.trainer.person)
    assert shown
    assert [(one.invitation == again, one.mission) for one in shown["asked"]] == [(False, charged), (True, None)]
    telling.tell_trainers_by(session, Channel.EMAIL, by=None)
    actions.take_back(again, reason="budget", by=None)
    telling.tell_trainers_by(session, Channel.EMAIL, by=None)
    asked, taken_back = mail.outbox
    stands = [{one["DTSTART"].dt.day: str(one["STATUS"]) for one in events(message)} for message in mail.outbox]
    first, second = (half.day.day for half in halves_of(session)[1:3])
    assert (stands[0][first], stands[0][second]) == ("CONFIRMED", "TENTATIVE")
    assert (stands[1][first], stands[1][second]) == ("CONFIRMED", "CANCELLED")
    assert "budget" in taken_back.body
    assert "Vous animez toujours : " in taken_back.body
    assert int(events(asked)[0]["SEQUENCE"]) < int(events(taken_back)[0]["SEQUENCE"])


def test_who_declined_more_half_days_is_told_that_his_own_are_given_up(
    charged: TrainerMission, django_capture_on_commit_callbacks: Any
) -> None:
    actions.decline(TrainerInvitation.objects.get(state="waiting"), reason="busy", by=None)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_session(charged.session, reason="strike", by=None)
    (over,) = mail.outbox
    assert f"n° {charged.letter.paper.reference} est sans objet" in over.body
    assert ("strike" in over.body, "busy" in over.body) == (True, False)


def test_the_page_shows_the_invitation_to_answer_beside_the_one_accepted() -> None:
    session = teach(make_session())
    first = make_invitation(session, half_days=halves_of(session)[:1])
    actions.accept(first, by=None)
    again = make_invitation(session, trainer=first.trainer, half_days=halves_of(session)[2:3])
    shown = on_his_page(first.trainer.person)
    assert shown
    assert [(one.invitation, len(one.half_days)) for one in shown["asked"]] == [(first, 1), (again, 1)]


def test_the_code_in_a_message_opens_the_link_beside_it_or_neither_is_said(outbox: Path) -> None:
    """He has a later letter with another link; the first message after a change that nobody was told of invites."""
    asked = make_invitation(teach(make_session()))
    Person.objects.filter(pk=asked.trainer.person_id).update(phone=PHONE, email="naima@example.ma")
    link = PersonalLink.objects.get()
    open_personal_link(asked.trainer.person, by=None)
    asked.half_days.update(starts_at=dt.time(8, 30))
    telling.tell_trainers_by(asked.session, Channel.PHONE, by=None)
    (text,) = sent(outbox)
    french = text.splitlines()[1]
    assert ("Invitation" in french, "08:30" in french, f"/p/{link.token}/" in french) == (True, True, True)
    assert enter(link, french.rpartition(": ")[2]) == link
    PersonalLink.objects.filter(pk=link.pk).update(ended_at=clock.now())
    telling.tell_trainers_by(asked.session, Channel.EMAIL, by=None)
    (later,) = mail.outbox
    assert "Répondez à l’organisateur avant le" in later.body
    assert ("code" in later.body, "/p/" in later.body) == (False, False)


def test_a_letter_handed_over_sends_back_to_the_code_on_the_invitation(outbox: Path) -> None:
    asked = make_invitation(teach(make_session()))
    Person.objects.filter(pk=asked.trainer.person_id).update(phone=PHONE)
    Letter.objects.update(delivered_at=clock.now())
    telling.tell_trainers_by(asked.session, Channel.PHONE, by=None)
    assert "المكتوب على الرسالة" in sent(outbox)[0]


def test_the_page_has_the_words_ready_notes_what_was_pasted_and_tells_changes(
    as_user: Browser, mission: TrainerMission, outbox: Path, django_capture_on_commit_callbacks: Any
) -> None:
    session = mission.session
    officer, address = as_user(officer_of(session.owner.place)), reverse("training:tell_trainers", args=[session.pk])
    assert address in officer.get(session.get_absolute_url()).content.decode()
    page = officer.get(address)
    assert [(one.reached, one.told) for one in page.context["channels"]] == [(1, 0), (1, 0)]
    assert "https://wa.me/212661234567?text=" in page.content.decode()
    pasted = reverse("training:pasted_to_trainer", args=[session.pk, mission.letter_id])
    for _twice in range(2):
        assert officer.post(pasted).status_code == 302
    assert Sending.objects.get().channel == Channel.WHATSAPP
    send = reverse("training:send_to_trainers", args=[session.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post(send, {"channel": "phone"}).status_code == 302
    assert len(sent(outbox)) == 1
    assert officer.post(send, {"channel": "pigeon"}).status_code == 404
    room = session.slots.earliest("pk").room
    assert room
    type(room).objects.filter(pk=room.pk).update(address="Rue des Cèdres")
    assert officer.get(address).context["changed"] == 1
    officer.post(reverse("training:note_trainers_changes", args=[session.pk]))
    assert officer.get(address).context["changed"] == 0
    foreign = reverse("training:pasted_to_trainer", args=[session.pk, make_invitation().letter_id])
    assert officer.post(foreign).status_code == 404
    assert as_user(user_as(Role.REGION_OFFICER, make_region())).get(address).status_code == 404
    assert Letter.objects.get(pk=mission.letter_id).sendings.count() == 2


def test_his_own_page_shows_the_mission_of_one_who_was_named_without_being_asked_and_the_way(
    mission: TrainerMission,
) -> None:
    shown = on_his_page(mission.trainer.person)
    assert shown is not None
    (one,) = shown["asked"]
    assert (one.mission, one.invitation, len(one.half_days), len(one.rooms)) == (mission, None, 4, 1)
    assert all("09:00" in line or "14:30" in line for line in one.half_days), "each half-day has its hours"
    assert all(one.rooms[0].name in line for line in one.half_days), "and its room"
