"""Screens of who is who: the queue, one pair at a time, the merges and their cases."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.core.keys import key_of
from takwin.documents.forms.observed import observed
from takwin.people.merging import actions, queries, sides, words
from takwin.people.merging.contrary import contradictions
from takwin.people.merging.enums import Verdict
from takwin.people.merging.forms import CaseForm, DecisionForm, SureForm
from takwin.people.merging.models import Candidate
from takwin.people.merging.reasons import reasons_of
from takwin.people.merging.tables import CASES, MERGES, PAIRS
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.ui.forms import is_sound, refuse
from takwin.ui.lists import Listing, list_page
from takwin.ui.things import Act, Crumb, render_thing

AT_ONCE = 50  # sure pairs confirmed in one act, so that the answer comes at once


def crumbs(*last: Crumb) -> list[Crumb]:
    way = [Crumb(_("Persons"), reverse("people:persons")), Crumb(_("Who is who"), reverse("people:who"))]
    return [*way, *last] if last else [way[0], Crumb(_("Who is who"))]


@requires(Permission.PERSON_MERGE)
@require_GET
def who(request: UserRequest) -> HttpResponseBase:
    """The pairs, decided and not; the act of the page opens the first one."""
    pairs = queries.listed(queries.candidates(request.user))
    around = {} if getattr(request, "htmx", False) else {"sure": len(queries.sure(request.user))}  # not at each letter
    context = {"crumbs": crumbs(), "progress": queries.progress(request.user), **around, **last_decided(request)}
    return list_page(request, pairs, PAIRS, template="people/merging/who.html", **context)


@requires(Permission.PERSON_MERGE)
@require_GET
def next_pair(request: UserRequest) -> HttpResponse:
    """The first pair to look at; the list when none is left."""
    pair = queries.to_look_at(request.user).first()
    return redirect(pair or "people:who")


@requires(Permission.PERSON_MERGE)
def sure(request: UserRequest) -> HttpResponse:
    """The pairs that are hardly in doubt, so many at a time, confirmed in one act."""
    pairs = queries.sure(request.user)
    form = SureForm(request.POST if request.method == "POST" else None, pairs=pairs[:AT_ONCE])
    if request.method == "POST" and is_sound(form):
        try:
            done = len(actions.merge_sure(form.confirmed(), by=request.user))
        except ValidationError as error:
            refuse(form, error)
        else:
            said = ngettext("%(count)s pair is one person now.", "%(count)s pairs are one person each now.", done)
            messages.success(request, said % {"count": done})
            return redirect("people:merges")
    context = {
        "title": _("Sure pairs"), "crumbs": crumbs(Crumb(_("Sure pairs"))), "form": form, "left": len(pairs),
        "pairs": [(key, sides.sure_pair(pair)) for key, pair in form.pairs.items()],
    }  # fmt: skip
    return render(request, "people/merging/sure.html", context, status=422 if form.errors else 200)


def last_decided(request: UserRequest) -> dict[str, Any]:
    """The pair just decided, so that it can be taken back at once; its number comes back in the address."""
    number = key_of(request.GET.get("done", ""))
    if number is None:
        return {}
    done = Candidate.objects.filter(pk=number).exclude(verdict=Verdict.PENDING).select_related("a", "b").first()
    merge = done and queries.merges(request.user).filter(candidate=done, undone_at=None).first()
    if done and (merge or queries.candidates(request.user).filter(pk=done.pk).exists()):
        return {"done": done, "done_merge": merge}
    return {}


@requires(Permission.PERSON_MERGE)
@never_cache
def pair(request: UserRequest, pk: int) -> HttpResponse:
    """Two persons side by side; what is said of them is recorded, and the next pair comes by itself."""
    found = queries.candidates(request.user).filter(pk=pk).first()
    if found is None:
        return over(request, pk)
    form = DecisionForm(request.POST or None, pair=found)
    if request.method == "POST" and is_sound(form):
        following = queries.after(request.user, found)
        try:
            actions.decide(found, **form.decision(), by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(
                f"{reverse('people:pair', args=[following.pk]) if following else reverse('people:who')}?done={pk}"
            )
    return render(request, "people/merging/pair.html", facing(request, found, form), status=422 if form.errors else 200)


def over(request: UserRequest, pk: int) -> HttpResponse:
    """The address of a pair that is none any more: who it became, and the way back."""
    merge = queries.merged_since(request.user, pk)
    if merge is None:
        raise Http404
    of_these = merge.candidate_id == pk
    context = {
        "title": _("These two rows are one person now") if of_these else _("One of the two is known as another now"),
        "crumbs": crumbs(Crumb(_("One pair"))),
        "merge": merge,
        "may_undo": queries.may_separate(merge, request.user),
    }
    return render(request, "people/merging/over.html", context, status=422 if request.method == "POST" else 200)


def facing(request: UserRequest, found: Candidate, form: DecisionForm) -> dict[str, Any]:
    """All that the page of a pair shows."""
    return {
        "title": _("One person or two?"),
        "crumbs": crumbs(Crumb(_("One pair"))),
        "pair": found,
        "form": form,
        "sides": sides.sides(found.a, found.b),
        "lines": sides.lines(found.a, found.b),
        "reasons": reasons_of(found.reasons),
        "contrary": contradictions(found.a, found.b),
        "progress": queries.progress(request.user),
        "next": queries.after(request.user, found),
        "before": queries.before(request.user, found),
        **last_decided(request),
        **_observed(request, PAIRS, found),
    }


def _observed(request: UserRequest, listing: Listing, thing: Model) -> dict[str, Any]:
    """What came back beside the row that it is in its list: whoever decides reads it."""
    return observed([f"list.{listing.export_name}"])(thing, request.user) or {}


@requires(Permission.PERSON_MERGE)
@require_POST
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a decision, the merge it made with it, and show the pair again."""
    merge = queries.merges(request.user).filter(candidate=pk, undone_at=None).first()
    if not merge:
        get_object_or_404(queries.candidates(request.user), pk=pk)
    found = get_object_or_404(Candidate, pk=pk)
    try:
        actions.reopen(found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(merge or "people:who")
    messages.success(request, _("The decision is taken back."))
    return redirect(found)


@requires(Permission.PERSON_MERGE)
@require_GET
def merges(request: UserRequest) -> HttpResponseBase:
    way = crumbs(Crumb(_("Merges")))
    return list_page(
        request, queries.listed_merges(request.user), MERGES, crumbs=way, template="people/merging/list.html"
    )


@requires(Permission.PERSON_MERGE)
@require_GET
def merge(request: UserRequest, pk: int) -> HttpResponse:
    """What a merge moved, what it had to leave, and the way back."""
    found = get_object_or_404(queries.merges(request.user), pk=pk)
    undo = Act(_("Undo this merge"), reverse("people:undo_merge", args=[pk]), "back", post=True, quiet=True)
    return render_thing(
        request,
        found,
        title=_("A merge"),
        crumbs=crumbs(Crumb(_("Merges"), reverse("people:merges")), Crumb(found.kept.name)),
        acts=[undo] if not found.undone_at and queries.may_separate(found, request.user) else [],
        template="people/merging/merge.html",
        merge=found,
        moved=words.moved_by(found),
        cases=[(case, words.name_of(case.model), words.why(case)) for case in found.cases.all()],
        **_observed(request, MERGES, found),
    )


@requires(Permission.PERSON_MERGE)
@require_POST
def undo_merge(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.merges(request.user), pk=pk)
    try:
        actions.undo_merge(found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(found)
    messages.success(request, _("They are two persons again: everything went back."))
    return redirect(found.candidate or "people:merges")


@requires(Permission.PERSON_MERGE)
@require_GET
def cases(request: UserRequest) -> HttpResponseBase:
    way = crumbs(Crumb(_("Cases of merges")))
    return list_page(request, queries.cases(request.user), CASES, crumbs=way, template="people/merging/list.html")


@requires(Permission.PERSON_MERGE)
def case(request: UserRequest, pk: int) -> HttpResponse:
    """A row that stayed, why, where to put it right, and the words that close the case."""
    found = get_object_or_404(queries.cases(request.user), pk=pk)
    form = CaseForm(request.POST or None)
    if request.method == "POST" and is_sound(form):
        try:
            actions.close_case(found, decision=form.cleaned_data["decision"], by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The case is closed."))
            return redirect("people:cases")
    way = crumbs(Crumb(_("Cases of merges"), reverse("people:cases")), Crumb(found.merge.kept.name))
    what = {
        "name": words.name_of(found.model),
        "what": words.what(found),
        "why": words.why(found),
        "where": words.where(found),
    }
    context = {"title": _("A case of a merge"), "case": found, "form": form, "crumbs": way, **what}
    context |= _observed(request, CASES, found)
    return render(request, "people/merging/case.html", context, status=422 if form.errors else 200)
