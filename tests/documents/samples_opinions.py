"""The questionnaire on paper, for the tests of papers."""

from typing import Any

from takwin.documents.papers.engine import qr
from takwin.documents.papers.facts import Facts
from takwin.documents.papers.parts import letterhead, paper
from tests.documents.samples_meetings import MADE_AT

ISSUER = letterhead("region", ["المملكة المغربية", "جهة فاس-مكناس"], ["ROYAUME DU MAROC", "Région"])  # one is printed
FACES = ("سيئ جدا", "سيئ", "متوسط", "جيد", "جيد جدا")
LONG_AR, LONG_FR = "هل يفيدك ما تعلمته في مهامك " * 4, "Ce que vous avez appris sert-il dans votre charge ? " * 2
# As long as a question and an answer may be: 110 and 28 letters.
ANSWERS = (("رئيس مجلس الجهة أو من ينوب ع", "le président de la région, à"),) * 5


def of_opinions() -> dict[str, tuple[str, Facts]]:
    """The samples of this module, by their names."""
    faces = [{"ar": word, "fr": word, "face": n} for n, word in enumerate(FACES, 1)]
    words = [{"ar": ar, "fr": fr, "face": 0} for ar, fr in ANSWERS]
    questions = [_question("كيف وجدت الدورة؟", "Comment était la session ?", faces)]
    questions += [_question(LONG_AR[:110], LONG_FR[:110], words) for _n in range(8)]
    copies = [{"number": 3, "qr": qr("TKW1/TKW-EVL-1/3", "رمز النسخة 3")}]
    told: Facts = {
        "questionnaire": "تقييم عند نهاية الدورة",
        "title": "التحول الرقمي ورقمنة المساطر",
        "when": "9 دجنبر 2026",
    }
    whole = paper("TKW-EVL-1", "استمارة", author="جهة فاس-مكناس", made_at=MADE_AT)
    return {
        "questionnaire": (
            "questionnaire",
            {"paper": whole, "issuer": ISSUER, "questions": questions, "copies": copies, **told},
        )
    }


def _question(ar: str, fr: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"ar": ar, "fr": fr, "choices": choices}
