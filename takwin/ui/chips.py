"""The filters of a list as chips: dashed to offer, solid when on, each taken off by its own link."""

from collections.abc import Callable
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.forms import BoundField
from django.utils.translation import pgettext

from takwin.core import formats

FEW = 12  # choices shown as boxes; more are a menu to choose from


class Chip(NamedTuple):
    """One filter: its field, what it keeps now in words, and the address without it."""

    field: BoundField
    on: bool
    shown: str
    clear_url: str


def _names(field: BoundField) -> list[str]:
    """The parameters of the address this filter reads: one, or several for a range."""
    suffixes = getattr(field.field.widget, "suffixes", None)
    return [f"{field.html_name}_{suffix}" for suffix in suffixes] if suffixes else [field.html_name]


def _shown(field: BoundField, values: list[str]) -> str:
    labels = {str(value): str(label) for value, label in getattr(field.field, "choices", [])} if values else {}
    return formats.listed(labels.get(value, value) for value in values)


def _dressed(field: BoundField) -> BoundField:
    """Few choices of which several may hold are boxes, ticked one by one; the two ends of a range are named."""
    choice = field.field
    for end, word in zip(
        getattr(choice.widget, "widgets", []), (pgettext("range", "from"), pgettext("range", "to")), strict=False
    ):
        end.attrs |= {"aria-label": word, "placeholder": word}
        if isinstance(end, forms.DateInput):
            end.input_type, end.format = "date", "%Y-%m-%d"
    if isinstance(choice, forms.MultipleChoiceField):
        choices: list[Any] = list(choice.widget.choices)
        if len(choices) <= FEW:
            choice.widget = forms.CheckboxSelectMultiple(choices=choices)
    return field


def chips(filterset: django_filters.FilterSet, address: Callable[..., str]) -> list[Chip]:
    """The chips of the filters, in the order they are declared."""
    found = []
    for field in filterset.form:
        names = _names(field)
        data = filterset.form.data
        values = [value for name in names for value in data.getlist(name) if value] if data else []
        clear = address(**dict.fromkeys(names))
        found.append(Chip(_dressed(field), bool(values), _shown(field, values), clear))
    return found
