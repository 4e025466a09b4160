"""What a nominative list is about: the columns offices write, and what tells a person from a line of text."""

from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from takwin.core.text import REMEMBERED, folded, is_arabic
from takwin.directory.gazetteer import gazetteer, said_in
from takwin.documents.sheets import Value
from takwin.documents.tables import FieldSpec, Spread, Subject
from takwin.documents.tables.lines import kind_of_line
from takwin.documents.tables.subject import LineKind
from takwin.people.rosters import names, values
from takwin.people.rosters.given import is_given
from takwin.people.rosters.offices import office_of
from takwin.people.rosters.telling import NOT_NAMES, is_name, names_someone, split_office

POLITICAL = _(
    "political opinions are sensitive data (law 09-08, article 1): Takwin may not keep them, so nothing in this column was read."
)
NAME_AR = ("الاسم الكامل", "الاسم والنسب", "الاسم الشخصي والعائلي", "الاسم العائلي والشخصي", "النسب والاسم", "الاسم العائلي الشخصي", "الاسم الشخصي العائلي", "الاسم النسب", "الاسم الشخصي والنسب", "اسم المستفيد", "الاسم الثلاثي", "الاسم بالعربية", "الاسم الكامل بالعربية",
           "الاسم", "اسم ونسب", "الأسماء", "أسماء الأعضاء", "لائحة الأعضاء", "العضو", "المعني بالأمر", "المستفيد", "nom en arabe", "nom arabe",
           "nom et prénom arabe", "nom complet arabe", "اسم العضو", "السيد", "السيدات والسادة", "الاسم واللقب", "الهوية")  # fmt: skip
NAME_FR = ("nom et prénom", "nom & prénom", "prénom et nom", "nom complet", "nom prénom", "noms et prénoms", "nom", "noms", "الاسم باللاتينية",
           "الاسم بالفرنسية", "الاسم الكامل بالفرنسية", "الاسم بالحروف اللاتينية", "nom en français", "nom latin", "identité complète", "nom et prénom latin",
           "nom et prénom français", "nom de l'élu", "élu", "membre", "bénéficiaire", "participant", "full name", "name", "identité",
           "nom et prénom en français", "candidat", "l'intéressé")  # fmt: skip
GIVEN = ("prénom", "prénoms", "prénom usuel", "الاسم الشخصي", "الإسم الشخصي", "first name", "given name")
FAMILY = (
    "nom de famille",
    "nom patronymique",
    "الاسم العائلي",
    "النسب",
    "اللقب",
    "العائلي",
    "last name",
    "surname",
    "nom famille",
)
PLACE = ("commune", "collectivité", "collectivité territoriale", "ct", "الجماعة", "الجماعة الترابية", "اسم الجماعة", "nom de la commune",
         "جماعة", "commune d'exercice", "conseil", "المجلس", "المجلس الجماعي", "الجماعة أو المجلس", "localité", "مقر العمل", "affectation",
         "الهيئة", "الهيئة المنتخبة", "الجماعة المنتخبة", "collectivité élue", "conseil élu", "المقاطعة", "arrondissement", "الجماعة المعنية", "commune de", "الجماعة/المجلس", "municipalité", "municipality", "entité")  # fmt: skip
PROVINCE = (
    "province",
    "préfecture",
    "province préfecture",
    "préfecture ou province",
    "prov",
    "الإقليم",
    "العمالة",
    "عمالة إقليم",
    "العمالة أو الإقليم",
    "الإقليم أو العمالة",
)
OFFICE = ("fonction", "mandat", "qualité", "mandat fonction", "الصفة", "المهام", "المهمة", "المنصب", "الوظيفة", "الصفة داخل المجلس",
          "المسؤولية", "fonction au sein du conseil", "poste", "fonction occupée", "responsabilité", "tâche", "titre", "rôle", "charge",
          "الصفة بالمجلس", "المهام داخل المجلس", "المهمة بالمجلس", "الصفة الانتدابية", "poste occupé", "الدور", "صفة العضو", "qualité au sein du conseil", "المهمة الانتدابية", "mission", "صفة", "fct", "العضوية", "position", "position held")  # fmt: skip
