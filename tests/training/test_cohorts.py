"""A cohort of future trainers: chosen, followed, observed, accredited by one act; supply against demand."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance.actions import claim_person
from takwin.attendance.models import Claim
from takwin.catalogue.enums import Competence
from takwin.catalogue.models import Accreditation, Mastery, Topic, Trainer
from takwin.core import clock
from takwin.documents.enums import ActKind
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.training.actions import postpone_session, remove_slot
from takwin.training.cohorts import actions, shown
from takwin.training.cohorts.actions import years_after
from takwin.training.cohorts.enums import Criterion
from takwin.training.cohorts.progress import progress_of
from takwin.training.cohorts.supply import supply_for
from takwin.training.models import Candidate, Cohort, CoTeaching, Observation
from takwin.training.privacy import candidacies_due, let_candidacies_go
from tests.factories.accounts import make_user
from tests.factories.attendance import make_register
from tests.factories.catalogue import make_accreditation, make_holder, make_topic, make_trainer
from tests.factories.cohorts import (
    ALL_ACQUIRED,
    co_teach,
    follow,
    make_candidate,
    make_cohort,
    make_ready,
    observe,
    session_of,
)
from tests.factories.directory import make_commune, make_province
from tests.factories.people import make_person
from tests.factories.rights import officer_of, user_as
from tests.factories.trainers import halves_of, seal_all
from tests.factories.training import WHY, make_enrolment, make_member, make_session, next_tuesday
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def act_of_today(**facts: Any) -> dict[str, Any]:
    today = clock.today()
    return {"kind": ActKind.DECISION, "number": "31/2026", "taken_on": today, "starts_on": today, "by": None} | facts


def missing(candidate: Candidate) -> str:
    return " / ".join(progress_of(candidate.cohort)[0].missing)


def test_progress_is_what_sealed_presence_and_observations_say() -> None:
    candidate = make_candidate()
    assert "not followed yet" in missing(candidate)
    follow(candidate, half_days=2)
    assert "1 half-day is missing" in missing(candidate)
    follow(candidate, half_days=4, sealed=False)
    assert "1 half-day is missing" in missing(candidate), "presence that is not sealed is not counted"
    candidate = make_candidate()
    follow(candidate)
    assert "2 half-days to teach beside a trainer" in missing(candidate)
    session = co_teach(candidate, sealed=False)
    assert "in a session to come" in missing(candidate)
    seal_all(session)
    assert "has not written what he observed" in missing(candidate)
    observe(candidate, session, clarity=1)
    assert "not yet acquired" in missing(candidate), "one criterion not yet acquired is enough"
    observe(candidate, session, clarity=3)
    (row,) = progress_of(candidate.cohort)
    assert (row.missing, row.ready_in) == ([], list(candidate.topics.all()))


def test_presence_before_the_cohort_and_a_session_to_come_are_told_apart() -> None:
    candidate = make_candidate()
    session = make_session(owner=candidate.cohort.owner, topic=candidate.cohort.modules.first())
    make_enrolment(session, person=candidate.person, body=candidate.body)
    assert "enrolled in the session of" in missing(candidate)
    late = make_candidate(make_cohort(starts_on=clock.today() + dt.timedelta(days=100)))
    follow(late)
    assert "not followed yet" in missing(late)


def test_the_last_place_is_given_once() -> None:
    cohort = make_cohort(places=1)
    one, other = (make_candidate(cohort, chosen=False) for _n in range(2))
    actions.choose(one, by=None)
    with pytest.raises(ValidationError, match="1 places of this cohort are taken"):
        actions.choose(other, by=None)
    actions.turn_down(other, reason="لا مقعد", by=None)
    actions.leave(one, reason="انتقال", by=None)
    with pytest.raises(ValidationError, match="can no longer be done"):
        actions.choose(other, by=None)
    actions.close_cohort(cohort, by=None)
    with pytest.raises(ValidationError, match="has ended"):
        make_candidate(cohort)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_choose_at_once_for_the_last_place_one_succeeds() -> None:
    cohort = make_cohort(places=1)
    rows = [make_candidate(cohort, chosen=False) for _n in range(2)]
    said = at_once(*(partial(actions.choose, row, by=None) for row in rows))
    assert len(refusals(said)) == 1
    assert cohort.candidates.filter(state="chosen").count() == 1


def test_bad_input_of_a_cohort_is_refused_in_words() -> None:
    cohort = make_cohort(places=2)
    owner, stranger = cohort.owner, make_topic()
    for modules in [[], [stranger]]:
        with pytest.raises(ValidationError, match="Choose at least one module"):
            actions.correct_cohort(cohort, modules=modules, by=None)
    with pytest.raises(ValidationError, match="what he is to teach"):
        actions.propose(cohort, make_person(), body=owner, topics=[stranger], by=None)
    candidate, _second = make_candidate(cohort), make_candidate(cohort)
    with pytest.raises(ValidationError, match="already in this cohort"):
        make_candidate(cohort, person=candidate.person)
    with pytest.raises(ValidationError, match="already follows the path"):
        make_candidate(make_cohort(), person=candidate.person)
    with pytest.raises(ValidationError, match="More candidates"):
        actions.correct_cohort(cohort, modules=list(cohort.modules.all()), places=1, by=None)
    with pytest.raises(ValidationError, match="settle each of them"):
        actions.close_cohort(cohort, by=None)
    with pytest.raises(ValidationError, match="Say why"):
        actions.leave(candidate, reason=" ", by=None)
    with pytest.raises(TypeError, match="not a fact"):
        actions.correct_cohort(cohort, modules=[], owner=owner, by=None)
    changed = actions.correct_cohort(cohort, modules=[make_topic(owner)], years=5, by=None)
    assert (changed.years, changed.modules.count()) == (5, 1)


def test_who_teaches_beside_a_trainer_is_taken_as_he_is() -> None:
    candidate = make_candidate()
    session = co_teach(candidate, sealed=False)
    assert session.register.claims.filter(person=candidate.person).count() == 2
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        claim_person(make_register(), candidate.person, [halves_of(session)[0].half_day])
    other = make_candidate(candidate.cohort, topic=session.topic)
    claim_person(make_register(), other.person, [halves_of(session)[2].half_day])
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        actions.co_teach(session, other, list(session.slots.all()), by=None)
    assert not other.co_teachings.exists(), "all the half-days or none"


def test_only_beside_a_trainer_accredited_in_the_topic_and_never_beside_oneself() -> None:
    candidate = make_candidate()
    topic = candidate.topics.get()
    plain = session_of(topic, accredited=False)
    with pytest.raises(ValidationError, match="whose trainer is accredited"):
        actions.co_teach(plain, candidate, list(plain.slots.all()), by=None)
    other = session_of(make_topic(candidate.cohort.owner), first_day=next_tuesday(8))
    with pytest.raises(ValidationError, match="is to teach this topic"):
        actions.co_teach(other, candidate, list(other.slots.all()), by=None)
    own = Trainer.objects.get(slots__session=plain, slots__pk=plain.slots.first().pk)
    make_accreditation(own)
    Candidate.objects.filter(pk=candidate.pk).update(person=own.person)
    candidate.refresh_from_db()
    with pytest.raises(ValidationError, match="Nobody observes himself"):
        actions.co_teach(plain, candidate, list(plain.slots.all()), by=None)


def test_a_candidate_moves_with_the_days_and_is_freed_with_the_workshop() -> None:
    candidate = make_candidate()
    session = co_teach(candidate, sealed=False)
    tuesday = next_tuesday(20)
    postpone_session(session, first_day=tuesday, last_day=tuesday + dt.timedelta(days=1), reason="x", motive=WHY,
                     by=None)  # fmt: skip
    days = set(Claim.objects.filter(person=candidate.person).values_list("day", flat=True))
    assert days == {tuesday}
    remove_slot(candidate.co_teachings.first().slot, by=None)
    assert Claim.objects.filter(person=candidate.person).count() == candidate.co_teachings.count() == 1
    actions.stop_co_teaching(candidate.co_teachings.get(), by=None)
    assert not Claim.objects.filter(person=candidate.person).exists()


def test_days_on_which_a_candidate_is_taken_elsewhere_are_an_obstacle_named() -> None:
    candidate = make_candidate()
    session = co_teach(candidate, sealed=False)
    tuesday = next_tuesday(20)
    claim_person(make_register(), candidate.person, [halves_of(session)[0].half_day._replace(day=tuesday)])
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        postpone_session(session, first_day=tuesday, last_day=tuesday + dt.timedelta(days=1), reason="x", motive=WHY,
                         by=None)  # fmt: skip


def test_what_was_given_and_observed_stays() -> None:
    candidate = make_candidate()
    session = co_teach(candidate)
    row = candidate.co_teachings.first()
    with pytest.raises(ValidationError, match="he gave it"):
        actions.stop_co_teaching(row, by=None)
    with pytest.raises(ValidationError, match="each criterion"):
        actions.observe(candidate, session, {Criterion.TIME: 2}, advice="", by=None)
    with pytest.raises(ValidationError, match="no sealed half-day"):
        actions.observe(candidate, make_session(), ALL_ACQUIRED, advice="", by=None)
    observe(candidate, session)
    with pytest.raises(ValidationError, match="was observed in this workshop"):
        remove_slot(row.slot, by=None)
    actions.leave(candidate, reason="انتقال", by=None)
    assert candidate.co_teachings.count() == 2
    with pytest.raises(ValidationError, match="no longer on the way"):
        observe(candidate, session)


def test_whoever_leaves_frees_the_half_days_he_was_to_teach() -> None:
    candidate = make_candidate()
    co_teach(candidate, sealed=False)
    actions.leave(candidate, reason="انتقال", by=None)
    assert not CoTeaching.objects.exists()
    assert not Claim.objects.filter(person=candidate.person).exists()


def test_those_who_are_ready_are_accredited_by_one_act_and_enter_the_pool() -> None:
    cohort = make_cohort()
    ready, late = make_ready(cohort), make_candidate(cohort)
    with pytest.raises(ValidationError, match="Not ready any more"):
        actions.accredit_ready(cohort, [ready, late], **act_of_today())
    assert not Accreditation.objects.filter(trainer__person=ready.person).exists()
    (trainer,) = actions.accredit_ready(cohort, [ready], **act_of_today())
    given = trainer.accreditations.get()
    assert (given.topic, given.ends_on) == (ready.topics.get(), years_after(clock.today(), 3))
    assert given.paper.facts["topics"] == [{"ar": given.topic.name_ar, "fr": given.topic.name_fr}]
    assert Mastery.objects.get(trainer=trainer).competence == Competence.ALONE
    assert (trainer.kind, trainer.body, trainer.is_open) == ("staff", ready.body, True)
    ready.refresh_from_db()
    assert (ready.state, ready.act) == ("accredited", given.act)
    facts = [str(row) for row in Entry.objects.filter(verb__startswith="candidate.").values_list("facts", flat=True)]
    assert not any(ready.person.name_ar in fact for fact in facts)
    with pytest.raises(ValidationError, match="they stay"):
        actions.correct_cohort(cohort, modules=[make_topic(cohort.owner)], by=None)
    with pytest.raises(ValidationError, match="Choose at least one candidate"):
        actions.accredit_ready(cohort, [], **act_of_today())


def test_who_is_already_of_the_pool_teaches_alone_from_then_on_and_is_not_accredited_twice() -> None:
    candidate = make_ready()
    topic = candidate.topics.get()
    own = make_trainer(candidate.cohort.owner, candidate.person)
    Mastery.objects.create(trainer=own, topic=topic, competence=Competence.BESIDE)
    twice = make_accreditation(own, topic=topic)
    with pytest.raises(ValidationError, match="already accredited in this topic"):
        actions.accredit_ready(candidate.cohort, [candidate], **act_of_today())
    twice.delete()
    assert actions.accredit_ready(candidate.cohort, [candidate], **act_of_today()) == [own]
    assert own.masteries.get().competence == Competence.ALONE


def test_years_end_on_the_eve() -> None:
    assert years_after(dt.date(2026, 11, 29), 3) == dt.date(2029, 11, 28)
    assert years_after(dt.date(2028, 2, 29), 3) == dt.date(2031, 2, 28)


def supply_of(topic: Topic, officer: User) -> Any:
    return next(row for row in supply_for(officer) if row.topic == topic)


def test_supply_is_told_against_demand_by_topic_and_province() -> None:
    topic = make_topic()
    officer = officer_of(topic.owner.place)
    here, elsewhere = make_province(topic.owner.place), make_province(topic.owner.place)
    make_session(owner=topic.owner, topic=topic, place=here)
    row = supply_of(topic, officer)
    assert (row.is_orphan, row.said) == (True, "nobody is accredited in this topic")
    assert list(shown.without_accredited(officer)) == []  # who trains no trainers is asked for none
    make_cohort(topic.owner)
    assert next(shown.without_accredited(officer)).due == row.first_on
    assert "here or elsewhere" in row.provinces[0].said
    make_accreditation(make_holder(topic, province=elsewhere))  # in every topic he holds
    row = supply_of(topic, officer)
    assert (row.is_orphan, row.people, len(row.gaps)) == (False, 1, 1)
    assert row.said == f"no accredited trainer in {here.name}"
    assert [one.said for one in row.provinces] == [
        "nobody here; 1 accredited trainer would come from elsewhere", "no session is planned here",
    ]  # fmt: skip
    make_session(owner=topic.owner, topic=topic, place=here, first_day=next_tuesday(9))
    trainer = make_holder(topic, province=here)
    given = make_accreditation(trainer, topic=topic)
    row = supply_of(topic, officer)
    assert (row.gaps, row.provinces[0].said) == ([], "2 sessions for each trainer")
    given.ends_on = clock.today() - dt.timedelta(days=1)
    given.save()
    assert supply_of(topic, officer).gaps, "whose days are past is not counted"
    Trainer.objects.update(is_open=False)
    assert supply_of(topic, officer).is_orphan
    assert supply_for(user_as(Role.REGION_OFFICER, make_topic().owner.place)) != []
    assert not any(one.topic == topic for one in supply_for(user_as(Role.REGION_OFFICER, make_topic().owner.place)))


def test_the_matrix_costs_the_same_for_one_candidate_and_for_three(
    as_user: Browser, django_assert_max_num_queries: Any
) -> None:
    cohort = make_cohort(modules=2)
    browser = as_user(officer_of(cohort.owner.place))
    make_ready(cohort)
    browser.get(cohort.get_absolute_url())
    with django_assert_max_num_queries(45) as first:
        browser.get(cohort.get_absolute_url())
    make_ready(cohort)
    make_candidate(cohort)
    with django_assert_max_num_queries(len(first)):
        answer = browser.get(cohort.get_absolute_url())
    page = answer.content.decode()
    assert "not followed yet" in page
    with django_assert_max_num_queries(len(first)):
        assert browser.get(reverse("training:cohorts")).status_code == 200


def test_an_officer_walks_the_whole_path_on_the_screens(as_user: Browser) -> None:
    owner = make_cohort().owner
    module, topic = make_topic(owner), make_topic(owner)
    browser = as_user(officer_of(owner.place))
    sent = {
        "name_ar": "فوج", "name_fr": "Groupe", "starts_on": clock.today(), "places": 20, "modules": [module.pk],
        "ends_on": clock.today() + dt.timedelta(days=300), "taught_half_days": 2, "years": 3,
    }  # fmt: skip
    browser.post(reverse("training:open_cohort"), sent)
    cohort = Cohort.objects.latest("pk")
    assert "Nobody is chosen yet" in browser.get(cohort.get_absolute_url()).content.decode()
    person, other = (make_member(make_commune(owner.place))[0] for _n in range(2))
    for one in (person, other):
        browser.post(reverse("training:propose_candidate", args=[cohort.pk]),
                     {"person": one.pk, "body": owner.pk, "topics": [topic.pk]})  # fmt: skip
    first, second = Candidate.objects.filter(cohort=cohort).order_by("pk")
    assert "20 places are free" in browser.get(cohort.get_absolute_url()).content.decode()
    browser.post(reverse("training:choose_candidate", args=[first.pk]))
    browser.post(reverse("training:turn_down_candidate", args=[second.pk]), {"reason": "لا يستوفي الشروط"})
    follow(first)
    session = session_of(topic, first_day=next_tuesday(12))
    assert "Let a candidate teach" in browser.get(session.get_absolute_url()).content.decode()
    slots = [slot.pk for slot in session.slots.order_by("pk")[:2]]
    browser.post(reverse("training:co_teach", args=[session.pk]), {"candidate": first.pk, "slots": slots})
    assert "to come" in browser.get(session.get_absolute_url()).content.decode()
    seal_all(session)
    where = reverse("training:observe", args=[first.pk, session.pk])
    assert browser.post(where, {"clarity": 3}).status_code == 422
    browser.post(where, {criterion.value: 2 for criterion in Criterion} | {"advice": "أحسنت"})
    assert "every criterion acquired" in browser.get(session.get_absolute_url()).content.decode()
    assert "Accredit the 1 who is ready" in browser.get(cohort.get_absolute_url()).content.decode()
    browser.post(reverse("training:accredit_cohort", args=[cohort.pk]),
                 {"candidates": [first.pk], "kind": "decision", "number": "9/2026", "taken_on": clock.today(),
                  "starts_on": clock.today()})  # fmt: skip
    trainer = Trainer.objects.get(person=person)
    assert "In force" in browser.get(trainer.get_absolute_url()).content.decode().replace("in force", "In force")
    assert cohort.name_fr in browser.get(person.get_absolute_url()).content.decode()
    answer = browser.post(reverse("training:close_cohort", args=[cohort.pk]), follow=True)
    assert "The cohort has ended." in answer.content.decode()


def test_the_trainer_writes_what_he_saw_and_only_of_his_own_candidates(as_user: Browser) -> None:
    candidate = make_candidate()
    session = co_teach(candidate)
    trainer = Trainer.objects.get(slots=session.slots.order_by("pk").first())
    trainer.person.user = user_as(Role.TRAINER)
    trainer.person.save()
    (waits,) = shown.to_write(trainer.person.user)
    browser = as_user(trainer.person.user)
    assert browser.get(waits.url).status_code == 200
    browser.post(waits.url, {criterion.value: 3 for criterion in Criterion})
    assert Observation.objects.get().trainer == trainer
    assert not list(shown.to_write(trainer.person.user))
    stranger = user_as(Role.TRAINER)
    make_person(user=stranger)
    assert as_user(stranger).get(waits.url).status_code == 404
    assert as_user(make_user()).get(waits.url).status_code == 403


def test_the_desk_says_who_is_ready() -> None:
    candidate = make_ready()
    (waits,) = shown.ready(officer_of(candidate.cohort.owner.place))
    assert waits.title == "1 candidate is ready"
    assert not list(shown.ready(officer_of(make_province().region)))


def test_reasons_go_with_the_name() -> None:
    candidate = make_candidate()
    session = co_teach(candidate)
    actions.observe(candidate, session, ALL_ACQUIRED, advice="تحكم في الوقت", by=None)
    actions.leave(candidate, reason="انتقال", by=None)
    assert not candidacies_due(clock.today()).exists()
    type(candidate.person).everyone.filter(pk=candidate.person_id).update(anonymised_at=clock.now())
    let_candidacies_go(list(candidacies_due(clock.today()).values_list("pk", flat=True)))
    candidate.refresh_from_db()
    assert (candidate.reason, candidate.observations.get().advice) == ("—", "—")
    assert not candidacies_due(clock.today()).exists()
