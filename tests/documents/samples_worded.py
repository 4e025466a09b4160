"""The papers whose words are an office's own, in their original words, for the tests."""

import datetime as dt
from decimal import Decimal
from typing import Any

from takwin.core.amounts import Language
from takwin.documents.papers import worded
from takwin.documents.papers.parts import Letterhead, letter, paper, reference, signatory
from takwin.documents.papers.worded import Article, Due, Signer, Tranche
from takwin.documents.wording.letters import LETTERS
from takwin.documents.wording.queries import sample_values, words_in
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT

DUES = [
    Due("مساهمة سنة 2025", dt.date(2025, 3, 31), Decimal("47803.75"), Decimal("47803.75"), "CV-23-03"),
    Due("مساهمة سنة 2026", dt.date(2026, 3, 31), Decimal("13075.00"), Decimal("0.00"), "CV-23-03"),
]
PRESIDENT = [signatory("رئيس مجلس جهة فاس-مكناس")]


def words_of_sample(key: str, language: Language = "ar", **values: str) -> dict[str, Any]:
    """The original words of a paper, filled with the samples of its fields, or with these values."""
    letter = LETTERS[key]
    return words_in(letter, language, None).filled(sample_values(letter, language) | values)


def of_words(issuer: Letterhead) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each sample's template and facts, by its name."""
    return {
        "reminder": ("reminder", _reminder(issuer)),
        "payment-statement": ("payment-statement", _statement(issuer)),
        "payment-statement-fr": ("payment-statement", _statement(issuer, "fr")),
        "articles-agreement": ("articles", _agreement(issuer)),
        "articles-deliberation": ("articles", _deliberation(issuer)),
        "articles-deliberation-fr": ("articles", _deliberation(issuer, "fr")),
    }


def _identity(title: str, language: Language = "ar") -> tuple[Any, Any]:
    author = "جهة فاس-مكناس" if language == "ar" else "Région Fès-Meknès"
    town = "فاس" if language == "ar" else "Fès"
    return (
        paper("TKW-CV-26-03", title, author=author, made_at=MADE_AT, language=language),
        reference("412/2026", town, ISSUED_ON, language=language),
    )


def _reminder(issuer: Letterhead) -> dict[str, Any]:
    subject = "تذكير بطلب تحويل المساهمة المالية في برامج التكوين المستمر للمنتخبين (التذكير رقم 2)"
    identity, ref = _identity(subject)
    told = letter("رئيس مجلس جهة فاس-مكناس", "السيد رئيس مجلس جماعة عين اللوح", subject, salutation="السيد الرئيس")
    terms: dict[str, Any] = {"label": "TKW-REQ-412-2026", "rib": "310270123450006789120041", "signatures": PRESIDENT}
    return worded.asking(identity, issuer, ref, told, words=words_of_sample("reminder"), dues=DUES[1:], **terms)


def _statement(issuer: Letterhead, language: Language = "ar") -> dict[str, Any]:
    title = "بيان أداء مساهمة" if language == "ar" else "Relevé de paiement d’une contribution"
    identity, ref = _identity(title, language)
    body = "جماعة عين اللوح" if language == "ar" else "Commune d’Aïn Leuh"
    dues = (
        DUES
        if language == "ar"
        else [Due(str(one.due_on.year), one.due_on, one.promised, one.received) for one in DUES]
    )
    signs = PRESIDENT if language == "ar" else [signatory("Le président du conseil régional")]
    words = words_of_sample("payment-statement", language)
    return worded.payment_statement(identity, issuer, ref, subtitle=body, words=words, dues=dues, signatures=signs)


SIGNED = "فاطمة الزهراء بنسليمان، النائبة الأولى لرئيس مجلس جهة فاس-مكناس"


def _agreement(issuer: Letterhead) -> dict[str, Any]:
    identity, ref = _identity("مشروع اتفاقية")
    words = words_of_sample("draft-agreement")
    parties = ["جهة فاس-مكناس", "مجلس إقليم إفران", "جماعة عين اللوح", "جماعة تيمحضيت"]
    return worded.articles(
        identity, issuer, ref, subtitle="اتفاقية تمويل البرنامج السنوي للتكوين المستمر 2026 – إقليم إفران",
        before=words["preamble"], agreed=words["agreed"],
        parties=[Signer(parties[0], signed=SIGNED, signed_on="7 أكتوبر 2025"), *map(Signer, parties[1:])],
        articles=[
            Article("1", ["تهدف هذه الاتفاقية إلى تمويل دورات التكوين المستمر لفائدة أعضاء المجالس."]),
            Article("2", ["تتحمل الجهة ربع الكلفة على الأقل.", "ويوزع الباقي حسب عدد المستفيدين."]),
            Article("3-1", ["20.000 درهم (عشرون ألف درهم)"]),
        ],
        schedule=[Tranche(name, dt.date(2026, 6, 30), Decimal("13075.00")) for name in parties[1:]],
        after=words["closing"],
    )  # fmt: skip


def _deliberation(issuer: Letterhead, language: Language = "ar") -> dict[str, Any]:
    identity, ref = _identity("نموذج مقرر" if language == "ar" else "Projet de délibération", language)
    words = words_of_sample("deliberation", language)
    body = "جماعة عين اللوح" if language == "ar" else "Commune d’Aïn Leuh"
    title = "اتفاقية تمويل برامج التكوين" if language == "ar" else "Convention de financement des formations"
    return worded.articles(
        identity, issuer, ref, subtitle=title, before=words["grounds"],
        articles=[Article(str(n), [line]) for n, line in enumerate(words["decision"], start=1)],
        schedule=[Tranche(body, dt.date(2026, 6, 30), Decimal("13075.00"))], after=words["vote"],
        signatures=[signatory("رئيس المجلس" if language == "ar" else "Le président du conseil")],
    )  # fmt: skip
