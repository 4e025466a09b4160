"""What certificates bring to the pages of other things: sessions, persons, the desk, the search."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.certificates.models import Certificate, CertificateState
from takwin.certificates.queries import (
    bundles_of,
    portions_to_print,
    sessions_of_issuer,
    sessions_to_certify,
    still_to_issue,
)
from takwin.core import formats
from takwin.core.moves import may_move
from takwin.core.search import answering
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.panels import Found, Waiting
from takwin.rights.queries import allowed, holds
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession
from takwin.ui.things import Act, Call

FEW = 6
DESK_DAYS = 15  # certificates are expected two weeks after the last day


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.CERTIFICATE_VIEW)


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """The certificates of a session: who still waits for his, who has it, and the archive to print."""
    if session.state != SessionState.CLOSED:
        return None
    mine = allowed(session.certificates.select_related("person", "body"), user, Permission.CERTIFICATE_VIEW)
    issuing = sessions_of_issuer(user).filter(pk=session.pk).exists()
    return {
        "session": session,
        "waiting": len(still_to_issue(session)) if issuing else 0,
        "certificates": mine.order_by("name_ar", "pk")[:FEW],
        "count": mine.count(),
        "issuing": issuing,
        "portions": range(1, portions_to_print(session) + 1) if issuing else (),
        "bundle": bundles_of(session).first() if issuing else None,
        "all_url": f"{reverse('certificates:certificates')}?session={session.pk}",
    }


def acts_of(certificate: Certificate, replaced_by: Certificate | None, *, vouches: bool) -> list[Act]:
    """What may be done of it, and first what matters: of one that was replaced, to go to the one that holds."""
    pk, stands = certificate.pk, certificate.state == CertificateState.VALID
    printed = Act(_("Print the certificate"), reverse("certificates:pdf", args=[pk]), "print", quiet=not stands)
    acts = []
    if replaced_by:
        acts.append(Act(_("See the certificate that replaces it"), replaced_by.get_absolute_url(), "award"))
    if vouches and may_move(certificate, "replace"):
        acts.append(Act(_("Correct and reissue…"), reverse("certificates:reissue", args=[pk]), "edit"))
    if vouches and may_move(certificate, "revoke"):
        acts.append(Act(_("Revoke…"), reverse("certificates:revoke", args=[pk]), "no", danger=True))
    return [printed, *acts] if stands else [*acts, printed]


def calls_of(certificate: Certificate, replaced_by: Certificate | None, *, vouches: bool) -> list[Call]:
    """What is to be known of a certificate before it is printed again."""
    if replaced_by:
        day = formats.day(replaced_by.issued_on)
        said = _("Another holds in its place since %(day)s. This one is void.") % {"day": day}
        act = Act(_("See the certificate that replaces it"), replaced_by.get_absolute_url())
        return [Call(_("This certificate was replaced."), said, "bad", act)]
    if not certificate.bears_a_former_name:
        return []
    now = _("The person is now named %(name)s. Whoever issued it may reissue it.") % {"name": certificate.person.name}
    again = Act(_("Reissue…"), reverse("certificates:reissue", args=[certificate.pk])) if vouches else None
    return [Call(_("It bears a former name"), now, "warn", again)]


def of_person(person: Person, user: User) -> dict[str, Any] | None:
    """What a person has earned, over all mandates; what bears a former name is reissued from here by its issuer."""
    mine = allowed(person.certificates, user, Permission.CERTIFICATE_VIEW)
    certificates = list(mine.order_by("-issued_on", "-pk"))
    former = {certificate.session_id for certificate in certificates if certificate.bears_a_former_name}
    issued = set(sessions_of_issuer(user).filter(pk__in=former).values_list("pk", flat=True)) if former else set()
    rows = [(one, one.bears_a_former_name and one.session_id in issued) for one in certificates]
    return {"certificates": rows} if rows else None


def of_oneself(person: Person) -> dict[str, Any] | None:
    """What a person sees of his own certificates, without an account."""
    certificates = list(person.certificates.order_by("-issued_on", "-pk"))
    return {"certificates": certificates} if certificates else None


def waiting(user: User) -> Iterable[Waiting]:
    """Closed sessions whose certificates are not issued."""
    uncertified = sessions_to_certify(sessions_of_issuer(user))
    for session in uncertified.select_related("topic", "place").order_by("-ends_on", "pk")[:FEW]:
        yield Waiting(
            _("Certificates to issue: %(topic)s") % {"topic": session.topic},
            f"{session.place} · {session.reference}",
            session.ends_on + timedelta(days=DESK_DAYS),
            session.get_absolute_url(),
            _("Issue"),
        )


def found(terms: list[str], user: User) -> Iterable[Found]:
    """Certificates by the name they bear, their topic or their code."""
    mine = allowed(Certificate.objects, user, Permission.CERTIFICATE_VIEW)
    for certificate in answering(mine, terms)[:FEW]:
        yield Found(certificate.name, f"{certificate.title} · {certificate.code}", certificate.get_absolute_url())
