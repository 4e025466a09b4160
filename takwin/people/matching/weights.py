"""What each agreement and disagreement weighs, in bits: log2(m / u), after Fellegi and Sunter.

``m`` is how often two rows of one person show it, ``u`` how often two rows of different persons do. A weight whose
``u`` is counted on the population at hand (how many bear the name, live in the place, hold the office) has only its
``m`` here. ``python -m bench.matching weights`` counts them on invented people; docs/matching.md says more.
"""

from math import log2
from typing import NamedTuple


class Weight(NamedTuple):
    """``m`` and ``u``, and where they come from."""

    m: float
    u: float
    source: str

    @property
    def bits(self) -> float:
        return log2(self.m / self.u)


class Reason(NamedTuple):
    """One thing that speaks for or against, with its weight in bits; ``reasons.said`` puts it in words."""

    code: str
    bits: float


WEIGHTS = {
    # Documents. A card is typed wrong on about one row in a hundred and fifty.
    "same_document": Weight(0.99, 0.000001, "cards are unique; the rest is slips that fall on another's number"),
    "disputed_document": Weight(0.40, 0.004, "the number stands beside two names: one of the rows is wrong"),
    "close_document": Weight(0.006, 0.0002, "slips of a sign or two; cards of one office run in series"),
    "other_document": Weight(0.006, 0.99, "slips and numbers copied from the line above"),
    # Birth.
    "same_birth_date": Weight(0.95, 0.00008, "thirty-five years of days"),
    "same_birth_year": Weight(0.97, 0.030, "thirty-five years, one of the two sides knows no day"),
    "close_birth": Weight(0.015, 0.004, "day and month turned round, or one digit"),
    "other_birth": Weight(0.008, 0.99, "copied from the line above, or another person"),
    # Phone. Brothers, spouses and secretariats share a phone, so it weighs less than its ten digits.
    "same_phone": Weight(0.80, 0.0008, "shared phones counted as one in a thousand"),
    "other_phone": Weight(0.20, 0.999, "a person has a second phone, a new one"),
    # Sex.
    "same_sex": Weight(0.995, 0.62, "two men in three among members"),
    "other_sex": Weight(0.005, 0.38, "a title or a box wrongly ticked"),
    # Place: u is the share of the population that lives there.
    "same_commune": Weight(0.62, 0.0, "lists of one commune sent twice: members, nominees"),
    "nested_councils": Weight(0.90, 0.0, "councillors of provinces are elected among those of its communes"),
    "nested_places": Weight(0.30, 0.0, "as above, an office not being known"),
    "nested_posts": Weight(0.02, 0.0, "staff of a commune who would sit in, or serve, the province"),
    "same_province": Weight(0.012, 0.0, "staff on secondment in the next commune"),
    "same_region": Weight(0.006, 0.0, "moved within the region"),
    "other_region": Weight(0.002, 1.0, "moved to another region"),
    # Office in one body: u is the share of the population that holds it.
    "same_office": Weight(0.93, 0.0, "one office per person and body, in nearly every list"),
    "other_office": Weight(0.02, 0.93, "a member called by his committee in another list"),
    "same_post": Weight(0.50, 0.0, "seconded staff keep their post"),
    # Parts of the name: u is the share of the population that bears the part.
    "part_equal": Weight(0.70, 0.0, "written alike"),
    "part_variant": Weight(0.60, 0.0, "two spellings of one name"),
    "part_sound": Weight(0.45, 0.0, "heard alike"),
    "part_cousin": Weight(0.12, 0.0, "the same name but for its article"),
    "part_near": Weight(0.03, 0.0, "a slip of the keyboard; several names of a commune are that near"),
    "part_initial": Weight(0.05, 0.03, "one letter in place of the name"),
    "part_missing": Weight(0.02, 0.15, "a second given name left out; brothers named Mohamed and Mohamed Amine"),
    "part_clashes": Weight(0.002, 0.97, "a name changed, or a spelling that nothing here foresees"),
}  # fmt: skip
BITS = {name: weight.bits for name, weight in WEIGHTS.items() if weight.u}
PLAIN = {code: Reason(code, bits) for code, bits in BITS.items()}
LEAST_SHARE = 0.00005
MOST_PART_BITS = 11.0
# From this many bits Takwin says that two rows are one person; between the two bounds it asks.
SAME = 2.0
ASKED = -5.0
# What a slip in a name needs beyond that, between the councils of a commune and of its province.
MARGIN = 3.0
# What the best of several candidates must be ahead of the next, for the next not to cast a doubt.
AHEAD = 3.0


def counted(name: str, share: float) -> float:
    """The bits of a weight whose ``u`` was counted on the population at hand."""
    return log2(WEIGHTS[name].m / max(share, LEAST_SHARE))
