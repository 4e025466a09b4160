"""Read an amount written in words, in Arabic or in French, whatever its case endings, to hold it against figures."""

import re
from decimal import Decimal

from takwin.core.text import folded

AR_ONES = {
    "صفر": 0, "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1, "اثنان": 2, "اثنين": 2, "اثنا": 2, "اثني": 2, "اثنتان": 2,
    "اثنتا": 2, "ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5, "ست": 6, "سته": 6, "سبع": 7,
    "سبعه": 7, "ثمان": 8, "ثماني": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10, "عشرون": 20, "عشرين": 20,
    "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60,
    "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
}  # fmt: skip
AR_HUNDRED = ("مايه", "ميه", "مييه", "مائه")
AR_DUALS = {"مايتان": 200, "مايتين": 200, "مايتا": 200, "مايتي": 200, "ميتان": 200, "ميتين": 200, "ميتا": 200}
AR_SCALES = {
    "الف": 10**3, "الاف": 10**3, "مليون": 10**6, "مليونا": 10**6, "ملايين": 10**6, "مليار": 10**9, "مليارا": 10**9,
    "ملايير": 10**9, "مليارات": 10**9,
}  # fmt: skip
AR_TWO_SCALES = {
    "الفان": 2 * 10**3, "الفين": 2 * 10**3, "الفي": 2 * 10**3, "مليونان": 2 * 10**6, "مليونين": 2 * 10**6,
    "مليوني": 2 * 10**6, "ملياران": 2 * 10**9, "مليارين": 2 * 10**9, "ملياري": 2 * 10**9,
}  # fmt: skip
AR_EITHER = {"الفا": 10**3, "مليونا": 10**6, "مليارا": 10**9}  # «a thousand» after a number, «two thousand» alone
FR_ONES = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
FR_SCALES = {
    "mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
WHOLE = {"درهم", "درهما", "دراهم", "درهمان", "درهمين", "dirham", "dirhams", "dh", "dhs", "mad"}
PARTS = {"سنتيم", "سنتيما", "سنتيمات", "سنتيمان", "سنتيمين", "centime", "centimes"}
TWO = {"درهمان", "درهمين", "سنتيمان", "سنتيمين"}
SILENT = {"et", "de", "d", "فقط", "لاغير", "لا", "غير", "مغربي", "مغربيه", "مغربيا", "و"}
WORD = re.compile(r"[a-z\u0621-\u064a]+")


def amount_in(words: str) -> Decimal | None:
    """The amount that the words say; none when one of them is not understood."""
    whole, part, number, after_noun = Decimal(0), Decimal(0), Number(), False
    heard = WORD.findall(folded(words))
    for word, following in zip(heard, [*heard[1:], ""], strict=True):
        if word in SILENT or (after_noun and word in ("واحد", "اثنان", "اثنين") and following != "عشر"):
            continue  # «one dirham, one»: the noun has said it
        bare = word if _known(word) else word.removeprefix("و")
        after_noun = bare in WHOLE or bare in PARTS
        if after_noun:
            said = number.counting(bare, joined=bare != word)
            whole, part = (whole + said, part) if bare in WHOLE else (whole, part + said)
            number = Number()
        elif not number.hear(bare):
            return None
    whole += number.value
    return whole + part / 100 if part < 100 else None


def _known(word: str) -> bool:
    return word in WHOLE or word in PARTS or Number().hear(word)


class Number:
    """A number as it is heard, word after word."""

    def __init__(self) -> None:
        self.total, self.group, self.any = 0, 0, False

    @property
    def value(self) -> int:
        return self.total + self.group

    def counting(self, noun: str, *, joined: bool) -> int:
        """How many of the noun: a noun alone is one or, in the dual, two; after «and» it adds that to the number."""
        alone = 2 if noun in TWO else 1
        if not self.any:
            return alone
        return self.value + alone if joined else self.value

    def hear(self, word: str) -> bool:
        """Take a word in; false when it is no number."""
        known = self._small(word) or self._hundred(word) or self._scale(word)
        self.any = self.any or known
        return known

    def _small(self, word: str) -> bool:
        if word in AR_ONES:
            self.group += AR_ONES[word]
            return True
        if word in FR_ONES:
            if word.startswith("vingt") and self.group % 100 == 4:
                self.group += 76  # quatre-vingt
            else:
                self.group += FR_ONES[word]
            return True
        return False

    def _hundred(self, word: str) -> bool:
        if word in AR_DUALS:
            self.group += AR_DUALS[word]
            return True
        if word in ("cent", "cents") or word in AR_HUNDRED:
            ones = self.group if 1 < self.group < 10 else 0
            self.group += (ones or 1) * 100 - ones
            return True
        for ending in AR_HUNDRED:
            stem = word.removesuffix(ending)
            if stem != word and 3 <= AR_ONES.get(stem, 0) <= 9:
                self.group += AR_ONES[stem] * 100
                return True
        return False

    def _scale(self, word: str) -> bool:
        if word in AR_EITHER and not self.group:
            self.total += 2 * AR_EITHER[word]
        elif word in AR_TWO_SCALES:
            self.total += self._left_behind(AR_TWO_SCALES[word] // 2) + AR_TWO_SCALES[word]
        elif scale := AR_EITHER.get(word) or AR_SCALES.get(word) or FR_SCALES.get(word):
            self.total += (self.group or 1) * scale
        else:
            return False
        self.group = 0
        return True

    def _left_behind(self, scale: int) -> int:
        """What was said before a dual belongs to its scale: «مائة وألفان» would be a hundred and two thousand."""
        return self.group * scale
