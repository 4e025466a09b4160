"""The facts a certificate prints, gathered once for all the certificates of a session."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from takwin.certificates.credentials import credential, sealed
from takwin.certificates.models import Certificate
from takwin.core.amounts import Language
from takwin.core.halfdays import HalfDay
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import KeyUse
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.keys import Signer, signer
from takwin.documents.papers.facts import certificate as certificate_paper
from takwin.documents.papers.parts import Gender, Letterhead, paper, presence, signatory
from takwin.people.enums import Title
from takwin.people.labels import COMMITTEE_TITLES, after_french, capacity, on_paper
from takwin.people.models import Office
from takwin.people.queries import president_of
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import half_days_of

TITLE: dict[Language, str] = {"ar": "شهادة المشاركة", "fr": "Attestation de participation"}
GENDERS: dict[str, Gender] = {"f": "f", "m": "m"}


def verify_url(code: str, signed: str) -> str:
    """What the QR code opens: the certificate's page; after ``#``, its credential, which no server sees."""
    return f"{settings.PUBLIC_URL}/verify/{code}#{signed}"


@dataclass(frozen=True)
class Common:
    """What all the certificates of a session share."""

    issuer: Body
    letterhead: Letterhead
    president: Office | None
    half_days: list[HalfDay]
    where: dict[Language, str]
    made_at: dt.datetime
    signer: Signer


def common_of(session: TrainingSession, on: dt.date, made_at: dt.datetime) -> Common:
    """Read once what the certificates of a session share."""
    host = session.host or session.owner
    return Common(
        issuer=session.owner,
        letterhead=letterhead_of(session.owner),
        president=president_of(session.owner, on),
        half_days=half_days_of(session),
        where={"ar": f"بمقر {host.name_ar}", "fr": f"au siège {after_french(host.name_fr)}"} if session.host else {
            "ar": f"بتراب {session.place.name_ar}", "fr": f"à {session.place.name_fr}",
        },
        made_at=made_at,
        signer=signer(KeyUse.CREDENTIAL),
    )  # fmt: skip


def certificate_facts(certificate: Certificate, line: Enrolment | None, common: Common) -> dict[str, Any]:
    """The facts of one certificate; its names and title are those copied on the day of issue."""
    president = common.president
    sex = president.person.sex if president else ""
    signs = {language: capacity(Title.PRESIDENT, sex, language, body=common.issuer) for language in ("ar", "fr")}
    is_woman = sex == "f"
    earned: dict[Language, str] = {
        language: presence(certificate.half_days, len(common.half_days), language=language) for language in ("ar", "fr")
    }
    signed = sealed(credential(certificate, earned["ar"], common.made_at), common.signer)
    return certificate_paper(
        paper(
            f"TKW-CRT-{certificate.code}",
            f"{TITLE['ar']} – {certificate.name_ar or certificate.name_fr}",
            author=common.issuer.name_ar,
            made_at=common.made_at,
        ),
        common.letterhead,
        place=town_of(common.issuer),
        issued_on=certificate.issued_on,
        gender=GENDERS.get(certificate.person.sex, ""),
        said={
            "title": TITLE,
            "authority": {
                "ar": f"{'تشهد' if is_woman else 'يشهد'} {signs['ar']}",
                "fr": f"{'La' if is_woman else 'Le'} {signs['fr']} atteste",
            },
            "name": {
                "ar": certificate.name_ar or certificate.name_fr,
                "fr": certificate.name_fr or certificate.name_ar,
            },
            "capacity": {"ar": _capacity(line, certificate, "ar"), "fr": _capacity(line, certificate, "fr")},
            "topic": {"ar": certificate.title_ar, "fr": certificate.title_fr},
            "where": common.where,
            "presence": earned,
        },
        half_days=common.half_days,
        verify_url=verify_url(certificate.code, signed),
        signatures=[signatory(signs["ar"], name=president.person.name_ar if president else "")],
    )


def _capacity(line: Enrolment | None, certificate: Certificate, language: str) -> str:
    if line is not None and line.office is not None:
        detail = on_paper(line.office.detail or _committee(line.office, language), language)
        return capacity(line.office.title, certificate.person.sex, language, detail, certificate.body)
    return certificate.body.name_ar if language == "ar" else certificate.body.name_fr


def _committee(office: Office, language: str) -> str:
    """The committee of its chair, where it is a body of its own: the council it belongs to is said after it."""
    if office.title not in COMMITTEE_TITLES or office.body.kind != BodyKind.COMMITTEE:
        return ""
    return office.body.name_ar if language == "ar" else office.body.name_fr
