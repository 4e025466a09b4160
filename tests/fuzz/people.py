"""Invented persons of any region of Morocco, and the dirt with which offices write them."""

import datetime as dt
import random
from dataclasses import dataclass

GIVEN = [
    ("محمد", "Mohamed", "m"), ("أحمد", "Ahmed", "m"), ("الحسين", "El Houssaine", "m"), ("عبد الله", "Abdellah", "m"), ("لحسن", "Lahcen", "m"), ("إبراهيم", "Brahim", "m"),
    ("موحى", "Moha", "m"), ("سيداتي", "Sidati", "m"), ("ماء العينين", "Maelainine", "m"), ("إيدير", "Idir", "m"), ("أكسيل", "Axel", "m"), ("عبد الرحمان", "Abderrahmane", "m"),
    ("يوسف", "Youssef", "m"), ("محند", "Mohand", "m"), ("الناجم", "Najem", "m"), ("لارباس", "Larbas", "m"), ("عبد العالي", "Abdelali", "m"), ("صالح", "Saleh", "m"), ("باها", "Baha", "m"),
    ("فاطمة", "Fatima", "f"), ("فاطمة الزهراء", "Fatima Zahra", "f"), ("خديجة", "Khadija", "f"), ("تودة", "Touda", "f"), ("يامنة", "Yamna", "f"), ("النانة", "Nanna", "f"),
    ("مماس", "Mamas", "f"), ("خديجتو", "Khadijatou", "f"), ("إيطو", "Itto", "f"), ("رقية", "Rkia", "f"), ("لطيفة", "Latifa", "f"), ("تيليلا", "Tilila", "f"), ("السالكة", "Salka", "f"), ("كبورة", "Kabboura", "f"),
]  # fmt: skip
FAMILY = [
    ("العلوي", "El Alaoui"), ("بنعلي", "Ben Ali"), ("أوشن", "Ouchen"), ("أيت باها", "Ait Baha"), ("أمغار", "Amghar"), ("الرگيبي", "Erguibi"), ("بوجيدة", "Boujida"), ("الحيمر", "Lahmer"),
    ("ولد الرشيد", "Ould Errachid"), ("بلحاج", "Belhaj"), ("اليعقوبي", "Yacoubi"), ("أزغاي", "Azghay"), ("الكتاني", "Kettani"), ("حمدان", "Hamdane"), ("القاسمي", "Kasmi"),
    ("المرابط", "El Mrabet"), ("بوعزاوي", "Bouazzaoui"), ("إد بلقاسم", "Id Belkacem"), ("التازي", "Tazi"), ("الفيلالي", "Filali"), ("أكنوش", "Aknouch"), ("الدليمي", "Dlimi"), ("صابر", "Saber"),
    ("الصادق", "Sadiq"), ("حداد", "Haddad"), ("السباعي", "Sbai"), ("بوزكري", "Bouzekri"), ("نجار", "Najjar"), ("لغريب", "Laghrib"), ("أوعمي", "Ouami"), ("الهاملي", "Hamli"), ("النادي", "Nadi"),
]  # fmt: skip
OFFICES = {
    "president": (("رئيس المجلس", "رئيس ج.", "رئيس"), ("رئيسة المجلس", "رئيسة"), ("Président", "Prés.", "Président du conseil"), ("Présidente",)),
    "vice_president_1": (("النائب الأول", "ن.ر 1", "نائب الرئيس الأول", "النائب الاول للرئيس"), ("النائبة الأولى", "ن.ر 1"), ("1er vice-président", "Vice président 1", "1er V.P"), ("1ère vice-présidente",)),
    "vice_president_2": (("النائب الثاني", "ن.ر 2", "نائب الرئيس الثاني"), ("النائبة الثانية", "نائبة الرئيس الثانية"), ("2ème Vice-Président", "2e vice président"), ("2ème Vice-Présidente",)),
    "vice_president_6": (("النائب السادس", "ن.ر 6"), ("النائبة السادسة",), ("6ème vice président", "Vice président 6"), ("6ème vice-présidente",)),
    "secretary": (("كاتب المجلس", "كاتب"), ("كاتبة المجلس",), ("Secrétaire du conseil", "Sec. du Conseil"), ("Secrétaire",)),
    "deputy_secretary": (("نائب كاتب المجلس", "ن. الكاتب"), ("نائبة كاتب المجلس",), ("Vice-secrétaire", "Adjt secrétaire"), ("Secrétaire adjointe",)),
    "committee_chair": (("رئيس لجنة المالية والميزانية والبرمجة", "رئيس لجنة المرافق"), ("رئيسة لجنة التعمير",), ("Président commission des finances", "Pdt commission urbanisme"), ("Présidente de la commission des affaires sociales",)),
    "committee_vice_chair": (("نائب رئيس لجنة المالية",), ("نائبة رئيس لجنة المرافق",), ("Vice-président de la commission des finances",), ("Vice-présidente commission urbanisme",)),
    "budget_rapporteur": (("مقرر الميزانية", "مقرر م."), ("مقررة الميزانية",), ("Rapporteur du budget", "Rapp. budget"), ("Rapporteuse du budget",)),
    "member": (("مستشار جماعي", "عضو", "مستشار"), ("عضوة", "مستشارة"), ("Membre", "Membre du conseil", "Conseiller communal"), ("Membre", "Conseillère communale")),
    "dgs": (("مدير المصالح", "المدير العام للمصالح"), ("مديرة المصالح",), ("Directeur Général des Services", "DGS"), ("Directrice des services",)),
    "hr_head": (("رئيس مصلحة الموارد البشرية", "الموارد البشرية"), ("رئيسة مصلحة الموارد البشرية",), ("Chef de service RH", "Responsable RH"), ("Cheffe de service RH",)),
    "budget_head": (("رئيس مصلحة الميزانية", "ر.م الميزانية"), ("رئيسة مصلحة الميزانية",), ("C.S. Budget", "Chef de service budget"), ("Cheffe de service budget",)),
    "procurement_head": (("رئيس مصلحة الصفقات",), ("رئيسة مصلحة الصفقات",), ("Chef de service des marchés",), ("Service marchés publics",)),
    "revenue_regisseur": (("شسيع المداخيل", "شساعة المداخيل"), ("شسيعة المداخيل",), ("Régisseur des recettes",), ("Régisseuse des recettes",)),
    "technician": (("تقني", "المصلحة التقنية"), ("تقنية",), ("Technicien", "Tech."), ("Technicienne",)),
    "it_officer": (("مكلف بالمعلوميات", "تقني معلوميات"), ("مكلفة بالمعلوميات",), ("Informaticien", "Resp. informatique"), ("Informaticienne",)),
    "civil_status": (("مكلف بالحالة المدنية", "الحالة المدنية"), ("مكلفة بالحالة المدنية",), ("Chargé de l'état civil",), ("Officier d'état civil délégué",)),
}  # fmt: skip
MONTHS_AR = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]
MONTHS_FR = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Someone:
    """An invented person with an office."""

    given_ar: str
    family_ar: str
    given_fr: str
    family_fr: str
    sex: str
    cin: str
    phone: str
    born: dt.date
    office: str


