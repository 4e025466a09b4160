"""Letters on their way, and the link by which a person answers without an account."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from takwin.core import clock
from takwin.core.refused import refused
from takwin.documents.actions import cancel_paper
from takwin.journal.models import Entry
from takwin.letters import actions
from takwin.letters.models import Letter, PersonalLink
from takwin.letters.queries import ATTEMPTS, link_of
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.letters import make_letter, make_link, make_paper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_letter_goes_to_one_addressee() -> None:
    paper, by = make_paper(), make_user()
    assert actions.send_letter(paper, body=make_body(), by=by).delivered_at is None
    for facts in ({}, {"person": make_person(), "body": make_body()}):
        with pytest.raises(ValidationError, match="one person or to one body"):
            actions.send_letter(paper, by=by, **facts)


def test_a_cancelled_paper_is_not_sent() -> None:
    paper = cancel_paper(make_paper(), by=make_user())
    with pytest.raises(ValidationError, match="cancelled"):
        actions.send_letter(paper, person=make_person(), by=make_user())


def test_a_letter_is_delivered_once() -> None:
    letter, by = make_letter(), make_user()
    assert actions.mark_delivered(letter, by=by).delivered_at
    with pytest.raises(ValidationError, match="already marked"):
        actions.mark_delivered(letter, by=by)


def test_the_database_refuses_a_letter_to_nobody_or_delivered_before_it_was_sent() -> None:
    letter = make_letter()
    with pytest.raises(ValidationError, match="one person or to one body"), refused(Letter):
        Letter.objects.filter(pk=letter.pk).update(person=None)
    with pytest.raises(ValidationError, match="delivered after it was sent"), refused(Letter):
        Letter.objects.filter(pk=letter.pk).update(delivered_at=letter.sent_at - dt.timedelta(days=1))


def test_the_database_refuses_a_link_expired_at_birth() -> None:
    link, _code = make_link()
    with pytest.raises(ValidationError, match="expires after it is made"), refused(PersonalLink):
        PersonalLink.objects.filter(pk=link.pk).update(expires_at=link.made_at)


def test_a_code_has_six_digits_and_is_kept_only_as_a_digest() -> None:
    link, code = make_link()
    assert code.isdigit()
    assert len(code) == 6
    assert code not in link.code_digest
    assert code not in str(Entry.objects.get(verb="link.opened").facts)


def test_the_code_opens_however_it_is_typed() -> None:
    link, code = make_link()
    arabic = code.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})
    assert actions.enter(link, f" {arabic[:3]} {arabic[3:]} ") == link


def test_a_new_link_leaves_the_former_open() -> None:
    former, code = make_link()
    link, _new = make_link(former.person)
    assert link_of(former.person) == link
    assert actions.enter(former, code) == former


def test_wrong_codes_shut_their_own_link_alone() -> None:
    former, code = make_link()
    link, new = make_link(former.person)
    for _try in range(5):
        with pytest.raises(ValidationError):
            actions.enter(link, wrong(new))
    assert link_of(former.person) == former
    assert actions.enter(former, code) == former


def test_an_officer_ends_every_link_of_a_person_and_of_nobody_else() -> None:
    former, code = make_link()
    make_link(former.person)
    other, _code = make_link()
    assert actions.end_personal_links(former.person, by=make_user()) == 2
    assert link_of(former.person) is None
    assert link_of(other.person) == other
    assert Entry.objects.filter(verb="link.ended").count() == 2
    with pytest.raises(ValidationError, match="shut"):
        actions.enter(former, code)


def test_five_wrong_codes_shut_the_link_even_to_the_right_one() -> None:
    link, code = make_link()
    for left in (4, 3, 2, 1):
        with pytest.raises(ValidationError, match=f"{left} tr"):
            actions.enter(link, wrong(code))
    with pytest.raises(ValidationError, match="shut"):
        actions.enter(link, wrong(code))
    with pytest.raises(ValidationError, match="shut"):
        actions.enter(link, code)
    assert link_of(link.person) is None
    assert Entry.objects.filter(verb="link.shut").count() == 1


def test_the_right_code_forgives_the_wrong_ones_before() -> None:
    link, code = make_link()
    with pytest.raises(ValidationError):
        actions.enter(link, wrong(code))
    assert actions.enter(link, code).failures == 0


@pytest.mark.parametrize("typed", ["", "123", "1234567", "abcdef", "12 34 5x"])
def test_what_is_not_six_digits_is_no_try(typed: str) -> None:
    link, code = make_link()
    for _n in range(ATTEMPTS + 1):
        with pytest.raises(ValidationError, match="six digits"):
            actions.enter(link, typed)
    assert actions.enter(link, code).failures == 0


def test_an_expired_link_is_shut() -> None:
    link, code = make_link()
    PersonalLink.objects.filter(pk=link.pk).update(
        made_at=clock.now() - dt.timedelta(days=9), expires_at=clock.now() - dt.timedelta(seconds=1)
    )
    with pytest.raises(ValidationError, match="shut"):
        actions.enter(link, code)


def test_an_officer_ends_a_link_once() -> None:
    link, _code = make_link()
    assert actions.end_personal_links(link.person, by=make_user()) == 1
    assert actions.end_personal_links(link.person, by=make_user()) == 0
    assert Entry.objects.filter(verb="link.ended").count() == 1
