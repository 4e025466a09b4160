"""The statements that were imported, and taking one back."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury.models import BankStatement
from takwin.treasury.statements import shown
from takwin.treasury.statements.taking_back import take_back_import
from takwin.ui.forms import done, form_page

KEEP = Permission.TREASURY_REQUEST
SHOWN = 100


def _statements(request: UserRequest) -> Any:
    return shown.with_counts(allowed(BankStatement.objects, request.user, KEEP))


@require_GET
@requires(KEEP)
def statements(request: UserRequest) -> HttpResponse:
    """The statements imported last, each with what became of its lines."""
    rows = [shown.imported(one) for one in _statements(request).order_by("-imported_at", "-pk")[:SHOWN]]
    context = {"title": _("Imported statements"), "statements": rows, "crumbs": shown.crumbs(_("Imported statements"))}
    return render(request, "treasury/bank_statements.html", context)


@requires(KEEP)
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take an import back once that was said again; what stands in the way is said on the same page."""
    found = get_object_or_404(_statements(request), pk=pk)
    form = Form(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: take_back_import(found, by=request.user)):
        messages.success(
            request, _("The import is taken back: its lines are gone, and the file may be imported again.")
        )
        return redirect("treasury:bank_statements")
    title, back = _("Take back this import"), reverse("treasury:bank_statements")
    lead = ngettext(
        "%(n)s line of the statement %(days)s is removed, unless something was said of it.",
        "%(n)s lines of the statement %(days)s are removed, all or none, unless something was said of one.",
        found.new,
    ) % {"n": found.new, "days": found}
    page: dict[str, Any] = {"title": title, "submit": title, "lead": lead, "crumbs": shown.crumbs(title)}
    return form_page(request, form, back=back, danger=True, **page)
