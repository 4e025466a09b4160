"""What a paper with words of its own is made of: its parts and the fields they may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """A part of a paper that is words: its name among the facts, its label, its original in the languages it is
    printed in. One that ``may_be_empty`` is left out of the paper when nothing is written in it."""

    name: str
    label: Any
    ar: str
    fr: str = ""
    may_be_empty: bool = False

    def original(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True)
class Field:
    """What a text may name in braces, with what it says in a trial."""

    label: Any
    ar: str
    fr: str = ""

    def sample(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True)
class Letter:
    """A paper with words of its own. ``languages`` are those in which it is printed."""

    key: str
    title: Any
    parts: tuple[Part, ...]
    fields: Mapping[str, Field]
    languages: tuple[str, ...] = ("ar", "fr")


AMOUNTS = {
    "amount": Field(_("amount owed, in figures"), "13.075,00 درهم", "13 075,00 dirhams"),
    "amount_in_words": Field(
        _("amount owed, in words"), "ثلاثة عشر ألفا وخمسة وسبعون درهما", "treize mille soixante-quinze dirhams"
    ),
}
AGREED = {
    "agreement": Field(
        _("agreement and its reference"), "اتفاقية تمويل برامج التكوين (CV-26-03)",
        "la convention de financement des formations (CV-26-03)",
    ),
    "body": Field(_("body the paper is about"), "جماعة عين اللوح", "la commune d’Aïn Leuh"),
    "region": Field(_("body that carries the agreement"), "جهة فاس-مكناس", "la région Fès-Meknès"),
    "years": Field(_("years of the agreement"), "2026", "2026"),
}  # fmt: skip