CIN = ("cin", "cnie", "c.i.n", "c n i e", "n cin", "n cnie", "رقم البطاقة", "رقم البطاقة الوطنية", "البطاقة الوطنية", "ب.ت.و", "رقم ب.ت.و", "ب.و", "رقم ب.و",
       "بطاقة التعريف الوطنية", "الرقم الوطني للبطاقة", "رقم البطاقة الوطنية للتعريف الالكترونية", "ب.ت.و.إ", "ب.و.ت", "n carte nationale", "n cnie", "cine", "رقم بطاقة التعريف", "رقم البطاقة الوطنية للتعريف", "carte nationale", "numéro cin", "carte d'identité", "ر.ب.و", "ب.ت",
       "carte identité nationale", "pièce d'identité", "ب و ت", "ر.ب.ت.و", "id", "البطاقة", "رقم التعريف", "رقم التعريف الوطني", "identifiant national", "id card", "national id")  # fmt: skip
PHONE = ("téléphone", "tél", "n tél", "gsm", "portable", "mobile", "téléphone portable", "الهاتف", "رقم الهاتف", "الهاتف المحمول", "النقال", "الهاتف النقال", "رقم الهاتف النقال", "الهاتف الشخصي", "n gsm", "n portable", "tél portable", "tél mobile", "tel 1", "tel 2", "الهاتف 1", "الهاتف 2",
         "رقم الهاتف المحمول", "contact", "tel gsm", "n téléphone", "num tél", "phone", "هاتف", "المحمول", "رقم النقال", "whatsapp", "واتساب", "tel fixe",
         "fixe", "الهاتف الثابت", "الثابت", "الاتصال", "coordonnées", "numéro de téléphone", "phone number", "ligne directe")  # fmt: skip
BIRTH = ("date de naissance", "date naissance", "d naiss", "d. naiss", "date naiss", "né le", "née le", "né(e) le", "année de naissance", "naissance", "تاريخ الازدياد", "ت. الازدياد",
         "تاريخ الميلاد", "سنة الازدياد", "سنة الميلاد", "الازدياد", "الميلاد", "ddn", "d.n", "âge", "السن", "العمر", "تاريخ الولادة", "ت الميلاد", "an naiss", "année naiss",
         "تاريخ ازدياد", "birth", "ت ز", "المزداد في", "تاريخ ومكان الازدياد", "date et lieu de naissance", "date of birth", "jour de naissance")  # fmt: skip
