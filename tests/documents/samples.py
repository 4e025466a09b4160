"""One paper of each kind, for the tests and for whoever changes a template.

Places are real; people, accounts and sums are invented.
"""

import datetime as dt
from decimal import Decimal

from takwin.core.amounts import Language
from takwin.core.halfdays import HalfDay, Part, half_days
from takwin.documents.papers import facts, figures, notices, parts
from takwin.documents.papers.parts import letter, letterhead, paper, presence, reference, signatory
from tests.documents.samples_convocations import of_convocations
from tests.documents.samples_letters import Instalment, funds_request
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT, of_meetings
from tests.documents.samples_money import TRANSFERS, of_money, state_of_transfers
from tests.documents.samples_opinions import of_opinions
from tests.documents.samples_personal import of_persons
from tests.documents.samples_reports import of_reports
from tests.documents.samples_trainers import of_trainers
from tests.documents.samples_worded import of_words

HALF_DAYS = half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 9))
CNDP: dict[Language, str] = {
    "ar": "معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08 – رقم الإذن لدى اللجنة الوطنية: A-000/2026",
    "fr": "Données personnelles traitées conformément à la loi n° 09-08 – autorisation CNDP : A-000/2026",
}
REGION = letterhead(
    "region",
    ["المملكة المغربية", "جهة فاس-مكناس", "المديرية العامة للمصالح", "قسم الموارد البشرية والتكوين"],
    [
        "ROYAUME DU MAROC",
        "Région Fès-Meknès",
        "Direction générale des services",
        "Division des ressources humaines et de la formation",
    ],
)
PROVINCE = letterhead(
    "state",
    ["المملكة المغربية", "وزارة الداخلية", "عمالة إقليم إفران", "الكتابة العامة", "قسم الجماعات الترابية"],
    [
        "ROYAUME DU MAROC",
        "Ministère de l'Intérieur",
        "Province d'Ifrane",
        "Secrétariat général",
        "Division des collectivités territoriales",
    ],
)
COUNCIL = letterhead(
    "region",
    ["المملكة المغربية", "جهة فاس-مكناس", "مجلس الجهة"],
    ["ROYAUME DU MAROC", "Région Fès-Meknès", "Conseil régional"],
)
PRESIDENT = signatory("رئيس مجلس جهة فاس-مكناس")
TOPIC = "آليات تجويد الحكامة بالجماعات الترابية"
VENUE = "قاعة الاجتماعات بمقر عمالة إقليم إفران"
TRAINER = "الأستاذ رشيد الوزاني التهامي، جامعة الأخوين بإفران"
DECREE = "المرسوم رقم 2.16.297 الصادر في 23 من رمضان 1437 (29 يونيو 2016)"
SESSION = facts.session(
    TOPIC,
    programme="التصميم المديري الجهوي للتكوين المستمر لفائدة أعضاء مجالس الجماعات الترابية 2023-2026",
    held=[
        facts.Held(
            day, part, *((dt.time(9), dt.time(12, 30)) if part == Part.MORNING else (dt.time(14, 30), dt.time(17)))
        )
        for day, part in HALF_DAYS
    ],
    venue=VENUE,
    ways=["https://takwin.example/w/12/"],
    trainers=[TRAINER],
)
PEOPLE = [
    ("نعيمة بوعزاوي", "عضوة المجلس", "جماعة أزرو"),
    ("عبد العزيز أوشن", "النائب الأول للرئيس", "جماعة إفران"),
    ("سعاد أيت القايد", "كاتبة المجلس", "جماعة تزكيت"),
    ("محمد أيت حمو", "عضو المجلس", "جماعة ضاية عوا"),
    ("إدريس الزرهوني", "عضو المجلس", "جماعة بن صميم"),
    ("فاطمة الزهراء الدغوغي", "رئيسة المجلس", "جماعة تكريكرة"),
    ("مولاي الحسن العمراني", "عضو المجلس", "جماعة تمحضيت"),
    ("خديجة أوحساين", "كاتبة المجلس", "جماعة عين اللوح"),
    ("لحسن أوبلا", "رئيس لجنة المرافق العمومية والخدمات", "جماعة سيدي المخفي"),
    ("أمينة الصنهاجي", "عضوة المجلس", "جماعة واد إفران"),
    ("يوسف بنجلون", "رئيس المجلس", "المجلس الإقليمي لإفران"),
    ("كريمة المرنيسي", "رئيسة لجنة الميزانية والشؤون المالية والبرمجة", "جماعة إفران"),
]
PROVINCES = {
    "إقليم إفران": (
        "المجلس الإقليمي لإفران", "أزرو", "إفران", "بن صميم", "ضاية عوا", "سيدي المخفي", "تيكريكرة", "تيمحضيت",
        "تيزكيت", "واد إفران", "عين اللوح",
    ),
    "إقليم الحاجب": (
        "المجلس الإقليمي للحاجب", "الحاجب", "أكوراي", "سبع عيون", "عين تاوجطات", "أيت بوبيدمان", "أيت حرز الله",
        "أيت نعمان", "أيت يعزم", "أيت ولال بطيط", "بيطيط", "جحجوح", "إقدار", "القصير", "لقصير", "راس إيجري", "تامشاشاط",
    ),
    "إقليم مولاي يعقوب": (
        "المجلس الإقليمي لمولاي يعقوب", "مولاي يعقوب", "عين الشقف", "عين بوعلي", "العجاجرة", "لوداين", "مكس", "ميكاس",
        "سبت لوداية", "سيدي داود", "سبع رواضي", "عين قنصرة",
    ),
}  # fmt: skip
Sample = tuple[str, facts.Facts]


