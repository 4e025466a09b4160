"""Sessions whose presence is sealed, and certificates, for tests."""

import datetime as dt
from typing import Any

from takwin.attendance.enums import Status
from takwin.attendance.models import Presence
from takwin.certificates.actions import issue_certificates
from takwin.certificates.models import Certificate
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession
from tests.factories.accounts import make_user
from tests.factories.training import make_enrolment, make_session


def make_closed_session(*present: int, **facts: Any) -> TrainingSession:
    """A closed session of four half-days; each number is a person who was present in so many of them."""
    session = make_session(state="confirmed", **facts)
    for half_days in present:
        line = make_enrolment(session)
        for half in list(session.register.half_days.all())[:half_days]:
            Presence.objects.create(
                register=session.register,
                person=line.person,
                body=line.body,
                day=half.day,
                part=half.part,
                status=Status.PRESENT,
                marked_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            )
    TrainingSession.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)
    return TrainingSession.objects.get(pk=session.pk)


def make_certificate(**facts: Any) -> Certificate:
    """A valid certificate, earned and issued as they all are."""
    session = make_closed_session(4, **facts)
    issue_certificates(session, by=make_user())
    return Certificate.objects.get(session=session)
