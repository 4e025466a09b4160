"""What a person is called in a line of text: the office, said of a woman or of a man, in the language of the text.

These are the words of papers and lists, which inflect; the plain name of an office alone is ``Title.label``.
"""

from takwin.core.identifiers import DOT
from takwin.core.text import attached, is_arabic, joined
from takwin.directory.enums import COLLECTIVITIES, BodyKind
from takwin.directory.models import Body
from takwin.directory.naming import of_french
from takwin.people.committees import committee
from takwin.people.enums import GENERAL, Sex, Title

COMMITTEE_TITLES = (Title.COMMITTEE_CHAIR, Title.DEPUTY_CHAIR)
COUNCIL_TITLES = (Title.PRESIDENT, Title.VICE_PRESIDENT, Title.SECRETARY, Title.DEPUTY_SECRETARY, Title.MEMBER)
STATE_TITLES = (Title.GOVERNOR, Title.WALI)

# A general directorate leads their services (organic laws 111-14 and 112-14); those of a commune, a directorate unless
# it is said to be a general one (``GENERAL``).
OF_A_GENERAL_DIRECTORATE = (BodyKind.REGION, BodyKind.PROVINCE)
GENERAL_OF_SERVICES = {
    "ar": ("المدير العام للمصالح", "المديرة العامة للمصالح"),
    "fr": ("directeur général des services", "directrice générale des services"),
}
# Said of a man, said of a woman; ``{of}`` is what the office is in.
WORDS: dict[str, dict[Title, tuple[str, str]]] = {
    "ar": {
        Title.PRESIDENT: ("رئيس {of}", "رئيسة {of}"),
        Title.VICE_PRESIDENT: ("نائب رئيس {of}", "نائبة رئيس {of}"),
        Title.SECRETARY: ("كاتب {of}", "كاتبة {of}"),
        Title.DEPUTY_SECRETARY: ("نائب كاتب {of}", "نائبة كاتب {of}"),
        Title.COMMITTEE_CHAIR: ("رئيس {of}", "رئيسة {of}"),
        Title.DEPUTY_CHAIR: ("نائب رئيس {of}", "نائبة رئيس {of}"),
        Title.MEMBER: ("عضو {of}", "عضوة {of}"),
        Title.GOVERNOR: ("عامل {of}", "عاملة {of}"),
        Title.WALI: ("والي {of}", "والية {of}"),
        Title.DIRECTOR_GENERAL: ("المدير العام {of}", "المديرة العامة {of}"),
        Title.SECRETARY_GENERAL: ("كاتب عام", "كاتبة عامة"),
        Title.DIVISION_HEAD: ("رئيس قسم", "رئيسة قسم"),
        Title.SERVICE_HEAD: ("رئيس مصلحة", "رئيسة مصلحة"),
        Title.DIRECTOR: ("مدير المصالح", "مديرة المصالح"),
        Title.FINANCE_STAFF: ("موظف بمصلحة المالية والميزانية", "موظفة بمصلحة المالية والميزانية"),
        Title.STAFF: ("موظف", "موظفة"),
        Title.PROFESSOR: ("أستاذ جامعي", "أستاذة جامعية"),
        Title.EXPERT: ("خبير", "خبيرة"),
        Title.DELEGATE: ("ممثل", "ممثلة"),
    },
    "fr": {
        Title.PRESIDENT: ("président {of}", "présidente {of}"),
        Title.VICE_PRESIDENT: ("vice-président {of}", "vice-présidente {of}"),
        Title.SECRETARY: ("secrétaire {of}", "secrétaire {of}"),
        Title.DEPUTY_SECRETARY: ("secrétaire adjoint {of}", "secrétaire adjointe {of}"),
        Title.COMMITTEE_CHAIR: ("président {of}", "présidente {of}"),
        Title.DEPUTY_CHAIR: ("vice-président {of}", "vice-présidente {of}"),
        Title.MEMBER: ("membre {of}", "membre {of}"),
        Title.GOVERNOR: ("gouverneur {of}", "gouverneure {of}"),
        Title.WALI: ("wali {of}", "wali {of}"),
        Title.DIRECTOR_GENERAL: ("directeur général {of}", "directrice générale {of}"),
        Title.SECRETARY_GENERAL: ("secrétaire général", "secrétaire générale"),
        Title.DIVISION_HEAD: ("chef de division", "cheffe de division"),
        Title.SERVICE_HEAD: ("chef de service", "cheffe de service"),
        Title.DIRECTOR: ("directeur des services", "directrice des services"),
        Title.FINANCE_STAFF: ("agent du service du budget", "agente du service du budget"),
        Title.STAFF: ("fonctionnaire", "fonctionnaire"),
        Title.PROFESSOR: ("professeur", "professeure"),
        Title.EXPERT: ("expert", "experte"),
        Title.DELEGATE: ("représentant", "représentante"),
    },
}  # fmt: skip
UNSAID = {  # what the office is in, when no body is named
    "ar": {"council": "المجلس", "committee": "اللجنة", "state": "العمالة أو الإقليم"},
    "fr": {"council": "du conseil", "committee": "de la commission", "state": "de la préfecture ou de la province"},
}
# The rank of a vice-president, when his detail is its number: النائب الأول لرئيس المجلس, 1er vice-président du conseil.
RANKS_AR = [
    ("الأول", "الأولى"),
    ("الثاني", "الثانية"),
    ("الثالث", "الثالثة"),
    ("الرابع", "الرابعة"),
    ("الخامس", "الخامسة"),
    ("السادس", "السادسة"),
    ("السابع", "السابعة"),
    ("الثامن", "الثامنة"),
    ("التاسع", "التاسعة"),
    ("العاشر", "العاشرة"),
]
# What lists say of an office beside its title, kept as one word whatever the language of the list (``OFFICES``).
DETAILS = {
    "budget rapporteur": {"ar": "مقرر الميزانية", "fr": "rapporteur du budget"},
    "deputy budget rapporteur": {"ar": "نائب مقرر الميزانية", "fr": "rapporteur adjoint du budget"},
    "human resources": {"ar": "الموارد البشرية", "fr": "ressources humaines"},
    "budget": {"ar": "الميزانية", "fr": "budget"},
    "procurement": {"ar": "الصفقات العمومية", "fr": "marchés publics"},
    "revenue": {"ar": "شساعة المداخيل", "fr": "régie des recettes"},
    "civil status": {"ar": "الحالة المدنية", "fr": "état civil"},
    "information technology": {"ar": "المعلوميات", "fr": "informatique"},
    "technical service": {"ar": "المصلحة التقنية", "fr": "service technique"},
}
COMMA = {"ar": "، ", "fr": ", "}
COURTESY = {"ar": {"f": "السيدة", "m": "السيد", "": "السيد(ة)"}, "fr": {"f": "Madame", "m": "Monsieur", "": "M./Mme"}}
ARTICLES = {
    "Agence": "de l’Agence",
    "Arrondissement": "de l’arrondissement",
    "Association": "de l’Association",
    "Comité": "du comité",
    "Commission": "de la commission",
    "Commune": "de la commune",
    "Conseil": "du conseil",
    "Fondation": "de la Fondation",
    "Institut": "de l’Institut",
    "Ministère": "du ministère",
    "Office": "de l’Office",
    "Province": "de la province",
    "Préfecture": "de la préfecture",
    "Région": "de la région",
    "Société": "de la Société",
    "Université": "de l’Université",
    "Wilaya": "de la wilaya",
    "École": "de l’École",
}