def someone(rng: random.Random) -> Someone:
    given_ar, given_fr, sex = rng.choice(GIVEN)
    family_ar, family_fr = rng.choice(FAMILY)
    cin = rng.choice(["JB", "J", "PA", "EE", "H", "SH", "R", "AB", "Q", "DO"]) + str(rng.randint(11_000, 999_999))
    born = dt.date(1950, 1, 2) + dt.timedelta(days=rng.randrange(18_000))
    if (born.day, born.month) == (1, 1):
        born = born.replace(day=2)
    phone = f"{rng.choice('67')}{rng.randrange(10**8):08}"
    return Someone(given_ar, family_ar, given_fr, family_fr, sex, cin, phone, born, rng.choice(list(OFFICES)))


def office(rng: random.Random, who: Someone, french: bool) -> str:
    men_ar, women_ar, men_fr, women_fr = OFFICES[who.office]
    if french:
        return rng.choice(women_fr if who.sex == "f" else men_fr)
    return rng.choice(women_ar if who.sex == "f" else men_ar)


def phone(rng: random.Random, number: str) -> object:
    """A way to write a number; Excel turns some into numbers."""
    pairs = [number[0], *(number[i : i + 2] for i in range(1, 9, 2))]
    fixed = f"05{rng.randint(10_000_000, 89_999_999)}"
    return rng.choice([
        f"0{number}", int(number), float(number), f"+212{number}", f"00212{number}", f"+212 {number[:3]} {number[3:6]} {number[6:]}", "0" + ".".join(pairs), "0" + " ".join(pairs),
        "0" + "-".join(pairs), f"0{number} / {fixed}", f"{fixed} - 0{number}", f"{number[0]}.{number[1:]}E8", f"{number[0]},{number[1:]}E+08", f"0{number}".translate(EASTERN), f" 0{number}\xa0", f"(0){number}",
        f"212{number}", f"+212(0){number}", f"0{number}\n{fixed}", f"0{number};{fixed}",
    ])  # fmt: skip


