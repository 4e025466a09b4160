"""The services of some communes have a director general, of others a director: each is called as offices wrote it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from takwin.accounts.models import User
from takwin.agreements.forms.steps import _OfficeChoice
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.enums import GENERAL, Title
from takwin.people.imports.fields import show
from takwin.people.labels import capacity, on_paper
from takwin.people.matching.registry import office_code
from takwin.people.models import Office
from takwin.people.rosters.offices import office_of
from takwin.training.actions import nominate
from tests.factories.directory import make_body
from tests.factories.people import make_office, make_person
from tests.factories.training import make_session
from tests.people.batches import received, recorded
from tests.people.lists import HEADING, book, line, listed

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        ("المدير العام للمصالح", GENERAL),
        ("المديرة العامة لمصالح الجماعة", GENERAL),
        ("DGS", GENERAL),
        ("Directrice générale des services", GENERAL),
        ("مدير المصالح", ""),
        ("مديرة مصالح الجماعة", ""),
        ("Directeur des services", ""),
        ("الكاتب العام", ""),
    ],
)
def test_both_are_recognised_as_one_post_and_told_apart(said: str, detail: str) -> None:
    assert (office_of(said).code, office_of(said).detail) == ("dgs", detail)
    assert office_code(Title.DIRECTOR, detail) == "dgs", "the same post for who is held against the register"


def test_he_is_called_as_the_office_wrote_it_in_both_languages_and_on_paper() -> None:
    commune = make_body(name_ar="جماعة أزرو", name_fr="Commune d’Azrou")
    said = {"title": Title.DIRECTOR, "sex": "m", "detail": GENERAL}
    assert capacity(**said, language="ar", body=commune) == "المدير العام للمصالح، جماعة أزرو"
    assert capacity(**said, language="fr", kind=commune.kind) == "directeur général des services"
    assert capacity(Title.DIRECTOR, "m", "ar", body=commune) == "مدير المصالح، جماعة أزرو"
    for language in ("ar", "fr"):
        assert on_paper(GENERAL, language) == GENERAL, "a certificate says it too"


def test_a_list_keeps_what_it_says_shows_it_before_it_is_recorded_and_gives_no_second_office(
    officer: User, azrou: Body
) -> None:
    batch = received(listed(line(office="المدير العام للمصالح")), officer)
    values = batch.rows.get().data["values"]
    with override("ar"):
        assert show("office", values) == "المدير العام للمصالح"
    recorded(book(أخرى=[HEADING, line(office="المدير العام للمصالح")]), officer)
    office = Office.objects.get()
    assert (office.body, office.title, office.detail) == (azrou, Title.DIRECTOR, GENERAL)
    again = recorded(book(ورقة=[HEADING, line(office="مدير المصالح")]), officer)
    assert again.counts["did"]["offices"] == 0
    assert Office.objects.count() == 1, "one post, however the second list calls it"


def test_he_is_chosen_by_hand_and_whoever_holds_the_post_is_asked_about(
    as_user: Browser, officer: User, azrou: Body
) -> None:
    held = make_office(make_person(), azrou, Title.DIRECTOR, starts_on=dt.date(2024, 3, 1))
    person = make_person(sex="f")
    make_office(person, azrou)
    client, url = as_user(officer), reverse("people:give_office", args=[person.pk])
    assert "director general of services" in client.get(url).content.decode()
    told = {"body": azrou.pk, "title": f"{Title.DIRECTOR}:{GENERAL}", "detail": "", "starts_on": "2026-05-04"}
    assert client.post(url, told).status_code == 422
    assert client.post(url, told | {"succession": f"passes-{held.pk}"}).status_code == 302
    given = person.offices.get(title=Title.DIRECTOR)
    assert given.detail == GENERAL
    with override("fr"):
        assert given.said == "directrice générale des services"


@pytest.mark.parametrize(("kind", "detail"), [(BodyKind.REGION, ""), (BodyKind.COMMUNE, GENERAL)])
def test_he_is_convened_and_chosen_as_signatory_under_his_own_title(kind: BodyKind, detail: str) -> None:
    session = make_session()
    body = session.owner if kind == BodyKind.REGION else make_body(place=session.place.commune or session.place)
    office = make_office(make_person(sex="m"), body, Title.DIRECTOR, detail=detail)
    line = nominate(session, office.person, body=body, by=None)
    assert line.capacity == "المدير العام للمصالح"
    with override("ar"):
        assert "المدير العام للمصالح" in _OfficeChoice(Office.objects.all()).label_from_instance(office)
