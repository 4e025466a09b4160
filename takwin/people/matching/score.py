"""How likely two known people are one, in bits, with the reasons."""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from takwin.people.matching.compare import Agreement, Level, compare, may_agree
from takwin.people.matching.persons import Known
from takwin.people.matching.population import Population, area_of, common_place, is_nested
from takwin.people.matching.units import Unit
from takwin.people.matching.weights import ASKED, BITS, MARGIN, MOST_PART_BITS, PLAIN, SAME, Reason, counted

PART = {
    Level.EQUAL: "part_equal",
    Level.VARIANT: "part_variant",
    Level.SOUND: "part_sound",
    Level.COUSIN: "part_cousin",
    Level.NEAR: "part_near",
}
ELECTED = (
    "president", "vice_president", "secretary", "deputy_secretary", "committee_chair", "committee_vice_chair",
    "deputy_chair", "member", "budget_rapporteur", "deputy_rapporteur",
)  # fmt: skip
# What says more of two rows of one list than that a council has two members of one name.
TELLING = frozenset({
    "same_document", "disputed_document", "close_document", "same_phone", "same_birth_date", "same_birth_year",
    "close_birth",
})  # fmt: skip
MOST_POST_BITS = 2.0  # one post in two communes of a province: seconded, or two colleagues
ROUNDING = 0.001  # bits by which two sums of the same weights may differ for the order of their terms
SLIPS = 2  # characters by which a mistyped card may differ; two neighbours turned round are one


class Score(NamedTuple):
    """The weight of all reasons; ``barred`` when something forbids to say *same* without asking."""

    bits: float
    reasons: tuple[Reason, ...]
    names: Agreement
    barred: bool


OTHERS = Score(-99.0, (), Agreement((), missing=0, clashes=1, near=0, crosses=False), barred=True)


def _rank(names: Agreement) -> tuple[int, int, int, int]:
    return (names.agrees, -names.clashes, -names.missing, sum(level for level, _ in names.parts))


def names_of(a: Known, b: Known) -> Agreement:
    """How the names agree, in the script where they agree best; across scripts when they have none in common.

    Two offices may share one script and spell it each its way, so the better of two scripts is kept.
    """
    found = []
    for one, other in ((a.latin, b.latin), (a.arabic, b.arabic)):
        if one and other:
            found.append(compare(one, other))
            if found[-1].is_settled:
                return found[-1]
    if not found:
        found = [compare(one, other) for one in a.names for other in b.names]
    return max(found, key=_rank) if found else Agreement((), 0, 0, 0, crosses=False)


def _may_agree(a: Known, b: Known) -> bool:
    """Whether the names might agree in a script they share, or across scripts when they share none."""
    shared = [(one, other) for one, other in ((a.latin, b.latin), (a.arabic, b.arabic)) if one and other]
    return any(may_agree(one, other) for one, other in shared or product(a.names, b.names))


def _part_bits(level: Level, part: Unit, people: Population) -> float:
    if level is Level.INITIAL:
        return BITS["part_initial"]
    return min(counted(PART[level], people.share_of(part)), MOST_PART_BITS)


def _names(names: Agreement, people: Population) -> list[Reason]:
    if names.clashes or not names.parts:
        return [Reason("other_name", BITS["part_clashes"] * max(names.clashes, 1))]
    bits = sum(_part_bits(level, part, people) for level, part in names.parts)
    worst = min(level for level, _ in names.parts)
    code = {Level.NEAR: "near_name", Level.INITIAL: "initial", Level.EQUAL: "same_name"}.get(worst, "close_name")
    reasons = [Reason("same_name_across_scripts" if names.crosses and code == "close_name" else code, bits)]
    if names.missing:
        reasons.append(Reason("name_within", BITS["part_missing"] * names.missing))
    return reasons


def _card(a: Known, b: Known, disputed: frozenset[str], *, agrees: bool) -> list[Reason]:
    if not a.card or not b.card:
        return []
    doubtful = a.card in disputed or b.card in disputed
    if a.card == b.card:
        return [PLAIN["disputed_document" if doubtful else "same_document"]]
    if agrees and OSA.distance(a.card, b.card, score_cutoff=SLIPS) <= SLIPS:
        return [PLAIN["close_document"]]
    return [] if doubtful else [PLAIN["other_document"]]


def _birth(a: Known, b: Known) -> list[Reason]:
    if not a.year or not b.year:
        return []
    if a.birth and a.birth == b.birth:
        return [PLAIN["same_birth_date"]]
    if a.birth and b.birth:
        turned = a.year == b.year and a.birth[5:7] == b.birth[8:] and a.birth[8:] == b.birth[5:7]
        near = turned or sum(one != other for one, other in zip(a.birth, b.birth, strict=True)) == 1
        return [PLAIN["close_birth" if near else "other_birth"]]
    return [PLAIN["same_birth_year" if a.year == b.year else "other_birth"]]


def _phone(a: Known, b: Known) -> list[Reason]:
    if not a.phones or not b.phones:
        return []
    return [PLAIN["other_phone" if set(a.phones).isdisjoint(b.phones) else "same_phone"]]


def _sex(a: Known, b: Known) -> list[Reason]:
    if not a.sex or not b.sex:
        return []
    return [PLAIN["same_sex" if a.sex == b.sex else "other_sex"]]


