"""What a sentence of the minutes tells by itself: its amount, its date, the bodies it names."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from takwin.core.text import search_terms
from takwin.directory.models import Body
from takwin.ui.forms import plain_amount

MONTHS = (
    ("يناير", "janvier"), ("فبراير", "février"), ("مارس", "mars"), ("أبريل", "avril"), ("ماي", "mai"),
    ("يونيو", "juin"), ("يوليوز", "juillet"), ("غشت", "août"), ("شتنبر", "septembre"), ("أكتوبر", "octobre"),
    ("نونبر", "novembre"), ("دجنبر", "décembre"),
)  # fmt: skip
NUMBER_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
NAMED = "|".join(sorted(NUMBER_OF, key=len, reverse=True))
DAY = re.compile(rf"(?:(\d{{1,2}})\s+)?(?:شهر\s+)?\b({NAMED})\b(?:\s+(\d{{4}}))?")
AMOUNT = re.compile(r"(\d[\d.,\s\u00a0\u202f]*\d|\d)\s*(?:درهم|دراهم|درهما|DH|MAD|dirhams?)", re.IGNORECASE)
BEFORE = r"قبل|إلى غاية|avant|d['’]ici|au plus tard"
ITS_END = r"متم|نهاية|آخر|يوم|تاريخ|شهر|le|la|fin|du|de|mois|au plus tard"
BY_THEN = re.compile(rf"[،,]?\s+(?:(?:وذلك|et ce,?)\s+)?(?:{BEFORE})(?:\s+(?:{ITS_END}))*\s+{DAY.pattern}$")
FEW_SIGNS = 80
JOINED = re.compile(r"[،؛,;:]\s|\s(?=(?:وكذا|وكذلك|كما|وذلك|قصد|بهدف|حتى|ainsi|afin|dans le cadre)\s)")
LOOSE = (
    "في",
    "من",
    "على",
    "إلى",
    "الى",
    "عن",
    "مع",
    "أن",
    "قبل",
    "متم",
    "يوم",
    "شهر",
    "مبلغ",
    "بمبلغ",
    "قدره",
    "قدرها",
    "avant",
    "montant",
    "de",
    "des",
    "du",
    "la",
    "le",
    "les",
    "à",
    "et",
    "pour",
)
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
    if due and len(DAY.findall(flat)) == 1:
        flat = BY_THEN.sub("", flat)
    if len(flat) <= FEW_SIGNS:
        return flat
    head = flat[: FEW_SIGNS + 1]
    ends = [found.start() for found in JOINED.finditer(head) if found.start() >= FEW_SIGNS // 3]
    words = head[: ends[-1]] if ends else head.rpartition(" ")[0] or head[:-1]
    for start, end in (found.span() for told in (DAY, AMOUNT) for found in told.finditer(flat)):
        if start < len(words) < end:
            words = words[:start].rstrip()
    while len(words.split()) > 1 and words.split()[-1] in LOOSE:
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
    """The day told, or the end of the month told; without a year the first such day from ``since`` on."""
    found = DAY.search(sentence)
    if not found:
        return None
    day, month, year = found[1], NUMBER_OF[found[2]], found[3]
    for asked in [int(year)] if year else [since.year, since.year + 1]:
        last = calendar.monthrange(asked, month)[1] if 1 <= asked <= dt.MAXYEAR else 0
        if last and (day is None or 1 <= int(day) <= last):
            told = dt.date(asked, month, int(day) if day else last)
            if year or told >= since:
                return told
    return None


def bodies_in(sentence: str, bodies: Iterable[Body]) -> list[Body]:
    """The bodies whose name stands in the sentence, spelt one way or another."""
    said = f" {' '.join(search_terms(sentence))} "
    return [body for body in bodies if f" {' '.join(search_terms(body.name_ar))} " in said]
