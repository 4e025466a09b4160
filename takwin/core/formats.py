"""Days, moments and figures as Morocco writes them, in Arabic and in French.

Months are the Moroccan ones (ماي، يوليوز، غشت، شتنبر، نونبر، دجنبر), digits are Western in both languages.
Thousands are grouped by a dot in Arabic, since ``4 127`` would be read there as ``127 4``, and by a no-break
space in French. Two days are joined by a word, never by a dash: readers of a right-to-left line disagree on
which end of ``8-9`` comes first.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils.translation import get_language

from takwin.core import clock

LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
NBSP = "\u00a0"
LRM = "\u200e"
WORDS = {
    "ar": {"and": " و", "comma": "، ", "from": "من {0} إلى {1}", "today": "اليوم", "yesterday": "أمس"},
    "fr": {"and": " et ", "comma": ", ", "from": "du {0} au {1}", "today": "aujourd’hui", "yesterday": "hier"},
    "en": {"and": " and ", "comma": ", ", "from": "{0} to {1}", "today": "today", "yesterday": "yesterday"},
}
CLOCKS = {"ar": "من {0} إلى {1}", "fr": "de {0} à {1}", "en": "{0} to {1}"}
YEARS = {"ar": "{0} إلى {1}", "fr": "{0} à {1}", "en": "{0} to {1}"}
WITHOUT_END = {
    "ar": "{0} وما بعدها، لمدة غير محددة",
    "fr": "{0} et suivantes, durée indéterminée",
    "en": "{0} on, without a set term",
}
CURRENCY = {"ar": "درهم", "fr": "DH", "en": "MAD"}


def _language(language: str | None) -> str:
    code = (language or get_language() or "ar").split("-")[0]
    return code if code in LOCALES else "ar"


@lru_cache(2048)
def _written(d: dt.date, pattern: str, language: str) -> str:
    text = format_date(d, pattern, locale=LOCALES[language])
    return text.replace("1 ", "1er ", 1) if language == "fr" and d.day == 1 and "d" in pattern else text


def day(d: dt.date, *, weekday: bool = False, language: str | None = None) -> str:
    """``8 دجنبر 2026``; with its weekday, ``الثلاثاء 8 دجنبر 2026``."""
    return _written(d, "EEEE d MMMM y" if weekday else "d MMMM y", _language(language))


def short_day(d: dt.date, *, language: str | None = None) -> str:
    """The day without its year, for a list that already says the year: ``8 دجنبر``."""
    return _written(d, "d MMMM", _language(language))


def month(d: dt.date, *, language: str | None = None) -> str:
    """``دجنبر 2026``."""
    return _written(d, "LLLL y", _language(language))


def _patterns(ordered: Sequence[dt.date], weekday: bool, year: bool) -> list[str]:
    """What each day must say of itself: its month when the next one differs, its year when that differs: then the last
    says its own too, even where a list leaves the year out."""
    year = year or len({d.year for d in ordered}) > 1
    patterns = []
    for i, d in enumerate(ordered):
        following = ordered[i + 1] if i + 1 < len(ordered) else None
        parts = ["EEEE", "d"] if weekday else ["d"]
        if following is None or (following.year, following.month) != (d.year, d.month):
            parts.append("MMMM")
        if (year and following is None) or (following is not None and following.year != d.year):
            parts.append("y")
        patterns.append(" ".join(parts))
    return patterns


def days(several: Iterable[dt.date], *, weekday: bool = True, year: bool = True, language: str | None = None) -> str:
    """``الثلاثاء 8 والأربعاء 9 دجنبر 2026``; a run of three days or more is told by its two ends."""
    code = _language(language)
    ordered = sorted(set(several))
    run = len(ordered) > 2 and (ordered[-1] - ordered[0]).days == len(ordered) - 1
    told = [ordered[0], ordered[-1]] if run else ordered
    texts = [
        _written(d, p, code) if p != "d" else ("1er" if code == "fr" and d.day == 1 else str(d.day))
        for d, p in zip(told, _patterns(told, weekday, year), strict=True)
    ]
    words = WORDS[code]
    if run:
        return words["from"].format(*texts)
    if len(texts) < 2:
        return "".join(texts)
    return words["comma"].join(texts[:-1]) + words["and"] + texts[-1]


def listed(names: Iterable[str]) -> str:
    """Names one after the other, with the comma of the reader's language."""
    return WORDS[_language(None)]["comma"].join(names)


