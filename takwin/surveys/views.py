"""Questionnaires and their versions, opinions asked and what they say; answering on one's own page or on a tablet."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.core.keys import key_of
from takwin.directory.models import Body
from takwin.letters.access import personal
from takwin.letters.models import PersonalLink
from takwin.people.models import Person
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.surveys import actions, queries
from takwin.surveys.forms import QuestionnaireForm, QuestionRows, in_order, starting
from takwin.surveys.models import CouncilVoice, Question, Questionnaire, Round
from takwin.surveys.queries import choices_of
from takwin.surveys.sounds.queries import other_language_of, recording_of, recordings_of
from takwin.surveys.tables import look_of_questionnaire, look_of_round, questionnaires_listing, rounds_listing
from takwin.ui.forms import are_sound, done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

VIEW, EDIT, KEEP = Permission.SURVEY_VIEW, Permission.SURVEY_EDIT, Permission.PRESENCE_MARK


def _way(*labels: Crumb) -> list[Crumb]:
    return [Crumb(_("Questionnaires"), reverse("surveys:questionnaires")), *labels]


@requires(VIEW)
@require_GET
def questionnaires(request: UserRequest) -> HttpResponseBase:
    add = Act(_("Write a questionnaire"), reverse("surveys:add"), "plus") if holds(request.user, EDIT) else None
    return list_page(request, queries.questionnaires_for(request.user), questionnaires_listing(add), act=add)


@requires(EDIT)
def add(request: UserRequest) -> HttpResponse:
    form = QuestionnaireForm(request.POST or None, by=request.user)
    if made := done(request, form, lambda: actions.add_questionnaire(**form.cleaned_data, by=request.user)):
        return redirect("surveys:write", made.pk)
    title, submit, crumbs = _("Write a questionnaire"), _("Go on to its questions"), _way(Crumb(_("Write")))
    return form_page(request, form, title=title, submit=submit, crumbs=crumbs, back=reverse("surveys:questionnaires"))


@requires(VIEW)
@require_GET
def questionnaire(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.questionnaires_for(request.user), pk=pk)
    page = thing_page(found, request.user)
    draft = found.versions.filter(published_at=None).first()
    acts = [Act(_("Change the questions"), reverse("surveys:write", args=[pk]), "edit", quiet=True)]
    if draft:
        acts.insert(0, Act(_("Publish this version"), reverse("surveys:publish", args=[draft.pk]), "check", post=True))
    return render_thing(
        request,
        found,
        title=found.name,
        look=look_of_questionnaire(found),
        crumbs=_way(Crumb(found.name)),
        facts=[Fact(found.get_purpose_display(), "flag"), Fact(found.owner.name, "body")],
        acts=acts if EDIT in page.permissions else [],
        panels=page,
    )


@requires(EDIT)
def write(request: UserRequest, pk: int) -> HttpResponse:
    """The questions of the draft, or of the latest version to start the next one from."""
    found = get_object_or_404(allowed(Questionnaire.objects, request.user, EDIT), pk=pk)
    latest = found.versions.first()
    rows = QuestionRows(request.POST or None, initial=starting(latest) if latest else [])
    refusals: list[str] = []
    if request.method == "POST" and are_sound(rows):
        try:
            actions.write_version(found, in_order(rows), by=request.user)
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            messages.success(request, _("The draft is kept. Publish it to ask it."))
            return redirect(found)
    context = {"title": _("Questions"), "questionnaire": found, "rows": rows, "refusals": refusals}
    context["crumbs"] = _way(Crumb(found.name, found.get_absolute_url()), Crumb(_("Questions")))
    return render(request, "surveys/write.html", context, status=422 if rows.is_bound else 200)


@requires(EDIT)
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    mine = allowed(Questionnaire.objects, request.user, EDIT)
    found = get_object_or_404(mine, versions=pk)
    try:
        actions.publish_version(found.versions.get(pk=pk), by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The version is published: it is asked from now on, and never changes."))
    return redirect(found)


@requires(VIEW)
@require_GET
def rounds(request: UserRequest) -> HttpResponseBase:
    forms = Act(_("Questionnaires"), reverse("surveys:questionnaires"), "doc")
    return list_page(request, queries.rounds_for(request.user), rounds_listing(), act=forms)


@requires(VIEW)
@require_GET
def round_(request: UserRequest, pk: int) -> HttpResponse:
    """What was answered, once it is over; until then how many have."""
    found = get_object_or_404(queries.rounds_for(request.user), pk=pk)
    page = thing_page(found, request.user)
    tablet_round = Act(_("Hand a tablet round"), reverse("surveys:tablet", args=[pk]), "phone")
    close_now = Act(_("Close it now"), reverse("surveys:close", args=[pk]), "lock", post=True, quiet=True)
    on_paper = Act(_("On paper"), reverse("surveys:copies", args=[pk]), "print")
    open_acts = [(EDIT, close_now)] if found.is_open() else []
    if not found.is_of_councils and (found.is_open() or queries.awaited(found)):
        open_acts.insert(0, (EDIT, on_paper))
    if found.takes_tablet:
        open_acts.insert(0, (KEEP, tablet_round))
    return render_thing(
        request,
        found,
        title=str(found),
        look=look_of_round(found),
        crumbs=[Crumb(_("Opinions asked"), reverse("surveys:rounds")), Crumb(str(found))],
        facts=[Fact(found.version.questionnaire.name, "book"), Fact(found.place.name, "pin")],
        acts=[act for permission, act in open_acts if permission in page.permissions],
        panels=page,
    )


@requires(EDIT)
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Round.objects, request.user, EDIT), pk=pk)
    try:
        actions.close_round(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(found)


@requires(KEEP)
@never_cache
def tablet(request: UserRequest, pk: int) -> HttpResponse:
    """A tablet handed round in the room, that day only: who has not answered finds his name, answers, passes it on."""
    found = get_object_or_404(allowed(Round.objects, request.user, KEEP), pk=pk)
    waiting = Person.objects.filter(voices__in=queries.unheard().filter(round=found))
    if not found.takes_tablet:
        raise Http404
    person = waiting.filter(pk=key_of(request.GET.get("person", "")) or 0).first()
    if person is None:
        context = {"title": str(found), "round": found, "waiting": waiting.order_by("sort_ar", "pk")}
        return render(request, "surveys/tablet.html", context)
    back = reverse("surveys:tablet", args=[pk])
    act = partial(actions.answer, found, person, on_tablet=True, by=None)
    return _answering(request, found, act, back=back)


@personal
def own(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    """The same on the person's own telephone, from the page that his letter opens."""
    found = get_object_or_404(Round, pk=pk, voices__person=link.person)
    act = partial(actions.answer, found, link.person, by=None)
    return _answering(request, found, act, back=reverse("personal:page", args=[link.token]))


