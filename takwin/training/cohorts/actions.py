"""Open a cohort, choose candidates, let them teach beside a trainer, write what he saw, accredit those ready."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.actions import claim_person, refuse_sitting, release_person
from takwin.catalogue.actions import add_trainer
from takwin.catalogue.enums import AccreditationState, Competence, TrainerKind
from takwin.catalogue.models import Accreditation, Mastery, Topic, Trainer
from takwin.catalogue.pool.actions import accrediting_act, grant, issue_accreditation
from takwin.core import clock, formats
from takwin.core.moves import move
from takwin.core.refused import checked, refused, worded
from takwin.core.uploads import Scan
from takwin.directory.models import Body
from takwin.documents.enums import ActKind
from takwin.journal.actions import record
from takwin.people.models import Person
from takwin.training.actions.locks import locked_open
from takwin.training.cohorts.enums import CandidateState, CohortState, Criterion
from takwin.training.cohorts.progress import progress_of
from takwin.training.cohorts.queries import accredited_slots, sealed_beside
from takwin.training.models import Candidate, Cohort, CoTeaching, Observation, ObservedCriterion, Slot, TrainingSession

FACTS = {"name_ar", "name_fr", "places", "starts_on", "ends_on", "taught_half_days", "years"}
TAKEN = (CandidateState.CHOSEN, CandidateState.ACCREDITED)


@transaction.atomic
def open_cohort(*, owner: Body, modules: Sequence[Topic], by: User | None, **facts: Any) -> Cohort:
    """Open a cohort of an institution, with the modules its path asks for."""
    with refused(Cohort):
        cohort = checked(Cohort(owner=owner, **facts))
    _set_modules(cohort, modules)
    record("cohort.opened", cohort, by=by, places=cohort.places, modules=len(modules))
    return cohort


@transaction.atomic
def correct_cohort(cohort: Cohort, *, modules: Sequence[Topic], by: User | None, **facts: Any) -> Cohort:
    """Correct what the path asks for; its modules stay once somebody was accredited by them."""
    if unknown := facts.keys() - FACTS:
        raise TypeError(f"not a fact that is corrected here: {', '.join(sorted(unknown))}")
    cohort = _locked_open(cohort)
    for name, value in facts.items():
        setattr(cohort, name, value)
    if cohort.places < cohort.candidates.filter(state__in=TAKEN).count():
        raise ValidationError({"places": _("More candidates have been chosen than that.")})
    with refused(Cohort):
        checked(cohort)
    if set(modules) != set(cohort.modules.all()):
        if cohort.candidates.filter(state=CandidateState.ACCREDITED).exists():
            raise ValidationError({"modules": _("Candidates were accredited by these modules: they stay.")})
        _set_modules(cohort, modules)
    record("cohort.corrected", cohort, by=by, fields=sorted(facts))
    return cohort


def _set_modules(cohort: Cohort, modules: Sequence[Topic]) -> None:
    if not modules or any(topic.owner_id != cohort.owner_id for topic in modules):
        raise ValidationError({"modules": _("Choose at least one module, of the catalogue of this institution.")})
    cohort.modules.set(modules)


@transaction.atomic
def close_cohort(cohort: Cohort, *, by: User | None) -> Cohort:
    """End a cohort once nobody is proposed nor on the way any more."""
    cohort = _locked(cohort)
    waiting = [CandidateState.PROPOSED, CandidateState.CHOSEN]
    if cohort.candidates.filter(state__in=waiting).exists():
        raise ValidationError(_("Candidates are still proposed or on the way: settle each of them first."))
    move(cohort, "close")
    cohort.save(update_fields=["state"])
    record("cohort.closed", cohort, by=by)
    return cohort


def _locked(cohort: Cohort) -> Cohort:
    return Cohort.objects.select_for_update(of=("self",)).select_related("owner").get(pk=cohort.pk)


def _locked_open(cohort: Cohort) -> Cohort:
    cohort = _locked(cohort)
    if cohort.state != CohortState.OPEN:
        raise ValidationError(_("This cohort has ended."))
    return cohort


def _candidate(candidate: Candidate) -> Candidate:
    """The cohort's row first, then the candidate as the database has him now."""
    _locked_open(candidate.cohort)
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("cohort__owner", "person", "body")
    return rows.get(pk=candidate.pk)


