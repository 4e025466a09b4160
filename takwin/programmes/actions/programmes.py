"""Prepare, adopt, open again and close yearly programmes."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.money import ZERO, dirhams
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.documents.actions import cancel_paper
from takwin.documents.models import Act
from takwin.journal.actions import record
from takwin.programmes.actions.costs import carry, recount
from takwin.programmes.closing_vetoes import refusals
from takwin.programmes.enums import ActionKind, ProgrammeKind, ProgrammeState
from takwin.programmes.models import Action, Axis, CostShare, Plan, Programme
from takwin.programmes.queries.programmes import cost_papers
from takwin.programmes.signals import programme_reopening


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
    if plan and plan.owner_id != owner.pk:
        raise ValidationError({"plan": _("This plan is another body's.")})
    if plan and year not in plan.years():
        raise ValidationError(
            {
                "year": ValidationError(
                    _("The plan runs from %(first)s to %(last)s: %(year)s is outside it."),
                    params={"first": plan.first_year, "last": plan.last_year, "year": year},
                )
            }
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
    last = programme.actions.aggregate(last=Max("number"))["last"] or 0
    facts |= {"name_ar": name_ar, "name_fr": name_fr, "kind": kind, "axis": axis, "budget": dirhams(budget)}
    action = Action(programme=programme, number=last + 1, **facts)
    _check_axis(action)
    checked(action)
    record("programme.action_added", programme, by=by, action=action.pk, budget=action.budget)
    return action


@transaction.atomic
def change_action(action: Action, *, by: User, **facts: Any) -> Action:
    """Change a line of a draft programme."""
    programme = draft(action.programme)
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    for name, value in facts.items():
        setattr(action, name, value)
    action.budget = dirhams(action.budget)
    _check_axis(action)
    checked(action)
    record("programme.action_changed", programme, by=by, action=action.pk, budget=action.budget)
    return action


@transaction.atomic
def remove_action(action: Action, *, by: User) -> None:
    """Take a line out of a draft programme; its number is not given again while a later one stands."""
    programme = draft(action.programme)
    action_id = action.pk
    with refused(Action):
        action.delete()
    record("programme.action_removed", programme, by=by, action=action_id)


def _check_axis(action: Action) -> None:
    if action.axis and action.axis.plan_id != action.programme.plan_id:
        raise ValidationError({"axis": _("This axis belongs to another plan.")})


@transaction.atomic
def adopt_programme(programme: Programme, *, act: Act, by: User) -> Programme:
    """Record the adoption: the forecast heads fix the shares, and neither moves until the year is closed.

    What the years closed by then leave to each body is carried to what it pays.
    """
    programme = draft(programme)
    if programme.shares_cost and not CostShare.objects.filter(programme=programme).exists():
        raise ValidationError(_("Share the cost of the programme first."))
    move(programme, "adopt")
    programme.act, programme.adopted_at = act, clock.now()
    programme.save(update_fields=["state", "act", "adopted_at"])
    if programme.shares_cost:
        carry(programme)
    CostShare.objects.filter(programme=programme).update(fixed_at=programme.adopted_at)
    record("programme.adopted", programme, by=by, act=act.pk, version=programme.version)
    return programme


@transaction.atomic
def reopen_programme(programme: Programme, *, reason: str, by: User) -> Programme:
    """Open the next version of an adopted programme: a draft again, until an act of its own adopts it.

    Apps above may refuse (``programme_reopening``). The cost share printed for the version before is cancelled, and
    the journal keeps which act had adopted it.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if not reason:
        raise ValidationError({"reason": _("Say why the programme is opened again.")})
    before = programme.act_id
    move(programme, "reopen")
    programme_reopening.send(Programme, programme=programme)
    programme.version, programme.note = programme.version + 1, reason
    programme.act = programme.adopted_at = None
    programme.save(update_fields=["state", "version", "note", "act", "adopted_at"])
    CostShare.objects.filter(programme=programme).update(fixed_at=None)
    for paper in cost_papers(programme).filter(cancelled_at=None):
        cancel_paper(paper, by=by)
    record("programme.reopened", programme, by=by, version=programme.version, act_before=before)
    return programme


@transaction.atomic
def close_year(programme: Programme, *, actual_total: Decimal, by: User) -> Programme:
    """Recount from presence who benefited, share the actual cost by it, and leave each difference to the year after.

    Refused while apps above still expect something of the year: a session to come would count for nobody. Otherwise a
    year is always closable: what presence cannot settle is settled by the rules of decision 14, and the one that was
    followed is kept and journaled.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    move(programme, "close")
    if reasons := refusals(programme):
        raise ValidationError(reasons)
    programme.closed_at = clock.now()
    programme.save(update_fields=["state", "closed_at"])
    rule = recount(programme, dirhams(actual_total))
    record("programme.closed", programme, by=by, actual_total=dirhams(actual_total), rule=rule or "not_shared")
    return programme
