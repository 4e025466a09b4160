"""Screens of topics and trainers."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from takwin.catalogue import actions, queries
from takwin.catalogue.forms import AddTopicForm, AddTrainerForm, TopicForm, TrainerForm, known
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.tables import TOPICS, TRAINERS, look_of_topic, look_of_trainer
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.pick import SHOWN, Choice, answer, matching
from takwin.rights.queries import allowed, holds
from takwin.ui.forms import refuse
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

T = TypeVar("T")
VIEW, EDIT = Permission.SESSION_VIEW, Permission.SESSION_EDIT


def done(request: UserRequest, form: forms.Form, act: Callable[..., T]) -> T | None:
    """Do what a form asks, if it was sent and says enough; what is refused goes back into the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(**form.cleaned_data, by=request.user)
    except ValidationError as refusal:
        refuse(form, refusal)
        return None


def form_page(request: UserRequest, form: forms.Form, *, title: str, submit: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "back_url": back}
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


@requires(VIEW)
@require_GET
def topics(request: UserRequest) -> HttpResponseBase:
    add = Act(_("Add a topic"), reverse("catalogue:topic_add"), "plus") if holds(request.user, EDIT) else None
    return list_page(request, queries.topics_for(request.user), TOPICS, act=add)


@requires(VIEW)
@require_GET
def topic(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.topics_for(request.user), pk=pk)
    page = thing_page(found, request.user)
    edit = Act(_("Correct the topic"), reverse("catalogue:topic_edit", args=[pk]), "edit", quiet=True)
    return render_thing(
        request,
        found,
        title=found.name,
        look=look_of_topic(found),
        crumbs=[Crumb(_("Topics"), reverse("catalogue:topics")), Crumb(found.code)],
        facts=[Fact(found.owner.name, "body"), *([Fact(found.audience, "people")] if found.audience else [])],
        acts=[edit] if EDIT in page.permissions else [],
        panels=page,
    )


@requires(EDIT)
def topic_add(request: UserRequest) -> HttpResponse:
    form = AddTopicForm(request.POST or None, by=request.user)
    if made := done(request, form, actions.add_topic):
        messages.success(request, _("The topic is in the catalogue."))
        return redirect(made)
    back = reverse("catalogue:topics")
    return form_page(request, form, title=_("Add a topic"), submit=_("Add this topic"), back=back)


@requires(EDIT)
def topic_edit(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Topic.objects, request.user, EDIT), pk=pk)
    form = TopicForm(request.POST or None, initial=known(found, [*TopicForm.base_fields]))
    if done(request, form, lambda **facts: actions.correct_topic(found, **facts)):
        messages.success(request, _("The corrections are kept."))
        return redirect(found)
    back = found.get_absolute_url()
    return form_page(request, form, title=_("Correct the topic"), submit=_("Keep the corrections"), back=back)


@requires(VIEW)
@require_GET
def trainers(request: UserRequest) -> HttpResponseBase:
    add = Act(_("Add a trainer"), reverse("catalogue:trainer_add"), "plus") if holds(request.user, EDIT) else None
    return list_page(request, queries.trainers_for(request.user), TRAINERS, act=add)


@requires(VIEW)
@require_GET
def trainer(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.trainers_for(request.user), pk=pk)
    page = thing_page(found, request.user)
    edit = Act(_("Correct the trainer"), reverse("catalogue:trainer_edit", args=[pk]), "edit", quiet=True)
    return render_thing(
        request,
        found,
        title=found.person.name,
        look=look_of_trainer(found),
        crumbs=[Crumb(_("Trainers"), reverse("catalogue:trainers")), Crumb(found.person.name)],
        facts=[Fact(found.get_kind_display(), "award"), Fact(found.body.name, "body")],
        acts=[edit] if EDIT in page.permissions else [],
        panels=page,
    )


@requires(EDIT)
def trainer_add(request: UserRequest) -> HttpResponse:
    form = AddTrainerForm(request.POST or None, by=request.user)
    if made := done(request, form, actions.add_trainer):
        messages.success(request, _("The trainer is in the pool. Say now what he teaches."))
        return redirect("catalogue:trainer_edit", made.pk)
    back = reverse("catalogue:trainers")
    return form_page(request, form, title=_("Add a trainer"), submit=_("Add this trainer"), back=back)


@requires(EDIT)
def trainer_edit(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Trainer.objects.select_related("body"), request.user, EDIT), pk=pk)
    initial: dict[str, Any] = known(found, ["kind", "is_open"]) | {"body": found.body_id, "topics": found.topics.all()}
    form = TrainerForm(request.POST or None, initial=initial, topics=found.owner.topics.filter(is_open=True))
    if done(request, form, lambda **facts: actions.correct_trainer(found, **facts)):
        messages.success(request, _("The corrections are kept."))
        return redirect(found)
    back = found.get_absolute_url()
    return form_page(request, form, title=_("Correct the trainer"), submit=_("Keep the corrections"), back=back)


@requires(EDIT)
@require_GET
def pick_person(request: UserRequest) -> HttpResponse:
    """The persons whose name answers to what is typed, with what they are, to tell namesakes apart."""
    words = request.GET.get(f"{request.GET.get('name', '')}_words", "").strip()
    mine = allowed(Person.objects, request.user, Permission.PERSON_VIEW).prefetch_related("offices__body")
    rows = matching(mine, words).order_by("sort_ar", "pk")[:SHOWN] if words else []
    return answer(
        request, [Choice(str(p.pk), p.name, next((str(o.body) for o in p.offices.all()), "")) for p in rows]
    )  # fmt: skip


@requires(EDIT)
@require_GET
def pick_body(request: UserRequest) -> HttpResponse:
    """Any body at all: a trainer may come from anywhere in the kingdom."""
    words = request.GET.get(f"{request.GET.get('name', '')}_words", "").strip()
    rows = matching(Body.objects.filter(ends_on=None), words).order_by("sort_ar", "pk")[:SHOWN] if words else []
    return answer(request, [Choice(str(b.pk), b.name, b.get_kind_display()) for b in rows])
