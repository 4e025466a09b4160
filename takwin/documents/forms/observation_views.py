"""What came back beside the rows of lists: who said it, of what, and whether it is settled."""

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from takwin.accounts.models import User
from takwin.core.text import tidy
from takwin.documents.forms import observing
from takwin.documents.forms.lists import LIST_FORMS
from takwin.documents.forms.observed import observations_of
from takwin.documents.forms.views import GIVING_BACK
from takwin.documents.observation_models import Observation
from takwin.rights.access import UserRequest, requires
from takwin.ui.lists import Column, Empty, Listing, list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing


def list_of(observation: Observation) -> str:
    """The title of the list it was said of."""
    form = LIST_FORMS.get(observation.kind)
    return str(form.listing().title) if form else observation.kind


def _meant(rows: QuerySet[Observation], words: str) -> QuerySet[Observation]:
    for word in tidy(words).split():
        rows = rows.filter(Q(named__icontains=word) | Q(text__icontains=word))
    return rows


OBSERVATIONS = Listing(
    title=gettext_lazy("Observations that came back"),
    columns=[
        Column("named", gettext_lazy("Row"), phone="top", note=list_of),
        Column("text", gettext_lazy("Observation")),
        Column("owner", gettext_lazy("Received by"), value="owner.name", phone="hide"),
        Column("said_at", gettext_lazy("Received"), kind="moment", sort="said_at", phone="end"),
    ],
    empty=Empty(
        gettext_lazy("No observation waits"),
        gettext_lazy("What is written in the last column of a form appears here once the form is read back."),
    ),
    default_sort="-said_at",
    search=_meant,
    search_hint=gettext_lazy("Row or observation"),
)


@requires(*GIVING_BACK)
@require_GET
def observations(request: UserRequest) -> HttpResponseBase:
    act = Act(_("Read back a form"), reverse("documents:give_back"), "put")
    return list_page(request, observations_of(request.user), OBSERVATIONS, act=act)


def row_of(observation: Observation, user: User) -> Model | None:
    """The row itself, while the user may change it."""
    form = LIST_FORMS.get(observation.kind)
    return form.rows(user).filter(pk=observation.key).first() if form else None


def page_of(observation: Observation, user: User) -> str:
    """Where the row leads; nothing when it leads nowhere, or is no longer the user's to see."""
    row, form = row_of(observation, user), LIST_FORMS.get(observation.kind)
    leads = form.listing().row_url if form else None
    return leads(row) if row and leads else ""


@requires(*GIVING_BACK)
@require_GET
def observation(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(observations_of(request.user), pk=pk)
    settled = Act(
        pgettext("observation", "Settled"), reverse("documents:settle_observation", args=[pk]), "check", post=True
    )
    return render_thing(
        request,
        found,
        title=found.named,
        crumbs=[Crumb(OBSERVATIONS.title, reverse("documents:observations")), Crumb(found.named)],
        facts=[Fact(list_of(found), "sheet"), Fact(found.owner.name, "body")],
        acts=[settled],
        template="documents/observation.html",
        row_url=page_of(found, request.user),
    )


@requires(*GIVING_BACK)
@require_POST
def settle(request: UserRequest, pk: int) -> HttpResponse:
    """Let go of an observation that was answered."""
    found = get_object_or_404(observations_of(request.user), pk=pk)
    observing.settle(found, row=row_of(found, request.user), by=request.user)
    messages.success(request, _("The observation is settled: it is no longer shown."))
    return redirect("documents:observations")
