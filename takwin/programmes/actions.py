"""Prepare, adopt and close programmes; share their cost; record days received elsewhere."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.halfdays import HalfDay
from takwin.core.money import ZERO, dirhams
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.documents.models import Act, StoredFile
from takwin.journal.actions import record
from takwin.people.models import Person
from takwin.programmes.benefits import heads_who_benefited
from takwin.programmes.enums import ActionKind, PlanKind, ProgrammeKind, ProgrammeState, TopUpKind
from takwin.programmes.models import (
    Action,
    Axis,
    CostShare,
    ElsewhereDay,
    Plan,
    PlanVersion,
    Programme,
    Share,
)
from takwin.programmes.queries.shares import bases, carried_from_last_year, parts_of


@transaction.atomic
def make_plan(
    *,
    owner: Body,
    name_ar: str,
    name_fr: str,
    first_year: int,
    last_year: int,
    kind: PlanKind = PlanKind.MASTER,
    by: User,
) -> Plan:
    """Open a plan over several years, with its first version, not yet approved by any act."""
    plan = checked(
        Plan(owner=owner, kind=kind, name_ar=name_ar, name_fr=name_fr, first_year=first_year, last_year=last_year)
    )
    PlanVersion.objects.create(plan=plan, number=1)
    record("plan.made", plan, by=by, years=f"{first_year}-{last_year}")
    return plan


@transaction.atomic
def add_axis(plan: Plan, *, name_ar: str, name_fr: str, by: User) -> Axis:
    """Add the next axis of a plan."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    axis = checked(Axis(plan=plan, number=plan.axes.count() + 1, name_ar=name_ar, name_fr=name_fr))
    record("plan.axis_added", plan, by=by, axis=axis.number)
    return axis


@transaction.atomic
def new_version(plan: Plan, *, note: str, file: StoredFile | None = None, by: User) -> PlanVersion:
    """Open the next version of a plan; the approved ones stay as they were."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    version = checked(PlanVersion(plan=plan, number=plan.versions.count() + 1, note=note, file=file))
    record("plan.version_opened", plan, by=by, version=version.number)
    return version


@transaction.atomic
def approve_version(version: PlanVersion, *, act: Act, by: User) -> PlanVersion:
    """Record the act that approved a version; an approved version never changes its act."""
    version = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.act_id:
        raise ValidationError(_("This version is already approved."))
    version.act = act
    version.save(update_fields=["act"])
    record("plan.approved", version.plan, by=by, version=version.number, act=act.pk)
    return version


@transaction.atomic
def make_programme(
    *,
    owner: Body,
    year: int,
    name_ar: str,
    name_fr: str,
    kind: ProgrammeKind = ProgrammeKind.ANNUAL,
    plan: Plan | None = None,
    shares_cost: bool = True,
    by: User,
) -> Programme:
    """Open the programme of a year; outside the years of its plan it is refused."""
    if plan and not plan.first_year <= year <= plan.last_year:
        raise ValidationError(
            _("The plan runs from %(first)s to %(last)s: %(year)s is outside it."),
            params={"first": plan.first_year, "last": plan.last_year, "year": year},
        )
    with refused(Programme):
        programme = checked(
            Programme(
                owner=owner, plan=plan, kind=kind, year=year, name_ar=name_ar, name_fr=name_fr, shares_cost=shares_cost
            )
        )
    record("programme.made", programme, by=by, year=year, programme_kind=kind)
    return programme


def draft(programme: Programme) -> Programme:
    """The programme, its row locked, if it may still be changed."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if programme.state != ProgrammeState.DRAFT:
        raise ValidationError(_("This programme has been adopted: open a new version to change it."))
    return programme


@transaction.atomic
def add_action(
    programme: Programme,
    *,
    name_ar: str,
    name_fr: str,
    kind: ActionKind = ActionKind.TRAINING,
    axis: Axis | None = None,
    budget: Decimal = ZERO,
    by: User,
    **facts: Any,
) -> Action:
    """Add the next line of a draft programme (``topic``, ``planned_sessions``, ``planned_seats`` may follow)."""
    programme = draft(programme)
    if axis and axis.plan_id != programme.plan_id:
        raise ValidationError(_("This axis belongs to another plan."))
    action = checked(
        Action(
            programme=programme,
            number=programme.actions.count() + 1,
            name_ar=name_ar,
            name_fr=name_fr,
            kind=kind,
            axis=axis,
            budget=dirhams(budget),
            **facts,
        )
    )
    record("programme.action_added", programme, by=by, action=action.pk, budget=action.budget)
    return action


@transaction.atomic
def share_cost(
    programme: Programme,
    *,
    total: Decimal,
    region_percent: Decimal,
    heads: Mapping[Body, int],
    to_dirham: bool = False,
    by: User,
) -> CostShare:
    """Draw up the sharing of a draft programme's cost by the members expected to benefit.

    Top-ups already promised are kept. What the closing of the year before left is carried to each body.
    """
    programme = draft(programme)
    if not programme.shares_cost:
        raise ValidationError(_("The cost of this programme is not shared."))
    cost, _created = CostShare.objects.update_or_create(
        programme=programme,
        defaults={"total": dirhams(total), "region_percent": region_percent, "rounds_to_dirham": to_dirham},
    )
    carried = carried_from_last_year(programme)
    wanted = {programme.owner.pk: 0} | {body.pk: count for body, count in heads.items()}
    wanted |= {body_id: wanted.get(body_id, 0) for body_id in carried}
    programme.shares.exclude(body__in=wanted).filter(top_up=0).delete()
    for body_id, count in wanted.items():
        Share.objects.update_or_create(
            programme=programme,
            body_id=body_id,
            defaults={"heads_forecast": count, "carried": carried.get(body_id, ZERO)},
        )
    _spread(programme, cost)
    record("programme.cost_shared", programme, by=by, total=cost.total, region_percent=region_percent)
    return cost