@transaction.atomic
def propose(
    cohort: Cohort, person: Person, *, body: Body, topics: Sequence[Topic], by: User | None
) -> Candidate:  # fmt: skip
    """Note that a person is proposed for a cohort, by the body he comes from, to teach topics of its catalogue."""
    cohort = _locked_open(cohort)
    if not topics or any(topic.owner_id != cohort.owner_id for topic in topics):
        raise ValidationError({"topics": _("Choose what he is to teach, in the catalogue of this institution.")})
    with refused(Candidate):
        candidate = checked(Candidate(cohort=cohort, person=person, body=body))
    candidate.topics.set(topics)
    record("candidate.proposed", candidate, by=by, cohort=cohort.pk, person=person.pk)
    return candidate


@transaction.atomic
def choose(candidate: Candidate, *, by: User | None) -> Candidate:
    """Choose a candidate for a place of the cohort; the last place is given once, whoever clicks."""
    candidate = _candidate(candidate)
    cohort = candidate.cohort
    if cohort.candidates.filter(state__in=TAKEN).count() >= cohort.places:
        raise ValidationError(_("The %(n)s places of this cohort are taken.") % {"n": cohort.places})
    return _moved(candidate, "choose", "candidate.chosen", by=by)


@transaction.atomic
def turn_down(candidate: Candidate, *, reason: str, by: User | None) -> Candidate:
    """Do not keep a candidate, and say why."""
    candidate = _candidate(candidate)
    candidate.reason = reason.strip()
    return _moved(candidate, "turn_down", "candidate.turned_down", by=by)


@transaction.atomic
def leave(candidate: Candidate, *, reason: str, by: User | None) -> Candidate:
    """Note that a candidate leaves the path, and why; the half-days he was still to teach are free again."""
    candidate = _candidate(candidate)
    candidate.reason = reason.strip()
    for row in candidate.co_teachings.filter(slot__half_day__sealed_at=None):
        _take_off(row)
    return _moved(candidate, "leave", "candidate.left", by=by)


@transaction.atomic
def go_on(candidate: Candidate, *, topics: Sequence[Topic], by: User | None) -> Candidate:
    """Let an accredited candidate follow the path again, towards topics in which he is not accredited yet.

    What he was accredited in stays his in the pool, and what he has followed still counts.
    """
    candidate = _candidate(candidate)
    owner = candidate.cohort.owner
    if not topics or any(topic.owner_id != owner.pk for topic in topics):
        raise ValidationError({"topics": _("Choose what he is to teach, in the catalogue of this institution.")})
    held = Accreditation.objects.filter(
        trainer__person=candidate.person, trainer__owner=owner, topic__in=topics, state=AccreditationState.IN_FORCE
    )
    if row := held.select_related("topic").first():
        raise ValidationError({"topics": _("He is already accredited in “%(topic)s”.") % {"topic": row.topic}})
    candidate.act = None
    _moved(candidate, "go_on", "candidate.goes_on", by=by)
    candidate.topics.set(topics)
    return candidate


def _moved(candidate: Candidate, name: str, verb: str, *, by: User | None) -> Candidate:
    move(candidate, name)
    with refused(Candidate):
        checked(candidate)
    record(verb, candidate, by=by, cohort=candidate.cohort_id)
    return candidate


@transaction.atomic
def co_teach(session: TrainingSession, candidate: Candidate, slots: Sequence[Slot], *, by: User | None) -> int:
    """Let a candidate teach beside an accredited trainer; he is taken for those half-days, all or none."""
    session = locked_open(session)
    candidate = _candidate(candidate)
    if candidate.state != CandidateState.CHOSEN or not candidate.topics.filter(pk=session.topic_id).exists():
        raise ValidationError({"candidate": _("Choose a candidate who follows the path and is to teach this topic.")})
    open_to = {slot.pk: slot for slot in accredited_slots(session)}
    wanted = [open_to[slot.pk] for slot in slots if slot.pk in open_to]
    if not slots or len(wanted) < len(slots):
        raise ValidationError({"slots": _("Choose half-days not sealed yet, whose trainer is accredited that day.")})
    if any(slot.trainer and slot.trainer.person_id == candidate.person_id for slot in wanted):
        raise ValidationError({"slots": _("Nobody observes himself: another trainer is needed.")})
    halves = [slot.half_day.half_day for slot in wanted]
    refuse_sitting(candidate.person, halves)
    claim_person(session.register, candidate.person, halves, by=by)
    for slot in wanted:
        with refused(CoTeaching):
            checked(CoTeaching(candidate=candidate, slot=slot))
    record("candidate.co_teaches", session, by=by, candidate=candidate.pk, half_days=len(wanted))
    return len(wanted)