def short_days(several: Iterable[dt.date], *, language: str | None = None) -> str:
    """The days without weekdays nor year, for a list: ``8 و9 دجنبر``."""
    return days(several, weekday=False, year=False, language=language)


def years(first: int, last: int | None, *, language: str | None = None) -> str:
    """``2023 إلى 2026``, or the one year; without a last one, that the duration is not set."""
    if last is None:
        return WITHOUT_END[_language(language)].format(first)
    return str(first) if first == last else YEARS[_language(language)].format(first, last)


def time(t: dt.time, *, language: str | None = None) -> str:
    """``09:00``, in every language: an hour is compared down a column."""
    return t.strftime("%H:%M")


def hours(starts: dt.time, ends: dt.time, *, language: str | None = None) -> str:
    """``من 09:00 إلى 12:30``."""
    return CLOCKS[_language(language)].format(time(starts), time(ends))


def moment(instant: dt.datetime, *, now: dt.datetime | None = None, language: str | None = None) -> str:
    """``اليوم 09:42``, ``أمس 16:20``, ``17 نونبر 15:10``, or with the year when it is another year."""
    code = _language(language)
    local = instant.astimezone(clock.CASABLANCA)
    today = (now or clock.now()).astimezone(clock.CASABLANCA).date()
    if local.date() == today:
        said = WORDS[code]["today"]
    elif local.date() == today - dt.timedelta(days=1):
        said = WORDS[code]["yesterday"]
    else:
        said = _written(local.date(), "d MMMM" if local.year == today.year else "d MMMM y", code)
    return f"{said} {format_datetime(local, 'HH:mm', locale=LOCALES[code])}"


def _decimal(value: Decimal | int | float, pattern: str, language: str | None) -> str:
    text = format_decimal(value, pattern, locale=LOCALES[_language(language)])
    if _language(language) == "fr":
        return text.replace("\u202f", NBSP).replace(".", NBSP)
    return f"{LRM}{text}" if text.startswith("-") else text  # else the sign would stand behind the figures


def number(value: Decimal | int | float, *, language: str | None = None) -> str:
    """``4.127`` in Arabic, ``4 127`` in French; at most two decimals, none for a whole number."""
    return _decimal(value, "#,##0.##", language)


def money(amount: Decimal | int, *, language: str | None = None) -> str:
    """An amount to the centime, without its unit, for a column: ``28.588,23``, ``28 588,23``."""
    return _decimal(amount, "#,##0.00", language)


def dirhams(amount: Decimal | int, *, language: str | None = None) -> str:
    """An amount in a sentence, with its unit: ``28.588,23 درهم``; centimes are left out when there are none."""
    whole = amount == int(amount)
    text = _decimal(amount, "#,##0" if whole else "#,##0.00", language)
    return f"{text}{NBSP}{CURRENCY[_language(language)]}"


def whole_percent(share: Decimal | float) -> int:
    """A share of one in percent, to the nearest: 0.6893 is 69. What is not all of it is never 100."""
    exact = Decimal(str(share)) * 100
    nearest = int(exact.quantize(Decimal(1), "ROUND_HALF_UP"))
    return min(nearest, 99) if exact < 100 else nearest


def percent(share: Decimal | float, *, language: str | None = None) -> str:
    """A share of one as a percentage: 0.714 is ``71%``, ``71 %`` in French (see ``whole_percent``).

    In Arabic a mark of direction comes first: behind an Arabic word, the sign would stand before the figures.
    """
    text = str(whole_percent(share))
    return f"{text}{NBSP}%" if _language(language) == "fr" else f"{LRM}{text}%"


def colon(*, language: str | None = None) -> str:
    """The mark between a name and what is said of it: French keeps a space before it, which no line breaks at."""
    return f"{NBSP}:" if _language(language) == "fr" else ":"


def phone(e164: str) -> str:
    """``+212661234567`` as people read it out, ``06 61 23 45 67``; a foreign number keeps its country code."""
    if e164.startswith("+212") and len(e164) == 13:
        national = "0" + e164[4:]
        return NBSP.join(national[i : i + 2] for i in range(0, 10, 2))
    return e164


def rib(number: str) -> str:
    """The 24 digits of a bank identity as a cheque book shows them: bank, city, account, key; it may break there."""
    return f"{number[:3]} {number[3:6]} {number[6:22]} {number[22:]}" if len(number) == 24 else number
