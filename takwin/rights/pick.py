"""Choose one row among thousands by typing a few letters of its name.

A text that asks the server, and its answers as radio buttons: it needs no script of its own, and a keyboard or a
screen reader finds what it knows. The form keeps the choice; the view that answers decides what may be chosen.

    class Form(forms.Form):
        place = forms.ModelChoiceField(Place.objects.all(), widget=PickInput("territory:pick_place"))

    def pick_place(request):
        found = answering(allowed(Place.objects, request.user, Permission.PLACE_VIEW), terms)
        return answer(request, [Choice(str(place.pk), place.name) for place in found[:SHOWN]])
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from takwin.core.keys import key_of
from takwin.ui.things import Act

SHOWN = 8


class Choice(NamedTuple):
    """One answer: the value the form will carry, what the reader sees, and what tells it from its namesakes."""

    value: str
    label: str
    detail: str = ""


class PickInput(forms.Widget):
    """The widget; ``shown`` gives the label of a value already chosen, when the form comes back with an error.

    ``args`` are those of the address, where what may be chosen depends on a thing.
    """

    template_name = "rights/pick.html"
    use_fieldset = True

    def __init__(
        self,
        url_name: str,
        *,
        args: Sequence[int] = (),
        shown: Callable[[str], str] = str,
        hint: Any = "",
        attrs: Any = None,
    ) -> None:
        super().__init__(attrs)
        self.url_name, self.args, self.shown, self.hint = url_name, args, shown, hint

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [Choice(str(value), self.shown(str(value)))] if value else []
        return context | {
            "url": reverse(self.url_name, args=self.args),
            "name": name,
            "choices": chosen,
            "chosen": str(value),
            "hint": self.hint,
        }


def shown_as(model: type[Model]) -> Callable[[str], str]:
    """How the field names the row of ``model`` that was chosen; what is the number of none has no name."""

    def label(value: str) -> str:
        return str(model._default_manager.filter(pk=key_of(value) or 0).first() or "")

    return label


def typed(request: HttpRequest) -> str:
    """What was typed in the field that asks, whatever its name: one address answers several fields of a form."""
    return request.GET.get(f"{request.GET.get('name', '')}_words", "")


def answer(request: HttpRequest, choices: Iterable[Choice], otherwise: Act | None = None) -> HttpResponse:
    """The radio buttons for what has been typed; the field's name comes back from the address.

    None is ticked by itself, not even the only one: it may be a namesake of what is meant; but what the page's address
    names is, since its reader has just recorded it (see :func:`with_choice`). ``otherwise`` is what to do when what is
    meant is not among them.
    """
    name = request.GET.get("name", "")
    chosen = QueryDict(urlsplit(page_of(request)).query).get(name, "")
    context = {"choices": list(choices), "name": name, "chosen": chosen, "otherwise": otherwise}
    return render(request, "rights/pick_choices.html", context)


def page_of(request: HttpRequest) -> str:
    """The path and query of the page whose field asks; empty when none of ours does."""
    return getattr(getattr(request, "htmx", None), "current_url_abs_path", None) or ""


def with_choice(page: str, name: str, choice: Choice) -> str:
    """The address of a page whose field ``name`` shall come back with this choice ticked, searched by its label."""
    parts = urlsplit(page)
    told = QueryDict(parts.query, mutable=True)
    told[name], told[f"{name}_words"] = choice.value, choice.label
    return parts._replace(query=told.urlencode()).geturl()
