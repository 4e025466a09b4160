"""The same acts on many parties of one agreement at once, in the same few queries for five rows and for five hundred.

Each refuses what its single act refuses, all or none, and tells the journal the same; the database holds its
constraints as ever.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.commitments import left_by_now, refuse_leaving
from takwin.agreements.actions.ground import editable, is_signed, refuse_ended, standing
from takwin.agreements.actions.paths import ACT_OF_STEP, check_base, check_office, check_order
from takwin.agreements.actions.texts import freeze
from takwin.agreements.enums import CARRYING, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.agreements.projects.actions import follow_signatures
from takwin.agreements.queries import binds_year, with_until_year
from takwin.agreements.signals import dues_changing
from takwin.core import clock
from takwin.core.money import dirhams
from takwin.core.refused import checked_many
from takwin.directory.models import Body
from takwin.documents.models import Act
from takwin.journal.actions import record_each
from takwin.people.models import Office, Person
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may


@transaction.atomic
def add_parties(agreement: Agreement, joining: Sequence[tuple[Body, PartyRole]], *, by: User) -> list[Party]:
    """Add parties to a text that nobody has signed (see ``add_party``)."""
    agreement = editable(agreement.pk)
    refuse_ended(agreement)
    known = agreement.parties.count()
    made = checked_many(
        [Party(agreement=agreement, body=body, role=role, order=known + n) for n, (body, role) in enumerate(joining)]
    )
    record_each("agreement.party_added", [(agreement, {"body": one.body_id, "role": one.role}) for one in made], by=by)
    return made


class Share(NamedTuple):
    """What a party promises for a year to the body that carries the agreement, in instalments (due date, amount)."""

    party: Party
    year: int
    instalments: Sequence[tuple[dt.date, Decimal]]


@transaction.atomic
def commit_many(agreement: Agreement, shares: Sequence[Share], *, by: User) -> list[Commitment]:
    """Record the money that parties promise for years (see ``commit``)."""
    agreement = standing(agreement.pk)
    left, bound = left_by_now(agreement), with_until_year(Agreement.objects.filter(pk=agreement.pk)).get()
    for share in shares:
        refuse_leaving(share.party, left)
        if not binds_year(bound, share.year):
            raise ValidationError({"year": _("The agreement does not bind that year.")})
        if share.party.body_id == agreement.owner_id:
            raise ValidationError({"beneficiary": _("A body does not pay itself: say to whom it pays.")})
        if not share.instalments or min(dirhams(amount) for _due, amount in share.instalments) <= 0:
            raise ValidationError({"amount": _("An instalment is an amount above zero.")})
    for year in sorted({share.year for share in shares}):
        dues_changing.send(Party, beneficiary=agreement.owner, year=year)
    added_on = clock.today() if is_signed(agreement) else None
    made = checked_many([
        Commitment(
            party=share.party, year=share.year, added_on=added_on,
            amount=sum(dirhams(amount) for _due, amount in share.instalments),
        )
        for share in shares
    ])  # fmt: skip
    checked_many([
        Instalment(
            commitment=one, payer=share.party.body, beneficiary=agreement.owner, year=share.year, number=n,
            due_on=due_on, amount=dirhams(amount),
        )
        for one, share in zip(made, shares, strict=True)
        for n, (due_on, amount) in enumerate(share.instalments, start=1)
    ])  # fmt: skip
    told = [(agreement, {"party": one.party_id, "year": one.year, "amount": one.amount}) for one in made]
    record_each("agreement.committed", told, by=by)
    return made


@dataclass(frozen=True)
class Taken:
    """A dated step of a party: a vote and a visa with the number of their act, a signature with who signed."""

    party: Party
    kind: StepKind
    done_on: dt.date
    number: str = ""
    signatory: Person | None = None
    capacity: str = ""


@transaction.atomic
def record_steps(agreement: Agreement, taken: Sequence[Taken], *, by: User) -> list[Step]:
    """Record steps of parties, each party's in their order (see ``record_step``); who signs is of the register.

    They are told by the workbook of what was signed long ago: whether its text is here too is not asked, nor a tick,
    since whoever brings them saw to it that something is promised in it.
    """
    agreement = standing(agreement.pk)
    keys = {one.party.pk for one in taken}
    rows = Party.objects.select_for_update(of=("self",)).select_related("agreement__owner", "body").order_by("pk")
    parties = rows.filter(agreement=agreement).in_bulk(keys)
    found: dict[int, dict[str, Step]] = defaultdict(dict)
    for step in Step.objects.filter(party__in=keys, withdrawn_at=None):
        found[step.party_id][step.kind] = step
    _check_signatures(agreement, [one for one in taken if one.kind == StepKind.SIGNATURE])
    acts, confirmed = _acts(taken), _confirmed(agreement, taken, by)
    now, made = clock.now(), []
    for one in taken:
        party = parties[one.party.pk]
        check_order(party, one.kind, one.done_on, found[party.pk])
        is_confirmed = confirmed[one.kind, party.body_id]
        step = Step(
            party=party, kind=one.kind, done_on=one.done_on, act=acts.get(_key(one)), signatory=one.signatory,
            capacity=one.capacity, declared_by=by, declared_at=now, confirmed_by=by if is_confirmed else None,
            confirmed_at=now if is_confirmed else None,
        )  # fmt: skip
        found[party.pk][one.kind] = step
        made.append(step)
    if any(one.kind == StepKind.SIGNATURE for one in taken):
        freeze(agreement, by=by)
    for verb, steps in (
        ("agreement.step_recorded", [step for step in checked_many(made) if step.confirmed_at]),
        ("agreement.step_declared", [step for step in made if not step.confirmed_at]),
    ):
        told = [(agreement, {"party": s.party_id, "step": s.kind, "done_on": s.done_on}) for s in steps]
        record_each(verb, told, by=by)
    follow_signatures(agreement, by=by)
    return made


def _check_signatures(agreement: Agreement, taken: Sequence[Taken]) -> None:
    held: dict[tuple[int, int], list[Office]] = defaultdict(list)
    people = [one.signatory for one in taken if one.signatory]
    for office in Office.objects.filter(person__in=people, body__in=[one.party.body_id for one in taken]):
        held[office.person_id, office.body_id].append(office)
    for one in taken:
        if one.signatory is None or not one.capacity:
            raise ValidationError({"signatory": _("A signature is given by a named person, in a capacity.")})
        check_office(held[one.signatory.pk, one.party.body_id], one.done_on)
        check_base(agreement, one.done_on)


def _key(one: Taken) -> tuple[int, str, str, dt.date]:
    return one.party.body_id, str(ACT_OF_STEP.get(one.kind, "")), one.number, one.done_on


def _acts(taken: Sequence[Taken]) -> dict[tuple[int, str, str, dt.date], Act]:
    """The acts of votes and visas, those that are not known yet written down."""
    wanted = {_key(one): one for one in taken if one.kind in ACT_OF_STEP}
    if any(not one.number for one in wanted.values()):
        raise ValidationError({"number": _("Give the number of the act.")})
    near = Act.objects.filter(body__in={key[0] for key in wanted}, number__in={key[2] for key in wanted})
    known = {(act.body_id, str(act.kind), act.number, act.taken_on): act for act in near}
    missing = [
        Act(body=one.party.body, kind=ACT_OF_STEP[one.kind], number=one.number, taken_on=one.done_on)
        for key, one in wanted.items()
        if key not in known
    ]
    made = {(act.body_id, str(act.kind), act.number, act.taken_on): act for act in checked_many(missing)}
    return {key: known.get(key) or made[key] for key in wanted}


def _confirmed(agreement: Agreement, taken: Sequence[Taken], by: User) -> dict[tuple[str, int], bool]:
    """Whether a step is confirmed as it is recorded, by its kind and body."""
    if agreement.owner.kind in CARRYING and may(by, Permission.AGREEMENT_CONFIRM, agreement.owner):
        return {(one.kind, one.party.body_id): True for one in taken}
    bodies = Body.objects.filter(pk__in={one.party.body_id for one in taken})
    visas = set(allowed(bodies, by, Permission.AGREEMENT_VISA).values_list("pk", flat=True))
    return {(one.kind, one.party.body_id): one.kind == StepKind.VISA and one.party.body_id in visas for one in taken}