SEX = (
    "sexe",
    "s",
    "genre",
    "الجنس",
    "النوع",
    "ج",
    "sex",
    "ذ أ",
    "h f",
    "m f",
    "الجنس ذ أ",
    "النوع الاجتماعي",
    "civilité",
    "civ",
    "m mme",
    "mr mme",
    "السيد السيدة",
    "gender",
    "اللقب المدني",
)
EMAIL = (
    "e-mail",
    "email",
    "mail",
    "courriel",
    "adresse électronique",
    "البريد الإلكتروني",
    "البريد",
    "adresse mail",
    "adresse email",
)
SINCE = (
    "in office from",
    "en fonction depuis",
    "depuis",
    "à partir du",
    "ابتداء من",
    "منذ",
    "تاريخ تولي المهمة",
    "يزاول مهامه منذ",
)
INDEX = ("n", "no", "ع.ر", "ع.ت", "م", "nr", "rang", "num", "numéro", "ordre", "n ordre", "ر.ت", "ر ت", "رقم", "الرقم", "رقم الترتيب", "الترتيب", "الرقم الترتيبي", "ت.ر", "رت", "عدد", "id ligne", "ر.ت قديم")  # fmt: skip
USELESS = (
    "observations", "observation", "remarques", "remarque", "obs", "ملاحظات", "ملاحظة", "catégorie", "الفئة", "signature", "émargement", "التوقيع", "توقيع", "إمضاء",
    "lieu de naissance", "مكان الازدياد", "مكان الميلاد", "adresse", "العنوان", "adresse personnelle", "العنوان الشخصي", "profession", "المهنة", "niveau scolaire", "niveau d'études", "المستوى الدراسي", "المستوى التعليمي", "diplôme", "الشهادة", "الدبلوم",
    "grade", "الدرجة", "الإطار", "cadre", "échelle", "échelon", "الرتبة", "السلم", "date d'élection", "تاريخ الانتخاب", "date de recrutement", "تاريخ التوظيف", "date d'effet", "date de nomination", "تاريخ التعيين", "date de prise de service", "تاريخ الالتحاق", "ancienneté", "الأقدمية",
    "situation familiale", "الحالة العائلية", "الحالة المدنية للمعني", "nombre d'enfants", "عدد الأولاد", "ppr", "doti", "som", "رقم التأجير", "matricule", "n matricule", "رقم الانخراط", "nom du père", "prénom du père", "nom et prénom du père", "père", "اسم الأب", "nom de la mère", "prénom de la mère", "nom et prénom de la mère", "mère", "اسم الأم", "اسم الجد", "filiation",
    "nom du conjoint", "اسم الزوج", "اسم الزوجة", "nom de jeune fille", "commune de naissance", "جماعة الازدياد", "commune de résidence", "lieu de résidence", "résidence", "مقر السكنى", "محل السكنى",
    "cercle", "الدائرة", "région", "الجهة", "caïdat", "القيادة", "circonscription", "الدائرة الانتخابية", "type", "نوع الجماعة", "milieu", "statut", "situation administrative", "الوضعية الإدارية", "position administrative", "niveau d'instruction", "niveau", "الوضعية", "mode d'élection", "الدورة", "thème", "الموضوع", "التخصص", "spécialité",
    "taille", "pointure", "fax", "ancien tél", "ancien numéro", "الهاتف القديم", "الرقم القديم", "الفاكس", "code postal", "mandats précédents", "الولاية", "début de mandat", "fin de mandat", "langue", "اللغة", "présence", "الحضور", "service", "المصلحة", "division", "القسم", "formation demandée", "التكوين المطلوب", "durée", "المدة", "code commune", "رمز الجماعة", "date d'expiration", "validité cin", "تاريخ الصلاحية", "photo", "الصورة",
)  # fmt: skip
MONEY = ("rib", "n rib", "compte bancaire", "n compte", "رقم الحساب", "الحساب البنكي", "iban", "banque", "البنك", "salaire", "الأجرة", "الراتب", "indemnité", "indemnités", "التعويض", "التعويضات", "cnss", "cmr", "rcar", "mutuelle", "montant", "المبلغ")  # fmt: skip
PARTY = ("parti", "parti politique", "appartenance politique", "couleur politique", "étiquette politique", "affiliation politique", "affiliation", "الحزب", "الانتماء السياسي",
         "الانتماء", "اللون السياسي", "الهيئة السياسية", "الانتماء الحزبي", "اللون الحزبي", "حزب", "tendance politique", "liste politique", "الرمز الانتخابي", "syndicat", "appartenance syndicale", "الانتماء النقابي", "النقابة", "couleur", "religion", "الديانة", "origine ethnique")  # fmt: skip


SPREADS = (
    Spread("sex", {
        "sex_m": ("h", "m", "homme", "hommes", "masculin", "male", "ذ", "ذكر", "ذكور", "رجل", "رجال"),
        "sex_f": ("f", "femme", "femmes", "féminin", "female", "أ", "أنثى", "إناث", "امرأة", "نساء"),
    }, ("sexe", "genre", "sex", "الجنس", "النوع")),
    Spread("birth", {
        "birth_day": ("j", "jj", "jour", "day", "ي", "يوم", "اليوم"),
        "birth_month": ("m", "mm", "mois", "month", "ش", "شهر", "الشهر"),
        "birth_year": ("a", "aa", "aaaa", "an", "année", "year", "س", "سنة", "السنة", "عام", "العام"),
    }, ("naissance", "naiss", "birth", "الازدياد", "الميلاد", "الولادة")),
)  # fmt: skip


