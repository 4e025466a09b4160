"""What the database itself refuses of letters and personal links."""

import datetime as dt

import pytest

from takwin.letters.models import Letter, PersonalLink
from tests.constraints import breaks
from tests.factories.directory import make_body
from tests.factories.letters import make_letter, make_link
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
INSTANT = dt.timedelta(microseconds=1)


def test_a_letter_goes_to_someone() -> None:
    letter = make_letter()
    with breaks(Letter, "letter_to_one_addressee"):
        Letter.objects.filter(pk=letter.pk).update(person=None)


def test_a_letter_does_not_go_to_a_person_and_a_body_at_once() -> None:
    letter = make_letter()
    with breaks(Letter, "letter_to_one_addressee"):
        Letter.objects.filter(pk=letter.pk).update(body=make_body())


def test_a_letter_to_a_body_goes_to_no_person() -> None:
    letter = make_letter(body=make_body())
    with breaks(Letter, "letter_to_one_addressee"):
        Letter.objects.filter(pk=letter.pk).update(person=make_person())


def test_a_letter_is_not_delivered_before_it_was_sent() -> None:
    letter = make_letter()
    with breaks(Letter, "letter_delivered_after_it_was_sent"):
        Letter.objects.filter(pk=letter.pk).update(delivered_at=letter.sent_at - INSTANT)
    assert Letter.objects.filter(pk=letter.pk).update(delivered_at=letter.sent_at) == 1


def test_a_personal_link_lasts() -> None:
    link, _code = make_link()
    with breaks(PersonalLink, "personal_link_expires_after_it_is_made"):
        PersonalLink.objects.update(expires_at=link.made_at)
    assert PersonalLink.objects.update(expires_at=link.made_at + INSTANT) == 1
