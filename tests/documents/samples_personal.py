"""A person's file in both languages, for the tests of papers; the person is invented."""

import datetime as dt

from takwin.core.amounts import Language
from takwin.documents.papers import facts, personal
from takwin.documents.papers.parts import Letterhead, Paper, paper, reference, signatory

MADE_AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ISSUED_ON = dt.date(2026, 11, 23)


def _paper(title: str, author: str, language: Language, cndp: dict[Language, str]) -> Paper:
    return paper("TKW-DP-00012", title, author=author, made_at=MADE_AT, language=language, cndp=cndp[language])


def person_file(issuer: Letterhead, cndp: dict[Language, str]) -> facts.Facts:
    return personal.person_file(
        _paper("ما يحتفظ به عن شخص", "جهة فاس-مكناس", "ar", cndp),
        issuer,
        reference("DP-12", "فاس", ISSUED_ON),
        name="نعيمة بوعزاوي – Naïma BOUAZZAOUI",
        preamble=["سلم بناء على طلب، طبقا للمادتين 7 و8 من القانون رقم 09.08."],
        own={
            "title": "الشخص",
            "purpose": "",
            "keep": "",
            "heads": ["البيان", "القيمة", "سبب الاحتفاظ", "إلى متى"],
            "rows": [["الهاتف", "+212661234567", "الاستدعاء", "خمس سنوات بعد انتهاء آخر مهمة"]],
        },
        sections=[
            {
                "title": "وثائق الهوية",
                "purpose": "معرفة هوية الشخص",
                "keep": "خمس سنوات بعد انتهاء آخر مهمة",
                "heads": ["الوثيقة", "الرقم"],
                "rows": [["بطاقة التعريف الوطنية", "ZT-148220"], ["جواز السفر", ""]],
            }
        ],
        closing=["لكل شخص أن يطلب تصحيح معطياته مجانا."],
        signatures=[signatory("المكلف بالمعطيات الشخصية")],
    )


def person_file_fr(issuer: Letterhead, cndp: dict[Language, str]) -> facts.Facts:
    return personal.person_file(
        _paper("Données détenues sur une personne", "Région Fès-Meknès", "fr", cndp),
        issuer,
        reference("DP-12", "Fès", ISSUED_ON, language="fr"),
        name="Naïma BOUAZZAOUI",
        preamble=["Remis sur demande, en application des articles 7 et 8 de la loi n° 09-08."],
        own={
            "title": "La personne",
            "purpose": "",
            "keep": "",
            "heads": ["Donnée", "Valeur", "Finalité", "Durée"],
            "rows": [["Téléphone", "+212661234567", "convoquer", "cinq ans après la fin de la dernière fonction"]],
        },
        sections=[],
        closing=["Toute personne peut demander la rectification de ses données, sans frais."],
        signatures=[signatory("Le responsable des données personnelles")],
    )


def of_persons(issuer: Letterhead, cndp: dict[Language, str]) -> dict[str, tuple[str, facts.Facts]]:
    """The samples of this module, by their names."""
    return {
        "person-file": ("person-file", person_file(issuer, cndp)),
        "person-file-fr": ("person-file", person_file_fr(issuer, cndp)),
    }
