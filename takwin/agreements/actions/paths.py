"""Follow each party's path: session, deliberation, opposition or visa, signature."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.ground import refuse_built_upon, standing
from takwin.agreements.actions.texts import freeze, thaw
from takwin.agreements.enums import CARRYING, AgreementKind, AgreementState, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.projects.actions import follow_signatures
from takwin.agreements.queries import declared_steps, path_of, silence_is_a_visa_on, state_of
from takwin.agreements.queries.powers import offices_seen, signs_by_name
from takwin.agreements.queries.standing import is_asked_knowingly
from takwin.core import clock, formats
from takwin.core.identifiers import western
from takwin.core.refused import checked, refused
from takwin.core.text import folded, tidy
from takwin.documents.enums import ActKind
from takwin.documents.models import Act
from takwin.journal.actions import record
from takwin.people.models import Office, Person
from takwin.people.queries import in_office
from takwin.rights.enums import Permission
from takwin.rights.queries import may

ACT_OF_STEP = {StepKind.VOTE: ActKind.DELIBERATION, StepKind.VISA: ActKind.VISA}


@transaction.atomic
def record_step(
    party: Party,
    kind: StepKind,
    *,
    done_on: dt.date,
    number: str = "",
    signatory: Person | None = None,
    signatory_name: str = "",
    capacity: str = "",
    received_on: dt.date | None = None,
    objection: str = "",
    knowingly: bool = False,
    by: User,
) -> Step:
    """Record a dated fact on a party's path, in its order and never in the future.

    What a commune records is *declared* until the region confirms it; recorded by one who may confirm, it is
    confirmed at once. A vote and a visa have the number of their act; a signature its signatory, in office that
    day in the body that signs, or his name (``signatory_name``), and his capacity. An opposition has its reason. A vote
    may tell the day the authority received it (``received_on``, see ``record_reception``); a visa that tells it has no
    number, and is the silence kept since (see ``note_silence``). The first signature freezes the text. A step of a text
    that binds nobody to anything yet is taken ``knowingly`` only.
    """
    agreement = standing(party.agreement_id)
    party = Party.objects.select_for_update(of=("self",)).select_related("agreement__owner", "body").get(pk=party.pk)
    check_order(party, kind, done_on, {step.kind: step for step in party.steps.filter(withdrawn_at=None)})
    if not knowingly and is_asked_knowingly(agreement, kind):
        raise ValidationError(
            {"knowingly": _("Write its articles or its commitments first, or tick to go on without.")}
        )
    if kind == StepKind.SIGNATURE:
        signatory = _signatory(party, signatory, signatory_name := tidy(signatory_name), capacity, done_on, by)
        check_base(agreement, done_on)
        freeze(agreement, by=by)
    if kind == StepKind.OPPOSITION and not objection:
        raise ValidationError({"objection": _("Say why the authority is opposed.")})
    if kind == StepKind.VOTE and received_on:
        _check_reception(done_on, received_on)
    act, number = None, western(number)
    is_silence = kind == StepKind.VISA and received_on is not None
    if kind in ACT_OF_STEP and not is_silence:
        if not number:
            raise ValidationError({"number": _("Give the number of the act.")})
        act, _made = Act.objects.get_or_create(body=party.body, kind=ACT_OF_STEP[kind], number=number, taken_on=done_on)
    of_authority = kind in (StepKind.VISA, StepKind.OPPOSITION)
    owner = party.agreement.owner
    confirmed = (owner.kind in CARRYING and may(by, Permission.AGREEMENT_CONFIRM, owner)) or (
        of_authority and may(by, Permission.AGREEMENT_VISA, party.body)
    )
    now = clock.now()
    with refused(Step):
        step = checked(
            Step(
                party=party,
                kind=kind,
                done_on=done_on,
                act=act,
                signatory=signatory,
                signatory_name="" if signatory else signatory_name,
                capacity=capacity,
                received_on=received_on,
                objection=objection,
                declared_by=by,
                declared_at=now,
                confirmed_by=by if confirmed else None,
                confirmed_at=now if confirmed else None,
            )
        )
    verb = "agreement.step_recorded" if confirmed else "agreement.step_declared"
    record(verb, party.agreement, by=by, party=party.pk, step=kind, done_on=done_on)
    _visaed(step, by=by)
    _signed(step, by=by)
    return step


def _visaed(step: Step, *, by: User) -> None:
    """The authority gives its visa to a deliberation that it has in hand: what the council had only declared of it is
    confirmed with it, or the path would tell a visa on a vote that nobody has seen."""
    if step.kind != StepKind.VISA or step.confirmed_at is None:
        return
    behind = Step.objects.select_for_update(of=("self",)).filter(
        party=step.party, kind__in=[StepKind.SITTING, StepKind.VOTE], withdrawn_at=None, confirmed_at=None
    )
    for one in list(behind):
        one.confirmed_by, one.confirmed_at = by, step.confirmed_at
        one.save(update_fields=["confirmed_by", "confirmed_at"])
        record("agreement.step_confirmed", step.party.agreement, by=by, party=step.party_id, step=one.kind)


def _signed(step: Step, *, by: User) -> None:
    """What follows from a signature that was given, confirmed or withdrawn, for what the agreement builds."""
    if step.kind == StepKind.SIGNATURE:
        follow_signatures(step.party.agreement, by=by)


@transaction.atomic
def record_reception(party: Party, *, received_on: dt.date, by: User) -> Step:
    """Record, or put right, the day on which the authority received the deliberation: the delay of its visa runs from
    it. Once it has answered, or its silence is a visa, that is taken back first."""
    standing(party.agreement_id)
    party = Party.objects.select_for_update(of=("self",)).select_related("agreement", "body").get(pk=party.pk)
    steps = {step.kind: step for step in party.steps.filter(withdrawn_at=None)}
    if StepKind.VISA not in path_of(party.body):
        raise ValidationError(_("%(body)s only signs: it has no such step."), params={"body": party.body})
    vote = steps.get(StepKind.VOTE)
    if vote is None:
        raise ValidationError(
            _("Record first: %(step)s. The steps of a party follow each other."), params={"step": StepKind.VOTE.label}
        )
    _check_opposition(StepKind.VISA, steps)
    if StepKind.VISA in steps:
        raise ValidationError(_("Withdraw first the steps that follow this one."))
    _check_reception(vote.done_on, received_on)
    if vote.received_on == received_on:
        return vote
    vote.received_on = received_on
    vote.save(update_fields=["received_on"])
    record("agreement.reception_recorded", party.agreement, by=by, party=party.pk, received_on=received_on)
    return vote


def _check_reception(voted_on: dt.date, received_on: dt.date) -> None:
    if received_on > clock.today():
        raise ValidationError({"received_on": _("This date is in the future: record what has happened.")})
    if received_on < voted_on:
        raise ValidationError({"received_on": _("The authority receives a deliberation after it was taken.")})


@transaction.atomic
def note_silence(party: Party, *, received_on: dt.date, knowingly: bool = False, by: User) -> Step:
    """Record that the authority has been silent since it received the deliberation, longer than the law allows: that is
    a visa from the day after the delay. Through the last day of the delay it may still visa, or oppose. The day told
    here puts right the one that was recorded."""
    since = silence_is_a_visa_on(received_on)
    if since > clock.today():
        raise ValidationError(
            {"received_on": _("The authority may still answer: its silence is a visa on %(day)s.") % {
                "day": formats.day(since)
            }}
        )  # fmt: skip
    record_reception(party, received_on=received_on, by=by)
    return record_step(party, StepKind.VISA, done_on=since, received_on=received_on, knowingly=knowingly, by=by)


@transaction.atomic
def declare_vote(
    party: Party,
    *,
    sat_on: dt.date | None,
    voted_on: dt.date,
    number: str,
    received_on: dt.date | None = None,
    knowingly: bool = False,
    by: User,
) -> Step:
    """Record in one act the session a council held, unless it is known already, and the deliberation it took there,
    with the day on which the authority received it when that is known already.

    After an opposition this is the second reading: what was opposed is set aside with its opposition, and stays in the
    story.
    """
    standing(party.agreement_id)
    _set_aside_opposed(party, voted_on, by)
    if sat_on and not party.steps.filter(kind=StepKind.SITTING, withdrawn_at=None).exists():
        record_step(party, StepKind.SITTING, done_on=sat_on, knowingly=knowingly, by=by)
    told: dict[str, Any] = {"number": number, "received_on": received_on, "knowingly": knowingly}
    return record_step(party, StepKind.VOTE, done_on=voted_on, **told, by=by)


def _set_aside_opposed(party: Party, voted_on: dt.date, by: User) -> None:
    steps = Step.objects.select_for_update(of=("self",)).filter(party=party, withdrawn_at=None)
    opposed = steps.filter(kind=StepKind.OPPOSITION).first()
    if opposed is None:
        return
    if voted_on < opposed.done_on:
        raise ValidationError({"voted_on": _("The council reads the matter again after the opposition.")})
    kinds = [StepKind.SITTING, StepKind.VOTE, StepKind.OPPOSITION]
    set_aside = list(steps.filter(kind__in=kinds))
    for step in set_aside:
        step.withdrawn_at, step.motive = clock.now(), gettext("read again after the opposition")
    Step.objects.bulk_update(set_aside, ["withdrawn_at", "motive"])
    record("agreement.second_reading", party.agreement, by=by, party=party.pk)


def check_order(party: Party, kind: StepKind, done_on: dt.date, standing: Mapping[str, Step]) -> None:
    """Refuse a step out of its place on a party's path, whose steps that stand are told by their kind."""
    path = path_of(party.body)
    if kind == StepKind.OPPOSITION and StepKind.VISA in path:
        path = (*path[: path.index(StepKind.VISA)], StepKind.OPPOSITION, StepKind.SIGNATURE)
    if kind not in path:
        raise ValidationError(_("%(body)s only signs: it has no such step."), params={"body": party.body})
    if done_on > clock.today():
        raise ValidationError({"done_on": _("This date is in the future: record what has happened.")})
    _check_opposition(kind, standing)
    for earlier in path[: path.index(kind)]:
        if earlier not in standing:
            raise ValidationError(
                _("Record first: %(step)s. The steps of a party follow each other."), params={"step": earlier.label}
            )
        if standing[earlier].done_on > done_on:
            raise ValidationError(
                {"done_on": _("This comes before the step it follows (%(step)s).") % {"step": earlier.label}}
            )
    if kind in (StepKind.VISA, StepKind.OPPOSITION):
        _check_answer(standing[StepKind.VOTE], done_on)


