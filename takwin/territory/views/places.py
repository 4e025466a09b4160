"""The map: its list, the page of each place, and the names by which it is shown and found."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import formats
from takwin.directory.actions import add_alias, rename_place
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.directory.queries import find_places
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import ThingPage, thing_page
from takwin.rights.pick import SHOWN, Choice, answer
from takwin.rights.queries import allowed
from takwin.territory.forms import AliasForm, PlaceNamesForm
from takwin.territory.queries import common, places_listed, size_of
from takwin.territory.tables import PLACES, above
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing


@requires(Permission.PLACE_VIEW)
def places(request: UserRequest) -> HttpResponseBase:
    """All places; the Kingdom's own page shows the map."""
    kingdom = common(Place.objects).filter(level=Level.KINGDOM).first()
    act = Act(_("Map of the Kingdom"), kingdom.get_absolute_url(), "globe") if kingdom else None
    return list_page(request, places_listed(), PLACES, act=act)


@requires(Permission.PLACE_VIEW)
def place(request: UserRequest, pk: int) -> HttpResponse:
    """A place: where it lies, how large it is, its parts, its bodies, and what apps above say of it."""
    rows = common(Place.objects).select_related("region", "province", "cercle", "commune")
    found = get_object_or_404(rows, pk=pk)
    page = thing_page(found, request.user)
    return render_thing(
        request,
        found,
        title=found.name,
        crumbs=_crumbs(found),
        facts=_facts(found),
        acts=_acts(found, page),
        panels=page,
    )


def _crumbs(place: Place) -> list[Crumb]:
    ancestors = [place.region, place.province, place.cercle, place.commune]
    above_it = [a for a in ancestors if a is not None and a.pk != place.pk]
    crumbs = [Crumb(_("Places"), reverse("territory:places"))]
    return [*crumbs, *(Crumb(a.name, a.get_absolute_url()) for a in above_it), Crumb(place.name)]


def _facts(place: Place) -> list[Fact]:
    """Its kind, how many live there, how many places it holds."""
    facts = [Fact(place.get_kind_display(), "pin")]
    if place.population is not None:
        facts.append(Fact(_("%(count)s inhabitants") % {"count": formats.number(place.population)}, "people"))
    if place.level in (Level.KINGDOM, Level.REGION, Level.PROVINCE):
        size = size_of(place)
        if place.level != Level.PROVINCE:
            facts.append(Fact(_("%(count)s provinces and prefectures") % {"count": formats.number(size.provinces)}))
        told = {"count": formats.number(size.communes), "urban": formats.number(size.municipalities)}
        facts.append(Fact(_("%(count)s communes, of which %(urban)s urban") % told))
    return facts


def _acts(place: Place, page: ThingPage) -> list[Act]:
    acts = []
    if place.level == Level.PROVINCE and Permission.PLACE_VIEW in page.permissions:
        acts.append(Act(_("On one page"), reverse("territory:sheet", args=[place.pk]), "sheet", quiet=True))
    if Permission.BODY_EDIT not in page.permissions:
        return acts
    return [
        *acts,
        Act(_("Change the shown names"), reverse("territory:place_names", args=[place.pk]), "edit", quiet=True),
        Act(_("Add another name"), reverse("territory:place_alias", args=[place.pk]), "plus"),
    ]


def _editable(user: User, pk: int) -> Place:
    return get_object_or_404(allowed(Place.objects, user, Permission.BODY_EDIT), pk=pk)


@requires(Permission.BODY_EDIT)
def names(request: UserRequest, pk: int) -> HttpResponse:
    """Show a place under other names than the census office's."""
    found = _editable(request.user, pk)
    form = PlaceNamesForm(request.POST or None, initial={"name_ar": found.name_ar, "name_fr": found.name_fr})
    if done(request, form, lambda: rename_place(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The names are changed."))
        return redirect(found)
    lead = _("Official names, which remain recorded: %(ar)s, %(fr)s.")
    return form_page(
        request,
        form,
        title=_("Shown names of %(place)s") % {"place": found.name},
        submit=_("Change the names"),
        back=found.get_absolute_url(),
        lead=lead % {"ar": found.official_ar, "fr": found.official_fr},
    )


@requires(Permission.BODY_EDIT)
def alias(request: UserRequest, pk: int) -> HttpResponse:
    """Add a spelling by which the place is found too."""
    found = _editable(request.user, pk)
    form = AliasForm(request.POST or None)
    if done(request, form, lambda: add_alias(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The place is found under this name too."))
        return redirect(found)
    title = _("Another name of %(place)s") % {"place": found.name}
    return form_page(request, form, title=title, submit=_("Add this name"), back=found.get_absolute_url())


@requires(Permission.BODY_EDIT)
def pick(request: UserRequest) -> HttpResponse:
    """The places that answer to what is typed in a form, among those where the user may write."""
    return _answer(request, allowed(Place.objects, request.user, Permission.BODY_EDIT))


@requires(Permission.BODY_EDIT)
def pick_seat(request: UserRequest) -> HttpResponse:
    """The places of the whole map that answer: where a body that one only names is seated."""
    return _answer(request, common(Place.objects))


def _answer(request: UserRequest, among: QuerySet[Place]) -> HttpResponse:
    words = request.GET.get("place_words", "")
    rows = find_places(words).filter(pk__in=among.values("pk")).exclude(level=Level.CERCLE)
    return answer(request, [Choice(str(p.pk), p.name, _detail(p)) for p in (rows[:SHOWN] if words.strip() else [])])


def _detail(place: Place) -> str:
    return " · ".join(filter(None, [str(place.get_kind_display()), above(place)]))
