"""What a person may ask on his own page about what is kept of him (law 09-08)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.letters.access import personal
from takwin.letters.models import PersonalLink
from takwin.people.privacy import actions
from takwin.people.privacy.enums import RequestChannel
from takwin.people.privacy.forms import RightForm
from takwin.ui.forms import is_sound, refuse


@personal
@require_POST
def ask_file(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Ask for all that is kept of oneself; an officer prints it and hands it over."""
    language = "fr" if get_language() == "fr" else "ar"
    try:
        actions.ask_file(link.person, channel=RequestChannel.PERSONAL, language=language, by=None)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your request is recorded. You will be called to receive your file."))
    return redirect(link)


@personal
def ask_rectification(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Say what is wrong about oneself, and what is right."""
    form = RightForm(request.POST or None)
    if request.method == "POST" and is_sound(form):
        try:
            actions.ask_rectification(link.person, **form.cleaned_data, channel=RequestChannel.PERSONAL, by=None)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your request is recorded; its answer will be shown here."))
            return redirect(link)
    context = {"form": form, "link": link}
    return render(request, "letters/personal/correction.html", context, status=422 if form.errors else 200)
