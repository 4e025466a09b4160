"""Card, phone, birth, sex and e-mail as lists write them.

Each reader gives the value kept, and a note when what was written is not what is kept: ``sure`` when the writing
leaves no doubt, else the row asks for a look. Blank, or a word for nothing, is ``None`` and says nothing.
"""

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from takwin.core.identifiers import DIGITS
from takwin.core.months import month_named
from takwin.core.text import REMEMBERED, folded, tidy
from takwin.documents.sheets import EXCEL_ZERO, Value
from takwin.people.enums import Sex
from takwin.people.rosters import names

NOTHING = {
    folded(word)
    for word in "- -- --- / // x xx xxx ? . .. ... 0 00 000 néant neant ras r.a.s nd n/d na n/a nul null none vide inconnu لا بدون لايوجد لا_يوجد غير_متوفر "
    "غير_معروف منعدم ∅ _ __ * non_communiqué non_disponible sans aucun aucune".replace("_", " ").split(" ")
} | {folded(word) for word in ("لا يوجد", "غير متوفر", "غير متوفرة", "غير معروف", "لا شيء", "non communiqué", "non disponible", "à compléter", "بدون بطاقة")}  # fmt: skip
OLDEST, YOUNGEST = 1915, 15  # year of birth; age
MOBILE_OR_FIXED = re.compile(
    r"(?<!\d)(?:(?:\+|00)?\s*212[\s.\-]*(?:\(0\))?[\s.\-]*0?|\(?0)?[\s.\-_]*(?P<body>[5-8](?:[\s.\-_)/]*\d){8})(?!\d)"
)
LETTER_FOR_ZERO = re.compile(r"(?<=[\d\s.])[oO](?=[\d\s.])|^[oO](?=[67])")
NOT_DIGITS = re.compile(r"[^0-9]")
FOREIGN = re.compile(r"(?:\+|(?<!\d)00)\s*(?!212)[1-9](?:[\s.\-]*\d){6,13}(?!\d)")
EXPONENT = re.compile(r"^(\d)(?:[.,](\d+))?\s?e\s?\+?(\d{1,2})$", re.IGNORECASE)
CARD = re.compile(r"^[A-Z]{1,2}\d{3,7}$")
BEFORE_CARD = re.compile(r"^(?:cnie|cin|c\.i\.n|n°|n\b|رقم|ب\.?ت\.?و)[\s.:°]*(?=[A-Za-z])", re.IGNORECASE)
SIGNS_IN_CARD = re.compile(r"[\s.\-_/·–—:,'()*]")
LIKE_CARD = re.compile(r"^[A-Z]{1,2}[\dO]{4,7}$|^\d{4,7}[A-Z]{1,2}$")
ZERO_FOR_O = re.compile(r"^[A-Z]0\d{5,6}$")
WHOLE_PHONE = re.compile(r"^(\d{8,12})[.,]0+$")
WHOLE = re.compile(r"^(\d+)[.,]0+$")
WORDY = re.compile(r"\w")
LETTERS = re.compile(r"[A-Za-z]{3}")
EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2}|[?x\-*]{1,2})\s*[/.\-\s,،\\]\s*(\d{1,2}|[?x\-*]{1,2})\s*[/.\-\s,،\\]\s*(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?!\d)")
WORDED = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:er|ere)?\s*[\-/.\s]*\s*([^\W\d_]{3,})\.?\s*[\-/.\s،,]*\s*(\d{4}|\d{2})(?!\d)"
)
MONTH_AND_YEAR = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{4}")
NUMBER = re.compile(r"\d+")
AGE = re.compile(r"(\d{2,3})\s*(?:ans?|سنة|سنه|عاما?)")
A_DAY = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:19|20)\d\d(?!\d)")
MIDNIGHT = re.compile(r"[ T]00:00(?::00)?$")
LONE_YEAR = re.compile(r"(?<!\d)(19\d\d|20[01]\d)(?!\d)")
FEMALE = {
    folded(w)
    for w in [
        "f",
        "fem",
        "femme",
        "féminin",
        "feminin",
        "female",
        "fille",
        "féminine",
        "mme",
        "mlle",
        "melle",
        "الآنسة",
        "آنسة",
        "ن",  # as against م: men and women
        "w",
        "أنثى",
        "انثى",
        "امرأة",
        "مؤنث",
        "ث",
        "أ",
        "ا",
        "إ",
        "نساء",
        "سيدة",
        "السيدة",
        "ة",
        "♀",
    ]
}
MALE = {
    folded(w)
    for w in [
        "m",
        "h",
        "homme",
        "masculin",
        "male",
        "garçon",
        "mr",
        "masc",
        "hom",
        "ذكر",
        "م",
        "رجل",
        "مذكر",
        "ذ",
        "ر",
        "السيد",
        "سيد",
        "رجال",
        "♂",
    ]
}


class Read(NamedTuple):
    """A value and what is to be said of it: ``why`` is a code of ``messages``; ``sure`` when no look is needed."""

    value: str | None
    why: str = ""
    sure: bool = True
    others: tuple[str, ...] = ()


