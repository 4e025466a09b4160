"""Lists that offer a choice: what stands for no choice is said in words, in every form and every filter."""

from collections.abc import Iterator
from typing import Any

import django_filters
import pytest
from django import forms
from django.urls import get_resolver

from takwin.directory.models import Place
from takwin.ui.forms import DASHES, RowsField, control
from tests.factories.directory import make_province


class ChoiceForm(forms.Form):
    asked = forms.ChoiceField(choices=[("", DASHES), ("1", "One")])
    left = forms.TypedChoiceField(choices=[("", DASHES), ("1", "One")], required=False)
    said = forms.ChoiceField(choices=[("", "the whole province")], required=False)
    note = forms.CharField(max_length=5)


class RowsForm(forms.Form):
    places = RowsField(Place.objects.all())


def drawn(form: forms.BaseForm) -> dict[str, str]:
    return {field.name: control(field) for field in form}


def test_a_list_without_a_choice_yet_says_so_in_words() -> None:
    told = drawn(ChoiceForm())
    assert ">Choose</option>" in told["asked"]
    assert ">not specified</option>" in told["left"]
    assert ">the whole province</option>" in told["said"]


def test_a_text_is_told_too_long_and_never_cut() -> None:
    assert "maxlength" not in drawn(ChoiceForm())["note"]
    assert ChoiceForm({"asked": "1", "note": "sixsix"}).errors["note"] == [
        "Ensure this value has at most 5 characters (it has 6)."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["9" * 30, "9" * 5000, "²", "-1", "x\x00"])
def test_a_number_that_no_row_can_bear_is_refused_among_several(said: str) -> None:
    told = RowsForm({"places": [str(make_province().pk), said]})
    assert told.errors["places"] == [f"Select a valid choice. {said} is not one of the available choices."]


def below(kind: Any) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield from (one, *below(one))


def test_no_filter_of_a_list_offers_dashes() -> None:
    assert get_resolver().url_patterns  # the tables of every app are read
    offered = {
        f"{kind.__name__}.{name}": one.extra.get("empty_label", "")
        for kind in below(django_filters.FilterSet)
        for name, one in kind.base_filters.items()
    }
    assert offered["MeetingFilter.place"] == "All"
    assert DASHES not in offered.values()
