"""Screens of persons, the offices they hold and the councils they sit on."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Body
from takwin.directory.queries import bodies_meant
from takwin.people import actions, panels, queries
from takwin.people.forms import (
    AccountForm,
    AddPersonForm,
    CorrectForm,
    EndForm,
    MandateForm,
    OfficeForm,
    PresidentForm,
    known,
)
from takwin.people.models import Office, Person
from takwin.people.tables import persons_listing
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.pick import SHOWN, Choice, answer
from takwin.rights.queries import allowed, holds
from takwin.ui.context import url_if_any
from takwin.ui.forms import done, form_page, is_sound, refuse
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing


def seen(request: UserRequest, pk: int, permission: Permission) -> Person:
    return get_object_or_404(allowed(Person.objects, request.user, permission), pk=pk)


def body_of(request: UserRequest, pk: int) -> Body:
    return get_object_or_404(allowed(Body.objects, request.user, Permission.PERSON_EDIT), pk=pk)


@requires(Permission.PERSON_VIEW)
@require_GET
def persons(request: UserRequest) -> HttpResponseBase:
    rows = queries.listed(allowed(Person.objects, request.user, Permission.PERSON_VIEW))
    numbers = request.GET.get("export") == "xlsx" and holds(request.user, Permission.PERSON_UNMASK)
    if numbers:
        rows = queries.with_numbers(rows, request.user)
        actions.tell_exported(by=request.user)
    may_add = holds(request.user, Permission.PERSON_EDIT)
    listing = persons_listing(numbers=numbers)
    shown: dict[str, Any] = {"may_add": may_add, "may_merge": holds(request.user, Permission.PERSON_MERGE)}
    return list_page(request, rows, listing, template="people/persons.html", **shown)


@requires(Permission.PERSON_VIEW)
@require_GET
def person(request: UserRequest, pk: int) -> HttpResponse:
    if gone := Person.everyone.filter(pk=pk, merged_into__isnull=False).first():
        kept = seen(request, gone.standing().pk, Permission.PERSON_VIEW)
        messages.info(request, _("This row was recognised as the same person as this one: both are here now."))
        return redirect(kept)
    found = seen(request, pk, Permission.PERSON_VIEW)
    page = thing_page(found, request.user)
    acts = []
    if Permission.PERSON_EDIT in page.permissions:
        acts = [
            Act(_("Give an office"), reverse("people:give_office", args=[pk]), "plus"),
            Act(_("Correct"), reverse("people:correct", args=[pk]), "edit"),
        ]
    office = queries.offices_of(found, clock.today()).first()
    facts = [Fact(panels.in_words(office, found), "award"), Fact(office.body.name, "body")] if office else []
    crumbs = [Crumb(_("Persons"), reverse("people:persons")), Crumb(found.name)]
    return render_thing(request, found, title=found.name, crumbs=crumbs, facts=facts, acts=acts, panels=page)


@requires(Permission.PERSON_UNMASK)
@require_POST
@never_cache
def numbers(request: UserRequest, pk: int) -> HttpResponse:
    """The numbers of a person in clear, once, to whoever asked for them; the asking is written down."""
    found = seen(request, pk, Permission.PERSON_UNMASK)
    actions.tell_unmasked(found, by=request.user)
    clear = {"person": found, "numbers": panels.numbers_of(found, clear=True), "is_clear": True}
    if not getattr(request, "htmx", False):
        return render(request, "people/numbers_page.html", {"title": found.name, "panel": clear})
    return render(request, "people/panels/numbers.html", {"panel": clear})


@requires(Permission.PERSON_EDIT)
def add(request: UserRequest) -> HttpResponse:
    """Add a person with an office. Someone who may be in the register already is shown before anything is kept."""
    initial = {"body": request.GET.get("body"), "title": request.GET.get("title", "member")}
    form = AddPersonForm(request.POST or None, by=request.user, initial=initial)
    found = None
    if request.method == "POST" and is_sound(form):
        data = form.cleaned_data
        found = queries.matches(request.user, cin=data["cin"], name_ar=data["name_ar"], name_fr=data["name_fr"])
        same = found.get(data["same_as"])
        if same or not found or (data["is_new"] and not found.holder):
            facts: dict[str, Any] = {"facts": form.person(), "office": form.office(), "by": request.user}
            if office := done(request, form, lambda: actions.add_office_holder(same_as=same, **facts)):
                messages.success(request, _("The person is in the register, with the office."))
                return redirect(office.person)
    context: dict[str, Any] = {"title": _("Add a person"), "submit": _("Add"), "crumbs": crumbs_to(_("Add a person"))}
    response = form_page(request, form, "people/add.html", found=found, back_url=reverse("people:persons"), **context)
    response.status_code = 422 if found else response.status_code
    return response


def crumbs_to(label: str, person: Person | None = None) -> list[Crumb]:
    way = [Crumb(_("Persons"), reverse("people:persons"))]
    return [*way, *([Crumb(person.name, person.get_absolute_url())] if person else []), Crumb(label)]


@requires(Permission.PERSON_EDIT)
@never_cache
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """Correct a person. The form shows the numbers in clear: it is for those who may see them, and is written down."""
    found = seen(request, pk, Permission.PERSON_UNMASK)
    form = CorrectForm(request.POST or None, initial=known(found))
    if request.method == "GET":
        actions.tell_unmasked(found, by=request.user)

    def save() -> Person:
        actions.correct_person(found, by=request.user, **form.facts())
        for kind, number in form.documents().items():
            actions.set_document(found, kind=kind, number=number, by=request.user)
        return found

    if done(request, form, save):
        messages.success(request, _("The correction is recorded."))
        return redirect(found)
    title = _("Correct a person")
    back: dict[str, Any] = {"back_url": found.get_absolute_url(), "crumbs": crumbs_to(title, found)}
    return form_page(request, form, title=title, submit=_("Save the correction"), **back)


@requires(Permission.PERSON_EDIT)
@require_POST
def confirm_name(request: UserRequest, pk: int) -> HttpResponse:
    """Take the proposed spelling as right; whoever finds it wrong corrects it instead."""
    found = seen(request, pk, Permission.PERSON_EDIT)
    actions.confirm_name(found, by=request.user)
    messages.success(request, _("The name is confirmed."))
    return redirect(found)


@requires(Permission.PERSON_EDIT)
def give_office(request: UserRequest, pk: int) -> HttpResponse:
    found = seen(request, pk, Permission.PERSON_EDIT)
    initial = {"body": request.GET.get("body")}
    form = OfficeForm(request.POST or None, by=request.user, person=found, initial=initial)
    if done(request, form, lambda: actions.give_office(found, **form.office(), by=request.user)):
        messages.success(request, _("The office is recorded."))
        return redirect(found)
    title = _("Give an office")
    back: dict[str, Any] = {"back_url": found.get_absolute_url(), "crumbs": crumbs_to(title, found)}
    return form_page(request, form, title=title, submit=title, **back)


@requires(Permission.PERSON_EDIT)
def end_office(request: UserRequest, pk: int) -> HttpResponse:
    offices = allowed(Office.objects.select_related("person", "body"), request.user, Permission.PERSON_EDIT)
    office = get_object_or_404(offices, pk=pk)
    form = EndForm(request.POST or None)
    if done(request, form, lambda: actions.end_office(office, on=form.cleaned_data["on"], by=request.user)):
        messages.success(request, _("The office has ended."))
        return redirect(office.person)
    lead = _("The role in Takwin that was given for this office, if any, ends with it.")
    title = _("End the office: %(office)s") % {"office": office}
    back: dict[str, Any] = {
        "back_url": office.person.get_absolute_url(),
        "crumbs": crumbs_to(_("End the office"), office.person),
    }
    return form_page(request, form, title=title, lead=lead, submit=_("End the office"), danger=True, **back)


@requires(Permission.PERSON_EDIT)
def change_president(request: UserRequest, pk: int) -> HttpResponse:
    council = body_of(request, pk)
    form = PresidentForm(request.POST or None, council=council)

    def pass_on() -> Office:
        told = form.cleaned_data
        return actions.change_president(council, told["person"], on=told["on"], by=request.user)

    if done(request, form, pass_on):
        messages.success(request, _("The presidency has passed."))
        return redirect(form.cleaned_data["person"])
    title = _("Change the president: %(council)s") % {"council": council}
    lead = _("The present presidency ends on the day the new one begins, in one act.")
    return form_page(request, form, title=title, lead=lead, submit=_("Change the president"), **around(council))


def around(council: Body) -> dict[str, Any]:
    """The way back from a form of a council: to its page."""
    url = council.get_absolute_url()
    return {"back_url": url, "crumbs": [Crumb(council.name, url)]}


@requires(Permission.PERSON_EDIT)
def open_mandate(request: UserRequest, pk: int) -> HttpResponse:
    council = body_of(request, pk)
    form = MandateForm(request.POST or None)
    if done(request, form, lambda: actions.open_mandate(council, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The mandate is recorded. Now add the members."))
        return redirect("people:import")
    title = _("Record the mandate: %(council)s") % {"council": council}
    lead = _("The mandate that runs until then ends on that day, with the offices held under it.")
    return form_page(request, form, title=title, lead=lead, submit=_("Record the mandate"), **around(council))


@requires(Permission.ACCOUNT_OPEN)
@never_cache
def open_account(request: UserRequest, pk: int) -> HttpResponse:
    """Give the holder of an office a role in Takwin; the one-time link is shown now and never again."""
    offices = allowed(Office.objects.select_related("person", "body__place"), request.user, Permission.ACCOUNT_OPEN)
    office = get_object_or_404(offices, pk=pk)
    form = AccountForm(request.POST or None, office=office, by=request.user)
    if request.method == "POST" and is_sound(form):
        try:
            user, token = actions.open_account_for(office, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The role is given; it ends with the office."))
            return show_link(request, user, token, office.person) if token else redirect(office.person)
    title = _("Open an account: %(person)s") % {"person": office.person}
    back: dict[str, Any] = {
        "back_url": office.person.get_absolute_url(),
        "crumbs": crumbs_to(_("Open an account"), office.person),
    }
    return form_page(request, form, title=title, lead=str(office), submit=_("Open the account"), **back)


def show_link(request: UserRequest, user: User, token: str, person: Person) -> HttpResponse:
    """The only page that ever shows the token, to be printed and handed over."""
    address = settings.PUBLIC_URL + reverse("accounts:link", args=[token])
    context = {"owner": user, "token": token, "address": address, "crumbs": crumbs_to(_("Open an account"), person)}
    return render(request, "rights/link.html", {**context, "paper_url": url_if_any("portal:account_paper")})


@requires(Permission.PERSON_EDIT)
@require_GET
def pick_body(request: UserRequest) -> HttpResponse:
    """The bodies of the reader's territory that answer to the letters typed."""
    words = request.GET.get("body_words", "").strip()
    bodies = allowed(Body.objects.filter(ends_on=None), request.user, Permission.PERSON_EDIT).select_related(
        "place__province"
    )
    choices = bodies_meant(bodies, words).order_by("sort_ar", "pk")[:SHOWN] if words else []
    return answer(request, [Choice(str(b.pk), b.name, queries.where_is(b)) for b in choices])
