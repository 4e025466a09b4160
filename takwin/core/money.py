"""Dirhams and centimes: exact, split so that the parts make the whole."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENTIME = Decimal("0.01")
DIRHAM = Decimal(1)
ZERO = Decimal("0.00")


def dirhams(amount: Decimal | int | str) -> Decimal:
    """The amount rounded to the centime, half up, as accountants do."""
    return Decimal(amount).quantize(CENTIME, ROUND_HALF_UP)


def plain(quantity: Decimal) -> Decimal:
    """A quantity as one types it: 40 for 40.00, 2.5 for 2.50."""
    whole = quantity.to_integral_value()
    return whole if whole == quantity else quantity.normalize()


def split(total: Decimal, weights: Sequence[Decimal | int], *, unit: Decimal = CENTIME) -> list[Decimal]:
    """Share ``total`` in proportion to ``weights`` by largest remainder: the parts sum to the whole.

    Each part is a multiple of ``unit`` (a centime, or a dirham), except that what ``total`` itself holds
    below ``unit`` goes to the first part of greatest weight. Of equal remainders the earlier part wins.
    Raises ``ValueError`` when nobody can bear the total (no weight above zero) or a figure is negative.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither the total nor a weight may be negative")
    if not whole:
        if total == 0:
            return [ZERO for _ in weights]
        raise ValueError("an amount cannot be shared between weights that are all zero")
    units = int(total / unit)
    exact = [Decimal(units) * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: units - sum(parts)]:
        parts[i] += 1
    shares = [(part * unit).quantize(CENTIME) for part in parts]
    heaviest = max(range(len(weights)), key=lambda i: (weights[i], -i))
    shares[heaviest] += total - sum(shares)
    return shares
