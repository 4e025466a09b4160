"""The names of standing committees in both languages, those that the organic laws give and those that are usual.

The office of a chair is recorded as a list writes it, in one language; a page or a paper in the other says it there.
"""

import re

from takwin.core.text import folded

# Organic laws 111-14, 112-14 and 113-14 name the first, 113-14 (art. 25) the second; offices shorten these and others.
# Of two that one language calls alike, the first is what the other language calls it.
STANDING = (
    {
        "ar": "لجنة الميزانية والشؤون المالية والبرمجة",
        "fr": "Commission du budget, des affaires financières et de la programmation",
    },
    {"ar": "لجنة المرافق العمومية والخدمات", "fr": "Commission des services publics et des prestations"},
    {
        "ar": "لجنة التنمية البشرية والشؤون الاجتماعية",
        "fr": "Commission du développement humain et des affaires sociales",
    },
    {
        "ar": "لجنة الشؤون الاجتماعية والثقافية والرياضية",
        "fr": "Commission des affaires sociales, culturelles et sportives",
    },
    {
        "ar": "لجنة التعمير وإعداد التراب والبيئة",
        "fr": "Commission de l’urbanisme, de l’aménagement du territoire et de l’environnement",
    },
    {
        "ar": "لجنة التعمير والبيئة وإعداد التراب",
        "fr": "Commission de l’urbanisme, de l’environnement et de l’aménagement du territoire",
    },
    {"ar": "لجنة التعمير والبيئة", "fr": "Commission de l’urbanisme et de l’environnement"},
    {"ar": "لجنة التعمير", "fr": "Commission de l’urbanisme"},
    {"ar": "لجنة المالية والميزانية والبرمجة", "fr": "Commission des finances, du budget et de la programmation"},
    {"ar": "لجنة المالية", "fr": "Commission des finances"},
    {"ar": "لجنة المرافق العمومية", "fr": "Commission des services publics"},
    {"ar": "لجنة المرافق", "fr": "Commission des services publics"},
    {"ar": "لجنة الشؤون الاجتماعية", "fr": "Commission des affaires sociales"},
)
ARTICLE = re.compile(r"^(?:(?:des|du|de la|les?|la) |(?:de )?l’)")


def _key(name: str) -> str:
    """The name as it is compared: its spelling forgiven, without the word that says it is a committee."""
    said = folded(name).replace("'", "’").removeprefix(folded("لجنة "))
    return ARTICLE.sub("", said.removeprefix("commission "))


NAMED = {_key(name): both for both in reversed(STANDING) for name in both.values()}


def committee(name: str, language: str) -> str:
    """A committee as ``language`` (``ar`` or ``fr``) calls it when it is one of these; else as it was written."""
    both = NAMED.get(_key(name))
    return both[language] if both else name
