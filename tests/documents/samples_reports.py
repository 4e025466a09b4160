"""The report of a training session, for the tests of papers; its figures are invented."""

from takwin.documents.papers import reports
from takwin.documents.papers.facts import Facts
from takwin.documents.papers.parts import Letterhead, paper, reference, signatory
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT

HALVES = ("الثلاثاء 8 دجنبر 2026 – صباحا", "الثلاثاء 8 دجنبر 2026 – بعد الزوال", "الأربعاء 9 دجنبر 2026 – صباحا")
BODIES = ("جماعة أزرو", "جماعة إفران", "جماعة ضاية عوا", "المجلس الإقليمي لإفران")


def of_reports(issuer: Letterhead) -> dict[str, tuple[str, Facts]]:
    """The samples of this module, by their names."""
    return {"session-report": ("session-report", _session_report(issuer))}


def _session_report(issuer: Letterhead) -> Facts:
    return reports.session_report(
        paper("RD-51/26", "تقرير الدورة", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("51/26", "فاس", ISSUED_ON),
        title="تقرير الدورة التكوينية",
        particulars=[
            ("الموضوع", "آليات تجويد الحكامة بالجماعات الترابية"),
            ("المكان", "قاعة الاجتماعات بمقر عمالة إقليم إفران"),
            ("التأطير", "السيد رشيد الوزاني التهامي، جامعة الأخوين بإفران"),
            ("الحاضرون", "34 (85%)، من بينهم 13 من النساء"),
        ],
        half_days=[reports.Counted(name, ["31", "2", "3", "4"]) for name in HALVES],
        bodies=[reports.Counted(name, ["10", "8", "80%"]) for name in BODIES],
        sections=[
            ("سير الدورة", ["افتتحت الدورة في موعدها، وتناولت محاورها الثلاثة.", "وتميزت بنقاش مستفيض."]),
            ("التوصيات", ["تمديد الورشة التطبيقية إلى نصف يوم كامل."]),
        ],
        signatures=[signatory("رئيس مجلس جهة فاس-مكناس")],
    )