def _check_answer(vote: Step, done_on: dt.date) -> None:
    """The authority answers what it has in hand. A visa or an opposition says so by itself, and needs no day of
    reception; but where that day is recorded, one of the two dates is wrong if the answer is the older."""
    if vote.received_on and done_on < vote.received_on:
        told = {"day": formats.day(vote.received_on)}
        raise ValidationError({"done_on": _("The authority received this deliberation on %(day)s only.") % told})


def _check_opposition(kind: StepKind, standing: Mapping[str, Step]) -> None:
    opposed = standing.get(StepKind.OPPOSITION)
    if opposed and kind in (StepKind.VISA, StepKind.SIGNATURE):
        raise ValidationError(
            _("The authority opposed this deliberation on %(day)s: the council reads it again first."),
            params={"day": formats.day(opposed.done_on)},
        )
    if kind == StepKind.OPPOSITION and StepKind.VISA in standing:
        raise ValidationError(_("This deliberation has its visa: it is not opposed any more."))


def _signatory(
    party: Party, person: Person | None, name: str, capacity: str, done_on: dt.date, by: User
) -> Person | None:
    """Who signs: someone in office that day, or none when the name alone is kept as the text bears it.

    A council whose members are known to whoever records it is signed for by one of them; elsewhere a name is enough.
    One that is the name of somebody who is known to hold an office there is his: that day's holder before a namesake
    of another time; of two that day the name does not say which.
    """
    if not capacity or not (person or name):
        raise ValidationError({"signatory": _("A signature is given by a named person, in a capacity.")})
    if person is None:
        if not signs_by_name(party.body, by):
            raise ValidationError({"signatory": _("A council signs by one of its members: choose who signed.")})
        seen = offices_seen(party.body, by)
        then = _named(name, seen.filter(in_office(done_on)))
        if len(then) > 1:
            raise ValidationError({"signatory": _("Several of this name hold an office there: choose who signed.")})
        named = then or _named(name, seen)
        if not named:
            return None
        person = named[0]
    check_office(Office.objects.filter(person=person, body=party.body), done_on)
    return person


