"""The wording of papers: those one may change, their words, a trial on a sample, the versions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.core import formats
from takwin.core.keys import key_of
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.models import Wording
from takwin.documents.serving import pdf_bytes_response
from takwin.documents.wording import actions
from takwin.documents.wording.forms import WordingForm
from takwin.documents.wording.letters import LETTERS
from takwin.documents.wording.parts import Letter
from takwin.documents.wording.queries import Words, versions, words_in, words_of
from takwin.documents.wording.trial import drawn
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, holds
from takwin.ui.forms import done, is_sound, refuse
from takwin.ui.things import Crumb

EDIT = Permission.WORDING_EDIT
ISSUERS = (BodyKind.REGION, BodyKind.PROVINCE, BodyKind.STATE, BodyKind.FOUNDATION)
LANGUAGES = {"ar": "العربية", "fr": "Français"}


def may_write(request: HttpRequest) -> bool:
    return holds(request.user, EDIT)


@requires(EDIT)
def wordings(request: UserRequest) -> HttpResponse:
    """The papers whose words I may change, with the version in force in each language."""
    mine = list(allowed(Body.objects.filter(kind__in=ISSUERS, ends_on=None), request.user, EDIT).order_by("kind", "pk"))
    mine.sort(key=lambda body: body.kind != BodyKind.REGION)
    asked = key_of(request.GET.get("owner", ""))
    owner = next((body for body in mine if body.pk == asked), mine[0] if mine else None)
    known = {}
    if owner:
        for row in Wording.objects.filter(owner=owner).order_by("number"):
            known[row.paper, row.language] = row
    rows = [(letter, language, name, known.get((letter.key, language))) for letter in LETTERS.values()
            for language, name in LANGUAGES.items() if language in letter.languages]  # fmt: skip
    context = {"title": _("Wording of papers"), "owner": owner, "owners": mine, "rows": rows}
    return render(request, "documents/wording/wordings.html", context)


def _asked(request: UserRequest, owner: int, paper: str, language: str) -> tuple[Body, Letter]:
    """Whose paper, and which; what is not one of mine is not found."""
    bodies = allowed(Body.objects.filter(kind__in=ISSUERS), request.user, EDIT)
    letter = LETTERS.get(paper)
    if letter is None or language not in letter.languages:
        raise Http404
    return get_object_or_404(bodies.select_related("place"), pk=owner), letter


@requires(EDIT)
def wording(request: UserRequest, owner: int, paper: str, language: str) -> HttpResponse:
    """The words of a paper, the fields they may hold, and the versions before."""
    body, letter = _asked(request, owner, paper, language)
    form = WordingForm(request.POST or None, words=words_of(body, paper, language))

    def write() -> Wording:
        return actions.write_wording(body, letter, language, texts=form.cleaned_data, by=request.user)

    if made := done(request, form, write):
        told = _("Version %(number)s is in force for the papers made from now on.")
        messages.success(request, told % {"number": formats.number(made.number)})
        return redirect("documents:wording", owner, paper, language)
    return _page(request, body, letter, language, form)


def _page(request: UserRequest, body: Body, letter: Letter, language: str, form: WordingForm) -> HttpResponse:
    context = {
        "title": letter.title, "owner": body, "letter": letter, "language": language, "form": form,
        "name": LANGUAGES[language], "versions": versions(body, letter, language).select_related("made_by"),
        "fields": [(name, field.label, field.sample(language)) for name, field in letter.fields.items()],
        "crumbs": [Crumb(_("Wording of papers"), reverse("documents:wordings") + f"?owner={body.pk}"),
                   Crumb(str(letter.title))],
    }  # fmt: skip
    return render(request, "documents/wording/wording.html", context, status=422 if form.errors else 200)


@requires(EDIT)
@require_POST
def preview(request: UserRequest, owner: int, paper: str, language: str) -> HttpResponseBase:
    """The paper as these words would make it, on a sample; nothing is saved."""
    body, letter = _asked(request, owner, paper, language)
    form = WordingForm(request.POST, words=words_of(body, paper, language))
    if not is_sound(form):
        return _page(request, body, letter, language, form)
    try:
        pdf = drawn(body, Words(letter, language, 0, form.cleaned_data))
    except ValidationError as refusal:
        refuse(form, refusal)
        return _page(request, body, letter, language, form)
    return pdf_bytes_response(pdf, f"{paper}-{language}.pdf")


@requires(EDIT)
@require_POST
def restore(request: UserRequest, owner: int, paper: str, language: str) -> HttpResponse:
    body, letter = _asked(request, owner, paper, language)
    try:
        actions.restore_wording(body, letter, language, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The original wording is in force again; the versions before are kept."))
    return redirect("documents:wording", owner, paper, language)


@requires(EDIT)
def version(request: UserRequest, pk: int) -> HttpResponseBase:
    """An earlier version on the sample."""
    seen = allowed(Wording.objects, request.user, EDIT).select_related("owner__place")
    found: Wording = get_object_or_404(seen.filter(paper__in=LETTERS), pk=pk)
    words = words_in(LETTERS[found.paper], found.language, found)
    return pdf_bytes_response(drawn(found.owner, words), f"{found.paper}-v{found.number}.pdf")
