"""One's own account, and the page a one-time link opens."""

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import activate, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from takwin.accounts import actions
from takwin.accounts.access import UserRequest
from takwin.accounts.forms import ChoosePasswordForm, LanguageForm
from takwin.accounts.passwords import WORDS, strength
from takwin.accounts.queries import open_link
from takwin.core.access import public, signed_in
from takwin.ui.forms import is_sound


@signed_in
def me(request: UserRequest) -> HttpResponse:
    """What a user keeps himself: his language, his password, his keys."""
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and is_sound(form):
        user = actions.set_language(request.user, language=form.cleaned_data["language"], by=request.user)
        activate(user.language)
        response = redirect("accounts:me")
        response.set_cookie("django_language", user.language, max_age=365 * 86400, samesite="Lax")
        messages.success(request, gettext("Your language is kept."))
        return response
    joined = SocialAccount.objects.filter(user=request.user).values_list("provider", flat=True)
    context = {"form": form, "has_keys": is_mfa_enabled(request.user), "joined": list(joined)}
    return render(request, "accounts/me.html", context)


@public
@never_cache
@sensitive_post_parameters("password")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password through a one-time link, then enter. A link of no use says so, whatever the reason."""
    found = open_link(token)
    if found is None:
        return render(request, "accounts/link_ended.html", status=410)
    form = ChoosePasswordForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.use_link(token, password=form.cleaned_data["password"])
        except ValidationError:
            return render(request, "accounts/link_ended.html", status=410)
        entered: HttpResponse = perform_login(request, user)
        return entered
    status = 422 if form.errors else 200
    return render(request, "accounts/link.html", {"form": form, "owner": found.user, "token": token}, status=status)


@public
@never_cache
@require_POST
@sensitive_post_parameters("password")
def link_strength(request: HttpRequest, token: str) -> HttpResponse:
    """How strong the password being typed is, in words."""
    found = open_link(token)
    if found is None:
        raise Http404
    level, reasons = strength(request.POST.get("password", ""), found.user)
    return render(request, "accounts/strength.html", {"level": level, "words": WORDS[level], "reasons": reasons})


@public
def closed(request: HttpRequest) -> HttpResponse:
    """A page of allauth that Takwin does not open."""
    raise Http404
