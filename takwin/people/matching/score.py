"""How likely two known people are one, in bits, with the reasons."""

from math import log2
from typing import NamedTuple

from takwin.people.matching.compare import Agreement, Level, compare
from takwin.people.matching.persons import Known
from takwin.people.matching.population import Population, common_place, is_nested
from takwin.people.matching.units import Unit
from takwin.people.matching.weights import BITS, MOST_PART_BITS, counted

PART = {
    Level.EQUAL: "part_equal",
    Level.VARIANT: "part_variant",
    Level.SOUND: "part_sound",
    Level.COUSIN: "part_cousin",
    Level.NEAR: "part_near",
}
SLIPS = 2  # characters by which a mistyped card may differ


class Reason(NamedTuple):
    """One thing that speaks for or against, with its weight in bits; ``reasons.said`` puts it in words."""

    code: str
    bits: float


class Score(NamedTuple):
    """The weight of all reasons; ``barred`` when something forbids to say *same* without asking."""

    bits: float
    reasons: tuple[Reason, ...]
    names: Agreement
    barred: bool


def _rank(names: Agreement) -> tuple[int, int, int, int]:
    return (names.agrees, -names.clashes, -names.missing, sum(level for level, _ in names.parts))


def names_of(a: Known, b: Known) -> Agreement:
    """How the names agree, in the script where they agree best; across scripts when they have none in common.

    Two offices may share one script and spell it each its way, so the better of two scripts is kept.
    """
    found = [compare(one, other) for one, other in ((a.arabic, b.arabic), (a.latin, b.latin)) if one and other]
    if not found:
        found = [compare(one, other) for one in a.names for other in b.names]
    return max(found, key=_rank) if found else Agreement((), 0, 0, 0, crosses=False)


def _part_bits(level: Level, part: Unit, people: Population) -> float:
    if level is Level.INITIAL:
        return BITS["part_initial"]
    return min(counted(PART[level], people.share_of(part)), MOST_PART_BITS)


def _names(names: Agreement, people: Population) -> list[Reason]:
    if names.clashes or not names.parts:
        return [Reason("name_clashes", BITS["part_clashes"] * max(names.clashes, 1))]
    bits = sum(_part_bits(level, part, people) for level, part in names.parts)
    worst = min(level for level, _ in names.parts)
    code = {Level.NEAR: "name_near", Level.INITIAL: "name_initial", Level.EQUAL: "name_equal"}.get(worst, "name_alike")
    reasons = [Reason("name_across" if names.crosses and code == "name_alike" else code, bits)]
    if names.missing:
        reasons.append(Reason("name_missing", BITS["part_missing"] * names.missing))
    return reasons


def slips(a: str, b: str) -> int:
    """How many characters one card number must change to be the other; two neighbours turned round are one slip."""
    if abs(len(a) - len(b)) > SLIPS:
        return SLIPS + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one != other))
            if i > 1 and j > 1 and one == b[j - 2] and a[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _card(a: Known, b: Known, disputed: frozenset[str]) -> list[Reason]:
    if not a.card or not b.card:
        return []
    doubtful = a.card in disputed or b.card in disputed
    if a.card == b.card:
        code = "card_same_disputed" if doubtful else "card_same"
        return [Reason(code, BITS[code])]
    if slips(a.card, b.card) <= SLIPS:
        return [Reason("card_near", BITS["card_near"])]
    return [] if doubtful else [Reason("card_differs", BITS["card_differs"])]


def _birth(a: Known, b: Known) -> list[Reason]:
    if not a.year or not b.year:
        return []
    if a.birth and a.birth == b.birth:
        return [Reason("birth_same", BITS["birth_same"])]
    if a.birth and b.birth:
        turned = a.year == b.year and a.birth[5:7] == b.birth[8:] and a.birth[8:] == b.birth[5:7]
        near = turned or sum(one != other for one, other in zip(a.birth, b.birth, strict=True)) == 1
        code = "birth_near" if near else "birth_differs"
        return [Reason(code, BITS[code])]
    code = "birth_year_same" if a.year == b.year else "birth_differs"
    return [Reason(code, BITS[code])]


def _phone(a: Known, b: Known) -> list[Reason]:
    if not a.phones or not b.phones:
        return []
    code = "phone_same" if set(a.phones) & set(b.phones) else "phone_differs"
    return [Reason(code, BITS[code])]


def _sex(a: Known, b: Known) -> list[Reason]:
    if not a.sex or not b.sex:
        return []
    code = "sex_same" if a.sex == b.sex else "sex_differs"
    return [Reason(code, BITS[code])]


def _where(place: str, other: str, people: Population) -> Reason:
    if place == other:
        return Reason("place_same", counted("place_same", people.share_in(place)))
    around = common_place(place, other)
    if is_nested(place, other):
        return Reason("place_nested", counted("place_nested", people.share_in(around or min(place, other, key=len))))
    if around.count(".") >= 1:
        return Reason("place_province", counted("place_province", people.share_in(".".join(around.split(".")[:2]))))
    if around:
        return Reason("place_region", counted("place_region", people.share_in(around)))
    return Reason("place_far", BITS["place_far"])


def _held(a: Known, b: Known, people: Population) -> list[Reason]:
    """Where they hold office and which: of several offices, the two that fit best."""
    best: list[Reason] = []
    for place, office in a.held:
        for other_place, other_office in b.held:
            if not place or not other_place:
                continue
            found = [_where(place, other_place, people)]
            code = found[0].code
            if office and other_office:
                same = office == other_office
                if code == "place_same":
                    bits = counted("office_same", people.share_holding(office)) if same else BITS["office_differs"]
                    found.append(Reason("office_same" if same else "office_differs", bits))
                elif same and code == "place_province":
                    found.append(
                        Reason(
                            "office_same_elsewhere",
                            min(counted("office_same_elsewhere", people.share_holding(office)), 2.0),
                        )
                    )
            if not best or sum(one.bits for one in found) > sum(one.bits for one in best):
                best = found
    return best


def score(a: Known, b: Known, people: Population, disputed: frozenset[str] = frozenset()) -> Score:
    """How likely ``a`` and ``b`` are one person among ``people``.

    A card that stands beside two names is ``disputed`` and proves little either way. Nothing but the same undisputed
    card makes one person of two whose names clash, and even that is only proposed.
    """
    names = names_of(a, b)
    reasons = [Reason("common", -log2(people.total)), *_names(names, people), *_card(a, b, disputed)]
    reasons += [*_birth(a, b), *_phone(a, b), *_sex(a, b), *_held(a, b, people)]
    codes = {reason.code for reason in reasons}
    proven = "card_same" in codes and names.agrees
    strong = "card_same_disputed" in codes or "phone_same" in codes or "birth_same" in codes
    barred = bool(names.clashes or not names.parts or "sex_differs" in codes)
    barred = barred or bool({"birth_differs", "card_differs"} & codes) or ("office_differs" in codes and not strong)
    barred = barred or ("name_near" in codes and not strong and "office_same" not in codes)
    barred = barred or ("card_near" in codes and not (names.is_full and (strong or "office_same" in codes)))
    return Score(sum(reason.bits for reason in reasons), tuple(reasons), names, barred and not proven)
