"""Accounts and their roles: who may do what, where, and until when."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from takwin.accounts.actions import read_notices
from takwin.accounts.models import User
from takwin.rights import actions, shown
from takwin.rights.access import UserRequest, requires, signed_in
from takwin.rights.enums import Permission
from takwin.rights.forms import AccountForm, DelegateForm, EndForm, NamesForm, RoleForm, colleague_choices, over_choices
from takwin.rights.models import Appointment
from takwin.rights.panels import thing_page
from takwin.rights.pick import answer
from takwin.rights.queries import appointments_of, appointments_seen, delegable, holds, may_end, may_manage, users_seen
from takwin.rights.tables import listing, look_of
from takwin.ui.context import url_if_any
from takwin.ui.forms import is_sound, refuse
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, render_thing

OFFICER, READER = Permission.ACCOUNT_OPEN, Permission.USERS_VIEW


@requires(READER)
def users(request: UserRequest) -> HttpResponseBase:
    """The accounts of the reader's territory, with the roles that hold today."""
    opens = holds(request.user, OFFICER)
    held = Appointment.objects.select_related("place", "body", "user", "delegated_from")
    seen = users_seen(request.user).prefetch_related(Prefetch("appointments", held))
    act = Act(_("Open an account"), reverse("rights:open"), "plus") if opens else None
    return list_page(request, seen, listing(opens=opens, leaves="export" in request.GET), act=act)


@requires(READER)
def user(request: UserRequest, pk: int) -> HttpResponse:
    """An account: its roles, its links, its story."""
    found = get_object_or_404(users_seen(request.user), pk=pk)
    return render_thing(
        request,
        found,
        title=found.name,
        look=look_of(found),
        crumbs=_crumbs(found.name),
        acts=_acts(request.user, found),
        panels=thing_page(found, request.user),
    )


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(_("Accounts and roles"), reverse("rights:users")), Crumb(last)]


def _acts(officer: User, found: User) -> list[Act]:
    """What this officer may do for this account; nothing, when it may do more than he can give or he only reads."""
    if not holds(officer, OFFICER):
        return []
    give = Act(_("Give a role"), reverse("rights:give", args=[found.pk]), "plus")
    if not may_manage(officer, found):
        return [] if found.pk == officer.pk else [give]
    if not found.is_active:
        return [Act(_("Reopen the account"), reverse("rights:reopen", args=[found.pk]), post=True)]
    return [
        Act(_("New one-time link"), reverse("rights:link", args=[found.pk]), "print", post=True),
        give,
        Act(_("Correct the names"), reverse("rights:names", args=[found.pk])),
        Act(_("Remove the second step at login"), reverse("rights:forget_keys", args=[found.pk]), post=True),
        Act(_("Close the account"), reverse("rights:close", args=[found.pk]), danger=True, post=True),
    ]


@requires(OFFICER)
def over(request: UserRequest) -> HttpResponse:
    """The places and bodies that answer to what is typed, among those over which the officer may give a role."""
    return answer(request, over_choices(request.user, request.GET.get("over_words", "")))


@signed_in
def colleagues(request: UserRequest) -> HttpResponse:
    """The colleagues that answer to what is typed, to whom a role may be delegated."""
    return answer(request, colleague_choices(request.user, request.GET.get("to_words", "")))


@requires(OFFICER)
@never_cache
def open_account(request: UserRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, by=request.user)
    if request.method == "POST" and is_sound(form):
        facts = dict(form.cleaned_data)
        place, body = facts.pop("over")
        try:
            opened, token = actions.open_account_with_role(by=request.user, place=place, body=body, **facts)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            return _show_link(request, opened, token)
    return _form(request, form, _("Open an account"), _("Open the account and make its link"), reverse("rights:users"))


