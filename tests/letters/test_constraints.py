"""What the database itself refuses of letters and personal links."""

import datetime as dt

import pytest

from takwin.core import clock
from takwin.letters.models import Handing, Letter, PersonalLink, Sending
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.letters import make_letter, make_link
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
INSTANT = dt.timedelta(microseconds=1)


def test_a_step_of_a_letter_is_noted_once() -> None:
    facts = {"letter": make_letter(), "hand": "caid", "on": clock.today(), "recorded_at": clock.now()}
    Handing.objects.create(**facts, recorded_by=make_user())
    with breaks(Handing, "handing_once"):
        Handing.objects.create(**facts, recorded_by=make_user())


def test_a_message_is_sent_once_by_a_channel_and_again_only_when_it_failed() -> None:
    facts = {"letter": make_letter(), "channel": "phone", "purpose": "convene", "sent_at": clock.now()}
    Sending.objects.create(**facts, error="no credit left")
    Sending.objects.create(**facts)
    with breaks(Sending, "sending_once"):
        Sending.objects.create(**facts)
    assert Sending.objects.create(**facts | {"channel": "email"}).pk


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
