"""Amounts in words: literal cases of each rule, and readers that turn the words back into the number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takwin.core.amounts import AR_HUNDREDS, AR_TENS, AR_UNITS, DAY, FR_TENS, FR_UNITS, HALF_DAY, counted, in_words

CASES = {
    "0": ("صفر درهم", "zéro dirham"),
    "1": ("درهم واحد", "un dirham"),
    "2": ("درهمان", "deux dirhams"),
    "3": ("ثلاثة دراهم", "trois dirhams"),
    "10": ("عشرة دراهم", "dix dirhams"),
    "11": ("أحد عشر درهما", "onze dirhams"),
    "12": ("اثنا عشر درهما", "douze dirhams"),
    "18": ("ثمانية عشر درهما", "dix-huit dirhams"),
    "20": ("عشرون درهما", "vingt dirhams"),
    "21": ("واحد وعشرون درهما", "vingt et un dirhams"),
    "22": ("اثنان وعشرون درهما", "vingt-deux dirhams"),
    "71": ("واحد وسبعون درهما", "soixante et onze dirhams"),
    "80": ("ثمانون درهما", "quatre-vingts dirhams"),
    "81": ("واحد وثمانون درهما", "quatre-vingt-un dirhams"),
    "91": ("واحد وتسعون درهما", "quatre-vingt-onze dirhams"),
    "100": ("مائة درهم", "cent dirhams"),
    "101": ("مائة ودرهم واحد", "cent un dirhams"),
    "102": ("مائة ودرهمان", "cent deux dirhams"),
    "200": ("مائتا درهم", "deux cents dirhams"),
    "205": ("مائتان وخمسة دراهم", "deux cent cinq dirhams"),
    "280": ("مائتان وثمانون درهما", "deux cent quatre-vingts dirhams"),
    "1000": ("ألف درهم", "mille dirhams"),
    "1001": ("ألف ودرهم واحد", "mille un dirhams"),
    "2000": ("ألفا درهم", "deux mille dirhams"),
    "2003": ("ألفان وثلاثة دراهم", "deux mille trois dirhams"),
    "8000": ("ثمانية آلاف درهم", "huit mille dirhams"),
    "11000": ("أحد عشر ألف درهم", "onze mille dirhams"),
    "80000": ("ثمانون ألف درهم", "quatre-vingt mille dirhams"),
    "101000": ("مائة ألف وألف درهم", "cent un mille dirhams"),
    "102000": ("مائة ألف وألفا درهم", "cent deux mille dirhams"),
    "200000": ("مائتا ألف درهم", "deux cent mille dirhams"),
    "200200": ("مائتا ألف ومائتا درهم", "deux cent mille deux cents dirhams"),
    "1000000": ("مليون درهم", "un million de dirhams"),
    "1200000": ("مليون ومائتا ألف درهم", "un million deux cent mille dirhams"),
    "2000000": ("مليونا درهم", "deux millions de dirhams"),
    "3000000": ("ثلاثة ملايين درهم", "trois millions de dirhams"),
    "80000000": ("ثمانون مليون درهم", "quatre-vingts millions de dirhams"),
    "2000000000": ("مليارا درهم", "deux milliards de dirhams"),
    "5000000000": ("خمسة ملايير درهم", "cinq milliards de dirhams"),
    "0.01": ("سنتيم واحد", "un centime"),
    "0.02": ("سنتيمان", "deux centimes"),
    "0.50": ("خمسون سنتيما", "cinquante centimes"),
    "5.10": ("خمسة دراهم وعشرة سنتيمات", "cinq dirhams et dix centimes"),
    "47803.75": (
        "سبعة وأربعون ألفا وثمانمائة وثلاثة دراهم وخمسة وسبعون سنتيما",
        "quarante-sept mille huit cent trois dirhams et soixante-quinze centimes",
    ),
}

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)
ROUND = st.builds(lambda digit, zeros: Decimal(digit) * 10**zeros, st.integers(1, 999), st.integers(0, 9))


@pytest.mark.parametrize(("amount", "said"), CASES.items())
def test_an_amount_is_said_as_an_administration_writes_it(amount: str, said: tuple[str, str]) -> None:
    assert (in_words(Decimal(amount), "ar"), in_words(Decimal(amount), "fr")) == said


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "1000000000000", "NaN", "Infinity", "-Infinity"])
def test_an_amount_that_no_paper_may_carry_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="An amount in words"):
        in_words(Decimal(amount), "ar")


@pytest.mark.parametrize("n", [-1, 10**12])
def test_a_number_beyond_the_scales_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="A number in words"):
        counted(n, DAY, "fr")


def test_half_days_and_days_agree_with_their_number() -> None:
    assert [counted(n, HALF_DAY, "ar") for n in (1, 2, 4, 11)] == [
        "نصف يوم واحد",
        "نصفا يوم",
        "أربعة أنصاف أيام",
        "أحد عشر نصف يوم",
    ]
    assert [counted(n, HALF_DAY, "fr") for n in (1, 4, 21)] == [
        "une demi-journée",
        "quatre demi-journées",
        "vingt et une demi-journées",
    ]
    assert [counted(n, DAY, "ar") for n in (0, 2, 8, 12)] == ["صفر يوم", "يومان", "ثمانية أيام", "اثنا عشر يوما"]
    assert [counted(n, DAY, "fr") for n in (0, 1, 8)] == ["zéro jour", "un jour", "huit jours"]


@given(AMOUNTS | ROUND)
def test_arabic_words_are_read_back_as_the_same_amount(amount: Decimal) -> None:
    assert read_arabic(in_words(amount, "ar")) == amount


@given(AMOUNTS | ROUND)
def test_french_words_are_read_back_as_the_same_amount(amount: Decimal) -> None:
    assert read_french(in_words(amount, "fr")) == amount


@given(AMOUNTS)
def test_writing_the_same_amount_with_other_zeros_changes_nothing(amount: Decimal) -> None:
    assert in_words(amount.normalize(), "ar") == in_words(amount, "ar")


# ── Readers, written from the rules of reading and not from those of writing ──
AR_NUMBERS = {word: n for n, word in enumerate(AR_UNITS) if word} | {"أحد": 1, "اثنا": 2, "عشر": 10, "صفر": 0}
AR_NUMBERS |= {word: 10 * n for n, word in enumerate(AR_TENS) if word}
AR_NUMBERS |= {word: 100 * n for n, word in enumerate(AR_HUNDREDS) if word} | {"مائتا": 200}
AR_SCALES = {
    "ألف": 10**3, "آلاف": 10**3, "ألفا": 10**3,
    "مليون": 10**6, "ملايين": 10**6, "مليونا": 10**6,
    "مليار": 10**9, "ملايير": 10**9, "مليارا": 10**9,
}  # fmt: skip
AR_DUALS = {"ألفان": 2000, "مليونان": 2 * 10**6, "ملياران": 2 * 10**9}
AR_DUALS_OF = {"ألفا": 2000, "مليونا": 2 * 10**6, "مليارا": 2 * 10**9}
AR_NOUNS = {"درهم": 100, "دراهم": 100, "درهما": 100, "سنتيم": 1, "سنتيمات": 1, "سنتيما": 1}
AR_ALONE = {"درهمان": 200, "سنتيمان": 2, "درهم_واحد": 100, "سنتيم_واحد": 1}
AR_KNOWN = {*AR_NUMBERS, *AR_SCALES, *AR_DUALS, *AR_NOUNS, *AR_ALONE}


def read_arabic(said: str) -> Decimal:
    """A number is heard by groups; a scale closes a group, a noun closes the number."""
    centimes = number = group = 0
    for word in said.replace("م واحد", "م_واحد").split(" "):
        token = word if word in AR_KNOWN else word.removeprefix("و")
        if token in AR_NUMBERS:
            group += AR_NUMBERS[token]
        elif token in AR_DUALS or (token in AR_DUALS_OF and not group):
            number += AR_DUALS.get(token) or AR_DUALS_OF[token]
        elif token in AR_SCALES:
            number, group = number + (group or 1) * AR_SCALES[token], 0
        elif token in AR_ALONE:  # «ألف ودرهمان»: what came before counts dirhams too
            centimes += AR_ALONE[token] + (number + group) * 100
            number = group = 0
        else:
            centimes += (number + group) * AR_NOUNS[token]
            number = group = 0
    assert number == group == 0
    return Decimal(centimes) / 100


FR_NUMBERS = {word: n for n, word in enumerate(FR_UNITS)} | {word: 10 * n for n, word in enumerate(FR_TENS[:7]) if word}


def read_french(said: str) -> Decimal:
    centimes = total = group = 0
    for token in said.replace("quatre-vingt", "huitante").replace("-", " ").split(" "):
        if token in FR_NUMBERS:
            group += FR_NUMBERS[token]
        elif token.startswith("huitante"):
            group += 80
        elif token in ("cent", "cents"):
            group += max(group, 1) * 100 - group
        elif token == "mille":
            total, group = total + max(group, 1) * 1000, 0
        elif token.startswith(("million", "milliard")):
            total, group = total + group * (10**6 if token.startswith("million") else 10**9), 0
        elif token.startswith(("dirham", "centime")):
            centimes, total, group = centimes + (total + group) * (100 if token.startswith("dirham") else 1), 0, 0
        else:
            assert token in ("et", "de")
    return Decimal(centimes) / 100
