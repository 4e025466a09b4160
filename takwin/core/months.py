"""The names of months, as Moroccan, other Arab, French and English writers say them, whole or cut short.

Two words of one name are joined by a low line here: كانون and تشرين are each half the name of two months.
"""

from functools import lru_cache

from takwin.core.text import REMEMBERED, folded

WORDS = (
    "يناير جانفي كانون_الثاني janvier janv jan janvr january",
    "فبراير فيفري février fév févr feb february",
    "مارس mars mar march",
    "أبريل avril avr apr april",
    "ماي مايو mai may",
    "يونيو يونيه جوان juin jun june",
    "يوليوز يوليو جويلية juillet juil jul juill july",
    "غشت أغسطس أوت août aoû aug august",
    "شتنبر سبتمبر septembre sept sep september",
    "أكتوبر تشرين_الأول octobre oct october",
    "نونبر نوفمبر تشرين_الثاني novembre nov november",
    "دجنبر ديسمبر كانون_الأول décembre déc dec december",
)
WRITTEN = {name.replace("_", " "): month for month, names in enumerate(WORDS, 1) for name in names.split()}
NAMES = {folded(name): month for name, month in WRITTEN.items()}


@lru_cache(maxsize=REMEMBERED)
def month_named(word: str) -> int | None:
    """The month a word says, cut short or not (*nove*, *septemb*): three letters or more that only one begins with."""
    said = folded(word).rstrip(".")
    if found := NAMES.get(said):
        return found
    begun = {month for name, month in NAMES.items() if len(said) > 2 and name.startswith(said)}
    return begun.pop() if len(begun) == 1 else None