def birth(rng: random.Random, day: dt.date) -> tuple[object, str]:
    """A way to write a birth, and what it lets a reader know."""
    year, whole = str(day.year), day.isoformat()
    return rng.choice([
        (f"{day:%d/%m/%Y}", whole), (f"{day:%d-%m-%Y}", whole), (f"{day:%d.%m.%Y}", whole), (dt.datetime(day.year, day.month, day.day), whole), (f"{day.day} {MONTHS_AR[day.month - 1]} {year}", whole),
        (f"{day.day} {MONTHS_FR[day.month - 1]} {year}", whole), (f"{day:%Y/%m/%d}", whole), (f"{day:%Y-%m-%d}", whole), (day.year, year), (year, year), (f"00/00/{year}", year), (f"01/01/{year}", year),
        (f"{day:%d/%m/%Y}".translate(EASTERN), whole), ((day - dt.date(1899, 12, 30)).days, whole), (f"{day:%d/%m/%y}", whole), (f"{day.day}/{day.month}/{year}", whole), (f"{day:%d} / {day:%m} / {year}", whole),
        (f"سنة {year}", year), (f"vers {year}", year), (float(day.year), year),
    ])  # fmt: skip


def card(rng: random.Random, number: str) -> str:
    letters = number.rstrip("0123456789")
    return rng.choice([
        number, number, number, number.lower(), f"{letters} {number[len(letters):]}", f"{letters}-{number[len(letters):]}", f" {number}\xa0", number.translate(EASTERN), f"{letters}.{number[len(letters):]}",
        f"\u200f{number}", f"{letters}\u00a0{number[len(letters):]} ",
    ])  # fmt: skip


def dirty(rng: random.Random, text: str) -> str:
    """The signs that come with copying and typing: they change nothing for a reader."""
    ways = rng.random()
    if ways < 0.7 or not text:
        return text
    if ways < 0.78:
        return f"{text}  "
    if ways < 0.84:
        return f"\u200f{text}\u200e"
    if ways < 0.9:
        return text.replace(" ", "\xa0", 1)
    if ways < 0.95:
        at = rng.randrange(1, len(text)) if len(text) > 1 else 0
        good = (
            at
            and "\u0628" <= text[at - 1] <= "\u064a"
            and text[at - 1] not in "دذرزوةى"
            and "\u0621" <= text[at] <= "\u064a"
        )
        return f"{text[:at]}\u0640\u0640{text[at:]}" if good else text
    return text.replace(" ", "  ", 1)
