"""Trainers of a session: proposed, invited, charged with their half-days, paid for those they gave."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.attendance.actions import claim_person
from takwin.catalogue.enums import Says
from takwin.catalogue.pool.actions import say_availability
from takwin.core import clock
from takwin.core.moves import IllegalMove
from takwin.directory.models import Parameter
from takwin.journal.models import Entry
from takwin.letters.codes import to_hand_over
from takwin.letters.models import PersonalLink
from takwin.rights.enums import Role
from takwin.training.actions import cancel_session, postpone_session
from takwin.training.models import PaidHalfDay, Slot, TrainerInvitation, TrainerMission
from takwin.training.privacy import let_reasons_go, reasons_due
from takwin.training.trainers import actions, queries
from takwin.training.trainers.enums import InvitationState
from takwin.training.trainers.shown import to_answer, to_find
from takwin.treasury.models import Expense
from takwin.treasury.spending.actions import give_up, pay, uncertify
from tests.constraints import breaks
from tests.factories.attendance import make_register
from tests.factories.catalogue import make_accreditation, make_holder, make_topic, make_trainer
from tests.factories.directory import make_room
from tests.factories.rights import officer_of, user_as
from tests.factories.trainers import halves_of, make_invitation, make_mission, seal_all, teach_all
from tests.factories.training import WHY, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
SOON = dt.timedelta(days=5)


def teachers(session: object) -> list[object]:
    return list(Slot.objects.filter(session=session).order_by("half_day").values_list("trainer", flat=True))


def test_who_holds_the_topic_and_is_free_comes_first_and_the_others_say_why(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    session = make_session()
    halves = halves_of(session)
    taken, plain, away = (make_holder(session.topic) for _n in range(3))
    make_trainer(session.owner)  # holds nothing
    make_holder(session.topic, is_open=False)
    best = make_holder(session.topic)
    make_accreditation(best)
    claim_person(make_register(), taken.person, [halves[3].half_day])
    say_availability(away, says=Says.CANNOT, first_day=halves[0].day, by=None)
    say_availability(best, says=Says.CAN, first_day=halves[0].day, last_day=halves[3].day, by=None)
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        found = queries.proposals(session, halves)
    assert [one.trainer for one in found[:2]] == [best, plain]
    assert (found[0].is_accredited, found[0].says_free) == (True, True)
    against = {one.trainer: " ".join(one.against) for one in found[2:]}
    assert "expected elsewhere" in against[taken]
    assert "not free" in against[away]


def test_an_invitation_takes_nothing_until_it_is_accepted_then_all_its_half_days() -> None:
    session = teach(make_session())
    asked = make_invitation(session, half_days=halves_of(session)[:2])
    assert teachers(session) == [None] * 4
    assert not session.register.claims.filter(person=asked.trainer.person).exists()
    actions.accept(asked, by=None)
    assert teachers(session) == [asked.trainer_id] * 2 + [None] * 2
    assert session.register.claims.filter(person=asked.trainer.person).count() == 2
    assert Slot.objects.filter(session=session, room=None).count() == 0
    with pytest.raises(ValidationError, match="can no longer be done"):
        actions.accept(asked, by=None)


def test_a_half_day_nothing_was_planned_in_is_given_too() -> None:
    asked = make_invitation()
    actions.accept(asked, by=None)
    assert teachers(asked.session) == [asked.trainer_id] * 4


def test_of_two_trainers_asked_for_one_half_day_the_first_who_accepts_has_it() -> None:
    session = make_session()
    first, second = make_invitation(session), make_invitation(session)
    actions.accept(first, by=None)
    with pytest.raises(ValidationError, match="another trainer has been named since"):
        actions.accept(second, by=None)
    second.refresh_from_db()
    assert (second.state, set(teachers(session))) == ("waiting", {first.trainer_id})


def test_whoever_was_taken_elsewhere_since_accepts_nothing_and_is_told_where() -> None:
    asked = make_invitation()
    claim_person(make_register(), asked.trainer.person, [halves_of(asked.session)[1].half_day])
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        actions.accept(asked, by=None)
    assert teachers(asked.session) == []


def test_nobody_is_asked_for_what_has_a_trainer_is_past_or_is_another_session_s() -> None:
    session, before = make_session(), clock.today() + SOON
    trainer, halves = make_holder(session.topic), halves_of(session)
    for wanted in [[], halves_of(make_session())]:
        with pytest.raises(ValidationError, match="half-days to come that have no trainer"):
            actions.invite(session, trainer, wanted, answer_before=before, by=None)
    with pytest.raises(ValidationError, match="Choose a trainer of the pool"):
        actions.invite(session, make_holder(make_topic()), halves, answer_before=before, by=None)
    with pytest.raises(ValidationError, match="before the first half-day"):
        actions.invite(session, trainer, halves, answer_before=session.ends_on, by=None)
    say_availability(trainer, says=Says.CANNOT, first_day=halves[0].day, by=None)
    with pytest.raises(ValidationError, match="not free"):
        actions.invite(session, trainer, halves, answer_before=before, by=None)
    teach_all(session, make_holder(session.topic))
    with pytest.raises(ValidationError, match="half-days to come that have no trainer"):
        actions.invite(session, make_holder(session.topic), halves, answer_before=before, by=None)


def test_a_letter_of_former_days_asks_for_nothing_and_nobody_awaits_its_answer() -> None:
    asked = make_invitation()
    postpone_session(asked.session, first_day=next_tuesday(9), last_day=next_tuesday(9) + dt.timedelta(days=1),
                     reason="x", motive=WHY, by=None)  # fmt: skip
    with pytest.raises(IllegalMove):
        actions.accept(asked, by=None)
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (InvitationState.WITHDRAWN, "x")
    assert asked.letter.paper.cancelled_at
    session = asked.session
    session.refresh_from_db()
    again = actions.invite(
        session, asked.trainer, session.register.half_days.all(), answer_before=session.starts_on, by=None
    )
    cancel_session(session, reason="no room", by=None)
    again.refresh_from_db()
    assert (again.state, again.reason) == (InvitationState.WITHDRAWN, "no room")


def test_declining_needs_a_reason_which_goes_with_the_name() -> None:
    asked = make_invitation()
    with pytest.raises(ValidationError, match="Say why"):
        actions.decline(asked, reason=" ", by=None)
    actions.decline(asked, reason="امتحانات", by=None)
    assert not reasons_due(clock.today()).exists()
    person = asked.trainer.person
    type(person).everyone.filter(pk=person.pk).update(anonymised_at=clock.now())
    let_reasons_go(list(reasons_due(clock.today()).values_list("pk", flat=True)))
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("declined", "—")


def test_taking_back_frees_what_was_accepted_and_voids_the_letters_unless_it_was_given() -> None:
    asked = make_invitation()
    session = asked.session
    actions.accept(asked, by=None)
    mission = actions.charge(session, asked.trainer, by=None)
    actions.take_back(asked, reason="مرض", by=None)
    assert set(teachers(session)) == {None}
    assert not session.register.claims.filter(person=asked.trainer.person).exists()
    mission.refresh_from_db()
    assert mission.ended_at is not None
    assert mission.letter.paper.cancelled_at is not None
    again = make_invitation(session, trainer=asked.trainer)
    actions.accept(again, by=None)
    seal_all(session)
    with pytest.raises(ValidationError, match="already given half-days"):
        actions.take_back(again, reason="x", by=None)


def twice_accepted() -> tuple[TrainerInvitation, TrainerInvitation]:
    """He accepted the first two half-days of a session, then, by another letter, the last two."""
    session = make_session()
    first = make_invitation(session, half_days=halves_of(session)[:2])
    actions.accept(first, by=None)
    second = make_invitation(session, trainer=first.trainer, half_days=halves_of(session)[2:])
    actions.accept(second, by=None)
    return first, second


def test_taking_back_one_of_two_invitations_leaves_what_he_accepted_by_the_other() -> None:
    first, second = twice_accepted()
    first.session.register.half_days.filter(pk__in=first.half_days.all()).update(
        sealed_at=clock.now(), sealed_by=user_as(Role.TRAINER)
    )
    actions.take_back(second, reason="x", by=None)
    taught = Slot.objects.filter(session=first.session, trainer=first.trainer)
    assert {slot.half_day for slot in taught} == set(first.half_days.all())
    with pytest.raises(ValidationError, match="already given half-days"):
        actions.take_back(first, reason="x", by=None)


def test_who_had_accepted_two_invitations_is_asked_again_for_all_by_one() -> None:
    first, _second = twice_accepted()
    postpone_session(first.session, first_day=next_tuesday(9), last_day=next_tuesday(9) + dt.timedelta(days=1),
                     reason="x", motive=WHY, by=None)  # fmt: skip
    again = TrainerInvitation.objects.get(state=InvitationState.WAITING)
    assert set(again.half_days.all()) == set(halves_of(first.session))
    assert not Entry.objects.filter(verb="trainer.not_asked_again").exists()


def test_who_had_accepted_other_days_is_asked_again_for_the_new_ones() -> None:
    session = make_session()
    asked = make_invitation(session)
    actions.accept(asked, by=None)
    mission = actions.charge(session, asked.trainer, by=None)
    postpone_session(session, first_day=next_tuesday(9), last_day=next_tuesday(9) + dt.timedelta(days=1), reason="x",
                     motive=WHY, by=None)  # fmt: skip
    former, again = TrainerInvitation.objects.order_by("pk")
    assert (former.state, again.state, again.round) == (InvitationState.WITHDRAWN, InvitationState.WAITING, 1)
    assert set(again.half_days.all()) == set(halves_of(session))
    assert again.letter.paper.facts["half_days"] != former.letter.paper.facts["half_days"]
    assert set(teachers(session)) == {None}
    assert not session.register.claims.filter(person=asked.trainer.person).exists()
    mission.refresh_from_db()
    assert mission.letter.paper.cancelled_at
    actions.accept(again, by=None)
    assert set(teachers(session)) == {asked.trainer.pk}


def test_who_is_not_free_on_the_new_days_is_not_asked_and_his_half_days_wait() -> None:
    session = make_session()
    asked = make_invitation(session)
    actions.accept(asked, by=None)
    say_availability(asked.trainer, says=Says.CANNOT, first_day=next_tuesday(9), by=None)
    postpone_session(session, first_day=next_tuesday(9), last_day=next_tuesday(9) + dt.timedelta(days=1), reason="x",
                     motive=WHY, by=None)  # fmt: skip
    assert not TrainerInvitation.objects.exclude(state=InvitationState.WITHDRAWN).exists()
    assert set(teachers(session)) == {None}
    assert Entry.objects.filter(verb="trainer.not_asked_again").count() == 1


def test_a_mission_letter_is_one_for_the_present_days() -> None:
    mission = make_mission()
    session, trainer = mission.session, mission.trainer
    told = mission.letter.paper.facts
    assert len(told["half_days"]) == 4
    assert told["half_days"][0]["hours"] == "من 09:00 إلى 12:00"
    assert f"المنظمة ب{session.place.name_ar}" in told["opening"]
    with pytest.raises(ValidationError, match="already has his mission letter"):
        actions.charge(session, trainer, by=None)
    postpone_session(session, first_day=next_tuesday(9), last_day=next_tuesday(9) + dt.timedelta(days=1), reason="x",
                     motive=WHY, by=None)  # fmt: skip
    again = actions.charge(session, trainer, by=None)
    mission.refresh_from_db()
    assert mission.ended_at is not None
    assert again.letter.paper.facts["half_days"] != mission.letter.paper.facts["half_days"]
    with pytest.raises(ValidationError, match="No half-day of this session is his"):
        actions.charge(session, make_holder(session.topic), by=None)


def test_fees_are_those_of_sealed_half_days_by_the_grid_of_their_day_and_never_twice() -> None:
    session = make_session()
    trainer, officer = make_holder(session.topic, kind="expert"), officer_of(session.owner.place)
    teach_all(session, trainer)
    halves = halves_of(session)
    Slot.objects.create(session=session, half_day=halves[0], trainer=trainer, title="a second workshop of his")
    with pytest.raises(ValidationError, match="None of his half-days is sealed"):
        actions.draw_up_fees(session, trainer, by=officer)
    Parameter.objects.create(key="trainer_hour_expert", owner=session.owner, value="400", starts_on=halves[2].day,
                             source="مقرر")  # fmt: skip
    seal_all(session)
    (fees,) = actions.draw_up_fees(session, trainer, by=officer)
    hours = [queries.hours_of(half) for half in halves]
    gross = (hours[0] + hours[1]) * 222 + (hours[2] + hours[3]) * 400
    assert (fees.gross, fees.withheld, fees.state) == (gross, gross * Decimal("0.30"), "done")
    assert (fees.person, fees.register, fees.lines.count()) == (trainer.person, session.register, 4)
    assert queries.sum_of(queries.dues(session, trainer, halves)).net == fees.net
    with pytest.raises(ValidationError, match="None of his half-days is sealed"):
        actions.draw_up_fees(session, trainer, by=officer)
    give_up(uncertify(fees, motive="خطأ", by=officer), motive="خطأ", by=officer)
    (again,) = actions.draw_up_fees(session, trainer, by=officer)
    with pytest.raises(ValidationError, match="does not pay for it"):
        pay(again, number="1", paid_on=clock.today(), amount=again.net, by=officer)
    record = queries.record_of(trainer)
    assert (record.sessions, record.half_days, record.hours) == (1, 4, sum(hours))


def test_half_days_of_two_rates_of_tax_are_two_statements() -> None:
    session = make_session()
    trainer, officer = make_holder(session.topic), officer_of(session.owner.place)
    teach_all(session, trainer)
    Parameter.objects.create(key="trainer_tax_percent", owner=session.owner, value="17", starts_on=session.ends_on,
                             source="مقرر")  # fmt: skip
    seal_all(session)
    drawn = actions.draw_up_fees(session, trainer, by=officer)
    assert [(one.withheld_percent, one.lines.count()) for one in drawn] == [(17, 2), (30, 2)]


def test_the_officer_invites_prints_charges_and_draws_up_from_the_page_of_the_session(as_user: Browser) -> None:
    session = teach(make_session())
    officer, trainer = officer_of(session.owner.place), make_holder(session.topic)
    busy = make_holder(session.topic)
    claim_person(make_register(), busy.person, [halves_of(session)[0].half_day])
    browser, halves = as_user(officer), [half.pk for half in halves_of(session)]
    invite = reverse("training:invite_trainer", args=[session.pk])
    assert "expected elsewhere" in browser.get(invite).content.decode()
    assert "expected elsewhere" not in browser.post(invite, {"half_days": halves[2:], "propose": 1}).content.decode()
    before = clock.today() + SOON
    sent = {"half_days": halves, "trainer": busy.pk, "answer_before": before}
    assert browser.post(invite, sent).status_code == 422
    assert browser.post(invite, sent | {"trainer": trainer.pk}).status_code == 302
    asked = TrainerInvitation.objects.get()
    assert [item.url for item in to_answer(officer)] == [session.get_absolute_url()]
    answer = reverse("training:answer_of_trainer", args=[asked.pk])
    assert browser.post(answer, {"answer": "no"}).status_code == 422
    assert browser.post(answer, {"answer": "yes"}).status_code == 302
    charge = reverse("training:charge_trainer", args=[session.pk, trainer.pk])
    for _twice in range(2):
        assert browser.post(charge).status_code == 302
    assert TrainerMission.objects.count() == 1
    seal_all(session)
    assert browser.get(session.get_absolute_url()).content.decode().count("/fees/") == 1
    fees = reverse("training:trainer_fees", args=[session.pk, trainer.pk])
    assert browser.get(fees).status_code == 200
    assert browser.post(fees)["Location"] == Expense.objects.get().get_absolute_url()
    assert browser.post(fees).status_code == 422
    assert browser.get(trainer.get_absolute_url()).status_code == 200
    assert as_user(user_as(Role.FINANCE_OFFICER, session.owner.place)).get(fees).status_code == 403


def test_a_trainer_answers_by_the_link_and_code_of_his_letter(client: Client) -> None:
    asked = make_invitation()
    link = PersonalLink.objects.get(person=asked.trainer.person)
    code = to_hand_over(asked.letter).facts["reply"]["code"]
    address = reverse("training:own_invitation", args=[link.token, asked.pk])
    assert client.get(address).status_code == 302
    client.post(reverse("personal:code", args=[link.token]), {"code": code})
    assert address in client.get(link.get_absolute_url()).content.decode()
    assert client.get(reverse("training:own_invitation", args=[link.token, make_invitation().pk])).status_code == 404
    assert client.post(address, {"answer": "no"}).status_code == 422
    assert client.post(address, {"answer": "yes"}).status_code == 302
    mission = actions.charge(asked.session, asked.trainer, by=None)
    assert f"/mission/{link.token}/{mission.pk}/" in client.get(link.get_absolute_url()).content.decode()
    other = make_mission()
    assert client.get(reverse("training:own_mission", args=[link.token, other.pk])).status_code == 404


def test_the_desk_says_which_confirmed_session_lacks_a_trainer_nobody_was_asked_to_be() -> None:
    session = teach(make_session(state="confirmed", first_day=next_tuesday(2)))
    officer = officer_of(session.owner.place)
    assert [item.url for item in to_find(officer)] == [reverse("training:invite_trainer", args=[session.pk])]
    asked = make_invitation(session)
    assert list(to_find(officer)) == []
    actions.decline(asked, reason="سفر", by=None)
    assert len(list(to_find(officer))) == 1
    assert list(to_find(officer_of(make_session().owner.place))) == []


def test_the_database_refuses_what_no_letter_may_say() -> None:
    asked = make_invitation()
    facts = {"session": asked.session, "trainer": asked.trainer, "answer_before": asked.answer_before}
    other = make_invitation()
    with breaks(TrainerInvitation, "trainer_invitation_waits_once"):
        TrainerInvitation.objects.filter(pk=other.pk).update(**facts)
    with breaks(TrainerInvitation, "trainer_invitation_refused_with_reason"):
        TrainerInvitation.objects.filter(pk=other.pk).update(state="declined", replied_at=clock.now())
    with breaks(TrainerInvitation, "trainer_invitation_answered_on_a_day"):
        TrainerInvitation.objects.filter(pk=other.pk).update(state="accepted")
    mission, letter = make_mission(), other.letter
    with breaks(TrainerMission, "trainer_mission_once_a_round"):
        TrainerMission.objects.create(session=mission.session, trainer=mission.trainer, letter=letter)


def test_the_database_refuses_to_pay_a_half_day_twice() -> None:
    session = make_session()
    trainer, officer = make_holder(session.topic), officer_of(session.owner.place)
    teach_all(session, trainer)
    seal_all(session)
    (fees,) = actions.draw_up_fees(session, trainer, by=officer)
    with breaks(PaidHalfDay, "half_day_paid_once"):
        PaidHalfDay.objects.create(trainer=trainer, half_day=halves_of(session)[0], expense=fees)


def test_a_room_lent_stays_with_the_half_day_when_its_trainer_is_taken_back() -> None:
    session = teach(make_session())
    asked = make_invitation(session)
    rooms = list(Slot.objects.filter(session=session).order_by("pk").values_list("room", flat=True))
    actions.accept(asked, by=None)
    actions.take_back(asked, reason="x", by=None)
    assert list(Slot.objects.filter(session=session).order_by("pk").values_list("room", flat=True)) == rooms
    assert make_room(session.owner).pk not in rooms
