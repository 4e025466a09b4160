"""What offices and sexes are called in the sheets that offices send, in both languages and many spellings."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core import identifiers
from takwin.core.text import search_terms
from takwin.people.enums import Sex, Title
from takwin.people.labels import COMMITTEE_TITLES, RANKS_AR, STATE_TITLES, UNSAID, WORDS


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
FRENCH_RANKS = (
    "premier",
    "second",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
)
FEMALE = ("f", "femme", "féminin", "female", "أنثى", "انثى", "امرأة", "مؤنث", "ث")
MALE = ("m", "h", "homme", "masculin", "male", "ذكر", "رجل", "مذكر", "ذ")


def key(text: str) -> str:
    """What makes two spellings of an office the same."""
    return " ".join(search_terms(text.replace("(ة)", "").replace("(e)", "")))


def _within(title: Title) -> str:
    """What an office is in, when a cell says so: the committee of a chair, the council of a member."""
    return "committee" if title in COMMITTEE_TITLES else "state" if title in STATE_TITLES else "council"


def _titles() -> dict[str, Title]:
    known = {key(title.value): title for title in Title}
    for language, said in WORDS.items():
        for title, phrases in said.items():
            known |= {key(phrase.format(of=UNSAID[language][_within(title)])): title for phrase in phrases}
    return known | {key(name): title for title, names in OTHER_NAMES.items() for name in names}


def _ranks() -> dict[str, str]:
    """The words that rank a vice-president, with the number they say."""
    arabic = {key(word): str(rank) for rank, pair in enumerate(RANKS_AR, 1) for word in pair}
    french = {key(word): str(rank) for rank, word in enumerate(FRENCH_RANKS, 1)}
    short = {f"{rank}{end}": str(rank) for rank in range(1, 11) for end in ("e", "er", "ere", "re", "eme")}
    return arabic | french | short | {"premiere": "1", "deuxieme": "2"}


TITLES = _titles()
RANK_OF = _ranks()
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
    said = identifiers.name(text)
    if len(said) > 200:
        raise ValidationError(_("A name has at most 200 letters."))
    return said
