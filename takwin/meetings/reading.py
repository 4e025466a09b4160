"""What a sentence of the minutes tells by itself: its amount, its date, the bodies it names."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from takwin.core.identifiers import western
from takwin.core.months import NAMES, WRITTEN
from takwin.core.text import folded, search_terms
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.ui.forms import plain_amount


def _is_cut(name: str) -> bool:
    """Whether it begins another name of the same month, in Latin letters: *sept*, *mar*."""
    said = folded(name)
    return said.isascii() and any(one != said and one.startswith(said) for one in NAMES if NAMES[one] == NAMES[said])


MONTHS = sorted({*WRITTEN, *NAMES}, key=len, reverse=True)  # with their accents and hamzas, or without
NAMED, CUT = "|".join(MONTHS), "|".join(filter(_is_cut, MONTHS))
WHOLE = "|".join(name for name in MONTHS if not _is_cut(name))
# One cut short stands beside a number: "sept" alone is seven.
MONTH = rf"{WHOLE}|(?:(?<=\d\s)|(?<=1er\s))(?:{CUT})|(?:{CUT})(?=\.?\s+\d{{4}})"
DAY = re.compile(rf"(?:(\d{{1,2}})(?:er)?\s+)?(?:شهر\s+)?\b((?i:{MONTH}))\b(?:\.?\s+(\d{{4}}))?")
COUNTS = {
    **{word: n for n, said in {
        1: "un une", 2: "deux", 3: "ثلاثة ثلاث trois", 4: "أربعة أربع quatre", 5: "خمسة خمس cinq", 6: "ستة ست six",
        7: "سبعة سبع sept", 8: "ثمانية ثماني huit", 9: "تسعة تسع neuf", 10: "عشرة عشر dix", 15: "quinze",
        20: "عشرين vingt", 30: "ثلاثين trente", 45: "quarante-cinq", 60: "ستين soixante", 90: "تسعين quatre-vingt-dix",
    }.items() for word in said.split()},
    "خمسة عشر": 15,
}  # fmt: skip
UNITS = {
    "day": "يوما|يوم|أيام|ايام|jours?", "week": "أسبوعا|أسبوع|أسابيع|semaines?",
    "month": "شهرا|شهر|أشهر|شهور|mois", "two weeks": "أسبوعين", "two months": "شهرين", "two days": "يومين",
}  # fmt: skip
OF_UNIT = "|".join(sorted("|".join(UNITS.values()).split("|"), key=len, reverse=True))
COUNTED = "|".join(sorted(COUNTS, key=len, reverse=True))
AT_MOST = r"(?:أقصاه|لا يتعدى|لا يتجاوز|maximum|maximal)"
TERM = re.compile(
    r"(?:(?:في|داخل|خلال)\s+(?:أجل|ظرف)|dans\s+un\s+délai|\bsous|dans\s+les)"
    rf"(?:\s+{AT_MOST})?(?:\s+(?:de\s+|d['’])?(\d{{1,3}}|{COUNTED}))?\s+({OF_UNIT})\b(?!\s+(?:{NAMED})\b)"
    r"(?:\s+(?:واحد|على الأكثر|على أبعد تقدير|au plus|maximum))?"
)
YEAR_END = re.compile(
    r"(?:نهاية|متم|آخر|أواخر)\s+(?:هذه\s+)?(?:السنة(?:\s+الجارية)?|سنة\s+(?P<ar>\d{4}))"
    r"|\bfin\s+(?:(?:de\s+)?(?P<fr>\d{4})|de\s+l['’]année(?:\s+(?:(?P<year>\d{4})|en\s+cours))?)"
)
AMOUNT = re.compile(r"(\d[\d.,\s\u00a0\u202f]*\d|\d)\s*(?:درهم|دراهم|درهما|DH|MAD|dirhams?)", re.IGNORECASE)
BEFORE = r"قبل|إلى غاية|avant|d['’]ici|au plus tard"
ITS_END = r"متم|نهاية|آخر|يوم|تاريخ|شهر|le|la|fin|du|de|mois|au plus tard"
BY_THEN = re.compile(
    rf"[،,]?\s+(?:(?:وذلك|et ce,?)\s+)?(?:(?:{BEFORE})(?:\s+(?:{ITS_END}))*\s+(?:{DAY.pattern}|{YEAR_END.pattern})"
    rf"|{TERM.pattern})$"
)
WHEN = (TERM, YEAR_END, DAY)
PROMISES = r"[وف]?(?:س?[تي]لتزم|التزمت?|س?[تي]تعهد|تعهدت?|س[تي]قوم|س?[تي]تكفل|تكفلت?|س?[تي]تولى|ب?التزام)"
ENGAGES = (
    r"s['’](?:engage|engagera|est engagée?)|prend(?:ra)?|assure(?:ra)?|organise(?:ra)?|finance(?:ra)?|verse(?:ra)?"
)
THE_REGION = r"(?:مجلس\s+)?الجهة|la région|(?:le |du )conseil (?:régional|de la région)"
FEW_SIGNS = 80
JOINED = re.compile(r"[،؛,;:]\s|\s(?=(?:وكذا|وكذلك|كما|وذلك|قصد|بهدف|حتى|ainsi|afin|dans le cadre)\s)")
LOOSE = "في من على إلى الى عن مع أن قبل متم يوم شهر مبلغ بمبلغ قدره قدرها avant montant de des du la le les à et pour"
OF_MONEY = ("مساهم", "الالتزامات المالية", "التزاماتها المالية", "contribution", "engagements financiers")
END = re.compile(r"(?<=[.!?؟…])\s+")


def paragraphs(text: str) -> list[list[str]]:
    """The sentences of each paragraph; a line is a paragraph."""
    lines = (line.strip() for line in text.splitlines())
    return [[sentence for sentence in END.split(line) if sentence] for line in lines if line]


def is_of_money(sentence: str) -> bool:
    """Whether it speaks of what bodies are to pay."""
    return any(word in sentence for word in OF_MONEY)


def in_few_words(sentence: str, due: dt.date | None = None) -> str:
    """A sentence short enough for an agenda, cut where something ends: at a comma, before a joining word, at a word,
    never within a date or an amount. The day it ends with is left out when ``due`` tells it already."""
    flat = " ".join(sentence.split()).rstrip(".…؟?!")
    if due and sum(len(told.findall(flat)) for told in WHEN) == 1:
        flat = BY_THEN.sub("", flat)
    if len(flat) <= FEW_SIGNS:
        return flat
    head = flat[: FEW_SIGNS + 1]
    ends = [found.start() for found in JOINED.finditer(head) if found.start() >= FEW_SIGNS // 3]
    words = head[: ends[-1]] if ends else head.rpartition(" ")[0] or head[:-1]
    for start, end in (found.span() for told in (*WHEN, AMOUNT) for found in told.finditer(flat)):
        if start < len(words) < end:
            words = words[:start].rstrip()
    while len(words.split()) > 1 and words.split()[-1] in LOOSE.split():
        words = words.rpartition(" ")[0]
    return words.rstrip(" ،,;؛:")


def amount_in(sentence: str) -> Decimal | None:
    """The amount told in dirhams, if there is exactly one."""
    found = AMOUNT.findall(sentence)
    if len(found) != 1:
        return None
    try:
        return Decimal(plain_amount(found[0])).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def day_in(sentence: str, *, since: dt.date) -> dt.date | None:
    """The day told, or the end of the month or of the year told; without a year the first such day from ``since`` on. A
    term ("within a month") runs from ``since``, the day of the meeting.

    29 February without a year is the last day of the next February: who says it means the end of that month, and a
    promise is not put off to a leap year. A day told with its year that does not exist is no day.
    """
    if found := TERM.search(sentence):
        return _after(since, found[1], found[2])
    if not (found := DAY.search(sentence)):
        return _end_of_year(sentence, since)
    day, month, year = found[1], NAMES[folded(found[2])], found[3]
    if month == 2 and day and int(day) == 29 and not year:
        day = None
    for asked in [int(year)] if year else [since.year, since.year + 1]:
        last = calendar.monthrange(asked, month)[1] if 1 <= asked <= dt.MAXYEAR else 0
        if last and (day is None or 1 <= int(day) <= last):
            told = dt.date(asked, month, int(day) if day else last)
            if year or told >= since:
                return told
    return None


def _after(since: dt.date, count: str | None, unit: str) -> dt.date | None:
    """«في أجل شهرين», "sous 15 jours": so long after a day; a month ends on the same day, or on its last."""
    named = next(name for name, words in UNITS.items() if re.fullmatch(words, unit))
    number = 2 if named.startswith("two ") else 1 if count is None else COUNTS.get(count) or int(count)
    if "month" not in named:
        return since + dt.timedelta(days=number * (7 if "week" in named else 1))
    years, month = divmod(since.month - 1 + number, 12)
    last = calendar.monthrange(since.year + years, month + 1)[1]
    return dt.date(since.year + years, month + 1, min(since.day, last))


def _end_of_year(sentence: str, since: dt.date) -> dt.date | None:
    found = YEAR_END.search(sentence)
    year = found and int(found["ar"] or found["fr"] or found["year"] or since.year)
    return dt.date(year, 12, 31) if year and dt.MINYEAR <= year <= dt.MAXYEAR else None


def article_in(sentence: str) -> str:
    """The number of the article that a sentence names: «المادة 4», "l’article 4"; "" when it names none or several."""
    named = set(re.findall(r"(?:المادة|للمادة|\barticle)\s+(\d+)\b", western(sentence), re.IGNORECASE))
    return named.pop() if len(named) == 1 else ""


def is_promised_by(sentence: str, body: Body) -> bool:
    """Whether a body that most sentences name for another reason is the one that engages itself: «يلتزم مجلس الجهة»,
    "la région s’engage", and not «لحساب الجهة»."""
    names = [re.escape(name) for name in (body.name_ar, body.name_fr) if name]
    it = "|".join([*names, THE_REGION] if body.kind == BodyKind.REGION else names)
    says = (
        rf"\b{PROMISES}\s+(?:السيدة?\s+)?(?:رئيسة?\s+)?(?:{it})\b",
        rf"^(?:كما\s+)?و?(?:{it})\s+{PROMISES}\b",
        rf"\b(?:{it})\s+(?:{ENGAGES})\b|\bengagement (?:de )?(?:{it})\b",
    )
    return any(re.search(one, " ".join(sentence.split()), re.IGNORECASE) for one in says)


def bodies_in(sentence: str, bodies: Iterable[Body]) -> list[Body]:
    """The bodies whose name stands in the sentence, spelt one way or another, behind an *and* too («وجماعة إفران»)."""
    words = search_terms(sentence)
    apart = [word[1:] if word.startswith("و") and len(word) > 3 else word for word in words]
    said = f" {' '.join(words)}  {' '.join(apart)} "
    return [body for body in bodies if f" {' '.join(search_terms(body.name_ar))} " in said]
