"""Lines that are no entry whatever the list is about: totals, signatures, notes, page feet."""

import re
from functools import lru_cache

from takwin.core.text import folded
from takwin.documents.tables.subject import LineKind

TOTALS = re.compile(
    r"^\W*((ال|ب)?(مجموع|حصيله|اجمالي|مجموعه)|العدد|عدد (ال)?(اعضا|موظف|منتخب|افراد)\w*|total|totaux|sous.?total|s\.?/?\s?total|somme"
    r"|nombre|effectif|s/t|t\.g)\b"
)
SIGNATURES = re.compile(
    r"^\W*((و?(ال)?(امضا|توقيع)|حرر|و?(ال)?ختم|خاتم|طابع|تاشير\w*|وبامر منه|بامر من\w*|العامل|الوالي(?=\s*($|[:،,./(_…]))|رييس القسم|الكاتب العام|المسوول"
    r"|عن (العامل|الوالي|السيد|رييس|الرييس)|مصادق عليه|صادق عليه|اشهد|يشهد|fait (a|le)|signature|cachet|visa|vu|lu et approuve|certifie\w*|pour le"
    r"|le (gouverneur|wali|president|secretaire general|chef de (la )?division)|la presidente)\b"
    r"|p/|p\.o\b|(رييس المجلس|الرييس)\s*$|(في|ب|le|a) ?[.…_]{3,})"
)
NOTES = re.compile(
    r"^\W*((ملحوظ|ملاحظ)\w*|(تنبيه|هام|المصدر|يتبع|(ال)?صفحه|نسخه|تاريخ الطبع|حصرت|لايحه محصوره|nb|n\.\s?b|notes?|remarques?|observations?|sources?"
    r"|page|p\.\s?\d+|a suivre|suite|imprime|edite|خلاصه|حوصله|ملخص|recap\w*|synthese|bilan|liste arretee|arretee? (a|le)|mise? a jour|maj|copie|legende)\b|\*)"
)


AGAIN = re.compile(
    r"(//+|[\"”“〃]+|''+|,,+|-\s*//\s*-|\W*(id|idem|ibid|meme|(la )?meme commune|نفسه|نفسها|نفس (ال)?\w+|كذلك|ايضا|مثله)\W*)"
)


@lru_cache(maxsize=50_000)
def says_again(text: str) -> bool:
    """Whether a cell holds a sign of repetition: ``//``, ``"``, *idem*, نفسه."""
    return bool(AGAIN.fullmatch(folded(text).strip()))


@lru_cache(maxsize=50_000)
def kind_of_line(text: str) -> LineKind:
    """What a text is when it stands alone, or opens a line; empty when it may be anything."""
    said = folded(text).strip()
    if TOTALS.match(said):
        return "total"
    if SIGNATURES.match(said):
        return "signature"
    return "note" if NOTES.match(said) else ""
