"""The codes of offices in lists, what each is in the register, and how offices write it in both languages.

An office is told by the ideas its words carry, in any order, with slips of the pen: *2ème vice-présidente*,
``ن.ر 2`` and ``النائبة الثانية`` are a vice-president and the number two. ``OFFICES`` is the documented table.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from takwin.core.text import folded, without_article
from takwin.documents.tables.headings import one_slip
from takwin.people.enums import GENERAL, Sex, Title


class OfficeKind(NamedTuple):
    """What a code is in the register; ``variants`` are examples offices write, each read back by a test."""

    title: Title
    detail: str
    variants: tuple[str, ...]


RANKS = range(1, 11)
OFFICES: dict[str, OfficeKind] = {
    "president": OfficeKind(Title.PRESIDENT, "", ("رئيس المجلس", "رئيسة ج.", "Président", "Prés.", "Présidente du conseil")),
    **{
        f"vice_president_{rank}": OfficeKind(
            Title.VICE_PRESIDENT, str(rank), (f"ن.ر {rank}", f"نائب الرئيس {rank}", f"Vice président {rank}", f"{rank}{'ère' if rank == 1 else 'ème'} vice-présidente")
        )
        for rank in RANKS
    },
    "vice_president": OfficeKind(Title.VICE_PRESIDENT, "", ("نائب الرئيس", "Vice-président")),
    "secretary": OfficeKind(Title.SECRETARY, "", ("كاتب المجلس", "كاتبة", "Sec. du Conseil", "Secrétaire")),
    "deputy_secretary": OfficeKind(Title.DEPUTY_SECRETARY, "", ("نائب كاتب المجلس", "ن. الكاتب", "Adjt secrétaire", "Vice-secrétaire")),
    "committee_chair": OfficeKind(Title.COMMITTEE_CHAIR, "", ("رئيس لجنة المالية", "ر.ل التعمير", "Présidente de la commission des finances")),
    "committee_vice_chair": OfficeKind(Title.DEPUTY_CHAIR, "", ("نائب رئيس لجنة المرافق", "Vice-président commission des finances")),
    "budget_rapporteur": OfficeKind(Title.MEMBER, "budget rapporteur", ("مقرر الميزانية", "مقررة م.", "Rapp. budget")),
    "deputy_budget_rapporteur": OfficeKind(Title.MEMBER, "deputy budget rapporteur", ("نائب مقرر الميزانية", "Rapporteur adjoint du budget")),
    "member": OfficeKind(Title.MEMBER, "", ("مستشار جماعي", "عضوة", "Membre du conseil", "Conseillère communale")),
    "dgs": OfficeKind(Title.DIRECTOR, "", ("مدير المصالح", "مديرة مصالح الجماعة", "المدير العام للمصالح", "المدير العام", "DGS", "Directeur Général des Services")),
    "hr_head": OfficeKind(Title.SERVICE_HEAD, "human resources", ("رئيس مصلحة الموارد البشرية", "Chef de service RH", "Responsable RH")),
    "budget_head": OfficeKind(Title.SERVICE_HEAD, "budget", ("رئيسة مصلحة الميزانية", "ر.م الميزانية", "C.S. Budget")),
    "procurement_head": OfficeKind(Title.SERVICE_HEAD, "procurement", ("مصلحة الصفقات العمومية", "Service marchés publics")),
    "revenue_regisseur": OfficeKind(Title.FINANCE_STAFF, "revenue", ("شساعة المداخيل", "شسيع المداخيل", "Régisseuse des recettes")),
    "civil_status": OfficeKind(Title.STAFF, "civil status", ("مكلفة بالحالة المدنية", "Officier d'état civil délégué")),
    "it_officer": OfficeKind(Title.STAFF, "information technology", ("تقني معلوميات", "Resp. informatique", "Informaticienne")),
    "technician": OfficeKind(Title.STAFF, "technical service", ("تقني", "المصلحة التقنية", "Tech.", "Technicienne")),
}  # fmt: skip

# Idea → the words that carry it, as they are once folded; a word of five letters may miss or change one.
IDEAS: dict[str, str] = {
    "president": "رئيس رئيسة ريس ر رءيس president presidente pres presid pdt pdte pt prs prés رئاسة رئيسه عمدة maire",
    "vice": "نائب نائبة نواب ن نا vice vices adjoint adjointe adj adjt suppleant suppleante خليفة نايبة",
    "vicepresident": "vp vpt vpres vicepresident vicepresidente",
    "secretary": "كاتب كاتبة secretaire sec secr secret scretaire ك",
    "committee": "لجنة لجان اللجنة اللجان commission commissions com comm ل لج",
    "rapporteur": "مقرر مقررة rapporteur rapporteuse rapp rap raporteur",
    "member": "مستشار مستشارة عضو عضوة membre mbre membres conseiller conseillere cons conseil.er elu elue منتخب منتخبة مستشارين consl اعضاء",
    "director": "مدير مديرة directeur directrice dir direct",
    "dgs": "dgs dg مع.م",
    "services": "مصالح services sces serv",
    "service": "مصلحة service sce sv قسم division bureau مكتب شعبة cellule",
    "head": "chef cheffe resp responsable chefe مسؤول مسؤولة s",
    "incharge": "مكلف مكلفة charge chargee officier ضابط ضابطة preposee prepose مأمور",
    "general": "عام عامة general generale gen gl gal",
    "budget": "ميزانية budget budgetaire budgets ميزانيه",
    "finance": "مالية finances financier financiere finance محاسبة comptabilite comptable محاسب",
    "hr": "بشرية rh grh drh humaines humaine personnel موظفين مستخدمين",
    "resources": "موارد ressources",
    "procurement": "صفقات marches marche مشتريات achats صفقة",
    "civil": "مدنية civil etatcivil مدنيه",
    "it": "معلوميات معلوماتية اعلاميات informatique informaticien informaticienne it تواصل نظم si",
    "technician": "تقني تقنية تقنيه technicien technicienne tech technique techniques",
    "revenue": "شسيع شسيعة شساعة شساع مداخيل regisseur regisseuse regie recettes recette وكيل وكيلة جبايات مداخل جباية",
}
ORDINALS = {
    word: rank
    for rank, words in enumerate((
        "اول اولى أولى 1er 1ere premier premiere i 1re", "ثاني ثان ثانية تاني 2e deuxieme second seconde ii", "ثالث ثالثة تالث iii troisieme",
        "رابع رابعة iv quatrieme", "خامس خامسة v cinquieme", "سادس سادسة vi sixieme", "سابع سابعة vii septieme",
        "ثامن ثامنة viii huitieme", "تاسع تاسعة ix neuvieme", "عاشر عاشرة x dixieme",
    ), 1)
    for raw in words.split()
    for word in {folded(raw), without_article(folded(raw))}
}  # fmt: skip
IDEA_OF = {
    word: idea
    for idea, words in IDEAS.items()
    for raw in words.split()
    for word in {folded(raw), without_article(folded(raw))}
}
LONG_WORDS = [word for word in IDEA_OF if len(word) >= 4] + [word for word in ORDINALS if len(word) >= 4]
FEMALE = re.compile(
    r"\b(رييسه|نايبه|كاتبه|عضوه|مستشاره|مقرره|مديره|مكلفه|شسيعه|منتخبه|ريسه|تقنيه معلوم\w*|وكيله|مسووله)\b|^تقنيه$"
    r"|\b(presidente|directrice|conseillere|cheffe|regisseuse|rapporteuse|technicienne|informaticienne|chargee|elue|adjointe)\b"
)
MALE = re.compile(r"^(مستشار|عضو)( جماعي| المجلس)?$|\b(conseiller|directeur)\b")
RANK = re.compile(r"^(?:vp|n|ن)?(\d{1,2})(?:er|ere|eme|ieme|e|re|o|nd|nde|em|emes)?$")
SHORTENED = [(re.compile(written), meant) for written, meant in (
    (r"\bn\s?°\s?", "n"), (r"\bv\s?[./]\s?p\b\.?", "vp "), (r"\bv\s?[./]\s?(?=pres|pdt|sec)", "vice "), (r"\bla c\.?\s?p\b\.?", "commission"),
    (r"^p\.?\s(?=comm)", "president "), (r"\br\.\s?h\b\.?", "rh"), (r"\b(\d{1,2})\s?vp\b", r"vp\1"), (r"^م\.\s?(?=(ال)?مصالح)", "مدير "), (r"\bd\.g\.s\b\.?", "dgs "), (r"\bs\.g\b\.?", "secretaire general "),
    (r"^م\.?\s?ج\.?$", "مستشار"), (r"^c\.?\s?[cm]\.?$", "conseiller"), (r"^م\.?\s?ع\.?\s?م\.?", "dgs "),
)]  # fmt: skip
TOKEN = re.compile(r"[a-z0-9\u0621-\u064a]+")


@dataclass(frozen=True)
class Said:
    """What a cell says of an office: its code, empty when not understood, and what follows (the committee, GENERAL)."""

    code: str
    detail: str = ""
    exact: bool = True


NOTHING = Said("")


@lru_cache(maxsize=20_000)
def office_of(text: str) -> Said:
    """The office a text says; an empty code when it says none."""
    said = folded(text)
    for written, meant in SHORTENED:
        said = written.sub(meant, said)
    tokens = [_unjoined(word) for word in TOKEN.findall(said.replace("'", " ").replace("°", "e"))]
    ideas: dict[str, int] = {}
    unknown = 0
    rank = 0
    for position, token in enumerate(tokens):
        idea, number = _meaning(token)
        if number and not rank:
            rank = number
            if token.startswith(("vp", "ن")):
                ideas["vicepresident"] = position
        elif idea:
            ideas.setdefault(idea, position)
        elif len(token) > 2 and token not in EMPTY:
            unknown += 1
    code = "" if _leads_another_house(ideas, unknown) else _code(ideas, rank)
    if code == "vice_president" and unknown and "president" not in ideas and "vicepresident" not in ideas:
        code = ""  # an administrative assistant is nobody's vice-president
    if not code and set(ideas) >= {"vice"} and rank:
        code = f"vice_president_{rank}"
    known = any(RANK.match(token) or token in IDEA_OF or token in ORDINALS for token in tokens)
    exact = known and (unknown == 0 or "committee" in code)  # a name may be one slip from an office: الوكيلي, مديحة
    return Said(code, _detail(text, code, ideas.keys()), exact) if code else NOTHING


def _leads_another_house(ideas: dict[str, int], unknown: int) -> bool:
    """A director general of an office or an agency, whom no code of a council tells; alone, he is that of services."""
    is_general = ideas.keys() >= {"director", "general"} and "services" not in ideas
    return is_general and bool(unknown or ideas.keys() & {"service", "revenue"})


EMPTY = set(
    folded(
        "مجلس جماعة جماعي جماعية المجلس الجماعة الجماعي du de la des conseil communal communale commune municipal provincial "
        "prefectoral regional public publics publiques عمومية العمومية اقليمي الإقليمي delegue deleguee مفوض مفوضة etat حالة الحالة par interim بالنيابة eme ere ieme"
    ).split()
)


@lru_cache(maxsize=20_000)
def _meaning(token: str) -> tuple[str, int]:
    if match := RANK.match(token):
        return "", int(match[1]) if 0 < int(match[1]) <= RANKS[-1] else 0
    if token in IDEA_OF:
        return IDEA_OF[token], 0
    if token in ORDINALS:
        return "", ORDINALS[token]
    near = next((word for word in LONG_WORDS if _is_nearly(token, word)), "") if token not in EMPTY else ""
    return (IDEA_OF[near], 0) if near in IDEA_OF else ("", ORDINALS.get(near, 0))


def _is_nearly(token: str, word: str) -> bool:
    """One slip away, cut short (*présid.*, *techn.*), or with the next word glued to it."""
    if len(token) >= 5 and len(word) >= 4 and abs(len(token) - len(word)) <= 1 and one_slip(token, word):
        return True
    if token.isascii():
        return len(token) >= 4 and len(word) > len(token) + 1 and word.startswith(token)
    return len(word) >= 5 and len(token) > len(word) + 2 and token.startswith(word)


def _unjoined(word: str) -> str:
    """``للرئيس`` and ``بالحالة`` without what is joined before the article, then without the article."""
    for joined in ("بال", "وال", "كال"):
        if word.startswith(joined) and len(word) > 5:
            return word[3:]
    if word.startswith("لل") and len(word) > 4:
        return word[2:]
    if word.startswith("لا") and word[1:] in IDEA_OF:
        return word[1:]
    return without_article(word)


def _code(ideas: dict[str, int], rank: int) -> str:
    """The office that ideas say together; the order of these lines is the order of what they cannot mean otherwise."""
    has = ideas.keys()
    if "rapporteur" in has:
        return "deputy_budget_rapporteur" if "vice" in has else "budget_rapporteur"
    if "committee" in has and "president" in has | {"president" for _ in has & {"vicepresident"}}:
        return "committee_vice_chair" if has & {"vice", "vicepresident"} else "committee_chair"
    if "committee" in has and "vice" in has and "secretary" not in has:
        return "committee_vice_chair"
    if "secretary" in has and "general" in has:
        return "dgs"
    if "secretary" in has and "revenue" not in has:
        return "deputy_secretary" if has & {"vice"} else "secretary"
    if has & {"dgs"} or ("director" in has and not has & {"hr", "budget", "procurement", "it", "revenue"}):
        return "dgs"
    if code := _staff(ideas):
        return code
    if "vicepresident" in has or ("vice" in has and ("president" in has or not has - {"vice", "member"})):
        return f"vice_president_{rank}" if rank else "vice_president"
    if "president" in has and not has & {"service", "head"}:
        return "president"
    return "member" if "member" in has else ""


def _staff(ideas: dict[str, int]) -> str:
    has = ideas.keys()
    domains = {
        "revenue": "revenue_regisseur", "hr": "hr_head", "procurement": "procurement_head", "civil": "civil_status",
        "it": "it_officer", "budget": "budget_head", "finance": "budget_head", "technician": "technician",
    }  # fmt: skip
    return next((code for idea, code in domains.items() if idea in has), "")


def _detail(text: str, code: str, ideas: Collection[str]) -> str:
    """The committee of a chair, as written; that a directorate of services is a general one."""
    if code == "dgs" and ("dgs" in ideas or {"director", "general"} <= set(ideas)):
        return GENERAL
    if not code.startswith("committee"):
        return ""
    match = re.search(
        r"(?:لجنة|commission|comm?\.?)\s+(?:des?\s+|du\s+|de\s+l['’]\s*|de\s+la\s+)?(.+)$", text, re.IGNORECASE
    )
    return match[1].strip() if match else ""


@lru_cache(maxsize=20_000)
def sex_in(text: str) -> str:
    """The sex an office says by its feminine form; a masculine one is used of women too and says nothing."""
    said = folded(text)
    return Sex.FEMALE if FEMALE.search(re.sub(r"\bال", "", said)) else ""
