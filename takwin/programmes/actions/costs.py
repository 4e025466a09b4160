"""Share the cost of a programme, record what is given above one's share, print who bears what."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body
from takwin.documents.actions import issue_paper, take_number
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.journal.actions import record
from takwin.programmes.enums import ClosingRule, ProgrammeState, Split, TopUpKind
from takwin.programmes.models import CostShare, Programme, Share
from takwin.programmes.papers import cost_share_facts
from takwin.programmes.queries.closing import recounted
from takwin.programmes.queries.programmes import current_cost_paper
from takwin.programmes.queries.shares import carried_to, parts_of, shared


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

    Top-ups already promised are kept. What the closings of the years before left is carried to each body.
    """
    programme = sharing(programme)
    cost, _created = CostShare.objects.update_or_create(
        programme=programme,
        defaults={
            "total": dirhams(total), "region_percent": region_percent, "rounds_to_dirham": to_dirham,
            "split": Split.HEADS, "scenario": None,
        },
    )  # fmt: skip
    carried = carried_to(programme)
    wanted = {programme.owner_id: 0} | {body.pk: count for body, count in heads.items()}
    wanted |= dict.fromkeys(
        programme.shares.filter(top_up__gt=0).exclude(body__in=wanted).values_list("body", flat=True), 0
    )
    wanted |= dict.fromkeys(carried.keys() - wanted.keys(), 0)
    programme.shares.exclude(body__in=wanted).delete()
    Share.objects.bulk_create(
        [
            Share(programme=programme, body_id=body_id, heads_forecast=count, carried=carried.get(body_id, ZERO))
            for body_id, count in wanted.items()
        ],
        500,
        update_conflicts=True,
        unique_fields=["programme", "body"],
        update_fields=["heads_forecast", "carried", "weight"],
    )
    spread(programme, cost)
    record("programme.cost_shared", programme, by=by, total=cost.total, region_percent=region_percent)
    return cost


@transaction.atomic
def set_heads(programme: Programme, *, heads: Mapping[int, int], by: User) -> None:
    """Correct the members expected to benefit, of some bodies (by primary key); every share moves with them."""
    programme = sharing(programme)
    cost = _cost(programme)
    changed = [share for share in programme.shares.filter(body__in=heads) if share.body_id != programme.owner_id]
    for share in changed:
        share.heads_forecast = heads[share.body_id]
    Share.objects.bulk_update(changed, ["heads_forecast"], 500)
    if cost.split == Split.HEADS:
        _leave_scenario(cost)
    spread(programme, cost)
    record("programme.heads_set", programme, by=by, bodies=len(changed), heads=sum(s.heads_forecast for s in changed))


@transaction.atomic
def top_up(programme: Programme, *, body: Body, amount: Decimal, kind: TopUpKind, purpose: str = "", by: User) -> Share:
    """Record what a body gives above its share: it lowers what others share, or is earmarked for a purpose.

    An amount of zero takes an earlier top-up back.
    """
    programme = sharing(programme)
    cost = _cost(programme)
    share = programme.shares.filter(body=body).first()
    if share is None:
        raise ValidationError({"body": _("This body has no share in the programme.")})
    if kind == TopUpKind.EARMARKED and amount and not purpose:
        raise ValidationError({"purpose": _("Say what the earmarked amount is for.")})
    if amount < 0:
        raise ValidationError({"amount": _("A top-up is not negative.")})
    Share.objects.filter(pk=share.pk).update(
        top_up=dirhams(amount), top_up_kind=kind, purpose=purpose, amount=share.base + dirhams(amount)
    )
    _leave_scenario(cost)
    spread(programme, cost)
    record("programme.topped_up", programme, by=by, body=body.pk, amount=dirhams(amount), top_up_kind=kind)
    return Share.objects.get(pk=share.pk)


def sharing(programme: Programme) -> Programme:
    """The draft programme, its row locked, if its cost is shared at all."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if programme.state != ProgrammeState.DRAFT:
        raise ValidationError(_("This programme has been adopted: open a new version to change it."))
    if not programme.shares_cost:
        raise ValidationError(_("The cost of this programme is not shared."))
    return programme


def _cost(programme: Programme) -> CostShare:
    cost = CostShare.objects.filter(programme=programme).first()
    if cost is None:
        raise ValidationError(_("Share the cost of the programme first."))
    return cost


def _leave_scenario(cost: CostShare) -> None:
    """Once changed by itself, a cost share is no longer that of the scenario that was kept."""
    cost.scenario = None
    cost.save(update_fields=["scenario"])


def spread(programme: Programme, cost: CostShare) -> None:
    """Write what each bears by the split of the cost share. By hand, the region's percentage follows what is left."""
    parts, split = parts_of(programme, cost.split), Split(cost.split)
    borne = shared(cost.total, cost.region_percent, parts, split=split, to_dirham=cost.rounds_to_dirham)
    moved = []
    for share in programme.shares.all():
        base, amount = borne[share.body_id], borne[share.body_id] + share.top_up
        if (base, amount) != (share.base, share.amount):
            share.base, share.amount = base, amount
            moved.append(share)
    Share.objects.bulk_update(moved, ["base", "amount"], 500)
    if cost.split == Split.HAND:
        cost.region_percent = dirhams(borne[programme.owner_id] * 100 / cost.total)
        cost.save(update_fields=["region_percent"])


def carry(programme: Programme) -> None:
    """Read again, at the adoption, what the years before leave: one of them may have been closed since the shares were
    drawn up. The caller holds the programme's row."""
    carried = carried_to(programme)
    known = {share.body_id: share for share in programme.shares.all()}
    new = [Share(programme=programme, body_id=body_id, carried=carried[body_id]) for body_id in carried.keys() - known]
    Share.objects.bulk_create(new, 500)
    for share in known.values():
        share.carried = carried.get(share.body_id, ZERO)
    Share.objects.bulk_update(known.values(), ["carried"], 500)


def recount(programme: Programme, actual_total: Decimal) -> ClosingRule | None:
    """Write what presence says of each share at the closing, and give the rule that was followed; none when the cost is
    not shared. The caller holds the programme's row."""
    cost = CostShare.objects.select_for_update(of=("self",)).filter(programme=programme).first()
    if cost is None:
        return None
    found = recounted(cost, actual_total)
    Share.objects.bulk_create([share for share in found.shares if share.pk is None], 500)
    changed = ["heads_actual", "top_up_kept", "difference"]
    Share.objects.bulk_update([share for share in found.shares if share.pk], changed, 500)
    cost.actual_total, cost.recounted_at, cost.closing_rule = actual_total, clock.now(), found.rule
    cost.save(update_fields=["actual_total", "recounted_at", "closing_rule"])
    return found.rule


@transaction.atomic
def issue_cost_share(programme: Programme, *, by: User) -> Paper:
    """Number the cost share of an adopted programme, once for its adoption and once for its closing.

    The programme's row is locked: two clicks at once give one paper.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if programme.state == ProgrammeState.DRAFT:
        raise ValidationError(_("Adopt the programme first: until then its cost share is a draft."))
    cost = _cost(programme)
    if issued := current_cost_paper(programme):
        return issued
    now = clock.now()
    number = take_number(programme.owner, PaperKind.COST_SHARE, now.year)
    reference = f"TKW-CSH-{now.year}-{number:05}"
    facts = cost_share_facts(cost, number=reference, state="final", made_at=now)
    return issue_paper(
        owner=programme.owner,
        kind=PaperKind.COST_SHARE,
        template="cost-share",
        facts=facts,
        subject=programme,
        reference=reference,
        by=by,
    )
