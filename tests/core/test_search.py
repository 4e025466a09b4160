import pytest

from takwin.core.search import answering, answering_of_any
from takwin.core.text import search_terms
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.models import Office
from tests.factories.directory import make_body, make_commune
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


def test_of_several_texts_words_that_begin_so_come_alone_and_without_them_those_that_hold_the_letters():
    taza, ifrane = make_commune(name_ar="تازة", name_fr="Taza"), make_commune(name_ar="إفران", name_fr="Ifrane")
    council = make_body(place=ifrane, name_ar="المجلس", name_fr="Conseil")
    seated = make_body(BodyKind.ASSOCIATION, place=ifrane, name_ar="الأمل", name_fr="Al Amal")
    tafrant = make_body(place=taza, name_ar="تافرانت", name_fr="Tafrant")

    def found(words: str) -> set[Body]:
        return set(answering_of_any(Body.objects.all(), search_terms(words), ("search_text", "place__search_text")))

    assert found("إفران") == {council, seated}, "by their place"
    assert found("إفران الأمل") == {seated}, "each word in a text of its own"
    assert found("فرانت") == {tafrant}, "no word begins so"
    assert found("") == {council, seated, tafrant}
    assert found("زاكورة") == set()