def samples() -> dict[str, Sample]:
    """Each sample's template and facts, by a name that starts with the template's."""
    return {
        "convocation-governor": ("convocation", _governor_letter()),
        **of_convocations(PROVINCE, REGION, SESSION),
        "notice": ("notice", _notice()),
        "notice-many": ("notice", {"paper": _notice()["paper"], "letters": [_notice(), _absences()]}),
        "attendance-sheet": ("attendance-sheet", attendance_sheet(PEOPLE + PEOPLE[:8], HALF_DAYS)),
        "attendance-sheet-one-day": ("attendance-sheet", attendance_sheet(PEOPLE[:5], HALF_DAYS[:2])),
        "certificate": ("certificate", certificate()),
        "certificate-fr": ("certificate", certificate("fr")),
        "certificate-cancelled": ("certificate", certificate(state="cancelled")),
        "funds-request": ("funds-request", _funds_request()),
        "funds-request-fr-draft": ("funds-request", _funds_request_fr()),
        "funds-letters": ("funds-letters", {"paper": _funds_request()["paper"], "letters": [_funds_request()] * 2}),
        "state-of-transfers": (
            "state-of-transfers",
            state_of_transfers(_paper(*TRANSFERS), REGION, _reference("702/ق.م.ب.ت"), PROVINCES),
        ),
        "cost-share": ("cost-share", _cost_share()),
        "access-letter": ("access-letter", _access_letter()),
        "access-letter-fr": ("access-letter", _access_letter_fr()),
        **of_meetings(COUNCIL) | of_money(COUNCIL, PRESIDENT) | of_reports(COUNCIL),
        **of_words(COUNCIL),
        **of_trainers(COUNCIL),
        **of_opinions(),
        **of_persons(REGION, CNDP),
    }


def _paper(
    code: str, title: str, *, author: str = "جهة فاس-مكناس", language: Language = "ar", state: parts.State = "final"
) -> parts.Paper:
    return paper(code, title, author=author, made_at=MADE_AT, language=language, state=state, cndp=CNDP[language])


def _reference(number: str, attachments: str = "") -> parts.Reference:
    return reference(number, "فاس", ISSUED_ON, attachments)


def _governor_letter() -> facts.Facts:
    return facts.governor_letter(
        _paper("TKW-LTR-2026-000731", "تبليغ استدعاءات لحضور دورة تكوينية"),
        REGION,
        _reference("731/ق.م.ب.ت", "لائحة اسمية و24 استدعاء"),
        letter(
            "رئيس مجلس جهة فاس-مكناس",
            "السيد عامل إقليم إفران",
            "تبليغ استدعاءات لحضور دورة تكوينية لفائدة المنتخبين",
            basis=["اتفاقية الشراكة رقم 14/2023 المتعلقة بتمويل برامج تكوين المنتخبين", DECREE],
            salutation="السيد العامل",
            copies=["السيد رئيس المجلس الإقليمي لإفران", "السيد رئيس جامعة الأخوين بإفران"],
        ),
        session=SESSION,
        organiser="الجهة",
        partners="مصالحكم وجامعة الأخوين بإفران",
        people=[facts.Nominee(*who, code=f"TKW-CNV-2026-{4127 + n:06d}") for n, who in enumerate(PEOPLE * 2)],
        reply_before=dt.date(2026, 12, 4),
        signatures=[PRESIDENT],
    )


def _notice() -> facts.Facts:
    return notices.notice(
        _paper("TKW-LTR-2026-000744", "إلغاء دورة تكوينية"),
        REGION,
        _reference("744/ق.م.ب.ت"),
        letter("رئيس مجلس جهة فاس-مكناس", "السيد عامل إقليم إفران", "إلغاء دورة تكوينية", salutation="السيد العامل"),
        paragraphs=[
            f"فعلاقة بالموضوع المشار إليه أعلاه، يؤسفني أن أخبركم أن الدورة التكوينية «{TOPIC}» قد ألغيت.",
            "وعليه، تعتبر الاستدعاءات الموجهة في هذا الشأن لاغية، وسيتم إخباركم بكل دورة تكوينية مقبلة في حينه.",
        ],
        signatures=[PRESIDENT],
    )


