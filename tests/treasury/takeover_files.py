"""A workbook of agreements as a finance office keeps it, of places and people invented or common to any list."""

from typing import Any

from tests.people.lists import book

HEADING = [
    "ر.ت", "العمالة أو الإقليم", "الجماعة", "رقم الاتفاقية", "تاريخ الاتفاقية", "حصة 2024", "حصة سنة 2025 (بالدرهم)",
    "المقرر", "تاريخ المقرر", "تاريخ التأشيرة", "تاريخ التوقيع", "الموقع", "المبلغ المستخلص", "ملاحظات",
]  # fmt: skip
FACTS = ("n", "province", "council", "reference", "agreed", "y2024", "y2025", "vote", "voted", "visaed", "signed",
         "signatory", "received", "notes")  # fmt: skip


def row(**cells: Any) -> list[Any]:
    """Azrou: 12.000 promised for each of two years, voted, visaed, signed; 15.000 received."""
    facts = dict.fromkeys(FACTS) | {
        "n": 1, "province": "إفران", "council": "جماعة ازرو", "reference": "12/2024", "agreed": "05/06/2024",
        "y2024": "12 000,00", "y2025": 12000, "vote": "مقرر رقم 7 بتاريخ 05/02/2024", "visaed": "20/03/2024",
        "signed": "05/06/2024", "signatory": "حسن العبدلاوي", "received": "15.000,00 درهم",
    } | cells  # fmt: skip
    return [facts[name] for name in FACTS]


def leuh(**cells: Any) -> list[Any]:
    """Ain Leuh, under the same agreement, whose cells are blank as in a merged column; nothing signed yet."""
    return row(**{
        "n": 2, "province": None, "council": "عين اللوح", "reference": None, "agreed": None, "y2024": 8000,
        "y2025": "8.000", "vote": None, "visaed": None, "signed": None, "signatory": None, "received": None,
    } | cells)  # fmt: skip


def council(**cells: Any) -> list[Any]:
    """The provincial council, its deliberation in two cells."""
    return row(**{
        "n": 3, "province": None, "council": "المجلس الإقليمي لإفران", "reference": None, "y2024": 30000,
        "y2025": 30000, "vote": "11", "voted": "08/01/2024", "signed": None, "signatory": None, "received": None,
    } | cells)  # fmt: skip


def workbook(*rows: list[Any], total: tuple[Any, Any] | None = (50000, "50.000,00"), **more: Any) -> bytes:
    """The sheet under its title, with its totals and a signature below."""
    listed = list(rows or (row(), leuh(), council()))
    sums = [[None, None, "المجموع", None, None, *total]] if total else []
    title = [["جهة فاس-مكناس"], ["وضعية اتفاقيات الشراكة ومساهمات الجماعات الترابية"], []]
    return book(**{"الاتفاقيات": [*title, HEADING, *listed, *sums, [], ["حرر بفاس في 3 يناير 2026"]]} | more)
