"""Numbers and amounts in words, as an administration writes them at the foot of a paper.

Arabic words stand in the nominative and the nouns counted here are all masculine (dirham, centime, thousand, half-day),
so one agreement is enough: 1 and 2 are said by the noun itself, 3 to 10 take the plural, 11 to 99 the singular in the
accusative, hundreds and thousands the singular in the genitive. Groups are said from the greatest to the least.
French follows the traditional spelling of official papers: hyphens below one hundred, «vingt et un», «quatre-vingts».
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Language = Literal["ar", "fr"]

GREATEST = Decimal("999999999999.99")


@dataclass(frozen=True)
class Noun:
    """A masculine Arabic noun and its French equal, in every form that counting asks for."""

    one: str  # درهم
    two: str  # درهمان
    few: str  # دراهم, after 3 to 10
    many: str  # درهما, after 11 to 99
    two_of: str = ""  # ألفا, the dual when another noun follows it; only scales need it
    french: str = ""
    french_plural: str = ""
    french_feminine: bool = False


DIRHAM = Noun("درهم", "درهمان", "دراهم", "درهما", french="dirham", french_plural="dirhams")
CENTIME = Noun("سنتيم", "سنتيمان", "سنتيمات", "سنتيما", french="centime", french_plural="centimes")
HALF_DAY = Noun(
    "نصف يوم", "نصفا يوم", "أنصاف أيام", "نصف يوم",
    french="demi-journée", french_plural="demi-journées", french_feminine=True,
)  # fmt: skip
LETTER = Noun("حرف", "حرفان", "أحرف", "حرفا", french="caractère", french_plural="caractères")
DAY = Noun("يوم", "يومان", "أيام", "يوما", french="jour", french_plural="jours")

SCALES = (
    (10**9, Noun("مليار", "ملياران", "ملايير", "مليارا", "مليارا", "milliard", "milliards")),
    (10**6, Noun("مليون", "مليونان", "ملايين", "مليونا", "مليونا", "million", "millions")),
    (10**3, Noun("ألف", "ألفان", "آلاف", "ألفا", "ألفا", "mille", "mille")),
)

AR_UNITS = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
AR_TEENS = {11: "أحد عشر", 12: "اثنا عشر"} | {n: f"{AR_UNITS[n - 10]} عشر" for n in range(13, 20)}
AR_TENS = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
AR_HUNDREDS = ("", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة")

FR_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
FR_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


def in_words(amount: Decimal, language: Language) -> str:
    """«سبعة وأربعون ألفا وثمانمائة وثلاثة دراهم وخمسة وسبعون سنتيما»: the amount of a request, a receipt, a state.

    Refuses what a paper must never carry: a negative amount, a fraction of a centime, more than 999 billion dirhams.
    """
    if not amount.is_finite() or amount < 0 or amount > GREATEST:
        raise ValueError(f"An amount in words lies between 0 and {GREATEST} dirhams, not {amount}.")
    centimes = amount * 100
    if centimes != centimes.to_integral_value():
        raise ValueError(f"An amount in words has whole centimes, not {amount}.")
    whole, part = divmod(int(centimes), 100)
    joint = " و" if language == "ar" else " et "
    said = [counted(n, noun, language) for n, noun in ((whole, DIRHAM), (part, CENTIME)) if n]
    return joint.join(said) or counted(0, DIRHAM, language)


def counted(n: int, noun: Noun, language: Language) -> str:
    """A number in words and what it counts, in the forms that agree: «ثلاثة دراهم», «deux cents dirhams»."""
    if not 0 <= n < 10**12:
        raise ValueError(f"A number in words lies between 0 and 999 billion, not {n}.")
    return _arabic(n, noun) if language == "ar" else _french(n, noun)


# ── Arabic ──────────────────────────────────────────────────────────────────


def _arabic(n: int, noun: Noun) -> str:
    if n == 0:
        return f"صفر {noun.one}"
    pieces: list[str] = []
    rest = n
    for size, scale in SCALES:
        group, rest = divmod(rest, size)
        pieces += _arabic_group(group, scale, followed=rest == 0)
    if rest == 0:  # the last scale said stands directly before the noun: «ألفا درهم»
        return f"{' و'.join(pieces)} {noun.one}"
    hundreds, below = divmod(rest, 100)
    if below == 0:
        last = f"{_arabic_hundreds(hundreds, followed=True)} {noun.one}"
    elif below == 1:
        last = _after_hundreds(hundreds, f"{noun.one} واحد")
    elif below == 2:
        last = _after_hundreds(hundreds, noun.two)
    else:
        last = f"{_after_hundreds(hundreds, _below_hundred(below))} {noun.few if below <= 10 else noun.many}"
    return " و".join([*pieces, last])


def _arabic_group(n: int, scale: Noun, *, followed: bool) -> list[str]:
    """The thousands, millions or billions of a number; `followed` when the noun counted comes right after them.

    101 and 102 thousand are said «مائة ألف وألف» and «مائة ألف وألفان»: «مائة وألفان» could be heard as 2,100.
    """
    if n == 0:
        return []
    hundreds, below = divmod(n, 100)
    whole = [f"{_arabic_hundreds(hundreds, followed=True)} {scale.one}"] if hundreds else []
    if below == 0:
        return whole
    if below == 1:
        return [*whole, scale.one]
    if below == 2:
        return [*whole, scale.two_of if followed else scale.two]
    form = scale.few if below <= 10 else scale.one if followed else scale.many
    return [f"{_after_hundreds(hundreds, _below_hundred(below))} {form}"]


def _arabic_hundreds(n: int, *, followed: bool) -> str:
    """The dual loses its nūn when a noun follows: «مائتا درهم»."""
    return "مائتا" if n == 2 and followed else AR_HUNDREDS[n]


def _after_hundreds(hundreds: int, below: str) -> str:
    return f"{AR_HUNDREDS[hundreds]} و{below}" if hundreds else below


def _below_hundred(n: int) -> str:
    if n <= 10:
        return AR_UNITS[n]
    if n < 20:
        return AR_TEENS[n]
    tens, unit = divmod(n, 10)
    return f"{AR_UNITS[unit]} و{AR_TENS[tens]}" if unit else AR_TENS[tens]


# ── French ──────────────────────────────────────────────────────────────────


def _french(n: int, noun: Noun) -> str:
    one = "une" if noun.french_feminine else "un"
    name = noun.french_plural if n >= 2 else noun.french
    pieces: list[str] = []
    rest = n
    for size, scale in SCALES:
        group, rest = divmod(rest, size)
        if size == 1000 and group:
            pieces.append("mille" if group == 1 else f"{_french_below_thousand(group, marked=False)} mille")
        elif group:
            pieces.append(f"{_french_below_thousand(group)} {scale.french_plural if group > 1 else scale.french}")
    if rest or not pieces:
        pieces.append(_french_below_thousand(rest, one=one))
    of = "de " if n and n % 10**6 == 0 else ""  # «deux millions de dirhams»: million and milliard are nouns
    return f"{' '.join(pieces)} {of}{name}"


def _french_below_thousand(n: int, *, marked: bool = True, one: str = "un") -> str:
    """`marked`: whether «cent» and «quatre-vingt» take their s when nothing follows; before «mille» they never do."""
    hundreds, below = divmod(n, 100)
    plural = "s" if marked and below == 0 and hundreds > 1 else ""
    head = "" if hundreds == 0 else "cent" if hundreds == 1 else f"{FR_UNITS[hundreds]} cent{plural}"
    if below == 0 and head:
        return head
    return f"{head} {_french_below_hundred(below, marked=marked, one=one)}".strip()


def _french_below_hundred(n: int, *, marked: bool, one: str) -> str:
    if n == 1:
        return one
    if n < 20:
        return FR_UNITS[n]
    tens, unit = divmod(n, 10)
    if tens in (7, 9):
        unit += 10
    if unit == 0:
        return FR_TENS[tens] + ("s" if tens == 8 and marked else "")
    word = one if unit == 1 else FR_UNITS[unit]
    return f"{FR_TENS[tens]} et {word}" if unit in (1, 11) and tens < 8 else f"{FR_TENS[tens]}-{word}"
