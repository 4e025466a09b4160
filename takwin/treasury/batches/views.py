"""Many requests for funds at once, and their PDFs to print."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from takwin.documents.serving import file_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury import shown as transfers
from takwin.treasury.batches import actions, queries, shown
from takwin.treasury.forms import BatchForm
from takwin.treasury.models import RequestBatch
from takwin.treasury.queries import asked_by
from takwin.ui.forms import is_sound

KEEP = Permission.TREASURY_REQUEST
SHOWN = 100


@requires(KEEP)
def batch(request: UserRequest) -> HttpResponse:
    """Request several instalments at once, or print their letters again; the worker writes them and makes one PDF."""
    asked = shown.batch(request, asked_by(request.user))
    form = BatchForm(request.POST or None, open_ones=asked.rows)
    if request.method == "POST" and is_sound(form):
        chosen = list(form.cleaned_data["instalments"])
        jobs = actions.order_batches(chosen, writes=asked.writes, scope=asked.scope, by=request.user)
        address = reverse("portal:job", args=[jobs[-1].pk])
        return redirect(f"{address}?{urlencode({'next': reverse('treasury:batches')})}")
    context = {"form": form, "asked": asked, "title": asked.title, "crumbs": transfers.crumbs()}
    return render(request, "treasury/batch.html", context, status=422 if form.errors else 200)


@require_GET
@requires(KEEP)
def batches(request: UserRequest) -> HttpResponse:
    """The letters written or printed together, the latest first, each to be downloaded as one PDF."""
    rows = [shown.printed(one) for one in queries.batches_of(request.user)[:SHOWN]]
    context = {"title": _("Letters to print"), "batches": rows, "crumbs": transfers.crumbs()}
    return render(request, "treasury/batches/batches.html", context)


@require_GET
@requires(KEEP)
def batch_file(request: UserRequest, pk: int) -> FileResponse:
    """All the letters of a batch, as one PDF."""
    made = allowed(RequestBatch.objects, request.user, KEEP).exclude(file=None).select_related("file")
    return file_response(get_object_or_404(made, pk=pk).file)  # type: ignore[arg-type]