def _absences() -> facts.Facts:
    absent = [
        [str(n), name, capacity, "نصفا يوم من أصل أربعة", "–"] for n, (name, capacity, _body) in enumerate(PEOPLE, 1)
    ]
    columns = [("ر.ت", 0), ("الاسم الكامل", 12), ("الصفة", 10), ("مدة الغياب", 11), ("ما تبقى", 8)]
    return _notice() | {"paragraphs": ["سجل غياب في حق المستدعين الآتية أسماؤهم:", notices.table(columns, absent)]}


def attendance_sheet(people: list[tuple[str, str, str]], held: list[HalfDay]) -> facts.Facts:
    return facts.attendance_sheet(
        _paper("TKW-ATT-2026-00218", "لائحة الحضور"),
        letterhead("region", ["المملكة المغربية", "جهة فاس-مكناس", "المديرية العامة للمصالح"]),
        topic=TOPIC,
        venue=VENUE,
        half_days=held,
        people=[
            facts.Expected(name, f"{capacity}، {body}", f"{n * 73 % 1000:03d}")
            for n, (name, capacity, body) in enumerate(people, 4)
        ],
        trainers=["الأستاذ رشيد الوزاني التهامي"],
    )


def certificate(language: Language = "ar", state: parts.State = "final") -> facts.Facts:
    return facts.certificate(
        _paper("TKW-CRT-2026-004127", "شهادة المشاركة – نعيمة بوعزاوي", language=language, state=state),
        COUNCIL,
        place="فاس" if language == "ar" else "Fès",
        issued_on=dt.date(2026, 12, 14),
        gender="f",
        said={
            "title": {"ar": "شهادة المشاركة", "fr": "Attestation de participation"},
            "authority": {
                "ar": "يشهد رئيس مجلس جهة فاس-مكناس",
                "fr": "Le Président du Conseil de la Région Fès-Meknès atteste",
            },
            "name": {"ar": "نعيمة بوعزاوي", "fr": "Naïma BOUAZZAOUI"},
            "capacity": {
                "ar": "نائبة رئيس المجلس الجماعي لأزرو، إقليم إفران",
                "fr": "vice-présidente du conseil communal d'Azrou, province d'Ifrane",
            },
            "topic": {"ar": TOPIC, "fr": "Améliorer la gouvernance des collectivités territoriales"},
            "where": {"ar": "بمقر عمالة إقليم إفران", "fr": "au siège de la province d'Ifrane"},
            "presence": {"ar": presence(3, 4, language="ar"), "fr": presence(3, 4, language="fr")},
        },
        half_days=HALF_DAYS,
        verify_url="https://takwin.example/verify/7K4M9QXD#",
        signatures=[
            PRESIDENT if language == "ar" else signatory("Le Président du Conseil", rank="de la Région Fès-Meknès")
        ],
    )


def _instalments(label: str) -> list[Instalment]:
    rows = (("31500.00", "31500.00"), ("33075.00", "20000.00"), ("34728.75", "0.00"))
    return [
        Instalment(
            f"{label} {year}", dt.date(year, 3, 31), Decimal(due), Decimal(received), Decimal(due) - Decimal(received)
        )
        for year, (due, received) in enumerate(rows, 2024)
    ]


def _funds_request() -> facts.Facts:
    return funds_request(
        _paper("TKW-REQ-2026-00093", "طلب تحويل مساهمة مالية"),
        REGION,
        _reference("744/ق.م.ب.ت", "نسخة من الاتفاقية وكشف التعريف البنكي"),
        letter(
            "رئيس مجلس جهة فاس-مكناس",
            "السيد رئيس مجلس جماعة أزرو",
            "طلب تحويل المتبقي من المساهمة المالية للجماعة في برامج التكوين المستمر للمنتخبين",
            basis=[
                "المادة 8 من المرسوم رقم 2.16.297 الصادر في 29 يونيو 2016",
                "رسالتي رقم 215/2026 بتاريخ 16 أبريل 2026",
            ],
            salutation="السيد الرئيس",
            through="السيد عامل إقليم إفران",
            copies=["السيد الخازن الجهوي بفاس"],
        ),
        agreement="اتفاقية الشراكة رقم 14/2023 المتعلقة بتمويل برامج تكوين المنتخبين",
        deliberation="المقرر رقم 26/2023 المتخذ خلال دورة أكتوبر 2023",
        contribution="مساهمة جماعتكم",
        instalments=_instalments("مساهمة سنة"),
        pay_before=dt.date(2026, 12, 31),
        label="CONTRIBUTION 2026 COMMUNE D'AZROU PROVINCE IFRANE",
        account_name="الجهة",
        account_holder="الخزينة الجهوية بفاس",
        rib="310270123450006789120041",
        signatures=[PRESIDENT],
    )


