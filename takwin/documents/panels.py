"""What papers bring to the page of a body."""

from typing import Any

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.models import SealCertificate


def seal_of(body: Body, _user: User) -> dict[str, Any] | None:
    """The certificate that seals its papers: anyone who is given one reads the same in it."""
    seal = SealCertificate.objects.filter(owner=body, retired_at=None).first()
    return {"seal": seal} if seal else None
