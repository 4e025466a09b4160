"""Draft the agreements of every province from the shares of a programme."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.agreements import actions
from takwin.agreements.forms.from_shares import FromSharesForm
from takwin.agreements.queries.from_shares import provinces_of
from takwin.core.later import later
from takwin.directory.models import Body
from takwin.programmes.models import Programme
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import is_sound
from takwin.ui.things import Crumb


@requires(Permission.AGREEMENT_EDIT)
def draft_all(request: UserRequest, pk: int) -> HttpResponse:
    """Every province with what it owes and what would be drafted; one act, followed to its end, makes it."""
    owners = allowed(Body.objects, request.user, Permission.AGREEMENT_EDIT)
    thing = get_object_or_404(Programme.objects.filter(owner__in=owners).select_related("owner"), pk=pk)
    if thing.adopted_at is None:
        raise Http404
    rows = provinces_of(thing)
    left = sum(bool(row.to_commit) for row in rows)
    form = FromSharesForm(request.POST or None, year=thing.year)
    if request.method == "POST" and is_sound(form):
        terms = {"programme": thing, "instalments": form.instalments()}
        job = later(actions.draft_from_shares, **terms, by=request.user, steps=len(rows))
        return redirect(f"{reverse('portal:job', args=[job.pk])}?{urlencode({'next': thing.get_absolute_url()})}")
    context = {
        "title": _("Draft the agreements of all provinces"), "programme": thing, "rows": rows, "left": left,
        "form": form, "back_url": thing.get_absolute_url(), "submit": _("Draft and commit"),
        "crumbs": [Crumb(thing.name, thing.get_absolute_url()), Crumb(_("Agreements"))],
    }  # fmt: skip
    return render(request, "agreements/from_shares.html", context, status=422 if form.errors else 200)
