"""What a workbook of agreements is about: the columns that offices write, one row for each party of an agreement."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from takwin.core.text import search_terms
from takwin.directory.gazetteer import gazetteer
from takwin.documents.sheets import Value
from takwin.documents.tables import FieldSpec, Subject
from takwin.documents.tables.lines import kind_of_line
from takwin.people.rosters.subject import PLACE, PROVINCE, line

YEARS = range(2018, 2034)  # those a workbook may tell of: an agreement before them is over
PAYER = ("payeur", "débiteur", "contributeur", "partenaire", "partie", "partie contractante", "الطرف", "الطرف المتعاقد",
         "الجماعة المساهمة", "الجهة المساهمة", "المساهم", "الملزم", "الآمر بالصرف", "ordonnateur")  # fmt: skip
REFERENCE = ("convention", "n convention", "n de la convention", "convention n", "numéro de la convention",
             "référence de la convention", "الاتفاقية", "رقم الاتفاقية", "مرجع الاتفاقية", "رقم اتفاقية الشراكة",
             "agreement number")  # fmt: skip
AGREED = ("date de la convention", "date convention", "تاريخ الاتفاقية", "date of the agreement")
VOTE = ("délibération", "n délibération", "n de la délibération", "délibération n", "numéro de la délibération",
        "المقرر", "رقم المقرر", "المداولة", "رقم المداولة", "مقرر المجلس", "deliberation number")  # fmt: skip
VOTED = ("date délibération", "date de la délibération", "date du vote", "votée le", "تاريخ المقرر", "تاريخ المداولة",
         "تاريخ الدورة", "date of the deliberation")  # fmt: skip
VISA = ("n visa", "n du visa", "visa n", "numéro du visa", "رقم التأشيرة", "رقم التأشير", "visa number")
VISAED = ("visa", "date visa", "date du visa", "visée le", "التأشيرة", "تاريخ التأشيرة", "تاريخ التأشير",
          "date of the visa")  # fmt: skip
SIGNED = ("signature", "date signature", "date de signature", "signée le", "تاريخ التوقيع", "التوقيع", "تاريخ الإمضاء",
          "date of the signature")  # fmt: skip
SIGNATORY = ("signataire", "nom du signataire", "signée par", "الموقع", "اسم الموقع", "الموقع عن الجماعة", "signatory")
RECEIVED = ("reçu", "versé", "payé", "encaissé", "recouvré", "transféré", "virement", "déjà reçu", "montant reçu",
            "montant versé", "total reçu", "total versé", "المقبوض", "المحصل", "المؤدى", "المستخلص", "المحول",
            "المبلغ المحول", "المبلغ المؤدى", "المبلغ المستخلص", "ما تم تحويله", "received before takwin")  # fmt: skip
SHARE = ("", "part", "quote part", "contribution", "cotisation", "montant", "année", "exercice", "part de l'année",
         "contribution de l'année", "حصة", "الحصة", "مساهمة", "المساهمة", "حصة سنة", "مساهمة سنة", "سنة", "واجب سنة",
         "برسم سنة")  # fmt: skip
TOTAL = ("total", "total des parts", "montant total", "total général", "المجموع", "مجموع المساهمات", "المبلغ الإجمالي")
USELESS = ("n", "no", "n ordre", "رقم", "ر ت", "الرقم الترتيبي", "observations", "ملاحظات", "reste",
           "reste à recouvrer",
           "الباقي", "الباقي استخلاصه", "rib", "téléphone", "الهاتف", "nombre d'élus", "nombre de membres", "effectif",
           "عدد الأعضاء", "عدد المنتخبين", "objet", "الموضوع")  # fmt: skip


def share_of(year: int) -> str:
    return f"share_{year}"


def received_of(year: int) -> str:
    return f"received_{year}"


SHARES = {share_of(year): year for year in YEARS}
RECEIPTS = {received_of(year): year for year in YEARS}
AMOUNTS = (*SHARES, *RECEIPTS, "received", "total")
DAYS = ("agreed_on", "voted_on", "visaed_on", "signed_on")


def looks_like_a_council(value: Value) -> float:
    if not isinstance(value, str):
        return 0.0
    return 1.0 if gazetteer().names_one(value) else 0.4 if line(value) else 0.0


def names_a_party(text: str) -> bool:
    return any(not term.isdigit() for term in search_terms(text)) and kind_of_line(text) != "total"


def _of_years(name: str, label: object, words: tuple[str, ...]) -> tuple[FieldSpec, ...]:
    return tuple(
        FieldSpec(
            f"{name}_{year}",
            format_lazy("{label} {year}", label=label, year=year),
            tuple(f"{word} {year}".strip() for word in words),
        )
        for year in YEARS
    )


AGREEMENTS = Subject(
    kind="agreements",
    fields=(
        FieldSpec("province", _("Province"), PROVINCE, fills_down=True, repeats=True),
        FieldSpec("place", _("Party"), (*PAYER, *PLACE), looks_like_a_council, anchor=True),
        FieldSpec("reference", _("Number of the agreement"), REFERENCE, fills_down=True, repeats=True),
        FieldSpec("agreed_on", _("Date of the agreement"), AGREED, fills_down=True, repeats=True),
        FieldSpec("vote", _("Number of the deliberation"), VOTE),
        FieldSpec("voted_on", _("Date of the deliberation"), VOTED),
        FieldSpec("visa", _("Number of the visa"), VISA),
        FieldSpec("visaed_on", _("Date of the visa"), VISAED),
        FieldSpec("signed_on", _("Date of the signature"), SIGNED),
        FieldSpec("signatory", _("Signatory"), SIGNATORY),
        *_of_years("share", _("Share"), SHARE),
        FieldSpec("received", _("Received before Takwin"), RECEIVED),
        *_of_years("received", _("Received for"), RECEIVED),
        FieldSpec("total", _("Total of the shares"), TOTAL),
        FieldSpec("useless", _("Of no use here"), USELESS, use="ignore"),
    ),
    is_entry=names_a_party,
    line=line,
)