LONGEST = 7  # words in a name without a given name that is known; a sentence has more


@lru_cache(maxsize=REMEMBERED)
def _name_in(text: str, arabic: bool) -> float:
    """How much a text looks like a name in one script; given names known everywhere make it sure."""
    if not is_name(text):
        text = split_office(text, False)[0]
        if not is_name(text):
            return 0.0
    name = names.name_of(text)
    mine, other = (name.arabic, name.latin) if arabic else (name.latin, name.arabic)
    if not mine:
        return 0.0
    words = folded(mine).replace("-", " ").split()
    score = 0.95 if any(is_given(word) for word in words) else 0.7 if 1 < len(words) <= LONGEST else 0.45
    if gazetteer().names_one(text) or (score < 0.9 and office_of(text).exact and office_of(text).code):
        score = 0.3 if len(words) > 1 and any(is_given(word) for word in words) else 0.1
    return score * (0.8 if other else 1)


def _arabic_name(value: Value) -> float:
    return _name_in(value, True) if isinstance(value, str) else 0.0


def _latin_name(value: Value) -> float:
    return _name_in(value, False) if isinstance(value, str) else 0.0


def _part_of_name(value: Value) -> float:
    """A given or a family name alone: the heading tells which."""
    if not isinstance(value, str) or not is_name(value):
        return 0.0
    return 0.4 if len(value.split()) <= 3 else 0.3


def _arabic_part(value: Value) -> float:
    return _part_of_name(value) if isinstance(value, str) and is_arabic(value) else 0.0


def _latin_part(value: Value) -> float:
    return _part_of_name(value) if isinstance(value, str) and not is_arabic(value) else 0.0


def _place(value: Value) -> float:
    if not isinstance(value, str):
        return 0.0
    if gazetteer().names_one(value):
        return 1.0
    said = said_in(value)
    return 0.6 if said.level and said.words and len(value) < 60 and not office_of(value).code else 0.0


def _office(value: Value) -> float:
    if not isinstance(value, str) or len(value) > 130:
        return 0.0
    said = office_of(value)
    if not said.code or is_given(folded(value.split()[0])):
        return 0.0
    return 1.0 if said.exact else 0.6


def _index(value: Value) -> float:
    text = values.western(value)
    return 0.7 if text.strip(".-) ").isdigit() and len(text) <= 5 else 0.0


@lru_cache(maxsize=20_000)
def line(text: str) -> LineKind:
    """A lone place, a council or a staff: a line over the rows below it."""
    said = said_in(text)
    if gazetteer().names_one(text) or (said.level and len(text) < 90):
        return "heading"
    if NOT_NAMES.search(folded(text)) and not kind_of_line(text):
        return "heading"
    return ""


def surely(text: str) -> bool:
    """A title, then two words of a name or more: nobody writes a line of text so. Communes are called *Moulay* and *Sidi*."""
    return (
        names.is_titled(text)
        and names.name_of(text).style not in names.HONOURS
        and is_name(split_office(text, False)[0])
        and len(text.split()) > 2
    )


