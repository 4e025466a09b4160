"""Who bears what of a programme: decree 2-16-297, article 8.

The region bears its part in percent; top-ups that lower the remainder are taken off; what remains is split
between provinces and communes by the members who benefit. Earmarked top-ups are paid above the cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core.clock import today
from takwin.core.money import CENTIME, DIRHAM, ZERO, dirhams, split
from takwin.directory.parameters import parameter
from takwin.programmes.enums import TopUpKind
from takwin.programmes.models import CostShare, Programme, Share


@dataclass(frozen=True)
class Part:
    """What one body brings to the calculation. ``is_region`` marks the body that bears the percentage."""

    body_id: int
    heads: int
    is_region: bool = False
    top_up: Decimal = ZERO
    top_up_kind: TopUpKind = TopUpKind.LOWERS


def bases(total: Decimal, region_percent: Decimal, parts: Sequence[Part], *, to_dirham: bool) -> dict[int, Decimal]:
    """Each body's share of ``total`` before its own top-up, in centimes or whole dirhams, summing to what is shared.

    Raises ``ValidationError`` when top-ups exceed what is left to share, or when nobody benefits who could bear it.
    """
    unit = DIRHAM if to_dirham else CENTIME
    region = (total * region_percent / 100).quantize(unit).quantize(CENTIME)
    lowering = sum((part.top_up for part in parts if part.top_up_kind == TopUpKind.LOWERS), ZERO)
    remainder = total - region - lowering
    if remainder < 0:
        raise ValidationError(
            _("The top-ups exceed what is left to share (%(left)s): lower them, or earmark a part."),
            params={"left": total - region},
        )
    others = [part for part in parts if not part.is_region]
    try:
        shares = split(remainder, [part.heads for part in others], unit=unit)
    except ValueError as error:
        raise ValidationError(
            _("No province or commune has a member who benefits: the remainder cannot be shared.")
        ) from error
    return {part.body_id: region for part in parts if part.is_region} | {
        part.body_id: share for part, share in zip(others, shares, strict=True)
    }


def parts_of(programme: Programme, heads: Mapping[int, int] | None = None) -> list[Part]:
    """The parts of a programme as it stands, or with other ``heads`` by body (the recount)."""
    return [
        Part(
            body_id=share.body_id,
            heads=share.heads_forecast if heads is None else heads.get(share.body_id, 0),
            is_region=share.body_id == programme.owner_id,
            top_up=share.top_up,
            top_up_kind=TopUpKind(share.top_up_kind),
        )
        for share in programme.shares.order_by("pk")
    ]


def warnings_of(cost: CostShare) -> list[str]:
    """What the law would say of this sharing; it warns, and never blocks."""
    least = parameter("region_least_percent", on=today(), owner=cost.programme.owner)
    region = Share.objects.filter(programme=cost.programme, body=cost.programme.owner).first()
    if region is None or not cost.total:
        return []
    own = region.base + (region.top_up if region.top_up_kind == TopUpKind.LOWERS else ZERO)
    percent = dirhams(own * 100 / cost.total)
    if percent >= least:
        return []
    return [
        str(
            _("The region bears %(percent)s %% of the programme; the decree asks for at least %(least)s %%.")
            % {"percent": percent, "least": least}
        )
    ]


def carried_from_last_year(programme: Programme) -> dict[int, Decimal]:
    """What the closing of the year before left to each body: credit below zero, supplement above."""
    before = Share.objects.filter(
        programme__owner=programme.owner,
        programme__kind=programme.kind,
        programme__year=programme.year - 1,
        programme__closed_at__isnull=False,
    )
    left = {share.body_id: (share.difference or ZERO) + share.credit_left for share in before}
    return {body_id: amount for body_id, amount in left.items() if amount}
