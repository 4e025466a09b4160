"""Issue, revoke and reissue certificates."""

import datetime as dt
import logging
import zipfile
from collections.abc import Iterator, Sequence
from itertools import tee
from pathlib import Path
from typing import Protocol, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.certificates.codes import new_code
from takwin.certificates.models import Bundle, Certificate, CertificateState
from takwin.certificates.papers import Common, certificate_facts, common_of
from takwin.certificates.queries import still_to_issue, valid
from takwin.core import clock
from takwin.core.later import progress
from takwin.core.moves import move
from takwin.core.refused import refused
from takwin.core.text import search_text
from takwin.directory.models import Body
from takwin.documents.actions import cancel_paper, place_to_make, store_made_file
from takwin.documents.dossiers import write_entry
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper, SealCertificate
from takwin.documents.papers.engine import PaperError, try_many
from takwin.documents.seals import current_seals, sealed
from takwin.journal.actions import record, record_many, target_of
from takwin.people.models import Person
from takwin.training.enums import SessionState
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import qualified

CHUNK = 100
UNDRAWN = _("No certificate can be drawn: a name, a title or a place holds a sign that the fonts of the papers lack.")
log = logging.getLogger(__name__)


class Ending(Protocol):
    """An act that ends a certificate and gives the one to show next."""

    def __call__(self, certificate: Certificate, *, reason: str, by: User) -> Certificate: ...


def issue_certificates(session: TrainingSession, *, by: User) -> int:
    """Issue a certificate to each who meets the session's rule and has none; gives how many were issued.

    In chunks of a hundred, each its own transaction under the session's lock: a batch that was cut may be run again,
    and two officers at once issue each certificate once. The date of issue is that of the first chunk.
    """
    if session.state != SessionState.CLOSED:
        raise ValidationError(_("Certificates are issued once the session is closed and its presence sealed."))
    waiting = still_to_issue(session)
    common = common_of(session, clock.today(), clock.now())
    issued = 0
    for start in range(0, len(waiting), CHUNK):
        issued += _issue_chunk(session, waiting[start : start + CHUNK], common, by=by)
        progress(min(start + CHUNK, len(waiting)), len(waiting))
    return issued


@transaction.atomic
def _issue_chunk(session: TrainingSession, lines: Sequence[Enrolment], common: Common, *, by: User) -> int:
    TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    people = [line.person_id for line in lines]
    held = set(session.certificates.filter(person__in=people).values_list("person", flat=True))
    wanted = [line for line in lines if line.person_id not in held]
    certificates = Certificate.objects.bulk_create([_earned(session, line, by) for line in wanted])
    Paper.objects.bulk_create([_paper(c, line, common, by) for c, line in zip(certificates, wanted, strict=True)])
    own = Paper.objects.filter(owner=common.issuer, kind=PaperKind.CERTIFICATE, reference=OuterRef("code")).values("pk")
    Certificate.objects.filter(pk__in=[c.pk for c in certificates]).update(paper=Subquery(own))
    record_many("certificate.issued", list(certificates), by=by, session=session.pk)
    return len(certificates)


def _earned(session: TrainingSession, line: Enrolment, by: User) -> Certificate:
    """A certificate, unsaved, with the facts of today: they never move afterwards."""
    return _certificate(session, line.person, line.body, line.half_days, by)  # type: ignore[attr-defined]


def _certificate(session: TrainingSession, person: Person, body: Body, half_days: int, by: User) -> Certificate:
    code = new_code()
    return Certificate(
        session=session,
        person=person,
        body=body,
        issuer=session.owner,
        code=code,
        name_ar=person.name_ar,
        name_fr=person.name_fr,
        title_ar=session.topic.name_ar,
        title_fr=session.topic.name_fr,
        half_days=half_days,
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        issued_on=clock.today(),
        issued_by=by,
        search_text=search_text(person.name_ar, person.name_fr, session.topic.name_ar, session.topic.name_fr, code),
    )


def _paper(certificate: Certificate, line: Enrolment | None, common: Common, by: User) -> Paper:
    return Paper(
        owner=common.issuer,
        kind=PaperKind.CERTIFICATE,
        reference=certificate.code,
        subject=target_of(certificate),
        template="certificate",
        facts=certificate_facts(certificate, line, common),
        issued_at=common.made_at,
        issued_by=by,
    )


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, reason: str, by: User) -> Certificate:
    """Declare a certificate no longer good, for a reason the public page does not tell; its paper is cancelled."""
    certificate = _end(certificate, "revoke", reason, by)
    record("certificate.revoked", certificate, by=by)
    return certificate