def settle(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Beside a given name, a name is the family's; beside a family name, the given one."""
    settled = list(fields)
    for script in ("ar", "fr"):
        whole, given, family = f"name_{script}", f"given_{script}", f"family_{script}"
        for at, name in enumerate(settled):
            if name == whole and given in settled and family not in settled:
                settled[at] = family
            elif name == whole and family in settled and given not in settled:
                settled[at] = given
        if settled.count(whole) == 2:
            settled[settled.index(whole)] = family
            settled[settled.index(whole)] = given
    return tuple(settled)


def complete(texts: list[list[str]], fields: list[str]) -> list[str]:
    """In a list without headings, two columns of short words side by side are the family and the given names."""
    completed = list(fields)
    for at in range(len(texts) - 1):
        pair = [_shape_of_names(texts[at]), _shape_of_names(texts[at + 1])]
        if (
            pair[0]
            and pair[0] == pair[1]
            and all(f == "" or "name_" in f or "_ar" in f or "_fr" in f for f in fields[at : at + 2])
        ):
            shares = [
                sum(is_given(folded(text).split()[0]) for text in some) / len(some) for some in texts[at : at + 2]
            ]
            order = ("given", "family") if shares[0] > shares[1] else ("family", "given")
            completed[at : at + 2] = [f"{part}_{pair[0]}" for part in order]
    return completed


def role(heading: str) -> str:
    """The office that the heading of a column of names says."""
    said = office_of(heading)
    return f"{said.code} {said.detail}" if said.exact and said.code else ""


def _shape_of_names(texts: list[str]) -> str:
    """The script of a column of single names, empty when it holds something else."""
    if (
        len(texts) < 2
        or sum(map(is_name, texts)) < 0.7 * len(texts)
        or (any(gazetteer().names_one(t) for t in texts[:3]) and len(set(texts)) < 3)
    ):
        return ""
    if sum(len(text.split()) for text in texts) > 2.1 * len(texts) or len(set(texts)) < len(texts) / 3:
        return ""
    scripts = {is_arabic(text) for text in texts}
    return ("ar" if scripts.pop() else "fr") if len(scripts) == 1 else ""


ROSTER = Subject(
    "people.roster",
    (
        FieldSpec("name_ar", _("Name in Arabic"), NAME_AR + NAME_FR, _arabic_name, anchor=True),
        FieldSpec("name_fr", _("Name in French"), NAME_FR + NAME_AR, _latin_name, anchor=True),
        FieldSpec("family_ar", _("Family name in Arabic"), FAMILY, _arabic_part, anchor=True),
        FieldSpec("given_ar", _("Given name in Arabic"), GIVEN, _arabic_part, anchor=True),
        FieldSpec("family_fr", _("Family name in French"), FAMILY, _latin_part, anchor=True),
        FieldSpec("given_fr", _("Given name in French"), GIVEN, _latin_part, anchor=True),
        FieldSpec("sex", _("Sex"), SEX, values.looks_like_sex, repeats=True),
        FieldSpec("cin", _("CIN"), CIN, values.looks_like_card),
        FieldSpec("birth", _("Date of birth"), BIRTH, values.looks_like_birth),
        FieldSpec("phone", _("Phone"), PHONE, values.looks_like_phone, several=True),
        FieldSpec("email", _("E-mail"), EMAIL, values.looks_like_email),
        FieldSpec("place", _("Commune"), PLACE, _place, fills_down=True, repeats=True),
        FieldSpec("province", _("Province"), PROVINCE, fills_down=True, repeats=True),
        FieldSpec("office", _("Office"), OFFICE, _office, repeats=True),
        FieldSpec("since", _("In office from"), SINCE),
        FieldSpec("sex_m", _("Men: a cross")),
        FieldSpec("sex_f", _("Women: a cross")),
        FieldSpec("birth_day", _("Birth: the day")),
        FieldSpec("birth_month", _("Birth: the month")),
        FieldSpec("birth_year", _("Birth: the year")),
        FieldSpec("index", _("Number on the list"), INDEX, _index, use="ignore"),
        FieldSpec("other", _("Not needed"), USELESS, use="ignore"),
        FieldSpec("money", _("Pay or bank account"), MONEY, use="ignore"),
        FieldSpec("party", _("Political affiliation"), PARTY, use="refuse", why=POLITICAL),
    ),
    is_entry=names_someone,
    line=line,
    settle=settle,
    surely=surely,
    complete=complete,
    role=role,
    spreads=SPREADS,
)
