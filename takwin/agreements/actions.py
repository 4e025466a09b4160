"""Prepare agreements, follow each party's path, commit money."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.enums import AgreementKind, AgreementState, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.agreements.queries import declared_steps, path_of, state_of
from takwin.core import clock
from takwin.core.money import dirhams
from takwin.core.refused import checked, refused
from takwin.directory.models import Body, Place
from takwin.documents.actions import store_file, take_number
from takwin.documents.enums import ActKind
from takwin.documents.models import Act, StoredFile
from takwin.journal.actions import record
from takwin.people.models import Office, Person
from takwin.programmes.models import Programme
from takwin.rights.enums import Permission
from takwin.rights.queries import may

ACT_OF_STEP = {StepKind.VOTE: ActKind.DELIBERATION, StepKind.VISA: ActKind.VISA}


@transaction.atomic
def draft_agreement(
    *,
    owner: Body,
    place: Place,
    name_ar: str,
    name_fr: str,
    first_year: int,
    last_year: int,
    parties: Sequence[tuple[Body, PartyRole]],
    programmes: Sequence[Programme] = (),
    kind: AgreementKind = AgreementKind.SPECIFIC,
    by: User,
) -> Agreement:
    """Open an agreement under the owner's next number; none of its parties has done anything yet."""
    if not parties:
        raise ValidationError(_("An agreement has parties."))
    number = take_number(owner, "agreement", first_year)
    agreement = checked(
        Agreement(
            owner=owner,
            reference=f"CV-{first_year % 100:02}-{number:02}",
            kind=kind,
            place=place,
            name_ar=name_ar,
            name_fr=name_fr,
            first_year=first_year,
            last_year=last_year,
        )
    )
    agreement.programmes.set(programmes)
    with refused(Party):
        Party.objects.bulk_create(
            [Party(agreement=agreement, body=body, role=role, order=n) for n, (body, role) in enumerate(parties)]
        )
    record("agreement.drafted", agreement, by=by, parties=len(parties))
    return agreement


def standing(agreement_id: int) -> Agreement:
    """The agreement, its row locked until the transaction ends, if it is not cancelled.

    Every act that adds to an agreement, here and in the treasury, begins here: so none slips in while another
    cancels it. It is locked before a party, a step or an instalment.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("owner").get(pk=agreement_id)
    if agreement.cancelled_on:
        raise ValidationError(_("This agreement is cancelled: nothing is added to it any more."))
    return agreement


@transaction.atomic
def add_party(agreement: Agreement, *, body: Body, role: PartyRole, by: User) -> Party:
    """Add a party; the agreement is then no longer in force until that one has signed as well.

    Not once its years are over: it would be unsigned again for years in which it bound everyone.
    """
    agreement = standing(agreement.pk)
    _refuse_ended(agreement)
    with refused(Party):
        party = checked(Party(agreement=agreement, body=body, role=role, order=agreement.parties.count()))
    record("agreement.party_added", agreement, by=by, body=body.pk, role=role)
    return party


@transaction.atomic
def record_step(
    party: Party,
    kind: StepKind,
    *,
    done_on: dt.date,
    number: str = "",
    signatory: Person | None = None,
    capacity: str = "",
    by: User,
) -> Step:
    """Record a dated fact on a party's path, in its order and never in the future.

    What a commune records is *declared* until the region confirms it; recorded by one who may confirm, it is
    confirmed at once. A vote and a visa have the number of their act; a signature its signatory, in office that
    day in the body that signs, and his capacity.
    """
    standing(party.agreement_id)
    party = Party.objects.select_for_update(of=("self",)).select_related("agreement__owner", "body").get(pk=party.pk)
    _check_order(party, kind, done_on)
    if kind == StepKind.SIGNATURE:
        _check_signatory(party, signatory, capacity, done_on)
    act = None
    if kind in ACT_OF_STEP:
        if not number:
            raise ValidationError({"number": _("Give the number of the act.")})
        act, _made = Act.objects.get_or_create(body=party.body, kind=ACT_OF_STEP[kind], number=number, taken_on=done_on)
    confirmed = may(by, Permission.AGREEMENT_CONFIRM, party.agreement.owner) or (
        kind == StepKind.VISA and may(by, Permission.AGREEMENT_VISA, party.body)
    )
    now = clock.now()
    with refused(Step):
        step = Step.objects.create(
            party=party,
            kind=kind,
            done_on=done_on,
            act=act,
            signatory=signatory,
            capacity=capacity,
            declared_by=by,
            declared_at=now,
            confirmed_by=by if confirmed else None,
            confirmed_at=now if confirmed else None,
        )
    verb = "agreement.step_recorded" if confirmed else "agreement.step_declared"
    record(verb, party.agreement, by=by, party=party.pk, step=kind, done_on=done_on)
    return step


@transaction.atomic
def declare_vote(party: Party, *, sat_on: dt.date | None, voted_on: dt.date, number: str, by: User) -> Step:
    """Record in one act the session a council held, unless it is known already, and the deliberation it took there."""
    if sat_on and not party.steps.filter(kind=StepKind.SITTING, withdrawn_at=None).exists():
        record_step(party, StepKind.SITTING, done_on=sat_on, by=by)
    return record_step(party, StepKind.VOTE, done_on=voted_on, number=number, by=by)


def _refuse_ended(agreement: Agreement) -> None:
    if state_of(agreement, clock.today()) == AgreementState.ENDED:
        raise ValidationError(_("The years of this agreement are over: draft another one, or an amendment."))


def _check_order(party: Party, kind: StepKind, done_on: dt.date) -> None:
    path = path_of(party.body)
    if kind not in path:
        raise ValidationError(_("%(body)s only signs: it has no such step."), params={"body": party.body})
    if done_on > clock.today():
        raise ValidationError({"done_on": _("This date is in the future: record what has happened.")})
    standing = {step.kind: step for step in party.steps.filter(withdrawn_at=None)}
    for earlier in path[: path.index(kind)]:
        if earlier not in standing:
            raise ValidationError(
                _("Record first: %(step)s. The steps of a party follow each other."), params={"step": earlier.label}
            )
        if standing[earlier].done_on > done_on:
            raise ValidationError(
                {"done_on": _("This comes before the step it follows (%(step)s).") % {"step": earlier.label}}
            )


def _check_signatory(party: Party, signatory: Person | None, capacity: str, done_on: dt.date) -> None:
    if signatory is None or not capacity:
        raise ValidationError({"signatory": _("A signature is given by a named person, in a capacity.")})
    held = Office.objects.filter(person=signatory, body=party.body, starts_on__lte=done_on)
    if not any(office.ends_on is None or done_on < office.ends_on for office in held):
        raise ValidationError({"signatory": _("This person held no office there on that day.")})


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
    """
    standing(step.party.agreement_id)
    step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if step.withdrawn_at:
        raise ValidationError(_("This is already settled."))
    if not motive:
        raise ValidationError({"motive": _("Say why this step is withdrawn.")})
    path = path_of(step.party.body)
    later = path[path.index(StepKind(step.kind)) + 1 :]
    if step.party.steps.filter(withdrawn_at=None, kind__in=later).exists():
        raise ValidationError(_("Withdraw first the steps that follow this one."))
    step.withdrawn_at, step.motive = clock.now(), motive
    step.save(update_fields=["withdrawn_at", "motive"])
    record("agreement.step_withdrawn", step.party.agreement, by=by, party=step.party_id, step=step.kind)
    return step