@requires(OFFICER)
def give(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(users_seen(request.user), pk=pk)
    form = RoleForm(request.POST or None, by=request.user)
    page = reverse("rights:user", args=[pk])
    if request.method == "POST" and is_sound(form):
        (place, body), facts = form.cleaned_data["over"], form.cleaned_data
        try:
            actions.appoint(found, facts["role"], place=place, body=body, ends_on=facts["ends_on"], by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The role is given."))
            return redirect(page)
    return _form(request, form, _("Give a role to %(name)s") % {"name": found.name}, _("Give this role"), page)


@signed_in
def end(request: UserRequest, pk: int) -> HttpResponse:
    """End a role one may give, or a delegation of one's own."""
    mine = Appointment.objects.filter(delegated_from__user=request.user)
    found = get_object_or_404(appointments_seen(request.user) | mine, pk=pk)
    if not may_end(request.user, found):
        raise Http404
    form = EndForm(request.POST or None)
    page = reverse("rights:mine") if mine.filter(pk=pk).exists() else reverse("rights:user", args=[found.user_id])
    if request.method == "POST" and is_sound(form):
        try:
            actions.withdraw_role(found, on=form.cleaned_data["on"], by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The role ends."))
            return redirect(page)
    title = _("End the role: %(role)s") % {"role": found}
    held = {"name": found.user.name, "lender": found.delegated_from.user.name if found.delegated_from else ""}
    lead = _("Delegated by %(lender)s to %(name)s.") if held["lender"] else _("Held by %(name)s.")
    return _form(request, form, title, _("End this role"), page, lead=lead % held, danger=True)


@requires(OFFICER)
@require_POST
@never_cache
def link(request: UserRequest, pk: int) -> HttpResponse:
    """Make a link and show it once, to be printed and handed over."""
    found = get_object_or_404(users_seen(request.user), pk=pk)
    try:
        _link, token = actions.hand_link(found, by=request.user)
    except ValidationError as refusal:
        return _refused(request, refusal, pk)
    return _show_link(request, found, token)


def _show_link(request: UserRequest, owner: User, token: str) -> HttpResponse:
    """The only page that ever shows the token: it is kept nowhere, so leaving the page loses it."""
    address = settings.PUBLIC_URL + reverse("accounts:link", args=[token])
    context = {"owner": owner, "token": token, "address": address, "crumbs": _crumbs(owner.name)}
    return render(request, "rights/link.html", {**context, "paper_url": url_if_any("portal:account_paper")})


@requires(OFFICER)
def names(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(users_seen(request.user), pk=pk)
    form = NamesForm(request.POST or None, initial={"name_ar": found.name_ar, "name_fr": found.name_fr})
    page = reverse("rights:user", args=[pk])
    if request.method == "POST" and is_sound(form):
        try:
            actions.correct_names(found, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The names are corrected."))
            return redirect(page)
    return _form(request, form, _("Names of %(name)s") % {"name": found.name}, _("Save"), page)


@requires(OFFICER)
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    return _act_on(request, pk, actions.close_account, _("The account is closed."))


@requires(OFFICER)
@require_POST
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    return _act_on(request, pk, actions.reopen_account, _("The account is open again."))


@requires(OFFICER)
@require_POST
def forget_keys(request: UserRequest, pk: int) -> HttpResponse:
    return _act_on(
        request, pk, actions.forget_keys, _("The second step is removed: the password alone opens the account.")
    )


def _act_on(request: UserRequest, pk: int, action: actions.OnAccount, done: str) -> HttpResponse:
    found = get_object_or_404(users_seen(request.user), pk=pk)
    try:
        action(found, by=request.user)
    except ValidationError as refusal:
        return _refused(request, refusal, pk)
    messages.success(request, done)
    return redirect("rights:user", pk)


def _refused(request: UserRequest, refusal: ValidationError, pk: int) -> HttpResponse:
    messages.error(request, " ".join(refusal.messages))
    return redirect("rights:user", pk)


@signed_in
def mine(request: UserRequest) -> HttpResponse:
    """My roles that hold today, and those I have handed to others for a time."""
    lent = Appointment.objects.filter(delegated_from__user=request.user).select_related(
        "user", "place", "body", "delegated_from"
    )
    context = {
        "title": _("My roles"),
        "roles": appointments_of(request.user),
        "lent": lent,
        "may_delegate": bool(delegable(request.user)),
        "panel": shown.story(request.user, request.user),
    }
    return render(request, "rights/mine.html", context)


@signed_in
@require_POST
def notices_read(request: UserRequest) -> HttpResponse:
    """What others did to my account has been read: my desk says it no more."""
    read_notices(request.user, by=request.user)
    return redirect(settings.LOGIN_REDIRECT_URL)


@signed_in
def delegate(request: UserRequest) -> HttpResponse:
    form = DelegateForm(request.POST or None, by=request.user)
    if request.method == "POST" and is_sound(form):
        try:
            actions.delegate(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The role is delegated."))
            return redirect("rights:mine")
    return _form(request, form, _("Delegate a role"), _("Delegate this role"), reverse("rights:mine"))


def _form(
    request: UserRequest, form: object, title: str, submit: str, back: str, *, lead: str = "", danger: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "back_url": back, "lead": lead, "danger": danger}
    return render(request, "ui/form.html", context, status=422 if getattr(form, "errors", None) else 200)
