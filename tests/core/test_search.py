import pytest

from takwin.core.search import answering
from takwin.core.text import search_terms
from takwin.directory.models import Body
from takwin.people.models import Office
from tests.factories.directory import make_body
from tests.factories.people import make_office

pytestmark = pytest.mark.django_db


def bodies(words: str) -> list[Body]:
    return list(answering(Body.objects.all(), search_terms(words)))


def test_a_row_answers_when_its_text_holds_every_word_wherever_it_stands():
    body = make_body(name_ar="جمعية الأمل بأزرو", name_fr="Association Al Amal d'Azrou")
    assert bodies("ازرو امل") == [body]
    assert bodies("AZROU") == [body]
    assert bodies("ازرو ايفران") == []


def test_a_word_is_looked_for_letter_by_letter_and_not_as_a_pattern():
    body = make_body(name_ar="جمعية الأمل", name_fr="Association Al Amal")
    assert list(answering(Body.objects.filter(pk=body.pk), ["a_al"])) == []
    assert list(answering(Body.objects.filter(pk=body.pk), ["%"])) == []
    assert list(answering(Body.objects.filter(pk=body.pk), ["AMAL"])) == []


def test_no_word_narrows_nothing_and_a_path_may_lead_to_the_text():
    office = make_office()
    assert list(answering(Office.objects.all(), [])) == [office]
    assert list(answering(Office.objects.all(), search_terms(office.person.name_ar), "person__search_text")) == [office]
    assert list(answering(Office.objects.all(), ["zzz"], "person__search_text")) == []