@transaction.atomic
def reissue_certificate(certificate: Certificate, *, reason: str, by: User) -> Certificate:
    """Issue another certificate with the person's names as they are now; the former points to it.

    The new one bears today's date and its own code, and the half-days now recorded. One revoked by mistake is
    replaced likewise, if presence still gives it; one that stands and would say the same again is only to be printed.
    """
    certificate = Certificate.objects.select_related("person").get(pk=certificate.pk)
    if certificate.state == CertificateState.VALID and not certificate.bears_a_former_name:
        raise ValidationError(
            _("The names are those it bears already: correct them on the person's page, then reissue.")
        )
    former = _end(certificate, "replace", reason, by)
    session = former.session
    with refused(Certificate):
        new = _certificate(session, former.person, former.body, _half_days_now(former), by)
        new.replaces = former
        new.save()
    line = Enrolment.objects.filter(session=session, person=former.person).select_related("office__body").last()
    common = common_of(session, clock.today(), clock.now())
    new.paper = _paper(new, line, common, by)
    new.paper.save()
    new.save(update_fields=["paper"])
    record("certificate.replaced", former, by=by, replacement=new.pk)
    record("certificate.reissued", new, by=by, replaces=former.pk)
    return new


def _half_days_now(former: Certificate) -> int:
    """Those that presence counts today, since one may have been revoked for presence that was corrected."""
    counted = {line.person_id: line.half_days for line in qualified(former.session)}  # type: ignore[attr-defined]
    if former.person_id not in counted:
        raise ValidationError(_("The presence now recorded does not give this certificate."))
    return int(counted[former.person_id])


def _end(certificate: Certificate, how: str, reason: str, by: User) -> Certificate:
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related(
            "session__topic", "session__owner", "session__place", "session__host", "person", "body", "paper"
        )
        .get(pk=certificate.pk)
    )
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the history keeps it.")})
    move(certificate, how)
    certificate.ended_at, certificate.ended_by = clock.now(), by
    certificate.reason = " · ".join(filter(None, [certificate.reason, reason]))
    certificate.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    if certificate.paper and not certificate.paper.cancelled_at:
        cancel_paper(certificate.paper, by=by)
    return certificate


def bundle_certificates(session: TrainingSession, *, by: User) -> Bundle:
    """Make the PDFs of a session's valid certificates ready to print, in one archive, a few at a time.

    One that cannot be drawn keeps none of the others from being printed: the bundle tells which it is. The archive is
    of the moment its certificates were listed: one issued or ended while it was being made is missing, or too much.
    """
    began = clock.now()
    standing = valid(session.certificates.filter(paper__isnull=False)).order_by("name_ar", "pk")
    keys = list(standing.values_list("pk", flat=True))
    if not keys:
        raise ValidationError(_("This session has no valid certificate yet."))
    left_out: list[Certificate] = []
    with place_to_make() as made:
        _print_all(keys, made, left_out, current_seals([session.owner_id]))
        if len(left_out) == len(keys):
            raise ValidationError(UNDRAWN)
        return _keep_bundle(session, made, len(keys) - len(left_out), left_out, began, by=by)


def _print_all(keys: Sequence[int], made: Path, left_out: list[Certificate], seals: dict[int, SealCertificate]) -> None:
    """Write the PDFs to the archive ``made``, never holding more than a few; name those that cannot be drawn."""
    certificates, drawn = tee(_with_papers(keys))
    pdfs = try_many("certificate", (paper.facts for _certificate, paper in drawn))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as files:
        for done, ((certificate, paper), pdf) in enumerate(zip(certificates, pdfs, strict=True), start=1):
            if isinstance(pdf, PaperError):
                log.warning("%s cannot be drawn: %s", certificate, pdf)
                left_out.append(certificate)
            else:
                write_entry(files, f"{certificate.code}.pdf", sealed(pdf, paper, seals))
            if done % 20 == 0 or done == len(keys):
                progress(done, len(keys))


def _with_papers(keys: Sequence[int]) -> Iterator[tuple[Certificate, Paper]]:
    """The certificates with their papers, in the order of their keys, a hundred at a time."""
    for start in range(0, len(keys), CHUNK):
        portion = keys[start : start + CHUNK]
        found = Certificate.objects.select_related("paper").in_bulk(portion)
        yield from ((found[key], cast(Paper, found[key].paper)) for key in portion)


@transaction.atomic
def _keep_bundle(
    session: TrainingSession, made: Path, count: int, left_out: Sequence[Certificate], began: dt.datetime, *, by: User
) -> Bundle:
    stored = store_made_file(
        made, name=f"{session.reference}.zip", content_type="application/zip", owner=session.owner, by=by
    )
    bundle = Bundle.objects.create(session=session, file=stored, count=count, made_at=began)
    bundle.left_out.set(left_out)
    record("certificates.bundled", session, by=by, count=count, left_out=[c.pk for c in left_out])
    return bundle