def courtesy(sex: str, language: str) -> str:
    """How one writes to the person: السيدة, Monsieur; both when the sex is not known."""
    return COURTESY[_spoken(language)][sex]


def capacity(title: str, sex: str, language: str, detail: str = "", body: Body | None = None, *, kind: str = "") -> str:
    """The office as said of this person: ``رئيسة المجلس``, ``présidente du conseil``.

    With ``body`` it says of what: ``رئيسة مجلس جماعة أزرو``, ``gouverneur de la province d’Ifrane``. ``detail`` names
    the committee of a chair (``رئيسة لجنة المالية``, ``رئيسة لجنة المالية بمجلس جماعة أزرو``), ranks a vice-president,
    and follows any other office. A sex not known reads as a man's. ``kind`` is that of the body, where it is known and
    not named.
    """
    language = _spoken(language)
    office = Title(title)
    words = WORDS[language][office][sex == Sex.FEMALE]
    if office == Title.DIRECTOR and (detail == GENERAL or (body.kind if body else kind) in OF_A_GENERAL_DIRECTORATE):
        words = GENERAL_OF_SERVICES[language][sex == Sex.FEMALE]
    if office in COMMITTEE_TITLES and (body is None or body.kind != BodyKind.COMMITTEE):
        said = words.format(of=_of_committee(detail, language) if detail else _of(office, None, language))
        return joined([said, _in_council(body, language) if body else ""], " ")
    if office == Title.VICE_PRESIDENT and detail.isdecimal() and 0 < int(detail) <= len(RANKS_AR):
        return _ranked(int(detail), sex == Sex.FEMALE, language).format(of=_of(office, body, language))
    if "{of}" in words:
        said = words.format(of=_of(office, body, language)).rstrip()
    else:
        said = joined([words, _name(body, language) if body else ""], COMMA[language])
    return joined([said, beside(detail, language)])


