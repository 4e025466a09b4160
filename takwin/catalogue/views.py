"""Screens of topics and trainers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from takwin.catalogue import actions, queries
from takwin.catalogue.answers import done
from takwin.catalogue.forms import AddTopicForm, AddTrainerForm, TopicForm, TrainerForm, known
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.shown import facts_of_trainer
from takwin.catalogue.tables import TOPICS, TRAINERS, look_of_topic, look_of_trainer
from takwin.core.search import answering
from takwin.core.text import search_terms
from takwin.directory.models import Body
from takwin.directory.queries import bodies_meant
from takwin.people.models import Person
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.pick import SHOWN, Choice, answer
from takwin.rights.queries import allowed, holds
from takwin.ui.forms import form_page
from takwin.ui.lists import Listing, list_page
from takwin.ui.states import Look
from takwin.ui.things import Act, Crumb, Fact, Words, render_thing

VIEW, EDIT = Permission.SESSION_VIEW, Permission.SESSION_EDIT


@dataclass(frozen=True)
class Kept:
    """What the catalogue keeps a register of, with its words: topics and trainers have the same four screens."""

    name: str  # of its page: ``catalogue:topic``; the list is ``topics``, and so on
    rows: Callable[..., QuerySet[Any]]
    listing: Listing
    look: Callable[[Any], Look]
    called: Callable[[Any], str]
    crumb: Callable[[Any], str]
    facts: Callable[[Any], list[Fact]]
    adding: Callable[[UserRequest], forms.Form]
    add: Callable[..., Any]
    correcting: Callable[[UserRequest, Any], forms.Form]
    correct: Callable[..., Any]
    to_add: Words
    add_this: Words
    added: Words
    to_correct: Words
    then: str = ""  # the screen that follows adding, its page when none is named

    def address(self, screen: str = "", *args: int) -> str:
        return reverse(f"catalogue:{self.name}{screen}", args=args)


def _topic_form(request: UserRequest, topic: Topic) -> forms.Form:
    return TopicForm(request.POST or None, initial=known(topic, [*TopicForm.base_fields]))


def _trainer_form(request: UserRequest, trainer: Trainer) -> forms.Form:
    initial = known(trainer, ["kind", "is_open", "in_arabic", "in_french", "in_amazigh"])
    return TrainerForm(request.POST or None, initial=initial | {"body": trainer.body_id, "province": trainer.province})


TOPIC = Kept(
    "topic", queries.topics_for, TOPICS, look_of_topic,
    called=lambda topic: topic.name,
    crumb=lambda topic: topic.code,
    facts=lambda topic: [Fact(topic.owner.name, "body"), *([Fact(topic.audience, "people")] if topic.audience else [])],
    adding=lambda request: AddTopicForm(request.POST or None, by=request.user),
    add=actions.add_topic,
    correcting=_topic_form,
    correct=actions.correct_topic,
    to_add=_("Add a topic"),
    add_this=_("Add this topic"),
    added=_("The topic is in the catalogue."),
    to_correct=_("Correct the topic"),
)  # fmt: skip
TRAINER = Kept(
    "trainer", queries.trainers_for, TRAINERS, look_of_trainer,
    called=lambda trainer: trainer.person.name,
    crumb=lambda trainer: trainer.person.name,
    facts=facts_of_trainer,
    adding=lambda request: AddTrainerForm(request.POST or None, by=request.user),
    add=actions.add_trainer,
    correcting=_trainer_form,
    correct=actions.correct_trainer,
    to_add=_("Add a trainer"),
    add_this=_("Add this trainer"),
    added=_("The trainer is in the pool. Say now what he teaches."),
    to_correct=_("Correct the trainer"),
    then="_topics",
)  # fmt: skip


@requires(VIEW)
@require_GET
def things(request: UserRequest, kept: Kept) -> HttpResponseBase:
    add = Act(kept.to_add, kept.address("_add"), "plus") if holds(request.user, EDIT) else None
    return list_page(request, kept.rows(request.user), kept.listing, act=add)


@requires(VIEW)
@require_GET
def thing(request: UserRequest, pk: int, kept: Kept) -> HttpResponse:
    found = get_object_or_404(kept.rows(request.user), pk=pk)
    page = thing_page(found, request.user)
    edit = Act(kept.to_correct, kept.address("_edit", pk), "edit", quiet=True)
    return render_thing(
        request,
        found,
        title=kept.called(found),
        look=kept.look(found),
        crumbs=[Crumb(kept.listing.title, kept.address("s")), Crumb(kept.crumb(found))],
        facts=kept.facts(found),
        acts=[edit] if EDIT in page.permissions else [],
        panels=page,
    )


@requires(EDIT)
def add(request: UserRequest, kept: Kept) -> HttpResponse:
    form = kept.adding(request)
    if made := done(request, form, kept.add):
        messages.success(request, str(kept.added))
        return redirect(kept.address(kept.then, made.pk))
    return form_page(request, form, title=kept.to_add, submit=kept.add_this, back=kept.address("s"))


@requires(EDIT)
def edit(request: UserRequest, pk: int, kept: Kept) -> HttpResponse:
    found = get_object_or_404(kept.rows(request.user, EDIT), pk=pk)
    form = kept.correcting(request, found)
    if done(request, form, lambda **facts: kept.correct(found, **facts)):
        messages.success(request, _("The corrections are kept."))
        return redirect(found)
    back = found.get_absolute_url()
    return form_page(request, form, title=kept.to_correct, submit=_("Keep the corrections"), back=back)


@requires(EDIT)
@require_GET
def pick_person(request: UserRequest) -> HttpResponse:
    """The persons whose name answers to what is typed, with what they are, to tell namesakes apart."""
    words = request.GET.get(f"{request.GET.get('name', '')}_words", "").strip()
    mine = allowed(Person.objects, request.user, Permission.PERSON_VIEW).prefetch_related("offices__body")
    rows = answering(mine, search_terms(words)).order_by("sort_ar", "pk")[:SHOWN] if words else []
    return answer(
        request, [Choice(str(p.pk), p.name, next((str(o.body) for o in p.offices.all()), "")) for p in rows]
    )  # fmt: skip


@requires(EDIT)
@require_GET
def pick_body(request: UserRequest) -> HttpResponse:
    """Any body at all: a trainer may come from anywhere in the kingdom."""
    words = request.GET.get(f"{request.GET.get('name', '')}_words", "").strip()
    rows = bodies_meant(Body.objects.filter(ends_on=None), words).order_by("sort_ar", "pk")[:SHOWN] if words else []
    return answer(request, [Choice(str(b.pk), b.name, b.get_kind_display()) for b in rows])
