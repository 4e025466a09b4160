"""What certificates were earned, and whether one is good."""

from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from takwin.accounts.models import User
from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence
from takwin.certificates.codes import tidy_code
from takwin.certificates.models import Bundle, Certificate, CertificateState
from takwin.directory.models import Body
from takwin.documents.models import Paper
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.enums import SessionState
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import qualified

PORTION = 40  # certificates in one PDF: those of a usual session


def certificate_with(code: str) -> Certificate | None:
    """The certificate a public code names, whatever its state; one query."""
    return Certificate.objects.select_related("issuer", "replaced_by").filter(code=tidy_code(code)).first()


def still_to_issue(session: TrainingSession) -> list[Enrolment]:
    """Those who meet the session's rule and hold no valid certificate of it; one who was revoked is not asked again."""
    holders = set(session.certificates.values_list("person", flat=True))
    return [line for line in qualified(session) if line.person_id not in holders]


def bundles_of(session: TrainingSession) -> QuerySet[Bundle]:
    """The archives made ready to print, the last first; ``is_stale`` when a certificate was issued or ended since.

    By the hour, and by their number: the papers of a long issue bear the moment it began, before an archive that was
    made between two of its portions.
    """
    since = Q(ended_at__gt=OuterRef("made_at")) | Q(paper__issued_at__gt=OuterRef("made_at"))
    changed = Certificate.objects.filter(since, session=OuterRef("session"))
    standing = valid(Certificate.objects.filter(session=OuterRef("session"), paper__isnull=False))
    held = F("count") + _number(Bundle.left_out.through.objects.filter(bundle=OuterRef("pk")), "bundle")
    others = ~Q(held=_number(standing, "session"))
    rows = session.bundles.annotate(held=held).annotate(
        is_stale=ExpressionWrapper(Exists(changed) | others, BooleanField())
    )
    return rows.prefetch_related("left_out")


def _number(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many rows there are of the one thing they are asked of."""
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def sessions_to_certify(sessions: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Closed sessions in which someone has earned a certificate and none was issued yet."""
    earned = (
        Presence.objects.filter(register=OuterRef("register"), counts=True, status__in=COUNTED)
        .order_by()
        .values("register", "person")
        .annotate(half_days=Count("pk"))
        .filter(half_days__gte=F("register__session__certificate_half_days"))
    )
    issued = Certificate.objects.filter(session=OuterRef("pk"))
    return sessions.filter(Exists(earned), ~Exists(issued), state=SessionState.CLOSED)


def sessions_of_issuer(user: User) -> QuerySet[TrainingSession]:
    """The sessions whose certificates ``user`` issues and revokes: those his own institution organised.

    A session is *seen* where it is held and where its participants come from, but only its organiser vouches for it.
    """
    organisers = allowed(Body.objects, user, Permission.CERTIFICATE_ISSUE)
    return allowed(TrainingSession.objects.filter(owner__in=organisers), user, Permission.CERTIFICATE_ISSUE)


def valid(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return certificates.filter(Q(state=CertificateState.VALID))


def portion_to_print(session: TrainingSession, number: int) -> list[Paper]:
    """The papers of the ``number``-th portion of a session's valid certificates, in the order of their archive."""
    standing = valid(session.certificates.filter(paper__isnull=False)).order_by("name_ar", "pk")
    if not 1 <= number <= portions_to_print(session):
        return []
    chosen = standing.select_related("paper")[(number - 1) * PORTION : number * PORTION]
    return [certificate.paper for certificate in chosen if certificate.paper]


def portions_to_print(session: TrainingSession) -> int:
    """In how many files: as many certificates as a page is willingly waited for are one."""
    return -(-valid(session.certificates.filter(paper__isnull=False)).count() // PORTION)
