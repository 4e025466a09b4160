"""Attach recordings to a question, and hear one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from takwin.documents.serving import sound_response
from takwin.rights.access import UserRequest, public, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.surveys.models import Question, Questionnaire
from takwin.surveys.sounds import actions
from takwin.surveys.sounds.forms import SoundsForm
from takwin.surveys.sounds.models import Recording, Spoken
from takwin.surveys.sounds.queries import recordings_of
from takwin.ui.forms import done, form_page
from takwin.ui.things import Crumb


@requires(Permission.SURVEY_EDIT)
def attach(request: UserRequest, pk: int) -> HttpResponse:
    """The question read aloud, for whoever does not read."""
    mine = allowed(Questionnaire.objects, request.user, Permission.SURVEY_EDIT)
    found = get_object_or_404(mine, versions__questions=pk)
    question = get_object_or_404(Question, pk=pk)
    heard = recordings_of(found)
    there = {language for language in Spoken.values if (language, getattr(question, f"text_{language}")) in heard}
    form = SoundsForm(request.POST or None, request.FILES or None, heard=there)
    if done(request, form, lambda: _change(question, form, request)):
        messages.success(request, _("The recordings are kept."))
        return redirect(found)
    crumbs = [
        Crumb(_("Questionnaires"), reverse("surveys:questionnaires")),
        Crumb(found.name, found.get_absolute_url()),
    ]
    title, submit = str(question), _("Keep the recordings")
    return form_page(request, form, back=found.get_absolute_url(), title=title, submit=submit, crumbs=crumbs)


@transaction.atomic
def _change(question: Question, form: SoundsForm, request: UserRequest) -> bool:
    for language in Spoken.values:
        if sound := form.cleaned_data[language]:
            actions.attach_recording(question, language, sound, by=request.user)
        elif form.cleaned_data.get(f"take_{language}"):
            actions.remove_recording(question, language, by=request.user)
    return True


@require_safe
@public
def sound(request: HttpRequest, digest: str) -> HttpResponse:
    """A recording, by the digest of its bytes: only the page of its question says it, and nobody guesses it."""
    found = Recording.objects.filter(file__sha256=digest).select_related("file").first()
    if found is None:
        return HttpResponse(status=404)
    return sound_response(found.file, request.headers.get("Range", ""))
