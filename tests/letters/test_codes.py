"""The code of a link is in no table, and is printed again only while the letter is on its way."""

import datetime as dt
from typing import Any

import pytest

from takwin.documents.models import Paper
from takwin.letters import actions
from takwin.letters.codes import HIDDEN, code_of, to_hand_over
from takwin.letters.models import Letter, PersonalLink
from tests.factories.accounts import make_user
from tests.factories.letters import make_letter, make_link, make_paper

pytestmark = pytest.mark.django_db


def letter_with_link() -> tuple[Letter, PersonalLink, str]:
    letter = make_letter(make_paper())
    link, code = make_link(letter.person)
    letter.paper.facts = {"reply": {"code": HIDDEN}, "qr": {"text": f"https://takwin.ma{link.get_absolute_url()}"}}
    letter.paper.save()
    return Letter.objects.select_related("paper").get(pk=letter.pk), link, code


def printed(letter: Letter) -> Any:
    again = Letter.objects.select_related("paper", "person").get(pk=letter.pk)
    return to_hand_over(again).facts["reply"]["code"]


def test_a_letter_on_its_way_is_printed_again_with_its_code() -> None:
    letter, link, code = letter_with_link()
    assert printed(letter) == code == code_of(link.token)
    assert actions.enter(link, code) == link


def test_no_table_holds_a_code() -> None:
    letter, link, code = letter_with_link()
    assert code not in str(Paper.objects.get(pk=letter.paper_id).facts)
    assert code not in str(PersonalLink.objects.values_list("code_digest", flat=True).get(pk=link.pk)).split("$")


@pytest.mark.parametrize("how", ["delivered", "ended", "expired", "shut"])
def test_the_code_is_no_longer_printed_once_it_is_of_no_use_to_the_carrier(how: str) -> None:
    letter, link, code = letter_with_link()
    if how == "delivered":
        actions.mark_delivered(letter, by=make_user())
    elif how == "ended":
        actions.end_personal_links(link.person, by=make_user())
    elif how == "expired":
        PersonalLink.objects.filter(pk=link.pk).update(
            expires_at=link.made_at.replace(microsecond=0), made_at=link.made_at - dt.timedelta(days=1)
        )
    else:
        PersonalLink.objects.filter(pk=link.pk).update(failures=5)
    assert printed(letter) == HIDDEN != code


def test_a_secret_that_changed_prints_no_wrong_code(settings: Any) -> None:
    letter, _link, code = letter_with_link()
    settings.SECRET_KEY = "another"
    assert printed(letter) == HIDDEN != code


def test_the_link_of_somebody_else_lends_its_code_to_no_letter() -> None:
    letter, _link, _code = letter_with_link()
    other, _ = make_link()
    facts = letter.paper.facts | {"qr": {"text": f"https://takwin.ma{other.get_absolute_url()}"}}
    Paper.objects.filter(pk=letter.paper_id).update(facts=facts)
    assert printed(letter) == HIDDEN


def test_a_paper_without_a_code_is_given_as_it_is() -> None:
    letter = make_letter(make_paper())
    assert to_hand_over(letter).facts == {}
