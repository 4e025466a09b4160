"""Letters to a trainer, for the tests of papers; the trainer is invented."""

import datetime as dt

from takwin.core.halfdays import half_days
from takwin.documents.papers import accreditations, notices, trainers
from takwin.documents.papers.facts import Facts
from takwin.documents.papers.parts import Letterhead, letter, paper, reference, signatory
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT

HALVES = half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 9))
HOURS = (dt.time(9), dt.time(12)), (dt.time(14, 30), dt.time(17, 30))
CNDP = "معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08"
TOPICS = (
    ("آليات تجويد الحكامة بالجماعات الترابية", "Améliorer la gouvernance des collectivités territoriales"),
    ("إعداد وتنفيذ ميزانية الجماعات الترابية", "Préparation et exécution du budget des collectivités"),
)
TO = "السيدة نعيمة السرغيني، جامعة الأخوين"
INVITES, CHARGES = "دعوة للمشاركة في تأطير دورة تكوينية", "رسالة تكليف بمهمة تأطير دورة تكوينية"


def of_trainers(issuer: Letterhead) -> dict[str, tuple[str, Facts]]:
    """The samples of this module, by their names."""
    reply = notices.reply("يوم الثلاثاء 1 دجنبر 2026", "381 204", "https://takwin.example.ma/p/3kQ9xTz7LmW2vBn8RsYd1A/")
    page = notices.own_page("381 204", "https://takwin.example.ma/p/3kQ9xTz7LmW2vBn8RsYd1A/")
    return {
        "trainer-letter": ("trainer-letter", _letter(issuer, "612/26", INVITES) | reply),
        "trainer-letter-mission": ("trainer-letter", _letter(issuer, "618/26", CHARGES)),
        "trainer-letter-mission-page": ("trainer-letter", _letter(issuer, "619/26", CHARGES) | page),
        "trainer-letter-fr": ("trainer-letter", _in_french(issuer)),
        "accreditation": ("accreditation", _accreditation(issuer, TOPICS)),
        "accreditation-in-all": ("accreditation", _accreditation(issuer, ())),
    }


def _letter(issuer: Letterhead, number: str, subject: str) -> Facts:
    return trainers.trainer_letter(
        paper(f"FRM-{number}", subject, author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference(number, "فاس", ISSUED_ON),
        letter("رئيس مجلس جهة فاس-مكناس", TO, f"{subject} (FM-2026-112)"),
        opening="فعلاقة بالموضوع المشار إليه أعلاه، يشرفني أن أدعوكم إلى تأطير الدورة التكوينية «آليات تجويد الحكامة».",
        half_days=[
            trainers.TaughtHalfDay(half, *HOURS[n % 2], "دراسة حالات وتبادل التجارب", "قاعة غرفة التجارة والصناعة بفاس")
            for n, half in enumerate(HALVES)
        ],
        closing="وتفضلوا بقبول فائق التقدير والاحترام.",
        signatures=[signatory("رئيس مجلس جهة فاس-مكناس")],
    )


def _in_french(issuer: Letterhead) -> Facts:
    """The invitation to someone who reads French, with the way to its room."""
    subject, room = "Invitation à animer une session de formation", "Salle de la Chambre de commerce de Fès"
    return trainers.trainer_letter(
        paper("FRM-613/26", subject, author="Région Fès-Meknès", made_at=MADE_AT, language="fr"),
        issuer,
        reference("613/26", "Fès", ISSUED_ON, language="fr"),
        letter(
            "Le Président du Conseil de la Région",
            "Madame Anne MARTIN, Université de Fès",
            subject,
            salutation="Madame",
        ),
        opening="J’ai l’honneur de vous inviter à animer la session de formation « Améliorer la gouvernance ».",
        half_days=[trainers.TaughtHalfDay(HALVES[0], *HOURS[0], "Études de cas", room)],
        ways=[(room, "https://takwin.example.ma/w/14/")],
        closing="Veuillez agréer, Madame, l’expression de ma considération distinguée.",
        signatures=[signatory("Le Président du Conseil de la Région")],
    ) | notices.reply("le mardi 1er décembre 2026", "381 204", "https://takwin.example.ma/p/3kQ9xTz7LmW2v/", "fr")


def _accreditation(issuer: Letterhead, topics: tuple[tuple[str, str], ...]) -> Facts:
    title = "شهادة اعتماد مكون"
    return accreditations.accreditation(
        paper("ACC-4/26", f"{title} – فاطمة الزهراء العمراني", author="جهة فاس-مكناس", made_at=MADE_AT, cndp=CNDP),
        issuer,
        place="فاس",
        issued_on=ISSUED_ON,
        gender="f",
        said={
            "title": {"ar": title, "fr": "Attestation d’agrément de formateur"},
            "authority": {
                "ar": "يشهد رئيس مجلس جهة فاس-مكناس",
                "fr": "Le Président du Conseil de la Région Fès-Meknès atteste",
            },
            "name": {"ar": "فاطمة الزهراء العمراني", "fr": "Fatima-Zahra EL AMRANI"},
            "from": {"ar": "جماعة أزرو", "fr": "Commune d’Azrou"},
            "act": {"ar": "قرار رقم 31/2026 بتاريخ 24 نونبر 2026", "fr": "la décision n° 31/2026 du 24 novembre 2026"},
            "period": {"ar": "من 1 دجنبر 2026 إلى 30 نونبر 2029", "fr": "du 1er décembre 2026 au 30 novembre 2029"},
        },
        topics=topics,
        signatures=[signatory("رئيس مجلس جهة فاس-مكناس", name="محمد العلوي")],
    )
