"""A paper on a sample: what an office sees before it changes its words."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.core.amounts import Language
from takwin.core.identifiers import printable
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import annex, figures, minutes, parts, worded, years
from takwin.documents.papers.engine import PaperError, render
from takwin.documents.papers.worded import Article, Due, Facts, Signer, Tranche
from takwin.documents.wording.queries import Words, sample_values

DUE = Due("2026", dt.date(2026, 3, 31), Decimal("60878.75"), Decimal("47803.75"), "CV-26-03")
SHARE, BALANCE, ZERO = Decimal("28588.23"), Decimal(182400), Decimal(0)
RIB = "310270123450006789120041"
BEFORE: dict[str, tuple[str, str]] = {
    "title": ("بيان أداء مساهمة", "Relevé de paiement d’une contribution"),
    "agreement": ("اتفاقية تمويل برامج التكوين المستمر", "Convention de financement de la formation continue"),
    "decision": ("نموذج مقرر", "Projet de délibération"),
    "article": ("موضوع الاتفاقية: تمويل برامج التكوين.", "Objet : le financement des formations."),
    "president": ("رئيس المجلس", "Le président du conseil"),
    "request": ("طلب تحويل المساهمة المالية", "Virement de la contribution"),
    "reminder": ("تذكير بطلب تحويل المساهمة المالية (التذكير رقم 2)", "Rappel n° 2 de la demande de virement"),
    "transfers": ("بيان تحويل مساهمات الجماعات الترابية في برامج التكوين المستمر للمنتخبين", "État des virements"),
    "annex": ("الملحق المالي السنوي لبرامج التكوين المستمر", "Annexe financière annuelle"),
    "year": ("البيان المالي السنوي لحساب مساهمات التكوين المستمر", "État financier annuel"),
    "treasurer": ("المحاسب العمومي المكلف بالحساب", "Le comptable public"),
    "minutes": ("محضر اجتماع", "Procès-verbal de réunion"),
}


def _said(key: str, language: str) -> str:
    return BEFORE[key][0 if language == "ar" else 1]


def trial(owner: Body, words: Words) -> tuple[str, Facts]:
    """The template and the facts of a paper made of these words, the body's own letterhead and a sample's figures."""
    language: Language = "ar" if words.language == "ar" else "fr"
    filled = words.filled(sample_values(words.letter, language))
    return MADE[words.letter.key](owner, filled, language)


def drawn(owner: Body, words: Words) -> bytes:
    """The PDF of that trial. Words with a sign that the fonts of papers lack are refused: no paper could be made."""
    try:
        return render(*trial(owner, words))
    except PaperError as error:
        for text in words.texts.values():
            printable("".join(text.split()))
        raise ValidationError(_("No paper can be made of these words.")) from error


def _identity(owner: Body, title: str, language: Language) -> tuple[parts.Paper, parts.Letterhead, parts.Reference]:
    now = clock.now()
    name = owner.name_ar if language == "ar" else owner.name_fr
    paper = parts.paper("TKW-TRIAL", title, author=name, made_at=now, language=language, state="draft")
    day = now.astimezone(clock.CASABLANCA).date()
    return paper, letterhead_of(owner), parts.reference("000/2026", town_of(owner, language), day, language=language)


def _request(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    return "funds-request", _asking(owner, words, language, _said("request", language))


def _reminder(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    return "reminder", _asking(owner, words, language, _said("reminder", language))


def _asking(owner: Body, words: dict[str, object], language: Language, subject: str) -> Facts:
    letter = parts.letter(
        _said("president", language), "السيد رئيس مجلس جماعة عين اللوح", subject, salutation="السيد الرئيس"
    )
    signs = [parts.signatory(_said("president", language))]
    return worded.asking(
        *_identity(owner, subject, language), letter, words=words, dues=[DUE],
        label="CONTRIBUTION 2026 COMMUNE D'AIN LEUH PROVINCE IFRANE", rib=RIB, signatures=signs,
    )  # fmt: skip


def _minutes(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    promise = minutes.Promise("1", "تحويل المساهمة المتبقية", "جماعة عين اللوح", "13075.00", "31 يناير 2027")
    title = _said("minutes", language)
    facts = minutes.minutes(
        *_identity(owner, title, language), title=title, series="إفران", opening=_lines(words, "opening"),
        present=[(owner.name_ar, [minutes.Present("", _said("president", language))])], excused=[],
        agenda=[_said("article", language)], paragraphs=[_said("article", language)], promises=[promise],
        closing=_lines(words, "closing"), version=words["version"],
        signatures=[parts.signatory(_said("president", language))],
    )  # fmt: skip
    return "minutes", facts


def _statement(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    facts = worded.payment_statement(
        *_identity(owner, _said("title", language), language), subtitle="2026", words=words, dues=[DUE],
        signatures=[parts.signatory(_said("president", language))],
    )  # fmt: skip
    return "payment-statement", facts


def _transfers(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    row = figures.TransferRow(
        "جماعة عين اللوح", promised=DUE.promised, unvoted=SHARE, requested=DUE.promised, ordered=DUE.received,
        declared=ZERO, received=DUE.received, owed=DUE.owed, late=DUE.owed, deliberation="12/2026",
    )  # fmt: skip
    facts = figures.state_of_transfers(
        *_identity(owner, _said("transfers", language), language), subtitle="برسم سنة 2026", words=words,
        groups=[figures.TransferGroup("إقليم إفران", [row])], closed_on=clock.today(),
        signatures=[parts.signatory(_said("president", language))],
    )  # fmt: skip
    return "state-of-transfers", facts


def _annex(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    row = annex.AnnexRow(
        "جماعة عين اللوح", due=DUE.promised, asked=DUE.promised, ordered=DUE.received, declared=ZERO,
        received=DUE.received, remaining=DUE.owed, credit=ZERO,
    )  # fmt: skip
    facts = annex.financial_annex(
        *_identity(owner, _said("annex", language), language), year=2026, words=words,
        groups=[annex.AnnexGroup("إقليم إفران", [row])], promised=SHARE,
        expenses=[annex.ExpenseRow("إطعام", SHARE, SHARE)],
        cash=annex.Cash(BALANCE + SHARE - DUE.received, DUE.received, SHARE, BALANCE), told_on=clock.today(),
        signatures=_both(language),
    )  # fmt: skip
    return "financial-annex", facts


def _year(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    opening = BALANCE - DUE.received
    facts = years.financial_year(
        *_identity(owner, _said("year", language), language), year=2026, words=words,
        account="أموال مرصدة (مساهمات الغير)", budget_line="", rib=RIB,
        accounts=[years.AccountRow("الأموال المتوفرة بالحساب", opening, DUE.received, ZERO, BALANCE)],
        payers=[years.PayerRow("جماعة عين اللوح", ZERO, DUE.promised, DUE.received, DUE.owed)], held=[],
        closing=BALANCE, closed_on=clock.today(), signatures=_both(language),
    )  # fmt: skip
    return "financial-year", facts


def _both(language: Language) -> list[parts.Signatory]:
    return [parts.signatory(_said(who, language)) for who in ("treasurer", "president")]


def _agreement(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    names = [owner.name_ar, "جماعة عين اللوح"] if language == "ar" else [owner.name_fr, "Commune d’Aïn Leuh"]
    facts = worded.articles(
        *_identity(owner, _said("agreement", language), language), subtitle="CV-26-03",
        before=_lines(words, "preamble"), parties=[Signer(name) for name in names], agreed=_lines(words, "agreed"),
        articles=[Article("1", [_said("article", language)])],
        schedule=[Tranche(names[1], DUE.due_on, DUE.owed)], after=_lines(words, "closing"), version=words["version"],
    )  # fmt: skip
    return "articles", facts


def _deliberation(owner: Body, words: dict[str, object], language: Language) -> tuple[str, Facts]:
    decided = [Article(str(n), [line]) for n, line in enumerate(_lines(words, "decision"), start=1)]
    facts = worded.articles(
        *_identity(owner, _said("decision", language), language), subtitle=_said("agreement", language),
        before=_lines(words, "grounds"), articles=decided,
        schedule=[Tranche("جماعة عين اللوح" if language == "ar" else "Commune d’Aïn Leuh", DUE.due_on, DUE.owed)],
        after=_lines(words, "vote"), version=words["version"],
        signatures=[parts.signatory(_said("president", language))],
    )  # fmt: skip
    return "articles", facts


def _lines(words: dict[str, object], name: str) -> list[str]:
    lines = words[name]
    return list(lines) if isinstance(lines, list) else []


MADE: dict[str, Callable[[Body, dict[str, object], Language], tuple[str, Facts]]] = {
    "funds-request": _request,
    "reminder": _reminder,
    "minutes": _minutes,
    "payment-statement": _statement,
    "state-of-transfers": _transfers,
    "financial-annex": _annex,
    "financial-year": _year,
    "draft-agreement": _agreement,
    "deliberation": _deliberation,
}
