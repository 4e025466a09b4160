"""The signed text: keep it, read it, compare it with the data."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from takwin.agreements import actions
from takwin.agreements.forms import TextForm
from takwin.agreements.forms.texts import CompareForm
from takwin.agreements.frozen import lines_of
from takwin.agreements.models import Agreement
from takwin.agreements.views.agreements import EDIT, SEE, mine_to_prepare
from takwin.documents.serving import file_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.queries import allowed
from takwin.ui.forms import answer_form


@requires(SEE)
def text(request: UserRequest, pk: int) -> HttpResponseBase:
    """The signed text, for whoever sees the agreement."""
    found = get_object_or_404(allowed(Agreement.objects, request.user, SEE).exclude(text=None), pk=pk)
    if found.text is None:
        raise Http404
    return file_response(found.text)


@requires(EDIT)
def attach(request: UserRequest, pk: int) -> HttpResponse:
    found = mine_to_prepare(request, pk)
    form = TextForm(request.POST or None, request.FILES or None)

    def save() -> Agreement:
        upload = form.cleaned_data["file"]
        kept = {"name": upload.name, "content_type": "application/pdf"}
        actions.attach_text(found, upload.read(), **kept, by=request.user)
        return found

    return answer_form(request, form, save, _("Signed text"), _("Keep this text"), found.get_absolute_url())


@requires(EDIT)
def compare(request: UserRequest, pk: int) -> HttpResponse:
    """Each fact that was frozen at the first signature, to be found again in the paper and ticked."""
    found = mine_to_prepare(request, pk)
    if found.text is None or not found.frozen_on:
        raise Http404
    compared = {"sha256": found.frozen_sha256, "file_sha256": found.text.sha256}
    form = CompareForm(request.POST or None, lines=lines_of(found), initial=compared)

    def save() -> Agreement:
        said = {name: form.cleaned_data[name] for name in compared}
        return actions.hold_text_equal(found, **said, by=request.user)

    title, submit = _("Compare the signed text with the data"), _("The paper says the same")
    lead = _(
        "Open the signed text beside this page, find each line in it and tick it. When the paper says otherwise, "
        "withdraw the signatures, correct the draft and record them again; or attach the right paper."
    )
    return answer_form(request, form, save, title, submit, found.get_absolute_url(), lead=lead)
