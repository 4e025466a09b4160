"""The convocation in French, many convocations at once, and the list that follows them from hand to hand."""

import datetime as dt

from takwin.core.halfdays import half_days
from takwin.documents.papers import facts, routes
from takwin.documents.papers.parts import Letterhead, letter, paper, reference, signatory
from tests.documents.samples_meetings import ISSUED_ON, MADE_AT

DECREE = "المرسوم رقم 2.16.297 الصادر في 23 من رمضان 1437 (29 يونيو 2016)"


def of_convocations(
    province: Letterhead, issuer: Letterhead, session: facts.Facts
) -> dict[str, tuple[str, facts.Facts]]:
    arabic = _arabic(province, session)
    return {
        "convocation-participant": ("convocation", arabic),
        "convocation-participant-fr": ("convocation", _french(issuer)),
        "convocation-participants": ("convocation", facts.convocations([arabic, _french(issuer)])),
        "route-list": ("route-list", _route_list(issuer, session)),
    }


def _arabic(issuer: Letterhead, session: facts.Facts) -> facts.Facts:
    return facts.convocation(
        paper(
            "TKW-CNV-2026-004127", "استدعاء لحضور دورة تكوينية", author="عمالة إقليم إفران", made_at=MADE_AT,
            cndp="معطيات ذات طابع شخصي معالجة طبقا للقانون رقم 09.08",
        ),
        issuer,
        reference("1482/ق.ج.ت", "إفران", ISSUED_ON, "برنامج الدورة"),
        letter(
            "عامل إقليم إفران",
            "السيدة نعيمة بوعزاوي، نائبة رئيس جماعة أزرو",
            "استدعاء لحضور دورة تكوينية لفائدة أعضاء مجالس الجماعات الترابية بإقليم إفران",
            basis=["القانون التنظيمي رقم 113.14 المتعلق بالجماعات، ولا سيما المادة 53 منه", DECREE],
        ),
        session=session,
        name="نعيمة بوعزاوي",
        gender="f",
        capacity="نائبة رئيس المجلس الجماعي لأزرو",
        is_elected=True,
        reply_before=dt.date(2026, 12, 4),
        reply_code="7K4M-9QXD",
        reply_url="https://takwin.example/r/7K4M9QXD",
        phone="05 35 00 00 00",
        signatures=[signatory("عن عامل إقليم إفران وبأمر منه", rank="الكاتب العام")],
    )  # fmt: skip


def _french(issuer: Letterhead) -> facts.Facts:
    held = [
        facts.Held(day, part, dt.time(9), dt.time(12, 30))
        for day, part in half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 8))
    ]
    subject = "Convocation à une session de formation"
    return facts.convocation(
        paper(
            "TKW-CNV-2026-004128", subject, author="Région Fès-Meknès", made_at=MADE_AT, language="fr",
            cndp="Données personnelles traitées conformément à la loi n° 09-08",
        ),
        issuer,
        reference("1483/26", "Fès", ISSUED_ON, language="fr"),
        letter(
            "Le président du conseil régional", "Madame Naïma Bouazzaoui, vice-présidente, Commune d'Azrou", subject,
            basis=["Décret n° 2-16-297 du 23 ramadan 1437 (29 juin 2016)"],
        ),
        session=facts.session(
            "Gouvernance des collectivités territoriales", programme="Programme annuel 2026", held=held,
            venue="Salle de réunion, province d'Ifrane", ways=["https://takwin.example/w/12/"],
            trainers=["Monsieur Rachid Ouazzani"], language="fr",
        ),
        name="Naïma Bouazzaoui",
        gender="f",
        capacity="vice-présidente, Commune d'Azrou",
        is_elected=True,
        reply_before=dt.date(2026, 12, 4),
        reply_code="123456",
        reply_url="https://takwin.example/p/7K4M9QXD/",
        phone="05 35 00 00 00",
        signatures=[signatory("Le président du conseil régional")],
    )  # fmt: skip


def _route_list(issuer: Letterhead, session: facts.Facts) -> facts.Facts:
    people = [facts.Nominee(f"عضو رقم {n}", "عضو المجلس الجماعي", "جماعة أزرو", f"{1482 + n}/26") for n in range(1, 8)]
    return routes.route_list(
        paper("RTE-1490/26", "ورقة تبليغ الاستدعاءات", author="جهة فاس-مكناس", made_at=MADE_AT),
        issuer,
        reference("1490/26", "فاس", ISSUED_ON),
        session=session,
        authority="عمالة إقليم إفران",
        stages=[
            routes.RouteStage("دائرة أزرو", "جماعة أزرو", people),
            routes.RouteStage("دائرة إفران", "جماعة تيزكيت", people[:4]),
        ],
        before=dt.date(2026, 12, 4),
    )
