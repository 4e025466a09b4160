"""What the preview says before anything is settled, and in whose language it says it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.deciding import foresee_settling, settle_stops
from takwin.documents.imports.screens import columns_context
from takwin.people.enums import Title
from takwin.people.imports.fields import BLANKABLE
from takwin.people.imports.importer import PERSONS
from tests.factories.people import make_office
from tests.people.batches import received
from tests.people.lists import HEADING, line, listed

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def test_settling_does_what_the_preview_said_it_would(as_user: Browser, officer: User) -> None:
    nowhere = line(ar="كريم بنعلي", fr=None, cin=None, phone=None, council="لا مكان")
    batch = received(listed(line(cin="148220"), nowhere), officer)
    assert foresee_settling(batch, blank=BLANKABLE) == ({"cin": 1}, 1)
    page = as_user(officer).get(reverse("people:preview", args=[batch.pk])).content.decode()
    assert "1 cell left blank: CIN" in page
    assert "1 row left out" in page
    assert settle_stops(batch, importer=PERSONS, blank=BLANKABLE, by=officer) == 1


def test_a_second_president_is_left_out_and_never_made_a_member(officer: User, azrou: Body) -> None:
    make_office(body=azrou, title=Title.PRESIDENT, starts_on=dt.date(2020, 1, 6))
    batch = received(listed(line(office="رئيس")), officer)
    assert foresee_settling(batch, blank=BLANKABLE) == ({}, 1)
    assert settle_stops(batch, importer=PERSONS, blank=BLANKABLE, by=officer) == 1
    assert batch.rows.get().data["values"]["office"] == "president"


def test_a_list_read_in_arabic_speaks_french_to_a_french_reader(officer: User) -> None:
    data = listed([*line(), "حزب الوردة"], heading=[*HEADING, "الانتماء السياسي"])
    with translation.override("ar"):
        batch = ImportBatch.objects.get(pk=received(data, officer).pk)
        (arabic,) = columns_context(batch, PERSONS)["remarks"]
    with translation.override("fr"):
        (french,) = columns_context(batch, PERSONS)["remarks"]
    assert "لم يُقرأ" in arabic
    assert "non lue" in french


def test_a_field_that_holds_nothing_is_marked_so_that_a_phone_leaves_it_out(as_user: Browser, officer: User) -> None:
    batch = received(listed(line(cin=None)), officer)
    page = as_user(officer).get(reverse("people:preview", args=[batch.pk]) + "?show=all").content.decode()
    assert '<td role="cell" data-label="CIN" class="blank">' in page
    assert '<td role="cell" data-label="Name in French">' in page
