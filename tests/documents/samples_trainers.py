"""Letters to a trainer, for the tests of papers; the trainer is invented."""

import datetime as dt

from takwin.core.halfdays import half_days
from takwin.documents.papers import trainers
from takwin.documents.papers.facts import Facts
from takwin.documents.papers.parts import Letterhead, letter, paper, reference, signatory
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT

HALVES = half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 9))
HOURS = (dt.time(9), dt.time(12)), (dt.time(14, 30), dt.time(17, 30))
TO = "السيدة نعيمة السرغيني، جامعة الأخوين"
INVITES, CHARGES = "دعوة للمشاركة في تأطير دورة تكوينية", "رسالة تكليف بمهمة تأطير دورة تكوينية"


def of_trainers(issuer: Letterhead) -> dict[str, tuple[str, Facts]]:
    """The samples of this module, by their names."""
    reply = trainers.reply(
        "يوم الثلاثاء 1 دجنبر 2026", "381 204", "https://takwin.example.ma/p/3kQ9xTz7LmW2vBn8RsYd1A/"
    )
    return {
        "trainer-letter": ("trainer-letter", _letter(issuer, "612/26", INVITES) | reply),
        "trainer-letter-mission": ("trainer-letter", _letter(issuer, "618/26", CHARGES)),
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
