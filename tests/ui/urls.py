"""A list page and the page of a thing as an app above would write them, over places."""

import datetime as dt
from decimal import Decimal

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_POST

from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.ui.forms import MoneyField
from takwin.ui.lists import Column, Empty, Listing, Tab, list_page
from takwin.ui.states import Look
from takwin.ui.things import Act, Crumb, Fact, Step, render_thing


class PlaceFilter(django_filters.FilterSet):
    level = django_filters.MultipleChoiceFilter(choices=Level.choices, label="Level")
    population = django_filters.RangeFilter(label="Population")

    class Meta:
        model = Place
        fields: list[str] = []


PLACES = Listing(
    title="Places",
    columns=[
        Column("code", "Code", kind="reference", sort="code", phone="hide"),
        Column("name", "Name", sort="sort_{lang}", phone="top", note="official_fr"),
        Column("population", "Population", kind="number", sort="population"),
        Column("cost", "Cost", kind="money", value=lambda place: Decimal("28588.23")),
        Column("day", "Day", kind="day", value=lambda place: dt.date(2026, 12, 8)),
        Column("state", "State", kind="state", value=lambda place: Look("Confirmed", "go", "half"), phone="end"),
    ],
    empty=Empty("No place yet", "Load the map first.", Act("Load the map", "/load/")),
    default_sort="code",
    filterset=PlaceFilter,
    tabs=[Tab("communes", "Communes", Q(level=Level.COMMUNE))],
    export_name="places",
    row_url=lambda place: f"/tests/places/{place.pk}/",
)


class ReceiptForm(forms.Form):
    amount = MoneyField(label="Amount", most=Decimal("31764.70"))
    day = forms.DateField(label="Day", help_text="The day of the statement")
    proof = forms.ChoiceField(label="Proof", choices=[("1", "Statement"), ("2", "Order")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Checked", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


def places(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, Place.objects.select_related("region"), PLACES)


def place(request: HttpRequest, pk: int) -> HttpResponse:
    thing = Place.objects.get(pk=pk)
    return render_thing(
        request,
        thing,
        title=thing.name,
        look=Look("Confirmed", "go", "half"),
        crumbs=[Crumb("Places", "/tests/places/"), Crumb(thing.code)],
        facts=[Fact("8 December", "cal")],
        acts=[Act("Send", "/send/", post=True), Act("Seal", refused="Opens tomorrow")],
        path=[Step("Tentative", "2 November", "done"), Step("Confirmed", css="here"), Step("Held")],
    )


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("sent")


def receipt(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    return render(request, "ui/form.html", {"title": "Receipt", "form": form, "submit": "Record the receipt"})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("tests/places/", places),
    path("tests/places/<int:pk>/", place),
    path("tests/places/<int:pk>/send/", send),
    path("tests/receipt/", receipt),
    path("tests/broken/", broken),
    path("ui/", include("takwin.ui.urls")),
]
handler404 = "takwin.ui.views.page_not_found"
handler500 = "takwin.ui.views.server_error"
