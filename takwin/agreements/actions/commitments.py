"""Promise money and things, accept what they are worth, receive them, write them off."""

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.ground import editable, is_signed, standing
from takwin.agreements.enums import AgreementKind, AgreementState, CommitmentKind
from takwin.agreements.models import Agreement, Commitment, Delivery, Instalment, Party
from takwin.agreements.queries import binds_year, state_of
from takwin.agreements.queries.from_shares import promised_elsewhere, shares_under
from takwin.agreements.queries.standing import left_to_deliver, root_of, standing_on
from takwin.agreements.signals import dues_changing, instalment_writing_off
from takwin.core import clock, formats
from takwin.core.money import dirhams
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.documents.enums import ActKind
from takwin.documents.models import Act
from takwin.journal.actions import record
from takwin.programmes.models import Programme


@transaction.atomic
def commit(
    party: Party,
    *,
    year: int,
    instalments: Sequence[tuple[dt.date, Decimal]],
    programme: Programme | None = None,
    beneficiary: Body | None = None,
    by: User,
) -> Commitment:
    """Record the money a party promises for a year, in instalments (due date, amount); the commitment is their sum.

    A year of the agreement may be recorded late, once it has ended; a year it does not bind never. Recorded after the
    signature (the share of a year, settled each year) it is dated apart from the text.
    """
    if programme:
        Programme.objects.select_for_update().get(pk=programme.pk)  # two agreements promise its shares in turn
    agreement = standing(party.agreement_id)
    _refuse_left(agreement, party)
    if not binds_year(agreement, year):
        raise ValidationError({"year": _("The agreement does not bind that year.")})
    if (beneficiary or party.agreement.owner) == party.body:
        raise ValidationError({"beneficiary": _("A body does not pay itself: say to whom it pays.")})
    if programme and (elsewhere := promised_elsewhere(agreement, programme).get(party.body_id)):
        told = {"body": party.body, "agreement": elsewhere.reference}
        raise ValidationError(
            {"programme": _("%(body)s already promised its share of this programme under %(agreement)s.") % told}
        )
    for n, (due_on, _amount) in enumerate(instalments, start=1):
        _refuse_early(due_on, year, f"due_on_{n}")
    amounts = [dirhams(amount) for _due, amount in instalments]
    if not amounts or min(amounts) <= 0:
        raise ValidationError({"amount": _("An instalment is an amount above zero.")})
    dues_changing.send(Party, beneficiary=beneficiary or agreement.owner, year=year)
    with refused(Commitment):
        commitment = checked(
            Commitment(
                party=party, programme=programme, year=year, amount=sum(amounts), beneficiary=beneficiary,
                added_on=clock.today() if is_signed(agreement) else None,
            )
        )  # fmt: skip
    Instalment.objects.bulk_create(
        [
            Instalment(
                commitment=commitment,
                payer=party.body,
                beneficiary=beneficiary or party.agreement.owner,
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
    """Commit each party for its share of an adopted programme; one already committed for the year, here or for this
    programme under another agreement, is left as it is."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    agreement = standing(agreement.pk)
    if programme.adopted_at is None:
        raise ValidationError(_("This programme is not adopted yet: its shares may still change."))
    _refuse_early(due_on, programme.year, "due_on")
    rows = shares_under(agreement, programme)
    committed = [
        commit(one.party, year=programme.year, instalments=[(due_on, one.due)], programme=programme, by=by)
        for one in rows
        if one.kept is None
    ]
    elsewhere = {one.elsewhere.reference for one in rows if one.elsewhere}
    if elsewhere and not committed:
        raise ValidationError(
            {"programme": _("The shares of this programme are already promised under %(agreements)s.")
             % {"agreements": formats.listed(sorted(elsewhere))}}
        )  # fmt: skip
    agreement.programmes.add(programme)
    return committed


def _refuse_early(due_on: dt.date, year: int, field: str) -> None:
    """What is promised for a year is not due before it begins: a slip of the year would make its payer late at once."""
    if due_on.year < year:
        told = {"year": year, "day": formats.day(due_on)}
        raise ValidationError({field: _("What is promised for %(year)s is not due on %(day)s already.") % told})


def _refuse_left(agreement: Agreement, party: Party) -> None:
    """A party that leaves, or has left, promises nothing new; what it promised before stays owed."""
    refuse_leaving(party, left_by_now(agreement) if party.agreement_id else set())


def left_by_now(agreement: Agreement) -> set[int]:
    """The bodies that an amendment let go; none while nobody has signed."""
    if not is_signed(agreement):
        return set()
    return {one.body for one in standing_on(agreement, clock.today()).left}


def refuse_leaving(party: Party, left: Collection[int]) -> None:
    if party.leaves or party.body_id in left:
        raise ValidationError(_("%(body)s leaves the agreement: it promises nothing new."), params={"body": party.body})


@transaction.atomic
def promise(
    party: Party,
    *,
    kind: CommitmentKind,
    what_ar: str = "",
    what_fr: str = "",
    quantity: Decimal | None = None,
    unit: str = "",
    amount: Decimal | None = None,
    due_on: dt.date | None = None,
    beneficiary: Body | None = None,
    replaces: Commitment | None = None,
    by: User,
) -> Commitment:
    """Write in a draft what a party gives in kind: land, a building, people, seats, and by when.

    In an amendment it may take the place of an earlier promise in kind of the same chain (``replaces``).
    """
    agreement = editable(party.agreement_id)
    _refuse_left(agreement, party)
    if replaces:
        _check_replaced(agreement, replaces)
    with refused(Commitment):
        commitment = checked(
            Commitment(
                party=party,
                kind=kind,
                year=due_on.year if due_on else agreement.first_year,
                what_ar=what_ar,
                what_fr=what_fr,
                quantity=quantity,
                unit=unit,
                amount=amount if amount is None else dirhams(amount),
                due_on=due_on,
                beneficiary=beneficiary,
                replaces=replaces,
            )
        )
    record("agreement.promised", agreement, by=by, party=party.pk, kind=kind, commitment=commitment.pk)
    return commitment


def _check_replaced(agreement: Agreement, replaces: Commitment) -> None:
    base = root_of(agreement)
    stands = {one.commitment.pk for one in standing_on(base, clock.today()).commitments}
    if agreement.kind != AgreementKind.AMENDMENT or replaces.pk not in stands or replaces.kind == CommitmentKind.MONEY:
        raise ValidationError({"replaces": _("An amendment replaces a promise in kind that stands in this agreement.")})
    if replaces.deliveries.filter(withdrawn_at=None).exists():
        raise ValidationError({"replaces": _("A part of it is delivered: it is not replaced, but added to.")})


@transaction.atomic
def remove_commitment(commitment: Commitment, *, by: User) -> None:
    """Take out of a draft a promise written by mistake; once a party has signed, a promise is written off instead."""
    agreement = editable(commitment.party.agreement_id)
    if not Commitment.objects.filter(pk=commitment.pk).exists():
        raise ValidationError(_("This promise was taken out of the draft meanwhile."))
    if commitment.kind == CommitmentKind.MONEY:
        dues_changing.send(Party, beneficiary=commitment.beneficiary or agreement.owner, year=commitment.year)
    record("agreement.promise_removed", agreement, by=by, party=commitment.party_id, kind=commitment.kind)
    try:
        commitment.instalments.all().delete()
        commitment.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("Money was asked for, ordered or received on this promise: it is not removed, but written off.")
        ) from error


def _in_kind(commitment: Commitment) -> Commitment:
    """The promise, locked after its agreement, if it is in kind, in force and not written off."""
    agreement = standing(commitment.party.agreement_id)
    commitment = Commitment.objects.select_for_update(of=("self",)).select_related("party__body").get(pk=commitment.pk)
    if commitment.kind == CommitmentKind.MONEY:
        raise ValidationError(_("Money is received on the account, not delivered."))
    if commitment.written_off_on:
        raise ValidationError(_("This promise is written off."))
    if state_of(agreement, clock.today()) == AgreementState.DRAFT:
        raise ValidationError(_("All have not signed yet: nothing is owed."))
    return commitment


@transaction.atomic
def accept_value(commitment: Commitment, *, value: Decimal, number: str, taken_on: dt.date, by: User) -> Commitment:
    """Note the value that a record accepts for what is given in kind; the value of the text stays beside it."""
    commitment = _in_kind(commitment)
    if taken_on > clock.today():
        raise ValidationError({"taken_on": _("This date is in the future: record what has happened.")})
    if value <= 0:
        raise ValidationError({"value": _("A value is an amount above zero.")})
    body = commitment.party.agreement.owner
    act, _made = Act.objects.get_or_create(body=body, kind=ActKind.RECORD, number=number, taken_on=taken_on)
    commitment.accepted_value, commitment.acceptance = dirhams(value), act
    with refused(Commitment):
        commitment.save(update_fields=["accepted_value", "acceptance"])
    told = {"commitment": commitment.pk, "amount": commitment.accepted_value, "act": act.pk}
    record("agreement.value_accepted", commitment.party.agreement, by=by, **told)
    return commitment


@transaction.atomic
def deliver(
    commitment: Commitment,
    *,
    delivered_on: dt.date,
    quantity: Decimal | None = None,
    reference: str = "",
    proof: bytes | None = None,
    name: str = "",
    content_type: str = "",
    by: User,
) -> Delivery:
    """Record what was delivered of a promise in kind, with its proof; never more than was promised.

    The scan is written last, once nothing can refuse the delivery any more, so that a refusal leaves no file behind.
    """
    commitment = _in_kind(commitment)
    if delivered_on > clock.today():
        raise ValidationError({"delivered_on": _("This date is in the future: record what has happened.")})
    if not reference and proof is None:
        raise ValidationError({"reference": _("A delivery has its proof: the number of its record, or its scan.")})
    _check_quantity(commitment, quantity)
    agreement = commitment.party.agreement
    stored = proof and store_file(proof, name=name, content_type=content_type, owner=agreement.owner, by=by)
    with refused(Delivery):
        delivery = checked(
            Delivery(
                commitment=commitment,
                delivered_on=delivered_on,
                quantity=quantity,
                reference=reference,
                proof=stored or None,
                recorded_by=by,
                recorded_at=clock.now(),
            )
        )
    record("agreement.delivered", agreement, by=by, commitment=commitment.pk, quantity=quantity)
    return delivery


def _check_quantity(commitment: Commitment, quantity: Decimal | None) -> None:
    left = left_to_deliver(commitment)
    if left is None:
        if commitment.deliveries.filter(withdrawn_at=None).exists():
            raise ValidationError(_("This is delivered already."))
        return
    if quantity is None or quantity <= 0:
        raise ValidationError({"quantity": _("Say how much was delivered, above zero.")})
    if quantity > left:
        raise ValidationError({"quantity": _("Only %(left)s remain to be delivered.") % {"left": formats.number(left)}})


@transaction.atomic
def withdraw_delivery(delivery: Delivery, *, motive: str, by: User) -> Delivery:
    """Take back a delivery recorded by mistake; it stays in the story."""
    standing(delivery.commitment.party.agreement_id)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if delivery.withdrawn_at:
        raise ValidationError(_("This is already settled."))
    if not motive:
        raise ValidationError({"motive": _("Say why this delivery is withdrawn.")})
    delivery.withdrawn_at, delivery.motive = clock.now(), motive
    delivery.save(update_fields=["withdrawn_at", "motive"])
    record("agreement.delivery_withdrawn", delivery.commitment.party.agreement, by=by, delivery=delivery.pk)
    return delivery


@transaction.atomic
def write_off_promise(commitment: Commitment, *, motive: str, by: User) -> Commitment:
    """Give up a promise in kind that will not be kept, with its motive; what was delivered stays delivered."""
    commitment = _in_kind(commitment)
    if not motive:
        raise ValidationError({"motive": _("Say why this promise is written off.")})
    commitment.written_off_on, commitment.motive = clock.today(), motive
    commitment.save(update_fields=["written_off_on", "motive"])
    record("agreement.written_off", commitment.party.agreement, by=by, commitment=commitment.pk)
    return commitment


@transaction.atomic
def write_off(instalment: Instalment, *, amount: Decimal, motive: str, by: User) -> Instalment:
    """Give up a part of an instalment, or all of it, once and with its motive: it is owed no more.

    The treasury refuses to write off what was received or ordered.
    """
    party = instalment.commitment.party
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=party.agreement_id)
    found = Instalment.objects.select_for_update(of=("self",)).filter(pk=instalment.pk).first()
    if found is None:
        raise ValidationError(_("This promise was taken out of the draft meanwhile."))
    instalment = found
    if instalment.written_off_on:
        raise ValidationError(_("This is already settled."))
    if not motive:
        raise ValidationError({"motive": _("Say why this is written off.")})
    amount = dirhams(amount)
    if not 0 < amount <= instalment.amount:
        raise ValidationError({"amount": _("What is written off is above zero and at most what is due.")})
    instalment_writing_off.send(Instalment, instalment=instalment, amount=amount)
    instalment.written_off, instalment.written_off_on, instalment.motive = amount, clock.today(), motive
    instalment.save(update_fields=["written_off", "written_off_on", "motive"])
    record("agreement.due_written_off", instalment, by=by, amount=amount, agreement=agreement.pk)
    return instalment
