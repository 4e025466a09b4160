"""What the database itself refuses of certificates."""

from typing import Any

import pytest

from takwin.certificates.models import Certificate
from takwin.core import clock
from tests.constraints import breaks
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db


def another(certificate: Certificate) -> Certificate:
    """The same certificate under another code."""
    certificate.pk, certificate.code, certificate.paper = None, "0000-0000-0002", None
    certificate.save(force_insert=True)
    return certificate


def changed(certificate: Certificate, **facts: Any) -> int:
    return Certificate.objects.filter(pk=certificate.pk).update(**facts)


def test_a_person_holds_one_valid_certificate_for_a_session() -> None:
    certificate = make_certificate()
    with breaks(Certificate, "certificate_one_valid"):
        another(certificate)


@pytest.mark.parametrize("state", ["revoked", "replaced"])
def test_a_person_whose_certificate_has_ended_may_hold_another(state: str) -> None:
    certificate = make_certificate()
    changed(certificate, state=state, ended_at=clock.now(), reason="name")
    assert another(certificate).pk


@pytest.mark.parametrize("state", ["revoked", "replaced"])
def test_a_certificate_ends_on_a_date_for_a_reason(state: str) -> None:
    certificate = make_certificate()
    for facts in ({}, {"ended_at": clock.now()}, {"reason": "name"}):
        with breaks(Certificate, "certificate_ended_with_reason"):
            changed(certificate, state=state, **facts)
    assert changed(certificate, state=state, ended_at=clock.now(), reason="name") == 1


def test_a_valid_certificate_has_not_ended() -> None:
    certificate = make_certificate()
    with breaks(Certificate, "certificate_ended_with_reason"):
        changed(certificate, ended_at=clock.now(), reason="name")
