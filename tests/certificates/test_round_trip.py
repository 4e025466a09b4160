"""Certificates go out as a form, and come back with a word on how a name is written."""

from collections.abc import Callable

import pytest
from django.test import Client

from takwin.certificates.actions import issue_certificates
from takwin.certificates.models import Certificate
from takwin.documents.models import Observation
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate, make_closed_session
from tests.factories.rights import officer_of, user_as
from tests.round_trips import fill_in, is_offered, open_in, queries_to_take, read_back, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    return make_certificate()


@pytest.fixture
def browser(certificate: Certificate, as_user: Callable[..., Client]) -> Client:
    return as_user(officer_of(certificate.session.owner.place))


def test_a_certificate_never_moves_and_a_word_on_it_is_shown_on_its_page(
    browser: Client, certificate: Certificate
) -> None:
    assert open_in(take(browser, "certificates"), "certificates") == {"observation"}
    assert "1 change recorded" in fill_in(browser, "certificates", observation="Written with two l")
    assert Observation.objects.get().named == f"{certificate.code} · {certificate.name_fr}"
    assert "Written with two l" in browser.get(certificate.get_absolute_url()).text


def test_who_does_not_vouch_for_a_certificate_takes_no_word_on_it(
    certificate: Certificate, browser: Client, as_user: Callable[..., Client]
) -> None:
    book = take(browser, "certificates")
    elsewhere = make_certificate()
    other = as_user(officer_of(elsewhere.session.owner.place))
    assert "not yours to change" in read_back(other, "certificates", book, observation="Written with two l")


def test_a_council_that_reads_its_certificates_is_offered_no_form(
    certificate: Certificate, as_user: Callable[..., Client]
) -> None:
    assert not is_offered(as_user(user_as(Role.COMMUNE, body=certificate.body)), "certificates")


def test_the_form_of_certificates_asks_as_many_queries_for_one_as_for_ten(
    browser: Client, certificate: Certificate
) -> None:
    few = queries_to_take(browser, "certificates")
    many = make_closed_session(*[4] * 10, owner=certificate.session.owner)
    issue_certificates(many, by=make_user())
    assert queries_to_take(browser, "certificates") == few