@requires(Permission.SURVEY_ANSWER)
@never_cache
def council(request: UserRequest, pk: int) -> HttpResponse:
    """What a council sees changed, said by its president or its director of services."""
    mine = allowed(CouncilVoice.objects, request.user, Permission.SURVEY_ANSWER).select_related("round", "body")
    voice = get_object_or_404(mine, pk=pk)
    act = partial(actions.answer_for, voice.round, voice.body, by=request.user)
    return _answering(request, voice.round, act, back=reverse("portal:desk"), council=voice.body)


@personal
def own_council(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    """The same by its president without his account, from the page that any letter of his opens."""
    voice = get_object_or_404(queries.councils_presided(link.person), pk=pk)
    act = partial(actions.answer_for, voice.round, voice.body, by=None)
    back = reverse("personal:page", args=[link.token])
    return _answering(request, voice.round, act, back=back, council=voice.body)


def _answering(
    request: HttpRequest, found: Round, act: Callable[[dict[int, str]], None], *, back: str, council: Body | None = None
) -> HttpResponse:
    """One page, one tap a question; what is missing or strange is said at its question, what was tapped stays."""
    questions = list(found.version.questions.prefetch_related("options"))
    said = {question.pk: request.POST.get(f"q{question.pk}", "").replace("\r\n", "\n") for question in questions}
    errors: dict[str, list[str]] = {}
    refusal = ""
    if request.method == "POST":
        try:
            act(said)
        except ValidationError as refused:
            errors = refused.message_dict if hasattr(refused, "error_dict") else {}
            refusal = "" if errors else refused.messages[0]
        else:
            messages.success(request, _("Thank you. Nobody can tell which answers are yours."))
            return redirect(back)
    lines = [
        {**line, "said": said[line["question"].pk], "error": "".join(errors.get(str(line["question"].pk), []))}
        for line in _lines(found.version.questionnaire, questions)
    ]
    context = {"title": str(found), "round": found, "lines": lines, "refusal": refusal, "back": back}
    context["council"] = council
    return render(request, "surveys/answer.html", context, status=422 if errors or refusal else 200)


def _lines(questionnaire: Questionnaire, questions: list[Question]) -> list[dict[str, Any]]:
    """Each question with its answers, the recording by which it is heard, and its language if not the reader's."""
    heard = recordings_of(questionnaire)
    rows = [(question, recording_of(question, heard)) for question in questions]
    return [
        {"question": q, "choices": choices_of(q), "recording": found, "other_language": other_language_of(found)}
        for q, found in rows
    ]
