"""The papers of an account, for the tests of papers; bodies are real, sums are invented."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.documents.papers import annex, figures, spending, years
from takwin.documents.papers.facts import Facts
from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory, paper, reference, signatory
from takwin.documents.papers.worded import to_the_centime
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT
from tests.documents.samples_worded import words_of_sample

TOLD_ON = formats.day(ISSUED_ON, language="ar")
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


def _transfer(n: int, name: str) -> figures.TransferRow:
    promised = Decimal(8000 + n * 1371 % 26000) + Decimal(n % 4) / 4
    received = (promised, Decimal(0), promised / 2)[n % 3].quantize(Decimal("0.01"))
    owed = promised - received
    return figures.TransferRow(
        name,
        promised,
        Decimal(1500 if n == 3 else 0),
        promised,
        received + (owed if n % 10 == 0 else 0),
        owed if n % 10 == 5 else Decimal(0),
        received,
        owed,
        owed if n % 2 else Decimal(0),
        f"{n}/2024",
    )


TRANSFERS = ("TKW-STT-2025-00004", "بيان تحويل مساهمات الجماعات في برامج التكوين المستمر")


def state_of_transfers(
    identity: Paper, issuer: Letterhead, ref: Reference, provinces: Mapping[str, Sequence[str]]
) -> Facts:
    """A state of the transfers of these bodies, as long as they are many."""
    groups = [
        figures.TransferGroup(name, [_transfer(n + 7 * g, body) for n, body in enumerate(bodies)])
        for g, (name, bodies) in enumerate(provinces.items())
    ]
    closed_on, rows = dt.date(2026, 10, 30), [row for group in groups for row in group.rows]
    received = sum((row.received for row in rows), Decimal(0))
    words = words_of_sample(
        "state-of-transfers",
        day=formats.day(closed_on, weekday=True, language="ar"),
        received=to_the_centime(received),
        received_in_words=in_words(received, "ar"),
        unvoted=to_the_centime(sum((row.unvoted for row in rows), Decimal(0))),
    )
    return figures.state_of_transfers(
        identity,
        issuer,
        ref,
        subtitle="السنة المالية 2025 – حسب العمالات والأقاليم",
        words=words,
        groups=groups,
        closed_on=closed_on,
        signatures=[
            signatory("رئيس قسم الموارد البشرية والتكوين"),
            signatory("رئيس قسم الميزانية والمحاسبة"),
            signatory("المدير العام للمصالح"),
        ],
    )


def _financial_year(issuer: Letterhead, president: Signatory) -> Facts:
    share = SHARE
    due, came = share * len(COMMUNES), share * 6
    rows = [("الأموال المتوفرة بالحساب", 182400, came + 1250, 0), ("المساهمات الباقي تحصيلها", 0, due, came),
            ("مبالغ محولة لم تخصم من أي مساهمة", 0, came, came + 1250), ("المساهمات الملتزم بها", 0, 0, due),
            ("الأرصدة الافتتاحية", -182400, 0, 0)]  # fmt: skip
    title = "البيان المالي السنوي لحساب مساهمات التكوين المستمر"
    kept = Decimal(182400) + came + 1250
    return years.financial_year(
        paper("TKW-YEAR-1-2025", title, author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("1/2025", "فاس", ISSUED_ON),
        year=2025,
        words=words_of_sample("financial-year", day=TOLD_ON, **_balance(kept)),
        account="أموال مرصدة (مساهمات الغير)",
        budget_line="10.20.30/41",
        rib=RIB,
        accounts=[
            years.AccountRow(name, Decimal(opening), Decimal(debit), Decimal(credit), Decimal(opening + debit - credit))
            for name, opening, debit, credit in rows
        ],
        payers=[years.PayerRow(f"جماعة {name}", *PAID if n < 6 else OWED) for n, name in enumerate(COMMUNES)],
        held=[years.HeldRow("TGR-2025-00042", ISSUED_ON, "جماعة أزرو", Decimal(1250))],
        closing=kept,
        closed_on=ISSUED_ON,
        signatures=[signatory("المحاسب العمومي المكلف بالحساب"), president],
    )


def _financial_annex(issuer: Letterhead, president: Signatory) -> Facts:
    paid = annex.AnnexRow("", SHARE, SHARE, SHARE, NOTHING, SHARE, NOTHING, Decimal(1250))
    owed = annex.AnnexRow("", SHARE, SHARE, NOTHING, SHARE, NOTHING, SHARE, NOTHING)
    rows = [replace(paid if n < 6 else owed, name=f"جماعة {name}") for n, name in enumerate(COMMUNES)]
    kept = Decimal(152400) + SHARE * 6
    return annex.financial_annex(
        paper("TKW-ANX-1-2025", "الملحق المالي السنوي", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("1/2025", "فاس", ISSUED_ON),
        year=2025,
        words=words_of_sample("financial-annex", day=TOLD_ON, unvoted=to_the_centime(SHARE), **_balance(kept)),
        groups=[annex.AnnexGroup("إقليم إفران", rows[:5]), annex.AnnexGroup("إقليم صفرو", rows[5:])],
        promised=SHARE,
        expenses=[annex.ExpenseRow("إطعام", Decimal("41200.00"), Decimal("30000.00"))],
        cash=annex.Cash(Decimal(182400), SHARE * 6, Decimal(30000), kept),
        told_on=ISSUED_ON,
        signatures=[signatory("المحاسب العمومي المكلف بالحساب"), president],
    )


def _balance(kept: Decimal) -> dict[str, str]:
    return {"balance": to_the_centime(kept), "balance_in_words": f" ({in_words(kept, 'ar')})"}


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
