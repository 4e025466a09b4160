import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from takwin.core import clock, once
from takwin.core.models import SentForm
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from tests.factories.directory import make_kingdom, make_province
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

SENT = {once.MARK: "a", "name": "جمعية"}


def take(rf: RequestFactory, path: str = "/x/", **said: object) -> None:
    once.do(rf.post(path, SENT | said), list)


@pytest.mark.django_db
def test_a_form_is_taken_once_and_another_page_path_word_or_file_makes_another(rf: RequestFactory) -> None:
    take(rf)
    with pytest.raises(ValidationError, match="recorded already"):
        take(rf)
    take(rf, csrfmiddlewaretoken="b")
    take(rf, name="جمعية أخرى")
    take(rf, path="/x/?province=2")
    for content in (b"1", b"12"):
        take(rf, file=SimpleUploadedFile("list.xlsx", content))


@pytest.mark.django_db
def test_what_has_no_mark_of_a_page_is_not_remembered(rf: RequestFactory) -> None:
    for _time in range(2):
        once.do(rf.post("/x/", {"name": "جمعية"}), list)
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_what_was_sent_long_ago_is_forgotten() -> None:
    for mark, days in (("old", 8), ("recent", 6)):
        SentForm.objects.create(mark=mark, taken_at=clock.now() - dt.timedelta(days=days))
    once.forget_old()
    assert [one.mark for one in SentForm.objects.all()] == ["recent"]


@pytest.mark.django_db(transaction=True)
def test_of_one_form_that_comes_twice_at_once_one_is_taken(rf: RequestFactory) -> None:
    assert len(refusals(at_once(*[partial(take, rf)] * 4))) == 3


@pytest.mark.django_db
def test_a_form_sent_again_from_its_page_records_nothing_and_may_be_sent_anew(as_user: Callable[..., Client]) -> None:
    client = as_user(officer_of(make_province().region))
    there = reverse("territory:body_elsewhere")

    def mark_of(page: bytes) -> str:
        return str(BeautifulSoup(page, "html.parser").select_one(f"main [name={once.MARK}]")["value"])

    sent = {"kind": BodyKind.NATIONAL, "name_ar": "مكتب التكوين", "name_fr": "Office", "place": make_kingdom().pk}
    sent[once.MARK] = mark_of(client.get(there).content)
    wrong = client.post(there, sent | {"name_ar": ""})
    assert wrong.status_code == 422
    assert client.post(there, sent).status_code == 302, "what was refused is not remembered"
    again = client.post(there, sent)
    assert (again.status_code, "recorded already" in again.content.decode()) == (422, True)
    assert Body.objects.filter(kind=BodyKind.NATIONAL).count() == 1
    anew = client.post(there, sent | {once.MARK: mark_of(again.content), "name_ar": "مكتب آخر", "name_fr": "Autre"})
    assert anew.status_code == 302
