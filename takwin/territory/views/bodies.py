"""Councils, State administrations, universities, foundations…"""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.keys import key_of
from takwin.core.text import is_arabic
from takwin.directory.actions import add_body, correct_body, name_body
from takwin.directory.enums import COLLECTIVITIES, BodyKind
from takwin.directory.models import Body
from takwin.directory.queries import bodies_meant
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import ThingPage, thing_page
from takwin.rights.pick import SHOWN, Choice, answer, with_choice
from takwin.rights.queries import allowed, holds
from takwin.territory.actions import correct_what_one_named
from takwin.territory.forms import BodyForm, ElsewhereForm, NamesForm
from takwin.territory.queries import bodies_listed, named_by, names_refused
from takwin.territory.tables import BODIES, above
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

VIEW, EDIT = Permission.PLACE_VIEW, Permission.BODY_EDIT


@requires(VIEW)
def bodies(request: UserRequest) -> HttpResponseBase:
    add = Act(_("Add a body"), reverse("territory:body_add"), "plus")
    return list_page(request, bodies_listed(), BODIES, act=add if holds(request.user, EDIT) else None)


@requires(VIEW)
def body(request: UserRequest, pk: int) -> HttpResponse:
    """A body: what it is, and what apps above say of it: its members, its sessions, its money."""
    found = get_object_or_404(bodies_listed(), pk=pk)
    page = thing_page(found, request.user)
    facts = [Fact(found.get_kind_display(), "body"), Fact(found.place.name, "pin")]
    return render_thing(
        request,
        found,
        title=found.name,
        crumbs=_crumbs(found),
        facts=[*facts, Fact(found.short_code)] if found.short_code else facts,
        acts=_acts(found, page) or _naming(found, request.user),
        panels=page,
    )


def _crumbs(body: Body) -> list[Crumb]:
    above_it = [Crumb(body.parent.name, body.parent.get_absolute_url())] if body.parent else []
    return [Crumb(_("Councils and administrations"), reverse("territory:bodies")), *above_it, Crumb(body.name)]


def _acts(body: Body, page: ThingPage) -> list[Act]:
    if EDIT not in page.permissions:
        return []
    acts = [Act(_("Correct"), reverse("territory:body_edit", args=[body.pk]), "edit", quiet=True)]
    if body.kind in COLLECTIVITIES:
        acts.append(
            Act(_("Add a committee"), f"{reverse('territory:body_add')}?parent={body.pk}&kind=committee", "plus")
        )
        acts.append(Act(_("Add a sitting"), f"{reverse('territory:sitting_add')}?body={body.pk}", "cal"))
    acts.append(Act(_("Add a room"), f"{reverse('territory:room_add')}?lender={body.pk}", "pin"))
    return acts


def _naming(body: Body, user: User) -> list[Act]:
    """Who wrote a national body down may still correct its names, as long as nobody else uses it."""
    if body.kind != BodyKind.NATIONAL or not holds(user, EDIT) or names_refused(body, user):
        return []
    return [Act(_("Correct its names"), reverse("territory:body_names", args=[body.pk]), "edit", quiet=True)]


@requires(EDIT)
def add(request: UserRequest) -> HttpResponse:
    """Add a body; from the page of a council, its committee, whose seat is the council's."""
    given = {name: request.GET[name] for name in ("kind", "parent") if name in request.GET}
    parent = allowed(Body.objects, request.user, EDIT).filter(pk=key_of(request.GET.get("parent", "")) or 0).first()
    initial = given | {"place": parent.place_id} if parent else given
    form = BodyForm(request.POST or None, initial=initial, by=request.user)
    if made := done(request, form, lambda: add_body(**form.cleaned_data, by=request.user)):
        messages.success(request, _("The body is added."))
        return redirect(made)
    back = reverse("territory:bodies")
    page = {"title": _("Add a body"), "submit": _("Add this body"), "keep": urlencode(given)}
    return form_page(request, form, back=back, **page)


def _asked_from(request: UserRequest) -> str:
    """The form in which the body was missing, of this site; what was typed there is kept until one is back."""
    back = request.GET.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


@requires(EDIT)
def elsewhere(request: UserRequest) -> HttpResponse:
    """Name a body seated outside one's territory, so that it can be a party or sit in a committee."""
    typed = request.GET.get("name", "")
    form = ElsewhereForm(request.POST or None, initial={"name_ar" if is_arabic(typed) else "name_fr": typed})

    def name() -> Body:
        return name_body(**form.cleaned_data | {"kind": BodyKind(form.cleaned_data["kind"])}, by=request.user)

    if made := done(request, form, name):
        messages.success(request, _("%(name)s is in the register.") % {"name": made.name})
        back, field = _asked_from(request), request.GET.get("field", "")
        if back and field:
            back = with_choice(back, field, Choice(str(made.pk), made.name))
        return redirect(back or made)
    title, back = _("Record a body seated elsewhere"), _asked_from(request) or reverse("territory:bodies")
    lead = _("A ministry, a national office, another province’s association: only its name and its seat are written.")
    return form_page(request, form, title=title, lead=lead, submit=_("Record this body"), back=back, keep=typed)


@requires(EDIT)
def edit(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Body.objects, request.user, EDIT), pk=pk)
    form = BodyForm(request.POST or None, instance=found, by=request.user)
    if done(request, form, lambda: correct_body(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The corrections are kept."))
        return redirect(found)
    title = _("Correct %(name)s") % {"name": found.name}
    return form_page(request, form, title=title, submit=_("Keep the corrections"), back=found.get_absolute_url())


@requires(EDIT)
def names(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the names of a national body one wrote down oneself."""
    found = get_object_or_404(Body, pk=pk)
    if not named_by(found, request.user):
        raise Http404
    form = NamesForm(request.POST or None, initial={"name_ar": found.name_ar, "name_fr": found.name_fr})
    if done(request, form, lambda: correct_what_one_named(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The corrections are kept."))
        return redirect(found)
    title = _("Correct %(name)s") % {"name": found.name}
    return form_page(request, form, title=title, submit=_("Keep the corrections"), back=found.get_absolute_url())


@requires(EDIT)
def pick(request: UserRequest, councils: bool = False) -> HttpResponse:
    """The bodies that answer to what is typed in a form, among those the user may write about."""
    name = request.GET.get("name", "")
    words = request.GET.get(f"{name}_words", "")
    mine = allowed(bodies_listed(), request.user, EDIT)
    if councils:
        mine = mine.filter(kind__in=COLLECTIVITIES)
    found = bodies_meant(mine, words).order_by("sort_ar", "pk")[:SHOWN] if words.strip() else []
    return answer(request, [Choice(str(body.pk), body.name, above(body.place)) for body in found])
