"""The minutes of a meeting and its note to the press, for the tests of papers; the persons are invented."""

import datetime as dt

from takwin.documents.papers import minutes as sheets
from takwin.documents.papers.facts import Facts
from takwin.documents.papers.parts import Letterhead, paper, reference, signatory

MADE_AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ISSUED_ON = dt.date(2026, 11, 23)
COMMUNES = ("أزرو", "تيمحضيت", "سيدي المخفي")
SERIES = "اللقاءات التواصلية حول برنامج التكوين المستمر لفائدة المنتخبين"


def of_meetings(issuer: Letterhead) -> dict[str, tuple[str, Facts]]:
    """The samples of this module, by their names."""
    return {"minutes": ("minutes", _minutes(issuer)), "press-note": ("press-note", _press_note(issuer))}


def _minutes(issuer: Letterhead) -> Facts:
    promised = "عبر السادة الرؤساء عن استعدادهم لتحويل مساهماتهم قبل متم شهر يناير 2027"
    return sheets.minutes(
        paper("PV-7/26", "محضر اجتماع", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("7/26", "فاس", ISSUED_ON),
        title="محضر اجتماع",
        series=f"{SERIES} – الاجتماع الخامس – إفران",
        opening=[f"في إطار سلسلة «{SERIES}»، انعقد يوم الخميس 19 نونبر 2026 على الساعة 10:00، اللقاء الخامس."],
        present=[
            ("مجلس جهة فاس-مكناس", [sheets.Present("السيدة أمينة العلوي", "نائبة الرئيس")]),
            ("عمالة إقليم إفران", [sheets.Present("", "الكاتب العام")]),
            *((f"جماعة {name}", [sheets.Present("إدريس أوعقا", "رئيس المجلس")]) for name in COMMUNES),
        ],
        excused=["ممثل الجامعة"],
        agenda=["تتبع التزامات الاجتماع السابق", "إطلاق برنامج 2027"],
        paragraphs=["نوهت رئيسة الجلسة بمجهودات الحاضرين.", f"{promised} (الالتزامات من 1 إلى 3)."],
        promises=[
            sheets.Promise(str(n), "تحويل المساهمة المتبقية", f"جماعة {name}", "28588.23", "31 يناير 2027")
            for n, name in enumerate(COMMUNES, 1)
        ],
        closing=["وبعد استنفاد جدول الأعمال رفعت الجلسة."],
        signatures=[signatory("مقرر الاجتماع", name="سعاد المرنيسي"), signatory("نائبة الرئيس", name="أمينة العلوي")],
    )


def _press_note(issuer: Letterhead) -> Facts:
    return sheets.press_note(
        paper("CP-412/26", "بلاغ صحفي", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("412/26", "فاس", ISSUED_ON),
        title="إطلاق برنامج التكوين المستمر لفائدة المنتخبين",
        lead=f"{SERIES} – الخميس 19 نونبر 2026",
        paragraphs=["انعقد اللقاء التواصلي الخامس بمقر عمالة إقليم إفران.", "ودعا الحاضرون إلى الحضور المكثف."],
        signatures=[signatory("رئيس مجلس الجهة")],
    )
