"""Ask for opinions on a session: which moment, by which questionnaire."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from takwin.documents.serving import pdf_bytes_response, pdf_of_many
from takwin.letters.codes import all_to_hand_over
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.surveys.models import Version
from takwin.training.evaluation import letters
from takwin.training.evaluation.actions import ask as ask_those_who_came
from takwin.training.evaluation.enums import Moment
from takwin.training.evaluation.queries import Askable, askable, unreached
from takwin.training.models import TrainingSession
from takwin.training.views.answers import done, session_form, session_seen


class AskForm(forms.Form):
    """A moment with a questionnaire made for it: no other pair is offered."""

    asked = forms.ChoiceField(label=gettext_lazy("What is asked, and when"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, moments: Sequence[Askable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {key: (one.moment, version) for one in moments if not one.refusal for key, version in one.choices}
        self.fields["asked"].choices = [(key, str(version)) for key, (_moment, version) in self.pairs.items()]  # type: ignore[attr-defined]
        self.fields["asked"].initial = next((key for key in self.pairs if key.startswith(Moment.LEAVING)), "")

    def said(self) -> tuple[Moment, Version]:
        return self.pairs[self.cleaned_data["asked"]]


def _where_found(session: TrainingSession, moment: str) -> str:
    """Where those asked find the questions; and how many must be handed them."""
    if moment == Moment.COUNCIL:
        return _("Each council finds it on its desk, on the first day to answer.")
    told = _("Each person asked finds it on the page that the letter opens.")
    if alone := unreached(session, moment):
        more = ngettext(
            "One has neither letter nor account: hand the tablet round, or print the questions.",
            "%(n)s have neither letter nor account: hand the tablet round, or print the questions.",
            alone,
        )
        return f"{told} {more % {'n': alone}}"
    return told


@requires(Permission.SURVEY_EDIT)
def ask(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, Permission.SURVEY_EDIT)
    moments = askable(found, request.user)
    form = AskForm(request.POST or None, moments=moments)
    if opened := done(request, form, lambda: ask_those_who_came(found, *form.said(), by=request.user)):
        messages.success(request, _where_found(found, opened.moment))
        return redirect(opened.round)
    lead = _(
        "Those who were present are asked, and no others; before the session, those enrolled; councils at their desk."
    )
    return session_form(
        request, found, form, title=_("Ask for opinions"), submit=_("Ask them"), lead=lead, moments=moments,
        template="training/ask.html",
    )  # fmt: skip


@requires(Permission.SURVEY_EDIT)
@require_POST
def write_to_councils(request: UserRequest, pk: int) -> HttpResponse:
    """One act writes to each council that has no account and was not written to yet."""
    found = session_seen(request, pk, Permission.SURVEY_EDIT)
    try:
        written = letters.write_to_councils(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        said = ngettext("%(n)s letter is written and numbered.", "%(n)s letters are written and numbered.", written)
        messages.success(request, said % {"n": written})
    return redirect(f"{found.get_absolute_url()}#opinions")


@requires(Permission.SURVEY_EDIT)
@require_GET
def letters_to_councils(request: UserRequest, pk: int) -> HttpResponse:
    """Those letters as one PDF to print, each with the code of its addressee until it is delivered."""
    found = session_seen(request, pk, Permission.SURVEY_EDIT)
    moment = get_object_or_404(found.rounds.select_related("round"), moment=Moment.COUNCIL)
    papers = all_to_hand_over(letters.letters_of(moment.round))
    if not papers:
        raise Http404
    return pdf_bytes_response(pdf_of_many("notice", papers), f"{found.reference}.pdf")
