"""Who bears what of a programme: decree 2-16-297, article 8.

The region bears its part in percent; top-ups that lower the remainder are taken off; what remains is split
between provinces and communes by the members who benefit, or as they agreed (decision 42). Earmarked top-ups are
paid above the cost.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from takwin.core import formats
from takwin.core.clock import today
from takwin.core.money import CENTIME, DIRHAM, ZERO, dirhams, split
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.directory.parameters import parameter
from takwin.people.queries import heads
from takwin.programmes.enums import Split, TopUpKind
from takwin.programmes.models import CostShare, Programme, ScenarioPart, Share


@dataclass(frozen=True)
class Part:
    """What one body brings to the calculation; ``weight`` is what the split counts of it (its members who benefit, its
    inhabitants, one, centimes by hand). ``is_region`` marks the body that bears the percentage."""

    body_id: int
    weight: int
    is_region: bool = False
    top_up: Decimal = ZERO
    top_up_kind: TopUpKind = TopUpKind.LOWERS


def region_part(total: Decimal, region_percent: Decimal, *, to_dirham: bool) -> Decimal:
    """What the region bears by its percentage, in centimes or whole dirhams; never more than the whole."""
    unit = DIRHAM if to_dirham else CENTIME
    return min((total * region_percent / 100).quantize(unit, ROUND_HALF_UP).quantize(CENTIME), total)


def shared(
    total: Decimal, region_percent: Decimal, parts: Sequence[Part], *, split: Split, to_dirham: bool
) -> dict[int, Decimal]:
    """Each body's share of ``total`` by the split that was chosen. By hand, the region bears what the others leave."""
    if split != Split.HAND:
        return bases(total, region_percent, parts, to_dirham=to_dirham)
    written = {part.body_id: part.weight * CENTIME for part in parts if not part.is_region}
    lowering = sum((part.top_up for part in parts if part.top_up_kind == TopUpKind.LOWERS), ZERO)
    left = total - lowering - sum(written.values(), ZERO)
    if left < 0:
        raise ValidationError(
            _("The amounts written exceed the cost by %(excess)s: lower them."),
            params={"excess": formats.dirhams(-left)},
        )
    return {part.body_id: left for part in parts if part.is_region} | written


def bases(total: Decimal, region_percent: Decimal, parts: Sequence[Part], *, to_dirham: bool) -> dict[int, Decimal]:
    """Each body's share of ``total`` before its own top-up, in centimes or whole dirhams, summing to what is shared.

    Of equal remainders the body known first bears the centime, so that the same heads always give the same shares.

    Raises ``ValidationError`` when top-ups exceed what is left to share, or when nobody benefits who could bear it.
    """
    unit = DIRHAM if to_dirham else CENTIME
    region = region_part(total, region_percent, to_dirham=to_dirham)
    lowering = sum((part.top_up for part in parts if part.top_up_kind == TopUpKind.LOWERS), ZERO)
    remainder = total - region - lowering
    if remainder < 0:
        raise ValidationError(
            _("The top-ups exceed what is left to share (%(left)s): lower them, or earmark a part."),
            params={"left": total - region},
        )
    others = sorted((part for part in parts if not part.is_region), key=attrgetter("body_id"))
    try:
        shares = split(remainder, [part.weight for part in others], unit=unit)
    except ValueError as error:
        raise ValidationError(
            _("No province or commune has a member who benefits: the remainder cannot be shared.")
        ) from error
    return {part.body_id: region for part in parts if part.is_region} | {
        part.body_id: share for part, share in zip(others, shares, strict=True)
    }


def part_of(share: Share | ScenarioPart, region_id: int, weight: int) -> Part:
    """A share as the calculation takes it, counted for ``weight``."""
    is_region = share.body_id == region_id
    return Part(share.body_id, weight, is_region, share.top_up, TopUpKind(share.top_up_kind))


def weight_of(share: Share, split: str) -> int:
    """What the split counts of a share: the members expected to benefit, unless another was adopted."""
    return share.heads_forecast if split == Split.HEADS else share.weight or 0


def parts_of(programme: Programme, split: str) -> list[Part]:
    """The parts of a programme as it stands, by the split of its cost share."""
    shares = programme.shares.all()
    return [part_of(share, programme.owner_id, weight_of(share, split)) for share in shares]


def sharing_bodies(owner: Body) -> QuerySet[Body]:
    """The councils that may bear a share with ``owner``: the provinces and communes of its territory."""
    inside = {owner.place.level: owner.place} if owner.place.level in ("region", "province", "commune") else {}
    councils = Body.objects.filter(kind__in=[BodyKind.PROVINCE, BodyKind.COMMUNE], ends_on=None)
    return councils.filter(**{f"place__{level}": place for level, place in inside.items()}).exclude(pk=owner.pk)


def proposed_heads(owner: Body, on: dt.date) -> dict[Body, int]:
    """The members in office of every council that may bear a share: the forecast to start from."""
    councils = list(sharing_bodies(owner))
    counted = heads(councils, on)
    return {council: counted[council.pk] for council in councils}


def warnings_of(cost: CostShare) -> list[str]:
    """What the law would say of this sharing; it warns, and never blocks."""
    region = Share.objects.filter(programme=cost.programme, body=cost.programme.owner).first()
    if region is None or not cost.total:
        return []
    own = region.base + (region.top_up if region.top_up_kind == TopUpKind.LOWERS else ZERO)
    said = below_the_least(own, cost.total, least_percent(cost.programme.owner))
    return [said] if said else []


