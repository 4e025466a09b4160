"""Draft agreements and amendments, with their parties and what they refer to; give one up."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.ground import editable, refuse_built_upon, refuse_ended
from takwin.agreements.enums import AgreementKind, AgreementState, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Party, Step
from takwin.agreements.queries import state_of
from takwin.agreements.queries.standing import root_of, standing_on
from takwin.core import clock
from takwin.core.refused import checked, refused
from takwin.directory.models import Body, Place
from takwin.documents.actions import take_number
from takwin.journal.actions import record
from takwin.programmes.models import Programme


@transaction.atomic
def draft_agreement(
    *,
    owner: Body,
    place: Place,
    name_ar: str,
    name_fr: str,
    first_year: int,
    last_year: int | None,
    parties: Sequence[tuple[Body, PartyRole]],
    programmes: Sequence[Programme] = (),
    kind: AgreementKind = AgreementKind.SPECIFIC,
    base: Agreement | None = None,
    reference: str = "",
    by: User,
) -> Agreement:
    """Open an agreement under the owner's next number; none of its parties has done anything yet.

    One whose duration is not set has no last year. One that was made before Takwin keeps the number it bears
    (``reference``).

    A specific agreement may stand under a framework (``base``) that is neither cancelled nor over. An amendment is
    opened by ``draft_amendment``.
    """
    if not parties:
        raise ValidationError(_("An agreement has parties."))
    if kind == AgreementKind.AMENDMENT:
        raise ValidationError(_("An amendment is drafted from the page of the agreement it changes."))
    if base:
        _check_framework(kind, base)
    agreement = checked(
        Agreement(
            owner=owner,
            reference=reference or _next_reference(owner, first_year),
            kind=kind,
            base=base,
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


def _next_reference(owner: Body, year: int) -> str:
    """The owner's next number of the year; followed by its code when another body has that reference already."""
    reference = f"CV-{year % 100:02}-{take_number(owner, 'agreement', year):02}"
    if Agreement.objects.filter(reference=reference).exists():
        return f"{reference}/{owner.short_code or owner.pk}"
    return reference


def _check_framework(kind: AgreementKind, base: Agreement) -> None:
    """Only a specific agreement stands under another, and only under a framework: so no chain ever closes on itself."""
    if kind != AgreementKind.SPECIFIC or base.kind != AgreementKind.FRAMEWORK:
        raise ValidationError({"base": _("A specific agreement stands under a framework agreement, nothing else.")})
    if state_of(base, clock.today()) in (AgreementState.CANCELLED, AgreementState.ENDED):
        raise ValidationError({"base": _("This framework agreement is cancelled or over.")})


@transaction.atomic
def draft_amendment(
    agreement: Agreement, *, name_ar: str, name_fr: str, first_year: int, last_year: int | None, by: User
) -> Agreement:
    """Open an amendment to the latest version of a signed agreement, with all who are bound by it as its parties.

    The base's row is locked: of two who draft at once the second is told that one is being prepared. An agreement that
    is not signed by all is changed in its draft; one whose years are over or that is cancelled is not amended.
    """
    base = Agreement.objects.select_for_update(of=("self",)).get(pk=root_of(agreement).pk)
    today = clock.today()
    _refuse_unless_in_force(state_of(base, today))
    earlier = Agreement.objects.filter(base=base, kind=AgreementKind.AMENDMENT)
    for one in earlier.filter(cancelled_on=None):
        if state_of(one, today) == AgreementState.DRAFT:
            raise ValidationError(
                _("The amendment %(reference)s is being signed: an amendment stands on the latest version."),
                params={"reference": one.reference},
            )
    if last_year is not None and last_year < today.year:
        raise ValidationError({"last_year": _("An amendment does not end an agreement in the past.")})
    bound = standing_on(base, today).parties
    with refused(Agreement):
        amendment = checked(
            Agreement(
                owner=base.owner,
                reference=_next_reference(base.owner, first_year),
                kind=AgreementKind.AMENDMENT,
                base=base,
                rank=(earlier.aggregate(last=Max("rank"))["last"] or 0) + 1,
                place=base.place,
                name_ar=name_ar,
                name_fr=name_fr,
                first_year=first_year,
                last_year=last_year,
            )
        )
    Party.objects.bulk_create(
        [Party(agreement=amendment, body_id=one.body, role=one.role, order=n) for n, one in enumerate(bound)]
    )
    amendment.programmes.set(base.programmes.all())
    record("agreement.drafted", amendment, by=by, parties=len(bound), base=base.pk, rank=amendment.rank)
    return amendment


def _refuse_unless_in_force(state: AgreementState) -> None:
    if state == AgreementState.DRAFT:
        raise ValidationError(_("An amendment changes a signed agreement: this one is still being signed."))
    if state == AgreementState.ENDED:
        raise ValidationError(_("The years of this agreement are over: an expired agreement is not amended."))
    if state == AgreementState.CANCELLED:
        raise ValidationError(_("This agreement is cancelled: nothing is added to it any more."))


