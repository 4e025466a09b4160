"""Write to the absent of a closed session; print what was written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from takwin.documents.serving import pdf_bytes_response, pdf_of_many
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.training.absences.actions import write_to_absent
from takwin.training.absences.queries import letters_standing
from takwin.training.views.answers import session_seen


@requires(Permission.SESSION_CONFIRM)
@require_POST
def write(request: UserRequest, pk: int) -> HttpResponse:
    """One act writes to each council that does not know yet what the ledger says of its people."""
    found = session_seen(request, pk, Permission.SESSION_CONFIRM)
    try:
        written = write_to_absent(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        said = ngettext("%(n)s letter is written and numbered.", "%(n)s letters are written and numbered.", written)
        messages.success(request, said % {"n": written})
    return redirect(f"{found.get_absolute_url()}#absent")


@requires(Permission.DOCUMENT_VIEW)
@require_GET
def letters(request: UserRequest, pk: int) -> HttpResponse:
    """The letters on absences that the reader sees, as one PDF to print."""
    found = session_seen(request, pk, Permission.SESSION_VIEW)
    papers = [one.letter.paper for one in letters_standing(found, request.user)]
    if not papers:
        raise Http404
    return pdf_bytes_response(pdf_of_many("notice", papers), f"{found.reference}.pdf")