def least_percent(region: Body) -> Decimal:
    """What the decree asks of the region today, in percent."""
    return Decimal(parameter("region_least_percent", on=today(), owner=region))


def below_the_least(own: Decimal, total: Decimal, least: Decimal) -> str:
    """The sentence that says that the region bears less than the decree asks for; empty when it does not.

    The percent is judged as it is told: a part rounded to the centime or the dirham is not below the least by that.
    """
    percent = dirhams(own * 100 / total) if total else least
    if percent >= least:
        return ""
    said = {"percent": formats.number(percent), "least": formats.number(least)}
    return (
        gettext("The region bears %(percent)s %% of the programme; the decree asks for at least %(least)s %%.") % said
    )


def carried_to(programme: Programme) -> dict[int, Decimal]:
    """What the other years leave to each body: credit below zero, supplement above.

    A fold over all that are adopted, whatever their order: what their closings left, less what one of them has already
    asked or given back. So a year closed late is carried to the next one adopted, and nothing is given twice. A year
    still in draft has given nothing yet.
    """
    adopted = Share.objects.filter(
        programme__owner=programme.owner, programme__kind=programme.kind, programme__adopted_at__isnull=False
    )
    left: dict[int, Decimal] = {}
    for share in adopted.exclude(programme=programme.pk):
        settled = share.due - share.amount
        left[share.body_id] = left.get(share.body_id, ZERO) + (share.difference or ZERO) - settled
    return {body_id: amount for body_id, amount in left.items() if amount}


@dataclass(frozen=True)
class ShareGroup:
    """Shares added up: the region alone, a province with its council and communes, or the whole programme."""

    place: Place | None
    shares: Sequence[Share]

    def _sum(self, name: str) -> Decimal:
        return sum((getattr(share, name) or ZERO for share in self.shares), ZERO)

    @property
    def heads(self) -> int:
        return sum(share.heads_forecast for share in self.shares)

    @property
    def heads_actual(self) -> int:
        return sum(share.heads_actual or 0 for share in self.shares)

    @property
    def base(self) -> Decimal:
        return self._sum("base")

    @property
    def top_up(self) -> Decimal:
        return self._sum("top_up")

    @property
    def earmarked(self) -> Decimal:
        """What is given for a purpose, beside the cost that is shared."""
        return sum((one.top_up for one in self.shares if one.top_up_kind == TopUpKind.EARMARKED), ZERO)

    @property
    def lowering(self) -> Decimal:
        """What is given above the shares and lowers what the others share."""
        return self.top_up - self.earmarked

    @property
    def top_up_returned(self) -> Decimal:
        return self._sum("top_up_returned")

    @property
    def carried(self) -> Decimal:
        return self._sum("carried")

    @property
    def due(self) -> Decimal:
        return self._sum("due")

    @property
    def difference(self) -> Decimal:
        return self._sum("difference")

    @property
    def recounted(self) -> Decimal:
        return self._sum("recounted")


@dataclass(frozen=True)
class ShareTable:
    """Who bears what: the region, then each province; ``total`` is the whole."""

    region: Share | None
    provinces: Sequence[ShareGroup]
    total: ShareGroup


def table_of(shares: Iterable[Share], owner: Body, *, language: str | None = None) -> ShareTable:
    """Shares by province in the reader's alphabet, each with its own council first; asks nothing of the database
    when the shares came with ``body__place__province``."""
    sort = attrgetter("sort_ar" if (language or get_language()) == "ar" else "sort_fr")
    every = list(shares)
    region = next((share for share in every if share.body_id == owner.pk), None)
    found: dict[Place, list[Share]] = {}
    for share in every:
        if share is not region:
            found.setdefault(share.body.place.province or share.body.place, []).append(share)
    provinces = [
        ShareGroup(place, sorted(rows, key=lambda s: (s.body.kind != BodyKind.PROVINCE, sort(s.body.place), s.body_id)))
        for place, rows in sorted(found.items(), key=lambda item: sort(item[0]))
    ]
    return ShareTable(region, provinces, ShareGroup(None, every))


def shares_of(programme: Programme) -> QuerySet[Share]:
    """The shares of a programme, each with its body and province."""
    return programme.shares.select_related("body__place__province")


def if_shared(
    programme: Programme, *, total: Decimal, region_percent: Decimal, forecast: dict[Body, int], to_dirham: bool
) -> ShareTable:
    """What the shares would be, written nowhere: the table that moves while one types."""
    known = {share.body_id: share for share in shares_of(programme)}
    carried = carried_to(programme)
    rows = []
    for body, count in ({programme.owner: 0} | forecast).items():
        before = known.get(body.pk) or Share(programme=programme, body=body)
        before.heads_forecast, before.carried = count, carried.get(body.pk, ZERO)
        rows.append(before)
    parts = [part_of(share, programme.owner_id, share.heads_forecast) for share in rows]
    borne = bases(total, region_percent, parts, to_dirham=to_dirham)
    for share in rows:
        share.base = borne[share.body_id]
        share.amount = share.base + share.top_up
    return table_of(rows, programme.owner)