@transaction.atomic
def stop_co_teaching(row: CoTeaching, *, by: User | None) -> None:
    """Take a candidate off a workshop that he has not given; his half-day is free again."""
    session = locked_open(row.slot.session)
    rows = CoTeaching.objects.select_for_update(of=("self",)).select_related("slot__half_day", "candidate__person")
    row = rows.get(pk=row.pk)
    if row.slot.half_day.sealed_at:
        raise ValidationError(_("This half-day is sealed: he gave it."))
    _take_off(row)
    record("candidate.taken_off", session, by=by, candidate=row.candidate_id)


def _take_off(row: CoTeaching) -> None:
    release_person(row.slot.session.register, row.candidate.person, [row.slot.half_day.half_day])
    row.delete()


@transaction.atomic
def observe(
    candidate: Candidate, session: TrainingSession, levels: Mapping[Criterion, int], *, advice: str, by: User | None
) -> Observation:
    """Write what the trainer saw of a candidate in a session, once a half-day they gave together is sealed.

    Written again it replaces what was written, until the candidate is accredited: the journal keeps that it was.
    """
    candidate = _candidate(candidate)
    if candidate.state != CandidateState.CHOSEN:
        raise ValidationError(_("This candidate is no longer on the way."))
    beside = sealed_beside(candidate, session, by)
    if beside is None:
        raise ValidationError(_("He has given no sealed half-day beside a trainer in this session."))
    if set(levels) != set(Criterion):
        raise ValidationError(_("Say of each criterion whether it is acquired."))
    found = Observation.objects.filter(candidate=candidate, session=session).first()
    found = found or Observation(candidate=candidate, session=session)
    found.trainer, found.observed_at, found.written_by = beside, clock.now(), by
    with refused(Observation):
        worded(found, advice=advice).save()
    found.criteria.all().delete()
    for criterion, level in levels.items():
        checked(ObservedCriterion(observation=found, criterion=criterion, level=level))
    record("candidate.observed", candidate, by=by, session=session.pk, trainer=beside.pk)
    return found


@transaction.atomic
def accredit_ready(
    cohort: Cohort,
    candidates: Sequence[Candidate],
    *,
    kind: ActKind,
    number: str,
    taken_on: dt.date,
    starts_on: dt.date,
    scan: Scan | None = None,
    by: User | None,
) -> list[Trainer]:
    """Accredit by one act those who are ready, each in the topics he is ready in, and issue their certificates.

    Who is ready is counted again under the cohort's lock. Each enters the pool, or is found there.
    """
    cohort = _locked_open(cohort)
    if not candidates:
        raise ValidationError({"candidates": _("Choose at least one candidate.")})
    rows = cohort.candidates.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in candidates])
    told = progress_of(cohort, rows.select_related("person", "body__place__province").prefetch_related("topics"))
    late = [str(row.candidate) for row in told if not row.ready_in]
    if late:
        raise ValidationError({"candidates": _("Not ready any more: %(names)s.") % {"names": ", ".join(late)}})
    act = accrediting_act(cohort.owner, kind=kind, number=number, taken_on=taken_on, scan=scan, by=by)
    ends_on = years_after(starts_on, cohort.years)
    trainers = []
    for row in told:
        trainer = _in_the_pool(row.candidate, row.ready_in, by=by)
        try:
            grant(trainer, row.ready_in, act, starts_on=starts_on, ends_on=ends_on, by=by)
        except ValidationError as refusal:
            raise ValidationError(
                [f"{trainer}{formats.colon()} {message}" for message in refusal.messages]
            ) from refusal
        issue_accreditation(trainer, act, by=by)
        row.candidate.act = act
        _moved(row.candidate, "accredit", "candidate.accredited", by=by)
        trainers.append(trainer)
    record("cohort.accredited", cohort, by=by, act=act.pk, people=len(trainers))
    return trainers


def years_after(day: dt.date, years: int) -> dt.date:
    """The last day of so many years that begin on a day."""
    try:
        return day.replace(year=day.year + years) - dt.timedelta(days=1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _in_the_pool(candidate: Candidate, topics: Sequence[Topic], *, by: User | None) -> Trainer:
    """His row in the pool, open, with the topics he now teaches alone."""
    owner = candidate.cohort.owner
    trainer = Trainer.objects.select_for_update(of=("self",)).filter(owner=owner, person=candidate.person).first()
    if trainer is None:
        province = candidate.body.place.province if candidate.body.place else None
        trainer = add_trainer(
            owner=owner, person=candidate.person, kind=TrainerKind.STAFF, body=candidate.body, province=province, by=by
        )
    for topic in topics:
        held, made = Mastery.objects.get_or_create(trainer=trainer, topic=topic)
        if not made and held.competence == Competence.BESIDE:
            held.competence = Competence.ALONE
            held.save(update_fields=["competence"])
    return trainer