@transaction.atomic
def correct_draft(
    agreement: Agreement, *, name_ar: str, name_fr: str, first_year: int, last_year: int | None, by: User
) -> Agreement:
    """Write another title or other years in a text that no council has voted and nobody has signed; what is promised
    stays within them."""
    agreement = editable(agreement.pk)
    if Step.objects.filter(party__agreement=agreement, kind=StepKind.VOTE, withdrawn_at=None).exists():
        raise ValidationError(_("A council has voted this text: its deliberation is withdrawn first."))
    promised = Commitment.objects.filter(party__agreement=agreement).order_by("year")
    within = Q(year__gte=first_year) if last_year is None else Q(year__range=(first_year, last_year))
    outside = promised.exclude(within).first()
    if outside:
        raise ValidationError(
            {
                "last_year": _("Something is promised for %(year)s: that year stays within the agreement.")
                % {"year": outside.year}
            }
        )
    said = {"name_ar": name_ar, "name_fr": name_fr, "first_year": first_year, "last_year": last_year}
    changed = [name for name, value in said.items() if getattr(agreement, name) != value]
    for name in changed:
        setattr(agreement, name, said[name])
    if changed:
        checked(agreement)
        record("agreement.draft_corrected", agreement, by=by, changed=changed)
    return agreement


@transaction.atomic
def add_party(agreement: Agreement, *, body: Body, role: PartyRole, by: User) -> Party:
    """Add a party to a text that nobody has signed; to a signed one a party joins by an amendment."""
    agreement = editable(agreement.pk)
    refuse_ended(agreement)
    with refused(Party):
        party = checked(Party(agreement=agreement, body=body, role=role, order=agreement.parties.count()))
    record("agreement.party_added", agreement, by=by, body=body.pk, role=role)
    return party


@transaction.atomic
def give_role(party: Party, role: PartyRole, *, by: User) -> Party:
    """Write in a draft another role of a party: it may be other than in the framework or in the version amended."""
    agreement = editable(party.agreement_id)
    party = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    was, party.role = party.role, role
    party.save(update_fields=["role"])
    record("agreement.role_given", agreement, by=by, body=party.body_id, was=was, role=role)
    return party


@transaction.atomic
def remove_party(party: Party, *, by: User) -> None:
    """Take a party written by mistake out of a draft. One already bound by the agreement leaves by the amendment."""
    agreement = editable(party.agreement_id)
    if party.steps.exists() or party.commitments.exists():
        raise ValidationError(_("This party has steps or promises: withdraw them first."))
    if _is_bound(agreement, party):
        raise ValidationError(_("This party is bound by the agreement: let it leave by this amendment instead."))
    if agreement.parties.count() == 1:
        raise ValidationError(_("An agreement has parties."))
    record("agreement.party_removed", agreement, by=by, body=party.body_id)
    party.delete()


@transaction.atomic
def let_leave(party: Party, *, leaves: bool = True, by: User) -> Party:
    """Write in an amendment that a party leaves; it signs it too. What it promised before stays owed in its name."""
    agreement = editable(party.agreement_id)
    party = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if agreement.kind != AgreementKind.AMENDMENT or not _is_bound(agreement, party):
        raise ValidationError(_("A party leaves by an amendment to the agreement that binds it."))
    if leaves and party.commitments.exists():
        raise ValidationError(_("This party promises something in this very amendment: remove that first."))
    if leaves and not agreement.parties.exclude(pk=party.pk).filter(leaves=False).exists():
        raise ValidationError(_("Nobody would be bound any more: to end it for everyone, cancel the agreement."))
    party.leaves = leaves
    party.save(update_fields=["leaves"])
    record("agreement.party_leaves" if leaves else "agreement.party_stays", agreement, by=by, body=party.body_id)
    return party


def _is_bound(agreement: Agreement, party: Party) -> bool:
    if agreement.base is None or agreement.kind != AgreementKind.AMENDMENT:
        return False
    return any(one.body == party.body_id for one in standing_on(agreement.base, clock.today()).parties)


@transaction.atomic
def refer_to(agreement: Agreement, other: Agreement, *, by: User) -> Agreement:
    """Name in a draft an earlier agreement that is not its parent; never one that leads back to it."""
    agreement = editable(agreement.pk)
    if other.pk == agreement.base_id:
        raise ValidationError({"other": _("It stands on that agreement already.")})
    seen: set[int] = set()
    ahead = {other.pk}
    while ahead:
        if agreement.pk in ahead:
            raise ValidationError(
                {"other": _("That agreement leads back to this one: references do not go in a circle.")}
            )
        seen |= ahead
        rows = Agreement.objects.filter(pk__in=ahead).values_list("base", "refers_to")
        ahead = {pk for row in rows for pk in row if pk} - seen
    agreement.refers_to.add(other)
    record("agreement.refers", agreement, by=by, to=other.pk)
    return agreement


@transaction.atomic
def refer_no_more(agreement: Agreement, other: Agreement, *, by: User) -> Agreement:
    """Take out of a draft the name of an earlier agreement."""
    agreement = editable(agreement.pk)
    agreement.refers_to.remove(other)
    record("agreement.refers_no_more", agreement, by=by, to=other.pk)
    return agreement


@transaction.atomic
def cancel_agreement(agreement: Agreement, *, motive: str, by: User) -> Agreement:
    """Give an agreement up while it runs. What was already committed and paid stays in the accounts.

    Nothing is requested or ordered under it any more; money that still comes in is received all the same. An agreement
    that an amendment changes is given up after its amendments, the latest first.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if agreement.cancelled_on:
        raise ValidationError(_("This is already settled."))
    refuse_ended(agreement)
    refuse_built_upon(agreement)
    if not motive:
        raise ValidationError({"motive": _("Say why the agreement is cancelled.")})
    agreement.cancelled_on, agreement.motive = clock.today(), motive
    agreement.save(update_fields=["cancelled_on", "motive"])
    record("agreement.cancelled", agreement, by=by)
    return agreement
