"""The facts of the certificate of accreditation, in Arabic and in French."""

from collections.abc import Sequence
from typing import Any

from takwin.catalogue.models import Accreditation, Trainer
from takwin.core import clock, formats
from takwin.core.amounts import Language
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers.accreditations import accreditation
from takwin.documents.papers.parts import Gender, paper, signatory
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity
from takwin.people.models import Person
from takwin.people.queries import president_of

TEMPLATE = "accreditation"
TITLE: dict[Language, str] = {"ar": "شهادة اعتماد مكون", "fr": "Attestation d’agrément de formateur"}
CNDP = "معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08"
GENDERS: dict[str, Gender] = {Sex.FEMALE: "f", Sex.MALE: "m"}
ACTS: dict[str, tuple[str, str]] = {
    "deliberation": ("مقرر", "la délibération"),
    "decision": ("قرار", "la décision"),
    "minutes": ("محضر", "le procès-verbal"),
    "visa": ("تأشيرة", "le visa"),
    "record": ("محضر", "le procès-verbal"),
}


def accreditation_facts(trainer: Trainer, rows: Sequence[Accreditation], *, number: str) -> dict[str, Any]:
    """What one act accredits a trainer in, and until when; the president of the owner of the pool signs."""
    owner, person = trainer.owner, trainer.person
    president = president_of(owner, clock.today())
    signs = {
        language: capacity(Title.PRESIDENT, president.person.sex if president else "", language, body=owner)
        for language in ("ar", "fr")
    }
    is_woman = president is not None and president.person.sex == Sex.FEMALE
    return accreditation(
        paper(
            f"ACC-{number}", f"{TITLE['ar']} – {_name(person, 'ar')}", author=owner.name_ar, made_at=clock.now(),
            cndp=CNDP,
        ),
        letterhead_of(owner),
        place=town_of(owner),
        issued_on=clock.today(),
        gender=GENDERS.get(person.sex, ""),
        said={
            "title": TITLE,
            "authority": {
                "ar": f"{'تشهد' if is_woman else 'يشهد'} {signs['ar']}",
                "fr": f"{'La' if is_woman else 'Le'} {signs['fr']} atteste",
            },
            "name": {"ar": _name(person, "ar"), "fr": _name(person, "fr")},
            "from": {"ar": _of(trainer.body, "ar"), "fr": _of(trainer.body, "fr")},
            "act": {"ar": _act(rows[0], "ar"), "fr": _act(rows[0], "fr")},
            "period": {"ar": _period(rows[0], "ar"), "fr": _period(rows[0], "fr")},
        },
        topics=[(row.topic.name_ar, row.topic.name_fr) for row in rows if row.topic],
        signatures=[signatory(signs["ar"], name=president.person.name_ar if president else "")],
    )  # fmt: skip


def _name(person: Person, language: Language) -> str:
    first, second = (person.name_ar, person.name_fr) if language == "ar" else (person.name_fr, person.name_ar)
    return first or second


def _of(body: Body, language: Language) -> str:
    return body.name_ar if language == "ar" else body.name_fr


def _act(row: Accreditation, language: Language) -> str:
    words = ACTS[row.act.kind][0 if language == "ar" else 1]
    day = formats.day(row.act.taken_on, language=language)
    number = row.act.number
    return f"{words} رقم {number} بتاريخ {day}" if language == "ar" else f"{words} n° {number} du {day}"


def _period(row: Accreditation, language: Language) -> str:
    first = formats.day(row.starts_on, language=language)
    if row.ends_on is None:
        return f"ابتداء من {first}" if language == "ar" else f"à compter du {first}"
    last = formats.day(row.ends_on, language=language)
    return f"من {first} إلى {last}" if language == "ar" else f"du {first} au {last}"