BLANK = Read(None)


def western(value: Value) -> str:
    """What a cell says, tidied, with Western digits."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _western(str(value)) if value is not None else ""


@lru_cache(maxsize=REMEMBERED)
def _western(text: str) -> str:
    said = tidy(text.replace("_x000D_", " "))
    return said if said.isascii() else said.translate(DIGITS)


@lru_cache(maxsize=REMEMBERED)
def says_nothing(text: str) -> bool:
    return not text or folded(text).strip(" .") in NOTHING or not WORDY.search(text)


def card(value: Value) -> Read:
    """A national card: one or two letters, then digits."""
    written = western(value)
    if says_nothing(written):
        return BLANK
    number = SIGNS_IN_CARD.sub("", BEFORE_CARD.sub("", written)).upper()
    if CARD.match(number):
        if ZERO_FOR_O.match(number):
            return Read(number[0] + "O" + number[2:], "card_zero_for_o", sure=False)
        return Read(number, "card_tidied" if number != written else "")
    if repaired := _repaired_card(number):
        return Read(repaired, "card_letter_for_digit", sure=False)
    if turned := re.match(r"^(\d{4,7})([A-Z]{1,2})$", number):
        return Read(turned[2] + turned[1], "card_turned", sure=False)
    return Read(None, "card_malformed", sure=False)


def _repaired_card(number: str) -> str:
    """``BK1234O6``: a letter that can only be a digit; ``8K12345`` and ``0D1234`` the other way."""
    if match := re.match(r"^([A-Z]{1,2})([\dOIL]{4,7})$", number):
        return match[1] + match[2].translate(str.maketrans("OIL", "011"))
    if match := re.match(r"^0([A-Z])(\d{4,6})$", number):
        return "O" + match[1] + match[2]
    return ""


def looks_like_card(value: Value) -> float:
    if isinstance(value, int | float | dt.date | dt.time | None):
        return 0.0
    return 1.0 if LIKE_CARD.match(SIGNS_IN_CARD.sub("", BEFORE_CARD.sub("", western(value))).upper()) else 0.0


def phone(value: Value) -> Read:
    """The phone numbers of a cell in international form; the first mobile is the one kept."""
    written = _without_email(_unrounded(western(value))).strip(" /,;-")
    if says_nothing(written):
        return BLANK
    text = LETTER_FOR_ZERO.sub("0", written)
    found = [f"+212{NOT_DIGITS.sub('', match['body'])}" for match in MOBILE_OR_FIXED.finditer(text)]
    found = list(dict.fromkeys(found)) or _foreign(text) or _split_evenly(text)
    if not found:
        return Read(None, "phone_malformed", sure=False)
    chosen = next((number for number in found if number[4] in "67"), found[0])
    rest = tuple(number for number in found if number != chosen)
    if "o" in written.lower() and text != written:
        return Read(chosen, "phone_letter", sure=False, others=rest)
    why = "phone_two" if rest else "phone_tidied" if chosen != written else ""
    return Read(chosen, why, others=rest)


def _unrounded(text: str) -> str:
    """``6.12345678E8`` in full when Excel kept all its digits."""
    if match := EXPONENT.match(text):
        digits = match[1] + (match[2] or "")
        zeros = int(match[3]) + 1 - len(digits)
        return digits + "0" * zeros if 0 <= zeros <= 2 else text
    whole = WHOLE_PHONE.match(text)
    return whole[1] if whole else text


def _without_email(text: str) -> str:
    return EMAIL.sub("", text) if "@" in text else text


def _split_evenly(text: str) -> list[str]:
    """Two numbers glued together."""
    digits = re.sub(r"\D", "", text)
    if match := re.fullmatch(r"0([5-8]\d{8})0([5-8]\d{8})", digits):
        return [f"+212{match[1]}", f"+212{match[2]}"]
    return []


def _foreign(text: str) -> list[str]:
    found = []
    for match in FOREIGN.finditer(text):
        digits = "+" + re.sub(r"\D", "", match[0]).removeprefix("00")
        try:
            number = phonenumbers.parse(digits)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            found.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return found


def looks_like_phone(value: Value) -> float:
    if isinstance(value, dt.date | dt.time | None):
        return 0.0
    text = _without_email(_unrounded(western(value)))
    if A_DAY.match(text):
        return 0.0
    return 1.0 if MOBILE_OR_FIXED.search(text) and not LETTERS.search(text) else 0.0


def birth(value: Value, *, today: dt.date, in_age_column: bool = False, written_in: int = 0) -> Read:
    """A day, or a year when the civil status gives no more (``00/00/1970``, ``01/01/1970``, an age).

    ``written_in``: the year of the list, from which an age is counted; this year when it does not say.
    """
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return _day(value.year, value.month, value.day, today, "")
    written = western(value)
    if isinstance(value, dt.time) or says_nothing(written):
        return BLANK
    match = WHOLE.match(written)
    whole = match[1] if match else written
    if whole.isdigit():
        return _number(whole, today, in_age_column, written_in or today.year)
    return _worded(written, today, written_in or today.year)


def _number(text: str, today: dt.date, in_age_column: bool, written_in: int) -> Read:
    number = int(text)
    if len(text) == 4 and OLDEST <= number <= today.year - YOUNGEST:
        return Read(text, "birth_year")
    if len(text) <= 3 and YOUNGEST <= number <= 105:
        return Read(str(written_in - number), "birth_from_age", sure=in_age_column)
    if len(text) == 5 and 5_500 <= number <= 45_000:
        day = EXCEL_ZERO + dt.timedelta(days=number)
        return _day(day.year, day.month, day.day, today, "birth_from_serial")
    if len(text) == 8:
        return _day(int(text[4:]), int(text[2:4]), int(text[:2]), today, "birth_tidied")
    return Read(None, "birth_unreadable", sure=False)


def _worded(written: str, today: dt.date, written_in: int) -> Read:
    if match := YEAR_FIRST.search(written):
        return _day(int(match[1]), int(match[2]), int(match[3]), today, "birth_tidied")
    if match := DAY_FIRST.search(written):
        day, month = (int(match[part]) if match[part].isdigit() else 0 for part in (1, 2))
        if month > 12 >= day > 0:
            return _doubt(_day(_century(match[3], today), day, month, today, "birth_turned"))
        return _day(_century(match[3], today), month, day, today, "birth_tidied")
    if (match := WORDED.search(written)) and (named := month_named(match[2])):
        return _day(_century(match[3], today), named, int(match[1]), today, "birth_tidied")
    if match := AGE.fullmatch(written):
        return Read(str(written_in - int(match[1])), "birth_from_age")
    years = LONE_YEAR.findall(written)
    if len(set(years)) == 1:
        of_day = not MONTH_AND_YEAR.fullmatch(written) and len(NUMBER.findall(written)) > 1
        return Read(years[0], "birth_month_unknown", sure=False) if of_day else Read(years[0], "birth_year")
    return Read(None, "birth_unreadable", sure=False)


def _doubt(read: Read) -> Read:
    return Read(read.value, read.why, sure=False)


def _century(text: str, today: dt.date) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year - YOUNGEST - 3 else 1900 + year


def _day(year: int, month: int, day: int, today: dt.date, why: str) -> Read:
    if not OLDEST <= year <= today.year - YOUNGEST:
        return Read(None, "birth_impossible", sure=False)
    if (day, month) == (1, 1) or day == 0 or month == 0:
        return Read(str(year), "birth_year_only")
    if month > 12 or day > calendar.monthrange(year, month)[1]:
        return Read(str(year), "birth_no_such_day", sure=False)
    return Read(f"{year:04}-{month:02}-{day:02}", why)


def looks_like_birth(value: Value) -> float:
    if isinstance(value, dt.datetime | dt.date):
        return 1.0 if OLDEST <= value.year <= 2015 else 0.0
    text = MIDNIGHT.sub("", western(value))
    if AGE.fullmatch(text):
        return 0.8
    if text.isdigit():
        number = int(text)
        if len(text) == 4 and OLDEST <= number <= 2012:
            return 0.95
        return 0.3 if 18 <= number <= 99 or (len(text) == 5 and 5_500 <= number <= 42_000) else 0.0
    if sum(map(str.isdigit, text)) > 8:
        return 0.0
    if len(text) > 40 or not (DAY_FIRST.search(text) or YEAR_FIRST.search(text) or LONE_YEAR.search(text)):
        return 0.3 if (match := WORDED.search(text)) and month_named(match[2]) else 0.0
    return 1.0 if len(text) <= 24 else 0.5


def sex(value: Value) -> Read:
    written = western(value)
    if says_nothing(written):
        return BLANK
    word = folded(written).strip(" .()")
    if word in FEMALE:
        return Read(Sex.FEMALE.value)
    if word in MALE:
        return Read(Sex.MALE.value)
    if title := names.TITLES.get(word):
        return Read(title.sex or None)
    return Read(None, "sex_unknown", sure=False)


def looks_like_sex(value: Value) -> float:
    if not isinstance(value, str):
        return 0.0
    word = folded(western(value)).strip(" .()")
    return 1.0 if word in FEMALE or word in MALE else 0.9 if word in names.TITLES else 0.0


def is_marked(value: Value) -> bool:
    """Whether something is written where a cross may stand; a zero and a dash are none."""
    return folded(western(value)).strip(" .-_/") not in ("", "0", "non", "لا")


def email(value: Value) -> Read:
    written = western(value).lower()
    if says_nothing(written):
        return BLANK
    match = (EMAIL.search(written) or EMAIL.search(written.replace(" ", ""))) if "@" in written else None
    return Read(match[0]) if match else Read(None, "email_malformed", sure=False)


def looks_like_email(value: Value) -> float:
    return 1.0 if isinstance(value, str) and "@" in value else 0.0
