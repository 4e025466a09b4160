"""What certificates say when a merge is to be undone."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.certificates.models import Certificate, CertificateState
from takwin.people.models import Merge
from takwin.training.models import Enrolment


def certified_since(merge: Merge) -> Promise | None:
    """A certificate issued since for a session whose enrolment would go back would be left without its proof."""
    moved = merge.moved.filter(model=Enrolment._meta.label).values("row")
    own = merge.moved.filter(model=Certificate._meta.label).values("row")
    sessions = Enrolment.objects.filter(pk__in=moved).values("session")
    since = Certificate.objects.filter(person=merge.kept, session__in=sessions, state=CertificateState.VALID)
    if since.exclude(pk__in=own).exists():
        return _("A certificate has been issued since for a session that would go back. Revoke it first.")
    return None