@transaction.atomic
def top_up(programme: Programme, *, body: Body, amount: Decimal, kind: TopUpKind, purpose: str = "", by: User) -> Share:
    """Record what a body gives above its share: it lowers what others share, or is earmarked for a purpose."""
    programme = draft(programme)
    share = programme.shares.filter(body=body).first()
    cost = CostShare.objects.filter(programme=programme).first()
    if share is None or cost is None:
        raise ValidationError(_("Share the cost of the programme first."))
    if kind == TopUpKind.EARMARKED and not purpose:
        raise ValidationError({"purpose": _("Say what the earmarked amount is for.")})
    if amount < 0:
        raise ValidationError({"amount": _("A top-up is not negative.")})
    Share.objects.filter(pk=share.pk).update(
        top_up=dirhams(amount), top_up_kind=kind, purpose=purpose, amount=share.base + dirhams(amount)
    )
    _spread(programme, cost)
    record("programme.topped_up", programme, by=by, body=body.pk, amount=dirhams(amount), top_up_kind=kind)
    return Share.objects.get(pk=share.pk)


def _spread(programme: Programme, cost: CostShare) -> None:
    shared = bases(cost.total, cost.region_percent, parts_of(programme), to_dirham=cost.rounds_to_dirham)
    shares = list(programme.shares.all())
    for share in shares:
        share.base = shared[share.body_id]
        share.amount = share.base + share.top_up
    Share.objects.bulk_update(shares, ["base", "amount"], 500)


@transaction.atomic
def adopt_programme(programme: Programme, *, act: Act, by: User) -> Programme:
    """Record the adoption: the forecast heads fix the shares, and neither moves until the year is closed."""
    programme = draft(programme)
    if programme.shares_cost and not CostShare.objects.filter(programme=programme).exists():
        raise ValidationError(_("Share the cost of the programme first."))
    move(programme, "adopt")
    programme.act, programme.adopted_at = act, clock.now()
    programme.save(update_fields=["state", "act", "adopted_at"])
    CostShare.objects.filter(programme=programme).update(fixed_at=programme.adopted_at)
    record("programme.adopted", programme, by=by, act=act.pk, version=programme.version)
    return programme


@transaction.atomic
def close_year(programme: Programme, *, actual_total: Decimal, by: User) -> Programme:
    """Recount from presence who benefited, share the actual cost by it, and carry each difference to the year after."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    move(programme, "close")
    programme.closed_at = clock.now()
    programme.save(update_fields=["state", "closed_at"])
    cost = CostShare.objects.select_for_update(of=("self",)).filter(programme=programme).first()
    if cost:
        _recount(programme, cost, dirhams(actual_total))
    record("programme.closed", programme, by=by, actual_total=dirhams(actual_total))
    return programme


def _recount(programme: Programme, cost: CostShare, actual_total: Decimal) -> None:
    heads = heads_who_benefited(programme)
    shared = bases(actual_total, cost.region_percent, parts_of(programme, heads), to_dirham=cost.rounds_to_dirham)
    shares = list(programme.shares.all())
    for share in shares:
        share.heads_actual = heads.get(share.body_id, 0)
        share.difference = shared[share.body_id] - share.base
    Share.objects.bulk_update(shares, ["heads_actual", "difference"], 500)
    cost.actual_total, cost.recounted_at = actual_total, programme.closed_at
    cost.save(update_fields=["actual_total", "recounted_at"])


@transaction.atomic
def record_elsewhere(
    person: Person,
    *,
    body: Body,
    half_days: Sequence[HalfDay],
    provider: str,
    topic: str = "",
    proof: StoredFile | None,
    by: User,
) -> list[ElsewhereDay]:
    """Record half-days received elsewhere, with their proof; they count once a second person has accepted them."""
    if proof is None:
        raise ValidationError({"proof": _("Attach the proof: certificate, attendance sheet or letter.")})
    if any(half_day.day > clock.today() for half_day in half_days):
        raise ValidationError({"first_day": _("A day received elsewhere lies in the past.")})
    rows = []
    with refused(ElsewhereDay):
        for day, part in half_days:
            rows.append(
                checked(
                    ElsewhereDay(
                        person=person, body=body, day=day, part=part, provider=provider, topic=topic, proof=proof,
                        recorded_by=by,
                    )
                )
            )  # fmt: skip
    record("elsewhere.recorded", person, by=by, half_days=len(rows), body=body.pk)
    return rows


@transaction.atomic
def decide_elsewhere(row: ElsewhereDay, *, accept: bool, motive: str = "", by: User) -> ElsewhereDay:
    """Accept or refuse a half-day received elsewhere; never by the one who recorded it. A refusal has its motive."""
    row = ElsewhereDay.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.recorded_by_id == by.pk:
        raise ValidationError(_("A second person accepts or refuses, not the one who recorded."))
    if not accept and not motive:
        raise ValidationError({"motive": _("Say why these days are refused.")})
    move(row, "accept" if accept else "refuse")
    row.decided_by, row.decided_at, row.motive = by, clock.now(), motive
    row.save(update_fields=["state", "decided_by", "decided_at", "motive"])
    record("elsewhere.accepted" if accept else "elsewhere.refused", row.person, by=by, day=row.day, part=row.part)
    return row