def _funds_request_fr() -> facts.Facts:
    return funds_request(
        _paper(
            "TKW-REQ-2026-00093",
            "Demande de virement de contribution",
            author="Région Fès-Meknès",
            language="fr",
            state="draft",
        ),
        REGION,
        reference("744/DRHF", "Fès", ISSUED_ON, "convention et RIB", language="fr"),
        letter(
            "Le Président du Conseil de la Région Fès-Meknès",
            "Monsieur le Président du conseil communal d'Azrou",
            "Virement du reliquat de la contribution de la commune aux programmes de formation continue des élus",
            basis=["article 8 du décret n° 2-16-297 du 29 juin 2016", "ma lettre n° 215/2026 du 16 avril 2026"],
            salutation="Monsieur le Président",
            through="Monsieur le Gouverneur de la province d'Ifrane",
            copies=["Monsieur le Trésorier régional de Fès"],
        ),
        agreement="la convention n° 14/2023 relative au financement des programmes de formation des élus",
        deliberation="délibération n° 26/2023 de la session d'octobre 2023",
        contribution="la contribution de votre commune",
        instalments=_instalments("Contribution"),
        pay_before=dt.date(2026, 12, 31),
        label="CONTRIBUTION 2026 COMMUNE D'AZROU PROVINCE IFRANE",
        account_name="la Région",
        account_holder="la Trésorerie régionale de Fès",
        rib="310270123450006789120041",
        signatures=[signatory("Le Président du Conseil", rank="de la Région Fès-Meknès")],
    )


def _cost_share() -> facts.Facts:
    region = figures.ShareGroup("الجهة", [figures.ShareRow("جهة فاس-مكناس", None, Decimal("360000.00"))])
    provinces = [
        figures.ShareGroup(
            name,
            [
                figures.ShareRow(body, 9 + n % 13, Decimal(9 + n % 13) * 1371, Decimal(5000 if n == 1 else 0))
                for n, body in enumerate(bodies)
            ],
        )
        for name, bodies in PROVINCES.items()
    ]
    return figures.cost_share(
        _paper("TKW-CSH-2026-00002", "جدول توزيع كلفة البرنامج السنوي للتكوين المستمر"),
        REGION,
        _reference("688/ق.م.ب.ت"),
        subtitle="البرنامج السنوي لسنة 2026 – حسب الأعداد المتوقعة عند المصادقة",
        basis="المادة 8 من المرسوم رقم 2.16.297: لا تقل حصة الجهة عن 25%، ويوزع الباقي حسب عدد المنتخبين المستفيدين.",
        groups=[region, *provinces],
        signatures=[signatory("رئيس قسم الموارد البشرية والتكوين"), signatory("المدير العام للمصالح")],
    )


ACCOUNT = {
    "site": "takwin.example",
    "username": "n.bouazzaoui",
    "link": "https://takwin.example/open/J7Q2-X4MD-PB9T-W3KC",
    "code": "482 913",
    "phone": "05 35 00 00 00",
}


def _access_letter() -> facts.Facts:
    return facts.access_letter(
        _paper("TKW-ACC-2026-00412", "رسالة فتح حساب"),
        REGION,
        _reference("755/ق.م.ب.ت"),
        name="نعيمة بوعزاوي",
        gender="f",
        office="نائبة رئيس المجلس الجماعي لأزرو",
        service="منصة تكوين لجهة فاس-مكناس",
        expires="الاثنين 30 نونبر 2026 على الساعة 18:00",
        password_length=12,
        signatures=[signatory("رئيس قسم الموارد البشرية والتكوين")],
        **ACCOUNT,
    )


def _access_letter_fr() -> facts.Facts:
    return facts.access_letter(
        _paper("TKW-ACC-2026-00412", "Lettre d'ouverture de compte", author="Région Fès-Meknès", language="fr"),
        REGION,
        reference("755/DRHF", "Fès", ISSUED_ON, language="fr"),
        name="Naïma BOUAZZAOUI",
        gender="f",
        office="vice-présidente du conseil communal d'Azrou",
        service="la plateforme Takwin de la Région Fès-Meknès",
        expires="lundi 30 novembre 2026 à 18:00",
        password_length=12,
        signatures=[signatory("Le Chef de la Division", rank="des ressources humaines et de la formation")],
        **ACCOUNT,
    )
