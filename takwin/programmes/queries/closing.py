"""The closing of a year: what it really cost, shared by who really benefited (decisions 14 and 42).

Decree 2-16-297, article 8, says how a programme is shared and not what becomes of it when nobody came, when nothing
was spent, or when it cost less than the region's part and the top-ups promised. The rules for those years are here;
whatever the year, what each body bears sums to the actual cost to the centime, and nobody bears less than nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core.money import ZERO, split
from takwin.programmes.benefits import heads_who_benefited
from takwin.programmes.enums import ClosingRule, Split, TopUpKind
from takwin.programmes.models import CostShare, Share
from takwin.programmes.queries.shares import Part, bases, part_of, region_part, sharing_bodies, weight_of


@dataclass(frozen=True)
class Closed:
    """What each body bears of a year that is over: its share, and what of its top-up the cost called for."""

    rule: ClosingRule
    bases: dict[int, Decimal]
    top_ups: dict[int, Decimal]


def closed_bases(
    actual: Decimal, region_percent: Decimal, parts: Sequence[Part], forecast: dict[int, int], *, to_dirham: bool
) -> Closed:
    """What each bears of the actual cost, by the members who benefited (``parts``), and the rule that settled it.

    The region's part comes first, since the law asks for it; top-ups that lower the remainder come second, and are
    called for in proportion when they exceed what is left; provinces and communes share the rest. When none of their
    members came, the members expected (``forecast``, fixed by the adoption) remain the basis; when none was expected
    either, the body whose programme it is bears the rest.
    """
    if actual < 0:
        raise ValidationError(_("A cost is not negative."))
    region = region_part(actual, region_percent, to_dirham=to_dirham)
    promised = {part.body_id: part.top_up for part in parts if part.top_up_kind == TopUpKind.LOWERS}
    kept = {part.body_id: part.top_up for part in parts}
    if region + sum(promised.values(), ZERO) >= actual:
        called = split(actual - region, list(promised.values())) if any(promised.values()) else []
        kept |= dict(zip(promised, called, strict=False))
        rule = ClosingRule.COVERED if actual else ClosingRule.NOTHING_SPENT
        return Closed(rule, {part.body_id: region if part.is_region else ZERO for part in parts}, kept)
    if any(part.weight for part in parts if not part.is_region):
        return Closed(ClosingRule.PRESENCE, bases(actual, region_percent, parts, to_dirham=to_dirham), kept)
    expected = [replace(part, weight=forecast.get(part.body_id, 0)) for part in parts]
    if any(part.weight for part in expected if not part.is_region):
        return Closed(ClosingRule.FORECAST, bases(actual, region_percent, expected, to_dirham=to_dirham), kept)
    rest = actual - sum(promised.values(), ZERO)
    return Closed(ClosingRule.OWNER_ALONE, {part.body_id: rest if part.is_region else ZERO for part in parts}, kept)


@dataclass(frozen=True)
class Recount:
    """The shares as the closing counts them, unsaved, and the rule that was followed."""

    rule: ClosingRule
    shares: list[Share]


def recounted(cost: CostShare, actual_total: Decimal) -> Recount:
    """The shares as presence counts them: ``heads_actual``, ``top_up_kept`` and ``difference``, what this year leaves.

    A body whose members came without being forecast has a new share of its own. Where another split than the members
    was adopted, the actual cost is shared in its proportions.
    """
    programme = cost.programme
    heads = heads_who_benefited(programme)
    shares = list(programme.shares.select_related("body__place__province"))
    unforeseen = sharing_bodies(programme.owner).filter(pk__in=heads).exclude(pk__in=[s.body_id for s in shares])
    shares += [Share(programme=programme, body=body) for body in unforeseen]
    closed = _closed(cost, shares, heads, actual_total)
    for share in shares:
        share.heads_actual = heads.get(share.body_id, 0)
        share.top_up_kept = closed.top_ups[share.body_id]
        share.difference = closed.bases[share.body_id] + share.top_up_kept - share.amount
    return Recount(closed.rule, shares)


def _closed(cost: CostShare, shares: Sequence[Share], heads: dict[int, int], actual: Decimal) -> Closed:
    region_id, to_dirham = cost.programme.owner_id, cost.rounds_to_dirham
    if cost.split == Split.HEADS:
        parts = [part_of(share, region_id, heads.get(share.body_id, 0)) for share in shares]
        forecast = {share.body_id: share.heads_forecast for share in shares}
        return closed_bases(actual, cost.region_percent, parts, forecast, to_dirham=to_dirham)
    percent = cost.region_percent
    if cost.split == Split.HAND and cost.total:  # not the percentage shown, which is rounded: what was agreed
        borne = sum((share.base for share in shares if share.body_id == region_id), ZERO)
        percent = borne * 100 / cost.total
    parts = [part_of(share, region_id, weight_of(share, cost.split)) for share in shares]
    closed = closed_bases(actual, percent, parts, {}, to_dirham=to_dirham)
    return replace(closed, rule=ClosingRule.AGREED) if closed.rule == ClosingRule.PRESENCE else closed
