"""Certificates as a form: a council says how a name is to be written before a certificate is issued anew."""

from takwin.certificates.models import Certificate
from takwin.certificates.queries import sessions_of_issuer
from takwin.certificates.tables import CERTIFICATES
from takwin.documents.forms.lists import ListForm
from takwin.rights.enums import Permission

FORMS = (
    # Only who vouches for a certificate ends or reissues it, and so takes a word on it.
    ListForm(
        "certificates", Certificate, Permission.CERTIFICATE_ISSUE, lambda: CERTIFICATES, "certificates:certificates",
        named=lambda certificate: f"{certificate.code} · {certificate.name}",
        mine=lambda user: Certificate.objects.filter(session__in=sessions_of_issuer(user)),
    ),
)  # fmt: skip