def _is_elected(office: str) -> bool:
    return office.startswith(ELECTED)


def _where(place: str, other: str, offices: tuple[str, str], people: Population) -> Reason:
    if place == other:
        return people.said_of("same_commune", place)
    if is_nested(place, other):
        code = (
            "nested_councils" if all(map(_is_elected, offices)) else "nested_posts" if all(offices) else "nested_places"
        )
        return people.said_of(code, common_place(place, other) or min(place, other, key=len))
    area = area_of(place)
    if area == area_of(other):
        return people.said_of("same_province", area)
    region = area.partition(".")[0]
    return people.said_of("same_region", region) if region == other.partition(".")[0] else PLAIN["other_region"]


def _both(office: str, other: str, where: Reason, people: Population) -> Reason | None:
    """What two known offices say, given where they are held."""
    if where.code == "same_commune":
        return people.said_of("same_office", office) if office == other else PLAIN["other_office"]
    if where.code == "same_province" and office == other:
        found = people.said_of("same_post", office)
        return found if found.bits <= MOST_POST_BITS else Reason("same_post", MOST_POST_BITS)
    return None


def _held(a: Known, b: Known, people: Population) -> list[Reason]:
    """Where they hold office and which: of several offices, the two that fit best."""
    best: list[Reason] = []
    most = 0.0
    for place, office in a.held:
        for other_place, other_office in b.held:
            if not place or not other_place:
                continue
            where = _where(place, other_place, (office, other_office), people)
            both = _both(office, other_office, where, people) if office and other_office else None
            found, bits = ([where, both], where.bits + both.bits) if both else ([where], where.bits)
            if not best or bits > most:
                best, most = found, bits
    return best


def score(a: Known, b: Known, people: Population, disputed: frozenset[str] = frozenset()) -> Score:
    """How likely ``a`` and ``b`` are one person among ``people``.

    A card that stands beside two names is ``disputed`` and proves little either way. Nothing but the same undisputed
    card makes one person of two whose names clash, and even that is only proposed.
    """
    proven = (a.card and a.card == b.card) or (a.birth and a.birth == b.birth)
    card = _card(a, b, disputed, agrees=True)
    facts = [*_birth(a, b), *_phone(a, b), *_sex(a, b), *_held(a, b, people)]
    if not proven and (_is_hopeless(a, b, card + facts, people) or not _may_agree(a, b)):
        return OTHERS
    names = names_of(a, b)
    if not names.agrees and not proven:
        return OTHERS
    if not names.agrees:
        card = _card(a, b, disputed, agrees=False)
    reasons = [Reason("many_people", people.bits), *_names(names, people), *card, *facts]
    bits = sum(reason.bits for reason in reasons)
    if bits < ASKED and not proven:
        return OTHERS
    codes = frozenset(reason.code for reason in reasons)
    barred = _barred(names, codes, bits) or (_is_one_list(a, b) and not codes & TELLING)
    return Score(bits, tuple(reasons), names, barred)


def _is_hopeless(a: Known, b: Known, facts: Iterable[Reason], people: Population) -> bool:
    """Whether names that agreed in every part, each the rarest there is, could not make up for what else is known.

    Names are what takes long to compare, and two of three pairs that share a key were born on two days, hold two cards.
    """
    parts = min(a.parts, b.parts)
    return people.bits + sum(reason.bits for reason in facts) + parts * MOST_PART_BITS < ASKED - ROUNDING


def _is_one_list(a: Known, b: Known) -> bool:
    """Whether both stand on one sheet under one commune: no member is listed twice, but namesakes are."""
    return (
        bool(a.sheet)
        and a.sheet == b.sheet
        and not {one.place for one in a.held}.isdisjoint(two.place for two in b.held)
    )


def _barred(names: Agreement, codes: frozenset[str], bits: float) -> bool:
    """Whether something forbids to say *same* without asking, whatever the sum."""
    if "same_document" in codes and (names.agrees or is_borne_out(names, codes)):
        return False
    strong = bool(codes & {"disputed_document", "same_phone", "same_birth_date"})
    placed = bool(codes & {"same_office", "same_post"})
    if not names.agrees and not (names.parts and {"same_birth_date", "same_commune", "same_office"} <= codes):
        return True
    if codes & {"other_birth", "other_document", "other_sex"}:
        return True
    if "other_office" in codes and not strong:
        return True
    if "near_name" in codes and not (strong or placed or ("nested_councils" in codes and bits >= SAME + MARGIN)):
        return True
    if "close_document" in codes and (names.near or not (strong or placed)):
        return True
    # Namesakes born in one year are many: the year alone says nothing of people of two places.
    around = {"same_commune", "nested_councils", "nested_places", "same_post"}
    return not strong and not codes & around and bool(codes & {"same_birth_year"})


def is_borne_out(names: Agreement, codes: frozenset[str]) -> bool:
    """Whether the same card with one part of the name changed is one person: something else must bear it out."""
    return bool(names.parts) and names.clashes == 1 and bool(codes & {"same_birth_date", "same_phone", "same_office"})


def is_contested(a: Known, b: Known, people: Population) -> bool:
    """Whether one card stands beside two names that cannot be one person's."""
    found = score(a, b, people)
    codes = frozenset(reason.code for reason in found.reasons)
    return not found.names.agrees and not is_borne_out(found.names, codes)
