"""The papers of an account, for the tests of papers; bodies are real, sums are invented."""

from dataclasses import replace
from decimal import Decimal

from takwin.documents.papers import annex, spending, years
from takwin.documents.papers.facts import Facts
from takwin.documents.papers.parts import Letterhead, Signatory, paper, reference, signatory
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT

RIB = "350810000000000012345654"
SHARE, NOTHING = Decimal("28588.23"), Decimal(0)
PAID, OWED = (NOTHING, SHARE, SHARE, NOTHING), (NOTHING, SHARE, NOTHING, SHARE)
COMMUNES = ("أزرو", "إفران", "تزكيت", "ضاية عوا", "بن صميم", "تكريكرة", "عين اللوح", "سيدي المخفي", "تيمحضيت")


def of_money(issuer: Letterhead, president: Signatory) -> dict[str, tuple[str, Facts]]:
    """The samples of this module, by their names."""
    return {
        "financial-year": ("financial-year", _financial_year(issuer, president)),
        "financial-annex": ("financial-annex", _financial_annex(issuer, president)),
        "spending-slip": ("spending-slip", _slip(issuer, president)),
        "tax-withheld": ("tax-withheld", _tax(issuer, president)),
    }


def _financial_year(issuer: Letterhead, president: Signatory) -> Facts:
    share = SHARE
    due, came = share * len(COMMUNES), share * 6
    rows = [("الأموال المتوفرة بالحساب", 182400, came + 1250, 0), ("المساهمات الباقي تحصيلها", 0, due, came),
            ("مبالغ محولة لم تخصم من أي مساهمة", 0, came, came + 1250), ("المساهمات الملتزم بها", 0, 0, due),
            ("الأرصدة الافتتاحية", -182400, 0, 0)]  # fmt: skip
    title = "البيان المالي السنوي لحساب مساهمات التكوين المستمر"
    return years.financial_year(
        paper("TKW-YEAR-1-2025", title, author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("1/2025", "فاس", ISSUED_ON),
        year=2025,
        account="أموال مرصدة (مساهمات الغير)",
        budget_line="10.20.30/41",
        rib=RIB,
        accounts=[
            years.AccountRow(name, Decimal(opening), Decimal(debit), Decimal(credit), Decimal(opening + debit - credit))
            for name, opening, debit, credit in rows
        ],
        payers=[years.PayerRow(f"جماعة {name}", *PAID if n < 6 else OWED) for n, name in enumerate(COMMUNES)],
        held=[years.HeldRow("TGR-2025-00042", ISSUED_ON, "جماعة أزرو", Decimal(1250))],
        closing=Decimal(182400) + came + 1250,
        closed_on=ISSUED_ON,
        signatures=[signatory("المحاسب العمومي المكلف بالحساب"), president],
    )


def _financial_annex(issuer: Letterhead, president: Signatory) -> Facts:
    paid = annex.AnnexRow("", SHARE, SHARE, SHARE, NOTHING, SHARE, NOTHING, Decimal(1250))
    owed = annex.AnnexRow("", SHARE, SHARE, NOTHING, SHARE, NOTHING, SHARE, NOTHING)
    rows = [replace(paid if n < 6 else owed, name=f"جماعة {name}") for n, name in enumerate(COMMUNES)]
    return annex.financial_annex(
        paper("TKW-ANX-1-2025", "الملحق المالي السنوي", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("1/2025", "فاس", ISSUED_ON),
        year=2025,
        groups=[annex.AnnexGroup("إقليم إفران", rows[:5]), annex.AnnexGroup("إقليم صفرو", rows[5:])],
        promised=SHARE,
        expenses=[annex.ExpenseRow("إطعام", Decimal("41200.00"), Decimal("30000.00"))],
        cash=annex.Cash(Decimal(182400), SHARE * 6, Decimal(30000), Decimal(152400) + SHARE * 6),
        told_on=ISSUED_ON,
        signatures=[signatory("المحاسب العمومي المكلف بالحساب"), president],
    )


def _slip(issuer: Letterhead, president: Signatory) -> Facts:
    return spending.slip(
        paper("TKW-SER-12-2026", "شهادة الخدمة المنجزة", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("12/2026", "فاس", ISSUED_ON),
        opening="نشهد أن شركة الإطعام أنجزت ما يلي لفائدة مجلس جهة فاس-مكناس بتاريخ 9 دجنبر 2026، وأنه مطابق للمطلوب:",
        purpose="وجبات غداء لفائدة المشاركين في الدورة",
        session="آليات تجويد الحكامة (FM-26-041)",
        order="31/2026",
        lines=[spending.Line("وجبة غداء", Decimal(38), Decimal("120.00"), Decimal("4560.00"))],
        withheld=Decimal("456.00"),
        signatures=[president],
    )


def _tax(issuer: Letterhead, president: Signatory) -> Facts:
    half = Decimal("2100.00")
    return spending.tax_withheld(
        paper("TKW-TAX-1-2026-10", "بيان الضريبة المقتطعة من المنبع", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("……/2026", "فاس", ISSUED_ON),
        month="أكتوبر 2026",
        payer=[("التعريف الضريبي (IF)", "40385617"), ("التعريف الموحد للمقاولة (ICE)", "")],
        lines=[
            spending.TaxLine(
                "نعيمة بوعزاوي", "البطاقة الوطنية للتعريف: ZT148220", ISSUED_ON, half * 2, Decimal(30), Decimal(1260)
            ),
            spending.TaxLine("رشيد العمراني", "رقم البطاقة: غير معروف", ISSUED_ON, half, Decimal("12.5"), half / 8),
        ],
        remittances=["77/2026 (27 نونبر 2026)، بمبلغ 1.260,00 درهم"],
        signatures=[president],
    )