def _named(name: str, offices: QuerySet[Office]) -> list[Person]:
    """Who among the holders bears the name, in one language or the other."""
    holders = dict.fromkeys(one.person for one in offices)
    return [one for one in holders if folded(name) in {folded(said) for said in (one.name_ar, one.name_fr) if said}]


def check_office(offices: Iterable[Office], done_on: dt.date) -> None:
    """The law and the seal are those of the office: of those a signatory held in the body that signs, one is held on
    the day of the signature, its last day included."""
    held = sorted(offices, key=lambda one: one.starts_on)
    if any(one.starts_on <= done_on and (one.ends_on is None or done_on < one.ends_on) for one in held):
        return
    over = [one.ends_on for one in held if one.ends_on and one.ends_on <= done_on]
    said: Any
    if over:
        last = formats.day(max(over) - dt.timedelta(days=1))
        said = _("This person held no office there on that day: the last one ended on %(day)s.") % {"day": last}
    elif held:
        said = _("This person held no office there on that day: the first one began on %(day)s.") % {
            "day": formats.day(held[0].starts_on)
        }
    else:
        said = _("This person held no office there on that day, nor on any other.")
    raise ValidationError({"signatory": said})


def check_base(agreement: Agreement, done_on: dt.date) -> None:
    """An amendment is signed while what it changes is in force, and within its own years."""
    if agreement.kind != AgreementKind.AMENDMENT or agreement.base is None:
        return
    state = state_of(agreement.base, done_on)
    if state == AgreementState.DRAFT:
        raise ValidationError({"done_on": _("The agreement it changes was not signed by all on that day.")})
    if state != AgreementState.IN_FORCE or (agreement.last_year and done_on.year > agreement.last_year):
        raise ValidationError(
            {"done_on": _("On that day the agreement it changes was over: it is not amended any more.")}
        )


