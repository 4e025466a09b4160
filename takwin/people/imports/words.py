"""What offices and sexes are called in the sheets that offices send, in both languages and many spellings."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core.text import search_terms, tidy
from takwin.people.enums import Sex, Title
from takwin.people.labels import UNSAID, WORDS


class Held(NamedTuple):
    """An office as a cell says it: the title, and the rank or committee that follows it."""

    title: Title
    detail: str = ""


OTHER_NAMES = {
    Title.PRESIDENT: ("رئيس", "رئيسة", "رئيس الجماعة", "رئيسة الجماعة", "président", "présidente"),
    Title.VICE_PRESIDENT: (
        "نائب", "نائبة", "نائب الرئيس", "نائبة الرئيس", "نائب للرئيس", "vice-président", "vice-présidente", "VP",
    ),
    Title.SECRETARY: ("كاتب", "كاتبة", "secrétaire"),
    Title.DEPUTY_SECRETARY: ("نائب الكاتب", "نائبة الكاتب", "secrétaire adjoint", "secrétaire adjointe"),
    Title.COMMITTEE_CHAIR: ("رئيس لجنة", "رئيسة لجنة", "président de commission", "présidente de commission"),
    Title.DEPUTY_CHAIR: (
        "نائب رئيس لجنة", "نائبة رئيس لجنة", "vice-président de commission", "vice-présidente de commission",
    ),
    Title.MEMBER: (
        "عضو", "عضوة", "مستشار", "مستشارة", "مستشار جماعي", "مستشارة جماعية", "membre", "conseiller", "conseillère",
        "conseiller communal", "conseillère communale", "élu", "élue", "منتخب", "منتخبة",
    ),
    Title.DIRECTOR: (
        "مدير", "مديرة", "مدير المصالح", "مديرة المصالح", "المدير العام للمصالح", "المديرة العامة للمصالح", "directeur",
        "directrice", "DGS", "directeur général des services", "directrice générale des services",
    ),
    Title.STAFF: ("موظف", "موظفة", "إطار", "fonctionnaire", "cadre", "agent", "agente"),
}  # fmt: skip
RANKS = {
    "1": ("الاول", "الأول", "1er", "1ere", "premier", "première"),
    "2": ("الثاني", "2e", "2eme", "deuxième", "second"),
    "3": ("الثالث", "3e", "3eme", "troisième"),
    "4": ("الرابع", "4e", "4eme", "quatrième"),
    "5": ("الخامس", "5e", "5eme", "cinquième"),
    "6": ("السادس", "6e", "6eme", "sixième"),
    "7": ("السابع", "7e", "7eme", "septième"),
}
FEMALE = ("f", "femme", "féminin", "female", "أنثى", "انثى", "امرأة", "مؤنث", "ث")
MALE = ("m", "h", "homme", "masculin", "male", "ذكر", "رجل", "مذكر", "ذ")


def key(text: str) -> str:
    """What makes two spellings of an office the same."""
    return " ".join(search_terms(text.replace("(ة)", "").replace("(e)", "")))


def _titles() -> dict[str, Title]:
    known = {key(label): title for title in Title for label in (title.value,)}
    for language, words in WORDS.items():
        for title, said in words.items():
            for phrase in said:
                known |= {key(phrase.format(of=of)): title for of in UNSAID[language].values()}
    return known | {key(name): title for title, names in OTHER_NAMES.items() for name in names}


TITLES = _titles()
RANK_OF = {key(word): rank for rank, words in RANKS.items() for word in words}
SEXES = {key(word): Sex.FEMALE for word in FEMALE} | {key(word): Sex.MALE for word in MALE}


def office(text: str) -> Held:
    """The office a cell names; a rank (``النائب الأول للرئيس``, ``2e vice-président``) is kept as its detail."""
    words = key(re.sub(r"\bلل", "ال", text)).split()
    ranks = [RANK_OF[word] for word in words if word in RANK_OF]
    title = (
        TITLES.get(" ".join(word for word in words if word not in RANK_OF)) if ranks else TITLES.get(" ".join(words))
    )
    if title is None:
        raise ValidationError(
            _("This office is not known. Write for example: %(names)s."),
            params={"names": " · ".join(str(t.label) for t in (Title.PRESIDENT, Title.VICE_PRESIDENT, Title.MEMBER))},
        )
    return Held(title, ranks[0] if ranks else "")


def sex(text: str) -> Sex:
    try:
        return SEXES[key(text)]
    except KeyError:
        raise ValidationError(_("Write F or M, or أنثى or ذكر.")) from None


def name(text: str) -> str:
    """A person's name, no longer than the register keeps."""
    said = tidy(text)
    if len(said) > 200:
        raise ValidationError(_("A name has at most 200 letters."))
    return said