@transaction.atomic
def commit(
    party: Party,
    *,
    year: int,
    instalments: Sequence[tuple[dt.date, Decimal]],
    programme: Programme | None = None,
    by: User,
) -> Commitment:
    """Record what a party promises for a year, in instalments (due date, amount); the commitment is their sum.

    A year of the agreement may be recorded late, once it has ended; a year it does not bind never.
    """
    agreement = standing(party.agreement_id)
    if not agreement.first_year <= year <= agreement.last_year:
        raise ValidationError({"year": _("The agreement does not bind that year.")})
    amounts = [dirhams(amount) for _due, amount in instalments]
    if not amounts or min(amounts) <= 0:
        raise ValidationError({"amount": _("An instalment is an amount above zero.")})
    with refused(Commitment):
        commitment = checked(Commitment(party=party, programme=programme, year=year, amount=sum(amounts)))
    Instalment.objects.bulk_create(
        [
            Instalment(
                commitment=commitment,
                payer=party.body,
                beneficiary=party.agreement.owner,
                year=year,
                number=n,
                due_on=due_on,
                amount=dirhams(amount),
            )
            for n, (due_on, amount) in enumerate(instalments, start=1)
        ]
    )
    record("agreement.committed", party.agreement, by=by, party=party.pk, year=year, amount=commitment.amount)
    return commitment


@transaction.atomic
def commit_shares(agreement: Agreement, programme: Programme, *, due_on: dt.date, by: User) -> list[Commitment]:
    """Commit each party for its share of an adopted programme; one already committed for the year is left as it is."""
    agreement = standing(agreement.pk)
    if programme.adopted_at is None:
        raise ValidationError(_("This programme is not adopted yet: its shares may still change."))
    dues: Mapping[int, Decimal] = {share.body_id: share.due for share in programme.shares.all()}
    taken = set(
        Commitment.objects.filter(party__agreement=agreement, year=programme.year).values_list("party", flat=True)
    )
    committed = [
        commit(party, year=programme.year, instalments=[(due_on, dues[party.body_id])], programme=programme, by=by)
        for party in agreement.parties.select_related("body", "agreement__owner")
        if dues.get(party.body_id) and party.pk not in taken and party.body_id != agreement.owner_id
    ]
    agreement.programmes.add(programme)
    return committed


@transaction.atomic
def attach_text(agreement: Agreement, data: bytes, *, name: str, content_type: str, by: User) -> StoredFile:
    """Keep the signed text under its digest; a better scan replaces it on the page, and the first one stays stored."""
    agreement = standing(agreement.pk)
    stored = store_file(data, name=name, content_type=content_type, owner=agreement.owner, by=by)
    agreement.text = stored
    agreement.save(update_fields=["text"])
    record("agreement.text_attached", agreement, by=by, sha256=stored.sha256)
    return stored


@transaction.atomic
def cancel_agreement(agreement: Agreement, *, motive: str, by: User) -> Agreement:
    """Give an agreement up while it runs. What was already committed and paid stays in the accounts.

    Nothing is requested or ordered under it any more; money that still comes in is received all the same.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if agreement.cancelled_on:
        raise ValidationError(_("This is already settled."))
    _refuse_ended(agreement)
    if not motive:
        raise ValidationError({"motive": _("Say why the agreement is cancelled.")})
    agreement.cancelled_on, agreement.motive = clock.today(), motive
    agreement.save(update_fields=["cancelled_on", "motive"])
    record("agreement.cancelled", agreement, by=by)
    return agreement
