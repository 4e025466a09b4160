"""What tells the name of a person from an office, a post, a line of text, and from both in one cell."""

import re
from functools import lru_cache

from takwin.core.text import REMEMBERED, folded, without_article
from takwin.documents.tables.lines import kind_of_line
from takwin.people.rosters import names, values
from takwin.people.rosters.given import is_given
from takwin.people.rosters.offices import IDEA_OF, ORDINALS, RANK, office_of

SEPARATORS = re.compile(r"\s[-–—]\s|[\n;:،,|/()\[\]]+")
NOT_NAMES = re.compile(
    r"\b(vacant|vacante|poste|siege|شاغر|شاغره|منصب|مقعد|neant|membres?|fonctionnaires?|elus?|personnel|conseil|commune|province|prefecture|region|liste|lister|ministere|royaume|المجلس|"
    r"مجلس|جماعه|الجماعه|اقليم|عماله|لايحه|وزاره|المملكه|الموظفون|الموظفين|موظفو|المنتخبون|المنتخبين|الاعضاء|اعضاء|المكتب|bureau|commission|اللجان|cercle|داىره|دايره|قياده|يوم|بتاريخ|جمادى|شاغل|لم (يتم|يعين|ينتخب)|غير (معين|محدد)\w*|في (طور|انتظار)|en (cours|instance)|non (design|pourvu)\w*|a (pourvoir|designer|nommer|completer)|متوف[يى]ه?|مستقيله?|decedee?|demissionnaire|حزب|parti|personnes?|elements?|effectif|hommes|femmes|ذكور|اناث|نسا|رجال)\b"
)
WORD_OF_NAME = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=REMEMBERED)
def is_name(text: str) -> bool:
    """Whether a text can name a person: one to nine words of letters, none that only speaks of councils and posts."""
    said = names.unnumbered(names.plain(text))
    if len(said) > 110 or sum(map(str.isalpha, said)) < 2 or sum(map(str.isdigit, said)) > 1:
        return False
    if "@" in said or "..." in said or names.is_courtesy(said) or kind_of_line(text) or values.says_nothing(said):
        return False
    bare = names.name_of(text)
    words = WORD_OF_NAME.findall(f"{bare.arabic} {bare.latin}")
    return 0 < len(words) <= 14 and not _speaks_of_posts(bare, text)


def _speaks_of_posts(name: names.Name, text: str) -> bool:
    said = folded(f"{name.arabic} {name.latin}")
    if any(is_given(word) for word in said.split()[:2]):
        return False
    office = office_of(text)
    if office.code and office.exact and not any(is_given(word) for word in said.split()):
        return True
    return bool(NOT_NAMES.search(said))


@lru_cache(maxsize=REMEMBERED)
def names_someone(text: str) -> bool:
    """Whether a cell names a person, alone or with the office beside the name."""
    if is_name(text):
        return True
    name, office = split_office(text, False)
    return bool(office) and is_name(name)


@lru_cache(maxsize=REMEMBERED)
def split_office(text: str, has_office: bool) -> tuple[str, str]:
    """A name and the office written beside it in the same cell, if there is one.

    Without a sign between them the two are told apart only where the list has no column of offices: *الكاتب* is a
    family name too.
    """
    pieces = [piece.strip() for piece in SEPARATORS.split(text) if piece.strip()]
    if len(pieces) > 1:
        offices = [piece for piece in pieces if office_of(piece).code and not is_name(piece)]
        kept = [piece for piece in pieces if piece not in offices]
        if offices and kept and any(is_name(piece) for piece in kept):
            return " ".join(kept), " ".join(offices)
    if has_office:
        return text, ""
    words = text.split()
    for start in range(1, len(words)):
        before, after = " ".join(words[:start]), " ".join(words[start:])
        if (
            start > 1
            and _opens_office(words[start])
            and is_name(before)
            and office_of(after).exact
            and office_of(after).code
        ):
            return before, after
        if _opens_office(words[0]) and names.is_titled(after) and office_of(before).code and is_name(after):
            return after, before
    return text, ""


def _opens_office(word: str) -> bool:
    said = office_of(word)
    bare = without_article(folded(word).strip(".,"))
    return (
        bool(said.code)
        or bare in IDEA_OF
        or bare in ORDINALS
        or bool(RANK.match(bare))
        or bare in {"حاله", "etat", "c.s", "ر.م", "ر.ل", "ن.ر"}
    )