@transaction.atomic
def confirm_step(step: Step, *, by: User) -> Step:
    """The region confirms what a commune declared."""
    standing(step.party.agreement_id)
    step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if step.withdrawn_at or step.confirmed_at:
        raise ValidationError(_("This is already settled."))
    step.confirmed_by, step.confirmed_at = by, clock.now()
    step.save(update_fields=["confirmed_by", "confirmed_at"])
    record("agreement.step_confirmed", step.party.agreement, by=by, party=step.party_id, step=step.kind)
    _signed(step, by=by)
    return step


@transaction.atomic
def confirm_declared(agreement: Agreement, *, by: User) -> int:
    """Confirm at once all that the parties of an agreement have declared; gives their number."""
    standing(agreement.pk)
    waiting = declared_steps(Step.objects.filter(party__agreement=agreement))
    return len([confirm_step(step, by=by) for step in waiting])


@transaction.atomic
def withdraw_step(step: Step, *, motive: str, by: User) -> Step:
    """Take back a step recorded by mistake; it stays in the story, and those after it must be withdrawn first.

    Not in a cancelled agreement: its story ends with the cancellation, and nothing follows from its steps any more.
    A signature that an amendment stands on stays. Once no signature is left the text may be written again.
    """
    agreement = standing(step.party.agreement_id)
    step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if step.withdrawn_at:
        raise ValidationError(_("This is already settled."))
    if not motive:
        raise ValidationError({"motive": _("Say why this step is withdrawn.")})
    later = list(StepKind)[list(StepKind).index(StepKind(step.kind)) + 1 :]
    if step.party.steps.filter(withdrawn_at=None, kind__in=later).exists():
        raise ValidationError(_("Withdraw first the steps that follow this one."))
    if step.kind == StepKind.SIGNATURE:
        refuse_built_upon(agreement)
    step.withdrawn_at, step.motive = clock.now(), motive
    step.save(update_fields=["withdrawn_at", "motive"])
    thaw(agreement, by=by)
    record("agreement.step_withdrawn", step.party.agreement, by=by, party=step.party_id, step=step.kind)
    _signed(step, by=by)
    return step