def beside(detail: str, language: str) -> str:
    """What follows an office, in the language of the text; nothing of what its own words say."""
    if detail == GENERAL:
        return ""
    return DETAILS[detail][_spoken(language)] if detail in DETAILS else detail


def on_paper(detail: str, language: str) -> str:
    """The detail of an office as a paper in that language may print it: one that is written in the other letters, and
    has no words of its own in this language, is left out rather than set in the midst of the sentence."""
    if detail == GENERAL:  # a title of its own, said in both
        return detail
    language = _spoken(language)
    said = DETAILS[detail][language] if detail in DETAILS else committee(detail, language)
    foreign = any(letter.isalpha() for letter in said) and is_arabic(said) != (language == "ar")
    return "" if foreign else said


def council(body: Body, language: str) -> str:
    """The council that deliberates for a body: ``مجلس جماعة أزرو``, ``le conseil de la commune d’Azrou``."""
    if language == "ar":
        return _of_arabic(Title.PRESIDENT, body)
    if body.kind not in COLLECTIVITIES or body.name_fr.startswith("Conseil"):
        return body.name_fr
    return f"le conseil {after_french(body.name_fr)}"


def masked_email(address: str) -> str:
    """What those without the right to phone numbers see: where it is, not whose (``••••@example.ma``)."""
    return f"{DOT * 4}@{address.partition('@')[2]}" if address else ""


def _ranked(rank: int, is_woman: bool, language: str) -> str:
    """The words of a vice-president of that rank, ready for what the office is in."""
    if language == "ar":
        return f"{'النائبة' if is_woman else 'النائب'} {RANKS_AR[rank - 1][is_woman]} لرئيس {{of}}"
    first = "1re" if is_woman else "1er"
    return f"{first if rank == 1 else f'{rank}e'} {WORDS['fr'][Title.VICE_PRESIDENT][is_woman]}"


def _spoken(language: str) -> str:
    """Papers and lists are in Arabic or in French; a reader in English is given French."""
    return "ar" if language == "ar" else "fr"


def _name(body: Body, language: str) -> str:
    return body.name_ar if language == "ar" else body.name_fr


def _of(office: Title, body: Body | None, language: str) -> str:
    """What the office is in, as it stands after it: ``مجلس جماعة أزرو``, ``de la commission des finances``."""
    if body is None and office == Title.DIRECTOR_GENERAL:
        return ""
    if body is None:
        kind = "committee" if office in COMMITTEE_TITLES else "state" if office in STATE_TITLES else "council"
        return UNSAID[language][kind]
    if language == "ar":
        return _of_arabic(office, body)
    name = body.name_fr
    if office == Title.WALI:
        name = name.replace("Wilaya de la région", "Région")
    council = body.kind in COLLECTIVITIES and not name.startswith("Conseil")
    return f"du conseil {after_french(name)}" if council else after_french(name)


def _of_arabic(office: Title, body: Body) -> str:
    name = body.name_ar
    if office == Title.GOVERNOR:
        return name.replace("عمالة إقليم", "إقليم")
    if office == Title.WALI:
        return name.removeprefix("ولاية ")
    if office == Title.DIRECTOR_GENERAL:
        return attached("ل", name)
    council = body.kind in COLLECTIVITIES and not name.startswith("مجلس")
    return f"مجلس {name}" if council else name


def _of_committee(written: str, language: str) -> str:
    name = committee(written, language)
    if language == "ar":
        return name if name.startswith("لجنة") else f"لجنة {name}"
    return after_french(name) if name.startswith("Commission") else f"de la commission {_lowered(name)}"


def _in_council(body: Body, language: str) -> str:
    """The council of a committee, as it stands after it: ``بمجلس جماعة أزرو``, ``du conseil de la commune d’Azrou``."""
    of = _of(Title.PRESIDENT, body, language)
    return f"ب{of}" if language == "ar" else of


def after_french(name: str) -> str:
    """A French name after an office: its first word takes its article, any other the plain *de*."""
    first, _space, rest = name.partition(" ")
    return joined([ARTICLES[first], rest], " ") if first in ARTICLES else of_french(name)


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
