"""An invented population and the lists that offices make of it, with what goes wrong in them; and the truth.

Family names are made of roots and patterns, so that no list of names could have learnt them; their Latin spellings are
drawn letter by letter as clerks do (ou or w, c, k or q, gh or rh, with and without article and vowels). Given names are
those of the lexicon, half of them spelt by the same clerks. Nothing here is taken from a real list.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from takwin.people.matching.lexicon import Entry, lexicon

ROOTS = ["ب", "ت", "ج", "ح", "خ", "د", "ر", "ز", "س", "ش", "ص", "ط", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه"]
LATIN = {
    "ب": "b", "ت": "t", "ج": "j|j|dj", "ح": "h", "خ": "kh", "د": "d", "ر": "r", "ز": "z", "س": "s|ss|s",
    "ش": "ch|ch|sh",
    "ص": "s|ss", "ط": "t", "ع": "a|aa|", "غ": "gh|gh|rh", "ف": "f", "ق": "k|q|k", "ك": "k|k|c", "ل": "l|l|ll", "م": "m",
    "ن": "n", "ه": "h", "و": "ou|w|ou", "ي": "i|y|i", "ا": "a", "ة": "a", "ء": "", "أ": "a", "إ": "i", "آ": "a",
    "ى": "a",
    "ئ": "i", "ؤ": "ou", "ض": "d|dh", "ذ": "d|dh", "ث": "t|th", "ظ": "d|dh",
}  # fmt: skip
# Patterns of family names: digits are the letters of the root, small letters short vowels that only Latin shows.
PATTERNS = ["1a2ا3ي", "1ا2i3ي", "1a22و3", "1u2ي3ي", "1a2و3ي", "أ1a2ا3", "بن1a23و", "بو1ي3a3", "1a2ا3", "1i23ا2ي",
            "أو1a23و",
            "1a2ي3", "بل1a2ا3", "م1a22و3ي", "ت1a2ا3ي", "1a2a3اوي"]  # fmt: skip
OFFICES = [
    "president", *[f"vice_president_{n}" for n in range(1, 6)], "secretary", "deputy_secretary", "committee_chair",
    "committee_chair", "budget_rapporteur", *["member"] * 9, "dgs", "budget_head", "civil_status",
    "technician", "hr_head",
]  # fmt: skip
STAFF = {"dgs", "budget_head", "civil_status", "technician", "hr_head"}


class Someone(NamedTuple):
    """An invented person as he is."""

    number: int
    given: tuple[Entry, ...]
    family: str
    latin: str
    sex: str
    birth: str
    cin: str
    phone: str
    place: str
    office: str


class ListRow(NamedTuple):
    """A row as a list shows it, and whose it is."""

    file: str
    sheet: str
    row: int
    cell: str
    name_ar: str
    name_fr: str
    sex: str
    cin: str
    phone: str
    birth: str
    place_code: str
    office_code: str
    truth: int


def family(rng: Random) -> tuple[str, str]:
    """A family name nobody has listed, as its Arabic spelling and as its clerk first wrote it."""
    root = rng.sample(ROOTS, 3)
    pattern = rng.choice(PATTERNS)
    full = "".join(root[int(sign) - 1] if sign.isdigit() else sign for sign in pattern)
    arabic = "".join(sign for place, sign in enumerate(full) if not sign.isascii() and sign != full[place - 1 : place])
    if arabic.endswith("ي") and rng.random() < 0.6:
        arabic = "ال" + arabic
    return arabic, full


def clerk(rng: Random, letters: str, *, vowels: float = 0.9) -> str:
    """Latin spelling as a clerk writes what he hears; ``letters`` are Arabic letters and short vowels."""
    spelt = [
        rng.choice(LATIN[sign].split("|")) if sign in LATIN else sign if rng.random() < vowels else ""
        for sign in letters
    ]
    word = "".join(spelt).replace("aaa", "aa").replace("ouou", "ou").replace("ii", "i").replace("lll", "ll")
    return word + ("e" if word.endswith(("n", "m", "d")) and rng.random() < 0.15 else "")


def voiced(rng: Random, arabic: str) -> str:
    """An Arabic word with short vowels between its consonants, for a clerk to spell."""
    long = set("اويىةءآأإ")
    out = ""
    for place, sign in enumerate(arabic):
        out += sign
        after = arabic[place + 1] if place + 1 < len(arabic) else "ا"
        if sign not in long and after not in long and rng.random() < 0.75:
            out += rng.choice("aaei")
    return out


def families(rng: Random, size: int) -> list[tuple[str, str]]:
    return [family(rng) for _ in range(max(250, size // 60))]


def everyone(rng: Random, size: int) -> list[Someone]:
    """``size`` persons in communes of provinces of regions; namesakes and near namesakes as in life."""
    given = {
        kind: [entry for entry in lexicon().entries if entry.kind == kind and " " not in entry.latin[0]]
        for kind in ("male", "female")
    }
    shares = {kind: [entry.share for entry in entries] for kind, entries in given.items()}
    names = families(rng, size)
    ranks = [1 / (place + 8) for place in range(len(names))]
    places = [
        f"{region:02}.{region}{province}1.{cercle:02}.{commune:02}"
        for region in range(1, 13)
        for province in range(1, 8)
        for cercle in (1, 3, 5)
        for commune in range(1, 20, 2)
    ][: max(8, size // 18)]
    out: list[Someone] = []
    for number in range(size):
        kind = "female" if rng.random() < 0.28 else "male"
        first = rng.choices(given[kind], shares[kind], k=2 if rng.random() < 0.06 else 1)
        arabic, letters = rng.choices(names, ranks)[0]
        place = places[number % len(places)]
        if out and rng.random() < 0.03:
            # A brother or a cousin in the same commune, sometimes a namesake.
            near = out[rng.randrange(max(0, number - len(places)), number)]
            arabic, letters, place = near.family, near.latin, near.place
            if rng.random() < 0.15:
                first, kind = list(near.given), "female" if near.sex == "f" else "male"
        day = f"{rng.randint(1955, 2000)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        out.append(
            Someone(
                number, tuple(first), arabic, letters, kind[0], day if rng.random() < 0.9 else day[:4],
                f"{rng.choice('CDZUX')}{rng.choice(['', *'ABCDTG'])}{rng.randint(10000, 799999)}",
                f"+2126{rng.randint(10**7, 10**8 - 1)}", place, OFFICES[(number // len(places)) % len(OFFICES)],
            )
        )  # fmt: skip
    return out


def slip(rng: Random, word: str) -> str:
    """One slip of the keyboard: two letters turned round, one lost or doubled."""
    if len(word) < 5:
        return word
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )


def arabic_name(rng: Random, who: Someone) -> str:
    given = " ".join(rng.choice(entry.arabic) for entry in who.given)
    last = who.family
    if last.startswith("ال") and rng.random() < 0.12:
        last = rng.choice([last[2:], "ل" + last[2:]])
    if last.startswith(("بن", "بو", "أو")) and rng.random() < 0.2:
        last = last[:2] + " " + last[2:]
    if rng.random() < 0.02:
        last = slip(rng, last)
    name = f"{given} {last}" if rng.random() < 0.75 else f"{last} {given}"
    for sign, other in (("ة", "ه"), ("ي ", "ى "), ("أ", "ا"), ("إ", "ا")):
        if rng.random() < 0.2:
            name = name.replace(sign, other)
    return name.replace("عبد ", "عبد") if rng.random() < 0.25 else name


def latin_name(rng: Random, who: Someone) -> str:
    given = " ".join(
        rng.choice(entry.latin[:4])
        if " " in entry.arabic[0] or rng.random() < 0.7
        else clerk(rng, voiced(rng, entry.arabic[0].removeprefix("ال"))).title()
        for entry in who.given
    )
    last = clerk(rng, who.latin)
    for head in ("bn", "bou", "aou"):
        if last.startswith(head) and who.family.startswith(("بن", "بو", "أو")):
            last = {"bn": "ben", "bou": "bou", "aou": "ou"}[head] + rng.choice(["", "", " ", "-"]) + last[len(head) :]
    if who.family.startswith("ال"):
        last = rng.choice(["El ", "El ", "Al ", "", "", "E" + last[:1] if last[:1] in "sdrtzn" else "L"]) + last
    if rng.random() < 0.02:
        last = slip(rng, last)
    if rng.random() < 0.02:
        given = given[0] + "."
    last = last.upper() if rng.random() < 0.6 else last.title()
    return f"{given} {last}" if rng.random() < 0.7 else f"{last} {given}"


def shown(rng: Random, who: Someone, file: str, row: int, **changes: str) -> ListRow:
    """The row of a person in a list: script of the file, holes, slips in the card."""
    script = {"A": "a", "F": "f", "M": "af"}[file[0]]
    card = who.cin
    if rng.random() < 0.006:
        card = card[:-1] + str((int(card[-1]) + rng.randint(1, 9)) % 10)
    facts = {
        "sex": who.sex if rng.random() < 0.6 else "",
        "cin": card if rng.random() < 0.7 else "",
        "phone": who.phone if rng.random() < 0.75 else "",
        "birth": who.birth if rng.random() < 0.9 else who.birth[:4],
        "place_code": who.place,
        "office_code": who.office,
    } | changes
    return ListRow(
        file, "1", row, f"B{row}", arabic_name(rng, who) if "a" in script else "",
        latin_name(rng, who) if "f" in script else "", truth=who.number, **facts,
    )  # fmt: skip


def lists_of(people: list[Someone], rng: Random) -> Iterator[ListRow]:
    """Every list made of a population: rosters, nominees, councils of provinces, staff on secondment, pasted rows."""
    for row, who in enumerate(people, 1):
        province = who.place[:6]
        file = f"{'AFM'[sum(map(ord, province)) % 3]}-{province}"
        yield shown(rng, who, file, row)
        if rng.random() < 0.004:
            yield shown(rng, who, file, row + 10**6)
        if rng.random() < 0.12:
            yield shown(rng, who, rng.choice("AF") + "-nominees", row, birth="",
                        cin=who.cin if rng.random() < 0.5 else "",
                        phone=who.phone if rng.random() < 0.3 else "")  # fmt: skip
        if who.office not in STAFF and rng.random() < 0.05:
            yield shown(rng, who, rng.choice("AF") + "-councils", row, place_code=province, office_code="member",
                        birth="" if rng.random() < 0.5 else who.birth,
                        cin="" if rng.random() < 0.6 else who.cin)  # fmt: skip
